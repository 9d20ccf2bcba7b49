/** Comments as a table for spreadsheets: RFC 4180 with a byte order mark, no cell of which is ever a formula. */
import { channelWords, type DispositionInput, dispositionWords } from '../../domain/comment/comment.js';
import { clockOf, dayOf } from '../../domain/day.js';
import type { CommentAnswer } from './comment-answers.js';

/** Begins a formula in one spreadsheet or another, full-width forms and blanks before it included. */
const FORMULA = /^[\s\u00a0\u3000\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** One cell: what a spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection). */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The lines of a table, each ended by CR LF. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

/** All comments of a period; name and contact are columns only where they were asked for. */
export function commentsCsv(comments: readonly CommentAnswer[], contacts: boolean): string {
  const header = [
    '编号',
    '渠道',
    '收到时间',
    '邮戳日',
    '逾期',
    '公布或撤回后登记',
    '条目',
    '条目题目',
    '意见',
    '附件数',
    '状态',
    '采纳情况',
    '理由',
    '修改位置',
    '原文',
    '改后',
    '转交',
    '并入',
    ...(contacts ? ['姓名', '联系方式', '回执号'] : []),
  ];
  const byNo = new Map(comments.map((one) => [one.no, one]));
  // A merged comment takes the answer of the one it follows.
  const answerOf = (one: CommentAnswer) =>
    (one.mergedInto === null ? one : (byNo.get(one.mergedInto) ?? one)).disposition;
  return csvText([header, ...comments.map((one) => rowOf(one, answerOf(one) ?? {}, contacts))]);
}

function rowOf(one: CommentAnswer, result: Partial<DispositionInput>, contacts: boolean): string[] {
  return [
    String(one.no),
    channelWords[one.channel],
    // A letter is known by its day only.
    one.channel === 'post' ? dayOf(one.arrivedAt) : clockOf(one.arrivedAt),
    one.postmark ?? '',
    one.late ? '是' : '',
    one.afterClose ? '是' : '',
    one.item === null ? '' : String(one.item),
    one.itemTitle ?? '',
    one.text,
    String(one.files.length),
    one.stateWords,
    result.kind === undefined ? '' : dispositionWords[result.kind],
    result.reason ?? one.setAside?.reason ?? '',
    result.change?.where ?? '',
    result.change?.before ?? '',
    result.change?.after ?? '',
    result.forwardedTo ?? '',
    one.mergedInto === null ? '' : String(one.mergedInto),
    ...(contacts ? [one.name ?? '', one.contact ?? '', one.receipt] : []),
  ];
}
