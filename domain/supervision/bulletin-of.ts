/** Draws up a bulletin from the tasks and the returns of a cycle. Pure and workflow-safe. */
import { addDays, type Day, instantOf } from '../day.js';
import { lateness } from '../light.js';
import { isOpen, type TaskState } from '../task.js';
import type { Bulletin, BulletinGroup, BulletinTask, Burden, OverdueTask, Share } from './bulletin.js';
import type { CycleUnit } from './cycle.js';
import { sharesOf } from './percentages.js';
import type { ReturnVersion, TaskReturn } from './return.js';
import { isCounted, type PeriodDays, unitsAsked } from './units-asked.js';

/** What a bulletin says about itself. */
export interface BulletinFrame extends PeriodDays {
  readonly cycle: string;
  /** `2023年第三季度` */
  readonly period: string;
  readonly planTitle: string;
  /** Who was asked what when the cycle was requested; without it, who would be asked by the tasks as they stand. */
  readonly units?: readonly Pick<CycleUnit, 'unit' | 'leads'>[];
  readonly corrects?: Bulletin['corrects'];
  readonly contest?: Bulletin['contest'];
}

/**
 * Counts what came back. A task counts once, with the unit that was asked about it, also where the task has moved since:
 *
 * - accepted by the end of `day`: done, whatever its return says, for the acceptance is on record;
 * - else the state of its return; a return that was sent back and not renewed counts as none;
 * - else `no-return`.
 *
 * Tasks cancelled since the request are left out, as are those that arose after it: nobody was asked about them.
 * Burden is that of the units asked, though letters went to others too (the leadership group, the office, other plans'
 * units): the bulletin speaks of nobody else.
 * Overdue are open tasks past the date in force on `day`, unless suspended (as the light, domain/light.ts).
 */
export function bulletinOf(
  frame: BulletinFrame,
  tasks: readonly TaskState[],
  returns: readonly ReturnVersion[],
  burden: readonly Burden[],
  day: Day,
): Bulletin {
  const asked = frame.units ?? unitsAsked(tasks, frame);
  const unitOf = new Map(asked.flatMap(({ unit, leads }) => leads.map((task) => [task, unit] as const)));
  const counted = tasks
    .filter((task) => isCounted(task, frame) && (unitOf.has(task.id) || acceptedBy(task, day)))
    .toSorted((a, b) => a.number - b.number);
  const newest = newestOf(returns);
  const rows = counted.map((task) => {
    const unit = unitOf.get(task.id) ?? task.reporter;
    const given = newest.get(unit);
    const own = given?.sentBack === null ? given.content.tasks.find((one) => one.task === task.id) : undefined;
    return rowOf(task, unit, own, day);
  });
  const total = shareRows(rows);
  return {
    cycle: frame.cycle,
    period: frame.period,
    planTitle: frame.planTitle,
    day,
    total: rows.length,
    shares: total.shares,
    chapters: groupsOf(rows, new Map(counted.map((task) => [task.id, task.chapter]))),
    units: groupsOf(rows, new Map(rows.map((row) => [row.task, row.lead]))),
    tasks: rows,
    behind: rows.filter((row) => row.state === 'behind'),
    overdue: counted.flatMap((task) => overdueOf(task, unitOf.get(task.id) ?? task.reporter, day)),
    silent: asked.filter(({ unit }) => !newest.has(unit)).map(({ unit }) => unit),
    sentBack: asked.filter(({ unit }) => (newest.get(unit)?.sentBack ?? null) !== null).map(({ unit }) => unit),
    burden: burden.filter(({ unit }) => asked.some((one) => one.unit === unit)),
    ...(frame.corrects === undefined ? {} : { corrects: frame.corrects }),
    ...(frame.contest === undefined ? {} : { contest: frame.contest }),
  };
}

/** The last version of each unit. */
function newestOf(returns: readonly ReturnVersion[]): ReadonlyMap<string, ReturnVersion> {
  return new Map(returns.toSorted((a, b) => a.version - b.version).map((one) => [one.unit, one]));
}

/** Accepted by 24:00 of the day. */
const acceptedBy = (task: TaskState, day: Day): boolean =>
  task.stage === 'accepted' && (task.closedAt ?? 0) < instantOf(addDays(day, 1));

function rowOf(task: TaskState, lead: string, own: TaskReturn | undefined, day: Day): BulletinTask {
  const accepted = acceptedBy(task, day);
  const words = accepted ? (task.report?.text ?? '') : '';
  return {
    task: task.id,
    number: task.number,
    title: task.title,
    lead,
    state: accepted ? 'done' : (own?.state ?? 'no-return'),
    progress: own?.progress ?? words,
    problems: own?.problems ?? '',
    help: own?.help ?? '',
  };
}

function overdueOf(task: TaskState, lead: string, day: Day): OverdueTask[] {
  const late = lateness(task, day);
  if (!isOpen(task) || task.suspended !== undefined || late.days === 0) return [];
  const { id, number, title, due, firstDue } = task;
  return [{ task: id, number, title, lead, due, firstDue, days: late.days, daysFromFirst: late.fromFirst }];
}

/** Groups in the order of their first task. */
function groupsOf(rows: readonly BulletinTask[], nameOf: ReadonlyMap<string, string>): readonly BulletinGroup[] {
  const groups = new Map<string, BulletinTask[]>();
  for (const row of rows) {
    const name = nameOf.get(row.task) ?? '';
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, own]) => ({ name, total: own.length, ...shareRows(own) }));
}

function shareRows(rows: readonly BulletinTask[]): Pick<BulletinGroup, 'shares' | 'tasks'> {
  const tasks: Partial<Record<Share['state'], string[]>> = {};
  for (const { state, task } of rows) tasks[state] = [...(tasks[state] ?? []), task];
  const counts = Object.fromEntries(Object.entries(tasks).map(([state, own]) => [state, own.length]));
  return { shares: sharesOf(counts), tasks };
}
