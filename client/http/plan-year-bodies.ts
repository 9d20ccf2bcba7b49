/** The shapes of everything the API takes about a year's list. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';
import { givenYearSchema } from '../../domain/life/year-answers.js';

const by = z.string().trim().max(40).optional();

export const yearParams = z.object({
  plan: z.string().max(100),
  year: z.coerce.number().int().min(2000).max(2100),
});
/** Either the text of an answers file, or the answers themselves. */
export const answersBody = z.union([
  z.strictObject({ text: z.string().min(1).max(1_000_000), by }),
  givenYearSchema.extend({ by }),
]);
/** Approval of a year's list; what is missing is told with all else that stands against the launch. */
export const approval = z.strictObject({
  by: z.string().trim().max(80).optional(),
  on: z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期').optional(),
  document: z.string().trim().max(120).optional(),
});
