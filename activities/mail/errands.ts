/** Errands in a letter: for the unit that is asked, and for the office that hears who has not answered. */
import { quoted } from '../../domain/comment/quoted.js';
import { type Day, daysBetween, inChinese } from '../../domain/day.js';
import { oneLine } from '../../domain/letter-words.js';
import type { Notice } from '../../domain/schedule/types.js';
import { opinionExpiry } from '../links.js';
import type { Block, ErrandFacts, ErrandNotice, ErrandRow, Tone, View } from './content.js';

/** Longest titles printed; the page behind the link has the whole. */
const titleLimit = 100;
const itemLimit = 40;
/** Most items and serial numbers named in one row. */
const most = 12;
/** Calendar days before the due day at which a row is coloured: an errand has but a week. */
const warnDays = 1;

/** The notices by which the letter's unit is asked itself; one an errand. */
export const askedErrands = (view: View): readonly ErrandNotice[] => ofReceiver(view, true);

/** The notices that tell the letter's unit, the office, of another unit; one an errand. */
export const reportedErrands = (view: View): readonly ErrandNotice[] => ofReceiver(view, false);

function ofReceiver(view: View, asked: boolean): readonly ErrandNotice[] {
  return view.errands
    .filter(({ notice }) => (notice.kind !== 'opinion-report' && notice.unit === view.draft.unit) === asked)
    .filter(({ notice }, at, list) => list.findIndex((other) => other.notice.task === notice.task) === at);
}

/** Errands that this letter hands on: their due days go into the receiver's calendar. */
export function datedErrands(view: View): readonly ErrandFacts[] {
  return askedErrands(view).flatMap(({ notice, facts }) =>
    notice.kind === 'assignment' && facts?.errand.open === true && facts.errand.unit === view.draft.unit ? [facts] : [],
  );
}

/** Heading and rows; nothing when there are no errands. */
export function errandBlocks(heading: string, rows: readonly ErrandRow[]): readonly Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: `${heading}（${rows.length}件）` },
    { kind: 'errands', rows },
  ];
}

/** Errands told of to readers above the unit: their block, and the part of subject and text that speaks of them; empty without any. */
export function reportedPart(view: View): { readonly words: string; readonly blocks: readonly Block[] } {
  const reported = reportedErrands(view);
  return {
    words: reported.length === 0 ? '' : `公众意见${reported.length}件逾期未提处理建议`,
    blocks: errandBlocks(
      '单位未提处理建议的公众意见',
      reported.map((one) => reportedErrandRow(view, one)),
    ),
  };
}

/** What a unit is asked about comments: on which draft and items, by when, and the link to answer. */
export function askedRow(view: View, { notice, facts }: ErrandNotice): ErrandRow {
  if (facts === undefined) return unknownRow(notice.task);
  const { draft, context } = view;
  const { errand } = facts;
  const late = lateDays(facts, draft.day);
  return {
    title: titleOf(facts),
    facts: [
      ['意见', commentWords(facts)],
      ['时限', inChinese(errand.due)],
      ['进度', `${standingWords(facts)}${errand.open ? `，${leftWords(errand.due, draft.day)}` : ''}`],
    ],
    tone: toneOf(facts, draft.day),
    ask: askOf(notice, facts, late),
    notes: notice.lateFrom === undefined ? [] : [`本件原应于${inChinese(notice.lateFrom)}告知，现予补发。`],
    ...(errand.open
      ? {
          link: {
            label: '提出处理建议',
            href: context.link({
              kind: 'opinion',
              unit: errand.unit,
              errand: errand.id,
              expires: opinionExpiry(errand.due, draft.day),
            }),
          },
        }
      : {}),
  };
}

/** How an errand stands, for the office: which unit has not answered which comments since when. */
export function reportedErrandRow(view: View, { notice, facts }: ErrandNotice): ErrandRow {
  if (facts === undefined) return unknownRow(notice.task);
  const { errand, waiting } = facts;
  const { day } = view.draft;
  return {
    title: titleOf(facts),
    facts: [
      ['承办单位', view.name(errand.unit)],
      ['意见', commentWords(facts)],
      ['交办', inChinese(errand.day)],
      ['时限', `${inChinese(errand.due)}${errand.open ? `，${leftWords(errand.due, day)}` : ''}`],
      ...(errand.open && waiting.length > 0 ? [['未提建议', numbersWords(waiting)] as const] : []),
    ],
    tone: toneOf(facts, day),
    ask: !errand.open
      ? '现已无需该单位再提建议。'
      : lateDays(facts, day) > 0
        ? '请电话催办；必要时可由办公室直接研究处理，不等该单位的建议。'
        : '该单位尚未提出处理建议。',
    notes: notice.lateFrom === undefined ? [] : [`本件原应于${inChinese(notice.lateFrom)}告知，现予补发。`],
  };
}

/** Calendar days past the due day of an errand that still waits; 0 when it is not late. */
export function lateDays({ errand }: ErrandFacts, day: Day): number {
  return errand.open ? Math.max(0, daysBetween(errand.due, day)) : 0;
}

function askOf({ kind, audience }: Notice, { errand, waiting }: ErrandFacts, late: number): string {
  if (!errand.open) return '现已无需再提建议。';
  const urged = audience === 'lead-head' ? '请督促' : '请';
  if (late > 0) return `已逾期${late}天，尚有${waiting.length}条未提出处理建议，${urged}今日提交。`;
  if (kind !== 'assignment')
    return `尚有${waiting.length}条未提出处理建议，${urged}不迟于${inChinese(errand.due)}提交。最终处理由办公室决定。`;
  return `请逐条提出处理建议（采纳、部分采纳、不采纳，或不属于本单位职责、本次征求意见范围）并说明理由，不迟于${inChinese(errand.due)}提交。最终处理由办公室决定。`;
}

function titleOf({ errand, title }: ErrandFacts): string {
  const round = errand.period.slice(errand.period.lastIndexOf('/') + 1);
  return `${quoted(oneLine(title, titleLimit))}${round === '1' ? '' : `（第${round}轮征求意见）`}`;
}

/** `共3条（第2项“…”2条，整体意见1条）`. */
function commentWords({ errand, items }: ErrandFacts): string {
  const named = items.slice(0, most).map(({ number, title, comments }) => {
    const what = number === null ? '整体意见' : `第${number}项“${oneLine(title, itemLimit)}”`;
    return `${what}${comments}条`;
  });
  const rest = items.length > most ? '等' : '';
  return `共${errand.comments.length}条${named.length === 0 ? '' : `（${named.join('，')}${rest}）`}`;
}

function standingWords({ errand, waiting }: ErrandFacts): string {
  if (!errand.open || waiting.length === 0) return '已无待提建议的意见';
  const done = errand.comments.length - waiting.length;
  return done <= 0 ? `${waiting.length}条待提建议` : `已提建议${done}条，尚有${waiting.length}条`;
}

function leftWords(due: Day, day: Day): string {
  const left = daysBetween(day, due);
  return left > 0 ? `剩余${left}天` : left === 0 ? '今日到期' : `已逾期${-left}天`;
}

function numbersWords(numbers: readonly number[]): string {
  return `第${numbers.slice(0, most).join('、')}${numbers.length > most ? `等${numbers.length}` : ''}条`;
}

function toneOf(facts: ErrandFacts, day: Day): Tone {
  if (!facts.errand.open) return 'plain';
  const left = daysBetween(day, facts.errand.due);
  return left < 0 ? 'late' : left <= warnDays ? 'warn' : 'plain';
}

/** A letter that was delayed may speak of an errand that is gone; it says so and asks for nothing. */
function unknownRow(id: string): ErrandRow {
  return {
    title: '公众意见',
    facts: [['编号', oneLine(id, titleLimit)]],
    tone: 'plain',
    ask: '本件已不在册，无需办理。',
    notes: [],
  };
}
