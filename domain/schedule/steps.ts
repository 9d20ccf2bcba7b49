/** The instants of one task, from its days and the ladder. Pure; called outside workflows, its result travels as data. */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf, yearOf } from '../day.js';
import type { Ladder, Rung, SkippedStep, Step } from './types.js';

export interface StepsInput {
  /** Day the task was assigned to its units (launch, or transfer). */
  readonly assigned: Day;
  /** Epoch ms of the assignment; only a test ladder in seconds counts from it. */
  readonly assignedAt: number;
  readonly due: Day;
  /** Day from which the present deadline binds: the assignment, or the extension that set it. Default `assigned`. */
  readonly binding?: Day;
  /** Steps before this day are past and are not caught up. Default `binding`. */
  readonly asOf?: Day;
  readonly ladder: Ladder;
  readonly calendar: Calendar;
  /** Test-only, for ladders in seconds: the instant that `due` stands for. Default the end of that day. */
  readonly dueAt?: number;
}

export interface Steps {
  /** In order of time; two rungs on one day are both listed. */
  readonly steps: readonly Step[];
  readonly skipped: readonly SkippedStep[];
  /** Epoch ms from which the task is overdue: 00:00 of the day after `due`, which is never rolled. */
  readonly redAt: number;
  /** Years whose holidays are not known and whose days were therefore computed as Monday to Friday. */
  readonly unknownYears: readonly number[];
}

interface Placed {
  readonly planned: Day;
  readonly day: Day;
  readonly at: number;
  /** The step lies before the day from which steps count. */
  readonly past: boolean;
}

/**
 * Computes every step of a task (design section 4). Before the deadline rungs count calendar days and move back to a
 * working day; a rung whose own day is still to come but whose working day has passed at the launch moves on to the
 * first working day. After it they count working days from the deadline, or from the day it became binding where that
 * is later. Past steps are listed as skipped; rungs for signing that lie before a later `asOf` had their turn and are
 * left out.
 */
export function computeSteps(input: StepsInput): Steps {
  const { assigned, due, ladder, calendar } = input;
  const binding = input.binding ?? assigned;
  const asOf = input.asOf ?? binding;
  const reason: SkippedStep['reason'] = asOf === assigned ? 'past-at-launch' : 'past-at-change';
  const redAt = input.dueAt ?? instantOf(addDays(due, 1));
  const countFrom = due > binding ? due : binding;

  const inWorkdays = (from: Day, rung: Rung): Placed => {
    const day = calendar.addWorkdays(from, rung.offset);
    return { planned: day, day, at: instantOf(day, ladder.hour), past: day < asOf };
  };
  const inDaysBefore = (rung: Rung): Placed => {
    const planned = addDays(due, -rung.offset);
    const wanted = calendar.onOrBefore(planned);
    const day = planned >= asOf && wanted < asOf ? calendar.onOrAfter(asOf) : wanted;
    return { planned, day, at: instantOf(day, ladder.hour), past: planned < asOf || day > due };
  };
  const inSeconds = (from: number, seconds: number): Placed => {
    const at = from + seconds * 1000;
    return { planned: dayOf(at), day: dayOf(at), at, past: at < input.assignedAt };
  };

  const steps: Step[] = [];
  const skipped: SkippedStep[] = [];
  const years = new Set<number>();
  const place = (phase: Step['phase'], rung: Rung, { planned, day, at, past }: Placed) => {
    const name = `${phase}-${rung.offset}`;
    if (!rung.seconds) for (const one of [planned, day]) years.add(yearOf(one));
    if (!past) steps.push({ at, day, planned, rung: name, phase, kind: rung.kind, to: rung.to });
    else if (phase !== 'sign') skipped.push({ rung: name, planned, reason });
  };

  for (const rung of ladder.sign) {
    place('sign', rung, rung.seconds ? inSeconds(input.assignedAt, rung.offset) : inWorkdays(assigned, rung));
  }
  for (const rung of ladder.before) {
    place('before', rung, rung.seconds ? inSeconds(redAt, -rung.offset) : inDaysBefore(rung));
  }
  for (const rung of ladder.after) {
    place('after', rung, rung.seconds ? inSeconds(redAt, rung.offset) : inWorkdays(countFrom, rung));
  }
  return {
    steps: steps.toSorted((a, b) => a.at - b.at),
    skipped,
    redAt,
    unknownYears: [...years].filter((year) => !calendar.known(year)).toSorted((a, b) => a - b),
  };
}
