/**
 * A plan as the office settled it: what `seeds/plans/*.yaml` holds and what a launch runs on. Structured facts
 * only (number, short title, units, targets, dates), never the body of a document.
 */
import { z } from 'zod';
import { isDay } from './day.js';

const day = z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期');

export const dutyRoles = ['lead', 'support', 'responsible'] as const;
/** lead 牵头, support 配合, responsible 负责/责任单位 (counts as a lead, design section 5). */
export type DutyRole = (typeof dutyRoles)[number];

export const dutySchema = z.strictObject({
  role: z.enum(dutyRoles),
  /** Id of a unit in the directory; null while the office has not settled it. */
  unit: z.string().nullable(),
  /** The words the document uses. */
  raw: z.string(),
});

export const targetSchema = z.strictObject({
  metric: z.string(),
  op: z.enum(['>=', '<=', '>', '<', '=', '~']),
  value: z.number(),
  unit: z.string(),
  raw: z.string(),
});

export const planTaskSchema = z.strictObject({
  number: z.number().int().min(1).max(9999),
  title: z.string().min(1).max(60),
  chapter: z.string().default(''),
  duties: z.array(dutySchema),
  due: day,
  dueSource: z.enum(['text', 'default']),
  /** Words of a recurring check such as 每季度 or 定期; the date stays the deadline. */
  recurring: z.string().optional(),
  targets: z.array(targetSchema).default([]),
});

/** Something a person must settle before launch; `settled` says how. */
export const planFindingSchema = z.strictObject({
  code: z.string(),
  task: z.number().int().optional(),
  message: z.string(),
  /** A finding that blocks the launch until it is settled. */
  blocking: z.boolean().default(false),
  settled: z.string().optional(),
});

export const planSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  title: z.string().min(1).max(200),
  number: z.string().default(''),
  issuer: z.string(),
  /** Day of issue printed on the document. */
  issued: day,
  year: z.number().int().min(2000).max(2100),
  period: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Supervision regulation Art. 5, 7: who appointed the office, for what, from when to when (without `until`: to the end of the plan). */
  appointment: z.strictObject({ by: z.string(), scope: z.string(), from: day, until: day.optional(), document: z.string() }).optional(),
  /** Art. 11: the head's approval of the supervision. */
  approval: z.strictObject({ by: z.string(), on: day, document: z.string() }).optional(),
  tasks: z.array(planTaskSchema).min(1),
  findings: z.array(planFindingSchema).default([]),
});

export type Duty = z.infer<typeof dutySchema>;
export type Target = z.infer<typeof targetSchema>;
export type PlanTask = z.infer<typeof planTaskSchema>;
export type PlanFinding = z.infer<typeof planFindingSchema>;
export type Plan = z.infer<typeof planSchema>;
