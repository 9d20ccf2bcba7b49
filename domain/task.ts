/**
 * A key task's record and the acts that change it. Pure and workflow-safe.
 *
 *   assigned ──sign by all──▶ signed ──progress──▶ underway ──report──▶ reported ──accept──▶ accepted
 *      │  progress ──────────────────────▲   ▲──────────return──────────┘ │
 *      └── report (signing is never a condition) ─────────────────────────┘
 *   any open stage ──cancel──▶ cancelled;   suspend / resume, extend, transfer, succeed, amend keep the stage.
 *   Overdue is a light, not a stage: `overdue` turns true at redAt and false again when the date moves.
 */
import type { Day } from './day.js';
import type { DutyRole, Target } from './plan.js';

export type Stage = 'assigned' | 'signed' | 'underway' | 'reported' | 'accepted' | 'cancelled';

/** Who acts. `unit` is set for departments; `onBehalfOf` names the unit an office member acts for, with the reason. */
export interface Actor {
  readonly name: string;
  readonly role: 'office' | 'unit' | 'admin' | 'system';
  readonly unit?: string;
  readonly onBehalfOf?: string;
  readonly why?: string;
}

/** A task added in mid-year, or what a split or a merger made of other tasks (their numbers). */
export interface TaskOrigin {
  readonly kind: 'added' | 'split' | 'merged';
  readonly tasks: readonly number[];
  /** Why, in the words of the amendment. */
  readonly reason?: string;
}

export interface TaskDuty {
  readonly unit: string;
  readonly role: DutyRole;
}

export interface TaskState {
  /** `{plan}/{year}/{number}` */
  readonly id: string;
  readonly plan: string;
  readonly year: number;
  readonly number: number;
  readonly title: string;
  readonly chapter: string;
  readonly duties: readonly TaskDuty[];
  /** The unit that reports for all leads: the first named unless the office sets another. */
  readonly reporter: string;
  readonly recurring?: string;
  /** How the task came into a running year; absent for tasks of the launch. */
  readonly origin?: TaskOrigin;
  /** Targets as an amendment set them; absent: those of the plan. */
  readonly targets?: readonly Target[];
  /** The last amendment of the plan that changed or cancelled it. */
  readonly amended?: { readonly on: Day; readonly reason: string };
  readonly assigned: Day;
  readonly assignedAt: number;
  readonly due: Day;
  readonly dueSource: 'text' | 'default' | 'extended';
  /** Kept for ever: lateness is counted from it as well. */
  readonly firstDue: Day;
  /** Day from which signing counts after a transfer; else it counts from the assignment. */
  readonly signFrom?: Day;
  /** Day from which the present deadline binds: the assignment, or the change that set it. */
  readonly binding: Day;
  /** SEQUENCE of the calendar entry; grows with every moved date. */
  readonly dueRevision: number;
  /** Instant the light turns red: 00:00 after the due day. */
  readonly redAt: number;
  readonly stage: Stage;
  readonly overdue: boolean;
  /** `byPlan`: together with the whole plan, and resumed with it. */
  readonly suspended?: { readonly since: Day; readonly reason: string; readonly byPlan?: true };
  readonly signed: Readonly<Record<string, { readonly at: number; readonly by: string }>>;
  readonly report?: {
    readonly no: number;
    readonly unit: string;
    readonly text: string;
    readonly at: number;
    readonly by: string;
  };
  readonly progress?: { readonly unit: string; readonly text: string; readonly at: number; readonly by: string };
  readonly extension?: {
    readonly no: number;
    readonly unit: string;
    readonly to: Day;
    readonly reason: string;
    readonly at: number;
    readonly by: string;
  };
  readonly returns: number;
  readonly extensions: number;
  /** Last decision, so that the loser of two clicks is told who was first. */
  readonly decided?: {
    readonly what: 'accept' | 'return' | 'extension';
    readonly no: number;
    readonly by: string;
    readonly at: number;
  };
  readonly closedAt?: number;
  /** Grows with every change; the ledger keeps the newest. */
  readonly seq: number;
}

/** Acts on a task. `no` names the report or request decided on, so that a late second click is refused. */
export type Act =
  | { readonly kind: 'sign'; readonly unit: string }
  | { readonly kind: 'progress'; readonly unit: string; readonly text: string }
  | { readonly kind: 'report'; readonly unit: string; readonly text: string }
  | { readonly kind: 'requestExtension'; readonly unit: string; readonly to: Day; readonly reason: string }
  | {
      readonly kind: 'decideExtension';
      readonly no: number;
      readonly approve: boolean;
      readonly due?: Day;
      readonly reason: string;
    }
  | { readonly kind: 'accept'; readonly no: number; readonly note?: string }
  | { readonly kind: 'return'; readonly no: number; readonly reason: string }
  /** `byPlan` (here, in `amend` and in `cancel`): an amendment of the plan; all it changes is told in one letter, with its reason. */
  | {
      readonly kind: 'transfer';
      readonly from: string;
      readonly to: string;
      readonly reason: string;
      readonly byPlan?: true;
    }
  /**
   * A reorganisation: the successor takes the duty over as it stands, signature included, and nobody is written to.
   * `afresh`: the rounds are told the steps ahead anew, because theirs may be divided by unit.
   */
  | {
      readonly kind: 'succeed';
      readonly from: string;
      readonly to: string;
      readonly reason: string;
      readonly afresh?: true;
    }
  | {
      readonly kind: 'amend';
      readonly title?: string;
      readonly due?: Day;
      readonly reporter?: string;
      readonly targets?: readonly Target[];
      readonly reason: string;
      readonly byPlan?: true;
    }
  | { readonly kind: 'suspend'; readonly reason: string; readonly byPlan?: true }
  /** `due`: the deadline with the time of the pause given back. */
  | { readonly kind: 'resume'; readonly reason: string; readonly due?: Day }
  /** `told`: units that learn of it from the tasks that take this one's place. */
  | { readonly kind: 'cancel'; readonly reason: string; readonly told?: readonly string[]; readonly byPlan?: true };

export type ActKind = Act['kind'];

/** An entry for the ledger's chain. `id` makes writing it twice harmless. */
export interface LedgerEvent {
  readonly id: string;
  readonly at: number;
  readonly actor: Actor;
  readonly kind: string;
  /** What it is about: a task id, plan id, unit id or letter key. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Lead in the sense of design section 5: 牵头, or 负责/责任单位. */
export function leadsOf(task: Pick<TaskState, 'duties'>): readonly string[] {
  return [...new Set(task.duties.filter((d) => d.role !== 'support').map((d) => d.unit))];
}

/** Supporting units that are not leads of the same task. */
export function supportsOf(task: Pick<TaskState, 'duties'>): readonly string[] {
  const leads = leadsOf(task);
  return [...new Set(task.duties.filter((d) => d.role === 'support').map((d) => d.unit))].filter(
    (u) => !leads.includes(u),
  );
}

/** True until the task is accepted or cancelled. */
export function isOpen(task: Pick<TaskState, 'stage'>): boolean {
  return task.stage !== 'accepted' && task.stage !== 'cancelled';
}

/** Duty units that have not signed, leads first. */
export function unsignedOf(task: Pick<TaskState, 'duties' | 'signed'>): readonly string[] {
  return [...leadsOf(task), ...supportsOf(task)].filter((unit) => !(unit in task.signed));
}
