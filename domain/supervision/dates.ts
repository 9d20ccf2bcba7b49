/** The days of a supervision cycle on the real calendar. Pure; called outside workflows, the result travels as data. */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day } from '../day.js';
import { type CyclePeriod, cycleOf, laterCycle } from './rhythm.js';
import type { SupervisionRules } from './rules.js';

/** A cycle whose request day was missed is caught up within so many days. */
export const CATCH_UP_DAYS = 45;

export interface CycleDates {
  readonly key: string;
  readonly from: Day;
  readonly to: Day;
  /** Day of the request: the last working day of the period but `requestBefore`. 2023Q3 → 2023-09-21. */
  readonly request: Day;
  /** The `due`th working day after the period. 2023Q3 → 2023-10-11. */
  readonly due: Day;
  /** First day of each rung after the due day, in the order of the rules. */
  readonly rungs: readonly { readonly kind: string; readonly to: readonly string[]; readonly day: Day }[];
  /** Day on which the bulletin is drafted. */
  readonly compile: Day;
  /** Years whose holidays are not published yet. */
  readonly unknownYears: readonly number[];
}

/** The days of one period. */
export function cycleDates(period: CyclePeriod, rules: SupervisionRules, calendar: Calendar): CycleDates {
  const request = calendar.addWorkdays(calendar.onOrBefore(period.to), -rules.requestBefore);
  const due = calendar.addWorkdays(period.to, rules.due);
  const compile = calendar.addWorkdays(due, rules.compileAfter);
  const years = [...new Set([request, due, compile].map((day) => Number(day.slice(0, 4))))];
  return {
    key: period.key,
    from: period.from,
    to: period.to,
    request,
    due,
    rungs: rules.after.map(({ kind, to, offset }) => ({ kind, to, day: calendar.addWorkdays(due, offset) })),
    compile,
    unknownYears: years.filter((year) => !calendar.known(year)),
  };
}

/**
 * The cycles whose request day lies in (after, until], for a plan that runs from `from` to `to`. After an outage this
 * names what was missed; of several missed cycles all are named, the caller decides which still make sense.
 */
export function cyclesBetween(
  after: Day,
  until: Day,
  plan: { readonly from: Day; readonly to: Day },
  rules: SupervisionRules,
  calendar: Calendar,
): readonly CycleDates[] {
  const found: CycleDates[] = [];
  for (let period = laterCycle(cycleOf(after, rules.rhythm), -1); ; period = laterCycle(period, 1)) {
    const dates = cycleDates(period, rules, calendar);
    if (dates.request > until) return found;
    if (dates.request > after && period.to >= plan.from && period.from <= plan.to) found.push(dates);
  }
}

/** The first working day after a day on which a request of these rules can fall due: when to look again. */
export function nextRequest(after: Day, rules: SupervisionRules, calendar: Calendar): Day {
  let period = cycleOf(after, rules.rhythm);
  while (cycleDates(period, rules, calendar).request <= after) period = laterCycle(period, 1);
  return cycleDates(period, rules, calendar).request;
}

/** The day after which a deadline of `days` calendar days from `day` is over (first day not counted, Civil Code 201, 203). */
export const lastDayOf = (day: Day, days: number, calendar: Calendar): Day => calendar.onOrAfter(addDays(day, days));

/** The days of a cycle that is requested on `today`: one that comes late gives as many working days as one in time. */
export function datesFrom(dates: CycleDates, today: Day, rules: SupervisionRules, calendar: Calendar): CycleDates {
  const late = calendar.addWorkdays(today, rules.due);
  const due = today <= dates.request || late < dates.due ? dates.due : late;
  return {
    ...dates,
    due,
    rungs: rules.after.map(({ kind, to, offset }) => ({ kind, to, day: calendar.addWorkdays(due, offset) })),
    compile: calendar.addWorkdays(due, rules.compileAfter),
  };
}
