/** Counts by state with shares that add up to exactly 100.0 %. Pure and workflow-safe. */
import type { Share } from './bulletin.js';
import { returnStates } from './return.js';

/** The order in which states are listed everywhere. */
export const shareStates = [...returnStates, 'no-return'] as const satisfies readonly Share['state'][];

/**
 * The counts in the order of {@link shareStates}, zeros included, with shares in tenths of a percent by the largest
 * remainder: every share is rounded down, and what is missing to 1000 goes, one each, to the largest remainders (of
 * equal ones to the first listed). No counts above zero: an empty list, for nothing has no shares.
 */
export function sharesOf(counts: Readonly<Partial<Record<Share['state'], number>>>): readonly Share[] {
  const list = shareStates.map((state) => ({ state, count: counts[state] ?? 0 }));
  const total = list.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return [];
  // Whole numbers throughout: a remainder computed as a fraction could order wrongly.
  const parts = list.map(({ count }, at) => ({
    at,
    down: Math.floor((count * 1000) / total),
    rest: (count * 1000) % total,
  }));
  const missing = 1000 - parts.reduce((sum, part) => sum + part.down, 0);
  const raised = new Set(
    parts
      .toSorted((a, b) => b.rest - a.rest || a.at - b.at)
      .slice(0, missing)
      .map((part) => part.at),
  );
  return list.map((one, at) => ({ ...one, permille: (parts[at]?.down ?? 0) + (raised.has(at) ? 1 : 0) }));
}
