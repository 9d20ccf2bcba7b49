/** The shapes of everything the API takes. Unknown fields are refused, so that a misspelt one is never silently lost. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';
import { contactRoles } from '../../domain/org.js';
import { dutyRoles } from '../../domain/plan.js';
import type { Act } from '../../domain/task.js';
import { approval } from './plan-year-bodies.js';

const MAX_TEXT = 5000;
const day = z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期');
const unit = z.string().min(1).max(80);
const words = z.string().trim().min(1, '不能为空').max(MAX_TEXT, `最多 ${MAX_TEXT} 字`);
const by = z.string().trim().max(40).optional();
const no = z.number().int().min(1);
const picked = z.array(z.number().int().min(1).max(9999)).max(500);

export const importBody = z.strictObject({
  name: z.string().min(1).max(200),
  text: z.string().min(1),
  /** Text of a YAML file with `appointment` and `approval`, for documents, which do not say it. */
  mandate: z.string().optional(),
  /** Takes one of several years of the plan, or moves it to another year, to try it out. */
  year: z.number().int().min(2000).max(2100).optional(),
  /** Text of a decisions file. */
  decisions: z.string().max(2_000_000).optional(),
  /** Undated tasks taken on with the year. */
  with: picked.optional(),
  /** Id of the plan this document belongs to, where the file's name says another. */
  plan: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,60}$/, '应为小写字母、数字和连字符')
    .optional(),
  /** Id of the plan whose yearly list this is. */
  parent: z.string().max(61).optional(),
  by,
});

export const decision = z.union([
  z.strictObject({
    task: z.number().int().min(1),
    duties: z.array(z.strictObject({ unit, role: z.enum(dutyRoles) })).min(1),
    note: z.string().trim().max(500),
  }),
  z.strictObject({ finding: z.number().int().min(0), note: z.string().trim().min(1).max(500) }),
]);
export const settleBody = z.strictObject({
  decisions: z.array(decision).max(500),
  /** YAML with appointment and approval. */
  mandate: z.string().max(20_000).optional(),
  by,
});
export const launchBody = z.strictObject({
  ladder: z.string().optional(),
  year: z.number().int().min(2000).max(2100).optional(),
  with: picked.optional(),
  /** Rules of supervision cycles as YAML text; empty: those of seeds/supervision-rules.yaml. */
  supervision: z.string().optional(),
  /** Of a further year's list. */
  approval: approval.optional(),
  /** Years before it are left out for good, or it begins before its list is asked for. */
  skip: z.literal(true).optional(),
  by,
});
export const rulesBody = z.strictObject({ ladder: z.string().min(1), preview: z.boolean(), by });
/** `early`: a plan of several years ends without its final evaluation. */
export const closeBody = z.strictObject({
  reason: words,
  cancelOpen: z.boolean(),
  early: z.boolean().default(false),
  by,
});

/** Every act on a task; equal to the domain's own type, which a failing assignment below would show. */
export const actSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sign'), unit }),
  z.strictObject({ kind: z.literal('progress'), unit, text: words }),
  z.strictObject({ kind: z.literal('report'), unit, text: words }),
  z.strictObject({ kind: z.literal('requestExtension'), unit, to: day, reason: words }),
  z.strictObject({ kind: z.literal('decideExtension'), no, approve: z.boolean(), due: day.optional(), reason: words }),
  z.strictObject({ kind: z.literal('accept'), no, note: z.string().trim().max(MAX_TEXT).optional() }),
  z.strictObject({ kind: z.literal('return'), no, reason: words }),
  z.strictObject({ kind: z.literal('transfer'), from: unit, to: unit, reason: words }),
  z.strictObject({
    kind: z.literal('amend'),
    title: z.string().trim().min(1).max(60).optional(),
    due: day.optional(),
    reporter: unit.optional(),
    reason: words,
  }),
  z.strictObject({ kind: z.literal('suspend'), reason: words }),
  z.strictObject({ kind: z.literal('resume'), reason: words }),
  z.strictObject({ kind: z.literal('cancel'), reason: words }),
]);

/** A checked act without the keys that were left out: `exactOptionalPropertyTypes` and histories want them absent. */
export function toAct(read: z.infer<typeof actSchema>): Act {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as unknown as Act;
}

export const actBody = z.strictObject({
  act: actSchema,
  by,
  onBehalfOf: unit.optional(),
  why: z.string().trim().max(500).optional(),
});

export const resendBody = z.strictObject({ key: z.string().min(1).max(500), by });
export const approveBody = z.strictObject({ id: z.string().min(1).max(300), by });
export const unitsBody = z.strictObject({ csv: z.string().min(1), restore: z.boolean().default(false), by });
const role = z.enum(contactRoles);
const address = z.string().trim().min(3).max(254);
export const renameBody = z.strictObject({ unit, name: z.string().trim().min(1).max(80), by });
export const contactBody = z.strictObject({ unit, role, address, by });
export const absenceBody = z.strictObject({ unit, role, address, from: day, until: day, by });
export const pauseBody = z.strictObject({ unit, paused: z.boolean(), by });
export const calendarBody = z.strictObject({ text: z.string().min(1), by });

export const letterStatuses = ['draft', 'claimed', 'sending', 'retry', 'sent', 'undeliverable', 'withdrawn'] as const;
export const lettersQuery = z.object({
  plan: z.string().max(100).optional(),
  task: z.string().max(200).optional(),
  unit: z.string().max(80).optional(),
  status: z.enum(letterStatuses).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});
export const keyQuery = z.object({ key: z.string().min(1).max(500) });
export const planParams = z.object({ plan: z.string().max(100) });
export const taskParams = z.object({ plan: z.string().max(100), year: z.string().max(4), number: z.string().max(6) });
