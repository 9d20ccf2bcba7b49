/** An invented plan with one task for each of many units: enough letters to measure by. */
import type { Ledger } from '../activities/ledger/connect.js';
import { saveDirectory } from '../activities/ledger/directory.js';
import { savePlan } from '../activities/ledger/plans.js';
import { recordTask } from '../activities/ledger/tasks.js';
import { assignTask, seedsOf } from '../domain/assign.js';
import { addDays, dayOf, instantOf } from '../domain/day.js';
import type { Directory, Unit, UnitKind } from '../domain/org.js';
import { type Plan, planSchema } from '../domain/plan.js';
import type { TaskState } from '../domain/task.js';

export const OFFICE = 'office';
export const LEADERSHIP = 'leadership';

export interface Crowd {
  readonly plan: Plan;
  readonly directory: Directory;
  /** One a unit, in the order of the units. */
  readonly tasks: readonly TaskState[];
}

function unit(id: string, name: string, kind: UnitKind = 'department'): Unit {
  const contacts = (['liaison', 'head'] as const).map((role) => ({ role, address: `${role}@${id}.example.org` }));
  return { id, name, kind, aliases: [], contacts, standIns: [] };
}

/** `size` units with a task each, assigned yesterday and due in 30 days. */
export function crowdOf(size: number): Crowd {
  const today = dayOf(Date.now());
  const assigned = addDays(today, -1);
  const due = addDays(today, 30);
  const numbers = Array.from({ length: size }, (_, at) => at + 1);
  const plan = planSchema.parse({
    id: 'bench',
    title: '绿色低碳高质量发展年度重点任务',
    number: '区发改〔2023〕15号',
    issuer: '区发展改革局',
    issued: assigned,
    year: Number(today.slice(0, 4)),
    tasks: numbers.map((number) => ({
      number,
      title: `实施第${number}批重点技术改造项目，规模以上工业单位增加值能耗下降3%`,
      chapter: '一、产业结构绿色转型',
      duties: [{ unit: `u${number}`, role: 'lead', raw: `区第${number}局` }],
      due,
      dueSource: 'default',
    })),
  });
  const offices = [unit(OFFICE, '领导小组办公室', 'office'), unit(LEADERSHIP, '领导小组', 'leadership')];
  return {
    plan,
    directory: { units: [...numbers.map((n) => unit(`u${n}`, `区第${n}局`)), ...offices], groups: [] },
    tasks: seedsOf(plan).map((seed) =>
      assignTask(plan.id, plan.year, seed, assigned, instantOf(assigned, 540), instantOf(addDays(due, 1))),
    ),
  };
}

/** Puts plan, directory and tasks on record. */
export async function recordCrowd(ledger: Ledger, { plan, directory, tasks }: Crowd): Promise<void> {
  const now = Date.now();
  await saveDirectory(ledger, directory, { name: '办公室', role: 'office' }, now);
  await savePlan(ledger, plan, now);
  await Promise.all(tasks.map((task) => recordTask(ledger, task, [])));
}
