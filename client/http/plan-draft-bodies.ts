/** The shapes of everything the API takes about a plan before it runs. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';

const by = z.string().trim().max(40).optional();
/** `{plan}/{round}`, or the round alone. */
const period = z.string().trim().min(1).max(80).optional();

export const reviseBody = z.strictObject({ period, preview: z.boolean().default(false), by });
export const revisedQuery = z.object({ period });
export const issueBody = z.strictObject({
  number: z.string().trim().min(1, '不能为空').max(60, '最多 60 字'),
  on: z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期'),
  by,
});
