/** One act on one task: who may, then the task's workflow decides. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { loadDirectory } from '../activities/ledger/directory.js';
import { loadTask } from '../activities/ledger/tasks.js';
import { unitFaults } from '../domain/ended-unit.js';
import { DubanError, refuse } from '../domain/errors.js';
import { taskWorkflowId } from '../domain/ids.js';
import { taskActFaults } from '../domain/roles.js';
import type { Act, Actor, TaskState } from '../domain/task.js';
import { refusal } from '../domain/task-refusals.js';
import { taskAct } from '../workflows/messages.js';
import { ask, type Desk, named, recordRefusal } from './desk.js';
import { unknownTask } from './unknown-task.js';

/** @throws DubanError with the reason; a refused act is on record. */
export async function actOnTask(desk: Desk, id: string, act: Act, actor: Actor): Promise<TaskState> {
  const task = await loadTask(desk.ledger, id);
  if (!task) throw await unknownTask(desk.ledger, id);
  try {
    await check(desk, act, actor);
    return await ask(desk, () =>
      desk.client.workflow.getHandle(taskWorkflowId(id)).executeUpdate(taskAct, { args: [act, actor] }),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw await recordRefusal(desk, actor, act.kind, id, await tooLate(desk, id, act));
    if (error instanceof DubanError && !error.retryable) throw await recordRefusal(desk, actor, act.kind, id, error);
    throw error;
  }
}

async function check(desk: Desk, act: Act, actor: Actor): Promise<void> {
  const directory = await loadDirectory(desk.ledger);
  const faults = taskActFaults(actor, act).map((one) => named(one, directory));
  if (act.kind === 'transfer') faults.push(...unitFaults(directory, act.to, '接办任务'));
  if (faults.length > 0) throw new DubanError(faults);
}

/** The workflow is over: the ledger knows why the act comes too late. */
async function tooLate(desk: Desk, id: string, act: Act): Promise<DubanError> {
  const task = await loadTask(desk.ledger, id);
  const reason = task && refusal(task, act, await desk.now());
  if (!reason) return refuse('not-found', { what: id });
  return new DubanError([named(reason, await loadDirectory(desk.ledger))]);
}
