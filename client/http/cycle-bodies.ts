/** The shapes of everything the API takes about supervision cycles. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { isDay } from '../../domain/day.js';
import type { CycleAct } from '../../domain/supervision/cycle.js';
import { returnStates } from '../../domain/supervision/return.js';

const MAX_TEXT = 5000;
const MAX_REASON = 500;
const MAX_TASKS = 500;
/** Characters of base64 for 5 MB. */
const MAX_FILE = 7_000_000;
/** Bytes of a request with a return: the sheet or the words, and its evidence. */
export const RETURN_LIMIT = 16 * 1024 * 1024;

const day = z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期');
const by = z.string().trim().max(40).optional();
const unit = z.string().trim().min(1, '不能为空').max(80);
const key = z.string().trim().min(1, '不能为空').max(20);
const words = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最多 ${most} 字`);
const optional = z.string().trim().max(MAX_TEXT, `最多 ${MAX_TEXT} 字`).default('');
const base64 = z
  .string()
  .min(1, '不能为空')
  .max(MAX_FILE, '文件超过 5 MB')
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, '应为 base64');
const reason = words(MAX_REASON);

export const startBody = z.strictObject({
  key,
  /** Who lets the request go out over the burden ceiling, and why. */
  override: z.strictObject({ by: words(40), why: reason }).optional(),
  by,
});

/** `until` null: not at all. A blank reason is refused with all else that is wrong. */
export const putOffBody = z.strictObject({
  key,
  until: day.nullable(),
  reason: z.string().trim().max(MAX_REASON, `最多 ${MAX_REASON} 字`).default(''),
  by,
});

export const contentSchema = z.strictObject({
  tasks: z
    .array(
      z.strictObject({
        task: z.string().trim().min(1, '不能为空').max(200),
        state: z.enum(returnStates),
        progress: optional,
        values: z
          .array(z.strictObject({ target: z.number().int().min(0).max(99), value: z.number() }))
          .max(100)
          .default([]),
        problems: optional,
        help: optional,
      }),
    )
    .min(1, '要写明至少一项任务')
    .max(MAX_TASKS),
});

export const returnBody = z
  .strictObject({
    unit,
    content: contentSchema.optional(),
    /** The Excel sheet as it came back, base64. */
    sheet: base64.optional(),
    evidence: z
      .array(z.strictObject({ name: z.string().trim().min(1).max(200), bytes: base64 }))
      .max(10)
      .default([]),
    /** Why the office enters it for the unit. */
    onBehalf: reason,
    /** Doubts were read and the values stand. */
    confirmed: z.boolean().default(false),
    by,
  })
  .refine(({ content, sheet }) => (content === undefined) !== (sheet === undefined), {
    path: ['content'],
    message: 'content 和 sheet 要写一个，也只能写一个',
  });

const no = z.number().int().min(1);

/** Every act but a return; the version of a return sent back is the newest unless it is named. */
export const cycleActBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sendBack'), unit, version: no.optional(), reason, by }),
  z.strictObject({ kind: z.literal('compile'), by }),
  z.strictObject({ kind: z.literal('approve'), by }),
  z.strictObject({ kind: z.literal('publish'), by }),
  z.strictObject({ kind: z.literal('skip'), reason, by }),
  z.strictObject({ kind: z.literal('withdrawCorrection'), reason, by }),
  /** Entered for the unit: `why` says how it reached the office. */
  z.strictObject({ kind: z.literal('contest'), unit, text: words(MAX_TEXT), why: reason, by }),
  z.strictObject({ kind: z.literal('answerContest'), no, upheld: z.boolean(), text: words(MAX_TEXT), by }),
]);

export type MadeCycleAct = Exclude<CycleAct, { readonly kind: 'return' }>;

/**
 * The act of a body, without who did it.
 * @param unitId the unit's id for the words of the body.
 * @param newest the version of a unit's last return.
 */
export function cycleActOf(
  { by: _by, ...act }: z.infer<typeof cycleActBody>,
  unitId: (words: string) => string,
  newest: (unit: string) => number,
): MadeCycleAct {
  if (act.kind === 'contest') return { kind: act.kind, unit: unitId(act.unit), text: act.text };
  if (act.kind !== 'sendBack') return act;
  const id = unitId(act.unit);
  return { ...act, unit: id, version: act.version ?? newest(id) };
}

export const correctBody = z.strictObject({ reason, by });
export const problemBody = z.strictObject({ text: words(MAX_TEXT), by });

export const cyclesQuery = z.object({ plan: z.string().max(100).optional() });
export const planParams = z.object({ plan: z.string().max(100) });
export const cycleParams = planParams.extend({ key: z.string().max(20) });
export const taskParams = planParams.extend({ year: z.string().max(4), number: z.string().max(6) });
export const unitParams = cycleParams.extend({ unit: z.string().max(80) });
export const sheetParams = cycleParams.extend({ file: z.string().regex(/^.{1,80}\.xlsx$/, '应为 单位.xlsx') });
export const evidenceParams = unitParams.extend({
  version: z.coerce.number().int().min(1).max(9999),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位十六进制'),
});
export const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(9999).optional() });
export const spanQuery = z.object({ from: day, to: day });
