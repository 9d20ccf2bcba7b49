/** The printed words of a notice's period as days: years completed, the signature's day where no start is printed. */
import type { Day } from '../day.js';
import { type DateMention, dayOfMention } from './notice-dates.js';
import type { PeriodWords, PrintedDay } from './notice-period.js';
import type { PostedDay } from './notice-posted.js';
import type { Span } from './passage.js';

export interface ResolvedDay {
  readonly printed: PrintedDay;
  /** Null where it cannot be read. */
  readonly day: Day | null;
}

export interface NoticeDays {
  readonly start: Day | null;
  /** Where the start comes from: printed itself, or the day of the notice. */
  readonly startFrom: 'printed' | 'signature' | 'page' | null;
  readonly statedEnd: Day | null;
  readonly starts: readonly ResolvedDay[];
  readonly ends: readonly ResolvedDay[];
  readonly signed: Day | null;
  /** The date under the text, as a mention in the notice. */
  readonly signature: DateMention | null;
}

/**
 * @param folded the notice, folded
 * @param signatureLine the line that holds only the date of the signature, as offsets of `folded`
 */
export function noticeDays(
  folded: string,
  words: PeriodWords,
  signatureLine: Span | null,
  posted: PostedDay | null,
): NoticeDays {
  const signature = signatureOf(folded, words, signatureLine);
  const bareYear = /(?<!\d)(20\d\d) ?年/.exec(folded)?.[1];
  const year = bareYear === undefined ? null : Number(bareYear);
  const nearest = (mention: DateMention): Day | null => fullNear(words.dates, mention) ?? posted?.day ?? null;
  const signed = signature && dayOfMention(signature, { near: nearest(signature), year });
  const starts = words.starts.map((printed) => ({
    printed,
    day: dayOfMention(printed.mention, { near: signed ?? nearest(printed.mention), year }),
  }));
  const ofNotice = signed ?? posted?.day ?? null;
  const start = starts.length > 0 ? (starts.find(({ day }) => day !== null)?.day ?? null) : ofNotice;
  const startFrom = start === null ? null : starts.length > 0 ? 'printed' : signed ? 'signature' : 'page';
  const ends = words.ends.map((printed) => ({
    printed,
    day: dayOfMention(printed.mention, { near: signed ?? nearest(printed.mention), after: start, year }),
  }));
  const statedEnd = ends.find(({ day }) => day !== null)?.day ?? null;
  return { start, startFrom, statedEnd, starts, ends, signed, signature };
}

/** The date on the line of the signature, or the one the text ends with where it serves for nothing else. */
function signatureOf(folded: string, { dates, starts, ends }: PeriodWords, line: Span | null): DateMention | null {
  if (line) return dates.find(({ from, to }) => from >= line[0] && to <= line[1]) ?? null;
  const last = dates.at(-1);
  if (!last || !/^[\s)。]*$/.test(folded.slice(last.to))) return null;
  return [...starts, ...ends].some(({ mention }) => mention === last) ? null : last;
}

/** The day of the nearest date that is printed with its year. */
function fullNear(dates: readonly DateMention[], mention: DateMention): Day | null {
  const distance = (one: DateMention): number => Math.abs(one.from - mention.from);
  const full = dates.filter((one) => one !== mention && one.year !== null && one.month !== 0);
  const [best] = full.toSorted((x, y) => distance(x) - distance(y));
  return best ? dayOfMention(best, { near: null, year: null }) : null;
}
