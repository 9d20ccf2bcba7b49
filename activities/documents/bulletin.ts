/** A bulletin (通报) as a Word document in the form of official papers: head, number, title, five numbered parts, imprint. */
import type { Paragraph, Table } from 'docx';
import { type Day, inChinese } from '../../domain/day.js';
import type { Bulletin, BulletinGroup } from '../../domain/supervision/bulletin.js';
import { shareStates } from '../../domain/supervision/percentages.js';
import { bulletinTitle, contestWords, openingWords, percent, shareStateWords, totalWords } from './bulletin-words.js';
import { headOf, imprintOf, line, paperOf, size2, tableOf } from './official-paper.js';

export { bulletinTitle } from './bulletin-words.js';

export interface BulletinPaper {
  /** 发文字号; null in a draft, which says so in its place. */
  readonly number: string | null;
  readonly officeName: string;
  /** A unit's name for its id. */
  readonly name: (unit: string) => string;
  /** 成文日期: the day of approval; null in a draft. */
  readonly day: Day | null;
  /** Ids of the units it is addressed to; without them those counted in it. */
  readonly to?: readonly string[];
  /** Ids of those it is copied to: the leadership group. */
  readonly copies?: readonly string[];
}

/** More receivers than this would push the text off the first page; they move to the imprint (GB/T 9704-2012, 7.3.2). */
const MOST_RECEIVERS = 10;

/** The document as the bytes of a .docx file. */
export async function bulletinDocument(bulletin: Bulletin, paper: BulletinPaper): Promise<Buffer> {
  const { number, officeName, day, name } = paper;
  const title = bulletinTitle(bulletin);
  const receivers = (paper.to ?? bulletin.units.map((group) => group.name)).map(name);
  const few = receivers.length <= MOST_RECEIVERS;
  const body: (Paragraph | Table)[] = [
    ...headOf(officeName, number ?? '（草稿，审签后编号）'),
    line(title, { face: '方正小标宋简体', size: size2, center: true }),
    line('', {}),
    ...(few && receivers.length > 0 ? [line(`${receivers.join('、')}：`, {})] : []),
    ...openingWords(bulletin).map(text),
    ...totals(bulletin),
    ...groups(bulletin, name),
    ...problems(bulletin, name),
    ...burden(bulletin, name),
    heading('五、异议的提出'),
    text(contestWords(bulletin, officeName)),
    line('', {}),
    line(officeName, { right: true }),
    line(day === null ? '（待审签）' : inChinese(day), { right: true }),
    ...imprintOf([
      ...(few ? [] : [`主送：${receivers.join('、')}。`]),
      ...((paper.copies ?? []).length === 0 ? [] : [`抄送：${(paper.copies ?? []).map(name).join('，')}。`]),
      ...(day === null ? [] : [{ left: officeName, right: `${inChinese(day)}印发` }]),
    ]),
  ];
  return paperOf({ title, issuer: officeName, description: number ?? '草稿' }, body);
}

const heading = (words: string): Paragraph => line(words, { face: '黑体', indent: true });
const part = (words: string): Paragraph => line(words, { face: '楷体_GB2312', indent: true });
const text = (words: string): Paragraph => line(words, { indent: true });

function totals(bulletin: Bulletin): (Paragraph | Table)[] {
  const { shares, total } = bulletin;
  const columns = [
    { head: '进展', width: 40 },
    { head: '项数', width: 30 },
    { head: '占比', width: 30 },
  ];
  const rows = shares.map(({ state, count, permille }) => [shareStateWords[state], String(count), percent(permille)]);
  const sum = shares.reduce((all, one) => all + one.permille, 0);
  return [
    heading('一、总体情况'),
    text(totalWords(bulletin)),
    ...(total === 0 ? [] : [tableOf(columns, [...rows, ['合计', String(total), percent(sum)]])]),
  ];
}

function groups({ chapters, units, total }: Bulletin, name: BulletinPaper['name']): (Paragraph | Table)[] {
  if (total === 0) return [heading('二、分类情况'), text('无。')];
  return [
    heading('二、分类情况'),
    part('（一）按类别'),
    groupTable('类别', chapters, (chapter) => (chapter === '' ? '未分类' : chapter)),
    part('（二）按报送单位'),
    groupTable('单位', units, name),
  ];
}

function groupTable(head: string, list: readonly BulletinGroup[], word: (name: string) => string): Table {
  const columns = [
    { head, width: 28 },
    { head: '任务', width: 12 },
    ...shareStates.map((state) => ({ head: shareStateWords[state], width: 10 })),
  ];
  const counts = (group: Pick<BulletinGroup, 'shares'>) =>
    shareStates.map((state) => group.shares.find((share) => share.state === state)?.count ?? 0);
  const rows = list.map((group) => [word(group.name), group.total, ...counts(group)]);
  const sums = ['合计', ...[0, ...shareStates].map((_, at) => rows.reduce((all, row) => all + Number(row[at + 1]), 0))];
  return tableOf(
    columns,
    [...rows, sums].map((row) => row.map(String)),
  );
}

function problems(bulletin: Bulletin, name: BulletinPaper['name']): (Paragraph | Table)[] {
  const { behind, overdue, silent, sentBack } = bulletin;
  const none = text('无。');
  const units = [
    ...(silent.length === 0 ? [] : [`未报送：${silent.map(name).join('、')}。`]),
    ...(sentBack.length === 0 ? [] : [`退回后未重报：${sentBack.map(name).join('、')}。`]),
  ];
  return [
    heading('三、存在的问题'),
    part(`（一）进度滞后的任务（${behind.length}项）`),
    behind.length === 0
      ? none
      : tableOf(
          behindColumns,
          behind.map((one) => [
            String(one.number),
            one.title,
            name(one.lead),
            one.progress,
            one.problems === '' ? '未写明' : one.problems,
            one.help,
          ]),
        ),
    part(`（二）逾期未办结的任务（${overdue.length}项）`),
    overdue.length === 0
      ? none
      : tableOf(
          overdueColumns,
          overdue.map((one) => [
            String(one.number),
            one.title,
            name(one.lead),
            `${inChinese(one.due)}\n逾期${one.days}天`,
            `${inChinese(one.firstDue)}\n逾期${one.daysFromFirst}天`,
          ]),
        ),
    part(`（三）未按时报送的单位（${silent.length + sentBack.length}个）`),
    ...(units.length === 0 ? [none] : units.map(text)),
  ];
}

const behindColumns = [
  { head: '序号', width: 8 },
  { head: '任务', width: 24 },
  { head: '单位', width: 15 },
  { head: '进展', width: 20 },
  { head: '滞后原因', width: 18 },
  { head: '需协调事项', width: 15 },
] as const;

const overdueColumns = [
  { head: '序号', width: 8 },
  { head: '任务', width: 34 },
  { head: '单位', width: 18 },
  { head: '现时限', width: 20 },
  { head: '原定时限', width: 20 },
] as const;

function burden({ burden }: Bulletin, name: BulletinPaper['name']): (Paragraph | Table)[] {
  const head = heading('四、要求单位填报的情况');
  if (burden.length === 0) return [head, text('无。')];
  const columns = [
    { head: '单位', width: 36 },
    { head: '通知', width: 16 },
    { head: '表格', width: 16 },
    { head: '函件', width: 16 },
    { head: '合计', width: 16 },
  ];
  const rows = burden.map(({ unit, requests, forms, letters }) => [
    name(unit),
    ...[requests, forms, letters, requests + forms + letters].map(String),
  ]);
  return [
    head,
    text('按照《政府督查工作条例》第十五条控制督查频次的要求，本期向各单位发出的通知、表格和函件如下。'),
    tableOf(columns, rows),
  ];
}
