/**
 * The office's calendar of letters as a pure state machine: {@link admit} takes changes of tasks in, {@link takeRound}
 * turns everything due by now into letters, {@link nextWake} (in wake.ts) says when to look again. The rounds workflow
 * and the rehearsal run exactly this code, which is why a rehearsed year equals the year that is sent.
 */
import type { Day } from '../day.js';
import { fnv1a, spreadOf } from '../ids.js';
import type { ContactRole } from '../org.js';
import type { Audience, LetterDraft, LetterKind, Notice, NoticeKind, Slot, Step } from './types.js';

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
}

/** One signal from a plan or a task: rows to take over, steps they refer to, one-off notices. */
export interface RoundsChange {
  readonly schedules?: Readonly<Record<string, readonly Step[]>>;
  readonly tasks: readonly RoundsTask[];
  readonly tell: readonly Omit<Notice, 'rungs'>[];
}

interface HeldTask extends RoundsTask {
  /** Steps of the schedule already handled. */
  readonly taken: number;
}

interface PendingFormal {
  readonly unit: string;
  readonly tasks: readonly string[];
  readonly copies: readonly string[];
  readonly approvalBy: number;
  readonly reminded: boolean;
}

/** Channels that carry at most one letter per receiver and slot. */
type Channel = 'digest' | 'head-digest' | 'unsigned-report';

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
}

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

/** The slot that is open at `now`, if any. */
export function slotAt(state: Pick<RoundsState, 'slots'>, now: number): Slot | undefined {
  return state.slots.find((slot) => slot.from <= now && now < slot.to);
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

type Held = Map<string, readonly Notice[]>;

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

interface Receiver {
  readonly unit: string;
  readonly audience: Audience;
  readonly channel: Channel | 'formal' | 'leadership';
}

function receivers(state: RoundsState, task: RoundsTask, step: Step): readonly Receiver[] {
  if (step.kind === 'supervision-letter')
    return task.leads.map((unit) => ({ unit, audience: 'lead', channel: 'formal' }));
  return step.to.flatMap((to): readonly Receiver[] => {
    switch (to) {
      case 'lead':
        return task.leads.map((unit) => ({ unit, audience: to, channel: 'digest' }));
      case 'support':
        return task.supports.map((unit) => ({ unit, audience: to, channel: 'digest' }));
      case 'unsigned':
        return task.unsigned.map((unit) => ({
          unit,
          audience: task.leads.includes(unit) ? 'lead' : 'support',
          channel: 'digest',
        }));
      case 'lead-head':
        return task.leads.map((unit) => ({ unit, audience: to, channel: 'head-digest' }));
      case 'support-head':
        return task.supports.map((unit) => ({ unit, audience: to, channel: 'head-digest' }));
      case 'office':
        return step.kind === 'unsigned-report' && task.unsigned.length === 0
          ? []
          : [{ unit: state.office, audience: to, channel: 'unsigned-report' }];
      case 'leadership':
        return [{ unit: state.leadership, audience: to, channel: 'leadership' }];
      default:
        return [];
    }
  });
}

/** The graver word wins when several notices about one task meet in one letter. */
const gravity: readonly NoticeKind[] = [
  'report-told',
  'reminder',
  'sign-chase',
  'date-changed',
  'transferred',
  'assignment',
  'chase',
  'head-chase',
  'unsigned-report',
  'supervision-letter',
  'leadership-report',
];

function hold(held: Held, channel: Channel, notice: Notice): void {
  const key = `${channel}|${notice.unit}`;
  const list = held.get(key) ?? [];
  const same = list.findIndex((n) => n.task === notice.task && mergeable(n, notice));
  if (same < 0) {
    held.set(key, [...list, notice]);
    return;
  }
  const old = list[same] as Notice;
  const graver = gravity.indexOf(notice.kind) >= gravity.indexOf(old.kind) ? notice : old;
  const lateFrom = [old.lateFrom, notice.lateFrom].filter((d) => d !== undefined).sort()[0];
  const merged: Notice = {
    task: old.task,
    unit: old.unit,
    audience: graver.audience,
    kind: graver.kind,
    rungs: [...new Set([...old.rungs, ...notice.rungs])],
    ...(lateFrom === undefined ? {} : { lateFrom }),
  };
  held.set(key, list.with(same, merged));
}

/** A call to sign stands beside a deadline notice; everything else about one task is one notice. */
function mergeable(a: Notice, b: Notice): boolean {
  return (a.kind === 'sign-chase') === (b.kind === 'sign-chase');
}

function stillTrue(notice: Notice, task: HeldTask | undefined): boolean {
  if (notice.kind === 'report-told' || notice.kind === 'transferred') return true;
  if (!task) return false;
  if (notice.kind === 'sign-chase') return task.unsigned.includes(notice.unit);
  if (notice.kind === 'unsigned-report') return task.unsigned.length > 0;
  return !task.suspended;
}

function sortNotices(notices: readonly Notice[]): readonly Notice[] {
  // Plain comparison of padded numbers: no locale data, so that replay sorts the same everywhere.
  const rank = (n: Notice): string => `${n.task.replace(/\d+/g, (digits) => digits.padStart(6, '0'))} ${n.kind}`;
  return [...notices].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
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
