/** The tasks of a plan's year as workflows: started, and told together. */
import {
  ApplicationFailure,
  ChildWorkflowCancellationType,
  type ChildWorkflowHandle,
  getExternalWorkflowHandle,
  log,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import type { Schedules } from '../activities/schedules.js';
import { assignmentNotices, assignTask, roundsTask, type TaskSeed } from '../domain/assign.js';
import { taskWorkflowId } from '../domain/ids.js';
import type { RoundsChange } from '../domain/schedule/table.js';
import type { Act, Actor, LedgerEvent, TaskState } from '../domain/task.js';
import { keyTask } from './key-task.js';
import { type PlanInput, planActs, type TaskInput, tasksChanged } from './messages.js';
import { recordTasks } from './proxies.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey, unitsKey } from './search.js';

export interface StartedTask {
  readonly task: TaskState;
  readonly handle: ChildWorkflowHandle<typeof keyTask>;
}

/** Starts a workflow for each seed, puts the tasks on record and tells the rounds, which write the assignment letters. */
export async function startTasks(
  input: Pick<PlanInput, 'plan' | 'ladder' | 'office' | 'rounds'>,
  year: number,
  seeds: readonly TaskSeed[],
  schedules: Schedules,
  launchedAt: number,
  more: Pick<TaskInput, 'tellPlan'> = {},
): Promise<readonly StartedTask[]> {
  const rows: RoundsChange['tasks'][number][] = [];
  const tell: RoundsChange['tell'][number][] = [];
  const started = await Promise.all(
    seeds.map(async (seed, index) => {
      const schedule = schedules.tasks[index];
      if (!schedule) throw ApplicationFailure.nonRetryable('no schedule', 'internal');
      const task = assignTask(input.plan, year, seed, schedule.assigned, launchedAt, schedule.redAt);
      rows.push(roundsTask(task, schedule.key));
      tell.push(...assignmentNotices(task));
      const child: TaskInput = {
        task,
        ladder: input.ladder,
        office: input.office,
        rounds: input.rounds,
        schedule: schedule.key,
        ...more,
      };
      const handle = await startChild(keyTask, {
        workflowId: taskWorkflowId(task.id),
        args: [child],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        cancellationType: ChildWorkflowCancellationType.ABANDON,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: `${task.number}. ${task.title}`,
        typedSearchAttributes: [
          { key: planKey, value: input.plan },
          { key: kindKey, value: 'task' },
          { key: stageKey, value: task.stage },
          { key: unitsKey, value: [...new Set(task.duties.map((d) => d.unit))] },
          { key: dueKey, value: new Date(task.redAt) },
          { key: overdueKey, value: task.overdue },
        ],
      });
      return { task, handle };
    }),
  );
  // On record before the first letter is composed from them.
  const tasks = started.map(({ task }) => task);
  await recordTasks(tasks, tasks.map(assigned));
  for (const id of input.rounds)
    await getExternalWorkflowHandle(id).signal(tasksChanged, { schedules: schedules.steps, tasks: rows, tell });
  return started;
}

/** Hands each task its acts, in order; a task that has ended meanwhile needs none. */
export async function tellTasks(
  acts: readonly { readonly task: string; readonly act: Act }[],
  actor: Actor,
): Promise<void> {
  const byTask = new Map<string, Act[]>();
  for (const { task, act } of acts) byTask.set(task, [...(byTask.get(task) ?? []), act]);
  await Promise.all(
    [...byTask].map(([task, own]) =>
      getExternalWorkflowHandle(taskWorkflowId(task))
        .signal(planActs, own, actor)
        .catch((error: unknown) => log.warn('task not told', { task, error: String(error) })),
    ),
  );
}

function assigned(task: TaskState): LedgerEvent {
  return {
    id: `${task.id}#${task.seq}`,
    at: task.assignedAt,
    actor: { name: 'duban', role: 'system' },
    kind: 'task.assigned',
    subject: task.id,
    data: { due: task.due, dueSource: task.dueSource, duties: task.duties },
  };
}
