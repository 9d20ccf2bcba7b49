/**
 * An indicator's row as a path: what its value should be in each year, from its cells alone. Pure and workflow-safe.
 *
 * - base and target printed: straight from one to the other; a printed rate beside them (年均增长) bends it, a total in
 *   brackets is spread evenly over the years;
 * - 4.5%以内 is an upper bound in every year, 2万吨以上 a lower one, an unchanged value is to be kept;
 * - a rate without a target is to be met each year; of an amount with a base it compounds;
 * - 左右 allows a margin both ways (a datum of the rules), but not where the target itself is printed without it;
 * - ——, 完成市分解任务, what is undecided, lost or measured against another row is judged by a person.
 */
import { courseOf, type Indicator, type IndicatorCell } from '../indicator.js';
import type { JudgingRules } from './rules.js';

export type Way = 'linear' | 'compound' | 'cumulative' | 'keep' | 'ceiling' | 'floor' | 'rate' | 'goal' | 'person';

export const wayWords: Readonly<Record<Way, string>> = {
  linear: '逐年均匀',
  compound: '按年均增长率',
  cumulative: '累计数逐年均摊',
  keep: '保持不变',
  ceiling: '每年不高于',
  floor: '每年不低于',
  rate: '每年的增速',
  goal: '只看目标年',
  person: '由人判断',
};

export interface Expectation {
  readonly way: Way;
  /** The path's value in the year; null where there is none or two bounds stand in its place. */
  readonly value: number | null;
  /** A value between them, both included, is on the path; null: no bound on that side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Which side of the bounds is the good one. */
  readonly better: 'more' | 'less';
  /** The bound is all there is: what is better than it is on the path, not ahead of it. */
  readonly bound: boolean;
  /** Why a person must judge; empty otherwise. */
  readonly why: string;
}

type Printed = Pick<
  Indicator,
  'name' | 'unit' | 'baseYear' | 'targetYear' | 'base' | 'target' | 'growth' | 'cumulative'
>;
type NumberCell = Extract<IndicatorCell, { readonly kind: 'value' | 'range' }>;
type Op = Extract<IndicatorCell, { readonly kind: 'value' }>['op'];

/** A row as it is looked at for one year. */
interface Asked {
  readonly row: Printed;
  readonly year: number;
  /** How much of the way lies behind; undefined where the years are not known. */
  readonly share: number | undefined;
  readonly at: (way: Way, low: number, high: number, op: Op | 'range') => Expectation;
}

/** What the value should be in a calendar year. */
export function expectedIn(indicator: Printed, year: number, rules: JudgingRules): Expectation {
  const better = betterOf(indicator, rules);
  const digits = digitsOf(indicator, rules);
  const asked: Asked = {
    row: indicator,
    year,
    share: shareOf(indicator, year),
    at: (way, low, high, op) => bounds(way, low, high, op, better, digits, rules),
  };
  const course = courseOf(indicator);
  switch (course) {
    case 'ceiling':
    case 'floor':
    case 'keep':
      return fixed(asked, course);
    case 'path':
      return path(asked);
    case 'goal':
      return goal(asked);
    case 'yearly':
      return yearly(asked);
    case 'total':
      return total(asked);
    case 'relative':
    case 'assigned':
    case 'open':
      return person(whyOpen(indicator));
  }
}

function fixed({ row, at }: Asked, way: Way): Expectation {
  const { target } = row;
  return isNumber(target) ? at(way, lowOf(target), highOf(target), opOf(target)) : person(whyOpen(row));
}

function path({ row, year, share, at }: Asked): Expectation {
  const { base, target, growth, cumulative } = row;
  if (base.kind !== 'value' || !isNumber(target)) return person(whyOpen(row));
  if (share === undefined) return person(whyYears(row, year));
  const way = isNumber(growth) ? 'compound' : cumulative === null ? 'linear' : 'cumulative';
  const about = opOf(target) === '~' || (share < 1 && (base.op === '~' || opOf(cumulative) === '~'));
  const low = between(base.value, lowOf(target), share, way);
  const high = between(base.value, highOf(target), share, way);
  return at(way, low, high, about ? '~' : target.kind === 'range' ? 'range' : '=');
}

function goal({ row, year, at }: Asked): Expectation {
  const { target, targetYear } = row;
  if (!isNumber(target)) return person(whyOpen(row));
  if (targetYear !== null && year >= targetYear) return at('goal', lowOf(target), highOf(target), opOf(target));
  return person('文件没有基期值，目标年之前由人判断');
}

function yearly({ row, year, at }: Asked): Expectation {
  const { base, growth, baseYear } = row;
  if (!isNumber(growth)) return person(whyOpen(row));
  if (base.kind !== 'value' || isRate(row)) return at('rate', lowOf(growth), highOf(growth), opOf(growth));
  if (baseYear === null || year < baseYear) return person(whyYears(row, year));
  const level = (rate: number): number => base.value * (1 + rate / 100) ** (year - baseYear);
  return at('compound', level(lowOf(growth)), level(highOf(growth)), opOf(growth));
}

function total({ row, year, share, at }: Asked): Expectation {
  const { cumulative } = row;
  if (!isNumber(cumulative)) return person(whyOpen(row));
  if (share === undefined) return person(whyYears(row, year));
  return at('cumulative', lowOf(cumulative) * share, highOf(cumulative) * share, opOf(cumulative));
}

/** True when the row can be judged by computing in its target year; the others wait for a person. */
export function isComputed(indicator: Printed, rules: JudgingRules): boolean {
  return expectedIn(indicator, indicator.targetYear ?? 0, rules).way !== 'person';
}

/** Rounds half away from zero at so many decimals. */
export function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor * (1 + Number.EPSILON))) / factor;
}

const isNumber = (cell: IndicatorCell | null): cell is NumberCell => cell?.kind === 'value' || cell?.kind === 'range';
const lowOf = (cell: NumberCell): number => (cell.kind === 'value' ? cell.value : cell.low);
const highOf = (cell: NumberCell): number => (cell.kind === 'value' ? cell.value : cell.high);
const opOf = (cell: IndicatorCell | null): Op | 'range' =>
  cell?.kind === 'value' ? cell.op : cell?.kind === 'range' ? 'range' : '=';

/** How much of the way lies behind: 0 in the base year, 1 from the target year on; undefined where the years are not known. */
function shareOf({ baseYear, targetYear }: Printed, year: number): number | undefined {
  if (baseYear === null || targetYear === null || targetYear <= baseYear || year < baseYear) return undefined;
  return Math.min(1, (year - baseYear) / (targetYear - baseYear));
}

function between(from: number, to: number, share: number, way: Way): number {
  if (share >= 1) return to;
  return way === 'compound' && from > 0 && to > 0 ? from * (to / from) ** share : from + (to - from) * share;
}

function bounds(
  way: Way,
  from: number,
  to: number,
  op: Op | 'range',
  better: Expectation['better'],
  digits: number,
  { about }: JudgingRules,
): Expectation {
  const low = rounded(Math.min(from, to), digits);
  const high = rounded(Math.max(from, to), digits);
  const value = from === to ? low : null;
  const margin = (n: number): number => (op === '~' ? (Math.abs(n) * about) / 100 : 0);
  const all = { way, value, better, why: '' };
  if (op === '<=' || op === '<' || way === 'ceiling') return { ...all, better: 'less', low: null, high, bound: true };
  if (op === '>=' || op === '>' || way === 'floor') return { ...all, better: 'more', low, high: null, bound: true };
  return { ...all, low: low - margin(low), high: high + margin(high), bound: false };
}

const person = (why: string): Expectation => ({
  way: 'person',
  value: null,
  low: null,
  high: null,
  better: 'more',
  bound: false,
  why,
});

function betterOf({ name, base, target }: Printed, { lessIsBetter }: JudgingRules): Expectation['better'] {
  if (base.kind === 'value' && isNumber(target) && base.value !== lowOf(target))
    return lowOf(target) < base.value ? 'less' : 'more';
  return lessIsBetter.some((word) => name.includes(word)) ? 'less' : 'more';
}

/** A row measured in percent, or named after its growth, holds the rate itself. */
const isRate = ({ name, unit }: Printed): boolean => /[%％‰]/.test(unit) || /增速|增长|增幅/.test(name);

function digitsOf({ base, target, growth, cumulative }: Printed, rules: JudgingRules): number {
  const digits = (cell: IndicatorCell | null): number =>
    isNumber(cell) ? Math.max(decimals(lowOf(cell)), decimals(highOf(cell))) : 0;
  return Math.min(MOST_DIGITS, Math.max(rules.decimals, ...[base, target, growth, cumulative].map(digits)));
}

/** Beyond these floating point, not the document, writes the digits. */
const MOST_DIGITS = 8;

const decimals = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

function whyYears({ baseYear, targetYear }: Printed, year: number): string {
  return baseYear === null || targetYear === null
    ? '文件没有写明基期年或目标年，由人判断'
    : `${year}年不在${baseYear}年至${targetYear}年之内，由人判断`;
}

/** Why a row cannot be computed, from its target and the cell beside it. */
function whyOpen({ target, growth }: Printed): string {
  const cell = target.kind === 'none' && growth !== null && growth.kind !== 'none' ? growth : target;
  switch (cell.kind) {
    case 'assigned':
      return `目标为“${cell.raw}”，等待${cell.by}级分解的数字，由人判断`;
    case 'lost':
      return lostWords(cell);
    case 'relative':
      return `${cell.raw}：须与${cell.to === null ? `“${cell.than}”` : `第${cell.to}项“${cell.than}”`}比较，由人判断`;
    case 'undecided':
      return `目标值尚未确定（${cell.raw}），由人判断`;
    case 'words':
      return `目标为文字（${cell.raw}），由人判断`;
    default:
      return '文件没有给出目标值（——），由人判断';
  }
}

function lostWords({ proposed, settled }: Extract<IndicatorCell, { readonly kind: 'lost' }>): string {
  if (settled !== undefined) {
    const waits = /([省市区县])级?分解/.exec(settled)?.[1];
    return `目标值由办公室确定为“${settled}”，${waits === undefined ? '' : `等待${waits}级分解的数字，`}由人判断`;
  }
  const level = /^完成(.{1,2}?)分解/.exec(proposed ?? '')?.[1];
  const likely = proposed === null ? '' : `，疑为“${proposed}”`;
  return `文件中目标值缺失${likely}，${level === undefined ? '' : `等待${level}级分解的数字，`}由人判断`;
}
