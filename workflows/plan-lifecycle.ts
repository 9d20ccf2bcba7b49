/**
 * A plan's life (design section 3), in this version from issue to closing:
 *
 *   issued ──launch: schedules computed, tasks started, rounds told──▶ executing
 *   executing ──last task closed──▶ closed
 *   executing ──close (office; open tasks only with `cancelOpen`)──▶ closed
 */
import {
  ApplicationFailure,
  allHandlersFinished,
  ChildWorkflowCancellationType,
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  sleep,
  startChild,
} from '@temporalio/workflow';
import { assignmentNotices, assignTask, roundsTask } from '../domain/assign.js';
import { fault } from '../domain/errors.js';
import { taskWorkflowId } from '../domain/ids.js';
import type { RoundsChange } from '../domain/schedule/table.js';
import type { Actor, LedgerEvent, TaskState } from '../domain/task.js';
import { startCycle } from './cycle-starter.js';
import { keyTask } from './key-task.js';
import {
  closePlan,
  type PlanInput,
  type PlanView,
  planClosed,
  planView,
  type TaskInput,
  tasksChanged,
} from './messages.js';
import { computeSchedules, nextCycleMorning, recordPlan, recordTasks, startableCycles } from './proxies.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey, unitsKey } from './search.js';

/** Runs until the plan is closed; returns how many tasks were accepted and how many cancelled. */
export async function planLifecycle(
  input: PlanInput,
): Promise<{ readonly accepted: number; readonly cancelled: number }> {
  let stage: PlanView['stage'] = 'issued';
  const timeline: { at: number; what: string }[] = [];
  const open = new Map<string, TaskState>();
  const ends = { accepted: 0, cancelled: 0 };
  let closing: { reason: string; actor: Actor } | undefined;
  const note = (what: string): void => {
    timeline.push({ at: Date.now(), what });
    setCurrentDetails(`**${input.title}**\n\n${what}`);
  };

  setHandler(planView, () => ({ stage, open: open.size, timeline }), { description: '计划所处阶段与经过' });
  setHandler(
    closePlan,
    async ({ reason }, actor) => {
      closing = { reason, actor };
      await condition(() => stage === 'closed');
    },
    {
      validator: ({ cancelOpen }: { readonly reason: string; readonly cancelOpen: boolean }, _actor: Actor) => {
        const refused =
          stage !== 'executing'
            ? fault('plan-not-executing', { plan: input.plan })
            : open.size > 0 && !cancelOpen
              ? fault('plan-has-open-tasks', { plan: input.plan, count: open.size })
              : undefined;
        if (refused) throw ApplicationFailure.nonRetryable(refused.message, refused.code, refused);
      },
      description: '结束计划',
    },
  );

  const launchedAt = Date.now();
  const schedules = await computeSchedules({
    ladder: input.ladder,
    now: launchedAt,
    tasks: input.tasks.map((seed) => ({ id: String(seed.number), due: seed.due })),
  });
  await recordPlan({
    plan: input.plan,
    status: 'executing',
    at: launchedAt,
    actor: input.launchedBy,
    ladder: input.ladder,
    skipped: schedules.skipped,
  });

  const rows: RoundsChange['tasks'][number][] = [];
  const tell: RoundsChange['tell'][number][] = [];
  const children = await Promise.all(
    input.tasks.map(async (seed, index) => {
      const schedule = schedules.tasks[index];
      if (!schedule) throw ApplicationFailure.nonRetryable('no schedule', 'internal');
      const task = assignTask(input.plan, input.year, seed, schedule.assigned, launchedAt, schedule.redAt);
      open.set(task.id, task);
      rows.push(roundsTask(task, schedule.key));
      tell.push(...assignmentNotices(task));
      const child: TaskInput = {
        task,
        ladder: input.ladder,
        office: input.office,
        rounds: input.rounds,
        schedule: schedule.key,
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
      return { id: task.id, handle };
    }),
  );
  // On record before the first letter is composed from them.
  await recordTasks([...open.values()], [...open.values()].map(assigned));
  for (const id of input.rounds)
    await getExternalWorkflowHandle(id).signal(tasksChanged, { schedules: schedules.steps, tasks: rows, tell });
  stage = 'executing';
  note(`启动，交办任务 ${children.length} 项`);

  for (const { id, handle } of children) {
    void handle.result().then(
      (end) => {
        open.delete(id);
        ends[end.stage === 'accepted' ? 'accepted' : 'cancelled']++;
      },
      () => {
        // Terminated by an operator: it no longer runs, and the ledger keeps what it was.
        open.delete(id);
        ends.cancelled++;
      },
    );
  }
  if (input.supervised === true) void holdCycles(input.plan, () => open.size === 0 || closing !== undefined);
  await condition(() => open.size === 0 || closing !== undefined);
  if (closing !== undefined) {
    const { reason, actor } = closing;
    // When a worker that has forgotten the plan takes it up with this update, Temporal hands over the update before the
    // tasks closed just earlier; without a step in between, the list of open tasks would differ in the next replay.
    await sleep(1, { summary: '清点在办任务' });
    await Promise.all(
      [...open.keys()].map((id) =>
        getExternalWorkflowHandle(taskWorkflowId(id))
          .signal(planClosed, reason, actor)
          .catch(() => undefined),
      ),
    );
    await condition(() => open.size === 0, '1h');
  }
  const actor: Actor = closing?.actor ?? { name: 'duban', role: 'system' };
  await recordPlan({
    plan: input.plan,
    status: 'closed',
    at: Date.now(),
    actor,
    reason: closing?.reason ?? '全部任务已办结',
    ...ends,
  });
  stage = 'closed';
  note(`结束：销号 ${ends.accepted} 项，取消 ${ends.cancelled} 项`);
  await condition(allHandlersFinished);
  return ends;
}

/** Starts the plan's supervision cycles where no Temporal Schedule does (skipped time). */
async function holdCycles(plan: string, over: () => boolean): Promise<void> {
  while (!over()) {
    const morning = await nextCycleMorning(plan, Date.now());
    if (morning === null) return;
    if (await condition(over, Math.max(1, morning - Date.now()), { summary: '督查周期' })) return;
    for (const due of await startableCycles(Date.now(), plan)) await startCycle(due);
  }
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
