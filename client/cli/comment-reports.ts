/** `duban comment close-out`, `export`, `mails`: what leaves the service, and the mails a person must sort. */
import { writeFileSync } from 'node:fs';
import { closeOutParagraphs, closeOutTitle } from '../../domain/comment/close-out-words.js';
import { dispositionWords } from '../../domain/comment/comment.js';
import { clockOf } from '../../domain/day.js';
import type { CloseOutAnswer, ExportAnswer, MailAnswer, MailPage, WaitingMailAnswer } from '../http/comment-answers.js';
import { mailboxFailureWords } from '../mailbox-words.js';
import { connectApi } from './api.js';
import { countLines } from './comment.js';
import { periodPath } from './comment-period.js';
import { answer, type Io } from './io.js';
import { plain, shorten, table } from './table.js';

/** Prints the close-out, published or as a draft; with `docx` writes it to a file. */
export async function closeOut(period: string, options: { readonly docx?: string }, io: Io): Promise<void> {
  const api = connectApi();
  const path = await periodPath(api, period);
  const read = await api.get<CloseOutAnswer>(`${path}/close-out`);
  if (options.docx !== undefined) {
    writeFileSync(options.docx, await api.bytes(`${path}/close-out.docx`));
    const written = { file: options.docx, published: read.published };
    return answer(io, written, `已写到 ${options.docx}（${read.published ? '已公布的文本' : '草稿'}）。`);
  }
  const { closeOut: c } = read;
  answer(io, read, [
    `${plain(closeOutTitle(c))}（${read.published ? `${clockOf(read.publishedAt)} 公布` : '草稿，尚未公布'}）`,
    ...closeOutParagraphs(c).map(plain),
    ...(read.published
      ? []
      : [`核对码：${read.digest}（核对之后公布：duban comment publish ${c.period} --digest ${read.digest}）`]),
    ...countLines(c.counts),
    ...(read.published ? [] : mailLines(read.mail)),
    ...(c.rows.length === 0
      ? []
      : [
          '',
          ...table(
            ['意见', '条目', '内容', '采纳情况', '说明'],
            c.rows.map((row) => [
              row.nos.join('、'),
              row.item === null ? '整体' : String(row.item),
              shorten(plain(row.opinion), 50),
              dispositionWords[row.result],
              shorten(plain(row.words), 40),
            ]),
          ),
        ]),
    ...c.changes.flatMap((change) => [
      '',
      `${plain(change.where)}（第 ${change.nos.join('、')} 条）`,
      `  原文：${plain(change.before)}`,
      `  改为：${plain(change.after)}`,
    ]),
  ]);
}

/** What mail keeps the close-out. */
function mailLines({ unsorted, since, unread, readAt, failure }: WaitingMailAnswer): readonly string[] {
  return [
    ...(unsorted === 0
      ? []
      : [
          `有 ${unsorted} 封来信没有归类（最早 ${clockOf(since ?? 0)}），归入或判定无关之后才能公布，见 duban comment mails。`,
        ]),
    ...(unread
      ? [
          `收信邮箱${readAt === null ? '从未读成' : `自 ${clockOf(readAt)} 之后没有读成`}${failure === null ? '' : `：${mailboxFailureWords[failure]}`}。到邮箱核对之后，公布时加 --mailbox-unread。`,
        ]
      : []),
  ];
}

export interface ExportOptions {
  readonly contacts?: boolean;
  readonly csv?: boolean;
  readonly out?: string;
}

/** All comments of a period as JSON, or as a table for spreadsheets; to the screen or to a file. */
export async function exportComments(period: string, options: ExportOptions, io: Io): Promise<void> {
  const api = connectApi();
  const path = `${await periodPath(api, period)}/export`;
  const contacts = options.contacts === true ? '1' : undefined;
  const text =
    options.csv === true
      ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(await api.bytes(path, { contacts, format: 'csv' }))
      : `${JSON.stringify(await api.get<ExportAnswer>(path, { contacts }), null, 2)}\n`;
  if (options.out !== undefined) {
    writeFileSync(options.out, text);
    return answer(io, { file: options.out, contacts: contacts !== undefined }, `已写到 ${options.out}。`);
  }
  // With --json standard output is one JSON document, whatever it carries.
  io.out(io.json && options.csv === true ? `${JSON.stringify({ csv: text })}\n` : text);
}

const mailWords: Readonly<Partial<Record<MailAnswer['class'], string>>> = {
  bounce: '退信',
  comment: '公布或撤回后收到',
};

/** Mails that a person must assign to a period, those that came when theirs was over, and those that came back. */
export async function listMails({ after }: { readonly after?: string }, io: Io): Promise<void> {
  const found = await connectApi().get<MailPage>('/api/mails', { after });
  answer(
    io,
    found,
    found.mails.length === 0
      ? '没有要处理的来信。'
      : [
          ...table(
            ['收到', '种类', '来自', '主题', '说明', '编号'],
            found.mails.map((m) => [
              clockOf(m.arrivedAt),
              mailWords[m.class] ?? '待归入',
              m.from ?? '',
              shorten(plain(m.subject), 40),
              shorten(plain(m.detail ?? (m.no === null ? '' : `${m.period} 第 ${m.no} 条`)), 40),
              m.id,
            ]),
          ),
          '归入一次征求意见：duban comment assign-mail 编号 计划/轮次',
          '不是意见，或已阅：duban comment dismiss-mail 编号 --reason 理由',
          ...(found.next === null ? [] : [`还有更早的：duban comment mails --after '${plain(found.next)}'`]),
        ],
  );
}
