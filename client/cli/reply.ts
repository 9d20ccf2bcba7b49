/** `duban reply …`: mails that answered a letter. */
import { clockOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import type { ActKind } from '../../domain/task.js';
import type { ReplyAnswer, ReplyDetail } from '../http/reply-answers.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { plain, shorten, table } from './table.js';

const pathOf = (no: number): string => `/api/replies/${no}`;

/** Lists the mails that wait for the office, or all. */
export async function listReplies(all: boolean, io: Io): Promise<void> {
  const found = await connectApi().get<{ readonly replies: readonly ReplyAnswer[] }>('/api/replies', {
    all: all ? 'yes' : 'no',
  });
  answer(
    io,
    found,
    found.replies.length === 0
      ? all
        ? '没有回信。'
        : '没有待处理的回信。'
      : table(
          ['号', '收到', '状态', '信件发给', '发件', '写的是', '为什么等办公室'],
          found.replies.map((one) => [
            String(one.no),
            clockOf(one.arrivedAt),
            one.statusWords,
            shorten(one.unit?.name ?? '不明', 20),
            shorten(one.from ?? '', 30),
            shorten(one.text, 40),
            shorten(one.whyWords ?? '', 40),
          ]),
        ),
  );
}

/** Prints one mail: its words, and what was read in them. */
export async function showReply(no: number, io: Io): Promise<void> {
  const one = await connectApi().get<ReplyDetail>(pathOf(no));
  answer(io, one, [
    `第${one.no}号回信：${plain(one.subject)}（${one.statusWords}）`,
    `发件：${one.from ?? '没有发件人'}　${one.senderWords === null ? '不是该单位的地址' : `${one.unit?.name ?? ''} ${one.senderWords}`}　${clockOf(one.arrivedAt)}`,
    ...(one.letter === null ? [] : [`信件：${one.letter}（发给${one.unit?.name ?? '不明'}）`]),
    ...(one.whyWords === null ? [] : [`为什么等办公室：${one.whyWords}`]),
    ...(one.files.length === 0 ? [] : [`附件（在收信邮箱中）：${one.files.map(plain).join('、')}`]),
    ...(one.settled === null
      ? []
      : [`办公室意见：${one.settled.reason}（${one.settled.by}，${clockOf(one.settled.at)}）`]),
    '',
    ...one.text.split('\n').map(plain),
    '',
    ...table(
      ['任务', '要办的事', '结果'],
      one.acts.map((act) => [
        act.task,
        shorten(act.words, 60),
        act.done === undefined ? shorten(act.refused ?? '未办理', 60) : act.done.again ? '此前已登记' : '已办理',
      ]),
    ),
  ]);
}

export interface CarryOptions extends ByOption {
  readonly why: string;
  readonly task?: string;
  readonly act?: ActKind;
  readonly text?: string;
  readonly to?: string;
}

/** Carries a waiting mail out on behalf of its unit: as it was read, or as the options say. */
export async function carryReply(no: number, options: CarryOptions, io: Io): Promise<void> {
  const api = connectApi();
  const { why: reason, task, act: kind, text, to, by } = options;
  const chosen = task !== undefined || kind !== undefined;
  const done = await api.post<ReplyDetail>(`${pathOf(no)}/carry`, {
    ...(chosen ? { acts: [{ task, act: actOf(await unitOf(no), kind, text, to) }] } : {}),
    reason,
    by,
  });
  answer(io, done, `第${no}号回信已代为办理：${done.acts.map((one) => `第${one.number}项${one.words}`).join('；')}`);

  async function unitOf(of: number): Promise<string> {
    const { unit } = await api.get<ReplyDetail>(pathOf(of));
    if (unit === null) throw refuse('reply-nothing', { no: of });
    return unit.id;
  }
}

function actOf(unit: string, kind: ActKind | undefined, text: string | undefined, to: string | undefined) {
  if (kind === 'sign') return { kind, unit };
  return kind === 'requestExtension' ? { kind, unit, to, reason: text } : { kind, unit, text };
}

/** Nothing is to be done about a waiting mail. */
export async function dismissReply(no: number, options: ByOption & { readonly why: string }, io: Io): Promise<void> {
  const done = await connectApi().post<ReplyDetail>(`${pathOf(no)}/dismiss`, { reason: options.why, by: options.by });
  answer(io, done, `第${no}号回信已了结：${plain(options.why)}`);
}
