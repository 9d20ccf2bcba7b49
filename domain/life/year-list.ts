/**
 * The key-task list of one year of a plan: which tasks are taken on, which go on from an earlier year, which stay out
 * and why, and what the office must settle first. Pure; the launch of the year runs on the same list that was shown.
 */
import { seedsOf, type TaskSeed } from '../assign.js';
import { type Day, yearOf } from '../day.js';
import { type Fault, fault } from '../errors.js';
import type { Directory } from '../org.js';
import type { PickedTask, Plan, PlanTask, YearAnswer } from '../plan.js';
import { datesOf, hasYear, inYear, pickFault, resolvePicks, spansYears } from '../plan-year.js';
import { isOpen, type TaskState } from '../task.js';
import { succession } from './succession.js';
import { type TargetQuestion, targetsOfYear, yearTargets } from './year-targets.js';

export type LeftWhy =
  /** Accepted in an earlier year, and nothing more is due. */
  | { readonly kind: 'accepted'; readonly year: number }
  | { readonly kind: 'cancelled'; readonly year: number }
  /** Due in a later year. */
  | { readonly kind: 'later'; readonly due: Day }
  /** Due before the year, and never taken on. */
  | { readonly kind: 'earlier'; readonly due: Day }
  | { readonly kind: 'undated' };

/** A duty whose unit has ended with several successors. Unit ids. */
export interface UnitQuestion {
  /** As the plan names it. */
  readonly unit: string;
  readonly successors: readonly string[];
}

export type YearQuestion = { readonly task: number; readonly title: string } & (TargetQuestion | UnitQuestion);
export type AnsweredQuestion = YearQuestion & ({ readonly value: number | 'none' } | { readonly to: string });

export interface YearList {
  readonly year: number;
  /** The plan with the tasks taken on: dates, targets and units as they are in this year. */
  readonly plan: Plan;
  /** What the tasks start from. */
  readonly seeds: readonly TaskSeed[];
  /** Open since an earlier year: they go on under the ids they have. */
  readonly carried: readonly Pick<TaskState, 'id' | 'number' | 'title' | 'year' | 'due'>[];
  readonly left: readonly { readonly number: number; readonly title: string; readonly why: LeftWhy }[];
  /** Nothing starts before these are answered. */
  readonly questions: readonly YearQuestion[];
  readonly answered: readonly AnsweredQuestion[];
  readonly faults: readonly Fault[];
}

/** What the office settled for a year so far. */
export function settledFor(
  plan: Plan,
  year: number,
): { readonly answers: readonly YearAnswer[]; readonly picked: readonly PickedTask[] } {
  const kept = plan.years?.find((one) => one.year === year);
  return { answers: kept?.answers ?? [], picked: kept?.picked ?? (plan.year === year ? (plan.picked ?? []) : []) };
}

/**
 * @param running the plan's tasks on record, of all years.
 * @param settled answers and picks of the office; answers to questions that are not asked (any more) change nothing.
 * @param asOf day by which units have ended.
 */
export function yearList(
  plan: Plan,
  year: number,
  running: readonly TaskState[],
  settled: { readonly answers: readonly YearAnswer[]; readonly picked: readonly PickedTask[] },
  { directory, asOf }: { readonly directory: Directory; readonly asOf: Day },
): YearList {
  const { found, missing } = resolvePicks(plan, settled.picked);
  const picked = new Set(found.map((one) => one.task));
  const sorted = sortTasks(plan, year, running, picked);
  const questions: YearQuestion[] = [];
  const answered: AnsweredQuestion[] = [];
  const tasks = sorted.taken.map((task): PlanTask => {
    const about = { task: task.number, title: task.title };
    const own = settled.answers.filter((one) => one.task === task.number);
    const aims = spansYears(plan)
      ? yearTargets(
          task,
          year,
          lastYear(plan, task),
          own.flatMap((one) => ('target' in one ? [one] : [])),
        )
      : { targets: task.targets, questions: [], answered: [] };
    const duties = succession(
      task.duties,
      own.flatMap((one) => ('unit' in one ? [one] : [])),
      directory,
      asOf,
    );
    questions.push(...[...duties.questions, ...aims.questions].map((one) => ({ ...about, ...one })));
    answered.push(...[...duties.answered, ...aims.answered].map((one) => ({ ...about, ...one })));
    return { ...task, duties: duties.duties, targets: [...aims.targets] };
  });
  const taken = new Set(tasks.map((task) => task.number));
  const findings = plan.findings.filter(({ task }) => task === undefined || taken.has(task));
  const open = running.filter((task) => task.year < year && isOpen(task));
  return {
    year,
    plan: { ...plan, year, picked: found, tasks, findings },
    seeds: seedsOf({ tasks }).map((seed) => withTargets(seed, tasks, plan, year)),
    carried: open.map(({ id, number, title, year: since, due }) => ({ id, number, title, year: since, due })),
    left: sorted.left,
    questions,
    answered,
    faults: [
      ...yearFaults(plan, year, tasks.length + open.length),
      ...missing.map((one) => pickFault(plan, one)),
      ...open
        .filter(({ number }) => picked.has(number))
        .map(({ number, title }) => fault('life-year-pick-open', { task: number, title })),
    ],
  };
}

/** Why a task stays out, in Chinese. */
export function leftWords(why: LeftWhy): string {
  switch (why.kind) {
    case 'accepted':
      return `${why.year}年已办结`;
    case 'cancelled':
      return `${why.year}年已取消`;
    case 'later':
      return `时限${why.due}，到${yearOf(why.due)}年再交办`;
    case 'earlier':
      return `时限${why.due}已过，没有交办过，需要时另选`;
    case 'undated':
      return '没有写明时限，需要时另选';
    default:
      throw new Error(`unknown reason ${JSON.stringify(why satisfies never)}`);
  }
}

/** All that stands against starting the list as it is now: its faults, and every question without an answer. */
export function listFaults({ plan, year, faults, questions }: YearList, nameOf: (unit: string) => string): Fault[] {
  return [
    ...faults,
    ...questions.map((one) =>
      fault('life-year-question', {
        plan: plan.id,
        year,
        task: one.task,
        title: one.title,
        question: questionWords(one, nameOf),
      }),
    ),
  ];
}

/** A question in one sentence. */
export function questionWords(question: TargetQuestion | UnitQuestion, nameOf: (unit: string) => string): string {
  return 'target' in question
    ? `“${question.target}”在这一年的目标值（${question.measure}）；${question.why}`
    : `“${nameOf(question.unit)}”已撤销，由${question.successors.map(nameOf).join('、')}中的哪个单位承接`;
}

interface Sorted {
  readonly taken: readonly PlanTask[];
  readonly left: YearList['left'];
}

/** Every task of the plan goes to exactly one side, or is carried over. */
function sortTasks(plan: Plan, year: number, running: readonly TaskState[], picked: ReadonlySet<number>): Sorted {
  const taken: PlanTask[] = [];
  const left: { number: number; title: string; why: LeftWhy }[] = [];
  for (const task of plan.tasks) {
    const before = running.filter((one) => one.number === task.number && one.year < year);
    if (before.some(isOpen)) continue;
    const own = spansYears(plan) ? inYear(task, year, picked.has(task.number)) : task;
    const why =
      over(task, year, before.at(-1), picked.has(task.number)) ?? (own === undefined ? notYet(task, year) : null);
    if (why === null) taken.push(own as PlanTask);
    else left.push({ number: task.number, title: task.title, why });
  }
  return { taken, left };
}

/** A task that ended in an earlier year comes again if it recurs, has a date of its own in this year, or is picked. */
function over(task: PlanTask, year: number, before: TaskState | undefined, picked: boolean): LeftWhy | null {
  if (before === undefined || picked) return null;
  if (before.stage === 'cancelled') return { kind: 'cancelled', year: before.year };
  const again =
    task.recurring !== undefined || (datesOf(task).length > 1 && datesOf(task).some((due) => yearOf(due) === year));
  return again || datesOf(task).some((due) => yearOf(due) > year) ? null : { kind: 'accepted', year: before.year };
}

function notYet(task: PlanTask, year: number): LeftWhy {
  const dates = datesOf(task);
  const next = dates.find((due) => yearOf(due) > year);
  if (next !== undefined) return { kind: 'later', due: next };
  const last = dates.at(-1);
  return last === undefined ? { kind: 'undated' } : { kind: 'earlier', due: last };
}

/** Last year in which a target of the task can be met: that of its last date, of the plan where it has none or recurs. */
function lastYear(plan: Plan, task: PlanTask): number {
  const last = task.recurring === undefined ? datesOf(task).at(-1) : undefined;
  return last === undefined ? (plan.period?.[1] ?? plan.year) : yearOf(last);
}

/** The seed with the year's targets where they are not those that the plan has for the year. */
function withTargets(seed: TaskSeed, tasks: readonly PlanTask[], plan: Plan, year: number): TaskSeed {
  const own = tasks.find((task) => task.number === seed.number)?.targets ?? [];
  const kept = targetsOfYear(
    plan.tasks.find((task) => task.number === seed.number),
    year,
  );
  const same = own.length === kept.length && kept.every((target) => own.includes(target));
  return same ? seed : { ...seed, targets: own };
}

function yearFaults(plan: Plan, year: number, count: number): Fault[] {
  const { id, period } = plan;
  if (plan.tasks.length === 0)
    return [fault('plan-without-tasks', { plan: id, indicators: plan.indicators?.length ?? 0 })];
  if (spansYears(plan) ? !hasYear(plan, year) : year !== plan.year)
    return [
      fault('plan-year-outside', {
        plan: id,
        year,
        allowed: spansYears(plan) ? `${period?.[0]}至${period?.[1]}` : plan.year,
      }),
    ];
  return count === 0 ? [fault('plan-year-empty', { plan: id, year })] : [];
}
