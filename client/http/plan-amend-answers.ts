/** What the API answers about amendments of plans; also what pages show. Instants are epoch ms, days `YYYY-MM-DD`. */
import type { Day } from '../../domain/day.js';
import type { PlanLife } from '../../domain/life/life.js';
import type { LetterLine } from '../rehearsal-view.js';

/** An amendment on record. */
export interface AmendmentAnswer {
  /** Counted from 1 in each plan. */
  readonly no: number;
  readonly year: number;
  readonly at: number;
  /** Each change in one line. */
  readonly changes: readonly string[];
  readonly reason: string;
  readonly approvedBy: string;
  /** Empty where none was named. */
  readonly document: string;
  /** Who entered it. */
  readonly by: string;
}

/** What one unit is told, in its next letter. */
export interface ToldAnswer {
  readonly unit: string;
  readonly name: string;
  readonly what: readonly string[];
}

interface Made extends Omit<AmendmentAnswer, 'at' | 'by'> {
  readonly plan: string;
  readonly told: readonly ToldAnswer[];
}

/** What an amendment would come to; nothing of it is on record. Letters are those of the plan if nobody answers. */
export interface AmendPreview extends Made {
  /** Last day looked at. */
  readonly until: Day;
  readonly before: readonly LetterLine[];
  readonly after: readonly LetterLine[];
  readonly added: readonly LetterLine[];
  readonly gone: readonly LetterLine[];
  readonly changed: readonly { readonly before: LetterLine; readonly after: LetterLine }[];
}

export interface AmendedAnswer extends Made {
  readonly life: PlanLife;
}
