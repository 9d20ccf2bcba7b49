/**
 * What workflows can ask of the world. The only place that turns an error into a Temporal failure: what a later try can
 * cure is thrown on and retried, what it cannot becomes non-retryable. Failures are kept with the workflow, so nothing
 * of what a statement would have written goes with them.
 */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { CommentCounts } from '../domain/comment/comment.js';
import type { PeriodAct, PeriodState, WindowDays } from '../domain/comment/period.js';
import type { CommentRules } from '../domain/comment/rules.js';
import { nextTurn, type Turn } from '../domain/comment/turns.js';
import type { Day } from '../domain/day.js';
import { yearOf } from '../domain/day.js';
import { DubanError, type Fault } from '../domain/errors.js';
import { valueChange } from '../domain/indicators/change.js';
import { watchDates } from '../domain/indicators/dates.js';
import type { IndicatorRules } from '../domain/indicators/rules.js';
import type { EvaluationKind, WatchState } from '../domain/indicators/watch.js';
import type { PlanLife } from '../domain/life/life.js';
import { type LifeMoment, nextLifeMoment } from '../domain/life/moments.js';
import type { Reorganisation } from '../domain/reorganisation.js';
import type { Blocked } from '../domain/reorganisation-letter.js';
import type { FormalDraft } from '../domain/schedule/rounds.js';
import { slotsFrom } from '../domain/schedule/slots.js';
import type { RoundsChange } from '../domain/schedule/table.js';
import type { Ladder, LetterDraft, SkippedStep, Slot } from '../domain/schedule/types.js';
import { changeOf, daysOf } from '../domain/supervision/change.js';
import type { CycleAct, CycleState } from '../domain/supervision/cycle.js';
import type { SupervisionRules } from '../domain/supervision/rules.js';
import { type Actor, type LedgerEvent, type TaskState, unsignedOf } from '../domain/task.js';
import { type ErrandChange, errandsMoved, type Stock, stockOf, windowAfter } from './comments.js';
import { approveEvaluation } from './indicators.js';
import { bareError } from './ledger/bare-error.js';
import { appendEvents } from './ledger/chain.js';
import { publishCloseOut } from './ledger/comments/close-out.js';
import { mustPeriod, recordPeriod } from './ledger/comments/periods.js';
import { countsOf } from './ledger/comments/read.js';
import { approveFormal, draftFormal, withdrawFormal } from './ledger/formal.js';
import { indicatorDuties, recordWatch } from './ledger/indicators/watches.js';
import { loadLetter } from './ledger/letters.js';
import { type LifeChange, recordLife } from './ledger/life.js';
import { setPlanStatus } from './ledger/plans.js';
import { applyReorganisation } from './ledger/reorganisations.js';
import { recordCycle } from './ledger/supervision/cycles.js';
import { loadTask, recordTask } from './ledger/tasks.js';
import { type LetterDelivery, type OutboxDeps, sendLetter } from './mail/outbox.js';
import { sendReceipts } from './mail/receipts.js';
import { ledgerSources } from './mail/sources.js';
import { type Succession, successionsLeft } from './reorganisation.js';
import { officeCalendar, type ScheduleRequest, type Schedules, schedulesOf } from './schedules.js';
import { approve, nextMorning, type StartableCycle, startable } from './supervision.js';

export interface ActivityDeps extends Omit<OutboxDeps, 'sources'> {
  /** Epoch ms; the server's clock, so that a year in skipped time is dated right. */
  readonly now?: () => number;
}

/** `life`: the plan's life from then on; absent in plans launched before lives were kept. */
export type PlanRecord = { readonly life?: PlanLife } & (
  | {
      readonly status: 'executing';
      readonly plan: string;
      readonly at: number;
      readonly actor: Actor;
      readonly ladder: Ladder;
      readonly skipped: readonly (SkippedStep & { readonly tasks: readonly string[] })[];
    }
  | {
      readonly status: 'closed';
      readonly plan: string;
      readonly at: number;
      readonly actor: Actor;
      readonly reason: string;
      readonly accepted: number;
      readonly cancelled: number;
    }
);

export type Activities = ReturnType<typeof createActivities>;

const system: Actor = { name: 'duban', role: 'system' };

/** Activities over one ledger and one way to send mail. */
export function createActivities(deps: ActivityDeps) {
  const { ledger } = deps;
  const outbox: OutboxDeps = { ...deps, sources: ledgerSources(ledger) };
  return {
    computeSchedules: (request: {
      readonly ladder: Ladder;
      readonly now: number;
      readonly tasks: readonly ScheduleRequest[];
    }): Promise<Schedules> => guarded(async () => schedulesOf(request, await officeCalendar(ledger))),

    computeSlots: (request: { readonly now: number; readonly ladder: Ladder }): Promise<readonly Slot[]> =>
      guarded(async () => slotsFrom(request.now, request.ladder, await officeCalendar(ledger))),

    startableCycles: (now: number, plan: string | null): Promise<readonly StartableCycle[]> =>
      guarded(async () => startable(ledger, await officeCalendar(ledger), now, plan)),

    nextCycleMorning: (plan: string, now: number): Promise<number | null> =>
      guarded(async () => nextMorning(ledger, await officeCalendar(ledger), plan, now)),

    cycleChange: (
      state: CycleState,
      units: readonly string[],
      asking: boolean,
      rules: SupervisionRules,
    ): Promise<RoundsChange> =>
      guarded(async () => changeOf(state, units, asking, rules, await officeCalendar(ledger))),

    cycleDays: (
      state: CycleState,
      act: CycleAct,
      now: number,
      rules: SupervisionRules,
    ): Promise<ReturnType<typeof daysOf>> =>
      guarded(async () => daysOf(state, act, now, rules, await officeCalendar(ledger))),

    recordCycle: (state: CycleState, events: readonly LedgerEvent[]): Promise<void> =>
      guarded(() => recordCycle(ledger, state, events)),

    approveBulletin: (state: CycleState, actor: Actor, now: number): Promise<{ readonly number: string }> =>
      guarded(() => approve(ledger, state, actor, now)),

    indicatorDates: (
      year: number,
      from: number,
      to: number,
      now: number,
      rules: IndicatorRules,
    ): Promise<ReturnType<typeof watchDates>> =>
      guarded(async () => watchDates(year, { from, to }, now, rules, await officeCalendar(ledger))),

    indicatorUnits: (plan: string): Promise<Readonly<Record<number, string>>> =>
      guarded(() => indicatorDuties(ledger, plan)),

    valueRounds: (state: WatchState, asking: boolean, rules: IndicatorRules): Promise<RoundsChange> =>
      guarded(async () => valueChange(state, asking, rules, await officeCalendar(ledger))),

    recordWatch: (state: WatchState, events: readonly LedgerEvent[]): Promise<void> =>
      guarded(() => recordWatch(ledger, state, events)),

    keepIndicatorEvaluation: (
      state: WatchState,
      kind: EvaluationKind,
      actor: Actor,
      now: number,
      rules: IndicatorRules,
    ): Promise<void> => guarded(() => approveEvaluation(ledger, state, kind, actor, now, rules)),

    nextCommentTurn: (after: Day, rules: CommentRules): Promise<Turn> =>
      guarded(async () => nextTurn(after, rules, await officeCalendar(ledger))),

    movedWindow: (state: PeriodState, act: PeriodAct, now: number, rules: CommentRules): Promise<WindowDays> =>
      guarded(() => windowAfter(ledger, state, act, now, rules)),

    /** The dues of errands by the calendar in force, told to the rounds as rows; see `errandsMoved`. */
    commentDues: (period: string, today: Day, rules: CommentRules): Promise<ErrandChange> =>
      guarded(async () => errandsMoved(ledger, period, today, rules, await officeCalendar(ledger))),

    recordPeriod: (state: PeriodState, events: readonly LedgerEvent[]): Promise<void> =>
      guarded(() => recordPeriod(ledger, state, events)),

    commentStock: (state: PeriodState, day: Day, now: number, rules: CommentRules): Promise<Stock | null> =>
      guarded(async () => stockOf(ledger, state, day, now, rules, await officeCalendar(ledger))),

    commentCounts: (period: string): Promise<CommentCounts> => guarded(() => countsOf(ledger, period)),

    /** What stands against publication, or the counts it was published with. */
    publishCloseOut: (next: PeriodState, event: LedgerEvent): Promise<{ fault: Fault } | { counts: CommentCounts }> =>
      guarded(async () => {
        const fault = await publishCloseOut(ledger, next, event);
        return fault === null ? { counts: (await mustPeriod(ledger, next.id)).state.counts } : { fault };
      }),

    recordTask: (state: TaskState, events: readonly LedgerEvent[]): Promise<void> =>
      guarded(() => recordTask(ledger, state, events)),

    /** Many tasks at once, one event each: the ledger writes them in one statement. */
    recordTasks: (states: readonly TaskState[], events: readonly LedgerEvent[]): Promise<void> =>
      guarded(async () => {
        await Promise.all(states.map((state, at) => recordTask(ledger, state, events.slice(at, at + 1))));
      }),

    recordPlan: (record: PlanRecord): Promise<void> =>
      guarded(async () => {
        const { plan, at, actor } = record;
        const life = record.life === undefined ? {} : { life: record.life };
        const event = (kind: string, data: LedgerEvent['data']): LedgerEvent => ({
          id: `${kind}/${plan}`,
          at,
          actor,
          kind,
          subject: plan,
          data,
        });
        if (record.status === 'executing')
          await setPlanStatus(
            ledger,
            plan,
            { status: 'executing', ladder: record.ladder, at, by: actor.name, ...life },
            [event('plan.launched', { ladder: record.ladder, skipped: record.skipped })],
          );
        else
          await setPlanStatus(ledger, plan, { status: 'closed', at, ...life }, [
            event('plan.closed', { reason: record.reason, accepted: record.accepted, cancelled: record.cancelled }),
          ]);
      }),

    recordLife: (life: PlanLife, events: readonly LedgerEvent[], change: LifeChange): Promise<void> =>
      guarded(() => recordLife(ledger, life, events, change)),

    /** When the plan next asks something of the office, after the moment taken last (`after`), as of `now` (epoch ms). */
    lifeMoment: (life: PlanLife, after: number, now: number): Promise<LifeMoment | null> =>
      guarded(async () => nextLifeMoment(life, after, await officeCalendar(ledger), now)),

    applyReorganisation: (change: Reorganisation, actor: Actor, at: number): Promise<true | Blocked> =>
      guarded(() => applyReorganisation(ledger, change, actor, at)),

    successionsLeft: (change: Reorganisation): Promise<readonly Succession[]> =>
      guarded(() => successionsLeft(ledger, change)),

    recordEvents: (events: readonly LedgerEvent[]): Promise<void> => guarded(() => appendEvents(ledger, events)),

    draftFormal: (draft: FormalDraft, office: string, at: number): Promise<void> =>
      guarded(() => draftFormal(ledger, { ...draft, office }, at)),

    withdrawFormals: (ids: readonly string[], at: number): Promise<void> =>
      guarded(async () => {
        for (const id of ids) await withdrawFormal(ledger, id, system, '所列任务均已办结', at);
      }),

    numberFormal: (id: string, actor: Actor, day: Day, at: number): Promise<{ readonly number: string }> =>
      guarded(() => approveFormal(ledger, id, actor, yearOf(day), undefined, at)),

    unsignedUnits: (tasks: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> =>
      guarded(async () => {
        const found = await Promise.all(tasks.map((id) => loadTask(ledger, id)));
        return Object.fromEntries(found.flatMap((task) => (task ? [[task.id, unsignedOf(task)]] : [])));
      }),

    letterDraft: (key: string): Promise<LetterDraft | null> =>
      guarded(async () => (await loadLetter(ledger, key))?.draft ?? null),

    /** Mails receipts that are due; `more` when a further call is wanted. */
    sendReceipts: (period: string): Promise<{ readonly more: boolean }> =>
      guarded(() => {
        const { info, cancellationSignal } = Context.current();
        return sendReceipts(
          outbox,
          period,
          deps.now?.() ?? info.currentAttemptScheduledTimestampMs,
          cancellationSignal,
        );
      }),

    sendLetter: (draft: LetterDraft): Promise<LetterDelivery> =>
      guarded(() => {
        const { info, cancellationSignal } = Context.current();
        const now = deps.now?.() ?? info.currentAttemptScheduledTimestampMs;
        return sendLetter(outbox, draft, now, cancellationSignal);
      }),
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DubanError)
      throw ApplicationFailure.create({
        message: error.message,
        type: error.code,
        nonRetryable: !error.retryable,
        cause: bareError(error) as Error,
      });
    throw bareError(error);
  }
}
