/**
 * The evaluation of a plan's indicators in a year: what each should be, what it is, what it was judged to be. Binding
 * and expected ones are scored apart and never added up (domain notes 1.5). Pure and workflow-safe.
 */
import type { Day } from '../day.js';
import { cellWords } from '../indicator.js';
import { expectationShort, type Verdict } from './judge.js';
import { expectedIn, type Way, wayWords } from './path.js';
import type { IndicatorRules } from './rules.js';
import { type EvaluationKind, evaluationWords, standingOf, type WatchedIndicator, type WatchState } from './watch.js';

/** Met: ahead of its path or on it. `waiting`: without a value, or to be judged by a person who has not done so. */
export type Outcome = 'met' | 'behind' | 'waiting';

export const outcomeWords: Readonly<Record<Outcome, string>> = { met: '达到进度', behind: '落后', waiting: '待定' };

export interface EvaluatedYear {
  readonly year: number;
  /** `12.4`, `≤4.5`, `—` where a person judges. */
  readonly expected: string;
  /** The path's value, for charts; null where there is no single one. */
  readonly path: number | null;
  readonly value: number | null;
  readonly verdict: Verdict | null;
}

export interface EvaluatedIndicator {
  readonly no: number;
  readonly name: string;
  readonly group: string;
  readonly measure: string;
  readonly unit: string;
  /** As printed, or as the office settled it; `（缺）` where the copy lost it. */
  readonly base: string;
  readonly target: string;
  readonly way: Way;
  readonly wayWords: string;
  readonly outcome: Outcome;
  readonly verdict: Verdict | null;
  /** What it was held against, or why it waits. */
  readonly why: string;
  readonly judgedBy: string | null;
  /** Every year of the period up to the one judged. */
  readonly years: readonly EvaluatedYear[];
}

export interface Score {
  readonly total: number;
  readonly met: number;
  readonly behind: number;
  readonly waiting: number;
}

export interface Evaluation {
  readonly plan: string;
  readonly title: string;
  readonly kind: EvaluationKind | 'year';
  /** 发文字号, given at the approval. */
  readonly number?: string;
  readonly year: number;
  readonly from: number;
  readonly to: number;
  readonly day: Day;
  readonly author: string;
  readonly opinion: string;
  readonly binding: { readonly score: Score; readonly rows: readonly EvaluatedIndicator[] };
  /** Those of no known nature stand here: nobody is held to them. */
  readonly expected: { readonly score: Score; readonly rows: readonly EvaluatedIndicator[] };
}

/** @param frame `day`: the day it stands for. */
export function evaluationOf(
  state: WatchState,
  frame: Pick<Evaluation, 'kind' | 'year' | 'day' | 'author' | 'opinion'>,
  rules: IndicatorRules,
): Evaluation {
  const rows = (binding: boolean): Evaluation['binding'] => {
    const own = state.indicators
      .filter(({ indicator }) => (indicator.nature === 'binding') === binding)
      .map((one) => rowOf(state, one, frame.year, rules));
    const count = (outcome: Outcome): number => own.filter((one) => one.outcome === outcome).length;
    return {
      score: { total: own.length, met: count('met'), behind: count('behind'), waiting: count('waiting') },
      rows: own,
    };
  };
  const { plan, title, from, to } = state;
  return { plan, title, from, to, ...frame, binding: rows(true), expected: rows(false) };
}

function rowOf(
  state: WatchState,
  { no, indicator, unit }: WatchedIndicator,
  year: number,
  rules: IndicatorRules,
): EvaluatedIndicator {
  const { from } = state;
  const years = Array.from({ length: Math.max(0, year - from + 1) }, (_, at): EvaluatedYear => {
    const one = from + at;
    const expected = expectedIn(indicator, one, rules);
    const standing = standingOf(state, no, one);
    return {
      year: one,
      expected: expectationShort(expected),
      path: expected.value,
      value: standing?.value ?? null,
      verdict: standing?.verdict ?? null,
    };
  });
  const expected = expectedIn(indicator, year, rules);
  const standing = standingOf(state, no, year);
  const verdict = standing?.verdict ?? null;
  const outcome: Outcome =
    verdict === null || verdict === 'for-a-person' ? 'waiting' : verdict === 'behind' ? 'behind' : 'met';
  return {
    no,
    name: indicator.name,
    group: indicator.group ?? '',
    measure: indicator.unit,
    unit,
    base: cellWords(indicator.base),
    target: targetWords(indicator),
    way: expected.way,
    wayWords: wayWords[expected.way],
    outcome,
    verdict,
    why: standing?.why ?? (expected.way === 'person' ? expected.why : `${year}年的数值未报送`),
    judgedBy: standing?.judgedBy ?? null,
    years,
  };
}

function targetWords({ target, growth, cumulative }: WatchedIndicator['indicator']): string {
  const beside = [growth, cumulative].flatMap((cell) => (cell === null || cell.kind === 'none' ? [] : [cell.raw]));
  if (target.kind === 'none' && beside.length > 0)
    return `年均${beside.join('、')}`.replace('年均[', '[').replace('年均与', '与');
  return [cellWords(target), ...beside].join('，');
}

/** `清源区…规划纲要主要指标2023年度评价`, `…中期评估`. */
export function evaluationTitle({ title, kind, year }: Pick<Evaluation, 'title' | 'kind' | 'year'>): string {
  return `《${title}》主要指标${kind === 'year' ? `${year}年` : ''}${evaluationWords[kind]}`;
}

/** `约束性指标8项：达到进度2项，落后1项，待定5项。` */
export function scoreWords(nature: 'binding' | 'expected', { total, met, behind, waiting }: Score): string {
  return `${nature === 'binding' ? '约束性' : '预期性'}指标${total}项：达到进度${met}项，落后${behind}项，待定${waiting}项。`;
}
