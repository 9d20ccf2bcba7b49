/** Does a notice stand? The verdict of design section 11 and a finding for every word that speaks against it. */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, daysBetween, inChinese, weekday, yearOf } from '../day.js';
import type { NoticeChannel } from './notice-channels.js';
import { dayOfMention } from './notice-dates.js';
import type { NoticeDays } from './notice-days.js';
import { type NoticeFinding, type NoticeFindingCode, noticeFinding } from './notice-findings.js';
import type { PeriodWords, PrintedLength } from './notice-period.js';
import type { PostedDay } from './notice-posted.js';
import { type Counted, daysIn, endInclusive, type NoticeMinimum } from './notice-window.js';
import type { Span } from './passage.js';

export type Verdict = 'incomplete' | 'too-short' | 'conflict' | 'ok';

/** What was read; spans are offsets of the notice, which begins at `from` in the text. */
export interface Read extends NoticeDays {
  readonly end: Day | null;
  readonly codeEnd: Day | null;
  readonly stated: Counted;
  readonly channels: readonly NoticeChannel[];
  readonly reason: Span | null;
  readonly length: PrintedLength | null;
  readonly words: PeriodWords;
  readonly posted: PostedDay | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly findings: readonly NoticeFinding[];
}

/** Judges a reading against the least length; `part` is the notice's span in `text`. */
export function judge(
  read: Read,
  text: string,
  part: Span,
  options: { readonly calendar: Calendar; readonly minimum: NoticeMinimum },
): Judgement {
  const findings: NoticeFinding[] = [];
  const tell = (
    code: NoticeFindingCode,
    span: Span | null,
    values: Readonly<Record<string, string | number>> = {},
  ): void => {
    const at: Span = span ? [span[0] + part[0], span[1] + part[0]] : firstLine(text, part);
    findings.push(noticeFinding(code, text, at, values));
  };
  damage(read, tell);
  startFindings(read, text, findings, tell);
  const clash = endFindings(read, options.calendar, tell);
  const lengthClash = lengthFindings(read, options.calendar, tell);
  const short = shortness(read, options, tell);
  if (read.channels.length === 0) tell('channel-missing', null);
  for (const year of unknownYears(read, options.calendar)) tell('year-unknown', null, { year });
  const incomplete = read.start === null || read.end === null || read.channels.length === 0;
  const verdict = incomplete ? 'incomplete' : short ? 'too-short' : clash || lengthClash ? 'conflict' : 'ok';
  return { verdict, findings };
}

type Tell = (code: NoticeFindingCode, span: Span | null, values?: Readonly<Record<string, string | number>>) => void;

function firstLine(text: string, [from, to]: Span): Span {
  const line = /\S[^\r\n]*/.exec(text.slice(from, to));
  return line ? [from + line.index, from + line.index + line[0].trimEnd().length] : [from, from];
}

/** Dates that lack a mark, do not exist or have no year. */
function damage({ words, starts, ends }: Read, tell: Tell): void {
  const resolved = new Map([...starts, ...ends].map(({ printed, day }) => [printed.mention, day]));
  for (const one of words.dates) {
    const span: Span = [one.from, one.to];
    const day = resolved.get(one) ?? dayOfMention(one, { near: null, year: null });
    if (one.month === 0) tell('date-unusable', span);
    else if (one.damaged) tell('date-damaged', span, { day: day ? inChinese(day) : `${one.month}月${one.date}日` });
    else if (resolved.has(one) && day === null) tell('year-missing', span);
  }
}

function startFindings(read: Read, text: string, findings: NoticeFinding[], tell: Tell): void {
  const { start, startFrom, starts, words, signed, signature, posted } = read;
  if (start === null) {
    if (starts.length === 0) tell('start-missing', words.startWord);
    return;
  }
  if (startFrom !== 'printed') {
    const values = { source: startFrom === 'signature' ? '落款日期' : '网页发布日期', day: inChinese(start) };
    const signedAt: Span | null = signature && [signature.from, signature.to];
    if (words.startWord) tell('start-by-signature', words.startWord, values);
    else tell('start-not-printed', startFrom === 'signature' ? signedAt : null, values);
  }
  for (const one of starts)
    if (one.day !== null && one.day !== start) tell('start-differs', one.printed.span, { day: inChinese(start) });
  if (signed && signature && signed > start)
    tell('signed-late', [signature.from, signature.to], { day: inChinese(signed), start: inChinese(start) });
  if (posted && posted.day > start) {
    const values = { day: inChinese(posted.day), start: inChinese(start), late: daysBetween(start, posted.day) };
    findings.push(noticeFinding('posted-late', text, posted.span, values));
  }
}

/** True where two printed ends, or two printed starts, contradict each other. */
function endFindings(
  { start, starts, end, statedEnd, ends, codeEnd, length, words }: Read,
  calendar: Calendar,
  tell: Tell,
): boolean {
  let clash = start !== null && starts.some(({ day }) => day !== null && day !== start);
  if (end === null && words.ends.length === 0) tell('end-missing', length?.span ?? null);
  if (statedEnd === null && end !== null && length) tell('end-not-printed', length.span, { day: inChinese(end) });
  let dayOffTold = false;
  for (const { printed, day } of ends) {
    if (day === null || statedEnd === null) continue;
    // "8月24日前" may leave that day out: then it agrees with a period to the 23rd.
    const agrees = day === statedEnd || (printed.open && addDays(day, -1) === statedEnd);
    if (!agrees) tell('end-differs', printed.span, { day: inChinese(statedEnd) });
    else if (printed.open) tell('end-open', printed.span, { day: inChinese(statedEnd) });
    if (start !== null && day < start) tell('end-before-start', printed.span, { day: inChinese(start) });
    if (day === statedEnd && !calendar.isWorkday(day) && !dayOffTold) {
      tell('end-day-off', printed.span, {
        weekday: `星期${'一二三四五六日'[weekday(day) - 1]}`,
        day: inChinese(calendar.onOrAfter(day)),
      });
      dayOffTold = true;
    }
    clash ||= !agrees;
  }
  return clash || (statedEnd !== null && codeEnd !== null && statedEnd !== codeEnd);
}

/** Says in which way the printed length and the printed end disagree. True where two lengths do. */
function lengthFindings(
  { start, statedEnd, codeEnd, length, words, stated }: Read,
  calendar: Calendar,
  tell: Tell,
): boolean {
  if (!length) return false;
  const other = words.lengths.find((one) => one.unit === length.unit && one.count !== length.count);
  if (other) tell('length-twice', other.span, { other: `${length.count}${unitWords[length.unit]}` });
  if (start === null || statedEnd === null || codeEnd === null || statedEnd === codeEnd) return other !== undefined;
  // A last day that only was not moved off a day off is told as such.
  if (
    calendar.onOrAfter(statedEnd) === codeEnd &&
    !calendar.isWorkday(statedEnd) &&
    stated.days === daysBetween(start, statedEnd)
  )
    return other !== undefined;
  const values = { start: inChinese(start), end: inChinese(statedEnd), day: inChinese(codeEnd) };
  if (statedEnd === endInclusive(calendar, start, length)) {
    const unit = length.unit === 'workdays' ? 'workdays' : 'days';
    const { byCode } = daysIn(calendar, start, statedEnd, unit);
    tell('first-day-counted', length.span, { ...values, count: `${byCode}${unitWords[unit]}` });
  } else tell('length-differs', length.span, values);
  return other !== undefined;
}

const unitWords = { days: '日', workdays: '个工作日', months: '个月' } as const;

/** True where the period is under the least length and the notice does not say why. */
function shortness(
  { start, end, reason }: Read,
  { calendar, minimum }: { readonly calendar: Calendar; readonly minimum: NoticeMinimum },
  tell: Tell,
): boolean {
  if (start === null || end === null) return false;
  const unit = 'workdays' in minimum ? 'workdays' : 'days';
  const least = 'workdays' in minimum ? minimum.workdays : minimum.days;
  const { byCode } = daysIn(calendar, start, end, unit);
  if (byCode >= least) return false;
  const values = {
    start: inChinese(start),
    end: inChinese(end),
    count: `${byCode}${unitWords[unit]}`,
    minimum: `${least}${unitWords[unit]}`,
  };
  tell(reason ? 'short-with-reason' : 'too-short', reason, values);
  return reason === null;
}

function unknownYears({ start, end, codeEnd }: Read, calendar: Calendar): number[] {
  const years = [start, end, codeEnd].filter((day) => day !== null).map(yearOf);
  return [...new Set(years)].filter((year) => !calendar.known(year));
}
