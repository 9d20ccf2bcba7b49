/** Reads a comment notice: its period counted three ways, its channels, and whether it stands (design section 11). */
import type { Calendar } from '../calendar/workdays.js';
import type { Day } from '../day.js';
import { channelsIn, type NoticeChannel } from './notice-channels.js';
import { noticeDays } from './notice-days.js';
import { type NoticeFinding, noticeFinding } from './notice-findings.js';
import { judge, type Verdict } from './notice-judgement.js';
import { noticeIn } from './notice-part.js';
import { periodWordsIn } from './notice-period.js';
import { postedIn } from './notice-posted.js';
import { reasonIn } from './notice-reason.js';
import { type Counted, daysIn, endByCode, endInclusive, type NoticeMinimum, plainLength } from './notice-window.js';
import { fold } from './passage.js';

export interface NoticeOptions {
  readonly calendar: Calendar;
  readonly minimum: NoticeMinimum;
}

/** The JSON of `duban notice`. Days are YYYY-MM-DD, Asia/Shanghai. */
export interface NoticeReading {
  /** First day as printed, else the day of the signature; null where neither can be read. */
  readonly start: Day | null;
  /** Last day as printed, else computed from the printed length; null where neither can be read. */
  readonly end: Day | null;
  /** As printed; null where not printed. A month counts with its days from `start`. */
  readonly stated: Counted;
  /**
   * First day not counted. `days` from `start` to `end`; `end` the last day of the stated length, else the stated end,
   * moved to a working day. A moved last day makes `days` more than the stated length; that is no conflict.
   */
  readonly byCode: Counted;
  /** First day counted, nothing moved. */
  readonly inclusive: Counted;
  /** What all three `days` count: `workdays` where the notice prints its length in 工作日. */
  readonly unit: 'days' | 'workdays';
  readonly channels: readonly NoticeChannel[];
  /** The sentence that says why the period is short (Order 713 Art. 15). */
  readonly reasonForShort: string | null;
  /** Date under the text, and date the page says it was posted. */
  readonly signed: Day | null;
  readonly posted: Day | null;
  /** The first that holds of incomplete, too-short, conflict, ok. */
  readonly verdict: Verdict;
  readonly findings: readonly NoticeFinding[];
}

/** Reads the notice in a decoded text (no byte order mark); the draft it stands before is left alone. Never throws. */
export function readNotice(text: string, options: NoticeOptions): NoticeReading {
  const part = noticeIn(text);
  if (!part) return nothing(noticeFinding('no-notice', text, [0, 0]));
  const { calendar } = options;
  const source = text.slice(...part.span);
  const folded = fold(source);
  const words = periodWordsIn(folded);
  const posted = postedIn(text);
  const signatureLine =
    part.signature && ([part.signature[0] - part.span[0], part.signature[1] - part.span[0]] as const);
  const days = noticeDays(folded, words, signatureLine, posted);
  const { start, statedEnd, signed } = days;
  const length = words.lengths[0] ?? null;
  const unit = length?.unit === 'workdays' ? 'workdays' : 'days';
  const channels = channelsIn(folded, source);
  const reason = reasonIn(folded);
  const rolled = statedEnd && calendar.onOrAfter(statedEnd);
  const codeEnd = start && (length ? endByCode(calendar, start, length) : rolled);
  // A printed last day that cannot be read is not replaced by a computed one.
  const end = statedEnd ?? (words.ends.length > 0 ? null : codeEnd);
  const stated = { days: length && plainLength(start, length), end: statedEnd };
  const count = start && end ? daysIn(calendar, start, end, unit) : null;
  const read = { ...days, end, codeEnd, stated, channels, reason, length, words, posted };
  return {
    start,
    end,
    stated,
    byCode: { days: count?.byCode ?? null, end: codeEnd },
    inclusive: {
      days: count?.inclusive ?? null,
      end: start && (length ? endInclusive(calendar, start, length) : statedEnd),
    },
    unit,
    channels,
    reasonForShort: reason && source.slice(...reason).replace(/\s+/g, ' '),
    signed,
    posted: posted?.day ?? null,
    ...judge(read, text, part.span, options),
  };
}

function nothing(finding: NoticeFinding): NoticeReading {
  const none = { days: null, end: null };
  return {
    start: null,
    end: null,
    stated: none,
    byCode: none,
    inclusive: none,
    unit: 'days',
    channels: [],
    reasonForShort: null,
    signed: null,
    posted: null,
    verdict: 'incomplete',
    findings: [finding],
  };
}
