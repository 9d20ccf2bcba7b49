/**
 * The office's calendar of letters as a pure state machine: {@link admit} takes changes of tasks in, {@link takeRound}
 * turns everything due by now into letters, {@link nextWake} (in wake.ts) says when to look again. The rounds workflow
 * and the rehearsal run exactly this code, which is why a rehearsed year equals the year that is sent.
 */
import type { Day } from '../day.js';
import { spreadOf } from '../ids.js';
import type { ContactRole } from '../org.js';
import { type Channel, type Held, hold, sortNotices, stillTrue } from './notices.js';
import { receivers } from './receivers.js';
import {
  type HeldTask,
  mine,
  type PendingFormal,
  type RoundsChange,
  type RoundsState,
  relevant,
  slotAt,
} from './table.js';
import type { Audience, LetterDraft, LetterKind, Notice, Slot, Step } from './types.js';

export interface FormalDraft {
  readonly id: string;
  readonly unit: string;
  readonly tasks: readonly string[];
  readonly copies: readonly string[];
  readonly day: Day;
}

export interface Round {
  readonly state: RoundsState;
  readonly letters: readonly LetterDraft[];
  readonly drafts: readonly FormalDraft[];
}

/** Letters a second while many fall together; 25 keep a small mail server and Temporal calm (design section 3). */
const SPREAD_MS_PER_LETTER = 40;
const SPREAD_FROM = 50;

/**
 * Takes a change in. Closed tasks leave the table; an older seq never overwrites a newer one. New assignments leave in
 * the slot that is open at `now`, every other one-off notice with the next morning's digest.
 */
export function admit(state: RoundsState, change: RoundsChange, now: number): RoundsState {
  const arose = slotAt(state, now)?.id;
  const tasks: Record<string, HeldTask> = { ...state.tasks };
  for (const row of change.tasks) {
    const old = tasks[row.id];
    if (old && old.seq >= row.seq) continue;
    if (row.open && relevant(state, row))
      tasks[row.id] = { ...row, taken: old?.schedule === row.schedule ? old.taken : 0 };
    else delete tasks[row.id];
  }
  const used = new Set(Object.values(tasks).map((t) => t.schedule));
  const schedules = Object.fromEntries(
    Object.entries({ ...state.schedules, ...change.schedules }).filter(([key]) => used.has(key)),
  );
  const held: Held = new Map(Object.entries(state.held));
  for (const notice of change.tell) {
    if (!mine(state, notice.unit)) continue;
    hold(held, 'digest', {
      ...notice,
      rungs: [],
      ...(arose !== undefined && notice.kind !== 'assignment' ? { arose } : {}),
    });
  }
  return {
    ...state,
    tasks,
    schedules,
    held: Object.fromEntries(held),
    reported: state.reported.filter((id) => id in tasks),
    formal: shrinkFormal(state.formal, tasks),
  };
}

/** Handles every step and held notice up to `now` in one go; outside a slot nothing leaves. */
export function takeRound(state: RoundsState, now: number): Round {
  const slot = slotAt(state, now);
  if (!slot) return { state, letters: [], drafts: [] };
  const held: Held = new Map(Object.entries(state.held));
  const tasks: Record<string, HeldTask> = { ...state.tasks };
  const reported = new Set(state.reported);
  const newlyReported = new Set<string>();
  const formalTasks = new Map<string, string[]>();
  for (const task of Object.values(state.tasks)) {
    if (task.suspended) continue;
    const steps = state.schedules[task.schedule] ?? [];
    let taken = task.taken;
    for (; taken < steps.length && (steps[taken] as Step).at <= now; taken++) {
      const step = steps[taken] as Step;
      for (const { unit, audience, channel } of receivers(state, task, step)) {
        if (!mine(state, unit)) continue;
        const late = step.at < slot.from ? { lateFrom: step.day } : {};
        const notice: Notice = { task: task.id, unit, audience, kind: step.kind, rungs: [step.rung], ...late };
        if (channel === 'formal') formalTasks.set(unit, [...(formalTasks.get(unit) ?? []), task.id]);
        else if (channel === 'leadership') newlyReported.add(task.id);
        else hold(held, channel, notice);
      }
    }
    if (taken !== task.taken) tasks[task.id] = { ...task, taken };
  }
  for (const id of newlyReported) reported.add(id);

  const base = now - slot.from < 60_000 ? slot.from : now;
  const letters: LetterDraft[] = [];
  const last: Record<string, string> = { ...state.last };
  const write = (
    kind: LetterKind,
    unit: string,
    role: ContactRole,
    notices: readonly Notice[],
    facts?: LetterDraft['facts'],
  ): void => {
    letters.push({
      key: `${kind}/${state.office}/${slot.id}/${unit}${kind === 'approval-reminder' && state.shard > 0 ? `/${state.shard}` : ''}`,
      kind,
      office: state.office,
      unit,
      role,
      day: slot.day,
      at: base,
      notices,
      ...(facts ? { facts } : {}),
    });
  };

  for (const [key, notices] of [...held].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [channel, unit] = key.split('|') as [Channel, string];
    if (last[key] === slot.id || state.paused.includes(unit)) continue;
    if (notices.every((n) => n.arose === slot.id)) continue;
    held.delete(key);
    const live = notices.filter((n) => stillTrue(n, tasks[n.task])).map(({ arose: _a, ...notice }) => notice);
    if (live.length === 0) continue;
    last[key] = slot.id;
    write(channel, unit, channel === 'head-digest' ? 'head' : 'liaison', sortNotices(live));
  }

  const formal: Record<string, PendingFormal> = { ...state.formal };
  const drafts: FormalDraft[] = [];
  for (const [unit, all] of [...formalTasks].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const ids = [...new Set(all)];
    // A task resumed later in the day must not take the place of the morning's draft, which may be approved by now.
    let nth = 1;
    while (last[`formal|${unit}|${nth}`] === slot.id) nth++;
    last[`formal|${unit}|${nth}`] = slot.id;
    const id = `supervision-letter/${state.office}/${slot.id}/${unit}${nth === 1 ? '' : `/${nth}`}`;
    const copies = [...new Set(ids.flatMap((t) => tasks[t]?.supports ?? []))].sort();
    formal[id] = { unit, tasks: ids, copies, approvalBy: slot.approvalBy, reminded: false };
    drafts.push({ id, unit, tasks: ids, copies, day: slot.day });
  }
  const waiting = Object.entries(formal).filter(([, f]) => !f.reminded && f.approvalBy <= now);
  if (waiting.length > 0) {
    for (const [id, f] of waiting) formal[id] = { ...f, reminded: true };
    write(
      'approval-reminder',
      state.office,
      'liaison',
      waiting.flatMap(([, f]) => f.tasks.map((task) => formalNotice(task, state.office, 'office'))),
      {
        letters: waiting.length,
        units: waiting.map(([, f]) => f.unit).join(','),
      },
    );
  }

  let lastReport = state.lastReport;
  const weekly = slot.weekly && reported.size > 0;
  if ((newlyReported.size > 0 || weekly) && lastReport !== slot.id && mine(state, state.leadership)) {
    lastReport = slot.id;
    const notices = [...reported].map(
      (task): Notice => ({
        task,
        unit: state.leadership,
        audience: 'leadership',
        kind: 'leadership-report',
        rungs: [],
      }),
    );
    write('leadership-report', state.leadership, 'head', sortNotices(notices), {
      first: newlyReported.size > 0,
      waitingFormal: Object.keys(formal).length,
    });
  }

  return {
    state: {
      ...state,
      tasks,
      held: Object.fromEntries(held),
      last: recent(last, slot),
      formal,
      reported: [...reported],
      lastReport,
    },
    letters: spread(letters),
    drafts,
  };
}

/** A 督办函 approved by the office: the letter that leaves, and the state without the draft. */
export function releaseFormal(
  state: RoundsState,
  id: string,
  number: string,
  approvedBy: string,
  day: Day,
  now: number,
): { readonly state: RoundsState; readonly letter: LetterDraft } | undefined {
  const pending = state.formal[id];
  if (!pending) return undefined;
  const { [id]: _gone, ...formal } = state.formal;
  const notices = pending.tasks.map((task) => formalNotice(task, pending.unit, 'lead'));
  const letter: LetterDraft = {
    key: id,
    kind: 'supervision-letter',
    office: state.office,
    unit: pending.unit,
    role: 'head',
    day,
    at: now,
    notices,
    formal: { id, number, copies: pending.copies, approvedBy },
  };
  return { state: { ...state, formal }, letter };
}

function formalNotice(task: string, unit: string, audience: Audience): Notice {
  return { task, unit, audience, kind: 'supervision-letter', rungs: [] };
}

function shrinkFormal(formal: RoundsState['formal'], tasks: Readonly<Record<string, HeldTask>>): RoundsState['formal'] {
  const entries = Object.entries(formal).map(
    ([id, f]) => [id, { ...f, tasks: f.tasks.filter((t) => t in tasks) }] as const,
  );
  return Object.fromEntries(entries.filter(([, f]) => f.tasks.length > 0));
}

/** Only the current slot matters for “one letter a slot”; older marks would grow for ever. */
function recent(last: Readonly<Record<string, string>>, slot: Slot): Record<string, string> {
  return Object.fromEntries(Object.entries(last).filter(([, id]) => id === slot.id));
}

function spread(letters: readonly LetterDraft[]): readonly LetterDraft[] {
  if (letters.length < SPREAD_FROM) return letters;
  const window = letters.length * SPREAD_MS_PER_LETTER;
  return letters
    .map((letter) => ({ ...letter, at: letter.at + spreadOf(letter.key, window) }))
    .sort((a, b) => a.at - b.at);
}
