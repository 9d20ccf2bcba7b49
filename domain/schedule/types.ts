/**
 * The data of the schedule: ladder (rules), steps (instants of one task), slots (times at which routine letters may
 * leave), notices and letters. Plain JSON: all of it travels in and out of workflows. Instants are epoch ms.
 */
import type { Day } from '../day.js';
import type { ContactRole } from '../org.js';

export const audiences = ['lead', 'support', 'lead-head', 'support-head', 'unsigned', 'office', 'leadership'] as const;
/** lead counts 牵头 and 负责/责任单位; unsigned = every duty unit that has not signed; -head = 主要负责人 of that unit. */
export type Audience = (typeof audiences)[number];

export const stepKinds = [
  'reminder',
  'chase',
  'sign-chase',
  'unsigned-report',
  'head-chase',
  'supervision-letter',
  'leadership-report',
  'opinion-report',
  'return-report',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** What one unit is told about one task: one-off notices, `decision` in the letter that answers an act, or a rung of the ladder. */
export type NoticeKind =
  | 'assignment'
  | 'date-changed'
  | 'target-changed'
  | 'report-told'
  | 'transferred'
  | 'resumed'
  | 'cancelled'
  | 'decision'
  | StepKind;

export type LetterKind =
  | 'digest' // one routine letter with all of a unit's notices of a day
  | 'head-digest' // the heads' rung, one per head and day
  | 'supervision-letter' // 督办函
  | 'leadership-report' // 专报
  | 'unsigned-report' // to the office: who has not signed
  | 'approval-reminder' // to the office: a 督办函 waits for approval
  | 'undelivered' // to the office: somebody could not be reached
  | 'accepted'
  | 'returned'
  | 'extension-decided'
  | 'comment-office' // to the office: how a comment period stands and what is due
  | 'cycle-office' // to the office: how a supervision cycle stands and what is due
  | 'bulletin' // the approved bulletin, to every unit and the leadership group
  | 'special-report' // a major problem, to the leadership group at once
  | 'return-sent-back'
  | 'contest' // a conclusion is contested or answered
  | 'indicator-behind' // a binding indicator is behind its path: to the leadership group at once, the office gets the same
  | 'indicator-office' // to the office: an evaluation of the indicators is ready or waits; approved, to the leadership group too
  | 'plan-office' // to the office: the next year's list, an evaluation of the plan is due or late
  | 'plan-overdue' // to the leadership group: it stays undone
  | 'reorganisation-blocked' // to the office: a reorganisation did not take effect on its day
  | 'comment-overdue'; // to the leadership group: a close-out not published in time, a pause past the last day

/** Offsets are working days after assignment (sign), calendar days before due, working days after due. */
export interface Rung {
  readonly offset: number;
  /** Test-only: the offset counts seconds. */
  readonly seconds?: true;
  readonly to: readonly Audience[];
  readonly kind: StepKind;
}

/** The rules of a plan as a plain value; a running case keeps the ladder it started with. */
export interface Ladder {
  /** Minutes after midnight at which routine letters leave. */
  readonly hour: number;
  readonly sign: readonly Rung[];
  readonly before: readonly Rung[];
  readonly after: readonly Rung[];
  /** ISO weekday (1 = Monday) of the weekly report after the leadership rung. */
  readonly weekly: number;
  /** Working days the office has to approve a 督办函 before it is reminded. */
  readonly approvalWithin: number;
  /** Test-only: slots are consecutive slices of so many seconds instead of working days. */
  readonly slotSeconds?: number;
}

/** One rung of one task at its instant. `rung` is `sign-2`, `before-30`, `before-0`, `after-15` … */
export interface Step {
  readonly at: number;
  /** Working day the step falls on. */
  readonly day: Day;
  /** Day it was computed for before it moved to a working day. */
  readonly planned: Day;
  readonly rung: string;
  readonly phase: 'sign' | 'before' | 'after';
  readonly kind: StepKind;
  readonly to: readonly Audience[];
}

export interface SkippedStep {
  readonly rung: string;
  readonly planned: Day;
  readonly reason: 'past-at-launch' | 'past-at-change';
}

/** A time at which routine letters may leave: one a working day, from its hour to midnight. */
export interface Slot {
  /** The day, or in tests with seconds the ISO instant. */
  readonly id: string;
  readonly day: Day;
  readonly from: number;
  readonly to: number;
  /** First working day on or after the ladder's weekday: the weekly report goes here. */
  readonly weekly: boolean;
  /** Start of the slot `approvalWithin` working days later. */
  readonly approvalBy: number;
}

/** One thing one unit must be told about one task. */
export interface Notice {
  readonly task: string;
  readonly unit: string;
  readonly audience: Audience;
  readonly kind: NoticeKind;
  /** Rungs merged into this notice; empty for one-off notices. */
  readonly rungs: readonly string[];
  /** Day it should have been told on, when that was missed (outage, late launch). */
  readonly lateFrom?: Day;
  /** Slot during which a one-off notice arose: it waits for the next one, to share that morning's digest. */
  readonly arose?: string;
  /** Follows from an amendment of the plan: an assignment too waits for the next morning, so that all of it is told at once. */
  readonly byPlan?: true;
}

/** A letter that is to leave: everything but the words and the addresses, which are taken at sending time. */
export interface LetterDraft {
  /** Unique for ever; Message-ID and idempotency come from it. */
  readonly key: string;
  readonly kind: LetterKind;
  readonly office: string;
  /** Unit id of the receiver (the office and the leadership group are units). */
  readonly unit: string;
  /** Contact role at which the chain of receivers starts. */
  readonly role: ContactRole;
  /** Day printed in the letter and used for every “days left / days late” in it. */
  readonly day: Day;
  /** Instant it is meant to leave, spread included. */
  readonly at: number;
  readonly notices: readonly Notice[];
  /** 督办函: the number it got at approval, and the units that get a copy. */
  readonly formal?: {
    readonly id: string;
    readonly number?: string;
    readonly copies: readonly string[];
    readonly approvedBy?: string;
  };
  /** Kind-specific facts for the words (reason of a return, old and new date, refused addresses …). */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** What became of a letter when it was handed to the mail server. */
export interface Delivery {
  readonly key: string;
  readonly status: 'sent' | 'undeliverable';
  /** Address it reached; absent when nobody could be reached. */
  readonly to?: string;
  /** Addresses refused for good on the way, in order, with the server's words. */
  readonly refused: readonly { readonly address: string; readonly reason: string }[];
}
