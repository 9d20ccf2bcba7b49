/** A year's tasks of a plan whose life runs: handed to it, which starts them. */
import type { TaskSeed } from '../../domain/assign.js';
import type { LifeAct, PlanLife } from '../../domain/life/life.js';
import type { Plan } from '../../domain/plan.js';
import type { Actor } from '../../domain/task.js';
import type { Desk } from '../desk.js';
import { askPlan } from './ask-plan.js';

/**
 * Starts the year `plan.year` with these tasks; returns when they are on record.
 * @param more approval of the year's list (the first year is approved with the plan itself); the rules from now on (default
 *   those the plan runs on); that years are skipped.
 * @throws what the plan refuses.
 */
export async function startYear(
  desk: Desk,
  { id, year }: Plan,
  tasks: readonly TaskSeed[],
  more: Pick<Extract<LifeAct, { kind: 'startYear' }>, 'approval' | 'ladder' | 'skip'>,
  actor: Actor,
): Promise<PlanLife> {
  return askPlan(desk, id, { kind: 'startYear', year, tasks, ...more }, actor);
}
