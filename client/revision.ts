/** A revised document beside the plan that runs: the difference, and the acts that carry it out. Changes nothing. */
import type { Ledger } from '../activities/ledger/connect.js';
import type { PlanRow } from '../activities/ledger/plans.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { taskId } from '../domain/ids.js';
import type { Plan, PlanTask } from '../domain/plan.js';
import { type PlanDifference, planDifference, type TaskChange } from '../domain/plan-difference.js';
import { planOfYear, resolvePicks, spansYears } from '../domain/plan-year.js';

/** @param plan the revised document, with the decisions on it applied; of several years the running one counts. */
export async function revisionOf(
  ledger: Ledger,
  row: PlanRow,
  plan: Plan,
  nameOf: (unit: string) => string,
): Promise<{ readonly difference: PlanDifference; readonly acts: readonly string[] }> {
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
  return { difference, acts: actsOf(row, difference, nameOf) };
}

function actsOf(
  { id, year }: PlanRow,
  { added, gone, changed }: PlanDifference,
  nameOf: (unit: string) => string,
): string[] {
  const command = (verb: string, number: number, rest: string): string =>
    `duban task ${verb} ${taskId(id, year, number)} ${rest} --reason 计划修订`;
  const duties = (number: number, { units }: TaskChange): string[] => {
    const { out, in: come } = units ?? { out: [], in: [] };
    const pairs = Math.min(out.length, come.length);
    const rest = [...out.slice(pairs), ...come.slice(pairs)].map(nameOf);
    return [
      ...out.slice(0, pairs).map((from, at) => command('transfer', number, `--from ${from} --to ${come[at]}`)),
      ...(rest.length > 0 || out.length + come.length === 0
        ? [
            `任务${number}的责任单位有增减或换了分工（${rest.join('、') || '见上'}）：执行中的任务只能转办，请办公室核定后另行交办`,
          ]
        : []),
    ];
  };
  return [
    ...changed.flatMap(({ number, changes }) =>
      changes.flatMap((change) => {
        if (change.what === 'due') return [command('amend', number, `--due ${change.to}`)];
        if (change.what === 'title') return [command('amend', number, `--title '${change.to.replaceAll("'", '’')}'`)];
        if (change.what === 'duties') return duties(number, change);
        return [`任务${number}的目标有改动：目标不影响催办，请告知责任单位`];
      }),
    ),
    ...gone.map(({ number }) => `duban task cancel ${taskId(id, year, number)} --reason 计划修订后不再列入`),
    ...(added.length === 0
      ? []
      : [
          `新增的${added.length}项（文件编号${added.map((one) => one.number).join('、')}）：执行中的计划不能直接加任务，请另存为一份计划导入并启动`,
        ]),
  ];
}
