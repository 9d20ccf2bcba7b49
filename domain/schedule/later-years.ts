/** The years after the first of a plan that is played through. Pure. */
import type { Day } from '../day.js';
import { type YearList, yearList } from '../life/year-list.js';
import type { Directory } from '../org.js';
import type { Plan, YearAnswer } from '../plan.js';
import type { TaskState } from '../task.js';

export interface LaterYear {
  readonly year: number;
  /** Day on which its tasks are launched; it moves to the next working day when it is off. */
  readonly from: Day;
}

/** A year's list with the answers that settled it. */
export interface PlayedList {
  readonly list: YearList;
  readonly answers: readonly YearAnswer[];
}

/** The approval of a year's list in a story. */
export const playedApproval = { by: '（演练）领导小组', document: '（演练）任务清单批准件' };

/**
 * The list of a year as a story settles it: no target is split, and the first of several successors takes over.
 * @param running the plan's tasks as they stand then.
 */
export function playedList(
  plan: Plan,
  year: number,
  running: readonly TaskState[],
  at: { readonly directory: Directory; readonly asOf: Day },
): PlayedList {
  const { questions } = yearList(plan, year, running, { answers: [], picked: [] }, at);
  const answers = questions.map(
    (one): YearAnswer =>
      'target' in one
        ? { task: one.task, target: one.target, value: 'none' }
        : { task: one.task, unit: one.unit, to: one.successors[0] ?? one.unit },
  );
  return { list: yearList(plan, year, running, { answers, picked: [] }, at), answers };
}
