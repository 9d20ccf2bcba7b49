/** An amendment carried out on the tasks of a rehearsal, as the plan and its tasks carry it out. Pure. */
import { assignmentNotices } from '../assign.js';
import { taskId } from '../ids.js';
import type { RehearsedTasks } from '../schedule/rehearsed-tasks.js';
import type { Notice } from '../schedule/types.js';
import type { Actor } from '../task.js';
import type { Amendment } from './life.js';

/** What one unit is told; it stands in one letter. */
export interface Told {
  readonly unit: string;
  readonly notices: readonly Pick<Notice, 'task' | 'kind' | 'audience'>[];
}

/**
 * Acts first, then the tasks that begin; an act that no longer fits its task is left out. `now` in epoch ms.
 * @returns what each unit is told, in the order of the acts.
 */
export function carryOut(
  world: Pick<RehearsedTasks, 'act' | 'assign' | 'states'>,
  plan: string,
  { year, acts, add }: Amendment,
  actor: Actor,
  now: number,
): readonly Told[] {
  const told = new Map<string, Told['notices']>();
  const tell = ({ unit, task, kind, audience }: Omit<Notice, 'rungs'>): void => {
    told.set(unit, [...(told.get(unit) ?? []), { task, kind, audience }]);
  };
  for (const { task, act } of acts) {
    if (!world.states().has(task)) continue;
    const outcome = world.act(task, act, actor, now);
    if ('tell' in outcome) for (const notice of outcome.tell) tell({ ...notice, task });
  }
  world.assign(plan, year, add, now);
  for (const { number } of add) {
    const task = world.states().get(taskId(plan, year, number));
    if (task) assignmentNotices(task).forEach(tell);
  }
  return [...told].map(([unit, notices]) => ({ unit, notices }));
}
