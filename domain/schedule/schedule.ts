/** The schedule of one task as data: its steps under a key that equal schedules share, and its red instant. Pure. */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import { fnv1a } from '../ids.js';
import type { TaskState } from '../task.js';
import { computeSteps } from './steps.js';
import type { Ladder, SkippedStep, Step } from './types.js';

export interface Schedule {
  /** Equal steps have equal keys, so that rounds keep one copy for all tasks due on one day. */
  readonly key: string;
  readonly steps: readonly Step[];
  readonly redAt: number;
  readonly skipped: readonly SkippedStep[];
  readonly unknownYears: readonly number[];
}

/** Slices after which a test ladder in seconds lets a deadline fall. */
const TEST_SLICES = 20;

/**
 * The last day whose letters have had their turn at an instant (epoch ms): the day itself, but the day before while the
 * letters of a working day are still to come.
 */
export function lastTurn(now: number, ladder: Pick<Ladder, 'hour'>, calendar: Calendar): Day {
  const today = dayOf(now);
  return calendar.isWorkday(today) && now < instantOf(today, ladder.hour) ? addDays(today, -1) : today;
}

/**
 * Steps for a task's deadline. `changedOn` is given when date or rules change, from {@link lastTurn}: what lay on it or
 * before has had its turn, steps count from the next day.
 */
export function scheduleOf(
  task: Pick<TaskState, 'assigned' | 'assignedAt' | 'due' | 'binding' | 'signFrom'>,
  ladder: Ladder,
  calendar: Calendar,
  changedOn?: Day,
): Schedule {
  const { steps, skipped, redAt, unknownYears } = computeSteps({
    assigned: task.signFrom ?? task.assigned,
    assignedAt: task.assignedAt,
    due: task.due,
    binding: task.binding,
    ...(changedOn === undefined ? {} : { asOf: addDays(changedOn, 1) }),
    ladder,
    calendar,
    ...(ladder.slotSeconds === undefined ? {} : { dueAt: task.assignedAt + TEST_SLICES * ladder.slotSeconds * 1000 }),
  });
  const key = `${task.due}-${fnv1a(JSON.stringify(steps)).toString(36)}`;
  return { key, steps, redAt, skipped, unknownYears };
}
