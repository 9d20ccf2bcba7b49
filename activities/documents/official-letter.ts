/**
 * 督办函 as a Word document in the form of letters (GB/T 9704-2012, 10.1: sender and double line at the head of the first
 * page, number at the right edge). A letter to a peer asks; it does not order.
 */
import type { Paragraph, Table } from 'docx';
import { type Day, inChinese } from '../../domain/day.js';
import { copiesOf, line, paperOf, size2, tableOf } from './official-paper.js';

export interface OfficialLetterTask {
  readonly number: number;
  readonly title: string;
  readonly due: string;
  /** Days late in words, from the date in force and the first date. */
  readonly late: string;
  readonly lastReport: string;
}

/** The facts of one 督办函, all in ready words. */
export interface OfficialLetter {
  readonly title: string;
  /** 发文字号; absent in a draft that waits for approval. */
  readonly number?: string;
  readonly issuer: string;
  /** 主送机关. */
  readonly to: string;
  /** 抄送机关. */
  readonly copies: readonly string[];
  readonly date: Day;
  /** Address of the office for questions. */
  readonly contact?: string;
  readonly plans: readonly string[];
  readonly tasks: readonly OfficialLetterTask[];
  /** What is asked and by when. */
  readonly closing: string;
}

/** 关于“…”任务的督办函, with the number of tasks when there are several; no stop after a title. */
export function officialLetterTitle(titles: readonly string[]): string {
  const [first = '', ...rest] = titles;
  const short = [...first].length > 30 ? `${[...first].slice(0, 29).join('')}…` : first;
  return rest.length === 0 ? `关于“${short}”任务的督办函` : `关于“${short}”等${titles.length}项任务的督办函`;
}

const columns = [
  { head: '序号', width: 8 },
  { head: '任务', width: 34 },
  { head: '时限', width: 20 },
  { head: '逾期情况', width: 18 },
  { head: '最近报告', width: 20 },
] as const;

/** The document as the bytes of a .docx file. A draft without a number says so in its place. */
export async function officialLetterDocument(letter: OfficialLetter): Promise<Buffer> {
  const plans = letter.plans.join('、');
  const body: (Paragraph | Table)[] = [
    line(letter.number ?? '（待编号）', { edge: true }),
    line('', {}),
    line(letter.title, { face: '方正小标宋简体', size: size2, center: true }),
    line('', {}),
    line(`${letter.to}：`, {}),
    line(
      `按照${plans === '' ? '督办计划' : plans}的安排，贵单位主办的下列${letter.tasks.length}项任务已到时限，至今尚未办结：`,
      { indent: true },
    ),
    tableOf(
      columns,
      letter.tasks.map((t) => [String(t.number), t.title, t.due, t.late, t.lastReport]),
    ),
    line(letter.closing, { indent: true }),
    ...(letter.contact === undefined ? [] : [line(`联系方式：${letter.contact}`, { indent: true })]),
    line('', {}),
    line(letter.issuer, { right: true }),
    line(inChinese(letter.date), { right: true }),
    ...copiesOf(letter.copies),
  ];
  const { title, issuer, number } = letter;
  return paperOf({ title, issuer, description: number ?? '', letter: true }, body);
}
