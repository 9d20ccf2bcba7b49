/**
 * The rounds' table after a reorganisation: what waited for a unit, and what it is still asked about (returns, values,
 * comments), goes into its successor's letters, so that one address gets one routine letter a day. Running tasks tell
 * the rounds themselves. Pure and workflow-safe.
 */
import { endedBy, type Reorganisation } from '../reorganisation.js';
import { type Channel, type Held, hold } from './notices.js';
import type { HeldTask, RoundsChange, RoundsState, RoundsTask } from './table.js';

export interface UnitSucceeded {
  readonly from: string;
  /** Itself where the unit stands on without some of its tasks. */
  readonly to: string;
  /** Tasks by id that another successor took over. */
  readonly tasks: Readonly<Record<string, string>>;
}

/** Duties handed over, by task and former unit. */
export type HandedOver = readonly { readonly task: string; readonly from: string; readonly to: string }[];

/** What the rounds are told: for each unit who follows, and which tasks went to somebody else. */
export function successionsOf(change: Reorganisation, tasks: HandedOver): readonly UnitSucceeded[] {
  const ended = endedBy(change);
  return change.units.flatMap((from): UnitSucceeded[] => {
    const own = tasks.filter((one) => one.from === from);
    const [first = from] = change.successors;
    const to = ended.includes(from) ? first : from;
    if (to === from && own.length === 0) return [];
    const others = own.filter((one) => one.to !== to).map((one) => [one.task, one.to] as const);
    return [{ from, to, tasks: Object.fromEntries(others) }];
  });
}

/**
 * The table from then on. A divided table stays as it is: its shards are divided by unit, and what it holds for the
 * former unit reaches the successor's address (domain/successor) in a letter of its own.
 */
export function succeedUnit(state: RoundsState, { from, to, tasks }: UnitSucceeded): RoundsState {
  if (state.shards > 1) return state;
  const takerOf = (task: string): string => tasks[task] ?? to;
  const held: Held = new Map();
  for (const [key, notices] of Object.entries(state.held)) {
    const [channel, unit] = key.split('|') as [Channel, string];
    for (const notice of notices)
      hold(held, channel, unit === from ? { ...notice, unit: takerOf(notice.task) } : notice);
  }
  const rows = Object.entries(state.tasks).map(([id, row]): [string, HeldTask] => [
    id,
    { ...row, ...unitsAfter(row, (unit) => (unit === from ? takerOf(id) : unit)) },
  ]);
  const formal = Object.entries(state.formal).map(([id, one]) => {
    const takers = new Set(one.tasks.map(takerOf));
    const [only] = takers;
    const unit = one.unit === from && only !== undefined && takers.size === 1 ? only : one.unit;
    return [id, { ...one, unit, copies: once(one.copies.map((copy) => (copy === from ? to : copy))) }] as const;
  });
  if (to === from)
    return {
      ...state,
      held: Object.fromEntries(held),
      tasks: Object.fromEntries(rows),
      formal: Object.fromEntries(formal),
    };
  const earlier = Object.entries(state.succeeded ?? {}).map(([old, next]) => [old, next === from ? to : next]);
  return {
    ...state,
    held: Object.fromEntries(held),
    tasks: Object.fromEntries(rows),
    formal: Object.fromEntries(formal),
    paused: state.paused.filter((unit) => unit !== from),
    succeeded: { ...Object.fromEntries(earlier), [from]: to },
  };
}

/** What a signal says of units that were succeeded since it was made up, said of their successors. */
export function ofStanding({ succeeded, shards }: RoundsState, change: RoundsChange): RoundsChange {
  if (succeeded === undefined || shards > 1) return change;
  const standing = (unit: string): string => succeeded[unit] ?? unit;
  return {
    ...change,
    tasks: change.tasks.map((row) => ({ ...row, ...unitsAfter(row, standing) })),
    tell: change.tell.map((notice) => ({ ...notice, unit: standing(notice.unit) })),
  };
}

function unitsAfter(
  row: RoundsTask,
  standing: (unit: string) => string,
): Pick<RoundsTask, 'leads' | 'supports' | 'unsigned'> {
  const leads = once(row.leads.map(standing));
  const supports = once(row.supports.map(standing)).filter((unit) => !leads.includes(unit));
  return { leads, supports, unsigned: once(row.unsigned.map(standing)) };
}

const once = (units: readonly string[]): readonly string[] => [...new Set(units)];
