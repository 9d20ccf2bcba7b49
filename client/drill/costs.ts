/** What the workflows of a drill cost, by their types. */
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import { listCycles } from '../../activities/ledger/supervision/cycles.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import {
  commentWorkflowId,
  cycleWorkflowId,
  planWorkflowId,
  roundsWorkflowId,
  taskWorkflowId,
} from '../../domain/ids.js';
import type { RehearsalInput } from '../../domain/schedule/rehearsal.js';
import { officeUnits } from '../desk.js';
import { addCost, type Cost, costOf, noCost } from './count.js';
import type { Stage } from './stage.js';

export interface Costs {
  readonly plan: Cost;
  readonly rounds: Cost;
  readonly tasks: Cost;
  readonly comment?: Cost;
  readonly cycles?: Cost;
}

/** Histories fetched at once. */
const AT_ONCE = 16;

/** Counts the histories of all workflows of the plan and of its office. */
export async function costsOf(stage: Stage, { plan, directory }: RehearsalInput): Promise<Costs> {
  const { ledger, env } = stage;
  const { office } = officeUnits(directory);
  const [tasks, cycles, [period]] = await Promise.all([
    listTasks(ledger, { plan: plan.id }),
    listCycles(ledger, { plan: plan.id }),
    listPeriods(ledger),
  ]);
  const sum = async (ids: readonly string[]): Promise<Cost> => {
    let total = noCost;
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const costs = await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => costOf(env.client, id)));
      total = costs.reduce(addCost, total);
    }
    return total;
  };
  return {
    plan: await sum([planWorkflowId(plan.id)]),
    rounds: await sum([roundsWorkflowId(office)]),
    tasks: await sum(tasks.map((task) => taskWorkflowId(task.id))),
    ...(period === undefined ? {} : { comment: await sum([commentWorkflowId(period.id)]) }),
    ...(cycles.length === 0 ? {} : { cycles: await sum(cycles.map(({ id }) => cycleWorkflowId(id))) }),
  };
}
