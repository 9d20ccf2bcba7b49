/** The shapes of everything the API takes about indicators. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';
import { NOTE, SOURCE } from '../../domain/indicators/value.js';
import { evaluationKinds } from '../../domain/indicators/watch.js';

const by = z.string().trim().max(40).optional();
const no = z.number().int().min(1).max(99_999);
const year = z.number().int().min(2000).max(2100);
const day = z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期');
const words = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最多 ${most} 字`);

export const assignBody = z.strictObject({ nos: z.array(no).min(1).max(200), unit: words(80), by });
export const startBody = z.strictObject({ rules: z.string().max(100_000).optional(), by });
export const valueBody = z.strictObject({
  no,
  year,
  value: z.number(),
  source: words(SOURCE),
  asOf: day,
  note: z.string().trim().max(NOTE, `最多 ${NOTE} 字`).default(''),
  /** Why the office enters it for the unit. */
  onBehalf: words(500),
  /** Doubts were read and the value stands. */
  confirmed: z.boolean().default(false),
  by,
});
export const judgeBody = z.strictObject({
  no,
  year,
  verdict: z.enum(['ahead', 'on', 'behind'], '应为 ahead、on、behind 之一'),
  basis: words(1000),
  by,
});
export const writeBody = z.strictObject({ evaluation: z.enum(evaluationKinds), opinion: words(20_000), by });
export const approveBody = z.strictObject({
  evaluation: z.enum(evaluationKinds),
  /** Why the final evaluation need not wait for missing values. */
  incomplete: words(500).optional(),
  by,
});

export const planParams = z.object({ plan: z.string().max(100) });
export const evaluationQuery = z.object({
  kind: z.enum([...evaluationKinds, 'year']).optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});
