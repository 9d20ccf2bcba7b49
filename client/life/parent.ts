/** The plan above a plan: there must be one of this id, and no plan may stand above itself. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { listPlans } from '../../activities/ledger/plans.js';
import { type Fault, fault } from '../../domain/errors.js';
import type { Plan } from '../../domain/plan.js';

/** Named as the plan above, it takes away the one on record: the plan stands by itself. */
export const NO_PARENT = 'none';

/** What is wrong with the parent a plan names; undefined when nothing is, or when it names none. */
export async function parentFault(
  ledger: Ledger,
  { id, parent }: Pick<Plan, 'id' | 'parent'>,
): Promise<Fault | undefined> {
  if (parent === undefined || parent === NO_PARENT) return undefined;
  if (parent === id) return fault('parent-self', { plan: id });
  const above = new Map((await listPlans(ledger)).map((row) => [row.id, row.plan.parent]));
  const allowed = [...above.keys()].filter((one) => one !== id).join('、') || '无';
  if (!above.has(parent)) return fault('parent-unknown', { value: parent, allowed });
  const path = [parent];
  for (let next = above.get(parent); next !== undefined && !path.includes(next); next = above.get(next))
    path.push(next);
  return path.includes(id) ? fault('parent-ring', { plan: id, value: parent, ring: path.join(' → ') }) : undefined;
}
