/**
 * The ceiling on what is asked of a unit in a month (supervision regulation Art. 15). Starter, office and rehearsal ask
 * the same rule. Pure and workflow-safe.
 */
import { type Day, dayOf } from '../day.js';
import type { LetterDraft } from '../schedule/types.js';
import type { Burden } from './bulletin.js';
import type { CycleState } from './cycle.js';
import { isReturn } from './return.js';

/** A unit that would get more than the ceiling allows, with the pieces it got so far. */
export interface OverBurdened {
  readonly unit: string;
  readonly count: number;
}

/** First and last day of the month whose pieces count on a day: up to the day itself. */
export const monthUpTo = (day: Day): { readonly from: Day; readonly to: Day } => ({
  from: `${day.slice(0, 8)}01`,
  to: day,
});

/** All pieces asked of a unit. */
export const piecesOf = ({ requests, forms, letters }: Burden): number => requests + forms + letters;

/** The units that one more request would bring over the ceiling, in the order given. @param burden what the month has brought so far. */
export function overBurdened(
  units: readonly string[],
  burden: readonly Burden[],
  ceiling: number,
): readonly OverBurdened[] {
  const counts = new Map(burden.map((one) => [one.unit, piecesOf(one)]));
  return units.map((unit) => ({ unit, count: counts.get(unit) ?? 0 })).filter(({ count }) => count + 1 > ceiling);
}

/**
 * What letters and cycles asked of units from `from` to `to`, both included, counted as the ledger counts it
 * (activities/ledger/supervision/figures.ts): a request a unit and cycle, a letter each, a form with each request that left.
 */
export function burdenIn(
  letters: readonly Pick<LetterDraft, 'unit' | 'at' | 'notices'>[],
  cycles: readonly Pick<CycleState, 'requestedAt' | 'units'>[],
  { from, to }: { readonly from: Day; readonly to: Day },
): readonly Burden[] {
  const found = new Map<string, { requests: number; forms: number; letters: number }>();
  const add = (unit: string, what: 'requests' | 'forms' | 'letters', count = 1): void => {
    const one = found.get(unit) ?? { requests: 0, forms: 0, letters: 0 };
    one[what] += count;
    found.set(unit, one);
  };
  const within = (at: number): boolean => dayOf(at) >= from && dayOf(at) <= to;
  for (const cycle of cycles.filter(({ requestedAt }) => within(requestedAt)))
    for (const { unit } of cycle.units) add(unit, 'requests');
  for (const { unit, notices } of letters.filter(({ at }) => within(at))) {
    add(unit, 'letters');
    add(unit, 'forms', notices.filter((one) => one.kind === 'assignment' && isReturn(one.task)).length);
  }
  return [...found].map(([unit, counts]) => ({ unit, ...counts }));
}
