/**
 * The window of a comment period, counted three ways (domain.md: offices, the Code and inclusive counting disagree).
 * Pure; needs the calendar, so it is called outside workflows.
 */
import { endOfPeriod, inclusiveEnd } from '../calendar/periods.js';
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, daysBetween } from '../day.js';
import type { PeriodState, WindowDays } from './period.js';
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
  /** Years whose holidays are not published yet: Monday to Friday was assumed. */
  readonly unknownYears: readonly number[];
}

/** The last day counted three ways. Without a stated length it is taken from the stated end. */
export function readWindow(
  terms: Pick<CommentTerms, 'start' | 'days' | 'workdays' | 'end'>,
  calendar: Calendar,
): WindowReading {
  const { start, days, workdays } = terms;
  const end = terms.end ?? null;
  const byCode =
    days !== undefined
      ? endOfPeriod(calendar, start, { days })
      : workdays !== undefined
        ? calendar.addWorkdays(start, workdays)
        : calendar.onOrAfter(end ?? start);
  const inclusive =
    days !== undefined
      ? inclusiveEnd(start, days)
      : workdays !== undefined
        ? calendar.addWorkdays(addDays(start, -1), workdays)
        : (end ?? start);
  const years = [...new Set([start, byCode, inclusive].map((day) => Number(day.slice(0, 4))))];
  return { start, byCode, inclusive, stated: end, unknownYears: years.filter((year) => !calendar.known(year)) };
}

/** The day by which the close-out must be out. */
export function closeOutDueOf(lastDay: Day, rules: Pick<CommentRules, 'closeOutWithin'>, calendar: Calendar): Day {
  return calendar.addWorkdays(lastDay, rules.closeOutWithin);
}

/** The window after an extension to `to`; a day off gives way to the next working day (Art. 203). */
export function extendedWindow(to: Day, rules: CommentRules, calendar: Calendar): WindowDays {
  const lastDay = calendar.onOrAfter(to);
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
