/**
 * A table of more than a thousand open tasks is split by unit (design section 3): every shard runs the same rounds, but
 * only for the receivers that a hash of their id gives it. Pure and workflow-safe.
 */
import { mine, type RoundsState, relevant } from './table.js';

/** Open tasks above which one table is split. */
const SPLIT_ABOVE = 1000;
/** Once and for all: a unit never moves from one shard to another. */
const SHARDS = 8;

/** True for an undivided table that has grown too large. */
export function mustSplit(state: RoundsState): boolean {
  return state.shards === 1 && Object.keys(state.tasks).length > SPLIT_ABOVE;
}

/** The shards of an undivided table, by number; together they send what it would have sent. */
export function split(state: RoundsState): readonly RoundsState[] {
  return Array.from({ length: SHARDS }, (_, shard) => {
    const own = { ...state, shard, shards: SHARDS };
    const ofUnit = <T>(
      table: Readonly<Record<string, T>>,
      unit: (key: string, value: T) => string,
    ): Record<string, T> =>
      Object.fromEntries(Object.entries(table).filter(([key, value]) => mine(own, unit(key, value))));
    const receiver = (key: string): string => key.split('|')[1] ?? '';
    return {
      ...own,
      tasks: Object.fromEntries(Object.entries(state.tasks).filter(([, task]) => relevant(own, task))),
      held: ofUnit(state.held, receiver),
      last: ofUnit(state.last, receiver),
      formal: ofUnit(state.formal, (_key, formal) => formal.unit),
      reported: mine(own, state.leadership) ? state.reported : [],
    };
  });
}
