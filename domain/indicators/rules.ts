/** The rules of following indicators as a plain value: seeds/indicator-rules.yaml, read by rules-file.ts. Workflow-safe. */
import type { Ladder, Rung } from '../schedule/types.js';

/** A working day of a month: 1 is its first, -1 its last. */
export interface MonthDay {
  readonly month: number;
  readonly workday: number;
}

export interface IndicatorRules {
  /** Minutes after midnight at which letters leave. */
  readonly hour: number;
  /** The day in the year after on which the units are asked for a year's values, and the day they are due. */
  readonly request: MonthDay;
  readonly due: MonthDay;
  /** Rungs of a value: calendar days before the due day, working days after. */
  readonly before: readonly Rung[];
  readonly after: readonly Rung[];
  /** Working days a unit has when it is asked after the request day. */
  readonly lateWithin: number;
  /** Working days after the due day for which silent units are chased; then the value is on record as not given. */
  readonly chaseFor: number;
  /** The mid-term evaluation is drafted in this year of the period (3: the third) on this day. */
  readonly midTerm: MonthDay & { readonly year: number };
  /** The final evaluation is drafted in the year after the period on this day at the latest. */
  readonly final: MonthDay;
  /** Working days the office has to approve an evaluation before it is reminded. */
  readonly approvalWithin: number;
  /** What 左右 allows, in percent of the path's value, both ways. */
  readonly about: number;
  /** Decimals of a path's value; more where the document prints more. */
  readonly decimals: number;
  /** Words in the names of indicators of which less is better, where base and target do not show it. */
  readonly lessIsBetter: readonly string[];
}

/** What judging needs of them. */
export type JudgingRules = Pick<IndicatorRules, 'about' | 'decimals' | 'lessIsBetter'>;

/** The rungs of a value as a ladder, so that rounds compute them as they do a task's. */
export function valueLadder(rules: IndicatorRules): Ladder {
  return { hour: rules.hour, sign: [], before: rules.before, after: rules.after, weekly: 1, approvalWithin: 2 };
}
