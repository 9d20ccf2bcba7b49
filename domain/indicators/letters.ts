/**
 * The letters about indicators beside the request and its chases, which the rounds send: a binding one behind its path,
 * to the leadership group at once; an evaluation that is ready or waits, to the office. Pure and workflow-safe.
 */
import type { Day } from '../day.js';
import { cellWords } from '../indicator.js';
import type { ContactRole } from '../org.js';
import type { LetterDraft, LetterKind } from '../schedule/types.js';
import {
  type EvaluationKind,
  type EvaluationState,
  evaluationKinds,
  evaluationWords,
  type Standing,
  type WatchState,
} from './watch.js';

/** Facts of `indicator-behind`. */
export interface BehindFacts {
  /** `{plan}/{year}`: threads by plan. */
  readonly period: string;
  readonly title: string;
  readonly no: number;
  readonly name: string;
  /** Unit id. */
  readonly responsible: string;
  readonly year: number;
  readonly base: string;
  readonly target: string;
  /** What the value was held against. */
  readonly why: string;
  /** A person judged; empty when it was computed. */
  readonly judgedBy: string;
  /** The office gets what the leadership group got. */
  readonly copy: boolean;
}

/** Why the office hears of indicators: a draft is ready, waits too long, was approved; the year's values are all in, or the chase is over. */
export type WatchReason = 'drafted' | 'overdue' | 'approved' | 'year';

/** Facts of `indicator-office`. */
export interface WatchOfficeFacts {
  readonly period: string;
  readonly title: string;
  readonly why: WatchReason;
  /** 中期评估, 终期评估 or 年度评价. */
  readonly what: string;
  readonly year: number;
  readonly approveBy: Day;
  readonly author: string;
  readonly approvedBy: string;
  /** How many of each nature, as total/met/behind/waiting. */
  readonly binding: string;
  readonly expected: string;
  /** Ids of units that gave nothing or not all, joined by commas. */
  readonly silent: string;
  /** The leadership group gets it as well. */
  readonly leadership: boolean;
}

/** Plan and kind of the evaluation whose approval a letter tells of; undefined for every other letter. */
export function approvedEvaluation({
  kind,
  facts,
}: Pick<LetterDraft, 'kind' | 'facts'>): [plan: string, kind: EvaluationKind] | undefined {
  const { why, what, period } = (facts ?? {}) as Partial<WatchOfficeFacts>;
  const evaluation = evaluationKinds.find((one) => evaluationWords[one] === what);
  if (kind !== 'indicator-office' || why !== 'approved' || evaluation === undefined) return undefined;
  return [(period ?? '').replace(/\/\d+$/, ''), evaluation];
}

/** A binding indicator behind its path: to the leadership group first, the same to the office. */
export function behindLetters(state: WatchState, standing: Standing, day: Day, at: number): readonly LetterDraft[] {
  const watched = state.indicators.find((one) => one.no === standing.no);
  const of = (unit: string, role: ContactRole, copy: boolean): LetterDraft => {
    const facts: BehindFacts = {
      period: `${state.plan}/${standing.year}`,
      title: state.title,
      no: standing.no,
      name: watched?.indicator.name ?? '',
      responsible: watched?.unit ?? '',
      year: standing.year,
      base: watched === undefined ? '' : cellWords(watched.indicator.base),
      target: watched === undefined ? '' : cellWords(watched.indicator.target),
      why: standing.why,
      judgedBy: standing.judgedBy ?? '',
      copy,
    };
    const tail = `${state.plan}/${standing.no}/${standing.year}/${state.seq}`;
    return letter('indicator-behind', state.office, unit, role, day, at, tail, facts);
  };
  return [of(state.leadership, 'head', false), of(state.office, 'liaison', true)];
}

/** How things stand, to the office; an approved evaluation also to the leadership group. */
export function watchOfficeLetters(
  state: WatchState,
  why: WatchReason,
  evaluation: Pick<EvaluationState, 'kind' | 'year' | 'author' | 'approvedBy'> | undefined,
  scores: Pick<WatchOfficeFacts, 'binding' | 'expected' | 'silent' | 'year'> & { readonly approveBy: Day },
  day: Day,
  at: number,
): readonly LetterDraft[] {
  const what = evaluationWords[evaluation?.kind ?? 'year'];
  const of = (unit: string, role: ContactRole, leadership: boolean): LetterDraft => {
    const facts: WatchOfficeFacts = {
      ...scores,
      period: `${state.plan}/${scores.year}`,
      title: state.title,
      why,
      what,
      author: evaluation?.author ?? '',
      approvedBy: evaluation?.approvedBy ?? '',
      leadership,
    };
    const tail = `${state.plan}/${evaluation?.kind ?? 'year'}/${scores.year}/${why}`;
    return letter('indicator-office', state.office, unit, role, day, at, tail, facts);
  };
  return [of(state.office, 'liaison', false), ...(why === 'approved' ? [of(state.leadership, 'head', true)] : [])];
}

function letter(
  kind: LetterKind,
  office: string,
  unit: string,
  role: ContactRole,
  day: Day,
  at: number,
  tail: string,
  facts: object,
): LetterDraft {
  return {
    key: `${kind}/${office}/${day}/${unit}/${tail}`,
    kind,
    office,
    unit,
    role,
    day,
    at,
    notices: [],
    facts: facts as NonNullable<LetterDraft['facts']>,
  };
}
