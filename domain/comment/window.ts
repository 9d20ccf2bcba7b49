/**
 * The window of a comment period, counted three ways (domain.md: offices, the Code and inclusive counting disagree).
 * Pure; needs the calendar, so it is called outside workflows.
 */
import { endOfPeriod, inclusiveEnd } from '../calendar/periods.js';
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, daysBetween, yearOf } from '../day.js';
import { isLive, isRunning, type PeriodState, type WindowDays } from './period.js';
import type { CommentRules } from './rules.js';
import type { CommentTerms } from './terms.js';

export interface WindowReading {
  readonly start: Day;
  /** Civil Code 201, 203: first day out, the last day runs to 24:00 and gives way to the next working day. */
  readonly byCode: Day;
  /** First day counted, not moved. */
  readonly inclusive: Day;
  /** As the notice writes it; null when it writes only a length. */
  readonly stated: Day | null;
  /**
   * Years from the first day to the day by which the close-out must be out whose holidays are not published yet: Monday
   * to Friday was assumed.
   */
  readonly unknownYears: readonly number[];
}

/** Days off in every year: 元旦, 劳动节 (two days since 2025) and 国庆. The other holidays are on other days each year. */
const fixedDaysOff: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/**
 * The calendar for last days. In a year whose arrangement is not published yet working days are counted Monday to
 * Friday and flagged (design section 4), and so they are here; but a last day that is certainly a day off gives way at
 * once (Civil Code 203), since a notice that ends on 国庆 is wrong whatever the arrangement will say. Only
 * `onOrAfter` differs.
 */
export function windowCalendar(calendar: Calendar): Calendar {
  const isFixed = (day: Day): boolean => !calendar.known(yearOf(day)) && fixedDaysOff.has(day.slice(5));
  return {
    ...calendar,
    onOrAfter(day) {
      let at = calendar.onOrAfter(day);
      while (isFixed(at)) at = calendar.onOrAfter(addDays(at, 1));
      return at;
    },
  };
}

/** The last day by the Code. Working days that a year's arrangement does not tell of yet may be fixed days off. */
function endByCode(
  { start, days, workdays, end }: Pick<CommentTerms, 'start' | 'days' | 'workdays' | 'end'>,
  calendar: Calendar,
): Day {
  const lastDays = windowCalendar(calendar);
  if (days !== undefined) return endOfPeriod(lastDays, start, { days });
  return lastDays.onOrAfter(workdays === undefined ? (end ?? start) : calendar.addWorkdays(start, workdays));
}

/** The years of `days`, those between included, whose arrangements are not published yet; in order. */
export function unknownYears(days: readonly Day[], calendar: Calendar): readonly number[] {
  const years = days.map(yearOf);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return Array.from({ length: last - first + 1 }, (_, n) => first + n).filter((year) => !calendar.known(year));
}

/** The {@link unknownYears} of a period that still goes on, up to the day of its close-out. */
export function unknownYearsOf(
  state: Pick<PeriodState, 'stage' | 'start' | 'closeOutDue'>,
  calendar: Calendar,
): readonly number[] {
  return isLive(state) ? unknownYears([state.start, state.closeOutDue], calendar) : [];
}

/** The last day counted three ways. Without a stated length it is taken from the stated end. */
export function readWindow(
  terms: Pick<CommentTerms, 'start' | 'days' | 'workdays' | 'end'>,
  calendar: Calendar,
  rules: Pick<CommentRules, 'closeOutWithin'>,
): WindowReading {
  const { start, days, workdays } = terms;
  const end = terms.end ?? null;
  const byCode = endByCode(terms, calendar);
  const inclusive =
    days !== undefined
      ? inclusiveEnd(start, days)
      : workdays !== undefined
        ? calendar.addWorkdays(addDays(start, -1), workdays)
        : (end ?? start);
  const reach = [start, byCode, inclusive, closeOutDueOf(byCode, rules, calendar)];
  return { start, byCode, inclusive, stated: end, unknownYears: unknownYears(reach, calendar) };
}

/** The day by which the close-out must be out. */
export function closeOutDueOf(lastDay: Day, rules: Pick<CommentRules, 'closeOutWithin'>, calendar: Calendar): Day {
  return calendar.addWorkdays(lastDay, rules.closeOutWithin);
}

/** The window after an extension to `to`; a day off gives way to the next working day (Art. 203). */
export function extendedWindow(to: Day, rules: CommentRules, calendar: Calendar): WindowDays {
  const lastDay = windowCalendar(calendar).onOrAfter(to);
  return { lastDay, closeOutDue: closeOutDueOf(lastDay, rules, calendar) };
}

/**
 * The window after a suspension that ends at `now`: every day that lost any time is given back whole, counted from the
 * last day or, where the pause lay in front of it, from the pause's beginning.
 */
export function resumedWindow(
  state: Pick<PeriodState, 'lastDay' | 'start' | 'suspended'>,
  now: number,
  rules: CommentRules,
  calendar: Calendar,
): WindowDays {
  const since = dayOf(state.suspended?.since ?? now);
  const today = dayOf(now);
  // Days before the first day cost nobody anything.
  const from = since < state.start ? state.start : since;
  const lost = today < from ? 0 : daysBetween(from, today) + 1;
  return extendedWindow(addDays(state.lastDay, lost), rules, calendar);
}

/**
 * The window by the holidays in force now, after a year's arrangement was published or loaded anew. A last day that has
 * become a day off gives way (Civil Code 203), and working days that have become days off are made up for; what was
 * announced is never shortened. Once the window is over only the day of the close-out follows the calendar.
 * @param terms as announced. @param now epoch ms.
 */
export function recalendaredWindow(
  state: Pick<PeriodState, 'stage' | 'suspended' | 'endsAt' | 'firstLastDay' | 'lastDay' | 'moved'>,
  terms: Pick<CommentTerms, 'start' | 'days' | 'workdays' | 'end'>,
  now: number,
  rules: CommentRules,
  calendar: Calendar,
): WindowDays {
  const { lastDay } = state;
  if (!isRunning(state, now)) return { lastDay, closeOutDue: closeOutDueOf(lastDay, rules, calendar) };
  // Of calendar days only the last one can have become a day off.
  let end = terms.days === undefined && terms.workdays !== undefined ? endByCode(terms, calendar) : state.firstLastDay;
  for (const { from, to, why } of state.moved) {
    if (why === 'suspended') end = addDays(end, daysBetween(from, to));
    else if (to > end) end = to;
  }
  return extendedWindow(end > lastDay ? end : lastDay, rules, calendar);
}
