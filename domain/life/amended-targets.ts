/** The targets of a task of a running plan, amended: each year for itself. Pure. */
import type { Plan, Target } from '../plan.js';
import { hasYear } from '../plan-year.js';
import type { AmendChange } from './amendment.js';
import { targetsOfYear } from './year-targets.js';

/**
 * @param given targets as an amendment names them: with a year they count for that year, without one for the running year.
 * @returns the task's targets of all years: the running year's and those without a year are replaced where `given` has
 * any for it, another year's only where `given` names that year. What replaces a target of the running year alone
 * counts for that year alone.
 */
export function amendedTargets(before: readonly Target[], given: readonly Target[], year: number): readonly Target[] {
  const named = new Set(given.map((target) => target.year ?? year));
  const wasOfYear = (target: Target): boolean =>
    before.some((one) => one.year === year && one.metric === target.metric && one.unit === target.unit);
  return [
    ...before.filter((target) => !named.has(target.year ?? year)),
    ...given.map((target) => (target.year === undefined && wasOfYear(target) ? { ...target, year } : target)),
  ];
}

/** True for a change that speaks of later years only: no running task hears of it, the plan on record is another then. */
export function isForLater(change: AmendChange, year: number): boolean {
  return (
    change.kind === 'target' &&
    change.targets.length > 0 &&
    targetsOfYear({ targets: change.targets }, year).length === 0
  );
}

/** The years that a target of an amendment can name: the running one, and the later ones of the plan. */
export function yearsToName(plan: Pick<Plan, 'period'>, year: number): readonly number[] {
  const last = hasYear(plan, year) ? (plan.period?.[1] ?? year) : year;
  return Array.from({ length: last - year + 1 }, (_, at) => year + at);
}
