/**
 * Indicators of a five-year plan: what each cell of the table means, and how a row is to be followed from the base year
 * to the target year. 约束性 (binding) must be met, 预期性 (expected) is mainly the market's doing: two scoring rules,
 * never one (domain notes 1.5). Pure, so that workflows may use it.
 */
import type { Target } from './plan.js';

export type Operator = Target['op'];
export type IndicatorNature = 'expected' | 'binding';

/** One cell: `raw` is what the document prints, the rest what it means. */
export type IndicatorCell =
  /** A number; 4.5%以内 is <= 4.5, 2.4左右 is ~ 2.4. `unit` where the cell itself prints one. */
  | {
      readonly raw: string;
      readonly kind: 'value';
      readonly op: Operator;
      readonly value: number;
      readonly unit?: string | undefined;
    }
  | {
      readonly raw: string;
      readonly kind: 'range';
      readonly low: number;
      readonly high: number;
      readonly unit?: string | undefined;
    }
  /** ——: the document gives none, on purpose. */
  | { readonly raw: string; readonly kind: 'none' }
  /** 完成市分解任务: a level above gives the number each year. */
  | { readonly raw: string; readonly kind: 'assigned'; readonly by: string }
  /** 与地区生产总值增速同步: measured against another row (`to`, its number) or against what `than` says. */
  | {
      readonly raw: string;
      readonly kind: 'relative';
      readonly op: Operator;
      readonly than: string;
      readonly to: number | null;
    }
  /** The copy dropped the cell; `proposed` is for the office to confirm, `settled` are the words by which it did. */
  | {
      readonly raw: string;
      readonly kind: 'lost';
      readonly proposed: string | null;
      readonly settled?: string | undefined;
    }
  /** ***, xx: not decided yet. */
  | { readonly raw: string; readonly kind: 'undecided' }
  | { readonly raw: string; readonly kind: 'words' };

/** A cell as pages and letters show it: as printed, or what the office settled in its place; `（缺）` where nothing stands. */
export const cellWords = (cell: IndicatorCell): string =>
  cell.raw || ((cell.kind === 'lost' ? cell.settled : undefined) ?? '（缺）');

export interface Indicator {
  /** As printed; null for a row without a number (其中：…). */
  readonly number: number | null;
  readonly group: string | null;
  readonly name: string;
  readonly unit: string;
  readonly baseYear: number | null;
  readonly targetYear: number | null;
  readonly base: IndicatorCell;
  readonly target: IndicatorCell;
  /** A yearly rate; null where the shared column holds a total in brackets instead, or the table has no such column. */
  readonly growth: IndicatorCell | null;
  /** The total over the whole period, printed as [0.05]. */
  readonly cumulative: IndicatorCell | null;
  /** Null where the copy lost it: for the office to settle. */
  readonly nature: IndicatorNature | null;
}

/**
 * How a row is followed. path: from the base to the target, year by year · keep: stay where the base is · floor: never
 * below the target, the base is above it · ceiling: never above it · goal: only the target counts, no base is known ·
 * yearly: a rate to be met each year · total: a sum over the period · relative: against another row ·
 * assigned: the level above sets each year's number · open: a person must settle a cell first.
 */
export const courses = [
  'path',
  'keep',
  'floor',
  'ceiling',
  'goal',
  'yearly',
  'total',
  'relative',
  'assigned',
  'open',
] as const;
export type Course = (typeof courses)[number];

/** The course of a row, from its cells alone. */
export function courseOf({
  base,
  target,
  growth,
  cumulative,
}: Pick<Indicator, 'base' | 'target' | 'growth' | 'cumulative'>): Course {
  if (target.kind === 'assigned' || target.kind === 'relative') return target.kind;
  if (target.kind === 'value') return valueCourse(base, target.op, target.value);
  if (target.kind === 'range') return base.kind === 'value' ? 'path' : 'goal';
  if (target.kind !== 'none') return 'open';
  if (growth?.kind === 'relative' || growth?.kind === 'assigned') return growth.kind;
  if (growth?.kind === 'value' || growth?.kind === 'range') return 'yearly';
  return cumulative?.kind === 'value' || cumulative?.kind === 'range' ? 'total' : 'open';
}

function valueCourse(base: IndicatorCell, op: Operator, value: number): Course {
  if (base.kind !== 'value')
    return op === '<=' || op === '<' ? 'ceiling' : op === '>=' || op === '>' ? 'floor' : 'goal';
  if (op === '<=' || op === '<') return base.value <= value ? 'ceiling' : 'path';
  if (op === '>=' || op === '>') return base.value >= value ? 'floor' : 'path';
  return base.value === value ? 'keep' : 'path';
}
