/** The shapes of everything the API takes about letters answered by mail. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';

const by = z.string().trim().max(40).optional();
// Whether a reason is missing or too long is for the act to say, with all its other faults.
const reason = z.string().max(5000);
const unit = z.string().min(1).max(80);
const words = z.string().trim().min(1, '不能为空').max(5000, '最多 5000 字');

/** An act of a unit, as the office reads it out of a mail. */
export const unitActSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sign'), unit }),
  z.strictObject({ kind: z.literal('progress'), unit, text: words }),
  z.strictObject({ kind: z.literal('report'), unit, text: words }),
  z.strictObject({
    kind: z.literal('requestExtension'),
    unit,
    to: z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期'),
    reason: words,
  }),
]);

export const carryBody = z.strictObject({
  /** Instead of what was read in the mail. */
  acts: z
    .array(z.strictObject({ task: z.string().min(1).max(200), act: unitActSchema }))
    .min(1)
    .max(100)
    .optional(),
  reason,
  by,
});
export const dismissBody = z.strictObject({ reason, by });
export const replyParams = z.object({ no: z.coerce.number().int().min(1).max(2_147_483_647) });
export const repliesQuery = z.object({ all: z.enum(['yes', 'no']).default('no') });
