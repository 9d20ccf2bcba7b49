/** The days of following indicators in one calendar year. Pure; needs the calendar, so called outside workflows. */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import type { IndicatorRules, MonthDay } from './rules.js';

/** Epoch ms where not said otherwise; null: not in this year. */
export interface WatchDates {
  /** The values of the year before are asked, with their due day and the end of the chase. */
  readonly request: { readonly at: number; readonly due: Day; readonly chaseUntil: number } | null;
  readonly mid: { readonly at: number; readonly approveBy: number } | null;
  readonly final: { readonly at: number; readonly approveBy: number } | null;
  /** 00:00 on 1 January of the next year. */
  readonly ends: number;
}

/**
 * @param year calendar year.
 * @param period first and last year of the plan.
 * @param now asked late, units get `lateWithin` working days from now.
 */
export function watchDates(
  year: number,
  period: { readonly from: number; readonly to: number },
  now: number,
  rules: IndicatorRules,
  calendar: Calendar,
): WatchDates {
  const { from, to } = period;
  const morning = (day: MonthDay): number => instantOf(workdayOf(year, day, calendar), rules.hour);
  const approveBy = (at: number): number =>
    instantOf(calendar.addWorkdays(dayOf(Math.max(at, now)), rules.approvalWithin), rules.hour);
  const request = workdayOf(year, rules.request, calendar);
  const planned = workdayOf(year, rules.due, calendar);
  const today = dayOf(now);
  const due =
    today <= request
      ? planned
      : ([planned, calendar.addWorkdays(today, rules.lateWithin)].toSorted().at(-1) ?? planned);
  const mid = morning(rules.midTerm);
  const final = morning(rules.final);
  return {
    request:
      year - 1 < from || year - 1 > to
        ? null
        : {
            at: instantOf(request, rules.hour),
            due,
            chaseUntil: instantOf(calendar.addWorkdays(due, rules.chaseFor), rules.hour),
          },
    mid: year === from + rules.midTerm.year - 1 && year <= to ? { at: mid, approveBy: approveBy(mid) } : null,
    final: year === to + 1 ? { at: final, approveBy: approveBy(final) } : null,
    ends: instantOf(`${year + 1}-01-01`),
  };
}

/** The nth working day of a month; from its end when negative. */
export function workdayOf(year: number, { month, workday }: MonthDay, calendar: Calendar): Day {
  const two = (n: number): string => String(n).padStart(2, '0');
  const first = `${year}-${two(month)}-01`;
  if (workday > 0) return calendar.addWorkdays(addDays(first, -1), workday);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`;
  return calendar.addWorkdays(next, workday);
}
