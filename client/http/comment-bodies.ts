/** The shapes of everything the API takes about comment periods. Unknown fields are refused, as in bodies.ts. */
import { z } from 'zod';
import { UNDECIDED } from '../../activities/ledger/comments/digest.js';
import {
  type CommentChannel,
  type DispositionInput,
  dispositionKinds,
  type Redaction,
} from '../../domain/comment/comment.js';
import type { PeriodAct } from '../../domain/comment/period.js';
import type { CommentTerms } from '../../domain/comment/terms.js';
import { termsSchema } from '../../domain/comment/terms-file.js';
import { clockOf, type Day, dayOf, instantOf, isDay } from '../../domain/day.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';

const digest = z.string().regex(/^[0-9a-f]{16}$/, '应为 16 位十六进制的核对码');
const MAX_TEXT = 20_000;
const MAX_REASON = 500;
const NOON = 720;

const day = z.string().refine(isDay, '应为 YYYY-MM-DD 形式的日期');
const by = z.string().trim().max(40).optional();
const no = z.number().int().min(1);
const nos = z.array(no).min(1, '要写明哪几条意见').max(5000);
const item = z.number().int().min(1).max(9999);
const words = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最多 ${most} 字`);
/** What was seen decided before: one digest for all comments, or one by serial number. */
const seen = z
  .union(
    [digest.or(z.literal(UNDECIDED)), z.record(z.string().regex(/^[1-9]\d{0,7}$/), digest.or(z.literal(UNDECIDED)))],
    {
      error: `应为 ${UNDECIDED}、意见的 decided，或按意见编号列出`,
    },
  )
  .optional();
const optional = (most: number) => z.string().trim().max(most, `最多 ${most} 字`).optional();
const reason = words(MAX_REASON);

/** The terms of a period, read by {@link termsOf}, and who opens it. */
export const openBody = z.looseObject({ by });

/** The terms of a body. @throws every value that does not fit, as `field-invalid`. */
export function termsOf({ by: _by, ...body }: z.infer<typeof openBody>): CommentTerms {
  const read = termsSchema.safeParse(body);
  if (read.success) return read.data;
  throw new DubanError(
    read.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) =>
            fault('field-invalid', { field: [...issue.path, key].join('.'), detail: '没有这一项' }),
          )
        : [fault('field-invalid', { field: issue.path.join('.') || '内容', detail: `应为${issue.message}` })],
    ),
  );
}

export const periodActBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('extend'), to: day, reason, by }),
  z.strictObject({ kind: z.literal('suspend'), reason, by }),
  z.strictObject({ kind: z.literal('resume'), reason, by }),
  z.strictObject({ kind: z.literal('withdraw'), reason, by }),
  z.strictObject({
    kind: z.literal('publish'),
    digest: digest.optional(),
    mailboxUnread: z.literal(true).optional(),
    by,
  }),
]);

/** The act of a body, without who did it. */
export function periodAct({ by: _by, ...act }: z.infer<typeof periodActBody>): PeriodAct {
  return act;
}

/** What the office enters for a person who called or wrote; the web's own comments come from the public page. */
export const enteredChannels = ['phone', 'post', 'email'] as const satisfies readonly CommentChannel[];

export const enteredBody = z.strictObject({
  channel: z.enum(enteredChannels),
  text: words(MAX_TEXT),
  item: item.nullish(),
  name: optional(80),
  contact: optional(200),
  /** Phone and mail: `YYYY-MM-DD HH:mm`, Shanghai; default now. */
  heardAt: z.string().trim().optional(),
  /** Post: the day of the postmark, and the day it came; default today. */
  postmark: day.optional(),
  arrived: day.optional(),
  idempotencyKey: z.string().trim().min(8, '至少 8 个字').max(200).optional(),
  by,
});
export type Entered = z.infer<typeof enteredBody>;

/**
 * When an entered comment reached the office, epoch ms. A letter is known by its day only and stands at noon of it (at
 * `now` where that is earlier), which is inside the window for every day of the window.
 * @throws every fault of the times at once, as `field-invalid`.
 */
export function arrivalOf(body: Pick<Entered, 'channel' | 'heardAt' | 'postmark' | 'arrived'>, now: number): number {
  const faults: Fault[] = [];
  const wrong = (field: string, detail: string) => faults.push(fault('field-invalid', { field, detail }));
  const today = dayOf(now);
  if (body.channel === 'post') {
    const arrived: Day = body.arrived ?? today;
    if (body.heardAt !== undefined) wrong('heardAt', '信函写寄出日（postmark）和收到日（arrived），不写通话时间');
    if (arrived > today) wrong('arrived', `收到日 ${arrived} 还没有到，今天是 ${today}`);
    if (body.postmark !== undefined && body.postmark > arrived)
      wrong('postmark', `邮戳日 ${body.postmark} 晚于收到日 ${arrived}`);
    if (faults.length > 0) throw new DubanError(faults);
    return Math.min(instantOf(arrived, NOON), now);
  }
  if (body.postmark !== undefined) wrong('postmark', '只有信函（post）才写邮戳日');
  if (body.arrived !== undefined) wrong('arrived', '只有信函（post）才写收到日，其他渠道写时间（heardAt）');
  const at = body.heardAt === undefined ? now : clockInstant(body.heardAt);
  if (at === undefined) wrong('heardAt', `“${body.heardAt}”应为 YYYY-MM-DD HH:mm 形式的北京时间`);
  else if (at > now) wrong('heardAt', `${body.heardAt} 还没有到，现在是 ${clockOf(now)}`);
  if (faults.length > 0) throw new DubanError(faults);
  return at ?? now;
}

/** `YYYY-MM-DD HH:mm` of Shanghai as epoch ms; undefined for anything else. */
export function clockInstant(text: string): number | undefined {
  const [, on = '', hours = '', minutes = ''] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (!isDay(on) || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return instantOf(on, Number(hours) * 60 + Number(minutes));
}

export const disposeBody = z.strictObject({
  nos,
  kind: z.enum(dispositionKinds),
  where: optional(MAX_TEXT),
  before: optional(MAX_TEXT),
  after: optional(MAX_TEXT),
  reason: optional(MAX_TEXT),
  forwardedTo: optional(MAX_TEXT),
  summary: optional(MAX_TEXT),
  seen,
  by,
});

/** The disposition of a body. Whether its parts fit its kind, and how long they may be, is the domain's to say. */
export function dispositionOf(body: z.infer<typeof disposeBody>): DispositionInput {
  const { kind, where, before, after, reason, forwardedTo, summary } = body;
  const change = [where, before, after].every((part) => part === undefined)
    ? {}
    : { change: { where: where ?? '', before: before ?? '', after: after ?? '' } };
  return {
    kind,
    ...change,
    ...(reason === undefined ? {} : { reason }),
    ...(forwardedTo === undefined ? {} : { forwardedTo }),
    ...(summary === undefined ? {} : { summary }),
  };
}

export const mergeBody = z.strictObject({ nos, into: no.nullable(), seen, by });
export const setAsideBody = z.strictObject({ nos, reason: reason.nullable(), seen, by });
export const judgeBody = z.strictObject({ no, inTime: z.boolean(), reason, by });
export const itemBody = z.strictObject({ nos, item: item.nullable(), by });
export const redactBody = z.strictObject({ no, text: z.boolean(), mask: z.boolean().optional(), reason, by });

/** How much a body asks to be removed. @throws `redact-both`. */
export function redactionOf({ text, mask }: Pick<z.infer<typeof redactBody>, 'text' | 'mask'>): Redaction {
  if (text && mask === true) throw refuse('redact-both');
  return text ? 'text' : mask === true ? 'numbers' : 'names';
}
export const assignMailBody = z.strictObject({ id: z.string().min(1).max(1000), period: z.string().max(120), by });
export const dismissMailBody = z.strictObject({ id: z.string().min(1).max(1000), reason, by });

const flag = z.enum(['0', '1']).optional();
const number = (most: number) => z.coerce.number().int().min(1).max(most);
export const planParams = z.object({ plan: z.string().max(100) });
export const periodParams = z.object({
  plan: z.string().max(100),
  round: z.string().regex(/^[1-9]\d{0,3}$/, '应为轮次'),
});
export const commentParams = periodParams.extend({ no: number(10_000_000) });
export const fileParams = commentParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位十六进制') });
export const contactsQuery = z.object({ contacts: flag });
export const commentsQuery = z.object({
  open: flag,
  after: flag,
  contacts: flag,
  item: number(9999).optional(),
  from: number(10_000_000).optional(),
  limit: number(1000).optional(),
});
export const exportQuery = z.object({ contacts: flag, format: z.enum(['json', 'csv']).optional() });

export const mailsQuery = z.object({
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
