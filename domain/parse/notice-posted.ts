/** The days around a notice: when its page was posted, when it was signed. */

import type { Day } from '../day.js';
import { datesIn, dayOfMention } from './notice-dates.js';
import { fold, type Span, splitLines } from './passage.js';

const LABEL = /(?:发布|公开|上网|上传|公布|发表)(?:日期|时间) ?[::]|^(?:日期|时间) ?:/;

export interface PostedDay {
  readonly day: Day;
  readonly span: Span;
}

/** The day of publication that the page prints over the text; null where it prints none. */
export function postedIn(text: string): PostedDay | null {
  for (const line of splitLines(text)
    .filter((one) => one.text !== '')
    .slice(0, 14)) {
    const folded = fold(line.text);
    // A date alone under the title, often with the hour, is the page's too.
    const alone = /^20\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?$/.test(folded);
    const label = LABEL.exec(folded);
    if (!alone && !label && folded.includes('。')) return null;
    if (!alone && !label) continue;
    const from = label ? label.index + label[0].length : 0;
    // An hour glued to the date by a copy would hide it.
    const date = datesIn(folded.slice(from, from + 24))[0];
    const day = date && date.from < 4 ? dayOfMention(date, { near: null, year: null }) : null;
    if (date && day) return { day, span: [line.from + from + date.from, line.from + from + date.to] };
  }
  return null;
}
