/** What pages and API say of indicators. */
import type { ValueFacts, ValueRow } from '../../activities/mail/value-facts.js';
import type { Day } from '../../domain/day.js';
import type { Evaluation } from '../../domain/indicators/evaluation.js';
import type { Verdict } from '../../domain/indicators/judge.js';
import type { Way } from '../../domain/indicators/path.js';
import type { IndicatorValue } from '../../domain/indicators/value.js';
import type { EvaluationKind, EvaluationState } from '../../domain/indicators/watch.js';

export interface IndicatorYear {
  readonly year: number;
  /** Bounds of the path; null: none on that side. */
  readonly low: number | null;
  readonly high: number | null;
  readonly value: number | null;
  readonly verdict: Verdict | null;
  readonly verdictWords: string | null;
  readonly why: string;
  readonly judgedBy: string | null;
  /** Every version of the value, the oldest first. */
  readonly versions: readonly IndicatorValue[];
}

export interface IndicatorAnswer {
  readonly no: number;
  readonly name: string;
  readonly group: string;
  /** What it is measured in. */
  readonly measure: string;
  readonly nature: 'binding' | 'expected' | null;
  readonly natureWords: string;
  readonly base: string;
  readonly target: string;
  readonly way: Way;
  readonly wayWords: string;
  /** Why a person judges; empty where it is computed. */
  readonly why: string;
  /** Id of the responsible unit; null while the office has not settled it. */
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly years: readonly IndicatorYear[];
}

export interface IndicatorsAnswer {
  readonly plan: string;
  readonly title: string;
  readonly started: { readonly at: number; readonly by: string; readonly from: number; readonly to: number } | null;
  /** The final evaluation is approved: nothing is asked, assigned or judged any more. */
  readonly over: boolean;
  readonly asked: {
    readonly year: number;
    readonly due: Day;
    readonly open: boolean;
    readonly units: readonly {
      readonly unit: string;
      readonly name: string;
      readonly nos: readonly number[];
      readonly owed: readonly number[];
    }[];
  } | null;
  readonly indicators: readonly IndicatorAnswer[];
  readonly evaluations: readonly (EvaluationState & {
    /** Numbers of the indicators that the final evaluation is to judge without a value or judgement of its year. */
    readonly missing: readonly number[];
    readonly sha256: string | null;
    /** 发文字号; null before the approval. */
    readonly number: string | null;
  })[];
}

export interface EvaluationAnswer {
  readonly draft: boolean;
  readonly approvedBy: string | null;
  /** Epoch ms of the approval. */
  readonly at: number | null;
  readonly evaluation: Evaluation;
  readonly office: string;
  readonly leadership: string;
  /** Names of units by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** A unit's values of a year behind a signed link. */
export interface AskedValues extends Omit<ValueFacts, 'rows'> {
  readonly unitName: string;
  readonly rows: readonly (ValueRow & { readonly last: IndicatorValue | null })[];
}

/** Reading indicators; every call throws `plan-unknown` or `indicator-not-watching` where there is nothing. */
export interface IndicatorRecords {
  /** @throws `plan-unknown`. */
  indicators(plan: string): Promise<IndicatorsAnswer>;
  /** The approved evaluation of a kind, else its draft; `year` of a yearly one, by default the last year that is over. */
  evaluation(
    plan: string,
    kind: EvaluationKind | 'year' | undefined,
    year: number | undefined,
  ): Promise<EvaluationAnswer>;
  /** @param id `value/{plan}/{unit}/{yyyy}1231`. @throws `not-found`. */
  asked(id: string): Promise<AskedValues>;
}
