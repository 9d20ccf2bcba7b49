/**
 * What the API answers: the same values that `--json` prints and the pages show. Instants are epoch ms, days
 * `YYYY-MM-DD`; documented in docs and kept stable.
 */
import type { FormalStatus, LetterStatus, PlanStatus } from '../../activities/ledger/schema.js';
import type { Day } from '../../domain/day.js';
import type { Light } from '../../domain/light.js';
import type { Contact, Directory, StandIn, UnitEnd } from '../../domain/org.js';
import type { Decision, PickedTask, Plan, PlanFinding, Target } from '../../domain/plan.js';
import type { PlanDifference } from '../../domain/plan-difference.js';
import type { LetterKind } from '../../domain/schedule/types.js';
import type { LedgerEvent, TaskState } from '../../domain/task.js';

export interface UnitName {
  readonly id: string;
  readonly name: string;
}

/** What happens next with a task and when; null where nothing is due any more. */
export interface NextStep {
  readonly what: string;
  readonly at: number;
}

export interface TaskAnswer {
  readonly id: string;
  readonly plan: string;
  readonly year: number;
  readonly number: number;
  readonly title: string;
  readonly chapter: string;
  readonly leads: readonly UnitName[];
  readonly supports: readonly UnitName[];
  readonly due: Day;
  /** Kept for ever, equal to `due` while no date was moved. */
  readonly firstDue: Day;
  readonly dueSource: TaskState['dueSource'];
  readonly stage: TaskState['stage'];
  readonly stateWords: string;
  readonly light: Light;
  readonly overdue: boolean;
  readonly unsigned: readonly UnitName[];
  /** Where they are not those of the plan. */
  readonly targets?: readonly Target[];
  readonly next: NextStep | null;
}

/** One task with all that is on record about it. */
export interface TaskDetail extends TaskAnswer {
  readonly state: TaskState;
  readonly history: readonly LedgerEvent[];
  readonly letters: readonly LetterAnswer[];
}

export interface LetterAnswer {
  readonly key: string;
  readonly kind: LetterKind;
  readonly unit: UnitName;
  readonly day: Day;
  readonly plannedAt: number;
  readonly status: LetterStatus;
  readonly to: string | null;
  readonly subject: string | null;
  readonly sentAt: number | null;
  readonly tasks: readonly string[];
  readonly refused: readonly { readonly address: string; readonly reason: string }[];
  readonly lastError: string | null;
  readonly perhapsTwice: boolean;
}

export interface LetterDetail extends LetterAnswer {
  readonly text: string | null;
  readonly html: string | null;
  readonly messageId: string | null;
}

export interface PlanAnswer {
  readonly id: string;
  readonly title: string;
  readonly year: number;
  readonly status: PlanStatus;
  readonly tasks: number;
  readonly open: number;
  readonly lights: Readonly<Record<Light['colour'], number>>;
  /** What must be settled before launch: blocking findings and duties without a unit; 0 after it. */
  readonly openFindings: number;
  /** Unsettled findings of a draft that are for information only. */
  readonly hints: number;
  readonly launchedAt: number | null;
}

export interface PlanDetail extends PlanAnswer {
  readonly plan: Plan;
  readonly list: readonly TaskAnswer[];
}

export interface StatusAnswer {
  readonly plans: readonly PlanAnswer[];
  readonly formalWaiting: number;
  readonly undeliverable: number;
}

export interface FormalAnswer {
  readonly id: string;
  readonly unit: UnitName;
  readonly tasks: readonly string[];
  readonly copies: readonly UnitName[];
  readonly day: Day;
  readonly status: FormalStatus;
  readonly number: string | null;
  readonly decidedBy: string | null;
}

export interface ImportAnswer {
  readonly plan: string;
  readonly tasks: number;
  readonly openFindings: number;
  readonly findings: readonly (PlanFinding & { readonly index: number })[];
  /** Findings that earlier decisions, or those of a decisions file, settled. */
  readonly settled: number;
  /** True for a plan that runs: nothing was changed. */
  readonly running: boolean;
  /** Against the former draft or the running plan; null at a first import. */
  readonly difference: PlanDifference | null;
  /** Commands that carry the difference out, for a running plan. */
  readonly acts: readonly string[];
  /** Text of an amendment file that carries it out, for a running plan; null where an amendment can say nothing of it. */
  readonly amendment: string | null;
}

/** What `duban decisions` prints: the content of a decisions file, units by name. */
export interface DecisionsAnswer {
  readonly plan: string;
  readonly decisions: readonly Decision[];
  readonly pick?: readonly PickedTask[];
}

export interface UnitsAnswer {
  readonly units: readonly (UnitName & {
    readonly kind: string;
    readonly aliases: readonly string[];
    readonly contacts: readonly Contact[];
    readonly standIns: readonly StandIn[];
    /** A reorganisation ended it. */
    readonly ended?: UnitEnd;
  })[];
  readonly groups: Directory['groups'];
}
