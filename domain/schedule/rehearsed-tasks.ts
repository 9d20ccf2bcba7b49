/** The tasks of a rehearsal and the rounds' table they stand in, moved by the very functions their workflows run. Pure. */
import { actNotices, assignmentNotices, assignTask, roundsTask, type TaskSeed } from '../assign.js';
import type { Calendar } from '../calendar/workdays.js';
import { dayOf } from '../day.js';
import type { Fault } from '../errors.js';
import type { Reorganisation } from '../reorganisation.js';
import { type Act, type Actor, isOpen, type TaskState, unsignedOf } from '../task.js';
import { type ActOutcome, applyAct, movedDue } from '../task-acts.js';
import { refusal } from '../task-refusals.js';
import { admit, type Round, releaseFormal, takeRound } from './rounds.js';
import { lastTurn, scheduleOf } from './schedule.js';
import { signingDue, withUnsigned } from './signing.js';
import { slotsFrom } from './slots.js';
import { type HandedOver, succeedUnit, successionsOf } from './succeeded.js';
import { emptyRounds, type RoundsChange, type RoundsState } from './table.js';
import type { Ladder, LetterDraft, SkippedStep } from './types.js';
import { nextWake } from './wake.js';

export type SkippedSteps = SkippedStep & { readonly tasks: readonly number[] };

export interface RehearsedTasks {
  /** By id, in the order of their years and numbers. */
  readonly states: () => ReadonlyMap<string, TaskState>;
  readonly skipped: () => readonly SkippedSteps[];
  readonly unknownYears: ReadonlySet<number>;
  /** Begins tasks of a year of a plan; their assignment counts from the first working day. `now` in epoch ms. */
  assign(plan: string, year: number, seeds: readonly TaskSeed[], now: number): void;
  /** The task as it stands at an instant, its own timer included. */
  at(id: string, now: number): TaskState | undefined;
  /** Carries an act out, or says what stands against it. */
  act(id: string, act: Act, actor: Actor, now: number): ActOutcome | Fault;
  /** An act of the plan that no longer fits the task: an entry of its own. */
  leave(id: string): void;
  /** A reorganisation: what the rounds hold for its units goes to their successors. */
  succeed(change: Reorganisation, handed: HandedOver): void;
  /** What else the rounds hear of: the requests of a supervision cycle. */
  admit(change: RoundsChange, now: number): void;
  /** The next instant at which the rounds look at their table. */
  wake(now: number): number;
  round(now: number): Round;
  /** A 督办函 approved by the office; undefined when it does not wait. */
  release(id: string, number: string, by: Actor, now: number): LetterDraft | undefined;
}

/**
 * @param from epoch ms from which the rounds run.
 * @param begun the table and the tasks as they stand at `from`, where they did not begin with the rehearsal.
 */
export function rehearsedTasks(
  { ladder, calendar }: { readonly ladder: Ladder; readonly calendar: Calendar },
  units: { readonly office: string; readonly leadership: string },
  from: number,
  begun?: { readonly table: RoundsState; readonly tasks: readonly TaskState[] },
): RehearsedTasks {
  let tasks = new Map<string, TaskState>((begun?.tasks ?? []).map((task) => [task.id, task]));
  /** Keys of the schedules in the rounds' table, by task. */
  const keys = new Map<string, string>(
    Object.values(begun?.table.tasks ?? {}).map(({ id, schedule }) => [id, schedule]),
  );
  const skipped = new Map<string, SkippedStep & { tasks: number[] }>();
  const unknownYears = new Set<number>();
  let rounds: RoundsState = {
    ...(begun?.table ?? emptyRounds(units.office, units.leadership)),
    slots: slotsFrom(from, ladder, calendar),
  };
  const skip = (steps: readonly SkippedStep[], number: number): void => {
    for (const step of steps) {
      const key = `${step.rung} ${step.planned} ${step.reason}`;
      const entry = skipped.get(key) ?? { ...step, tasks: [] };
      entry.tasks.push(number);
      skipped.set(key, entry);
    }
  };
  /** The rounds fetch further slots when the last one they know has come. */
  const refresh = (now: number): void => {
    if ((rounds.slots.at(-1)?.from ?? 0) <= now) rounds = { ...rounds, slots: slotsFrom(now, ladder, calendar) };
  };
  const take = (change: RoundsChange, now: number): void => {
    refresh(now);
    rounds = admit(rounds, change, now);
  };

  const assign: RehearsedTasks['assign'] = (plan, year, seeds, now) => {
    const assigned = calendar.onOrAfter(dayOf(now));
    for (const seed of seeds) {
      const draft = assignTask(plan, year, seed, assigned, now, 0);
      const schedule = scheduleOf(draft, ladder, calendar);
      const task = assignTask(plan, year, seed, assigned, now, schedule.redAt);
      tasks.set(task.id, task);
      keys.set(task.id, schedule.key);
      skip(schedule.skipped, task.number);
      for (const unknown of schedule.unknownYears) unknownYears.add(unknown);
      take(
        {
          schedules: { [schedule.key]: schedule.steps },
          tasks: [roundsTask(task, schedule.key)],
          tell: assignmentNotices(task),
        },
        now,
      );
    }
    tasks = new Map([...tasks].toSorted(([, a], [, b]) => a.year - b.year || a.number - b.number));
  };

  const at: RehearsedTasks['at'] = (id, now) => {
    const task = tasks.get(id);
    return task && turnedRed(task, now);
  };

  const act: RehearsedTasks['act'] = (id, given, actor, now) => {
    const task = at(id, now) as TaskState;
    const refused = refusal(task, given, now);
    if (refused) return refused;
    const today = dayOf(now);
    const moved = movedDue(task, given);
    const schedule =
      moved === undefined && given.kind !== 'transfer'
        ? undefined
        : scheduleOf(
            { ...task, ...(moved === undefined ? { signFrom: today } : { due: moved, binding: today }) },
            ladder,
            calendar,
            lastTurn(now, ladder, calendar),
          );
    const outcome = applyAct(task, given, actor, now, schedule?.redAt);
    tasks.set(id, outcome.state);
    if (schedule) {
      keys.set(id, schedule.key);
      if (moved !== undefined) skip(schedule.skipped, task.number);
    }
    take(
      {
        ...(schedule ? { schedules: { [schedule.key]: schedule.steps } } : {}),
        tasks: [roundsTask(outcome.state, keys.get(id) ?? '')],
        tell: actNotices(outcome),
      },
      now,
    );
    return outcome;
  };

  return {
    states: () => tasks,
    skipped: () => [...skipped.values()],
    unknownYears,
    assign,
    at,
    act,
    leave(id) {
      const task = tasks.get(id);
      if (task && isOpen(task)) tasks.set(id, { ...task, seq: task.seq + 1 });
    },
    succeed(change, handed) {
      rounds = successionsOf(change, handed).reduce(succeedUnit, rounds);
    },
    admit: take,
    wake(now) {
      refresh(now);
      return nextWake(rounds, now) ?? Number.POSITIVE_INFINITY;
    },
    round(now) {
      // What is no task, such as a return that is owed, keeps what the table says of it.
      const signing = signingDue(rounds, now).flatMap((id) => {
        const task = tasks.get(id);
        return task === undefined ? [] : [[id, unsignedOf(task)] as const];
      });
      if (signing.length > 0) rounds = withUnsigned(rounds, Object.fromEntries(signing));
      const round = takeRound(rounds, now);
      rounds = round.state;
      return round;
    },
    release(id, number, by, now) {
      const released = releaseFormal(rounds, id, number, by.name, dayOf(now), now);
      if (!released) return undefined;
      rounds = released.state;
      return released.letter;
    },
  };
}

/** The task as its own timer has left it: turning red is an entry of its own and counts in `seq`, which letter keys carry. */
function turnedRed(task: TaskState, now: number): TaskState {
  return isOpen(task) && !task.overdue && task.redAt <= now ? { ...task, overdue: true, seq: task.seq + 1 } : task;
}
