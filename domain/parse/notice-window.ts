/** The period of a notice counted by the Civil Code and with the first day counted; plain arithmetic on its days. */
import { daysOfPeriod, endOfPeriod, inclusiveEnd, plainEnd } from '../calendar/periods.js';
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, daysBetween } from '../day.js';
import type { PrintedLength } from './notice-period.js';

type Length = Pick<PrintedLength, 'count' | 'unit'>;

/** The least length the rules ask for: calendar days or working days. */
export type NoticeMinimum = { readonly days: number } | { readonly workdays: number };

export interface Counted {
  readonly days: number | null;
  readonly end: Day | null;
}

/** Civil Code 201 to 203: the first day is not counted, the last gives way to the next working day. */
export function endByCode(calendar: Calendar, start: Day, { count, unit }: Length): Day {
  if (unit === 'workdays') return calendar.addWorkdays(start, count);
  return endOfPeriod(calendar, start, unit === 'days' ? { days: count } : { months: count });
}

/** The last day when the first is counted too; not moved off a day off. */
export function endInclusive(calendar: Calendar, start: Day, { count, unit }: Length): Day {
  if (unit === 'workdays') return calendar.addWorkdays(addDays(start, -1), count);
  return unit === 'days' ? inclusiveEnd(start, count) : addDays(plainEnd(start, { months: count }), -1);
}

/** Days from start to end in a unit, first day not counted and counted; negative where the end is earlier. */
export function daysIn(
  calendar: Calendar,
  start: Day,
  end: Day,
  unit: 'days' | 'workdays',
): { readonly byCode: number; readonly inclusive: number } {
  if (unit === 'days' || end < start) return daysOfPeriod(start, end);
  let byCode = 0;
  for (let day = addDays(start, 1); day <= end; day = addDays(day, 1)) if (calendar.isWorkday(day)) byCode++;
  return { byCode, inclusive: byCode + (calendar.isWorkday(start) ? 1 : 0) };
}

/** A printed length in days (or working days); a month has the days it has from `start`, null where that is not known. */
export function plainLength(start: Day | null, { count, unit }: Length): number | null {
  if (unit !== 'months') return count;
  return start === null ? null : daysBetween(start, plainEnd(start, { months: count }));
}
