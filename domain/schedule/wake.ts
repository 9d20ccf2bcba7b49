/** When the rounds must look at their table again. Pure and workflow-safe. */
import { waitsForResume } from './notices.js';
import { type RoundsState, slotAt, weeklyDue } from './table.js';
import type { Slot, Step } from './types.js';

/** True while there is anything to watch: open tasks, held notices or drafts waiting for approval. */
export function hasWork(state: RoundsState): boolean {
  return (
    Object.keys(state.tasks).length > 0 || Object.keys(state.held).length > 0 || Object.keys(state.formal).length > 0
  );
}

/**
 * The next instant (epoch ms, never before `now`) at which something can leave, or undefined when nothing waits.
 * At the end of the known slots it is the start of the last one, where the caller fetches further slots.
 */
export function nextWake(state: RoundsState, now: number): number | undefined {
  if (!hasWork(state)) return undefined;
  const open = slotAt(state, now);
  const following = state.slots.find((slot) => slot.from > now);
  const last = state.slots.at(-1);
  const wakes: number[] = [];
  for (const task of Object.values(state.tasks)) {
    if (task.suspended) continue;
    const step: Step | undefined = state.schedules[task.schedule]?.[task.taken];
    if (step) wakes.push(snap(state.slots, Math.max(step.at, now)));
  }
  for (const [key, notices] of Object.entries(state.held)) {
    const [, unit = ''] = key.split('|');
    if (state.paused.includes(unit)) continue;
    const ready = notices.filter((n) => !waitsForResume(n, state.tasks[n.task]));
    if (ready.length === 0) continue;
    const free = open && state.last[key] !== open.id && ready.some((n) => n.arose !== open.id);
    wakes.push(free ? now : (following?.from ?? Number.POSITIVE_INFINITY));
  }
  for (const formal of Object.values(state.formal))
    if (!formal.reminded) wakes.push(snap(state.slots, Math.max(formal.approvalBy, now)));
  if (state.reported.some((id) => !state.tasks[id]?.suspended)) {
    if (open && open.id !== state.lastReport && weeklyDue(state, open.from)) wakes.push(now);
    const weekly = state.slots.find((slot) => slot.weekly && slot.id !== state.lastReport && slot.from > now);
    if (weekly) wakes.push(weekly.from);
  }
  // The end of the known calendar: whoever runs the rounds fetches more.
  if (last && last.from > now) wakes.push(last.from);
  const next = Math.min(...wakes);
  return Number.isFinite(next) ? next : undefined;
}

/** The instant itself when a slot is open then, else the start of the next slot. */
function snap(slots: readonly Slot[], at: number): number {
  const slot = slots.find((s) => at < s.to);
  if (!slot) return Number.POSITIVE_INFINITY;
  return Math.max(slot.from, at);
}
