/** The shapes of everything the API takes about a year's list. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';
import { givenYearSchema } from '../../domain/life/year-answers.js';

const by = z.string().trim().max(40).optional();

const YEAR = '应为 2000 至 2100 的年份';
export const yearParams = z.object({
  plan: z.string().max(100),
  year: z.coerce.number(YEAR).int(YEAR).min(2000, YEAR).max(2100, YEAR),
});
/** Either the text of an answers file, or the answers themselves. */
export const answersBody = z.union(
  [z.strictObject({ text: z.string().min(1).max(1_000_000), by }), givenYearSchema.extend({ by })],
  '应为 {text: 答复文件的内容}，或 {answers: [{task, target, value} 或 {task, unit, to}], pick: [编号]}',
);
/** Approval of a year's list; what is missing is told with all else that stands against the launch. */
export const approval = z.strictObject({
  by: z.string().trim().max(80).optional(),
  on: z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期').optional(),
  document: z.string().trim().max(120).optional(),
});
