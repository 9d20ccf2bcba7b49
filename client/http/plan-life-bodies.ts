/** The shapes of what the API takes about the life of a plan. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';

const MAX_TEXT = 2000;
const words = z.string().trim().min(1, '不能为空').max(MAX_TEXT, `最多 ${MAX_TEXT} 字`);
const by = z.string().trim().max(40).optional();

export const pauseBody = z.strictObject({ reason: words, by });
/** `giveBack`: every open deadline moves by the days of the pause. */
export const resumeBody = z.strictObject({ reason: words, giveBack: z.boolean(), by });
export const evaluateBody = z.strictObject({
  evaluation: z.enum(['mid-term', 'final'], '应为 mid-term、final 之一'),
  document: words,
  opinion: words,
  /** Why the one on record is replaced. */
  correct: words.optional(),
  by,
});
