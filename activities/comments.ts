/** What comment periods ask of calendar and ledger; results travel into the workflow as data. */
import type { Calendar } from '../domain/calendar/workdays.js';
import type { CommentCounts } from '../domain/comment/comment.js';
import { type Errand, errandNotice, errandRow } from '../domain/comment/errand.js';
import { isLive, type PeriodAct, type PeriodState, type WindowDays } from '../domain/comment/period.js';
import { type CommentRules, errandLadder } from '../domain/comment/rules.js';
import { type PeriodRung, rungsSince } from '../domain/comment/turns.js';
import { extendedWindow, resumedWindow } from '../domain/comment/window.js';
import type { Day } from '../domain/day.js';
import { scheduleOf } from '../domain/schedule/schedule.js';
import type { RoundsChange, RoundsTask } from '../domain/schedule/table.js';
import type { Step } from '../domain/schedule/types.js';
import { takeStock } from './ledger/comments/errands.js';
import type { Ledger } from './ledger/connect.js';

/** A morning's stock: how many comments there are, what the units must be asked, which rungs the day has. */
export interface Stock {
  readonly counts: CommentCounts;
  readonly rungs: readonly PeriodRung[];
  readonly rows: readonly RoundsTask[];
  readonly schedules: NonNullable<RoundsChange['schedules']>;
  readonly tell: RoundsChange['tell'];
}

/**
 * Rows, steps and notices of errands for the rounds. New are those handed on on `today`. `changedOn`: for rounds that
 * start again, what lay on that day or before has had its turn.
 */
export function errandChange(
  errands: readonly Errand[],
  rules: CommentRules,
  calendar: Calendar,
  today: Day | undefined,
  changedOn?: Day,
): Pick<Stock, 'rows' | 'schedules' | 'tell'> {
  const ladder = errandLadder(rules);
  const schedules: Record<string, readonly Step[]> = {};
  const rows = errands.map((errand) => {
    const { key, steps } = scheduleOf(
      { assigned: errand.day, assignedAt: 0, due: errand.due, binding: errand.day },
      ladder,
      calendar,
      changedOn,
    );
    schedules[key] = steps;
    return errandRow(errand, key);
  });
  return { rows, schedules, tell: errands.filter((e) => e.open && e.day === today).map(errandNotice) };
}

/** Takes stock on a day; null on a day off, when nothing is handed on and nobody is written to. Safe to repeat. */
export async function stockOf(
  ledger: Ledger,
  state: PeriodState,
  day: Day,
  now: number,
  rules: CommentRules,
  calendar: Calendar,
): Promise<Stock | null> {
  if (isLive(state) && !calendar.isWorkday(day)) return null;
  const due = calendar.addWorkdays(day, rules.answerWithin);
  const { counts, errands } = await takeStock(ledger, state.id, day, due, now);
  const rungs = rungsSince(state.morning, day, state, rules, calendar);
  return { counts, rungs, ...errandChange(errands, rules, calendar, day) };
}

/** The window after an extension or a resumption. */
export function windowAfter(
  state: PeriodState,
  act: PeriodAct,
  now: number,
  rules: CommentRules,
  calendar: Calendar,
): WindowDays {
  return act.kind === 'extend' ? extendedWindow(act.to, rules, calendar) : resumedWindow(state, now, rules, calendar);
}
