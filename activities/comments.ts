/** What comment periods ask of calendar and ledger; results travel into the workflow as data. */
import type { Calendar } from '../domain/calendar/workdays.js';
import type { CommentCounts } from '../domain/comment/comment.js';
import type { Errand } from '../domain/comment/errand.js';
import { isLive, type PeriodAct, type PeriodState, type WindowDays } from '../domain/comment/period.js';
import { type CommentRules, errandLadder } from '../domain/comment/rules.js';
import { type PeriodRung, rungsSince } from '../domain/comment/turns.js';
import type { WaitingMail } from '../domain/comment/waiting-mail.js';
import { extendedWindow, recalendaredWindow, resumedWindow } from '../domain/comment/window.js';
import type { Day } from '../domain/day.js';
import { askedNotice, askedRow } from '../domain/schedule/asked.js';
import { scheduleOf } from '../domain/schedule/schedule.js';
import type { RoundsChange, RoundsTask } from '../domain/schedule/table.js';
import type { Step } from '../domain/schedule/types.js';
import { putOffErrands, takeStock } from './ledger/comments/errands.js';
import { mustPeriod } from './ledger/comments/periods.js';
import { waitingMail } from './ledger/comments/waiting-mail.js';
import type { Ledger } from './ledger/connect.js';
import { officeCalendar } from './schedules.js';

/** Errands as the rounds take them. */
export interface ErrandChange {
  readonly rows: readonly RoundsTask[];
  readonly schedules: NonNullable<RoundsChange['schedules']>;
  readonly tell: RoundsChange['tell'];
}

/** A morning's stock: how many comments there are, what the units must be asked, which rungs the day has. */
export interface Stock extends ErrandChange {
  readonly counts: CommentCounts;
  readonly mail: WaitingMail;
  readonly rungs: readonly PeriodRung[];
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
): ErrandChange {
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
    return askedRow(errand, key);
  });
  return {
    rows,
    schedules,
    tell: errands.filter((e) => e.open && e.day === today).map((e) => askedNotice(e.id, e.unit)),
  };
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
  const mail = await waitingMail(ledger, state.id, calendar, now);
  const rungs = rungsSince(state.morning, day, state, rules, calendar);
  return { counts, mail, rungs, ...errandChange(errands, rules, calendar, day) };
}

/**
 * Puts off the errands that the calendar in force gives more time: a day on which a unit could still answer never comes
 * earlier, and one that is past by either count stays. Safe to repeat.
 * @returns every open errand, for whoever told the rounds of another due.
 */
export async function errandsMoved(
  ledger: Ledger,
  period: string,
  today: Day,
  rules: CommentRules,
  calendar: Calendar,
): Promise<ErrandChange> {
  const dueOf = (day: Day): Day => calendar.addWorkdays(day, rules.answerWithin);
  return errandChange(await putOffErrands(ledger, period, today, dueOf), rules, calendar, undefined);
}

/** The window after an extension or a resumption, or by other holidays. */
export async function windowAfter(
  ledger: Ledger,
  state: PeriodState,
  act: PeriodAct,
  now: number,
  rules: CommentRules,
): Promise<WindowDays> {
  const calendar = await officeCalendar(ledger);
  if (act.kind === 'extend') return extendedWindow(act.to, rules, calendar);
  if (act.kind === 'resume') return resumedWindow(state, now, rules, calendar);
  return recalendaredWindow(state, (await mustPeriod(ledger, state.id)).terms, now, rules, calendar);
}
