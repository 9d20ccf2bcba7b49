/** Values of indicators in a letter: for the unit that is asked, and for those who hear which unit is silent. */
import { daysBetween, inChinese } from '../../domain/day.js';
import { oneLine } from '../../domain/letter-words.js';
import type { Notice } from '../../domain/schedule/types.js';
import { valueExpiry } from '../links.js';
import type { Block, ErrandRow, Tone, ValueNotice, View } from './content.js';
import type { ValueFacts } from './value-facts.js';

const titleLimit = 60;
const idLimit = 100;
/** Calendar days before the due day at which a row is coloured. */
const warnDays = 3;

/** The notices by which the letter's unit is asked itself; one a request. */
export const askedValues = (view: View): readonly ValueNotice[] => ofReceiver(view, true);

/** The notices that tell the letter's receiver of another unit; one a request. */
export const reportedValues = (view: View): readonly ValueNotice[] => ofReceiver(view, false);

function ofReceiver(view: View, asked: boolean): readonly ValueNotice[] {
  return view.values
    .filter(({ notice }) => (notice.kind !== 'return-report' && notice.unit === view.draft.unit) === asked)
    .filter(({ notice }, at, list) => list.findIndex((other) => other.notice.task === notice.task) === at);
}

/** 指标数值3项, with what is late in brackets; empty without any. */
export function askedValueWords(view: View): string {
  const asked = askedValues(view);
  if (asked.length === 0) return '';
  const count = asked.reduce((sum, { facts }) => sum + (facts === undefined ? 0 : waitingOf(facts).length), 0);
  const late = asked.some((one) => lateValueDays(view, one) > 0);
  return `指标数值${count}项${late ? '（逾期）' : ''}`;
}

/** What the letter's unit is asked, with every indicator. */
export function askedValueBlocks(view: View): readonly Block[] {
  const asked = askedValues(view);
  if (asked.length === 0) return [];
  return [
    { kind: 'heading', text: `指标数值（${asked.length}件）` },
    ...asked.flatMap(({ notice, facts }): Block[] => [
      { kind: 'errands', rows: [askedValueRow(view, { notice, facts })] },
      ...(facts?.open === true ? [{ kind: 'facts', rows: indicatorRows(facts) } as const] : []),
    ]),
  ];
}

/** Silent units told of to readers above them: part of subject and text, and their block; empty without any. */
export function reportedValuePart(view: View): { readonly words: string; readonly blocks: readonly Block[] } {
  const rows = reportedValues(view).map((one) => reportedValueRow(view, one));
  return {
    words: rows.length === 0 ? '' : `指标数值逾期未报送${rows.length}件`,
    blocks: valueBlocks('逾期未报送指标数值的单位', rows),
  };
}

/** Heading and rows; nothing when there are none. */
export function valueBlocks(heading: string, rows: readonly ErrandRow[]): readonly Block[] {
  return rows.length === 0
    ? []
    : [
        { kind: 'heading', text: `${heading}（${rows.length}件）` },
        { kind: 'errands', rows },
      ];
}

/** What a unit is asked: for which plan and year, by when, and the link to answer. */
export function askedValueRow(view: View, { notice, facts }: ValueNotice): ErrandRow {
  if (facts === undefined) return unknownRow(notice.task);
  const { unit, day } = view.draft;
  return {
    title: titleOf(facts),
    facts: [
      ['指标', `${facts.rows.length}项，未报${waitingOf(facts).length}项`],
      ['时限', `${inChinese(facts.due)}${facts.open ? `，${leftWords(facts, day)}` : ''}`],
    ],
    tone: toneOf(facts, day),
    ask: askOf(view, notice, facts),
    notes: lateNotes(notice),
    ...(facts.open
      ? {
          link: {
            label: '在线填报',
            href: view.context.link({ kind: 'value', unit, value: facts.id, expires: valueExpiry(facts.due, day) }),
          },
        }
      : {}),
  };
}

/** Calendar days past the due day of values that are still wanted; 0 when they are not late. */
export function lateValueDays(view: View, { facts }: ValueNotice): number {
  return facts?.open === true ? Math.max(0, daysBetween(facts.due, view.draft.day)) : 0;
}

/** How a request stands, for the office and the leadership: which unit owes what, since when. */
export function reportedValueRow(view: View, { notice, facts }: ValueNotice): ErrandRow {
  if (facts === undefined) return unknownRow(notice.task);
  const { day, unit, office } = view.draft;
  const waiting = waitingOf(facts);
  return {
    title: titleOf(facts),
    facts: [
      ['单位', view.name(facts.unit)],
      ['未报', waiting.map(({ no, name }) => `第${no}项${oneLine(name, 30)}`).join('、') || '无'],
      ['时限', `${inChinese(facts.due)}${facts.open ? `，${leftWords(facts, day)}` : ''}`],
    ],
    tone: toneOf(facts, day),
    ask: !facts.open
      ? '现已无需再催。'
      : unit === office
        ? '请电话催办；仍未报送的，在指标评价中列为未报送。'
        : '请督促该单位报送。',
    notes: lateNotes(notice),
  };
}

function askOf(view: View, { kind, audience }: Notice, facts: ValueFacts): string {
  if (!facts.open) return '已报齐或已停止催报，无需再办。';
  const { due, year } = facts;
  const late = daysBetween(due, view.draft.day);
  if (late > 0)
    return audience === 'lead-head'
      ? `已逾期${late}天，请督促今日报送；仍未报送的，在指标评价中列为未报送。`
      : `已逾期${late}天，请今日报送；仍未报送的，在指标评价中列为未报送。`;
  if (kind !== 'assignment') return `尚未报齐，请不迟于${inChinese(due)}报送。`;
  return `请报送下列指标${year}年的数值，写明数据来源和数据日期，不迟于${inChinese(due)}。请打开下面的链接在线填报；数值以后有修订的，可在同一页面更正，原数值保留在案。`;
}

const indicatorRows = (facts: ValueFacts) =>
  waitingOf(facts).map(
    ({ no, name, measure, binding, expected }) =>
      [
        `第${no}项`,
        `${oneLine(name, titleLimit)}（${oneLine(measure, 20)}），${binding ? '约束性' : '预期性'}；${oneLine(expected, 120)}`,
      ] as const,
  );

const waitingOf = ({ rows }: ValueFacts) => rows.filter(({ given }) => !given);

const titleOf = ({ planTitle, year }: ValueFacts): string => `《${oneLine(planTitle, titleLimit)}》${year}年指标数值`;

function leftWords({ due }: ValueFacts, day: string): string {
  const left = daysBetween(day, due);
  return left > 0 ? `剩余${left}天` : left === 0 ? '今日到期' : `已逾期${-left}天`;
}

function toneOf({ open, due }: ValueFacts, day: string): Tone {
  if (!open) return 'plain';
  const left = daysBetween(day, due);
  return left < 0 ? 'late' : left <= warnDays ? 'warn' : 'plain';
}

const lateNotes = ({ lateFrom }: Notice): readonly string[] =>
  lateFrom === undefined ? [] : [`本件原应于${inChinese(lateFrom)}告知，现予补发。`];

/** A letter that was delayed may speak of a request that is gone; it says so and asks for nothing. */
function unknownRow(id: string): ErrandRow {
  return {
    title: '指标数值报送',
    facts: [['编号', oneLine(id, idLimit)]],
    tone: 'plain',
    ask: '本件已不在册，无需办理。',
    notes: [],
  };
}
