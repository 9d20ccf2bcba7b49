/** What the id of a return says: which unit of which plan, and which cycles it can belong to. Pure and workflow-safe. */
import { type Day, isDay } from '../day.js';
import { isReturn } from './return.js';
import { cycleOf, readCycleKey, rhythms } from './rhythm.js';

export interface ReturnName {
  readonly plan: string;
  readonly unit: string;
  /** Last day of the period reported on. */
  readonly to: Day;
  /** Ids of the cycles whose period ends on that day, the shortest rhythm first: one of them is on record. */
  readonly cycles: readonly string[];
}

/** Reads `return/{plan}/{unit}/{yyyymmdd}`; undefined for any other id, and for a day on which no period ends. */
export function readReturnId(id: string): ReturnName | undefined {
  const [, plan, unit, digits = '', ...rest] = id.split('/');
  const to = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  if (!isReturn(id) || !plan || !unit || rest.length > 0 || !isDay(to)) return undefined;
  const cycles = rhythms
    .map((rhythm) => cycleOf(to, rhythm))
    .filter((period) => period.to === to)
    .map((period) => `${plan}/${period.key}`);
  return cycles.length === 0 ? undefined : { plan, unit, to, cycles };
}

/** 月度, 季度 or 半年, from a cycle's id or key; 定期 where it is none. */
export function rhythmWordOf(cycle: string): string {
  const period = readCycleKey(cycle.slice(cycle.lastIndexOf('/') + 1));
  return period === undefined ? '定期' : { monthly: '月度', quarterly: '季度', 'half-yearly': '半年' }[period.rhythm];
}
