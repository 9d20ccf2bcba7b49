/** Legal periods by the Civil Code, Art. 200 to 204, and the quarters of a year. */
import { addDays, type Day, daysBetween, yearOf } from '../day.js';
import type { Calendar } from './workdays.js';

/** Art. 200: periods are counted by calendar years, months and days. */
export type Length = { readonly days: number } | { readonly months: number } | { readonly years: number };

/**
 * Last day of a period that begins with an event on `start`: the day of the event is not counted (Art. 201), months and
 * years end on the same day number or else on the last day of the month (Art. 202), and a last day that is a day off
 * gives way to the next working day (Art. 203). The period runs to 24:00 of that day.
 * 2023-03-06 + 30 days → 2023-04-06, because 2023-04-05 is 清明.
 */
export function endOfPeriod(calendar: Calendar, start: Day, length: Length): Day {
  return calendar.onOrAfter(plainEnd(start, length));
}

/** The same last day before Art. 203 moves it. */
export function plainEnd(start: Day, length: Length): Day {
  if ('days' in length) return addDays(start, length.days);
  return addMonths(start, 'months' in length ? length.months : length.years * 12);
}

/** Last day when the first day is counted too, as many notices do; not moved off a day off. 07-24, 30 days → 08-22. */
export function inclusiveEnd(start: Day, days: number): Day {
  return addDays(start, days - 1);
}

/** Days from start to end by the Code (first day not counted) and with the first day counted. */
export function daysOfPeriod(start: Day, end: Day): { readonly byCode: number; readonly inclusive: number } {
  const byCode = daysBetween(start, end);
  return { byCode, inclusive: byCode + 1 };
}

/** The same day number `months` later (earlier if negative), else the last day of that month (Art. 202). */
export function addMonths(day: Day, months: number): Day {
  const month = yearOf(day) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const first = dayOfMonth(month, 1);
  const last = addDays(dayOfMonth(month + 1, 1), -1);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same > last ? last : same;
}

/** Months counted from year 0, so that 12 months are a year. */
function dayOfMonth(month: number, day: number): Day {
  const year = Math.floor(month / 12);
  return `${String(year).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export type Quarter = 1 | 2 | 3 | 4;

/** The quarter a day lies in. */
export function quarterOf(day: Day): { readonly year: number; readonly quarter: Quarter } {
  return { year: yearOf(day), quarter: Math.ceil(Number(day.slice(5, 7)) / 3) as Quarter };
}

/** Last calendar day of a quarter (三季度末 → 09-30); not moved off a day off. */
export function quarterEnd(year: number, quarter: Quarter): Day {
  return `${year}-${(['03-31', '06-30', '09-30', '12-31'] as const)[quarter - 1]}`;
}
