/**
 * A plan's life, from the first draft or from its issue to its end (stages: see domain/life/life.ts).
 *
 *   start ─▶ with a year's tasks: launched at once; without: waits for acts
 *   ┌─ wait for an act (update), a comment period's start (update) or end (signal), a task's end, the close (update)
 *   │    startYear ─▶ schedules ─▶ one keyTask a task ─▶ on record ─▶ rounds are told (they write the assignment letters)
 *   │    amend ─▶ on record ─▶ running tasks get their acts (signal), new ones start
 *   │    pause / resume ─▶ every open task is suspended / goes on, with the time given back or not
 *   │    a plan of several years: its moments (next year's list, evaluations) ─▶ letters to the office
 *   └─ a plan of several years, long history, nothing under way ─▶ continue as new
 *   last task of a plan of one year closed, or closed by the office (open tasks only with `cancelOpen`; acts are waited for,
 *   none begins any more) ─▶ end
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  sleep,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { TaskSeed } from '../domain/assign.js';
import { dayOf, daysBetween } from '../domain/day.js';
import { type Fault, fault } from '../domain/errors.js';
import { commentWorkflowId, taskWorkflowId } from '../domain/ids.js';
import {
  type Amendment,
  applyLifeAct,
  isLong,
  type LifeAct,
  type LifeStage,
  type LifeTurn,
  lifeActLine,
  lifeActWords,
  lifeStageWords,
  type PlanLife,
  turnLife,
} from '../domain/life/life.js';
import type { Actor } from '../domain/task.js';
import { commentPeriod } from './comment-period.js';
import { holdCycles } from './cycle-starter.js';
import {
  closePlan,
  commentsEnded,
  lifeAct,
  openComments,
  type PeriodInput,
  PLAN_EVENTS,
  type PlanInput,
  planClosed,
  planResumed,
  planView,
  taskEnded,
} from './messages.js';
import { followMoments } from './plan-moments.js';
import { refusedClose, refusedLife } from './plan-refusals.js';
import { startTasks, tellTasks } from './plan-tasks.js';
import { computeSchedules, recordLife, recordPlan } from './proxies.js';
import { throwIf } from './refused.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey } from './search.js';

const system: Actor = { name: 'duban', role: 'system' };

/** Runs until the plan is closed; returns how many tasks were accepted and how many cancelled. */
export async function planLifecycle(
  input: PlanInput,
): Promise<{ readonly accepted: number; readonly cancelled: number }> {
  /** Absent in plans launched before lives were kept: those live one year. */
  let life: PlanLife | undefined = input.life;
  let stage: LifeStage = life?.stage ?? 'issued';
  const timeline = [...(input.timeline ?? [])];
  /** Years of the open tasks by id. */
  const open = new Map<string, number>(Object.entries(input.open ?? {}));
  const ends = { ...(input.ends ?? { accepted: 0, cancelled: 0 }) };
  /** A plan begun as a draft gets its rules with its first year. */
  let { ladder } = input;
  let closing: { reason: string; actor: Actor } | undefined;
  let acting = false;
  let ending = false;
  let underWay = 0;
  /** Instant up to which the plan's moments were taken (epoch ms). */
  let { momentsUntil } = input;
  /** Changes that may move the plan's next moment. */
  let changes = 0;
  const note = (what: string): void => {
    timeline.push({ at: Date.now(), what });
    setCurrentDetails(`**${input.title}**\n\n${what}`);
  };
  const over = (): boolean =>
    stage === 'closed' || closing !== undefined || (stage === 'executing' && !long() && !acting && open.size === 0);
  const long = (): boolean => life !== undefined && isLong(life);

  /** Takes over what a life has become; the stage is told to lists of running workflows. */
  const become = (next: PlanLife): void => {
    life = next;
    changes++;
    if (stage !== next.stage) upsertSearchAttributes([{ key: stageKey, value: next.stage }]);
    stage = next.stage;
  };
  const turned = async (turn: LifeTurn, what: string): Promise<void> => {
    if (life === undefined) return;
    const { life: next, event } = turnLife(life, turn, system, Date.now());
    become(next);
    note(what);
    if (event) await recordLife(next, [event], {});
  };
  const ended = (id: string, accepted: boolean): void => {
    const year = open.get(id);
    if (year === undefined) return;
    open.delete(id);
    ends[accepted ? 'accepted' : 'cancelled']++;
    if (life !== undefined) life = turnLife(life, { kind: 'taskEnded', year, accepted }, system, Date.now()).life;
  };

  const launch = async (
    year: number,
    seeds: readonly TaskSeed[],
    record: (launchedAt: number, skipped: Awaited<ReturnType<typeof computeSchedules>>['skipped']) => Promise<void>,
  ): Promise<void> => {
    const launchedAt = Date.now();
    const schedules = await computeSchedules({
      ladder,
      now: launchedAt,
      tasks: seeds.map((seed) => ({ id: String(seed.number), due: seed.due })),
    });
    await record(launchedAt, schedules.skipped);
    // Before the first can end: an empty list of open tasks ends a plan.
    const started = await startTasks(
      { ...input, ladder },
      year,
      seeds,
      schedules,
      launchedAt,
      long() ? { tellPlan: true } : {},
    );
    for (const { task, handle } of started) {
      open.set(task.id, year);
      void handle.result().then(
        (end) => ended(task.id, end.stage === 'accepted'),
        // Terminated by an operator: it no longer runs, and the ledger keeps what it was.
        () => ended(task.id, false),
      );
    }
  };

  const amend = async ({ year, acts, add }: Amendment, actor: Actor): Promise<void> => {
    await tellTasks(acts, actor);
    if (add.length > 0) await launch(year, add, async () => undefined);
  };

  const perform = async (act: LifeAct, actor: Actor): Promise<PlanLife> => {
    if (life === undefined) throw new Error('no life');
    const before = life;
    const now = Date.now();
    const { life: next, event } = applyLifeAct(before, act, actor, now, dayOf(now));
    become(next);
    note(lifeActLine(act));
    switch (act.kind) {
      case 'startYear':
        ladder = act.ladder ?? ladder;
        await launch(act.year, act.tasks, (launchedAt, skipped) =>
          before.years.length > 0
            ? recordLife(next, [{ ...event, data: { ...event.data, skipped } }], { year: act.year })
            : recordPlan({
                ...{ status: 'executing', plan: input.plan, at: launchedAt, actor, ladder, skipped },
                life: next,
              }),
        );
        if (before.years.length === 0) begin();
        break;
      case 'amend':
        await recordLife(next, [event], { amendment: act.amendment });
        await amend(act.amendment, actor);
        break;
      case 'pause':
        await recordLife(next, [event], {});
        await tellTasks(
          [...open.keys()].map((task) => ({ task, act: { kind: 'suspend', reason: act.reason, byPlan: true } })),
          actor,
        );
        break;
      case 'resume': {
        await recordLife(next, [event], {});
        const since = dayOf(before.paused?.since ?? now);
        const days = act.giveBack ? daysBetween(since, dayOf(now)) : 0;
        await Promise.all(
          [...open.keys()].map((task) =>
            getExternalWorkflowHandle(taskWorkflowId(task))
              .signal(planResumed, { reason: act.reason, days }, actor)
              .catch(() => undefined),
          ),
        );
        break;
      }
      case 'issue':
      case 'evaluate':
        await recordLife(next, [event], {});
    }
    return life ?? next;
  };

  setHandler(planView, () => ({ stage, open: open.size, timeline, ...(life === undefined ? {} : { life }) }), {
    description: '计划所处阶段与经过',
  });
  const endingFault = (act: string): Fault | null =>
    closing !== undefined || ending ? fault('life-closing', { plan: input.plan, act }) : null;
  const refusedAct = (act: LifeAct): Fault | null =>
    endingFault(lifeActWords[act.kind]) ?? refusedLife(life, act, input.plan, Date.now());
  setHandler(
    lifeAct,
    async (act, actor) => {
      while (acting) await condition(() => !acting);
      acting = true;
      try {
        // Two acts accepted in one workflow task: the second is judged by what the first has made of the plan.
        throwIf(refusedAct(act));
        return await perform(act, actor);
      } finally {
        acting = false;
      }
    },
    {
      validator: (act: LifeAct, _actor: Actor) => throwIf(refusedAct(act)),
      description: Object.values(lifeActWords).join('、'),
    },
  );
  const mayAsk = (): void => {
    throwIf(endingFault('公开征求意见'));
    if (life === undefined || !['drafting', 'revising'].includes(stage))
      throwIf(
        fault('life-stage', {
          plan: input.plan,
          stage: lifeStageWords[stage],
          act: '公开征求意见',
          allowed: `${lifeStageWords.drafting}、${lifeStageWords.revising}`,
        }),
      );
  };
  setHandler(
    openComments,
    async (period, _actor) => {
      mayAsk();
      const { state } = period;
      await turned({ kind: 'commentsOpened', period: state.id }, `第${state.round}轮公开征求意见`);
      await startChild(commentPeriod, {
        workflowId: commentWorkflowId(state.id),
        args: [period],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `${state.title}（第${state.round}轮）`,
        typedSearchAttributes: [
          { key: planKey, value: state.plan },
          { key: kindKey, value: 'comment' },
          { key: stageKey, value: state.stage },
          { key: dueKey, value: new Date(state.endsAt) },
          { key: overdueKey, value: false },
        ],
      });
    },
    { validator: (_period: PeriodInput, _actor: Actor) => mayAsk(), description: '公开征求意见' },
  );
  setHandler(commentsEnded, async (period, published) => {
    if (stage !== 'commenting' || life?.comments.at(-1) !== period) return;
    await turned(
      { kind: 'commentsEnded', period, published },
      published ? '意见采纳情况已公布，进入修改' : '征求意见已撤回',
    );
  });
  setHandler(taskEnded, (id, accepted) => ended(id, accepted));
  type CloseOptions = Parameters<typeof refusedClose>[2] & { readonly reason: string };
  const mayClose = (options: CloseOptions): void =>
    throwIf(refusedClose(life, { plan: input.plan, stage, open: open.size }, options));
  setHandler(
    closePlan,
    async (options, actor) => {
      // An act under way may begin tasks: they end with the others, or stand against the end.
      if (acting) {
        while (acting) await condition(() => !acting);
        mayClose(options);
      }
      closing = { reason: options.reason, actor };
      await condition(() => stage === 'closed');
    },
    { validator: (options: CloseOptions, _actor: Actor) => mayClose(options), description: '结束计划' },
  );

  const working = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay++;
    try {
      return await work();
    } finally {
      underWay--;
    }
  };
  /** What runs beside the acts while a plan is executed. */
  const begin = (): void => {
    momentsUntil ??= Date.now();
    if (input.supervised === true) void holdCycles(input.plan, over, working);
    if (long())
      void followMoments({
        life: () => life as PlanLife,
        changes: () => changes,
        over,
        working,
        seen: () => momentsUntil ?? Date.now(),
        take: async (moment) => {
          momentsUntil = moment.at;
          if (moment.evaluationDue === true && stage === 'executing')
            await turned({ kind: 'evaluationDue' }, '进入总结评估');
        },
      });
  };

  if (input.tasks.length > 0) {
    if (life !== undefined) {
      const act: LifeAct = { kind: 'startYear', year: input.year, tasks: input.tasks };
      life = applyLifeAct(life, act, input.launchedBy, Date.now(), dayOf(Date.now())).life;
    }
    const first = life;
    acting = true;
    await launch(input.year, input.tasks, (launchedAt, skipped) =>
      recordPlan({
        plan: input.plan,
        status: 'executing',
        at: launchedAt,
        actor: input.launchedBy,
        ladder: input.ladder,
        skipped,
        ...(first === undefined ? {} : { life: first }),
      }),
    );
    acting = false;
    stage = 'executing';
    note(`启动，交办任务 ${input.tasks.length} 项`);
  }
  if (stage === 'executing' || stage === 'evaluating') begin();
  const limit = input.events ?? PLAN_EVENTS;
  const idle = (): boolean => !acting && underWay === 0 && allHandlersFinished();
  const full = (): boolean => long() && workflowInfo().historyLength > limit && idle();
  await condition(() => over() || full());
  if (!over())
    await continueAsNew<typeof planLifecycle>({
      ...input,
      ...(life === undefined ? {} : { life }),
      ladder,
      tasks: [],
      open: Object.fromEntries(open),
      ends,
      ...(momentsUntil === undefined ? {} : { momentsUntil }),
      timeline: timeline.slice(-TIMELINE),
    });
  ending = true;
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
  if (life !== undefined) life = turnLife(life, { kind: 'closed' }, system, Date.now()).life;
  const actor: Actor = closing?.actor ?? system;
  await recordPlan({
    plan: input.plan,
    status: 'closed',
    at: Date.now(),
    actor,
    reason: closing?.reason ?? '全部任务已办结',
    ...ends,
    ...(life === undefined ? {} : { life }),
  });
  stage = 'closed';
  note(`结束：销号 ${ends.accepted} 项，取消 ${ends.cancelled} 项`);
  await condition(allHandlersFinished);
  return ends;
}

/** Entries of the timeline carried over when the history is cut. */
const TIMELINE = 200;
