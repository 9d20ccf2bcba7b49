/**
 * The office's calendar of letters as a pure state machine: {@link admit} takes changes of tasks in, {@link takeRound}
 * turns everything due by now into letters, {@link nextWake} (in wake.ts) says when to look again. The rounds workflow
 * and the rehearsal run exactly this code, which is why a rehearsed year equals the year that is sent.
 */
import type { Day } from '../day.js';
import { spreadOf } from '../ids.js';
import type { ContactRole } from '../org.js';
import { type Channel, type Held, hold, sortNotices, stillTrue, waitsForResume } from './notices.js';
import { receivers } from './receivers.js';
import { ofStanding } from './succeeded.js';
import {
  type HeldTask,
  mine,
  type PendingFormal,
  type RoundsChange,
  type RoundsState,
  relevant,
  slotAt,
  weeklyDue,
} from './table.js';
import type { Audience, LetterDraft, LetterKind, Notice, Slot } from './types.js';

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
export function admit(state: RoundsState, told: RoundsChange, now: number): RoundsState {
  const change = ofStanding(state, told);
  const arose = slotAt(state, now)?.id;
  const tasks: Record<string, HeldTask> = { ...state.tasks };
  // A later date ends what the old one had set going: 督办函 drafts and reports to the leadership group.
  const extended = new Set<string>();
  for (const row of change.tasks) {
    const old = tasks[row.id];
    if (old && old.seq >= row.seq) continue;
    if (old && row.due > old.due) extended.add(row.id);
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
      ...(arose !== undefined && (notice.kind !== 'assignment' || notice.byPlan === true) ? { arose } : {}),
    });
  }
  return {
    ...state,
    tasks,
    schedules,
    held: Object.fromEntries(held),
    reported: state.reported.filter((id) => id in tasks && !extended.has(id)),
    formal: shrinkFormal(state.formal, (id) => id in tasks && !extended.has(id)),
  };
}

/** Handles every step and held notice up to `now` in one go; outside a slot nothing leaves. */
export function takeRound(state: RoundsState, now: number): Round {
  const slot = slotAt(state, now);
  if (!slot) return { state, letters: [], drafts: [] };
  const due = takeSteps(state, slot, now);
  const table: Table = {
    ...state,
    tasks: due.tasks,
    held: due.held,
    last: { ...state.last },
    formal: { ...state.formal },
  };
  const base = now - slot.from < 60_000 ? slot.from : now;
  const letters = digests(table, slot, base);
  const drafts = draftFormals(table, slot, due.formalTasks);
  letters.push(...approvalReminders(table, slot, base, now));
  const reported = new Set([...state.reported, ...due.newlyReported]);
  const report = leadershipReport(table, slot, base, reported, due.newlyReported.size > 0);
  if (report) letters.push(report);
  return {
    state: {
      ...table,
      held: Object.fromEntries(table.held),
      last: recent(table.last, slot),
      reported: [...reported],
      lastReport: report ? slot.id : state.lastReport,
    },
    letters: spread(letters),
    drafts,
  };
}

/** The state while a round is taken: what one part of the round changes, the next one sees. */
interface Table extends Omit<RoundsState, 'held' | 'last' | 'formal'> {
  readonly held: Held;
  readonly last: Record<string, string>;
  readonly formal: Record<string, PendingFormal>;
}

interface DueSteps {
  readonly tasks: RoundsState['tasks'];
  readonly held: Held;
  /** Tasks that reached the leadership group in this round. */
  readonly newlyReported: ReadonlySet<string>;
  /** Tasks for a 督办函, by lead unit. */
  readonly formalTasks: ReadonlyMap<string, readonly string[]>;
}

/** Takes every step up to `now`: its notices wait in `held`, 督办函 and reports are noted. */
function takeSteps(state: RoundsState, slot: Slot, now: number): DueSteps {
  const held: Held = new Map(Object.entries(state.held));
  const tasks: Record<string, HeldTask> = { ...state.tasks };
  const newlyReported = new Set<string>();
  const formalTasks = new Map<string, string[]>();
  for (const task of Object.values(state.tasks)) {
    if (task.suspended) continue;
    const steps = (state.schedules[task.schedule] ?? []).slice(task.taken).filter((step) => step.at <= now);
    for (const step of steps) {
      const late = step.at < slot.from ? { lateFrom: step.day } : {};
      for (const { unit, audience, channel } of receivers(state, task, step).filter((r) => mine(state, r.unit))) {
        if (channel === 'formal') formalTasks.set(unit, [...(formalTasks.get(unit) ?? []), task.id]);
        else if (channel === 'leadership') newlyReported.add(task.id);
        else hold(held, channel, { task: task.id, unit, audience, kind: step.kind, rungs: [step.rung], ...late });
      }
    }
    if (steps.length > 0) tasks[task.id] = { ...task, taken: task.taken + steps.length };
  }
  return { tasks, held, newlyReported, formalTasks };
}

/** One letter per channel and receiver with everything that waits; what arose in this very slot waits for the next. */
function digests(table: Table, slot: Slot, base: number): LetterDraft[] {
  const letters: LetterDraft[] = [];
  for (const [key, notices] of [...table.held].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [channel, unit] = key.split('|') as [Channel, string];
    if (table.last[key] === slot.id || table.paused.includes(unit)) continue;
    const resting = notices.filter((n) => waitsForResume(n, table.tasks[n.task]));
    const ready = notices.filter((n) => !resting.includes(n));
    if (ready.every((n) => n.arose === slot.id)) continue;
    if (resting.length > 0) table.held.set(key, resting);
    else table.held.delete(key);
    const live = ready.filter((n) => stillTrue(n, table.tasks[n.task])).map(({ arose: _a, ...notice }) => notice);
    if (live.length === 0) continue;
    table.last[key] = slot.id;
    letters.push(
      draftOf(table, slot, base, channel, unit, channel === 'head-digest' ? 'head' : 'liaison', sortNotices(live)),
    );
  }
  return letters;
}

/** Drafts a 督办函 per lead unit; it leaves when the office approves it. */
function draftFormals(table: Table, slot: Slot, formalTasks: DueSteps['formalTasks']): FormalDraft[] {
  return [...formalTasks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, all]) => {
      const tasks = [...new Set(all)];
      // A task resumed later in the day must not take the place of the morning's draft, which may be approved by now.
      let nth = 1;
      while (table.last[`formal|${unit}|${nth}`] === slot.id) nth++;
      table.last[`formal|${unit}|${nth}`] = slot.id;
      const id = `supervision-letter/${table.office}/${slot.id}/${unit}${nth === 1 ? '' : `/${nth}`}`;
      const copies = [...new Set(tasks.flatMap((t) => table.tasks[t]?.supports ?? []))].sort();
      table.formal[id] = { unit, tasks, copies, approvalBy: slot.approvalBy, reminded: false };
      return { id, unit, tasks, copies, day: slot.day };
    });
}

/** Reminds the office, once, of drafts that have waited too long. */
function approvalReminders(table: Table, slot: Slot, base: number, now: number): readonly LetterDraft[] {
  const waiting = Object.entries(table.formal).filter(([, f]) => !f.reminded && f.approvalBy <= now);
  if (waiting.length === 0) return [];
  for (const [id, f] of waiting) table.formal[id] = { ...f, reminded: true };
  const notices = waiting.flatMap(([, f]) => f.tasks.map((task) => formalNotice(task, table.office, 'office')));
  const facts = { letters: waiting.length, units: waiting.map(([, f]) => f.unit).join(',') };
  const letter = draftOf(table, slot, base, 'approval-reminder', table.office, 'liaison', notices, facts);
  // Each shard reminds of its own drafts.
  return [table.shard > 0 ? { ...letter, key: `${letter.key}/${table.shard}` } : letter];
}

/** The report to the leadership group: when a task first gets there, then once a week with all that is open. */
function leadershipReport(
  table: Table,
  slot: Slot,
  base: number,
  reported: ReadonlySet<string>,
  first: boolean,
): LetterDraft | undefined {
  const open = [...reported].filter((task) => !table.tasks[task]?.suspended);
  const called = first || (open.length > 0 && weeklyDue(table, slot.from));
  if (!called || table.lastReport === slot.id || !mine(table, table.leadership)) return undefined;
  const notices = open.map(
    (task): Notice => ({ task, unit: table.leadership, audience: 'leadership', kind: 'leadership-report', rungs: [] }),
  );
  return draftOf(table, slot, base, 'leadership-report', table.leadership, 'head', sortNotices(notices), {
    first,
    waitingFormal: Object.keys(table.formal).length,
  });
}

function draftOf(
  { office }: Pick<Table, 'office'>,
  slot: Slot,
  at: number,
  kind: LetterKind,
  unit: string,
  role: ContactRole,
  notices: readonly Notice[],
  facts?: LetterDraft['facts'],
): LetterDraft {
  const key = `${kind}/${office}/${slot.id}/${unit}`;
  return { key, kind, office, unit, role, day: slot.day, at, notices, ...(facts ? { facts } : {}) };
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

function shrinkFormal(formal: RoundsState['formal'], stays: (task: string) => boolean): RoundsState['formal'] {
  const entries = Object.entries(formal).map(([id, f]) => [id, { ...f, tasks: f.tasks.filter(stays) }] as const);
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
