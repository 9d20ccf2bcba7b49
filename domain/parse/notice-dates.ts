/**
 * The dates of a notice as printed: with and without year, in figures and in characters, and damaged ones (a copy ran
 * the digits together or lost a mark). A damaged date is read only where one reading is possible; none is invented.
 */
import { type Day, daysBetween, isDay } from '../day.js';
import { numeral } from './marker.js';

/** A date as printed at `text[from, to)`. */
export interface DateMention {
  readonly from: number;
  readonly to: number;
  /** Null where none is printed. */
  readonly year: number | null;
  /** 0 where no reading is possible. */
  readonly month: number;
  readonly date: number;
  /** A mark or digit is missing, or the day does not exist. */
  readonly damaged: boolean;
}

type Parts = Omit<DateMention, 'from' | 'to'>;

const S = '\\s{0,3}';
const DAY = `${S}[日号]`;
/** What may stand between two dates of a period. */
export const DASH = '[-—–~―─〜]{1,2}';
const UNTIL = `(?:至|到|${DASH})`;
const HANZI_MONTH = '([正元一二三四五六七八九十]{1,3})';
const HANZI_DAY = '([一二三四五六七八九十廿卅]{1,3})';

const whole = (year: number | null, month: number, date: number, damaged = false): Parts =>
  exists(year ?? 2024, month, date) ? { year, month, date, damaged } : unusable(year);
const unusable = (year: number | null): Parts => ({ year, month: 0, date: 0, damaged: true });

const rules: readonly (readonly [pattern: string, read: (m: RegExpExecArray) => Parts | null])[] = [
  [`(?<!\\d)(20\\d\\d)${S}年${S}(\\d{1,2})${S}月${S}(\\d{1,2})${DAY}`, (m) => whole(int(m[1]), int(m[2]), int(m[3]))],
  [
    `(?<!\\d)(20\\d\\d)${S}年${S}(\\d{1,2})${S}月${S}(\\d{1,2})(?=${S}(?:${UNTIL}|起|之?前|以前|止|[(,。;)]|$))`,
    (m) => whole(int(m[1]), int(m[2]), int(m[3])),
  ],
  [
    '(?<![\\w./])(20\\d\\d)([-./])(\\d{1,2})\\2(\\d{1,2})(?![\\dA-Za-z/]|[.]\\d)',
    (m) => whole(int(m[1]), int(m[3]), int(m[4])),
  ],
  // Eight digits are a date only when they make one; a telephone number is left alone.
  [
    `(?<![\\w./@])(?<!(?<!20\\d{6})-)(20\\d\\d)(\\d\\d)(\\d\\d)(?:${S}日)?(?![\\w@/]|-(?!20\\d{6})\\d)`,
    (m) => (exists(int(m[1]), int(m[2]), int(m[3])) ? whole(int(m[1]), int(m[2]), int(m[3])) : null),
  ],
  [
    `([二〇零○OΟ一三四五六七八九]{4})年${HANZI_MONTH}月${HANZI_DAY}[日号]`,
    (m) => whole(hanziYear(m[1] ?? ''), hanzi(m[2]), hanzi(m[3])),
  ],
  [
    `(?<![\\d.])(\\d\\d)${S}年${S}(\\d{1,2})${S}月${S}(\\d{1,2})${DAY}`,
    (m) => whole(2000 + int(m[1]), int(m[2]), int(m[3])),
  ],
  [`(?<!\\d)(\\d{1,2})${S}月${S}(\\d{1,2})${DAY}`, (m) => whole(null, int(m[1]), int(m[2]))],
  [`(?<!\\d)(\\d{1,2})${S}月${S}(\\d{1,2})(?=${S}${UNTIL}${S}\\d)`, (m) => whole(null, int(m[1]), int(m[2]))],
  [`(?<![年一二三四五六七八九十])${HANZI_MONTH}月${HANZI_DAY}[日号]`, (m) => whole(null, hanzi(m[1]), hanzi(m[2]))],
  // Damaged: 2023年724日, 2023年7月2423日, 2023724日, 20237月24日, 20223年7月24日, 2023年24日, 2023年  月  日.
  [`(?<!\\d)(20\\d\\d)${S}年${S}(\\d{2,4})${S}日`, (m) => apart(int(m[1]), m[2] ?? '')],
  [`(?<!\\d)(20\\d\\d)${S}年${S}\\d{1,2}${S}月${S}\\d{3,}${S}日`, (m) => unusable(int(m[1]))],
  [`(?<!\\d)(20\\d\\d)${S}年${S}\\d{3,}${S}月${S}\\d{1,2}${S}日`, (m) => unusable(int(m[1]))],
  ['(?<!\\d)(20\\d\\d)(\\d{2,4})日', (m) => apart(int(m[1]), m[2] ?? '')],
  [`(?<!\\d)(20\\d\\d)(\\d{1,2})${S}月${S}(\\d{1,2})${DAY}`, (m) => whole(int(m[1]), int(m[2]), int(m[3]), true)],
  [
    `(?<!\\d)(?:\\d|\\d{3}|\\d{5,})${S}年${S}(\\d{1,2})${S}月${S}(\\d{1,2})${DAY}`,
    (m) => whole(null, int(m[1]), int(m[2]), true),
  ],
  [`(?<!\\d)(20\\d\\d)${S}年${S}(?:\\d{1,2}${S}月|\\d?${S}月)\\s{0,8}[日号]`, (m) => unusable(int(m[1]))],
  [`(?<!\\d)(20\\d\\d)?${S}年\\s{1,8}月\\s{0,8}日`, (m) => unusable(m[1] ? int(m[1]) : null)],
];

/** Behind a date and 至: 30日, 8.23, 823日, with the month of the date before where none is printed. */
const shortSecond = new RegExp(
  `^(?<gap>${S}(?:\\([^()]{0,10}\\))?${S}(?:${UNTIL})${S})(?:(?<month>\\d{1,2})[./](?<date>\\d{1,2})(?![\\d.])|(?<day>\\d{1,2})${DAY}|(?<run>\\d{3,4})${DAY})`,
);

/** All dates in folded text in order, without overlap. Names of documents are to be blotted out before. */
export function datesIn(folded: string): DateMention[] {
  const found: DateMention[] = [];
  for (const [pattern, read] of rules) {
    const search = new RegExp(pattern, 'gm');
    for (let match = search.exec(folded); match; match = search.exec(folded)) {
      const parts = read(match);
      if (parts) found.push({ from: match.index, to: match.index + match[0].length, ...parts });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const kept: DateMention[] = [];
  for (const one of found) {
    if (one.from < (kept.at(-1)?.to ?? 0)) continue;
    kept.push(one);
    const second = secondOf(folded, one);
    if (second) kept.push(second);
  }
  return kept;
}

function secondOf(folded: string, first: DateMention): DateMention | null {
  const match = shortSecond.exec(folded.slice(first.to, first.to + 40));
  const { gap = '', month, date, day, run } = match?.groups ?? {};
  if (!match) return null;
  // 2023-07-24 at the head of a longer date is that date's own business.
  if (month !== undefined && folded.slice(first.from, first.to).includes('月')) return null;
  const parts =
    month !== undefined
      ? whole(null, int(month), int(date))
      : day !== undefined
        ? whole(first.year, first.month, int(day))
        : apart(null, run ?? '');
  return { from: first.to + gap.length, to: first.to + match[0].length, ...parts };
}

/** Month and date out of digits run together; usable only when there is one way to part them. */
function apart(year: number | null, digits: string): Parts {
  const ways = [1, 2]
    .map((cut) => [digits.slice(0, cut), digits.slice(cut)] as const)
    .filter(([month, date]) => /^(?:0?[1-9]|1[0-2])$/.test(month) && /^\d{1,2}$/.test(date) && Number(date) > 0)
    .filter(([month, date]) => exists(year ?? 2024, int(month), int(date)));
  const [way] = ways;
  // Two digits before 日 (2023年24日) are a day whose month is gone.
  return ways.length === 1 && way && digits.length > 2
    ? { year, month: int(way[0]), date: int(way[1]), damaged: true }
    : unusable(year);
}

/** The day of a mention; a missing year is the one that brings it nearest to `near`, or on or after `after`. */
export function dayOfMention(
  { year, month, date }: DateMention,
  context: { readonly near: Day | null; readonly after?: Day | null; readonly year: number | null },
): Day | null {
  if (month === 0) return null;
  if (year !== null) return dayString(year, month, date);
  const { near, after = null, year: printed } = context;
  const around = after ?? near;
  if (around === null) return printed === null ? null : dayString(printed, month, date);
  const base = Number(around.slice(0, 4));
  const days = [base - 1, base, base + 1].map((one) => dayString(one, month, date)).filter((day) => day !== null);
  if (after !== null) return days.find((day) => day >= after) ?? null;
  const distance = (day: Day): number => Math.abs(daysBetween(around, day));
  return days.toSorted((x, y) => distance(x) - distance(y))[0] ?? null;
}

/** The day as a string, null when there is none such. */
function dayString(year: number, month: number, date: number): Day | null {
  const day = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

const exists = (year: number, month: number, date: number): boolean => dayString(year, month, date) !== null;
const int = (digits: string | undefined): number => Number(digits ?? 0);
const hanzi = (words = ''): number =>
  numeral(
    words
      .replace(/[正元]/g, '一')
      .replace('廿', '二十')
      .replace('卅', '三十'),
  );
const hanziYear = (words: string): number =>
  Number([...words].map((char) => (/[〇零○OΟ]/.test(char) ? 0 : numeral(char))).join(''));
