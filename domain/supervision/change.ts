/**
 * What a cycle tells the rounds, and what its acts take from the calendar. Pure; needs the calendar, so it is called
 * outside workflows. Rehearsal and activities run this same code.
 */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import { askedNotice, askedRow } from '../schedule/asked.js';
import { scheduleOf } from '../schedule/schedule.js';
import type { RoundsChange } from '../schedule/table.js';
import type { Step } from '../schedule/types.js';
import type { Clock } from './act-letters.js';
import { type CycleAct, type CycleActDays, type CycleState, isCollecting, returnOf } from './cycle.js';
import { lastDayOf } from './dates.js';
import { returnLadder, type SupervisionRules } from './rules.js';

/** Calendar days before a contest's answer is due on which the office is reminded. */
const CONTEST_REMINDERS = [7, 1] as const;

/** Rows, steps and notices of a cycle's units for the rounds; `asking`: these are the requests; steps up to `changedOn` have had their turn. */
export function changeOf(
  state: CycleState,
  units: readonly string[],
  asking: boolean,
  rules: SupervisionRules,
  calendar: Calendar,
  changedOn?: Day,
): RoundsChange {
  const ladder = returnLadder(rules);
  const schedules: Record<string, readonly Step[]> = {};
  const tasks = state.units
    .filter((one) => units.includes(one.unit))
    .map((one) => {
      const asked = dayOf(state.requestedAt);
      const binding = one.state === 'sent-back' ? dayOf(one.at ?? state.requestedAt) : asked;
      const { key, steps } = scheduleOf(
        { assigned: asked, assignedAt: 0, due: one.due, binding },
        ladder,
        calendar,
        changedOn,
      );
      schedules[key] = steps;
      const seq = one.seq + (isCollecting(state) ? 0 : 1000);
      const open = isCollecting(state) && one.state !== 'returned';
      return askedRow({ id: returnOf(state, one.unit), seq, open, unit: one.unit, due: one.due }, key);
    });
  const tell = asking ? tasks.map(({ id, leads }) => askedNotice(id, leads[0] ?? '')) : [];
  return { schedules, tasks, tell };
}

/** What an act takes from the calendar. */
export function daysOf(
  state: CycleState,
  act: CycleAct,
  now: number,
  rules: SupervisionRules,
  calendar: Calendar,
): CycleActDays & { readonly clocks?: readonly Clock[] } {
  const today = dayOf(now);
  switch (act.kind) {
    case 'sendBack': {
      // Never earlier than what the cycle has granted anyway.
      const again = calendar.addWorkdays(today, rules.sendBackWithin);
      return { due: again > state.dates.due ? again : state.dates.due };
    }
    case 'compile':
    case 'correct':
      return { approveBy: instantOf(calendar.addWorkdays(today, rules.approvalWithin), rules.hour) };
    case 'approve':
      return { publishBy: instantOf(calendar.addWorkdays(today, rules.approvalWithin), rules.hour) };
    case 'publish':
      return { by: lastDayOf(today, rules.contestWithin, calendar) };
    case 'contest': {
      const by = lastDayOf(today, rules.answerWithin, calendar);
      const no = state.contests.length + 1;
      const clocks: Clock[] = CONTEST_REMINDERS.map((n) => ({
        at: instantOf(calendar.onOrBefore(addDays(by, -n)), rules.hour),
        why: `contest-${no}-${n}`,
        no,
      }));
      clocks.push({ at: instantOf(calendar.addWorkdays(by, 1), rules.hour), why: `contest-${no}-overdue`, no });
      return { by, clocks };
    }
    default:
      return {};
  }
}
