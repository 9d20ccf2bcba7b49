/** The table the rounds work on: what it holds, which slot is open, whose receivers are whose. Pure and workflow-safe. */
import type { Day } from '../day.js';
import { fnv1a } from '../ids.js';
import type { Notice, Slot, Step } from './types.js';

/** What rounds must know of a task. `schedule` names a shared list of steps; `seq` guards against reordered signals. */
export interface RoundsTask {
  readonly id: string;
  readonly seq: number;
  readonly open: boolean;
  readonly suspended: boolean;
  readonly leads: readonly string[];
  readonly supports: readonly string[];
  readonly unsigned: readonly string[];
  readonly schedule: string;
  readonly due: Day;
}

/** One signal from a plan or a task: rows to take over, steps they refer to, one-off notices. */
export interface RoundsChange {
  readonly schedules?: Readonly<Record<string, readonly Step[]>>;
  readonly tasks: readonly RoundsTask[];
  readonly tell: readonly Omit<Notice, 'rungs'>[];
}

export interface HeldTask extends RoundsTask {
  /** Steps of the schedule already handled. */
  readonly taken: number;
}

export interface PendingFormal {
  readonly unit: string;
  readonly tasks: readonly string[];
  readonly copies: readonly string[];
  readonly approvalBy: number;
  readonly reminded: boolean;
}

export interface RoundsState {
  /** Unit ids of the office and of the leadership group. */
  readonly office: string;
  readonly leadership: string;
  readonly shard: number;
  readonly shards: number;
  readonly slots: readonly Slot[];
  readonly schedules: Readonly<Record<string, readonly Step[]>>;
  readonly tasks: Readonly<Record<string, HeldTask>>;
  /** Notices that wait for the next free slot, by `channel|unit`. */
  readonly held: Readonly<Record<string, readonly Notice[]>>;
  /** Slot of the last letter, by `channel|unit`; of the nth draft of a 督办函, by `formal|unit|n`. */
  readonly last: Readonly<Record<string, string>>;
  readonly formal: Readonly<Record<string, PendingFormal>>;
  /** Tasks that reached the leadership group. */
  readonly reported: readonly string[];
  readonly lastReport: string;
  readonly paused: readonly string[];
  /** Successors by the ids of units that reorganisations ended. */
  readonly succeeded?: Readonly<Record<string, string>>;
}

export function emptyRounds(office: string, leadership: string, shard = 0, shards = 1): RoundsState {
  return {
    office,
    leadership,
    shard,
    shards,
    slots: [],
    schedules: {},
    tasks: {},
    held: {},
    last: {},
    formal: {},
    reported: [],
    lastReport: '',
    paused: [],
  };
}

/** The slot that is open at `now`, if any. */
export function slotAt(state: Pick<RoundsState, 'slots'>, now: number): Slot | undefined {
  return state.slots.find((slot) => slot.from <= now && now < slot.to);
}

/** True when a receiver belongs to this shard. */
export function mine(state: Pick<RoundsState, 'shard' | 'shards'>, unit: string): boolean {
  return state.shards <= 1 || fnv1a(unit) % state.shards === state.shard;
}

/** True when somebody who may be told of the task belongs to this shard. */
export function relevant(
  state: Pick<RoundsState, 'shard' | 'shards' | 'office' | 'leadership'>,
  task: Pick<RoundsTask, 'leads' | 'supports'>,
): boolean {
  return [state.office, state.leadership, ...task.leads, ...task.supports].some((unit) => mine(state, unit));
}

/** True when the day of a weekly report has come, or passed unused in an outage, since the last report. */
export function weeklyDue(state: Pick<RoundsState, 'slots' | 'lastReport'>, now: number): boolean {
  return state.slots.some((slot) => slot.weekly && slot.from <= now && slot.id > state.lastReport);
}
