/**
 * Who has not signed, asked when a rung for signing falls due: a task tells the rounds only when its last unit has
 * signed, so that a hundred signatures do not become a hundred signals. Pure and workflow-safe.
 */
import { type RoundsState, slotAt } from './table.js';

/** Open tasks with a rung for signing to be handled at `now`; empty outside slots. */
export function signingDue(state: RoundsState, now: number): readonly string[] {
  if (!slotAt(state, now)) return [];
  // A call to sign may also wait from the day before, because its unit had its letter already.
  const waiting = new Set(
    Object.values(state.held)
      .flat()
      .filter((notice) => notice.kind === 'sign-chase')
      .map((notice) => notice.task),
  );
  return Object.values(state.tasks)
    .filter((task) => {
      if (task.suspended || task.unsigned.length === 0) return false;
      if (waiting.has(task.id)) return true;
      const steps = state.schedules[task.schedule] ?? [];
      return steps.slice(task.taken).some((step) => step.phase === 'sign' && step.at <= now);
    })
    .map((task) => task.id);
}

/** The table with the units that have not signed, as the ledger knows them. */
export function withUnsigned(state: RoundsState, unsigned: Readonly<Record<string, readonly string[]>>): RoundsState {
  const tasks = Object.fromEntries(
    Object.entries(state.tasks).map(([id, task]) => [id, { ...task, unsigned: unsigned[id] ?? task.unsigned }]),
  );
  return { ...state, tasks };
}
