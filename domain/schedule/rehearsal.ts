/**
 * A year rehearsed: every letter a plan will send for a story, from the very functions the workflows run. Pure; time is
 * a queue of instants.
 */
import {
  actLetter,
  actNotices,
  assignmentNotices,
  assignTask,
  roundsTask,
  seedsOf,
  undeliveredLetter,
} from '../assign.js';
import type { Calendar } from '../calendar/workdays.js';
import { type PlayedPeriod, rehearsePeriod } from '../comment/rehearse.js';
import type { CommentRules } from '../comment/rules.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import { recipients, unitOf } from '../directory.js';
import { type Fault, fault } from '../errors.js';
import type { Directory, Resolution } from '../org.js';
import type { Plan } from '../plan.js';
import { taskActFaults } from '../roles.js';
import type { CycleState } from '../supervision/cycle.js';
import { type CycleCue, type CyclePlay, daysOfYears, playCycles } from '../supervision/rehearse.js';
import { isReturn } from '../supervision/return.js';
import type { SupervisionRules } from '../supervision/rules.js';
import { type Act, type Actor, isOpen, type TaskState, unsignedOf } from '../task.js';
import { actNames, applyAct, movedDue } from '../task-acts.js';
import { refusal } from '../task-refusals.js';
import { copyOf } from './copies.js';
import { admit, releaseFormal, takeRound } from './rounds.js';
import { lastTurn, scheduleOf } from './schedule.js';
import { signingDue, withUnsigned } from './signing.js';
import { computeSlots } from './slots.js';
import { actOf, type PlayedAct, playStory, type Story, storyPeriod, storySupervision } from './story.js';
import { emptyRounds, type RoundsState } from './table.js';
import type { Ladder, LetterDraft, SkippedStep } from './types.js';
import { nextWake } from './wake.js';

export interface RehearsalInput {
  readonly plan: Plan;
  readonly directory: Directory;
  readonly resolve: (words: string) => Resolution;
  readonly ladder: Ladder;
  readonly calendar: Calendar;
  /** Day of the launch; it moves to the next working day when it is off. */
  readonly from: Day;
  readonly story: Story;
  /** Rules of comment periods, for stories that play one. */
  readonly commentRules?: CommentRules;
  /** Rules of supervision cycles, for stories that play them. */
  readonly supervisionRules?: SupervisionRules;
  /** Last day looked at; default 60 days after the last deadline. */
  readonly until?: Day;
}

export interface RehearsedLetter {
  readonly draft: LetterDraft;
  /** Address it would go to on that day, or null when nobody can be reached. */
  readonly to: string | null;
  readonly needsApproval: boolean;
  /** The tasks it speaks of, as they stand then: its words are made from these. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** A letter about supervision cycles: the cycles as they stand then. */
  readonly cycles?: ReadonlyMap<string, CycleState>;
}

/** What somebody does at an instant: a scene of the story, the office approving a 督办函, launching, asking the public. */
export type Cue =
  | { readonly at: number; readonly kind: 'act'; readonly played: PlayedAct }
  | { readonly at: number; readonly kind: 'approve'; readonly id: string }
  | ({ readonly kind: 'cycle' } & CycleCue)
  | { readonly at: number; readonly kind: 'launch' }
  | { readonly at: number; readonly kind: 'open-comment'; readonly played: PlayedPeriod }
  | { readonly at: number; readonly kind: 'publish-close-out'; readonly period: string };

export interface Rehearsal {
  readonly letters: readonly RehearsedLetter[];
  readonly unreachable: readonly { readonly unit: string; readonly day: Day; readonly letter: string }[];
  readonly skipped: readonly (SkippedStep & { readonly tasks: readonly number[] })[];
  readonly openAtEnd: readonly number[];
  readonly findings: readonly Fault[];
  /** In order of time: what a drill must play to live through the same year. */
  readonly cues: readonly Cue[];
  /** Epoch ms of the first cue: the launch, or the comment period before it. */
  readonly startAt: number;
  readonly launchAt: number;
  readonly endAt: number;
}

/** Half an hour after the morning's letters the office approves the 督办函 drafted that morning. */
const APPROVAL_DELAY_MS = 30 * 60_000;
const DAYS_AFTER_LAST_DEADLINE = 60;
/** Body code of the office's 督办函; the serial is only known at approval. */
const FORMAL_MARK = '领办督';

/** Plays the year. @throws DubanError when the story does not fit the plan. */
export function rehearse(input: RehearsalInput): Rehearsal {
  const { plan, calendar, ladder, directory, story } = input;
  const launch = calendar.onOrAfter(input.from);
  const launchAt = instantOf(launch, ladder.hour);
  const lastDue = plan.tasks.map((t) => t.due).reduce((a, b) => (a > b ? a : b), launch);
  const until = input.until ?? addDays(lastDue > launch ? lastDue : launch, DAYS_AFTER_LAST_DEADLINE);
  const endAt = instantOf(addDays(until, 1));
  const office = directory.units.find((u) => u.kind === 'office')?.id ?? 'office';
  const leadership = directory.units.find((u) => u.kind === 'leadership')?.id ?? 'leadership';

  const tasks = new Map<string, TaskState>();
  const byNumber = new Map<number, string>();
  const skipped = new Map<string, SkippedStep & { tasks: number[] }>();
  const unknownYears = new Set<number>();
  const skip = (steps: readonly SkippedStep[], number: number): void => {
    for (const step of steps) {
      const key = `${step.rung} ${step.planned} ${step.reason}`;
      const entry = skipped.get(key) ?? { ...step, tasks: [] };
      entry.tasks.push(number);
      skipped.set(key, entry);
    }
  };
  let rounds: RoundsState = {
    ...emptyRounds(office, leadership),
    slots: computeSlots(launchAt, instantOf(addDays(until, 40)), calendar, ladder),
  };

  const letters: RehearsedLetter[] = [];
  const unreachable: { unit: string; day: Day; letter: string }[] = [];
  const findings: Fault[] = [];
  const send = (draft: LetterDraft, now: number): void => {
    const unit = unitOf(directory, draft.unit);
    const to = (unit ? recipients(unit, draft.role, draft.day, () => false)[0]?.address : undefined) ?? null;
    const about = new Map<string, TaskState>();
    for (const { task: id } of draft.notices) {
      const task = tasks.get(id);
      if (task) about.set(id, { ...task, overdue: isOpen(task) && task.redAt <= now });
    }
    const aboutCycle = draft.facts?.cycle !== undefined || draft.notices.some((notice) => isReturn(notice.task));
    if (aboutCycle) for (const [id, task] of tasks) about.set(id, task);
    letters.push({
      draft,
      to,
      ...(aboutCycle ? { cycles: new Map(held.cycles) } : {}),
      needsApproval: draft.kind === 'supervision-letter' && draft.facts?.copyOf === undefined,
      tasks: about,
    });
    for (const copy of draft.formal?.copies ?? [])
      if (draft.facts?.copyOf === undefined) send(copyOf(draft, copy), now);
    if (to !== null || draft.kind === 'undelivered') return;
    unreachable.push({ unit: unit?.name ?? draft.unit, day: draft.day, letter: draft.key });
    send(undeliveredLetter(draft, [], false, now), now);
  };

  for (const seed of seedsOf(plan)) {
    const draft = assignTask(plan.id, plan.year, seed, launch, launchAt, 0);
    const schedule = scheduleOf(draft, ladder, calendar);
    const task = assignTask(plan.id, plan.year, seed, launch, launchAt, schedule.redAt);
    tasks.set(task.id, task);
    byNumber.set(task.number, task.id);
    skip(schedule.skipped, task.number);
    for (const year of schedule.unknownYears) unknownYears.add(year);
    rounds = admit(
      rounds,
      {
        schedules: { [schedule.key]: schedule.steps },
        tasks: [roundsTask(task, schedule.key)],
        tell: assignmentNotices(task),
      },
      launchAt,
    );
  }
  const keys = new Map([...tasks.keys()].map((id) => [id, rounds.tasks[id]?.schedule ?? '']));

  const queue: Cue[] = playStory(story, {
    tasks: [...tasks.values()],
    directory,
    resolve: input.resolve,
    calendar,
    launch,
  })
    .filter((played) => played.at < endAt)
    .map((played) => ({ at: played.at, kind: 'act', played }));
  const cues: Cue[] = [{ at: launchAt, kind: 'launch' }];
  const before = beforeTheYear(input, { office, leadership }, endAt);
  for (const draft of before.letters) send(draft, draft.at);
  cues.push(...before.cues);

  const held = cyclesOf(input, { office, leadership }, launch, until);
  const stepCycles = (): void => {
    const { at, change, letters: drafts, cue } = held.step([...tasks.values()]);
    if (cue) cues.push({ kind: 'cycle', ...cue });
    if (change) rounds = admit(rounds, change, at);
    for (const draft of drafts) send(draft, at);
  };

  const perform = (cue: Cue): void => {
    if (cue.kind === 'approve') {
      const number = `${FORMAL_MARK}〔${dayOf(cue.at).slice(0, 4)}〕号`;
      const released = releaseFormal(rounds, cue.id, number, officeActor(directory).name, dayOf(cue.at), cue.at);
      if (!released) return;
      cues.push(cue);
      rounds = released.state;
      send(released.letter, cue.at);
      return;
    }
    if (cue.kind !== 'act') return;
    const { played } = cue;
    const before = tasks.get(byNumber.get(played.task) ?? '');
    if (!before) return;
    const task = turnedRed(before, cue.at);
    const act: Act = actOf(played, task);
    const refused = taskActFaults(actorOf(played, directory), act)[0] ?? refusal(task, act, cue.at);
    if (refused) {
      findings.push(
        fault('story-act', { day: played.day, task: played.task, act: actNames[played.kind], detail: refused.message }),
      );
      return;
    }
    cues.push(cue);
    const moved = movedDue(task, act);
    const schedule =
      moved === undefined && act.kind !== 'transfer'
        ? undefined
        : scheduleOf(
            {
              ...task,
              ...(moved === undefined ? { signFrom: played.day } : { due: moved, binding: played.day }),
            },
            ladder,
            calendar,
            lastTurn(cue.at, ladder, calendar),
          );
    const outcome = applyAct(task, act, actorOf(played, directory), cue.at, schedule?.redAt);
    tasks.set(task.id, outcome.state);
    if (schedule) {
      keys.set(task.id, schedule.key);
      if (moved !== undefined) skip(schedule.skipped, task.number);
    }
    rounds = admit(
      rounds,
      {
        ...(schedule ? { schedules: { [schedule.key]: schedule.steps } } : {}),
        tasks: [roundsTask(outcome.state, keys.get(task.id) ?? '')],
        tell: actNotices(outcome),
      },
      cue.at,
    );
    const answer = actLetter(outcome, office, cue.at);
    if (answer) send(answer, cue.at);
  };

  for (let now = launchAt; ; ) {
    const wake = nextWake(rounds, now) ?? Number.POSITIVE_INFINITY;
    const cue = queue[0];
    now = Math.min(wake, cue?.at ?? Number.POSITIVE_INFINITY, held.next());
    if (now >= endAt) break;
    if (held.next() <= now) {
      stepCycles();
      continue;
    }
    if (cue && cue.at <= wake) {
      queue.shift();
      perform(cue);
      continue;
    }
    const signing = signingDue(rounds, now).map((id) => [id, unsignedOf(tasks.get(id) as TaskState)] as const);
    if (signing.length > 0) rounds = withUnsigned(rounds, Object.fromEntries(signing));
    const round = takeRound(rounds, now);
    rounds = round.state;
    for (const letter of round.letters) send(letter, now);
    if (story.approveSupervisionLetters === 'same-day')
      for (const draft of round.drafts) insert(queue, { at: now + APPROVAL_DELAY_MS, kind: 'approve', id: draft.id });
  }

  for (const year of [...unknownYears].sort()) findings.push(fault('calendar-unknown-year', { year }));
  return {
    letters: letters.toSorted((a, b) => a.draft.at - b.draft.at),
    unreachable,
    skipped: [...skipped.values()],
    openAtEnd: [...tasks.values()].filter(isOpen).map((t) => t.number),
    findings,
    cues: cues.toSorted((a, b) => a.at - b.at),
    startAt: Math.min(launchAt, ...before.cues.map((cue) => cue.at)),
    launchAt,
    endAt,
  };
}

/** The comment period that a story plays before its year: letters, and what the office does. */
function beforeTheYear(
  { story, plan, calendar, commentRules }: RehearsalInput,
  units: { readonly office: string; readonly leadership: string },
  endAt: number,
): { readonly letters: readonly LetterDraft[]; readonly cues: readonly Cue[] } {
  const played = storyPeriod(story, plan, calendar);
  if (!played || !commentRules) return { letters: [], cues: [] };
  const { openAt, publishAt, terms } = played;
  const cues: Cue[] = [{ at: openAt, kind: 'open-comment', played }];
  if (publishAt !== undefined && publishAt < endAt)
    cues.push({ at: publishAt, kind: 'publish-close-out', period: `${terms.plan}/1` });
  return { letters: rehearsePeriod(played, commentRules, calendar, units, endAt), cues };
}

/** The supervision cycles that a story plays; none where it plays none. */
function cyclesOf(
  input: RehearsalInput,
  units: { readonly office: string; readonly leadership: string },
  launch: Day,
  until: Day,
): CyclePlay {
  const { story, plan, calendar, supervisionRules } = input;
  const played = supervisionRules && storySupervision(story, supervisionRules, input.resolve);
  if (!played) return { cycles: new Map(), next: () => Number.POSITIVE_INFINITY, step: () => ({ at: 0, letters: [] }) };
  return playCycles({ id: plan.id, title: plan.title, ...daysOfYears(plan) }, played, units, calendar, launch, until);
}

/** Who acts in a story: the unit by its name, or the office. */
export function actorOf(played: PlayedAct, directory: Directory): Actor {
  const unit = played.unit === null ? undefined : unitOf(directory, played.unit);
  if (unit) return { name: unit.name, role: 'unit', unit: unit.id };
  return officeActor(directory);
}

/** The office as an actor, under its own name. */
export function officeActor(directory: Directory): Actor {
  return { name: directory.units.find((u) => u.kind === 'office')?.name ?? '办公室', role: 'office' };
}

/** The task as its own timer has left it: turning red is an entry of its own and counts in `seq`, which letter keys carry. */
function turnedRed(task: TaskState, now: number): TaskState {
  return isOpen(task) && !task.overdue && task.redAt <= now ? { ...task, overdue: true, seq: task.seq + 1 } : task;
}

function insert(queue: Cue[], cue: Cue): void {
  const at = queue.findIndex((other) => other.at > cue.at);
  queue.splice(at < 0 ? queue.length : at, 0, cue);
}
