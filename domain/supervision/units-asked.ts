/** Which tasks a supervision cycle counts, and which units it asks about them. Pure and workflow-safe. */
import { type Day, instantOf } from '../day.js';
import { isOpen, leadsOf, supportsOf, type TaskState } from '../task.js';
import type { CycleUnit } from './cycle.js';

/** First and last calendar day of the period. */
export interface PeriodDays {
  readonly from: Day;
  readonly to: Day;
}

type AskedOf = Pick<TaskState, 'id' | 'number' | 'duties' | 'reporter' | 'stage' | 'assigned' | 'closedAt'>;

/**
 * True for a task that a cycle counts: assigned by the period's last day and not over before its first. A task accepted
 * within the period (or later, while the cycle still collects) stays in as done; a cancelled one has nothing to say.
 */
export function isCounted(task: Pick<TaskState, 'stage' | 'assigned' | 'closedAt'>, period: PeriodDays): boolean {
  if (task.stage === 'cancelled' || task.assigned > period.to) return false;
  return isOpen(task) || (task.closedAt ?? 0) >= instantOf(period.from);
}

/** The tasks as they stood at an instant (epoch ms): what closed at it or later was open then. Who reports is taken as it is now. */
export function standingAt<T extends AskedOf>(tasks: readonly T[], at: number): readonly T[] {
  return tasks.map((task) => (!isOpen(task) && (task.closedAt ?? 0) >= at ? { ...task, stage: 'underway' } : task));
}

/**
 * Of each unit that is asked for a return: the tasks it reports on, and apart, for its information, the others it has
 * a duty in (it supports them, or leads them together with the unit that reports). One unit reports on a task for all
 * its leads. A unit that only supports is not asked, nor one all of whose tasks are done: no paper without a question
 * (supervision regulation Art. 15). In the order of the tasks' numbers.
 */
export function unitsAsked(
  tasks: readonly AskedOf[],
  period: PeriodDays,
): readonly Pick<CycleUnit, 'unit' | 'leads' | 'supports'>[] {
  const counted = tasks.filter((task) => isCounted(task, period)).toSorted((a, b) => a.number - b.number);
  const units = new Set(counted.filter(isOpen).map((task) => task.reporter));
  units.delete('');
  return [...units].map((unit) => ({
    unit,
    leads: counted.filter((task) => task.reporter === unit).map((task) => task.id),
    supports: counted
      .filter(
        (task) => isOpen(task) && task.reporter !== unit && [...leadsOf(task), ...supportsOf(task)].includes(unit),
      )
      .map((task) => task.id),
  }));
}
