/** A year's value of an indicator, and the id under which rounds chase it. Plain JSON, workflow-safe. */
import type { Day } from '../day.js';
import { type Fault, fault } from '../errors.js';
import type { Indicator } from '../indicator.js';
import { doubtOf } from '../supervision/return.js';
import { yardstick } from './judge.js';

export type ValueVia = 'link' | 'console' | 'api';

/** One version of a year's value; a revised value is a further version, and all are kept. */
export interface IndicatorValue {
  readonly plan: string;
  readonly no: number;
  /** Year the value is about. */
  readonly year: number;
  readonly version: number;
  readonly value: number;
  /** Where it comes from, such as 区统计局年报. */
  readonly source: string;
  /** Day on which it was true or published. */
  readonly asOf: Day;
  readonly note: string;
  /** Unit that answers for it. */
  readonly unit: string;
  readonly via: ValueVia;
  readonly at: number;
  readonly by: string;
  /** Entered by the office for the unit: why. */
  readonly onBehalf: string | null;
}

/** What somebody gives. */
export type GivenValue = Pick<IndicatorValue, 'value' | 'source' | 'asOf' | 'note'>;

/** Longest source and note. */
export const SOURCE = 200;
export const NOTE = 1000;

/** Id under which rounds chase a unit's values of a year; the number at its end lets a signed link carry it. */
export const valueId = (plan: string, unit: string, year: number): string => `value/${plan}/${unit}/${year}1231`;

/** True for the id of a unit's values. */
export const isValue = (id: string): boolean => id.startsWith('value/');

/** Reads `value/{plan}/{unit}/{yyyy}1231`; undefined for any other id. */
export function readValueId(
  id: string,
): { readonly plan: string; readonly unit: string; readonly year: number } | undefined {
  const [, plan, unit, digits = '', ...rest] = id.split('/');
  const [, year] = /^(\d{4})1231$/.exec(digits) ?? [];
  return isValue(id) && plan && unit && year !== undefined && rest.length === 0
    ? { plan, unit, year: Number(year) }
    : undefined;
}

/** All faults of a given value at once. `today` as YYYY-MM-DD. */
export function valueFaults(no: number, year: number, given: GivenValue, today: Day): Fault[] {
  const long = (field: string, text: string, allowed: number): Fault[] => {
    const { length } = [...text];
    return length > allowed ? [fault('text-too-long', { field, length, allowed })] : [];
  };
  return [
    ...(Number.isFinite(given.value) ? [] : [fault('indicator-value', { no, value: String(given.value) })]),
    ...(given.source.trim() === '' ? [fault('text-missing', { field: '数据来源' })] : []),
    ...(given.asOf > today || given.asOf < `${year}-01-01`
      ? [fault('indicator-as-of', { no, value: given.asOf, from: `${year}-01-01`, to: today })]
      : []),
    ...long('数据来源', given.source, SOURCE),
    ...long('说明', given.note, NOTE),
  ];
}

/** A value that is probably a slip, asked back and never refused: words for the person, or undefined. */
export function valueDoubt(
  no: number,
  indicator: Pick<Indicator, 'name' | 'unit' | 'base' | 'target' | 'growth' | 'cumulative'>,
  value: number,
): string | undefined {
  const against = yardstick(indicator);
  const doubt = doubtOf(value, against ?? { op: '=', value: 0, unit: indicator.unit });
  return doubt === undefined ? undefined : `第${no}项“${indicator.name}”填报${value}${indicator.unit}：${doubt}`;
}
