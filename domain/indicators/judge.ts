/** Judges a year's value against the path of its row. Pure and workflow-safe. */
import type { Indicator } from '../indicator.js';
import { type Expectation, expectedIn, rounded, wayWords } from './path.js';
import type { JudgingRules } from './rules.js';

export type Verdict = 'ahead' | 'on' | 'behind' | 'for-a-person';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  ahead: '超前',
  on: '达到进度',
  behind: '落后',
  'for-a-person': '由人判断',
};

export interface Judgement {
  readonly verdict: Verdict;
  /** What it was held against, in words for tables and letters. */
  readonly why: string;
}

type Judged = Parameters<typeof expectedIn>[0];

/** @param value in the row's unit. */
export function judge(indicator: Judged, year: number, value: number, rules: JudgingRules): Judgement {
  const expected = expectedIn(indicator, year, rules);
  if (expected.way === 'person') return { verdict: 'for-a-person', why: expected.why };
  const words = `${year}年${expectationWords(expected, indicator.unit)}，实际${value}${indicator.unit}`;
  const side = sideOf(value, expected);
  if (side === 0) return { verdict: 'on', why: words };
  const good = side > 0 === (expected.better === 'more');
  return good ? { verdict: expected.bound ? 'on' : 'ahead', why: words } : { verdict: 'behind', why: words };
}

/** -1 under the bounds, 1 over them, 0 between. A hair's breadth of floating point is neither. */
function sideOf(value: number, { low, high }: Expectation): -1 | 0 | 1 {
  const hair = 1e-9 * Math.max(1, Math.abs(value));
  if (low !== null && value < low - hair) return -1;
  return high !== null && value > high + hair ? 1 : 0;
}

/** `应为12.4年（逐年均匀）`, `应不高于4.5%`, `应为6.65至7.35%（每年的增速，左右）`; why a person judges, where one does. */
export function expectationWords(expected: Expectation, unit: string): string {
  const { way, low, high, value, bound, why } = expected;
  if (way === 'person') return why;
  if (bound) return low === null ? `应不高于${plain(high)}${unit}` : `应不低于${plain(low)}${unit}`;
  if (low !== null && high !== null && low !== high)
    return `应为${plain(low)}至${plain(high)}${unit}（${wayWords[way]}${value === null ? '' : `，${plain(value)}左右`}）`;
  return `应为${plain(value)}${unit}（${wayWords[way]}）`;
}

/** The short form for tables: `12.4`, `≤4.5`, `≥2`, `6.65～7.35`, `—` where a person judges. */
export function expectationShort({ way, low, high, bound }: Expectation): string {
  if (way === 'person') return '—';
  if (bound) return low === null ? `≤${plain(high)}` : `≥${plain(low)}`;
  return low === high ? plain(low) : `${plain(low)}～${plain(high)}`;
}

const plain = (value: number | null): string => (value === null ? '' : String(rounded(value, 4)));

/** The number a slip is measured against: target, else yearly rate, else total, else base. */
export function yardstick({
  base,
  target,
  growth,
  cumulative,
  unit,
}: Pick<Indicator, 'base' | 'target' | 'growth' | 'cumulative' | 'unit'>):
  | { readonly op: string; readonly value: number; readonly unit: string }
  | undefined {
  for (const cell of [target, growth, cumulative, base]) {
    if (cell?.kind === 'value') return { op: cell.op, value: cell.value, unit };
    if (cell?.kind === 'range') return { op: '=', value: cell.high, unit };
  }
  return undefined;
}
