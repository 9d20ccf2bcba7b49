/**
 * The contract between the workflows and everybody who talks to them: inputs, updates, signals, queries. Imported by
 * client/ and worker/; holds no behaviour.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { TaskSeed } from '../domain/assign.js';
import type { PeriodAct, PeriodState } from '../domain/comment/period.js';
import type { CommentRules } from '../domain/comment/rules.js';
import type { IndicatorRules } from '../domain/indicators/rules.js';
import type { WatchAct, WatchState } from '../domain/indicators/watch.js';
import type { RoundsChange, RoundsState } from '../domain/schedule/table.js';
import type { Ladder } from '../domain/schedule/types.js';
import type { CycleAct, CycleState } from '../domain/supervision/cycle.js';
import type { SupervisionRules } from '../domain/supervision/rules.js';
import type { Act, Actor, TaskState } from '../domain/task.js';

/** Task queues: workflows and quick activities on one, letters with their rate limit on the other. */
export const mainQueue = 'duban';
export const mailQueue = 'duban-mail';

export interface PlanInput {
  readonly plan: string;
  readonly title: string;
  readonly year: number;
  readonly tasks: readonly TaskSeed[];
  readonly ladder: Ladder;
  readonly office: string;
  readonly leadership: string;
  /** Workflow ids of the rounds that serve the office, one a shard. */
  readonly rounds: readonly string[];
  readonly launchedBy: Actor;
  /** The plan starts its supervision cycles itself: where there are no Temporal Schedules. */
  readonly supervised?: boolean;
}

export interface TaskInput {
  readonly task: TaskState;
  readonly ladder: Ladder;
  readonly office: string;
  readonly rounds: readonly string[];
  /** Key of the steps in the rounds' table. */
  readonly schedule: string;
}

export interface RoundsInput {
  readonly state: RoundsState;
  /** Rules for the slots: the office's hour, weekday and approval time. */
  readonly ladder: Ladder;
}

export interface PeriodInput {
  readonly state: PeriodState;
  readonly rules: CommentRules;
  /** Workflow ids of the rounds that serve the office. */
  readonly rounds: readonly string[];
  /** Errands the rounds have heard of, by id; carried over when the history is cut. */
  readonly toldErrands: Readonly<Record<string, number>>;
  /** The history is cut after so many events; default {@link PERIOD_EVENTS}. */
  readonly events?: number;
}

/** Events after which a comment period continues as new. */
export const PERIOD_EVENTS = 4000;

export interface CycleInput {
  readonly state: CycleState;
  readonly rules: SupervisionRules;
  readonly rounds: readonly string[];
}

export interface WatchInput {
  readonly state: WatchState;
  readonly rules: IndicatorRules;
  readonly rounds: readonly string[];
}

export type PlanStage = 'issued' | 'executing' | 'closed';

export interface PlanView {
  readonly stage: PlanStage;
  readonly open: number;
  readonly timeline: readonly { readonly at: number; readonly what: string }[];
}

export const taskAct = defineUpdate<TaskState, [Act, Actor]>('act');
export const rulesChanged = defineUpdate<{ readonly schedule: string }, [Ladder, Actor]>('rulesChanged');
export const planClosed = defineSignal<[string, Actor]>('planClosed');
export const taskState = defineQuery<TaskState>('state');

export const tasksChanged = defineSignal<[RoundsChange]>('tasksChanged');
export const unitPaused = defineSignal<[string, boolean]>('unitPaused');
/** Slots are computed again, with other rules when a ladder comes along. */
export const calendarChanged = defineSignal<[Ladder | null]>('calendarChanged');
export const formalApproved = defineUpdate<{ readonly number: string }, [string, Actor]>('approveSupervisionLetter');
export const letterResent = defineSignal<[string]>('letterResent');
export const roundsTable = defineQuery<RoundsState>('table');

export const closePlan = defineUpdate<void, [{ readonly reason: string; readonly cancelOpen: boolean }, Actor]>(
  'close',
);
export const planView = defineQuery<PlanView>('state');

export const periodAct = defineUpdate<PeriodState, [PeriodAct, Actor]>('act');
/** New comments are in the ledger; told at most once in a quarter of an hour. */
export const commentsArrived = defineSignal('commentsArrived');
export const periodState = defineQuery<PeriodState>('state');
/** Receipts wait to be mailed (workflow `commentReceipts`). */
export const receiptsDue = defineSignal('receiptsDue');

export const cycleAct = defineUpdate<CycleState, [CycleAct, Actor]>('act');
export const cycleState = defineQuery<CycleState>('state');

export const watchAct = defineUpdate<WatchState, [WatchAct, Actor]>('act');
export const watchState = defineQuery<WatchState>('state');
