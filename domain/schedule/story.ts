/**
 * A story: who does what when in a rehearsed or drilled year. YAML, documented in docs/stories.md; unknown keys, tasks,
 * units and days are all reported at once. Days fall on working days; acts happen at 10:00, decisions of the office on
 * the same day at 10:30, so that a morning's letters never race with a day's acts.
 */
import type { Calendar } from '../calendar/workdays.js';
import { type PlayedPeriod, playedPeriod } from '../comment/rehearse.js';
import { addDays, type Day, instantOf, isDay, yearOf } from '../day.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Directory, Resolution } from '../org.js';
import type { Plan } from '../plan.js';
import type { PlayedSupervision } from '../supervision/rehearse.js';
import type { Rhythm } from '../supervision/rhythm.js';
import type { SupervisionRules } from '../supervision/rules.js';
import { type Act, leadsOf, type TaskState, unsignedOf } from '../task.js';
import type { ChosenTasks, PlayedKind, Scene, Story } from './story-file.js';

export { readStory, type Story, silence, storyJsonSchema } from './story-file.js';

/** One act at its instant; `unit` is null for the office. */
export interface PlayedAct {
  readonly at: number;
  readonly day: Day;
  /** Its number and its id. */
  readonly task: number;
  readonly id: string;
  readonly unit: string | null;
  readonly kind: PlayedKind;
  readonly text: string;
  /** Unit id a transfer takes the task from; default the reporter. */
  readonly from?: string;
  readonly to?: string;
  readonly approve: boolean;
}

/** The comment period a story plays before the year, or undefined. @throws `story-day`. */
export function storyPeriod(story: Story, plan: Plan, calendar: Calendar): PlayedPeriod | undefined {
  if (story.comment === undefined) return undefined;
  const { opens, days, publish } = story.comment;
  const after = publish === 'never' ? publish : Number(publish.slice('end+'.length));
  return playedPeriod(plan, monthDayOf(opens, plan.year), days, after, calendar);
}

/** The supervision cycles a story plays, or undefined. @throws `story-unit` for every unit the directory does not know. */
export function storySupervision(
  story: Story,
  rules: SupervisionRules,
  resolve: Stage['resolve'],
): PlayedSupervision | undefined {
  if (story.supervision === undefined) return undefined;
  const faults: Fault[] = [];
  const idsOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((words) => {
      const found = resolve(words);
      if (found.kind === 'unit') return [found.unit.id];
      faults.push(fault('story-unit', { value: words }));
      return [];
    });
  const { rhythm, silent, sentBack, onBehalf, contests } = story.supervision;
  const played = {
    rules: { ...rules, rhythm },
    silent: silent === 'all' ? silent : idsOf(silent),
    sentBack: idsOf(sentBack),
    onBehalf: idsOf(onBehalf),
    contests: idsOf(contests),
  };
  if (faults.length > 0) throw new DubanError(faults);
  return played;
}

/** `MM-DD` of a year. @throws `story-day`. */
export function monthDayOf(words: string, year: number): Day {
  const day = `${year}-${words}`;
  if (!isDay(day)) throw new DubanError([fault('story-day', { value: words })]);
  return day;
}

/** The story with cycles in which nobody answers, where it plays none of its own. */
export function supervisedStory(story: Story, rhythm: Rhythm): Story {
  if (story.supervision !== undefined) return story;
  return { ...story, supervision: { rhythm, silent: 'all', sentBack: [], onBehalf: [], contests: [] } };
}

export interface Stage {
  readonly tasks: readonly TaskState[];
  readonly directory: Directory;
  readonly resolve: (words: string) => Resolution;
  readonly calendar: Calendar;
  /** Day of the launch. */
  readonly launch: Day;
  /** Of a plan of several years that is played through: the year whose tasks these are. */
  readonly year?: PlayedYear;
}

/** One year of a plan of which several are played. */
export interface PlayedYear {
  /** 1 is the first that is played. */
  readonly nth: number;
  /** Day on which the next one begins; none: it is the last. */
  readonly until?: Day;
  /** Numbers of all tasks of the plan: a scene may name those that this year does not have. */
  readonly numbers: readonly number[];
}

/** The acts of a story on a plan's tasks, in order of time. @throws DubanError with every task, unit or day that does not fit. */
export function playStory(story: Story, stage: Stage): readonly PlayedAct[] {
  const faults: Fault[] = [];
  const last = new Map<number, Day>();
  const played: PlayedAct[] = [];
  for (const scene of story.acts) {
    // An amendment may bring the number into the plan later on.
    const chosen = chooseTasks(scene.task, stage, (story.amend ?? []).length > 0 ? [] : faults);
    const choices = Array.isArray(scene.day) ? scene.day : [scene.day];
    for (const words of choices)
      if (dayFor(words, stage, stage.launch) === undefined) faults.push(fault('story-day', { value: words }));
    const office = scene.actor === 'office';
    const units = office ? () => [null] : actorsOf(scene.actor, stage, faults);
    const from = scene.from === undefined ? {} : { from: unitNamed(scene.from, stage, faults) };
    const to = scene.to === undefined ? {} : { to: destination(scene.act, scene.to, stage, faults) };
    chosen.forEach((task, index) => {
      const day = dayFor(choices[index % choices.length] as string, stage, last.get(task.number) ?? stage.launch);
      if (day === undefined || !isPlayed(scene, day, stage)) return;
      last.set(task.number, day);
      for (const unit of units(task)) {
        played.push({
          at: instantOf(day, office ? 630 : 600),
          day,
          task: task.number,
          id: task.id,
          unit,
          kind: scene.act,
          text: scene.text || (office ? '同意' : '按要求完成'),
          ...from,
          ...to,
          approve: scene.approve,
        });
      }
    });
  }
  if (faults.length > 0) throw new DubanError([...new Map(faults.map((f) => [f.message, f])).values()]);
  return played.toSorted((a, b) => a.at - b.at);
}

/** The played act as an act on the task as it stands then (numbers of reports and requests come from the task). */
export function actOf(played: PlayedAct, task: TaskState): Act {
  const unit = played.unit ?? task.reporter;
  const reason = played.text;
  switch (played.kind) {
    case 'sign':
      return { kind: 'sign', unit };
    case 'progress':
    case 'report':
      return { kind: played.kind, unit, text: reason };
    case 'requestExtension':
      return { kind: 'requestExtension', unit, to: played.to ?? addDays(task.due, 30), reason };
    case 'decideExtension':
      return { kind: 'decideExtension', no: task.extension?.no ?? task.extensions, approve: played.approve, reason };
    case 'accept':
      return { kind: 'accept', no: task.report?.no ?? task.returns + 1 };
    case 'return':
      return { kind: 'return', no: task.report?.no ?? task.returns + 1, reason };
    case 'transfer':
      return { kind: 'transfer', from: played.from ?? unit, to: played.to ?? '', reason };
    case 'cancel':
    case 'suspend':
    case 'resume':
      return { kind: played.kind, reason };
    default:
      throw new Error(`unknown act ${String(played.kind)}`);
  }
}

/** True where the scene is played in this year: its own year, each year, or the year its full date lies in. */
function isPlayed(scene: Scene, day: Day, { year, launch }: Stage): boolean {
  if (scene.year !== undefined) return scene.year === (year?.nth ?? 1);
  if (year === undefined || !isFull(scene.day)) return true;
  return (year.nth === 1 || day >= launch) && (year.until === undefined || day < year.until);
}

function isFull(days: Scene['day']): boolean {
  return [days].flat().some((words) => isDay(words));
}

function chooseTasks(choice: ChosenTasks, { tasks: all, year }: Stage, faults: Fault[]): readonly TaskState[] {
  if (choice === 'all') return all;
  if (typeof choice === 'object' && !Array.isArray(choice)) {
    const { except, exceptMultiplesOf } = choice;
    return all.filter(
      (t) => !except.includes(t.number) && (exceptMultiplesOf === undefined || t.number % exceptMultiplesOf !== 0),
    );
  }
  const numbers = year?.numbers ?? all.map((task) => task.number);
  return (Array.isArray(choice) ? choice : [choice]).flatMap((number) => {
    const task = all.find((t) => t.number === number);
    if (task) return [task];
    if (!numbers.includes(number))
      faults.push(fault('story-task', { value: number, allowed: `${numbers[0]}至${numbers.at(-1)}` }));
    return [];
  });
}

/** The units that act in a scene on a task. */
function actorsOf(actor: string, stage: Stage, faults: Fault[]): (task: TaskState) => readonly string[] {
  if (actor === 'every-unit') return ({ duties }) => unsignedOf({ duties, signed: {} });
  if (actor === 'reporter') return (task) => leadsOf(task).slice(0, 1);
  const unit = unitNamed(actor, stage, faults);
  return () => [unit];
}

function destination(act: string, to: string, stage: Stage, faults: Fault[]): string {
  return act === 'transfer' ? unitNamed(to, stage, faults) : (dayFor(to, stage, stage.launch, false) ?? to);
}

/** The unit's id, or a fault and the words themselves. */
function unitNamed(words: string, stage: Stage, faults: Fault[]): string {
  const found = stage.resolve(words);
  if (found.kind === 'unit') return found.unit.id;
  faults.push(fault('story-unit', { value: words }));
  return words;
}

function dayFor(words: string, stage: Stage, after: Day, roll = true): Day | undefined {
  const relative = /^(launch|after)\+(\d{1,3})$/.exec(words);
  if (relative) return stage.calendar.addWorkdays(relative[1] === 'launch' ? stage.launch : after, Number(relative[2]));
  const day = /^\d{2}-\d{2}$/.test(words) ? `${yearOf(stage.launch)}-${words}` : words;
  if (!isDay(day)) return undefined;
  return roll ? stage.calendar.onOrAfter(day) : day;
}
