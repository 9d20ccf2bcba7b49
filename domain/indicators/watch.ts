/**
 * How a plan's indicators stand, and the acts that change it. Pure and workflow-safe.
 *
 *   each January ──ask──▶ values of the year before, chased until given or the chase ends
 *   give (a value, new or revised) ──judged against the path──▶ binding and behind: the leadership group hears at once
 *   judge (a person, where nothing can be computed) ──▶ the same
 *   spring of year 3 ──▶ mid-term evaluation drafted ──approve (approver ≠ author)──▶ kept
 *   first quarter after the end ──▶ final evaluation drafted ──approve──▶ kept, the case ends
 */
import { type Day, dayOf, yearOf } from '../day.js';
import { type Fault, fault } from '../errors.js';
import type { Indicator } from '../indicator.js';
import type { Actor, LedgerEvent } from '../task.js';
import { judge, type Verdict } from './judge.js';
import { expectedIn } from './path.js';
import type { IndicatorRules } from './rules.js';

/** A row of the plan's table under the number it is known by. */
export interface WatchedIndicator {
  readonly no: number;
  readonly indicator: Indicator;
  /** Responsible unit when the last request went out; later ones take what the office has settled by then. */
  readonly unit: string;
}

/** What is known of one indicator in one year: its newest value and what it was judged to be. */
export interface Standing {
  readonly no: number;
  readonly year: number;
  /** Null where a person judged without a figure. */
  readonly value: number | null;
  /** Version of the value in the ledger; 0 without one. */
  readonly version: number;
  readonly verdict: Verdict;
  readonly why: string;
  /** A person judged: who, and in `why` on what ground. */
  readonly judgedBy: string | null;
  readonly at: number;
}

/** A request for the values of a year. */
export interface Asked {
  readonly year: number;
  readonly at: number;
  readonly due: Day;
  readonly chaseUntil: number;
  /** Until then silent units are chased. */
  readonly open: boolean;
  readonly units: readonly { readonly unit: string; readonly nos: readonly number[]; readonly seq: number }[];
}

export const evaluationKinds = ['mid', 'final'] as const;
export type EvaluationKind = (typeof evaluationKinds)[number];
export const evaluationWords: Readonly<Record<EvaluationKind | 'year', string>> = {
  year: '年度评价',
  mid: '中期评估',
  final: '终期评估',
};

export interface EvaluationState {
  readonly kind: EvaluationKind;
  /** Last year whose values it judges. */
  readonly year: number;
  readonly author: string;
  /** The office's own words; empty until somebody writes them. */
  readonly opinion: string;
  readonly draftedAt: number;
  readonly approveBy: number;
  readonly reminded: boolean;
  readonly approvedBy?: string;
  readonly approvedAt?: number;
  /** Why it was approved although values of its year were missing. */
  readonly incomplete?: string;
}

export interface WatchState {
  readonly plan: string;
  readonly title: string;
  readonly office: string;
  readonly leadership: string;
  /** First and last year of the plan. */
  readonly from: number;
  readonly to: number;
  readonly indicators: readonly WatchedIndicator[];
  readonly startedAt: number;
  readonly startedBy: string;
  readonly asked: Asked | null;
  readonly standings: readonly Standing[];
  readonly evaluations: readonly EvaluationState[];
  readonly seq: number;
}

export type WatchAct =
  /** A value that is in the ledger already as this version. */
  | {
      readonly kind: 'give';
      readonly no: number;
      readonly year: number;
      readonly value: number;
      readonly version: number;
    }
  | {
      readonly kind: 'judge';
      readonly no: number;
      readonly year: number;
      readonly verdict: Exclude<Verdict, 'for-a-person'>;
      /** On what ground, such as the city's figure. */
      readonly basis: string;
    }
  /** The office writes its words on the evaluation that waits, and so becomes its author. */
  | { readonly kind: 'write'; readonly evaluation: EvaluationKind; readonly opinion: string }
  /** `incomplete`: why the final evaluation need not wait for the values that are missing. */
  | { readonly kind: 'approve'; readonly evaluation: EvaluationKind; readonly incomplete?: string };

export const watchActWords: Readonly<Record<WatchAct['kind'], string>> = {
  give: '填报指标数值',
  judge: '判断指标进展',
  write: '起草评估意见',
  approve: '审签评估',
};

/** The rows of a plan with the numbers they go by: as printed where that is one and only, else the next free one. */
export function numbered(indicators: readonly Indicator[]): readonly Pick<WatchedIndicator, 'no' | 'indicator'>[] {
  let next = Math.max(0, ...indicators.map((one) => one.number ?? 0)) + 1;
  const used = new Set<number>();
  return indicators.map((indicator) => {
    const no = indicator.number === null || used.has(indicator.number) ? next++ : indicator.number;
    used.add(no);
    return { no, indicator };
  });
}

export const isOver = (state: Pick<WatchState, 'evaluations'>): boolean =>
  state.evaluations.some((one) => one.kind === 'final' && one.approvedAt !== undefined);

export const standingOf = (state: Pick<WatchState, 'standings'>, no: number, year: number): Standing | undefined =>
  state.standings.find((one) => one.no === no && one.year === year);

/** The evaluation of this kind that is drafted and not approved. */
export const waitingEvaluation = (
  state: Pick<WatchState, 'evaluations'>,
  kind: EvaluationKind,
): EvaluationState | undefined => state.evaluations.find((one) => one.kind === kind && one.approvedAt === undefined);

/** The indicators a unit still owes a value of, in the request that is open. */
export function owed(state: Pick<WatchState, 'asked' | 'standings'>, unit: string): readonly number[] {
  const { asked } = state;
  const nos = asked?.units.find((one) => one.unit === unit)?.nos ?? [];
  return nos.filter((no) => (standingOf(state, no, asked?.year ?? 0)?.version ?? 0) === 0);
}

/** The indicators of which neither a value nor a judgement of the year is known. */
export const missingIn = (state: Pick<WatchState, 'indicators' | 'standings'>, year: number): readonly number[] =>
  state.indicators.map(({ no }) => no).filter((no) => standingOf(state, no, year) === undefined);

/** The unit that was asked for an indicator's value of the year; it answers even if another unit was settled since. */
export const askedUnit = ({ asked }: Pick<WatchState, 'asked'>, no: number, year: number): string | undefined =>
  asked?.year === year ? asked.units.find(({ nos }) => nos.includes(no))?.unit : undefined;

/** What stands against an act; null when nothing does. */
export function watchRefusal(
  state: WatchState,
  act: WatchAct,
  actor: Pick<Actor, 'name'>,
  today: Day,
  rules: IndicatorRules,
): Fault | null {
  const { plan } = state;
  if (isOver(state)) return fault('indicator-over', { plan, act: watchActWords[act.kind] });
  if (act.kind === 'write' || act.kind === 'approve') {
    const kind = evaluationWords[act.evaluation];
    const waiting = waitingEvaluation(state, act.evaluation);
    if (waiting === undefined) return fault('evaluation-none', { plan, kind });
    if (act.kind === 'write') return act.opinion.trim() === '' ? fault('text-missing', { field: '评估意见' }) : null;
    if (waiting.author === actor.name) return fault('evaluation-own', { kind, author: waiting.author });
    const missing = leftOut(state, waiting);
    return missing.length === 0 || (act.incomplete ?? '').trim() !== ''
      ? null
      : fault('evaluation-incomplete', { kind, year: waiting.year, count: missing.length, nos: missing.join('、') });
  }
  const { no, year } = act;
  const found = state.indicators.find((one) => one.no === no);
  if (found === undefined)
    return fault('indicator-unknown', { plan, no, allowed: state.indicators.map((one) => one.no).join('、') });
  if (year < state.from || year > state.to || year >= yearOf(today))
    return fault('indicator-year', { plan, year, from: state.from, to: state.to, today });
  const held = standingOf(state, no, year);
  if (act.kind === 'give') return act.version > (held?.version ?? 0) ? null : fault('indicator-again', { no, year });
  if (expectedIn(found.indicator, year, rules).way !== 'person') return fault('indicator-computed', { no });
  return act.basis.trim() === '' ? fault('text-missing', { field: '判断的依据' }) : null;
}

export interface WatchOutcome {
  readonly state: WatchState;
  readonly event: LedgerEvent;
}

/** Carries out an act that {@link watchRefusal} lets pass. */
export function applyWatchAct(
  state: WatchState,
  act: WatchAct,
  actor: Actor,
  now: number,
  rules: IndicatorRules,
): WatchOutcome {
  const done = (next: Partial<WatchState>, data: LedgerEvent['data']): WatchOutcome =>
    changedWatch(state, next, actor, now, `indicator.${act.kind}`, data);
  switch (act.kind) {
    case 'give': {
      const { no, year, value, version } = act;
      const indicator = state.indicators.find((one) => one.no === no)?.indicator;
      const held = standingOf(state, no, year);
      const judged = indicator && judge(indicator, year, value, rules);
      // What a person found stays until a person finds otherwise.
      const kept = held?.judgedBy != null && judged?.verdict === 'for-a-person';
      const standing: Standing = {
        no,
        year,
        value,
        version,
        verdict: kept ? held.verdict : (judged?.verdict ?? 'for-a-person'),
        why: kept ? held.why : (judged?.why ?? ''),
        judgedBy: kept ? held.judgedBy : null,
        at: now,
      };
      const units = state.asked?.units.map((one) => (one.nos.includes(no) ? { ...one, seq: one.seq + 1 } : one)) ?? [];
      return done(
        {
          standings: withStanding(state, standing),
          ...(state.asked === null ? {} : { asked: { ...state.asked, units } }),
        },
        { no, year, value, version, verdict: standing.verdict, why: standing.why },
      );
    }
    case 'judge': {
      const { no, year, verdict, basis } = act;
      const held = standingOf(state, no, year);
      const standing: Standing = {
        no,
        year,
        value: held?.value ?? null,
        version: held?.version ?? 0,
        verdict,
        why: basis,
        judgedBy: actor.name,
        at: now,
      };
      return done({ standings: withStanding(state, standing) }, { no, year, verdict, basis });
    }
    case 'write':
      return done(
        { evaluations: withEvaluation(state, act.evaluation, { author: actor.name, opinion: act.opinion }) },
        { evaluation: act.evaluation, opinion: act.opinion },
      );
    case 'approve': {
      const { evaluation, incomplete = '' } = act;
      const waiting = waitingEvaluation(state, evaluation);
      const missing = waiting === undefined ? [] : leftOut(state, waiting);
      const why = missing.length === 0 ? {} : { incomplete: incomplete.trim() };
      return done(
        { evaluations: withEvaluation(state, evaluation, { approvedBy: actor.name, approvedAt: now, ...why }) },
        { evaluation, ...(missing.length === 0 ? {} : { ...why, missing }) },
      );
    }
  }
}

/** What an evaluation would close for good without its values: the final one ends the case. */
const leftOut = (state: WatchState, { kind, year }: EvaluationState): readonly number[] =>
  kind === 'final' ? missingIn(state, year) : [];

/** The standings of binding indicators that an act left behind their path, but for those that stood so before: same value, same verdict. */
export function bindingBehind(before: WatchState, after: WatchState): readonly Standing[] {
  return after.standings.filter((one) => {
    const nature = after.indicators.find(({ no }) => no === one.no)?.indicator.nature;
    const held = standingOf(before, one.no, one.year);
    const same = held?.verdict === one.verdict && held.value === one.value;
    return nature === 'binding' && one.verdict === 'behind' && !same;
  });
}

/** Time asks for the values of a year. */
export function askValues(
  state: WatchState,
  asked: Pick<Asked, 'year' | 'due' | 'chaseUntil'>,
  duties: Readonly<Record<number, string>>,
  now: number,
): WatchOutcome {
  const indicators = state.indicators.map((one) => ({ ...one, unit: duties[one.no] ?? one.unit }));
  const after = { ...state, indicators };
  const waiting = indicators.filter(({ no }) => (standingOf(after, no, asked.year)?.version ?? 0) === 0);
  const units = [...new Set(waiting.map(({ unit }) => unit))].map((unit) => ({
    unit,
    nos: waiting.filter((one) => one.unit === unit).map(({ no }) => no),
    seq: 1,
  }));
  const next: Asked = { ...asked, at: now, open: true, units };
  return changedWatch(state, { indicators, asked: next }, system, now, 'indicator.asked', {
    year: asked.year,
    due: asked.due,
    units: units.map(({ unit, nos }) => ({ unit, nos })),
  });
}

/** Nobody is chased any more; what is missing stays missing until somebody gives it. */
export function endChase(state: WatchState, now: number): WatchOutcome {
  const { asked } = state;
  const silent = asked?.units.filter(({ unit }) => owed(state, unit).length > 0).map(({ unit }) => unit) ?? [];
  const units = asked?.units.map((one) => ({ ...one, seq: one.seq + 1 })) ?? [];
  return changedWatch(
    state,
    { asked: asked === null ? null : { ...asked, units, open: false } },
    system,
    now,
    'indicator.chased',
    { year: asked?.year, silent },
  );
}

/** Time drafts an evaluation. */
export function draftEvaluation(state: WatchState, kind: EvaluationKind, approveBy: number, now: number): WatchOutcome {
  const year = kind === 'final' ? state.to : yearOf(dayOf(now)) - 1;
  const drafted: EvaluationState = {
    kind,
    year,
    author: system.name,
    opinion: '',
    draftedAt: now,
    approveBy,
    reminded: false,
  };
  return changedWatch(state, { evaluations: [...state.evaluations, drafted] }, system, now, 'indicator.drafted', {
    evaluation: kind,
    year,
  });
}

/** The office has been reminded of an evaluation that waits. */
export function noteReminded(state: WatchState, kind: EvaluationKind): WatchState {
  return { ...state, evaluations: withEvaluation(state, kind, { reminded: true }), seq: state.seq + 1 };
}

const system: Actor = { name: 'duban', role: 'system' };

function withStanding(state: WatchState, standing: Standing): readonly Standing[] {
  return [...state.standings.filter((one) => one.no !== standing.no || one.year !== standing.year), standing].toSorted(
    (a, b) => a.no - b.no || a.year - b.year,
  );
}

function withEvaluation(
  state: WatchState,
  kind: EvaluationKind,
  next: Partial<EvaluationState>,
): readonly EvaluationState[] {
  return state.evaluations.map((one) =>
    one.kind === kind && one.approvedAt === undefined ? { ...one, ...next } : one,
  );
}

function changedWatch(
  state: WatchState,
  next: Partial<WatchState>,
  actor: Actor,
  at: number,
  kind: string,
  data: LedgerEvent['data'],
): WatchOutcome {
  const after = { ...state, ...next, seq: state.seq + 1 };
  const subject = `indicators/${state.plan}`;
  return { state: after, event: { id: `${subject}#${after.seq}`, at, actor, kind, subject, data } };
}
