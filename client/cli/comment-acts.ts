/** `duban comment …`: what changes a comment period or the comments in it. */
import { randomUUID } from 'node:crypto';
import {
  type CommentCounts,
  type CommentQuestion,
  type DispositionKind,
  dispositionWords,
  type Received,
} from '../../domain/comment/comment.js';
import { type PeriodAct, periodActWords, periodStageWords } from '../../domain/comment/period.js';
import type { PeriodActed } from '../acts.js';
import type { PeriodDetail } from '../http/comment-answers.js';
import { type Api, connectApi } from './api.js';
import { countLines } from './comment.js';
import { pathOf, periodPath, unknownYearLines } from './comment-period.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';

/** Extends, suspends, resumes, withdraws or publishes. Prints the period's new state. */
export async function actOnPeriod(period: string, act: PeriodAct, options: ByOption, io: Io): Promise<void> {
  const api = connectApi();
  const path = await periodPath(api, period);
  const state = await api.post<PeriodActed>(`${path}/acts`, { ...act, by: options.by });
  const lines = [
    `${periodActWords[act.kind]}：${state.id} 现为“${state.suspended === undefined ? periodStageWords[state.stage] : '已暂停'}”，截止日 ${state.lastDay}。`,
    ...(act.kind === 'extend' || act.kind === 'resume' ? unknownYearLines(state.unknownYears) : []),
  ];
  if (act.kind === 'publish') {
    const { closeOutUrl } = await api.get<PeriodDetail>(pathOf(state.id));
    if (closeOutUrl !== null) lines.push(`公布地址：${closeOutUrl}`);
  }
  answer(io, state, lines);
}

export interface AddOptions extends ByOption {
  readonly channel: string;
  readonly text: string;
  readonly item?: number;
  readonly name?: string;
  readonly contact?: string;
  readonly heard?: string;
  readonly postmark?: string;
  readonly arrived?: string;
}

/** Enters a comment for a person who called or wrote; prints the receipt number to tell that person. */
export async function addComment(period: string, options: AddOptions, io: Io): Promise<void> {
  const api = connectApi();
  const { heard, ...rest } = options;
  const received = await api.post<Received>(`${await periodPath(api, period)}/comments`, {
    ...rest,
    json: undefined,
    heardAt: heard,
    idempotencyKey: randomUUID(),
  });
  answer(io, received, [
    `已登记为第 ${received.no} 条，回执号 ${received.receipt}（请告知本人，可凭此查询采纳情况）。`,
    ...(received.afterClose
      ? ['采纳情况已经公布，或征求意见已经撤回：不计入条数，不再处理，留存参考；请如实告知本人。']
      : received.late
        ? ['截止之后收到，按逾期意见登记。']
        : []),
    ...(received.question === null
      ? []
      : [
          `${questionWords[received.question]}，请判定：duban comment judge ${period} ${received.no} --in-time|--late --reason …`,
        ]),
  ]);
}

const questionWords: Readonly<Record<CommentQuestion, string>> = {
  'posted-in-window': '信函截止后收到，邮戳在期限内或没有可以辨认的邮戳',
  'entered-late': '截止之后才登记，写明的收到时间在期限之内',
};

export interface DisposeOptions extends ByOption {
  readonly where?: string;
  readonly before?: string;
  readonly after?: string;
  readonly reason?: string;
  readonly forwardedTo?: string;
  readonly summary?: string;
}

/** Says what becomes of comments. */
export async function dispose(
  period: string,
  nos: readonly number[],
  kind: DispositionKind,
  options: DisposeOptions,
  io: Io,
): Promise<void> {
  const { where, before, after, reason, forwardedTo, summary, by } = options;
  const body = { nos, kind, where, before, after, reason, forwardedTo, summary, by };
  await decide(period, 'dispose', body, `第 ${nos.join('、')} 条：${dispositionWords[kind]}。`, io);
}

/** Lets comments take the answer of another one, or takes them apart. */
export async function merge(
  period: string,
  nos: readonly number[],
  into: number | null,
  { by }: ByOption,
  io: Io,
): Promise<void> {
  const words = into === null ? '不再合并' : `并入第 ${into} 条`;
  await decide(period, 'merge', { nos, into, by }, `第 ${nos.join('、')} 条${words}。`, io);
}

/** Sets comments aside with a reason, or takes them back. */
export async function setAside(
  period: string,
  nos: readonly number[],
  reason: string | null,
  { by }: ByOption,
  io: Io,
): Promise<void> {
  const words = reason === null ? '恢复为待处理' : '不作为有效意见';
  await decide(period, 'set-aside', { nos, reason, by }, `第 ${nos.join('、')} 条${words}。`, io);
}

/** Judges a letter that was posted within the window and came after it. */
export async function judge(
  period: string,
  no: number,
  inTime: boolean,
  { reason, by }: ByOption & { readonly reason: string },
  io: Io,
): Promise<void> {
  const words = inTime ? '在期限内，按期限内意见办理' : '按逾期意见办理';
  await decide(period, 'judge', { no, inTime, reason, by }, `第 ${no} 条${words}。`, io);
}

/** Says which item of the draft comments are about. */
export async function assignItem(
  period: string,
  nos: readonly number[],
  item: number | null,
  { by }: ByOption,
  io: Io,
): Promise<void> {
  const words = item === null ? '针对整体' : `针对第 ${item} 项`;
  await decide(period, 'item', { nos, item, by }, `第 ${nos.join('、')} 条${words}。`, io);
}

async function decide(period: string, verb: string, body: unknown, done: string, io: Io): Promise<void> {
  const api: Api = connectApi();
  const answered = await api.post<{ readonly counts: CommentCounts }>(`${await periodPath(api, period)}/${verb}`, body);
  answer(io, answered, [done, ...countLines(answered.counts)]);
}

/** Removes personal data from a comment at the person's request. */
export async function redact(
  period: string,
  no: number,
  options: ByOption & { readonly reason: string; readonly text?: boolean; readonly mask?: boolean },
  io: Io,
): Promise<void> {
  const api = connectApi();
  const { reason, by } = options;
  const text = options.text === true;
  const mask = options.mask === true;
  const answered = await api.post<{ readonly left: boolean }>(`${await periodPath(api, period)}/redact`, {
    ...{ no, text, mask, reason, by },
  });
  const what = text ? '姓名、联系方式、内容和附件' : '姓名、联系方式和附件名称';
  answer(io, answered, [
    `第 ${no} 条已删去${what}${mask ? '，内容里的号码已隐去' : ''}；条数不变。`,
    ...(answered.left
      ? [
          `注意：意见内容里还有电话、证件号码或本人姓名等，没有删去。保留文字、隐去号码：加 --mask；连同内容删去：加 --text。`,
        ]
      : []),
  ]);
}

/** Takes a mail off the list: no opinion, or seen. */
export async function dismissMail(
  id: string,
  { reason, by }: ByOption & { readonly reason: string },
  io: Io,
): Promise<void> {
  const answered = await connectApi().post('/api/mails/dismiss', { id, reason, by });
  answer(io, answered, '来信已记为已阅，不再列出。');
}

/** Makes a mail a comment of a period. */
export async function assignMail(id: string, period: string, { by }: ByOption, io: Io): Promise<void> {
  const api = connectApi();
  const { id: named } = period.includes('/') ? { id: period } : await api.get<PeriodDetail>(pathOf(period));
  const received = await api.post<Received>('/api/mails/assign', { id, period: named, by });
  answer(io, received, `来信已归入 ${named}，为第 ${received.no} 条，回执号 ${received.receipt}。`);
}
