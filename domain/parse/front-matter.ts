/** Title, document number, issuer, date, kind, period, and the parts around the plan (notice, news, page, close-out). */
import type { Day } from '../day.js';
import { isDay } from '../day.js';
import { finding, type ReadingFinding } from './findings.js';
import { numeral } from './marker.js';
import { readPageHead } from './page-head.js';
import type { Paragraph } from './paragraphs.js';
import type { Span } from './passage.js';
import type { DocumentKind, PartKind, ReadDocument } from './reading.js';
import { looksLikeUnit } from './words.js';

const PLAN_WORD = /计划|方案|任务|要点|纲要|规划|清单|工作安排|责任分工|实施意见|行动/;
const EDITION = /^\((?!.*(?:会议|通过|批准))(?=.*(?:20\d\d|征求意见|试行|草案|讨论稿|送审稿|稿|年度)).{2,30}\)$/;

/** What stands in front of `start` (first chapter or item) and behind `end`, and the title block between. */
export interface Front {
  readonly document: ReadDocument;
  readonly findings: readonly ReadingFinding[];
  /** Index of the first paragraph of the plan itself, title included. */
  readonly planFrom: number;
}

export function readFront(paragraphs: readonly Paragraph[], start: number, end: number): Front {
  const page = readPageHead(paragraphs.slice(0, start));
  const found = titleBlock(paragraphs, start);
  // The box of a page prints the title too; where the document itself does not repeat it, the plan begins behind the box.
  const boxed = page.title !== null && found.from < page.end;
  const block = boxed ? { from: page.end, to: page.end } : found;
  const title = paragraphs
    .slice(block.from, block.to)
    .map((p) => p.passage.text)
    .join('');
  const folded = paragraphs
    .slice(block.from, block.to)
    .map((p) => p.passage.folded)
    .join('');
  const named = boxed ? (page.title ?? '') : folded;
  const frame = [...paragraphs.slice(0, block.from), ...paragraphs.slice(end)];
  const number = documentNumber([...frame, ...paragraphs.slice(block.to, start)]);
  const sign = signature(frame);
  return {
    planFrom: block.from,
    findings: number.findings,
    document: {
      title: boxed ? (page.title ?? '') : title,
      number: number.words ?? page.number,
      issuer: sign.issuer ?? page.issuer,
      issued: sign.issued ?? page.issued,
      kind: kindOf(named),
      draft: /征求意见|草案|讨论稿|送审稿|审议稿/.test(named),
      period: periodOf(named),
      parts: partsOf(paragraphs, block.from, start, end),
    },
  };
}

/** True when the title (read without knowing any task yet) calls the document a list of tasks. */
export function isTaskList(paragraphs: readonly Paragraph[]): boolean {
  const first = paragraphs.findIndex((p) => p.marker);
  const block = titleBlock(paragraphs, first < 0 ? paragraphs.length : first);
  return paragraphs.slice(block.from, block.to).some((p) => /任务|要点|清单|责任分工/.test(p.passage.folded));
}

function titleBlock(paragraphs: readonly Paragraph[], start: number): { from: number; to: number } {
  for (let to = start; to > Math.max(0, start - 30); to--) {
    const last = paragraphs[to - 1];
    if (!last || !isTitleLine(last)) continue;
    let from = to - 1;
    while (from > 0 && EDITION.test(text(paragraphs[from]))) from--;
    if (!PLAN_WORD.test(text(paragraphs[from]))) continue;
    while (from > 0 && continuesTitle(paragraphs[from - 1])) from--;
    return { from, to };
  }
  return { from: start, to: start };
}

const text = (paragraph: Paragraph | undefined): string => paragraph?.passage.folded ?? '';

function isTitleLine(paragraph: Paragraph): boolean {
  const folded = paragraph.passage.folded;
  return (
    EDITION.test(folded) ||
    (!paragraph.marker &&
      folded.length <= 80 &&
      PLAN_WORD.test(folded) &&
      !/[。;:,!]$/.test(folded) &&
      !/(?:通知|公告|通告|函)$/.test(folded))
  );
}

/** The upper lines of a title broken over lines: no plan word yet, no date, no body, no remark. */
function continuesTitle(paragraph: Paragraph | undefined): boolean {
  const folded = text(paragraph);
  return (
    folded.length >= 4 &&
    folded.length <= 40 &&
    !paragraph?.marker &&
    !PLAN_WORD.test(folded) &&
    !/[。;:,!)\]↓]$|如下|通知$|公告$|^\d{4} ?年|号$|\d{4,}/.test(folded) &&
    !looksLikeUnit(folded)
  );
}

function kindOf(title: string): DocumentKind {
  const kinds: readonly (readonly [RegExp, DocumentKind])[] = [
    [/实施方案|实施意见|工作方案|行动方案/g, 'implementation-plan'],
    [/行动计划|三年行动/g, 'action-plan'],
    [/任务|要点|清单|责任分工|工作安排|工作计划/g, 'key-tasks'],
    [/纲要|规划/g, 'outline'],
  ];
  let best: DocumentKind = 'plan';
  let at = -1;
  for (const [pattern, kind] of kinds) {
    const last = [...title.matchAll(pattern)].at(-1)?.index ?? -1;
    if (last > at) [best, at] = [kind, last];
  }
  return best;
}

function periodOf(title: string): readonly [number, number] | null {
  const range = /(20\d\d) {0,2}年? {0,2}[-—–~～至到]{1,2} {0,2}(20\d\d)/.exec(title);
  if (range) return [Number(range[1]), Number(range[2])];
  const five = /第?(十[一二三四五六七八九]?|二十[一二三]?)(?:个五年|五(?=[”"]|规划|时期|期间))/.exec(title);
  if (five) {
    // The third plan began in 1966; from then on one every five years without a gap.
    const first = 1966 + (numeral(five[1] ?? '') - 3) * 5;
    return [first, first + 4];
  }
  const single = /(20\d\d) {0,2}年/.exec(title);
  return single ? [Number(single[1]), Number(single[1])] : null;
}

/** 淄文昌管办字〔2023〕15号; a copy that lost the brackets or 号 is kept as printed and reported with its likely form. */
function documentNumber(frame: readonly Paragraph[]): { words: string | null; findings: ReadingFinding[] } {
  for (const { passage } of frame) {
    if (passage.text.length > 36) continue;
    const match =
      /^(?:文号: ?|发文字号: ?)?([\u4e00-\u9fff]{2,16}) ?([〔[(【]?) ?(20\d\d) ?([〕\])】]?) ?第? ?(\d{1,4}) ?(号?)$/.exec(
        passage.folded,
      );
    if (!match || /[年月日]/.test(match[1] ?? '')) continue;
    const whole = match[2] !== '' && match[4] !== '' && match[6] !== '';
    const proposed = `${match[1]}〔${match[3]}〕${Number(match[5])}号`;
    const findings = whole ? [] : [finding('document-number-damaged', passage, 0, passage.text.length, { proposed })];
    return { words: passage.text, findings };
  }
  return { words: null, findings: [] };
}

/** The body and day a paper is signed with: a line with nothing but a date, the unit in the line before it. */
function signature(frame: readonly Paragraph[]): { issuer: string | null; issued: Day | null } {
  for (let at = frame.length - 1; at >= 0; at--) {
    const issued = dateLine(text(frame[at]));
    if (!issued) continue;
    const before = frame[at - 1]?.passage;
    return { issued, issuer: before && looksLikeUnit(before.folded) ? before.text : null };
  }
  return { issuer: null, issued: null };
}

function dateLine(folded: string): Day | null {
  const arabic = /^\(?(20\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日\)?$/.exec(folded);
  const hanzi =
    /^([二〇零一三四五六七八九O○]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日$/.exec(folded);
  const parts = arabic
    ? [Number(arabic[1]), Number(arabic[2]), Number(arabic[3])]
    : hanzi
      ? [yearOf(hanzi[1] ?? ''), numeral(hanzi[2] ?? ''), numeral(hanzi[3] ?? '')]
      : null;
  if (!parts) return null;
  const day = `${parts[0]}-${String(parts[1]).padStart(2, '0')}-${String(parts[2]).padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

function yearOf(words: string): number {
  return Number([...words].map((char) => (/[〇零O○]/.test(char) ? 0 : numeral(char))).join(''));
}

function partsOf(
  paragraphs: readonly Paragraph[],
  planFrom: number,
  start: number,
  end: number,
): { kind: PartKind; span: Span }[] {
  const parts: { kind: PartKind; span: Span }[] = [];
  const add = (from: number, to: number, kind: PartKind): void => {
    const first = paragraphs[from];
    const last = paragraphs[to - 1];
    if (first && last && to > from) parts.push({ kind, span: [first.span[0], last.span[1]] });
  };
  const front = paragraphs.slice(0, planFrom).map(text).join('\n');
  add(
    0,
    planFrom,
    /通知|印发给你们|公示期|征求意见.{0,80}反馈|公告/s.test(front) ? 'notice' : /。/.test(front) ? 'news' : 'page',
  );
  add(Math.min(planFrom, start), end, 'plan');
  let from = end;
  const tailKind = (at: number): PartKind | null => {
    const folded = text(paragraphs[at]);
    if (/截至期满|意见采纳|有效意见|公示(?:期满|结束)/.test(folded)) return 'close-out';
    if (/解读/.test(folded) && !paragraphs[at]?.marker && folded.length < 400) return 'interpretation';
    return null;
  };
  let kind: PartKind = tailKind(end) ?? (paragraphs.slice(end).some((p) => /。/.test(text(p))) ? 'notice' : 'page');
  for (let at = end + 1; at < paragraphs.length; at++) {
    const next = tailKind(at);
    if (!next || next === kind || (kind === 'interpretation' && next !== 'close-out')) continue;
    add(from, at, kind);
    from = at;
    kind = next;
  }
  add(from, paragraphs.length, kind);
  return parts;
}
