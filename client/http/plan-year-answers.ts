/** What the API answers about a year's list; pages show the same. */
import type { Day } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import type { ListApproval } from '../../domain/life/life.js';
import type { LeftWhy } from '../../domain/life/year-list.js';
import type { PickedTask, Target } from '../../domain/plan.js';
import type { UnitName } from './answers.js';

export interface ListedTask {
  readonly number: number;
  readonly title: string;
  readonly chapter: string;
  readonly leads: readonly UnitName[];
  readonly supports: readonly UnitName[];
  readonly due: Day;
  readonly dueSource: 'text' | 'default';
  readonly recurring: string | null;
  /** Those of the year. */
  readonly targets: readonly Target[];
}

/** A question of the list in words; `target` names a target, `unit` a unit that has ended. */
export interface QuestionAnswer {
  readonly task: number;
  readonly title: string;
  readonly words: string;
  readonly target: { readonly name: string; readonly place: number; readonly measure: string } | null;
  readonly unit: (UnitName & { readonly successors: readonly UnitName[] }) | null;
  /** What the office answered: a value, `none`, or the id of a successor; null while it is open. */
  readonly answer: number | string | null;
}

export interface YearListAnswer {
  readonly plan: string;
  readonly title: string;
  readonly year: number;
  /** `at` in epoch ms; null while the year has not begun. */
  readonly started: { readonly at: number; readonly approval: ListApproval | null } | null;
  /** True for a further year of a plan that runs: its list is approved by itself. */
  readonly further: boolean;
  readonly tasks: readonly ListedTask[];
  /** Open since an earlier year: they go on. */
  readonly carried: readonly {
    readonly task: string;
    readonly number: number;
    readonly title: string;
    readonly year: number;
    readonly due: Day;
  }[];
  readonly left: readonly {
    readonly number: number;
    readonly title: string;
    readonly why: LeftWhy;
    readonly words: string;
  }[];
  readonly questions: readonly QuestionAnswer[];
  readonly answered: readonly QuestionAnswer[];
  readonly picked: readonly PickedTask[];
  /** What stands against a start today beside the approval of the list and the open questions. */
  readonly faults: readonly Fault[];
  /** The answers file for filling in (YAML). */
  readonly form: string;
}
