/** What a revised document says otherwise than the plan on record, task by task, whatever their numbers are now. */
import type { Duty, Plan, PlanTask, Target } from './plan.js';
import { matchTasks } from './title-likeness.js';

export type Aspect = 'title' | 'duties' | 'due' | 'targets';

export interface TaskChange {
  readonly what: Aspect;
  readonly from: string;
  readonly to: string;
  /** For duties: unit ids that leave the task and that come to it. */
  readonly units?: { readonly out: readonly string[]; readonly in: readonly string[] };
}

export interface PlanDifference {
  readonly added: readonly {
    readonly number: number;
    readonly title: string;
    readonly duties: string;
    readonly due: string;
  }[];
  /** Tasks on record, under the numbers they have there. */
  readonly gone: readonly { readonly number: number; readonly title: string }[];
  /** `number` is the one on record, `now` the document's where it is another. */
  readonly changed: readonly {
    readonly number: number;
    readonly now?: number;
    readonly title: string;
    readonly changes: readonly TaskChange[];
  }[];
  /** Nothing but the number is another. */
  readonly renumbered: readonly { readonly from: number; readonly to: number; readonly title: string }[];
}

export const aspectWords: Readonly<Record<Aspect, string>> = {
  title: '题目',
  duties: '责任单位',
  due: '时限',
  targets: '目标',
};
const roleWords: Readonly<Record<Duty['role'], string>> = { lead: '牵头', support: '配合', responsible: '负责' };
const operatorWords: Readonly<Record<Target['op'], string>> = {
  '>=': '≥',
  '<=': '≤',
  '>': '>',
  '<': '<',
  '=': '=',
  '~': '≈',
};

type Tasks = Pick<Plan, 'tasks'>;

/**
 * @param running how a task stands now, by its number on record: a change it shows already is not reported again, and a
 * task that it does not have any more is not gone once more.
 * @param nameOf the name of a unit id.
 */
export function planDifference(
  before: Tasks,
  after: Tasks,
  nameOf: (unit: string) => string,
  running?: ReadonlyMap<number, PlanTask>,
): PlanDifference {
  const matched = matchTasks(before.tasks, after.tasks);
  const found = new Set(matched.values());
  const pairs = [...matched]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([a, b]) => {
      const was = before.tasks[a];
      const is = after.tasks[b];
      return was && is ? [{ was, is, changes: changesOf(was, is, running?.get(was.number), nameOf) }] : [];
    });
  return {
    added: after.tasks
      .filter((_, at) => !found.has(at))
      .map((task) => ({ number: task.number, title: task.title, duties: dutiesText(task, nameOf), due: task.due })),
    gone: before.tasks
      .filter((task, at) => !matched.has(at) && (running === undefined || running.has(task.number)))
      .map(({ number, title }) => ({ number, title })),
    changed: pairs
      .filter(({ changes }) => changes.length > 0)
      .map(({ was, is, changes }) => ({
        number: was.number,
        ...(is.number === was.number ? {} : { now: is.number }),
        title: was.title,
        changes,
      })),
    renumbered: pairs
      .filter(({ was, is, changes }) => changes.length === 0 && was.number !== is.number)
      .map(({ was, is }) => ({ from: was.number, to: is.number, title: was.title })),
  };
}

/** True where the document says the same as the record. */
export function isSame({ added, gone, changed, renumbered }: PlanDifference): boolean {
  return added.length + gone.length + changed.length + renumbered.length === 0;
}

function changesOf(
  was: PlanTask,
  is: PlanTask,
  now: PlanTask | undefined,
  nameOf: (unit: string) => string,
): TaskChange[] {
  const texts = (task: PlanTask): Readonly<Record<Aspect, string>> => ({
    title: task.title,
    duties: dutiesText(task, nameOf),
    due: task.due,
    targets: task.targets.map(targetText).sort().join('；'),
  });
  const [old, fresh, present] = [texts(was), texts(is), now === undefined ? undefined : texts(now)];
  return (['title', 'duties', 'due', 'targets'] as const)
    .filter((what) => old[what] !== fresh[what] && present?.[what] !== fresh[what])
    .map((what) => ({
      what,
      from: present?.[what] ?? old[what],
      to: fresh[what],
      ...(what === 'duties' ? { units: moved(now ?? was, is) } : {}),
    }));
}

function moved(from: PlanTask, to: PlanTask): NonNullable<TaskChange['units']> {
  const idsOf = (task: PlanTask): string[] => [
    ...new Set(task.duties.flatMap(({ unit }) => (unit === null ? [] : [unit]))),
  ];
  const [before, after] = [idsOf(from), idsOf(to)];
  return { out: before.filter((id) => !after.includes(id)), in: after.filter((id) => !before.includes(id)) };
}

/** Duties by role, in their order: the first lead reports for all. A unit nobody has settled stands with the document's words. */
function dutiesText({ duties }: PlanTask, nameOf: (unit: string) => string): string {
  return (['lead', 'responsible', 'support'] as const)
    .map((role) => ({
      role,
      units: duties.filter((d) => d.role === role).map((d) => (d.unit === null ? `${d.raw}（未定）` : nameOf(d.unit))),
    }))
    .filter(({ units }) => units.length > 0)
    .map(({ role, units }) => `${roleWords[role]}：${[...new Set(units)].join('、')}`)
    .join('；');
}

/** The target with its sign and, where it counts for one year, that year: 完成≥30个, 2027年完成≥30个. */
export function targetText({
  metric,
  op,
  value,
  unit,
  year,
}: Pick<Target, 'metric' | 'op' | 'value' | 'unit' | 'year'>): string {
  return `${year === undefined ? '' : `${year}年`}${metric}${operatorWords[op]}${value}${unit}`;
}
