/** The close-out (意见采纳情况反馈) as a Word document: what came in, what became of it, what changed; or the zero notice. */
import type { Paragraph, Table } from 'docx';
import type { CloseOut } from '../../domain/comment/close-out.js';
import {
  type CloseOutExtras,
  channelRows,
  closeOutParagraphs,
  closeOutTitle,
  numberWords,
  placeWords,
  resultRows,
} from '../../domain/comment/close-out-words.js';
import { dispositionWords } from '../../domain/comment/comment.js';
import { type Day, inChinese } from '../../domain/day.js';
import { line, paperOf, size2, tableOf } from './official-paper.js';

export interface CloseOutPaper extends CloseOutExtras {
  /** The day under the text; a draft that is not published yet says so in its place. */
  readonly publishedOn?: Day;
}

const opinionColumns = [
  { head: '序号', width: 10 },
  { head: '渠道', width: 12 },
  { head: '涉及内容', width: 18 },
  { head: '意见', width: 28 },
  { head: '采纳情况', width: 12 },
  { head: '说明', width: 20 },
] as const;

const changeColumns = [
  { head: '修改处', width: 18 },
  { head: '修改前', width: 34 },
  { head: '修改后', width: 34 },
  { head: '对应意见', width: 14 },
] as const;

/** The document as the bytes of a .docx file. */
export async function closeOutDocument(closeOut: CloseOut, paper: CloseOutPaper = {}): Promise<Buffer> {
  const title = closeOutTitle(closeOut);
  const body: (Paragraph | Table)[] = [
    line(title, { face: '方正小标宋简体', size: size2, center: true }),
    line('', {}),
    ...closeOutParagraphs(closeOut, paper).map((words) => line(words, { indent: true })),
    ...(closeOut.zero && closeOut.counts.received === 0 ? [] : countTables(closeOut)),
    ...opinions(closeOut),
    ...changes(closeOut),
    line('', {}),
    line(closeOut.issuer, { right: true }),
    line(paper.publishedOn === undefined ? '（待公布）' : inChinese(paper.publishedOn), { right: true }),
  ];
  return paperOf({ title, issuer: closeOut.issuer, description: closeOut.period }, body);
}

const heading = (words: string): Paragraph => line(words, { face: '黑体', indent: true });

function countTables(closeOut: CloseOut): (Paragraph | Table)[] {
  const rows = (list: readonly (readonly [string, number])[]): string[][] =>
    list.map(([words, count]) => [words, String(count)]);
  return [
    heading('收到意见的渠道'),
    tableOf(
      [
        { head: '渠道', width: 60 },
        { head: '条数', width: 40 },
      ],
      rows(channelRows(closeOut)),
    ),
    heading('意见采纳情况'),
    tableOf(
      [
        { head: '采纳情况', width: 60 },
        { head: '条数', width: 40 },
      ],
      rows(resultRows(closeOut)),
    ),
  ];
}

function opinions({ rows }: CloseOut): (Paragraph | Table)[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [
    numberWords(row.nos),
    row.channels.join('、'),
    placeWords(row),
    row.opinion,
    dispositionWords[row.result],
    row.words,
  ]);
  return [heading('意见及采纳情况表'), tableOf(opinionColumns, cells)];
}

function changes(closeOut: CloseOut): (Paragraph | Table)[] {
  if (closeOut.changes.length === 0) return [];
  const cells = closeOut.changes.map(({ where, before, after, nos }) => [
    where,
    before.trim() === '' ? '（新增）' : before,
    after.trim() === '' ? '（删去）' : after,
    `第${numberWords(nos)}条`,
  ]);
  return [heading('文稿修改情况'), tableOf(changeColumns, cells)];
}
