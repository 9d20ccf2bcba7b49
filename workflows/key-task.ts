/**
 * One key task of one year, from assignment to closing (stages: see domain/task.ts).
 *
 *   start ─▶ ┌─ wait for an act (update), rules (update), the plan's acts, resumption or end (signals)
 *            │     act ─▶ check (validator, synchronous) ─▶ apply ─▶ record in the ledger ─▶ answer the caller
 *            │           ├─▶ tell rounds (signal) when dates, units, completed signing or openness changed
 *            │           └─▶ letter that answers the act, at once
 *            └─ one timer: redAt ─▶ overdue (light and search attribute), never a stage
 *   accepted or cancelled ─▶ last letters out ─▶ end
 */
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { ScheduleRequest, Schedules } from '../activities/schedules.js';
import { actLetter, actNotices, roundsTask } from '../domain/assign.js';
import { addDays, dayOf } from '../domain/day.js';
import { planWorkflowId } from '../domain/ids.js';
import type { RoundsChange } from '../domain/schedule/table.js';
import type { Ladder, Step } from '../domain/schedule/types.js';
import { type Act, type Actor, isOpen, type LedgerEvent, type TaskState } from '../domain/task.js';
import { actNames, applyAct, movedDue, stageNames } from '../domain/task-acts.js';
import { refusal } from '../domain/task-refusals.js';
import {
  planActs,
  planClosed,
  planResumed,
  rulesChanged,
  type TaskInput,
  taskAct,
  taskEnded,
  taskState,
} from './messages.js';
import { computeSchedules, recordTask } from './proxies.js';
import { throwIf } from './refused.js';
import { dueKey, overdueKey, stageKey, unitsKey } from './search.js';
import { send } from './send.js';
import { tellRounds } from './tell-rounds.js';

/** Runs until the task is accepted or cancelled; returns how it ended. */
export async function keyTask(input: TaskInput): Promise<{ readonly stage: TaskState['stage']; readonly seq: number }> {
  let task: TaskState = input.task;
  let schedule = input.schedule;
  let ladder: Ladder = input.ladder;
  // The assignment itself is recorded by the plan, for all its tasks at once.
  const unrecorded: LedgerEvent[] = [];
  let recordedSeq = task.seq;
  let change: { steps?: Readonly<Record<string, readonly Step[]>>; tell: RoundsChange['tell'] } | undefined;
  let shown = shownOf(task);
  let letters = 0;

  const admitOutcome = (
    act: Act,
    actor: Actor,
    redAt?: number,
    steps?: Readonly<Record<string, readonly Step[]>>,
  ): number => {
    const before = roundsTask(task, schedule);
    const outcome = applyAct(task, act, actor, Date.now(), redAt);
    task = outcome.state;
    unrecorded.push(outcome.event);
    const tell = actNotices(outcome);
    if (steps || tell.length > 0 || !sameForRounds(before, roundsTask(task, schedule))) {
      change = { steps: { ...change?.steps, ...steps }, tell: [...(change?.tell ?? []), ...tell] };
    }
    const letter = actLetter(outcome, input.office, Date.now());
    if (letter) {
      letters++;
      void send(letter, `${task.number}号任务：${actNames[act.kind]}`).finally(() => letters--);
    }
    return task.seq;
  };

  const recorded = async (seq: number): Promise<TaskState> => {
    await condition(() => recordedSeq >= seq);
    return task;
  };

  /** Schedules for what the task asks now; asked again when date or rules changed while they were computed. */
  const computed = async (request: () => ScheduleRequest): Promise<Schedules> => {
    for (;;) {
      const asked = { ladder, task: request() };
      const schedules = await computeSchedules({ ladder, now: Date.now(), tasks: [asked.task] });
      if (asked.ladder === ladder && JSON.stringify(asked.task) === JSON.stringify(request())) return schedules;
    }
  };

  const perform = async (act: Act, actor: Actor): Promise<TaskState> => {
    // Two acts accepted in one workflow task: the second is judged by what the first has made of the task.
    throwIf(refusal(task, act, Date.now()));
    const due = movedDue(task, act);
    const handedOn = act.kind === 'transfer';
    const afresh = act.kind === 'succeed' && act.afresh === true;
    if (due === undefined && !handedOn && !afresh) return recorded(admitOutcome(act, actor));
    const schedules = await computed(() => ({
      ...datesOf(task),
      ...(handedOn ? { assigned: dayOf(Date.now()) } : {}),
      due: movedDue(task, act) ?? task.due,
      moved: due !== undefined,
    }));
    const [moved] = schedules.tasks;
    if (!moved) throw ApplicationFailure.nonRetryable('no schedule', 'internal');
    // Another act may have come in between: check once more, then apply without a pause.
    throwIf(refusal(task, act, Date.now()));
    schedule = moved.key;
    return recorded(admitOutcome(act, actor, moved.redAt, schedules.steps));
  };
  /** What the plan decided: nobody waits for an answer, so what no longer fits is recorded with its reason. */
  const follow = async (act: Act, actor: Actor): Promise<void> => {
    const refused = refusal(task, act, Date.now());
    if (refused === null) {
      await perform(act, actor).catch((error: unknown) => log.warn('plan act refused', { error: String(error) }));
      return;
    }
    if (!isOpen(task)) return;
    task = { ...task, seq: task.seq + 1 };
    unrecorded.push({
      id: `${task.id}#${task.seq}`,
      at: Date.now(),
      actor,
      kind: 'task.planActLeft',
      subject: task.id,
      data: { act: act.kind, code: refused.code },
    });
  };

  setHandler(taskAct, perform, {
    validator: (act: Act, _actor: Actor) => throwIf(refusal(task, act, Date.now())),
    description: '签收、报告、审核、延期、转办、调整、取消',
  });
  setHandler(
    rulesChanged,
    async (rules, actor) => {
      ladder = rules;
      const schedules = await computed(() => ({ ...datesOf(task), due: task.due, moved: false }));
      const [next] = schedules.tasks;
      // Closed meanwhile: nothing is left to compute for.
      if (!next || !isOpen(task)) return { schedule };
      schedule = next.key;
      task = { ...task, redAt: next.redAt, seq: task.seq + 1 };
      unrecorded.push({
        id: `${task.id}#${task.seq}`,
        at: Date.now(),
        actor,
        kind: 'task.rulesChanged',
        subject: task.id,
        data: { schedule },
      });
      change = { steps: { ...change?.steps, ...schedules.steps }, tell: change?.tell ?? [] };
      await recorded(task.seq);
      return { schedule };
    },
    { description: '按新的催办规则或日历重新计算' },
  );
  setHandler(planClosed, (reason, actor) => {
    if (isOpen(task)) admitOutcome({ kind: 'cancel', reason }, actor);
  });
  setHandler(planActs, async (acts, actor) => {
    for (const act of acts) await follow(act, actor);
  });
  setHandler(planResumed, async ({ reason, days }, actor) => {
    // What the office suspended by itself stays suspended.
    if (task.suspended?.byPlan !== true) return;
    await follow({ kind: 'resume', reason, ...(days > 0 ? { due: addDays(task.due, days) } : {}) }, actor);
  });
  setHandler(taskState, () => task, { description: '任务当前状态' });

  const flush = async (): Promise<void> => {
    const events = unrecorded.splice(0);
    const row = roundsTask(task, schedule);
    const outgoing = change;
    change = undefined;
    setCurrentDetails(details(task));
    const now = shownOf(task);
    if (JSON.stringify(now) !== JSON.stringify(shown)) {
      upsertSearchAttributes([
        { key: stageKey, value: now.stage },
        { key: overdueKey, value: now.overdue },
        { key: unitsKey, value: now.units },
        { key: dueKey, value: new Date(now.redAt) },
      ]);
      shown = now;
    }
    const seq = task.seq;
    await recordTask(task, events);
    recordedSeq = Math.max(recordedSeq, seq);
    if (outgoing)
      await tellRounds(input.rounds, {
        tasks: [row],
        tell: outgoing.tell,
        ...(outgoing.steps ? { schedules: outgoing.steps } : {}),
      });
  };

  void watchDeadline(
    () => task,
    () => {
      task = { ...task, overdue: true, seq: task.seq + 1 };
      unrecorded.push({
        id: `${task.id}#${task.seq}`,
        at: Date.now(),
        actor: { name: 'duban', role: 'system' },
        kind: 'task.overdue',
        subject: task.id,
        data: { due: task.due, firstDue: task.firstDue },
      });
    },
  );

  while (isOpen(task) || unrecorded.length > 0) {
    await condition(() => unrecorded.length > 0);
    await flush();
  }
  await condition(() => letters === 0 && allHandlersFinished());
  if (input.tellPlan === true)
    await getExternalWorkflowHandle(planWorkflowId(task.plan))
      .signal(taskEnded, task.id, task.stage === 'accepted')
      .catch((error: unknown) => log.warn('plan not told', { error: String(error) }));
  return { stage: task.stage, seq: task.seq };
}

/** One armed timer at a time; a moved date re-arms it. While the plan rests none is: its days may be given back. */
async function watchDeadline(task: () => TaskState, turn: () => void): Promise<void> {
  const resting = (): boolean => task().suspended?.byPlan === true;
  while (isOpen(task())) {
    const { redAt, overdue } = task();
    const rests = resting();
    const moved = (): boolean => !isOpen(task()) || task().redAt !== redAt || resting() !== rests;
    if (overdue || rests) {
      await condition(moved);
    } else if (!(await condition(moved, Math.max(1, redAt - Date.now()), { summary: `${task().due}到期` }))) {
      turn();
    }
  }
}

/** Of signing, rounds need to hear only that it is complete (domain/schedule/signing.ts). */
function sameForRounds(a: ReturnType<typeof roundsTask>, b: ReturnType<typeof roundsTask>): boolean {
  const essence = ({ seq: _s, unsigned, ...row }: typeof a): string =>
    JSON.stringify({ ...row, allSigned: unsigned.length === 0 });
  return essence(a) === essence(b);
}

/** What lists of running workflows show of a task. */
function shownOf(task: TaskState): { stage: string; overdue: boolean; units: string[]; redAt: number } {
  const units = [...new Set(task.duties.map((duty) => duty.unit))];
  return { stage: task.stage, overdue: task.overdue, units, redAt: task.redAt };
}

function datesOf(task: TaskState): Pick<TaskState, 'id' | 'assigned' | 'assignedAt' | 'binding'> {
  return { id: task.id, assigned: task.signFrom ?? task.assigned, assignedAt: task.assignedAt, binding: task.binding };
}

function details(task: TaskState): string {
  const overdue = task.overdue ? '，已逾期' : '';
  return `**${task.number}. ${task.title}**\n\n${stageNames[task.stage]}${overdue}；时限 ${task.due}（首次时限 ${task.firstDue}）`;
}
