/** A revised document beside the plan that runs: the difference, and the amendment that carries it out. Changes nothing. */
import type { Ledger } from '../activities/ledger/connect.js';
import type { PlanRow } from '../activities/ledger/plans.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { taskId } from '../domain/ids.js';
import { type AmendmentFile, amendmentText } from '../domain/life/amendment-file.js';
import type { Duty, Plan, PlanTask, Target } from '../domain/plan.js';
import { type PlanDifference, planDifference, type TaskChange, targetText } from '../domain/plan-difference.js';
import { planOfYear, resolvePicks, spansYears } from '../domain/plan-year.js';
import type { Imported } from './acts.js';

/** @param plan the revised document, with the decisions on it applied; of several years the running one counts. */
export async function revisionOf(
  ledger: Ledger,
  row: PlanRow,
  plan: Plan,
  nameOf: (unit: string) => string,
): Promise<Pick<Imported, 'amendment'> & { readonly difference: PlanDifference; readonly acts: readonly string[] }> {
  const before = planOfYear(row.plan);
  const after = planOfYear(
    plan,
    spansYears(plan) ? row.year : plan.year,
    resolvePicks(plan, row.plan.picked ?? []).found,
  );
  const planned = new Map(before.tasks.map((task) => [task.number, task]));
  const running = new Map<number, PlanTask>();
  for (const task of await listTasks(ledger, { plan: row.id })) {
    const was = planned.get(task.number);
    if (task.stage === 'cancelled' || was === undefined) continue;
    running.set(task.number, {
      ...was,
      title: task.title,
      due: task.due,
      duties: task.duties.map((duty) => ({ ...duty, raw: '' })),
    });
  }
  const difference = planDifference(before, after, nameOf, running);
  const aims = new Map(
    difference.changed.map(({ number, now = number }) => [
      number,
      changedTargets(
        planned.get(number),
        after.tasks.find((task) => task.number === now),
        row.year,
      ),
    ]),
  );
  const amendment = amendmentFor(row.id, difference, after, aims, nameOf);
  const acts = actsOf(row, difference, amendment, aims, nameOf);
  return { difference, acts, ...(amendment === undefined || row.life === null ? {} : { amendment }) };
}

interface ChangedTargets {
  /** Those of every year that is another. */
  readonly targets: readonly Target[];
  /** Years whose targets the document has no more: no amendment says that. */
  readonly gone: readonly number[];
}

/** What the document says otherwise for a year of the task; targets without a year stand with the running one's. */
function changedTargets(was: PlanTask | undefined, is: PlanTask | undefined, running: number): ChangedTargets {
  const ofYear = (task: PlanTask | undefined, year: number): readonly Target[] =>
    (task?.targets ?? []).filter((target) => (target.year ?? running) === year);
  const said = (targets: readonly Target[]): string => targets.map(targetText).sort().join('；');
  const years = [...(was?.targets ?? []), ...(is?.targets ?? [])].map((target) => target.year ?? running);
  const changed = [...new Set(years)]
    .toSorted((a, b) => a - b)
    .filter((year) => said(ofYear(was, year)) !== said(ofYear(is, year)));
  return {
    targets: changed.flatMap((year) => ofYear(is, year)),
    gone: changed.filter((year) => ofYear(is, year).length === 0),
  };
}

/** Commands for what no amendment says: titles, and duties that are more than one unit in another's place. */
function actsOf(
  { id, year, life }: PlanRow,
  { changed }: PlanDifference,
  amendment: string | undefined,
  aims: ReadonlyMap<number, ChangedTargets>,
  nameOf: (unit: string) => string,
): string[] {
  return [
    ...(amendment === undefined
      ? []
      : life === null
        ? [`其余的差别：计划启动时还没有全周期的记录，请用 duban task amend、transfer、cancel 逐项办理`]
        : [`duban plan amend ${id} 调整文件 --preview`]),
    ...changed.flatMap(({ number, changes }) =>
      changes.flatMap((change) => {
        if (change.what === 'title')
          return [
            `duban task amend ${taskId(id, year, number)} --title '${change.to.replaceAll("'", '’')}' --reason 计划修订`,
          ];
        if (change.what === 'targets')
          return (aims.get(number)?.gone ?? []).map(
            (one) =>
              `任务${number}${one}年的目标在文件中没有了：调整文件写不出只删去的目标，原目标继续有效，请办公室核定`,
          );
        const { left } = movesOf(change);
        return change.what !== 'duties' || left === undefined
          ? []
          : [
              `任务${number}的责任单位有增减或换了分工（${left.map(nameOf).join('、') || '见上'}）：执行中的任务只能转办，请办公室核定后另行交办`,
            ];
      }),
    ),
  ];
}

/** Units that take each other's place, and those left over; `left` undefined: none. */
function movesOf({ units }: TaskChange): {
  readonly pairs: readonly (readonly [from: string, to: string])[];
  readonly left?: readonly string[];
} {
  const { out, in: come } = units ?? { out: [], in: [] };
  const pairs = out.slice(0, come.length).map((from, at) => [from, come[at] ?? ''] as const);
  const left = [...out.slice(pairs.length), ...come.slice(pairs.length)];
  return { pairs, ...(left.length > 0 || pairs.length === 0 ? { left } : {}) };
}

/** The difference as the text of an amendment file, whose approver is still to be named; undefined where an amendment can say nothing of it. */
function amendmentFor(
  plan: string,
  { added, gone, changed }: PlanDifference,
  after: Plan,
  aims: ReadonlyMap<number, ChangedTargets>,
  nameOf: (unit: string) => string,
): string | undefined {
  const taskOf = (number: number): PlanTask | undefined => after.tasks.find((task) => task.number === number);
  const changes: AmendmentFile['changes'] = [
    ...added.map(({ number }) => ({ add: newTaskOf(taskOf(number), nameOf) })),
    ...gone.map(({ number }) => ({ drop: number })),
    ...changed.flatMap(({ number, changes: ways }) =>
      ways.flatMap((change): Readonly<Record<string, unknown>>[] => {
        if (change.what === 'due') return [{ date: number, due: change.to }];
        if (change.what === 'duties')
          return movesOf(change).pairs.map(([from, to]) => ({ move: number, from: nameOf(from), to: nameOf(to) }));
        const targets = change.what === 'targets' ? (aims.get(number)?.targets ?? []).map(targetText) : [];
        return targets.length === 0 ? [] : [{ target: number, targets }];
      }),
    ),
  ];
  return changes.length === 0
    ? undefined
    : amendmentText({ plan, reason: '计划修订', approvedBy: '', document: after.number, changes });
}

function newTaskOf(task: PlanTask | undefined, nameOf: (unit: string) => string): Readonly<Record<string, unknown>> {
  const units = (role: Duty['role']): string[] =>
    (task?.duties ?? [])
      .filter((duty) => duty.role === role)
      .map(({ unit, raw }) => (unit === null ? raw : nameOf(unit)));
  return Object.fromEntries(
    Object.entries({
      title: task?.title ?? '',
      ...(task?.chapter ? { chapter: task.chapter } : {}),
      lead: units('lead'),
      responsible: units('responsible'),
      support: units('support'),
      ...(task?.dueSource === 'text' ? { due: task.due } : {}),
      targets: (task?.targets ?? []).map(targetText),
    }).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}
