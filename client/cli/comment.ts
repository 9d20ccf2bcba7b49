/** `duban comment list`, `show`, `comments`: reading comment periods and what came in. */
import { type CommentCounts, channelWords, dispositionWords } from '../../domain/comment/comment.js';
import { movedWords } from '../../domain/comment/period.js';
import { clockOf, dayOf } from '../../domain/day.js';
import type { CommentAnswer, PeriodAnswer, PeriodDetail } from '../http/comment-answers.js';
import { actorWords, eventWords } from '../words.js';
import { type Api, connectApi } from './api.js';
import { pathOf, periodPath } from './comment-period.js';
import { answer, type Io } from './io.js';
import { plain, shorten, table } from './table.js';

const BATCH = 1000;

/** Lists all periods, the newest first. */
export async function listPeriods(io: Io): Promise<void> {
  const found = await connectApi().get<{ readonly periods: readonly PeriodAnswer[] }>('/api/comment-periods');
  answer(
    io,
    found,
    found.periods.length === 0
      ? '没有公开征求意见。开始：duban comment open 文件'
      : table(
          ['编号', '题目', '状态', '开始', '截止', '收到', '未处理', '采纳情况公布期限'],
          found.periods.map((p) => [
            p.id,
            shorten(p.title, 40),
            p.stageWords,
            p.start,
            p.lastDay,
            String(p.counts.received),
            String(p.counts.open),
            p.stage === 'withdrawn' ? '已撤回，不公布' : p.closeOutDue,
          ]),
        ),
  );
}

/** Prints one period: window, counts, what waits with the units, and its record. Without a name lists all periods. */
export async function showPeriod(period: string | undefined, io: Io): Promise<void> {
  if (period === undefined) return listPeriods(io);
  const p = await connectApi().get<PeriodDetail>(pathOf(period));
  answer(io, p, [
    `${plain(p.title)}（${p.id}，第${p.round}轮）`,
    `状态：${p.stageWords}　${p.start} 至 ${p.lastDay} 24:00${daysWords(p)}`,
    ...p.moved.map((m) => `截止日由 ${m.from} 改为 ${m.to}（${movedWords[m.why]}）：${plain(m.reason)}`),
    p.stage === 'withdrawn'
      ? '已撤回，不公布采纳情况。'
      : `采纳情况公布期限：${p.closeOutDue}${p.publishedAt === null ? '' : `，已于 ${clockOf(p.publishedAt)} 公布`}`,
    `公开页：${p.url}${p.closeOutUrl === null ? '' : `　采纳情况：${p.closeOutUrl}`}`,
    ...countLines(p.counts),
    ...(p.afterClose === 0
      ? []
      : [
          `${p.stage === 'withdrawn' ? '撤回' : '公布'}后登记 ${p.afterClose} 条，不计入以上条数：duban comment comments ${p.id} --after`,
        ]),
    ...(p.errands.length === 0
      ? []
      : [
          '',
          ...table(
            ['交单位', '单位', '期限', '意见', '未答复'],
            p.errands.map((e) => [e.day, e.unitName, e.due, e.comments.join('、'), e.waiting.join('、')]),
          ),
        ]),
    '',
    ...table(
      ['时间', '经过', '谁'],
      p.history.map((e) => [clockOf(e.at), eventWords(e), actorWords(e.actor)]),
    ),
  ]);
}

function daysWords({ daysLeft, stage }: PeriodDetail): string {
  return stage === 'announced' || stage === 'open' ? `，还有 ${daysLeft} 天` : '';
}

/** The counts of a period in words, the sum a reader can check. */
export function countLines(c: CommentCounts): string[] {
  const channels = Object.entries(channelWords).map(
    ([channel, words]) => `${words} ${c.byChannel[channel as keyof typeof channelWords]}`,
  );
  const kinds = Object.entries(dispositionWords).map(
    ([kind, words]) => `${words} ${c.disposed[kind as keyof typeof dispositionWords]}`,
  );
  return [
    `收到 ${c.received} 条：${channels.join('，')}${c.late === 0 ? '' : `；其中逾期 ${c.late}`}`,
    `处理：${kinds.join('，')}，不作为有效意见 ${c.setAside}，未处理 ${c.open}${c.merged === 0 ? '' : `（已合并 ${c.merged} 条）`}`,
    ...(c.questions === 0 ? [] : [`待判定是否在期限内的：${c.questions} 条`]),
    ...(c.awaited === 0 ? [] : [`等待单位提出处理建议：${c.awaited} 条`]),
  ];
}

export interface CommentsOptions {
  readonly open?: boolean;
  readonly after?: boolean;
  readonly item?: number;
  readonly contacts?: boolean;
  readonly no?: number;
}

/** Lists comments, or prints one with everything on it. */
export async function listComments(period: string, options: CommentsOptions, io: Io): Promise<void> {
  const api = connectApi();
  const path = await periodPath(api, period);
  const contacts = options.contacts === true ? '1' : undefined;
  if (options.no !== undefined) {
    const one = await api.get<CommentAnswer>(`${path}/comments/${options.no}`, { contacts });
    return answer(io, one, commentLines(one));
  }
  const comments = await everyComment(api, `${path}/comments`, {
    open: options.open === true ? '1' : undefined,
    after: options.after === true ? '1' : undefined,
    item: options.item === undefined ? undefined : String(options.item),
    contacts,
  });
  answer(
    io,
    { comments },
    comments.length === 0
      ? '没有这样的意见。'
      : table(
          ['编号', '收到', '渠道', '条目', '状态', '意见', ...(contacts === undefined ? [] : ['姓名', '联系方式'])],
          comments.map((c) => [
            String(c.no),
            arrivalWords(c),
            channelWords[c.channel],
            c.item === null ? '整体' : String(c.item),
            c.stateWords,
            shorten(plain(c.text), 60),
            ...(contacts === undefined ? [] : [c.name ?? '', c.contact ?? '']),
          ]),
        ),
  );
}

/** All comments that fit, read in batches. */
async function everyComment(
  api: Api,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<readonly CommentAnswer[]> {
  const all: CommentAnswer[] = [];
  for (let from = 1; ; from = (all.at(-1)?.no ?? 0) + 1) {
    const page = { ...query, from: String(from), limit: String(BATCH) };
    const { comments } = await api.get<{ readonly comments: readonly CommentAnswer[] }>(path, page);
    all.push(...comments);
    if (comments.length < BATCH) return all;
  }
}

/** A letter is known by its day only. */
const arrivalWords = (c: Pick<CommentAnswer, 'channel' | 'arrivedAt'>): string =>
  c.channel === 'post' ? dayOf(c.arrivedAt) : clockOf(c.arrivedAt);

function commentLines(c: CommentAnswer): string[] {
  const line = (head: string, words: string | null | undefined): string[] =>
    words === null || words === undefined || words === '' ? [] : [`${head}：${plain(words)}`];
  const change = c.disposition?.change;
  return [
    `第 ${c.no} 条　${channelWords[c.channel]}　${arrivalWords(c)}${c.late ? '　逾期' : ''}　${c.stateWords}`,
    ...line('条目', c.item === null ? '整体' : `${c.item}. ${c.itemTitle ?? ''}`),
    ...line('牵头单位', c.lead?.name),
    ...line('邮戳日', c.postmark),
    ...line('录入', c.enteredBy),
    ...line('姓名', c.name),
    ...line('联系方式', c.contact),
    ...c.files.map((f) => `附件：${plain(f.name)}（${f.size} 字节，${f.sha256}）`),
    '',
    ...c.text.split('\n').map(plain),
    '',
    ...(c.opinion === null
      ? []
      : [
          `单位建议：${dispositionWords[c.opinion.kind]}，${plain(c.opinion.words)}（${plain(c.opinion.by)}，${clockOf(c.opinion.at)}）`,
        ]),
    ...(c.disposition === null
      ? []
      : [`处理：${dispositionWords[c.disposition.kind]}（${plain(c.disposition.by)}，${clockOf(c.disposition.at)}）`]),
    ...line('理由', c.disposition?.reason),
    ...line('转交', c.disposition?.forwardedTo),
    ...(change === undefined
      ? []
      : [`修改位置：${plain(change.where)}`, `原文：${plain(change.before)}`, `改为：${plain(change.after)}`]),
    ...(c.setAside === null ? [] : [`不作为有效意见：${plain(c.setAside.reason)}（${plain(c.setAside.by)}）`]),
  ];
}
