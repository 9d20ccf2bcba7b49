/** Who holds the duties of a task that is still to come, where reorganisations have ended units. Pure. */
import type { Day } from '../day.js';
import { unitOf } from '../directory.js';
import type { Directory } from '../org.js';
import type { Duty, YearAnswer } from '../plan.js';

export interface Succession {
  readonly duties: Duty[];
  /** Units that ended with several successors, nobody having said which. */
  readonly questions: readonly { readonly unit: string; readonly successors: readonly string[] }[];
  readonly answered: readonly { readonly unit: string; readonly successors: readonly string[]; readonly to: string }[];
}

/**
 * The duties with successors in the place of units that ended by `asOf`, through however many reorganisations; each unit
 * once, a lead before a support. A unit with several successors stays until an answer names one.
 */
export function succession(
  duties: readonly Duty[],
  answers: readonly Extract<YearAnswer, { to: string }>[],
  directory: Directory,
  asOf: Day,
): Succession {
  const choices = new Map<string, { readonly successors: readonly string[]; readonly to?: string }>();
  const choose = (unit: string, successors: readonly string[]): string | undefined => {
    const to = answers.find((one) => one.unit === unit && successors.includes(one.to))?.to;
    choices.set(unit, { successors, ...(to === undefined ? {} : { to }) });
    return to;
  };
  const successorOf = (named: string): string => {
    const seen = new Set<string>();
    let unit = named;
    while (!seen.has(unit)) {
      seen.add(unit);
      const { ended } = unitOf(directory, unit) ?? {};
      if (ended === undefined || ended.on > asOf || ended.successors.length === 0) return unit;
      const next = ended.successors.length === 1 ? ended.successors[0] : choose(unit, ended.successors);
      if (next === undefined) return unit;
      unit = next;
    }
    return unit;
  };
  const moved = duties.map((duty): Duty => (duty.unit === null ? duty : { ...duty, unit: successorOf(duty.unit) }));
  const asked = [...choices].map(([unit, choice]) => ({ unit, ...choice }));
  return {
    duties: moved.every(({ unit }, at) => unit === duties[at]?.unit) ? [...duties] : onceEach(moved),
    questions: asked.flatMap(({ unit, successors, to }) => (to === undefined ? [{ unit, successors }] : [])),
    answered: asked.flatMap(({ unit, successors, to }) => (to === undefined ? [] : [{ unit, successors, to }])),
  };
}

/** Where a unit takes over what it held already, the stronger role remains. */
function onceEach(duties: readonly Duty[]): Duty[] {
  const isLead = ({ role }: Duty): boolean => role !== 'support';
  const leads = new Set(duties.filter(isLead).map(({ unit }) => unit));
  return duties.filter(
    (duty, at) =>
      duty.unit === null ||
      ((isLead(duty) || !leads.has(duty.unit)) &&
        duties.findIndex((other) => other.unit === duty.unit && isLead(other) === isLead(duty)) === at),
  );
}
