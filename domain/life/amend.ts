/**
 * From what an office wants changed in a running plan to the acts on its tasks and the tasks that begin with it. Pure.
 *
 *   add ─▶ a new task · drop ─▶ cancel · move ─▶ transfer · target, date ─▶ amend
 *   split, merge ─▶ cancel (units of the new tasks hear of it from those) and new tasks that say where they come from
 */
import type { TaskSeed } from '../assign.js';
import { DubanError } from '../errors.js';
import type { Act, TaskOrigin, TaskState } from '../task.js';
import { type AmendGround, amendFaults, runningTask } from './amend-faults.js';
import { isForLater } from './amended-targets.js';
import { type AmendChange, type AmendmentRequest, type NewTask, namedIn, newTasksOf } from './amendment.js';
import type { Amendment } from './life.js';
import { targetsOfYear } from './year-targets.js';

export type { AmendGround } from './amend-faults.js';

/**
 * @param lines line of each change in the file it was read from, for the faults.
 * @returns the amendment; its changes carry the numbers of the new tasks.
 * @throws DubanError with everything that stands against it.
 */
export function amendmentOf(
  request: AmendmentRequest,
  ground: AmendGround,
  lines: readonly (number | undefined)[] = [],
): Amendment {
  const numbered = { ...request, changes: withNumbers(request.changes, ground) };
  const acts = numbered.changes.map((change) => actsOf(change, numbered, ground));
  const seeds = numbered.changes.flatMap((change) => seedsOf(change, numbered, ground));
  const faults = amendFaults(numbered, ground, { acts, seeds }, lines);
  if (faults.length > 0) throw new DubanError(faults);
  const { changes, reason, approvedBy, document } = numbered;
  const { year } = ground;
  return { year, changes, acts: acts.flat(), add: seeds, reason, approvedBy, document };
}

/** New tasks without a number get the next free ones; a number is never given twice, not even that of a dropped task. */
function withNumbers(changes: readonly AmendChange[], { plan, tasks }: AmendGround): readonly AmendChange[] {
  const given = changes.flatMap(newTasksOf).flatMap(({ number }) => number ?? []);
  let last = Math.max(0, ...plan.tasks.map((task) => task.number), ...tasks.map((task) => task.number), ...given);
  const numbered = (task: NewTask): NewTask => ({ ...task, title: task.title.trim(), number: task.number ?? ++last });
  return changes.map((change): AmendChange => {
    if (change.kind === 'add') return { ...change, task: numbered(change.task) };
    if (change.kind === 'split') return { ...change, into: change.into.map(numbered) };
    return change.kind === 'merge' ? { ...change, into: numbered(change.into) } : change;
  });
}

/** Acts on the tasks that the change names, as far as they run. */
function actsOf(change: AmendChange, { reason }: AmendmentRequest, ground: AmendGround): Amendment['acts'] {
  const on = (number: number, act: Act): Amendment['acts'] => {
    const task = runningTask(ground, number);
    return task === undefined ? [] : [{ task: task.id, act }];
  };
  const fresh = newTasksOf(change);
  const numbers = fresh.map((task) => task.number).join('、');
  const told = [...new Set(fresh.flatMap((task) => task.duties.map((duty) => duty.unit)))];
  switch (change.kind) {
    case 'add':
      return [];
    case 'drop':
      return on(change.task, { kind: 'cancel', reason, byPlan: true });
    case 'split':
      return on(change.task, { kind: 'cancel', reason: `拆分为第${numbers}项：${reason}`, told, byPlan: true });
    case 'merge': {
      const words = `第${change.tasks.join('、')}项合并为第${numbers}项：${reason}`;
      return change.tasks.flatMap((task) => on(task, { kind: 'cancel', reason: words, told, byPlan: true }));
    }
    case 'move':
      return on(change.task, { kind: 'transfer', from: change.from, to: change.to, reason, byPlan: true });
    case 'target':
      return isForLater(change, ground.year)
        ? []
        : on(change.task, { kind: 'amend', targets: targetsOfYear(change, ground.year), reason, byPlan: true });
    case 'date':
      return on(change.task, { kind: 'amend', due: change.due, reason, byPlan: true });
    default:
      throw new Error(`unknown change ${JSON.stringify(change satisfies never)}`);
  }
}

function seedsOf(change: AmendChange, { reason }: AmendmentRequest, ground: AmendGround): readonly TaskSeed[] {
  const from = namedIn(change);
  const chapter = from.map((number) => runningTask(ground, number)).find((task): task is TaskState => !!task)?.chapter;
  const kind: TaskOrigin['kind'] = change.kind === 'split' ? 'split' : change.kind === 'merge' ? 'merged' : 'added';
  return newTasksOf(change).map((task): TaskSeed => {
    const targets = targetsOfYear({ targets: task.targets ?? [] }, ground.year);
    return {
      number: task.number ?? 0,
      title: task.title,
      chapter: task.chapter ?? chapter ?? '',
      duties: task.duties,
      due: task.due ?? `${ground.year}-12-31`,
      dueSource: task.due === undefined ? 'default' : 'text',
      origin: { kind, tasks: from, reason },
      ...(targets.length === 0 ? {} : { targets }),
    };
  });
}
