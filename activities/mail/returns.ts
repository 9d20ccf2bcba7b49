/** Returns in a letter: for the unit that is asked, and for the office and the leadership that hear who is silent. */
import { type Day, daysBetween, inChinese } from '../../domain/day.js';
import { oneLine } from '../../domain/letter-words.js';
import type { Notice } from '../../domain/schedule/types.js';
import { rhythmWordOf } from '../../domain/supervision/return-id.js';
import { returnExpiry } from '../links.js';
import type { Attachment, Block, ErrandRow, ReturnFacts, ReturnNotice, ReturnTask, Tone, View } from './content.js';

/** Longest titles and reports printed; the page behind the link has the whole. */
const titleLimit = 60;
const lastLimit = 80;
const idLimit = 100;
/** Calendar days before the due day at which a row is coloured: a return has but a fortnight. */
const warnDays = 1;

/** The notices by which the letter's unit is asked itself; one a return. */
export const askedReturns = (view: View): readonly ReturnNotice[] => ofReceiver(view, true);

/** The notices that tell the letter's receiver of another unit; one a return. */
export const reportedReturns = (view: View): readonly ReturnNotice[] => ofReceiver(view, false);

function ofReceiver(view: View, asked: boolean): readonly ReturnNotice[] {
  return view.returns
    .filter(({ notice }) => (notice.kind !== 'return-report' && notice.unit === view.draft.unit) === asked)
    .filter(({ notice }, at, list) => list.findIndex((other) => other.notice.task === notice.task) === at);
}

/** Returns this letter asks for, or asks for again: their due days go into the receiver's calendar. */
export function datedReturns(view: View): readonly ReturnFacts[] {
  return askedReturns(view).flatMap(({ notice, facts }) =>
    (notice.kind === 'assignment' || notice.kind === 'decision') && isAsked(view, facts) ? [facts] : [],
  );
}

/** 季度报送1件, with what is late in brackets; empty without any. */
export function askedReturnWords(view: View): string {
  const asked = askedReturns(view);
  if (asked.length === 0) return '';
  const words = new Set(asked.map(({ facts }) => (facts === undefined ? '定期' : rhythmWordOf(facts.cycle))));
  const [word = '定期'] = words;
  const late = asked.filter(({ facts }) => lateDaysOf(facts, view.draft.day) > 0).length;
  return `${words.size === 1 ? word : '定期'}报送${asked.length}件${late === 0 ? '' : `（逾期${late}件）`}`;
}

/** What the letter's unit is asked, return by return: what and by when, and with a request every task it is about. */
export function askedReturnBlocks(view: View): readonly Block[] {
  const asked = askedReturns(view);
  if (asked.length === 0) return [];
  return [
    { kind: 'heading', text: `定期督查（${asked.length}件）` },
    ...asked.flatMap((one): Block[] => [
      { kind: 'errands', rows: [askedReturnRow(view, one)] },
      ...(one.notice.kind === 'assignment' && isAsked(view, one.facts) ? taskBlocks(one.facts) : []),
    ]),
  ];
}

/** The sheets that go along with requests, also those to return again: a unit may fill in Excel in place of the page. */
export function returnSheets(view: View): readonly Attachment[] {
  return askedReturns(view).flatMap(({ notice, facts }) =>
    (notice.kind === 'assignment' || notice.kind === 'decision') && isAsked(view, facts)
      ? [{ kind: 'return-sheet', filename: sheetName(facts), facts } as const]
      : [],
  );
}

/** Silent units told of to readers above them: part of subject and text, and their block; empty without any. */
export function reportedReturnPart(view: View): { readonly words: string; readonly blocks: readonly Block[] } {
  const reported = reportedReturns(view);
  if (reported.length === 0) return { words: '', blocks: [] };
  const units = new Set(reported.flatMap(({ facts }) => (facts === undefined ? [] : [facts.unit])));
  return {
    words: `${Math.max(1, units.size)}个单位逾期未报送督查情况`,
    blocks: returnBlocks(
      '逾期未报送',
      reported.map((one) => reportedReturnRow(view, one)),
    ),
  };
}

/** Heading and rows; nothing when there are none. */
export function returnBlocks(heading: string, rows: readonly ErrandRow[]): readonly Block[] {
  return rows.length === 0
    ? []
    : [
        { kind: 'heading', text: `${heading}（${rows.length}件）` },
        { kind: 'errands', rows },
      ];
}

/** What a unit is asked: for which plan and period, by when, and the link to answer. */
export function askedReturnRow(view: View, { notice, facts }: ReturnNotice): ErrandRow {
  if (facts === undefined) return unknownRow(notice.task);
  const { draft } = view;
  const { leads, supports, due, open } = facts;
  return {
    title: titleOf(facts),
    facts: [
      ['任务', `牵头${leads.length}项${supports.length === 0 ? '' : `，配合${supports.length}项`}`],
      ['时限', inChinese(due)],
      ['进度', `${standingWords(facts)}${open ? `，${leftWords(due, draft.day)}` : ''}`],
    ],
    tone: toneOf(facts, draft.day),
    ask: askOf(notice, facts, draft.day),
    notes: notice.lateFrom === undefined ? [] : [`本件原应于${inChinese(notice.lateFrom)}告知，现予补发。`],
    ...(open ? { link: { label: '在线填报', href: returnLink(view, facts.id, facts.due) } } : {}),
  };
}

/** How a return stands, for the office and the leadership: which unit has not answered, since when. */
export function reportedReturnRow(view: View, { notice, facts }: ReturnNotice): ErrandRow {
  if (facts === undefined) return unknownRow(notice.task);
  const { day, unit, office } = view.draft;
  const { due, open, leads } = facts;
  return {
    title: titleOf(facts),
    facts: [
      ['单位', view.name(facts.unit)],
      ['任务', `牵头${leads.length}项`],
      ['时限', `${inChinese(due)}${open ? `，${leftWords(due, day)}` : ''}`],
      ['进度', standingWords(facts)],
    ],
    tone: toneOf(facts, day),
    ask: !open
      ? '现已无需再催。'
      : unit === office
        ? '请电话催办；起草通报时仍未报送的，在通报中列名。'
        : '请督促该单位报送。',
    notes: notice.lateFrom === undefined ? [] : [`本件原应于${inChinese(notice.lateFrom)}告知，现予补发。`],
  };
}

/** The signed page of a return. */
export function returnLink(view: View, id: string, due: Day): string {
  const { unit, day } = view.draft;
  return view.context.link({ kind: 'return', unit, return: id, expires: returnExpiry(due, day) });
}

/** Calendar days past the due day of a return that is still to come; 0 when it is not late. */
export function lateDaysOf(facts: ReturnFacts | undefined, day: Day): number {
  return facts?.open === true ? Math.max(0, daysBetween(facts.due, day)) : 0;
}

function isAsked(view: View, facts: ReturnFacts | undefined): facts is ReturnFacts {
  return facts?.open === true && facts.unit === view.draft.unit;
}

function askOf({ kind, audience }: Notice, facts: ReturnFacts, day: Day): string {
  const { open, due, state, to } = facts;
  if (!open) return state === 'returned' ? '已报送，无需再办。' : '本期报送已经结束，无需再报。';
  const again = state === 'sent-back' ? '重新报送' : '报送';
  const late = lateDaysOf(facts, day);
  if (audience === 'lead-head')
    return late > 0
      ? `已逾期${late}天，请督促今日${again}；起草通报时仍未报送的，在通报中列名。`
      : `尚未${again}，请督促不迟于${inChinese(due)}${again}。`;
  if (late > 0) return `已逾期${late}天，请今日${again}；起草通报时仍未报送的，在通报中列名。`;
  if (kind !== 'assignment') return `尚未${again}，请不迟于${inChinese(due)}${again}。`;
  return `请就所牵头的每项任务报送截至${inChinese(to)}的状态、进展、指标数值、存在的问题和需协调的事项，不迟于${inChinese(due)}${again}。请打开下面的链接在线填报，在案内容已预先填好；也可填写所附Excel表，在同一页面上传。`;
}

/** Every task the request is about: those the unit reports on, and apart those it supports. */
function taskBlocks({ leads, supports }: ReturnFacts): Block[] {
  const rows = (tasks: readonly ReturnTask[], onFile: boolean) =>
    tasks.map((one) => [`第${one.number}项`, taskWords(one, onFile)] as const);
  return [
    { kind: 'paragraph', text: `请报送的任务（牵头${leads.length}项）：` },
    { kind: 'facts', rows: rows(leads, true) },
    ...(supports.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: `配合（含共同牵头）的任务（${supports.length}项），由负责的单位统一报送，贵单位无需填报：`,
          } as const,
          { kind: 'facts', rows: rows(supports, false) } as const,
        ]),
  ];
}

function taskWords({ title, due, firstDue, last }: ReturnTask, onFile: boolean): string {
  const moved = firstDue === due ? '' : `（原定${inChinese(firstDue)}）`;
  const said =
    last === undefined
      ? '尚无在案情况'
      : `在案${last.what === 'report' ? '报告' : '进展'}（${inChinese(last.day)}）：${oneLine(last.text, lastLimit)}`;
  return `${oneLine(title, titleLimit)}；时限${inChinese(due)}${moved}${onFile ? `；${said}` : ''}`;
}

const titleOf = ({ planTitle, period }: ReturnFacts): string =>
  `《${oneLine(planTitle, titleLimit)}》${period}督查报送`;

function standingWords({ state, open }: ReturnFacts): string {
  if (state === 'returned') return '已报送';
  if (!open) return '未报送，本期报送已经结束';
  return state === 'sent-back' ? '已退回，待重新报送' : '尚未报送';
}

function leftWords(due: Day, day: Day): string {
  const left = daysBetween(day, due);
  return left > 0 ? `剩余${left}天` : left === 0 ? '今日到期' : `已逾期${-left}天`;
}

function toneOf({ open, due }: ReturnFacts, day: Day): Tone {
  if (!open) return 'plain';
  const left = daysBetween(day, due);
  return left < 0 ? 'late' : left <= warnDays ? 'warn' : 'plain';
}

/** A file name that every system takes: path signs and quotes become a space. */
const sheetName = ({ planTitle, period }: ReturnFacts): string =>
  `${`${oneLine(planTitle, 40)}${period}督查报送表`.replace(/[\\/:*?"<>|]+/g, ' ')}.xlsx`;

/** A letter that was delayed may speak of a return that is gone; it says so and asks for nothing. */
function unknownRow(id: string): ErrandRow {
  return {
    title: '定期督查报送',
    facts: [['编号', oneLine(id, idLimit)]],
    tone: 'plain',
    ask: '本件已不在册，无需办理。',
    notes: [],
  };
}
