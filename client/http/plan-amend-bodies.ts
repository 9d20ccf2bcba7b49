/** The shapes of what the API takes about amendments. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';

export const amendBody = z.strictObject({
  /** Text of an amendment file (seeds/amendments/sample.yaml). */
  text: z.string().min(1, '不能为空').max(500_000),
  /** Only shows what would come of it. */
  preview: z.boolean().default(false),
  /** The number that the preview gave it: refused when there was another amendment meanwhile. */
  no: z.number().int().min(1).optional(),
  by: z.string().trim().max(40).optional(),
});
