/** The plan on record after an amendment: its tasks as later years and pages see them. Pure. */
import { yearOf } from '../day.js';
import type { Plan, PlanTask } from '../plan.js';
import { amendedTargets } from './amended-targets.js';
import { newTasksOf } from './amendment.js';
import type { Amendment } from './life.js';

/** @returns the plan with every change carried out; tasks dropped, split or merged leave it, what they were stands in the chain. */
export function amendPlan(plan: Plan, { year, changes, add }: Amendment): Plan {
  let tasks: readonly PlanTask[] = plan.tasks;
  const edit = (number: number, change: (task: PlanTask) => PlanTask): void => {
    tasks = tasks.map((task) => (task.number === number ? change(task) : task));
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'drop':
      case 'split':
        tasks = tasks.filter((task) => task.number !== change.task);
        break;
      case 'merge':
        tasks = tasks.filter((task) => !change.tasks.includes(task.number));
        break;
      case 'move':
        edit(change.task, (task) => ({
          ...task,
          duties: task.duties.map((duty) => (duty.unit === change.from ? { ...duty, unit: change.to } : duty)),
        }));
        break;
      case 'target':
        edit(change.task, (task) => ({ ...task, targets: [...amendedTargets(task.targets, change.targets, year)] }));
        break;
      case 'date':
        edit(change.task, (task) => ({
          ...task,
          due: change.due,
          dueSource: 'text',
          ...(task.deadlines === undefined
            ? {}
            : {
                deadlines: task.deadlines.map((one) => (yearOf(one.due) === year ? { ...one, due: change.due } : one)),
              }),
        }));
        break;
      case 'add':
        break;
      default:
        throw new Error(`unknown change ${JSON.stringify(change satisfies never)}`);
    }
  }
  const targets = new Map(changes.flatMap(newTasksOf).map((task) => [task.number, task.targets ?? []]));
  const added = add.map(
    (seed): PlanTask => ({
      number: seed.number,
      title: seed.title,
      chapter: seed.chapter,
      duties: seed.duties.map((duty) => ({ ...duty, raw: '' })),
      due: seed.due,
      dueSource: seed.dueSource,
      ...(seed.dueSource === 'text' ? { deadlines: [{ due: seed.due, raw: '' }] } : {}),
      targets: [...(targets.get(seed.number) ?? [])],
    }),
  );
  return { ...plan, tasks: [...tasks, ...added].toSorted((a, b) => a.number - b.number) };
}
