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
  /** Year the document sets it for, in plans of several years. */
  year: z.number().int().min(2000).max(2100).optional(),
});

export const planTaskSchema = z.strictObject({
  number: z.number().int().min(1).max(9999),
  title: z.string().min(1).max(60),
  chapter: z.string().default(''),
  duties: z.array(dutySchema),
  due: day,
  dueSource: z.enum(['text', 'default']),
  /** All dates the text gives, where they are several or the plan spans years: each year takes its own. */
  deadlines: z.array(z.strictObject({ due: day, raw: z.string() })).optional(),
  /** The text gives no date; in a plan of several years only a task the office picks for a year. */
  undated: z.boolean().optional(),
  /** Words of a recurring check such as 每季度 or 定期; the date stays the deadline. */
  recurring: z.string().optional(),
  targets: z.array(targetSchema).default([]),
});

const opSchema = targetSchema.shape.op;
const raw = z.string();
const cellUnit = z.string().optional();

/** One cell of an indicator table, as printed and with its meaning (domain/indicator). */
export const indicatorCellSchema = z.discriminatedUnion('kind', [
  z.strictObject({ raw, kind: z.literal('value'), op: opSchema, value: z.number(), unit: cellUnit }),
  z.strictObject({ raw, kind: z.literal('range'), low: z.number(), high: z.number(), unit: cellUnit }),
  z.strictObject({ raw, kind: z.literal('none') }),
  z.strictObject({ raw, kind: z.literal('assigned'), by: z.string() }),
  z.strictObject({ raw, kind: z.literal('relative'), op: opSchema, than: z.string(), to: z.number().int().nullable() }),
  z.strictObject({ raw, kind: z.literal('lost'), proposed: z.string().nullable() }),
  z.strictObject({ raw, kind: z.literal('undecided') }),
  z.strictObject({ raw, kind: z.literal('words') }),
]);

export const planIndicatorSchema = z.strictObject({
  number: z.number().int().min(1).max(9999).nullable(),
  group: z.string().nullable(),
  name: z.string().min(1).max(80),
  unit: z.string(),
  baseYear: z.number().int().nullable(),
  targetYear: z.number().int().nullable(),
  base: indicatorCellSchema,
  target: indicatorCellSchema,
  growth: indicatorCellSchema.nullable(),
  cumulative: indicatorCellSchema.nullable(),
  nature: z.enum(['expected', 'binding']).nullable(),
});

/** Something a person must settle before launch; `settled` says how. */
export const planFindingSchema = z.strictObject({
  code: z.string(),
  task: z.number().int().optional(),
  /** Number of the indicator it speaks of. */
  indicator: z.number().int().optional(),
  message: z.string(),
  /** The words of the document it speaks of; decisions are kept by them. */
  words: z.string().optional(),
  /** A finding that blocks the launch until it is settled. */
  blocking: z.boolean().default(false),
  settled: z.string().optional(),
});

/**
 * One answer of the office, kept by what it answers: the task (title, and number as printed then), the kind of finding
 * and its words. Without a task it speaks of the whole document.
 */
export const decisionSchema = z.strictObject({
  task: z.number().int().min(1).max(9999).optional(),
  title: z.string().trim().min(1).max(60).optional(),
  finding: z.string().trim().min(1).max(60).optional(),
  words: z.string().trim().min(1).max(200).optional(),
  /** The units as the document printed them when it was decided; a document that prints others asks again. */
  read: z.array(z.string().max(200)).optional(),
  /** The task's duties: units by name or id, group words stand for their members. */
  duties: z
    .array(z.strictObject({ unit: z.string().trim().min(1).max(80), role: z.enum(dutyRoles) }))
    .min(1)
    .optional(),
  /** The unit that `words` mean, wherever they stand. */
  unit: z.string().trim().min(1).max(80).optional(),
  due: day.optional(),
  /** Day of issue, where the document prints none. */
  issued: day.optional(),
  note: z.string().trim().min(1).max(500).optional(),
});

/** An undated task that the office takes on for the year; the title finds it again when the numbers change. */
export const pickSchema = z.strictObject({
  task: z.number().int().min(1).max(9999),
  title: z.string().trim().min(1).max(60).optional(),
});

const number = z.number().int().min(1).max(9999);

/** What the office answered to a question of a year's list (domain/life/year-list): the value of a target in that year, or which successor takes a duty over. */
export const yearAnswerSchema = z.union([
  z.strictObject({
    task: number,
    /** The target's metric. */
    target: z.string().trim().min(1).max(80),
    /** `none`: the target is not split for this year. */
    value: z.union([z.number(), z.literal('none')]),
  }),
  /** Ids; `unit` as the plan names it. */
  z.strictObject({ task: number, unit: z.string().trim().min(1).max(80), to: z.string().trim().min(1).max(80) }),
]);

/** What the office settled for one year of a plan of several. */
export const planYearSchema = z.strictObject({
  year: z.number().int().min(2000).max(2100),
  answers: z.array(yearAnswerSchema).default([]),
  /** Undated tasks picked for it. */
  picked: z.array(pickSchema).optional(),
});

/** The fields by themselves, for those who pick some of them. */
export const planFields = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  title: z.string().min(1).max(200),
  number: z.string().default(''),
  issuer: z.string(),
  /** Day of issue printed on the document. */
  issued: day,
  year: z.number().int().min(2000).max(2100),
  period: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Id of the plan of several years whose list for one year this is. */
  parent: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,60}$/)
    .optional(),
  /** Supervision regulation Art. 5, 7: who appointed the office, for what, from when to when (without `until`: to the end of the plan). */
  appointment: z
    .strictObject({ by: z.string(), scope: z.string(), from: day, until: day.optional(), document: z.string() })
    .optional(),
  /** Art. 11: the head's approval of the supervision. */
  approval: z.strictObject({ by: z.string(), on: day, document: z.string() }).optional(),
  /** Empty only in a plan that lives by its indicators. */
  tasks: z.array(planTaskSchema),
  /** The indicators of a five-year outline, in the order of its table. */
  indicators: z.array(planIndicatorSchema).min(1).optional(),
  findings: z.array(planFindingSchema).default([]),
  /** What the office decided, kept so that reading the document again asks only what is new. */
  decisions: z.array(decisionSchema).optional(),
  /** Undated tasks picked for the year, in plans of several years. */
  picked: z.array(pickSchema).optional(),
  /** What the office settled for single years, beside `picked` of the plan's own year. */
  years: z.array(planYearSchema).optional(),
});

export const planSchema = planFields.refine((plan) => plan.tasks.length > 0 || plan.indicators !== undefined, {
  path: ['tasks'],
  message: '计划至少要有一项任务或一项指标',
});

export type Duty = z.infer<typeof dutySchema>;
export type Target = z.infer<typeof targetSchema>;
export type PlanTask = z.infer<typeof planTaskSchema>;
export type PlanFinding = z.infer<typeof planFindingSchema>;
export type PlanIndicator = z.infer<typeof planIndicatorSchema>;
export type Plan = z.infer<typeof planSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type PickedTask = z.infer<typeof pickSchema>;
export type YearAnswer = z.infer<typeof yearAnswerSchema>;
export type PlanYear = z.infer<typeof planYearSchema>;
