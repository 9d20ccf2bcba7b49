/** The shapes of everything the API takes about reorganisations of units. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';

const by = z.string().trim().max(40).optional();

export const reorganiseBody = z.strictObject({
  /** YAML, as `duban units reorganise` reads it. */
  text: z.string().max(100_000, '最多 100000 字'),
  preview: z.boolean().default(false),
  by,
});
export const withdrawBody = z.strictObject({
  id: z.string().trim().min(1, '不能为空').max(100),
  reason: z.string().trim().min(1, '不能为空').max(500, '最多 500 字'),
  by,
});
