/** What the API answers about the life of a plan; pages show the same. */
import type { Day } from '../../domain/day.js';
import type { LifeStage, ListApproval, PlanEvaluation } from '../../domain/life/life.js';
import type { MatterKind } from '../../domain/life/matters.js';
import type { NextStep } from './answers.js';

/** How many tasks there are and how they stand. */
export interface TaskCounts {
  readonly tasks: number;
  readonly open: number;
  readonly overdue: number;
  readonly accepted: number;
  readonly cancelled: number;
}

export interface YearAnswer extends TaskCounts {
  readonly year: number;
  /** Epoch ms; null where the plan was launched before lives were kept. */
  readonly launchedAt: number | null;
  readonly approval: ListApproval | null;
}

/** A plan above or below this one. */
export interface KinAnswer extends TaskCounts {
  readonly id: string;
  readonly title: string;
  readonly year: number;
  readonly stageWords: string;
}

/** Something the office was asked for and has not done. */
export interface DueAnswer {
  readonly kind: MatterKind;
  readonly year: number;
  readonly words: string;
  readonly due: Day;
  /** Calendar days past `due`; 0 when it is not late. */
  readonly late: number;
}

export interface PlanLifeAnswer {
  readonly plan: string;
  readonly title: string;
  /** Null: the plan was launched, or drafted, without its life being kept. */
  readonly stage: LifeStage | null;
  readonly stageWords: string;
  readonly from: number;
  readonly to: number;
  readonly issued: { readonly number: string; readonly on: Day } | null;
  /** `since` in epoch ms. */
  readonly paused: { readonly since: number; readonly reason: string; readonly by: string } | null;
  readonly years: readonly YearAnswer[];
  readonly evaluations: readonly {
    readonly kind: PlanEvaluation;
    readonly words: string;
    readonly document: string;
    readonly opinion: string;
    readonly on: Day;
    readonly by: string;
  }[];
  /** How often the plan was amended. */
  readonly amendments: number;
  /** What is due now. */
  readonly due: readonly DueAnswer[];
  /** What the office hears of next by itself, and when. */
  readonly next: NextStep | null;
  /** Acts on the life that are possible at this stage. */
  readonly possible: readonly ('pause' | 'resume' | 'evaluate' | 'close')[];
  /** The plan whose yearly list this is. */
  readonly parent: KinAnswer | null;
  /** Its own yearly lists that are plans of their own. */
  readonly children: readonly KinAnswer[];
  /** All tasks of the plan and of the plans below it. */
  readonly total: TaskCounts;
  /** From the chain, the oldest first; `at` in epoch ms. */
  readonly timeline: readonly { readonly at: number; readonly what: string; readonly by: string }[];
}
