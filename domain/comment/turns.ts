/**
 * The mornings of a comment period: on each working day comments are counted and passed to the units, and the office is
 * told what there is to tell. Pure; needs the calendar, so it is called outside workflows.
 */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf, weekday } from '../day.js';
import type { PeriodState } from './period.js';
import type { CommentRules } from './rules.js';

export interface Turn {
  /** Epoch ms: shortly before the letters of the day, so that comments share a unit's routine letter. */
  readonly at: number;
  readonly day: Day;
}

/** Minutes by which counting precedes the letters. */
export const AHEAD_MINUTES = 5;

/**
 * The turn of the first working day after the day `after`. Counted from days and not from the clock: it may lie in the
 * past, then it was missed (nobody worked, or the run is a new one) and is made up for.
 */
export function nextTurn(after: Day, rules: Pick<CommentRules, 'hour'>, calendar: Calendar): Turn {
  const day = calendar.addWorkdays(after, 1);
  return { at: instantOf(day, rules.hour - AHEAD_MINUTES), day };
}

/**
 * `end-7` … before the last day, `due-15` … before the close-out must be out, `overdue` after it (first working day, then
 * weekly), `suspended` during a pause (in the same way), `suspended-late` once the last day it has kept back is past.
 */
export type PeriodRung = `end-${number}` | `due-${number}` | 'overdue' | 'suspended' | 'suspended-late';

/** The rungs that fall on a working day. Before the end they count calendar days and move back to a working day. */
export function rungsOn(
  day: Day,
  state: Pick<PeriodState, 'stage' | 'start' | 'lastDay' | 'closeOutDue' | 'suspended'>,
  rules: CommentRules,
  calendar: Calendar,
): readonly PeriodRung[] {
  if (state.stage === 'announced' || state.stage === 'open') {
    if (state.suspended !== undefined) {
      const since = dayOf(state.suspended.since);
      if (!isWeekly(day, since, calendar)) return [];
      return [day > state.lastDay ? 'suspended-late' : 'suspended'];
    }
    return rules.beforeEnd
      .filter(
        (n) => addDays(state.lastDay, -n) > state.start && calendar.onOrBefore(addDays(state.lastDay, -n)) === day,
      )
      .map((n) => `end-${n}` as const);
  }
  if (state.stage !== 'closed' && state.stage !== 'answering') return [];
  if (day > state.closeOutDue) return isWeekly(day, state.closeOutDue, calendar) ? ['overdue'] : [];
  return rules.closeOutBefore
    .filter((n) => calendar.addWorkdays(state.closeOutDue, -n) === day)
    .map((n) => `due-${n}` as const);
}

/** True on the first working day after `since` and on the first of every week behind it. */
function isWeekly(day: Day, since: Day, calendar: Calendar): boolean {
  const monday = addDays(day, -(weekday(day) - 1));
  return day > since && (day === calendar.addWorkdays(since, 1) || calendar.onOrAfter(monday) === day);
}

/** The rungs of every working day after `since` up to `day`: what an outage has kept back is told with today's. */
export function rungsSince(
  since: Day,
  day: Day,
  state: Parameters<typeof rungsOn>[1],
  rules: CommentRules,
  calendar: Calendar,
): readonly PeriodRung[] {
  const rungs = new Set<PeriodRung>();
  for (let one = calendar.onOrAfter(addDays(since, 1)); one <= day; one = calendar.onOrAfter(addDays(one, 1)))
    for (const rung of rungsOn(one, state, rules, calendar)) rungs.add(rung);
  return [...rungs];
}
