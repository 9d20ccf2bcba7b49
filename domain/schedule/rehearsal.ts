/**
 * The years of a plan rehearsed: every letter it will send for a story, from the very functions the workflows run. Pure;
 * time is a queue of instants.
 */
import { actLetter } from '../assign.js';
import type { Calendar } from '../calendar/workdays.js';
import { type PlayedPeriod, rehearsePeriod } from '../comment/rehearse.js';
import type { CommentRules } from '../comment/rules.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import { resolve } from '../directory.js';
import { type Fault, fault } from '../errors.js';
import { lifeOf } from '../life/of-plan.js';
import { type LifePlay, playLife } from '../life/rehearse.js';
import type { LifeRules } from '../life/rules.js';
import { settledFor, yearList } from '../life/year-list.js';
import type { Directory, Resolution } from '../org.js';
import type { Plan, YearAnswer } from '../plan.js';
import { planOfYear } from '../plan-year.js';
import type { Reorganisation } from '../reorganisation.js';
import { taskActFaults } from '../roles.js';
import { holderOf } from '../successor.js';
import { type CycleCue, type CyclePlay, daysOfYears, playCycles } from '../supervision/rehearse.js';
import type { SupervisionRules } from '../supervision/rules.js';
import { type Actor, isOpen, type TaskState } from '../task.js';
import { actNames } from '../task-acts.js';
import { type LaterYear, type PlayedList, playedApproval, playedList } from './later-years.js';
import { type OfficeScene, officeScenes } from './office-scenes.js';
import { actorOf, officeActor } from './played-actors.js';
import { type RehearsedLetter, rehearsedLetters, type Unreachable } from './rehearsed-letters.js';
import { type OfficeCue, performScene, type RehearsedWorld, reorganise } from './rehearsed-office.js';
import { rehearsedTasks, type SkippedSteps } from './rehearsed-tasks.js';
import {
  actOf,
  type PlayedAct,
  type PlayedYear,
  playStory,
  type Story,
  storyPeriod,
  storySupervision,
} from './story.js';
import type { Ladder, LetterDraft } from './types.js';

export { officeActor } from './played-actors.js';
export type { RehearsedLetter } from './rehearsed-letters.js';

export interface RehearsalInput {
  /** The plan of its year; with `later` the plan with the tasks of all its years. */
  readonly plan: Plan;
  readonly directory: Directory;
  readonly resolve: (words: string) => Resolution;
  readonly ladder: Ladder;
  readonly calendar: Calendar;
  /** Day of the launch; it moves to the next working day when it is off. */
  readonly from: Day;
  /** The years that follow, of a plan of several years that is played through. */
  readonly later?: readonly LaterYear[];
  readonly story: Story;
  /** Rules of comment periods, for stories that play one. */
  readonly commentRules?: CommentRules;
  /** Rules of supervision cycles, for stories that play them. */
  readonly supervisionRules?: SupervisionRules;
  /** Rules of what a plan of several years asks of its office; without them it asks nothing. */
  readonly lifeRules?: LifeRules;
  /** Last day looked at; default 60 days after the last deadline. */
  readonly until?: Day;
}

/** What somebody does at an instant: a scene of the story, the office approving a 督办函, launching, asking the public. */
export type Cue =
  | { readonly at: number; readonly kind: 'act'; readonly played: PlayedAct; readonly actor: Actor }
  | { readonly at: number; readonly kind: 'approve'; readonly id: string }
  | ({ readonly kind: 'cycle' } & CycleCue)
  | { readonly at: number; readonly kind: 'launch' }
  | {
      readonly at: number;
      readonly kind: 'start-year';
      readonly year: number;
      /** To the questions of its list. */
      readonly answers: readonly YearAnswer[];
    }
  | OfficeCue
  | { readonly at: number; readonly kind: 'open-comment'; readonly played: PlayedPeriod }
  | { readonly at: number; readonly kind: 'publish-close-out'; readonly period: string };

export interface Rehearsal {
  readonly letters: readonly RehearsedLetter[];
  readonly unreachable: readonly Unreachable[];
  readonly skipped: readonly SkippedSteps[];
  readonly openAtEnd: readonly number[];
  /** All tasks as they stand at the end. */
  readonly tasks: readonly TaskState[];
  readonly findings: readonly Fault[];
  /** In order of time: what a drill must play to live through the same years. */
  readonly cues: readonly Cue[];
  /** Epoch ms of the first cue: the launch, or the comment period before it. */
  readonly startAt: number;
  readonly launchAt: number;
  readonly endAt: number;
}

/** Half an hour after the morning's letters the office approves the 督办函 drafted that morning. */
const APPROVAL_DELAY_MS = 30 * 60_000;
/** Minutes after midnight at which the office starts a further year: when the acts of its first morning are done. */
const YEAR_STARTS = 660;
const DAYS_AFTER_LAST_DEADLINE = 60;
/** Body code of the office's 督办函; the serial is only known at approval. */
const FORMAL_MARK = '领办督';

/** Something that happens at an instant: a cue, a scene of the office, the day of a reorganisation. */
type Happening =
  | { readonly at: number; readonly kind: 'act'; readonly played: PlayedAct }
  | Extract<Cue, { kind: 'approve' }>
  | { readonly at: number; readonly kind: 'start-year'; readonly year: number }
  | ({ readonly kind: 'scene' } & { readonly at: number; readonly scene: OfficeScene })
  | { readonly at: number; readonly kind: 'reorganised'; readonly change: Reorganisation };

/** Plays the years. @throws DubanError when the story does not fit the plan. */
export function rehearse(input: RehearsalInput): Rehearsal {
  const { calendar, ladder, story, later = [] } = input;
  const launch = calendar.onOrAfter(input.from);
  const launchAt = instantOf(launch, ladder.hour);
  const until = input.until ?? addDays(lastDueOf(input, launch), DAYS_AFTER_LAST_DEADLINE);
  const endAt = instantOf(addDays(until, 1));
  const units = officeUnitsOf(input.directory);

  const tasks = rehearsedTasks(input, units, launchAt);
  const held = cyclesOf(input, units, launch, until);
  const life = lifeIn(input, units);
  const world: RehearsedWorld = {
    ...{ plan: input.plan, directory: input.directory, tasks, waiting: [] },
    ...(life ? { life } : {}),
  };
  const letters = rehearsedLetters({
    directory: () => world.directory,
    tasks: tasks.states,
    cycles: () => held.cycles,
  });
  const findings: Fault[] = [];
  const queue: Happening[] = [];
  const cues: Cue[] = [{ at: launchAt, kind: 'launch' }];
  const come = (...more: readonly Happening[]): void => {
    for (const one of more) if (one.at < endAt) insert(queue, one);
  };

  /** What the story has the chosen tasks live through; days before `now` are over. */
  const playOn = (chosen: (task: TaskState) => boolean, nth: number, from: Day, now: number): void => {
    const played = playStory(story, {
      tasks: [...tasks.states().values()].filter(chosen),
      directory: world.directory,
      resolve: (words) =>
        world.directory === input.directory ? input.resolve(words) : resolve(world.directory, words),
      calendar,
      launch: from,
      ...(later.length === 0 ? {} : { year: playedYear(world.plan, nth, later) }),
    });
    come(...played.filter((one) => one.at >= now).map((one): Happening => ({ at: one.at, kind: 'act', played: one })));
  };
  const begin = (year: number, nth: number, now: number): void => {
    const today = dayOf(now);
    const { list, answers } = listOf(world, year, nth, today);
    const { seeds } = list;
    if (nth > 1) cues.push({ at: now, kind: 'start-year', year, answers });
    tasks.assign(world.plan.id, year, seeds, now);
    const approval = { ...playedApproval, on: today };
    life?.act({ kind: 'startYear', year, tasks: seeds, approval }, officeActor(world.directory), now);
    playOn((task) => task.year === year, nth, today, now);
  };
  begin(input.plan.year, 1, launchAt);
  const starts = later.map(({ year, from }) => ({ year, day: calendar.onOrAfter(from) }));
  for (const { year, day } of starts) come({ at: instantOf(day, YEAR_STARTS), kind: 'start-year', year });
  for (const scene of officeScenes(story, [launch, ...starts.map(({ day }) => day)], calendar))
    come({ at: scene.at, kind: 'scene', scene });
  const before = beforeTheYear(input, units, endAt);
  for (const draft of before.letters) letters.send(draft, draft.at);
  cues.push(...before.cues);

  const stepCycles = (): void => {
    const sent = letters.all.filter(({ to }) => to !== null).map(({ draft }) => draft);
    const { at, change, letters: drafts, cue } = held.step([...tasks.states().values()], sent);
    if (cue) cues.push({ kind: 'cycle', ...cue });
    if (change) tasks.admit(change, at);
    for (const draft of drafts) letters.send(draft, at);
  };

  const performAct = (scene: PlayedAct): void => {
    const { at, id, day } = scene;
    const task = tasks.at(id, at);
    if (!task) return;
    const holders = task.duties.map((duty) => duty.unit);
    const unit = scene.unit === null ? null : (holderOf(world.directory, scene.unit, holders, day) ?? scene.unit);
    const played = { ...scene, unit };
    const act = actOf(played, task);
    const actor = actorOf(played, world.directory);
    const [stopped] = taskActFaults(actor, act);
    const outcome = stopped ?? tasks.act(task.id, act, actor, at);
    if (!('state' in outcome)) {
      findings.push(
        fault('story-act', { day, task: played.task, act: actNames[played.kind], detail: outcome.message }),
      );
      return;
    }
    cues.push({ at, kind: 'act', played, actor });
    const { state } = outcome;
    if (!isOpen(state)) life?.taskEnded(state.year, state.stage === 'accepted', at);
    const answer = actLetter(outcome, units.office, at);
    if (answer) letters.send(answer, at);
  };

  const performOffice = (scene: OfficeScene): void => {
    const waiting = world.waiting.length;
    const outcome = performScene(world, scene);
    if (!('kind' in outcome)) {
      findings.push(...outcome);
      return;
    }
    cues.push(outcome);
    // Tasks that begin with an amendment live through the story from their own day on.
    if (outcome.kind === 'amend')
      playOn(({ assignedAt }) => assignedAt === scene.at, scene.year - input.plan.year + 1, scene.day, scene.at);
    for (const change of world.waiting.slice(waiting))
      come({ at: Math.max(instantOf(change.on), scene.at), kind: 'reorganised', change });
  };

  const perform = (one: Happening): void => {
    switch (one.kind) {
      case 'act':
        performAct(one.played);
        return;
      case 'approve': {
        const number = `${FORMAL_MARK}〔${dayOf(one.at).slice(0, 4)}〕号`;
        const released = tasks.release(one.id, number, officeActor(world.directory), one.at);
        if (!released) return;
        cues.push(one);
        letters.send(released, one.at);
        return;
      }
      case 'start-year':
        begin(one.year, later.findIndex(({ year }) => year === one.year) + 2, one.at);
        return;
      case 'scene':
        performOffice(one.scene);
        return;
      case 'reorganised':
        reorganise(world, one.change, one.at);
        return;
      default:
    }
  };

  for (let now = launchAt; ; ) {
    const wake = tasks.wake(now);
    const [next] = queue;
    const asks = life?.next() ?? Number.POSITIVE_INFINITY;
    now = Math.min(wake, next?.at ?? Number.POSITIVE_INFINITY, held.next(), asks);
    if (now >= endAt) break;
    if (held.next() <= now) {
      stepCycles();
      continue;
    }
    if (life && asks <= now) {
      const { at, letters: drafts } = life.step();
      for (const draft of drafts) letters.send(draft, at);
      continue;
    }
    if (next && next.at <= wake) {
      queue.shift();
      perform(next);
      continue;
    }
    const round = tasks.round(now);
    for (const letter of round.letters) letters.send(letter, now);
    if (story.approveSupervisionLetters === 'same-day')
      come(...round.drafts.map(({ id }): Happening => ({ at: now + APPROVAL_DELAY_MS, kind: 'approve', id })));
  }

  for (const year of [...tasks.unknownYears].sort()) findings.push(fault('calendar-unknown-year', { year }));
  const ended = [...tasks.states().values()];
  return {
    letters: letters.all.toSorted((a, b) => a.draft.at - b.draft.at),
    unreachable: letters.unreachable,
    skipped: tasks.skipped(),
    openAtEnd: ended.filter(isOpen).map((t) => t.number),
    tasks: ended,
    findings,
    cues: cues.toSorted((a, b) => a.at - b.at),
    startAt: Math.min(launchAt, ...before.cues.map((cue) => cue.at)),
    launchAt,
    endAt,
  };
}

function officeUnitsOf({ units }: Directory): { readonly office: string; readonly leadership: string } {
  return {
    office: units.find((u) => u.kind === 'office')?.id ?? 'office',
    leadership: units.find((u) => u.kind === 'leadership')?.id ?? 'leadership',
  };
}

/** The list a launch takes on: of the first year as the plan was settled, of the others as the story settles them. */
function listOf({ plan, directory, tasks }: RehearsedWorld, year: number, nth: number, asOf: Day): PlayedList {
  const running = [...tasks.states().values()];
  if (nth > 1) return playedList(plan, year, running, { directory, asOf });
  const { answers } = settledFor(plan, year);
  return { answers, list: yearList(plan, year, running, { answers, picked: plan.picked ?? [] }, { directory, asOf }) };
}

function playedYear({ tasks }: Plan, nth: number, later: readonly LaterYear[]): PlayedYear {
  const until = later[nth - 1]?.from;
  return { nth, numbers: tasks.map((task) => task.number), ...(until === undefined ? {} : { until }) };
}

/** The last deadline of the plan in the years that are played, or the last launch. */
function lastDueOf({ plan, later = [] }: RehearsalInput, launch: Day): Day {
  const last = later.at(-1)?.year;
  const dues = last === undefined ? plan.tasks.map((t) => t.due) : planOfYear(plan, last).tasks.map((t) => t.due);
  return dues.reduce((a, b) => (a > b ? a : b), launch);
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

/** The life of the plan; of a plan of one year it asks nothing of the office. */
function lifeIn(
  { plan, calendar, lifeRules }: RehearsalInput,
  units: { readonly office: string; readonly leadership: string },
): LifePlay | undefined {
  return lifeRules ? playLife(lifeOf(plan, units, 'issued', lifeRules), calendar) : undefined;
}

function insert(queue: Happening[], one: Happening): void {
  const at = queue.findIndex((other) => other.at > one.at);
  queue.splice(at < 0 ? queue.length : at, 0, one);
}
