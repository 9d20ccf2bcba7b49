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
import type { LifeAct, LifeStage, PlanLife } from '../domain/life/life.js';
import type { Reorganisation } from '../domain/reorganisation.js';
import type { UnitSucceeded } from '../domain/schedule/succeeded.js';
import type { RoundsChange, RoundsState } from '../domain/schedule/table.js';
import type { Ladder } from '../domain/schedule/types.js';
import type { CycleAct, CycleState } from '../domain/supervision/cycle.js';
import type { SupervisionRules } from '../domain/supervision/rules.js';
import type { Act, Actor, TaskState } from '../domain/task.js';

/** Task queues: workflows and quick activities on one, letters with their rate limit on the other. */
export const mainQueue = 'duban';
export const mailQueue = 'duban-mail';

/** A year's tasks, launched at the start of the workflow; without tasks the plan waits for its acts. */
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
  /** The plan's life as it stands. */
  readonly life?: PlanLife;
  /** Carried over when the history is cut: open tasks by id with their years, how the others ended, what happened. */
  readonly open?: Readonly<Record<string, number>>;
  readonly ends?: { readonly accepted: number; readonly cancelled: number };
  readonly timeline?: PlanView['timeline'];
  readonly momentsUntil?: number;
  /** The history of a plan of several years is cut after so many events; default {@link PLAN_EVENTS}. */
  readonly events?: number;
}

/** Events after which a plan of several years continues as new. */
export const PLAN_EVENTS = 4000;

export interface TaskInput {
  readonly task: TaskState;
  readonly ladder: Ladder;
  readonly office: string;
  readonly rounds: readonly string[];
  /** Key of the steps in the rounds' table. */
  readonly schedule: string;
  /** The plan outlives its own run: it is told by signal when the task ends. */
  readonly tellPlan?: true;
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
  /** A draft whose plan has a life: it is told by signal how the period ended. */
  readonly tellPlan?: true;
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

export interface ReorganisationInput {
  readonly change: Reorganisation;
  /** Names of its units when it was decided. */
  readonly names: Readonly<Record<string, string>>;
  readonly decidedBy: Actor;
  readonly rounds: readonly string[];
}

/** `blocked`: on its day the directory stood against it; nothing was changed. */
export type ReorganisationStage = 'waiting' | 'under-way' | 'done' | 'withdrawn' | 'blocked';

export interface PlanView {
  readonly stage: LifeStage;
  readonly life?: PlanLife;
  readonly open: number;
  readonly timeline: readonly { readonly at: number; readonly what: string }[];
}

export const taskAct = defineUpdate<TaskState, [Act, Actor]>('act');
export const rulesChanged = defineUpdate<{ readonly schedule: string }, [Ladder, Actor]>('rulesChanged');
export const planClosed = defineSignal<[string, Actor]>('planClosed');
/** Acts that follow from the plan, in order; what no longer fits the task is left out and recorded. */
export const planActs = defineSignal<[readonly Act[], Actor]>('planActs');
/** The plan goes on; `days` are given back to what it suspended. */
export const planResumed = defineSignal<[{ readonly reason: string; readonly days: number }, Actor]>('planResumed');
export const taskState = defineQuery<TaskState>('state');

export const tasksChanged = defineSignal<[RoundsChange]>('tasksChanged');
export const unitPaused = defineSignal<[string, boolean]>('unitPaused');
/** Slots are computed again, with other rules when a ladder comes along. */
export const calendarChanged = defineSignal<[Ladder | null]>('calendarChanged');
export const formalApproved = defineUpdate<{ readonly number: string }, [string, Actor]>('approveSupervisionLetter');
export const letterResent = defineSignal<[string]>('letterResent');
/** A reorganisation ended a unit, or took tasks from it: what waits for it goes to its successor. */
export const unitSucceeded = defineSignal<[UnitSucceeded]>('unitSucceeded');
export const roundsTable = defineQuery<RoundsState>('table');

/** `early`: a plan of several years ends without its final evaluation. */
export const closePlan = defineUpdate<
  void,
  [{ readonly reason: string; readonly cancelOpen: boolean; readonly early?: boolean }, Actor]
>('close');
export const lifeAct = defineUpdate<PlanLife, [LifeAct, Actor]>('act');
/** Starts a comment period of the draft, already on record. */
export const openComments = defineUpdate<void, [PeriodInput, Actor]>('openComments');
export const commentsEnded = defineSignal<[period: string, published: boolean]>('commentsEnded');
export const taskEnded = defineSignal<[task: string, accepted: boolean]>('taskEnded');
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

export const withdrawReorganisation = defineUpdate<void, [reason: string, actor: Actor]>('withdraw');
export const reorganisationStage = defineQuery<ReorganisationStage>('stage');
