/** The date in a request for another one. Pure. */
import { type Day, isDay, yearOf } from '../day.js';

const form = /^(?:(\d{4})\s*(?:年|[-/.])\s*)?(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?:\s*[日号])?(?!\d)/;

/**
 * Reads a date at the beginning of `words`: 2027年9月30日, 2027-09-30, 9月30日. Without a year it is the next such day after
 * `today`, for a date in the past can never be asked for.
 * @returns the day and what stands after it; undefined when there is no whole, existing date.
 */
export function readDate(words: string, today: Day): { readonly day: Day; readonly rest: string } | undefined {
  const match = form.exec(words);
  if (match === null) return undefined;
  const [whole, year, month = '', day = ''] = match;
  // 9-30 or 9.30 may be anything; without a year only 9月30日 is a date.
  if (year === undefined && !/月/.test(whole)) return undefined;
  const on = (y: number): string => `${y}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const found =
    year === undefined
      ? [on(yearOf(today)), on(yearOf(today) + 1)].find((one) => isDay(one) && one > today)
      : on(Number(year));
  return found === undefined || !isDay(found) ? undefined : { day: found, rest: words.slice(whole.length) };
}
