/** The refusal for a task that is not on record: it says which tasks there are. */
import type { Ledger } from '../activities/ledger/connect.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { type DubanError, refuse } from '../domain/errors.js';

/** `task-other-plan` with the plan's own tasks where the plan in the id runs, else `task-unknown` with the form of an id. */
export async function unknownTask(ledger: Ledger, id: string): Promise<DubanError> {
  const [plan = ''] = id.split('/');
  const tasks = await listTasks(ledger, { plan });
  const ids = tasks.toSorted((a, b) => a.number - b.number).map((task) => task.id);
  if (ids.length === 0) return refuse('task-unknown', { task: id, allowed: 'wenchanghu-2023/2023/5' });
  return refuse('task-other-plan', {
    task: id,
    plan,
    allowed: ids.length === 1 ? (ids[0] ?? '') : `${ids[0]} 至 ${ids.at(-1)}`,
  });
}
