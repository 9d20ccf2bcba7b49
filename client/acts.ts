/** What an office can do, as pages, command line, links and drills see it. */
import type { Seen } from '../activities/ledger/comments/digest.js';
import type { CloseOut } from '../domain/comment/close-out.js';
import type {
  AttachedFile,
  CommentCounts,
  DispositionInput,
  DispositionKind,
  IncomingComment,
  Received,
  Redaction,
} from '../domain/comment/comment.js';
import type { PeriodAct, PeriodState } from '../domain/comment/period.js';
import type { CommentTerms, DraftItem } from '../domain/comment/terms.js';
import type { WindowReading } from '../domain/comment/window.js';
import type { Day } from '../domain/day.js';
import type { Decisions } from '../domain/decisions.js';
import type { Fault } from '../domain/errors.js';
import type { Verdict } from '../domain/indicators/judge.js';
import type { GivenValue, ValueVia } from '../domain/indicators/value.js';
import type { EvaluationKind, WatchState } from '../domain/indicators/watch.js';
import type { GivenYear } from '../domain/life/year-answers.js';
import type { ContactRole } from '../domain/org.js';
import type { PickedTask, Plan, PlanFinding, PlanYear } from '../domain/plan.js';
import type { PlanDifference } from '../domain/plan-difference.js';
import type { Proposal } from '../domain/reply/reply.js';
import type { CycleAct, CycleState, CycleUnit } from '../domain/supervision/cycle.js';
import type { CycleDates } from '../domain/supervision/dates.js';
import type { ReturnContent, ReturnVia } from '../domain/supervision/return.js';
import type { Act, Actor, TaskState } from '../domain/task.js';
import type { AmendOffice } from './life/amend.js';
import type { DraftOffice } from './life/drafts.js';
import type { LifeOffice } from './life/office.js';
import type { ReorganisationOffice } from './reorganisation/office.js';

export interface Launched {
  readonly plan: string;
  readonly tasks: number;
  readonly units: number;
  /** Days without published holiday data that the schedule touches. */
  readonly unknownYears: readonly number[];
  /** Epoch ms at which the assignment letters leave: at once on a working day, else on the next one. */
  readonly lettersAt: number;
}

export interface Imported {
  readonly plan: string;
  readonly tasks: number;
  readonly openFindings: number;
  readonly findings: readonly PlanFinding[];
  /** Findings that earlier decisions, or those of a decisions file, settled at once. */
  readonly settled?: number;
  /** The plan runs: nothing was changed, the difference is all there is. */
  readonly running?: true;
  /** Against the former draft or the running plan; absent at a first import. */
  readonly difference?: PlanDifference;
  /** Commands that carry the difference out, for a running plan. */
  readonly acts?: readonly string[];
  /** Text of an amendment file that carries the difference out, for a running plan; its approver is still to be named. */
  readonly amendment?: string;
}

export interface RulesDifference {
  readonly task: string;
  readonly added: readonly { readonly rung: string; readonly day: Day }[];
  readonly removed: readonly { readonly rung: string; readonly day: Day }[];
}

/** What the office sees before a comment period starts. */
export interface PeriodCheck {
  readonly period: string;
  readonly window: WindowReading;
  readonly closeOutDue: Day;
  /** Everything that keeps it from starting; empty when nothing does. */
  readonly faults: readonly Fault[];
  readonly items: readonly DraftItem[];
}

/** A period after an act. */
export interface PeriodActed extends PeriodState {
  /** Years of its days whose holidays are not published yet: Monday to Friday was assumed. Empty once it is over. */
  readonly unknownYears: readonly number[];
}

/** Acts on comment periods and comments; `period` is `{plan}/{round}`, `no` the serial number of a comment in it. */
export interface CommentOffice {
  /** What would come of opening it; changes nothing. */
  check(terms: CommentTerms): Promise<PeriodCheck>;
  /** @throws every fault that keeps it from starting. */
  open(terms: CommentTerms, actor: Actor): Promise<PeriodCheck & { readonly state: PeriodState }>;
  /** Extension, suspension, resumption, withdrawal, publication of the close-out. */
  act(period: string, act: PeriodAct, actor: Actor): Promise<PeriodActed>;
  /** Takes a comment in by any channel; the same idempotency key again gives the same receipt. */
  receive(comment: IncomingComment): Promise<Received>;
  /** `seen`: what was seen decided on the comments before (CommentAnswer.decided); refused when it has changed. */
  dispose(
    period: string,
    nos: readonly number[],
    input: DispositionInput,
    actor: Actor,
    seen?: Seen,
  ): Promise<CommentCounts>;
  /** The same opinion several times: `nos` take the answer of `into`. An empty `into` (null) takes them apart again. */
  merge(period: string, nos: readonly number[], into: number | null, actor: Actor, seen?: Seen): Promise<CommentCounts>;
  /** Sets spam aside; `reason` null takes it back. */
  setAside(
    period: string,
    nos: readonly number[],
    reason: string | null,
    actor: Actor,
    seen?: Seen,
  ): Promise<CommentCounts>;
  /** Judges whether what is a question (a letter that came later, a late entry) counts as in time. */
  judge(period: string, no: number, inTime: boolean, reason: string, actor: Actor): Promise<CommentCounts>;
  /** Which item of the draft a comment is about; null: the whole. */
  assignItem(period: string, nos: readonly number[], item: number | null, actor: Actor): Promise<CommentCounts>;
  /** A unit's opinion on one comment of its errand. */
  giveOpinion(errand: string, no: number, kind: DispositionKind, words: string, actor: Actor): Promise<void>;
  /** Removes name, contact and files' names, and more by `what`; the count stays. `left`: numbers or the like are left in the words. */
  redact(
    period: string,
    no: number,
    what: Redaction,
    reason: string,
    actor: Actor,
  ): Promise<{ readonly left: boolean }>;
  /** The close-out as it stands now, published or not. */
  closeOut(period: string): Promise<CloseOut>;
  /** A mail that could not be told to which period it belongs becomes a comment of this one. */
  assignMail(mail: string, period: string, actor: Actor): Promise<Received>;
  /** Somebody has seen a mail: what waited to be sorted is no opinion, what came back or came after the end is taken note of. */
  dismissMail(mail: string, reason: string, actor: Actor): Promise<void>;
}

/** Acts on supervision cycles; `cycle` is `{plan}/{key}`, such as `wenchanghu-2023/2023Q3`. */
export interface SupervisionOffice {
  /** Starts a cycle now, whatever its request day. `override`: who lets the request go out over the burden ceiling, and why. @throws every fault that keeps it from starting. */
  start(
    plan: string,
    key: string,
    options: { readonly override?: { readonly by: string; readonly why: string } },
    actor: Actor,
  ): Promise<CycleState>;
  /** What would have been, or will be: days of the cycle and the units it asks, now (the default) or as the tasks stand on its request day; changes nothing. */
  plan(
    plan: string,
    key: string,
    when?: 'now' | 'request',
  ): Promise<{ readonly dates: CycleDates; readonly units: readonly Pick<CycleUnit, 'unit' | 'leads' | 'supports'>[] }>;
  /** Puts a cycle that has not started off to a later day, or skips it; the starter obeys. */
  putOff(plan: string, key: string, until: Day | null, reason: string, actor: Actor): Promise<void>;
  /** A unit's return; `onBehalf`: entered by the office, with the reason. Doubts come back as words to confirm, unless `confirmed`. */
  giveReturn(
    cycle: string,
    unit: string,
    given: {
      readonly content: ReturnContent;
      readonly files: readonly (AttachedFile & { readonly bytes: Uint8Array })[];
      readonly via: ReturnVia;
      readonly confirmed: boolean;
      readonly onBehalf?: string;
    },
    actor: Actor,
  ): Promise<{ readonly version: number; readonly doubts: readonly string[] }>;
  act(cycle: string, act: Exclude<CycleAct, { readonly kind: 'return' }>, actor: Actor): Promise<CycleState>;
  /** A major problem: a 专报 goes to the leadership group at once. */
  raise(task: string, text: string, actor: Actor): Promise<{ readonly letter: string }>;
  /** A new bulletin that says which one it corrects. */
  correct(cycle: string, reason: string, actor: Actor): Promise<CycleState>;
}

/** Acts on the indicators of a five-year plan; `no` is the number a row goes by (domain/indicators/watch). */
export interface IndicatorOffice {
  /** Settles which unit answers for indicators; it is asked from the next request on. */
  assign(plan: string, nos: readonly number[], unit: string, actor: Actor): Promise<void>;
  /** Starts to follow a plan's indicators. `rules` is YAML text; default seeds/indicator-rules.yaml. @throws every fault that keeps it from starting. */
  start(plan: string, rules: string | undefined, actor: Actor): Promise<WatchState>;
  /** A year's value, new or revised; `onBehalf`: entered by the office, with the reason. Doubts come back as words to confirm, unless `confirmed`. */
  give(
    plan: string,
    no: number,
    year: number,
    given: GivenValue & { readonly via: ValueVia; readonly confirmed: boolean; readonly onBehalf?: string },
    actor: Actor,
  ): Promise<{
    readonly version: number;
    readonly doubts: readonly string[];
    readonly verdict?: Verdict;
    readonly why?: string;
  }>;
  /** A person's judgement where nothing can be computed. */
  judge(
    plan: string,
    no: number,
    year: number,
    judged: { readonly verdict: Exclude<Verdict, 'for-a-person'>; readonly basis: string },
    actor: Actor,
  ): Promise<WatchState>;
  /** The office's words on the evaluation that waits; whoever writes them is its author. */
  write(plan: string, evaluation: EvaluationKind, opinion: string, actor: Actor): Promise<WatchState>;
  /** Approver and author are two people; `incomplete`: why the final evaluation need not wait for missing values. */
  approve(plan: string, evaluation: EvaluationKind, actor: Actor, incomplete?: string): Promise<WatchState>;
}

/** What a person decides about mails that answered a letter and could not be carried out by themselves; `no` is the mail's number. */
export interface ReplyOffice {
  /**
   * Carries a waiting mail out on behalf of its unit: what was read in it, or the acts given instead. Stops at the first act
   * that is refused; what was done before stays done, and the mail goes on waiting.
   */
  carry(
    no: number,
    given: { readonly acts?: readonly Proposal[]; readonly reason: string },
    actor: Actor,
  ): Promise<void>;
  /** Nothing is to be done, with the reason. */
  dismiss(no: number, reason: string, actor: Actor): Promise<void>;
}

/** Each call throws a DubanError with all faults; a refused act is on record in the ledger. */
export interface Office {
  /**
   * Takes a plan in as a draft. The same id again replaces a draft, with what was decided on it; of a running plan only
   * the difference is told. Refuses a closed plan.
   */
  importPlan(plan: Plan, actor: Actor, decisions?: Decisions): Promise<Imported>;
  /** Settles a draft's findings and duties: gives task `number` these duties, marks finding `index` settled with words, or puts appointment and approval on record. */
  settle(
    plan: string,
    decisions: readonly (
      | {
          readonly task: number;
          readonly duties: readonly { readonly unit: string; readonly role: 'lead' | 'support' | 'responsible' }[];
          readonly note: string;
        }
      | { readonly finding: number; readonly note: string }
      | { readonly mandate: Pick<Plan, 'appointment' | 'approval'> }
    )[],
    actor: Actor,
  ): Promise<{ readonly openFindings: number }>;
  /** `ladder` is YAML text; default seeds/ladder.yaml. `year` and `picked`: of a plan of several years. Refuses a plan already launched, with open blocking findings, without appointment or approval. */
  launch(
    plan: string,
    options: {
      readonly ladder?: string;
      readonly year?: number;
      readonly picked?: readonly PickedTask[];
      /** Rules of supervision cycles (YAML text); without them none are held. */
      readonly supervision?: string;
      /** Of a further year's list: who approved it, when, by what document. */
      readonly approval?: {
        readonly by?: string | undefined;
        readonly on?: Day | undefined;
        readonly document?: string | undefined;
      };
      /** Years before it are left out for good, or it begins before its list is asked for: meant so, and on record. */
      readonly skip?: true;
    },
    actor: Actor,
  ): Promise<Launched>;
  /** Answers to the questions of a year's list (domain/life/year-list) and its picked tasks; kept with the plan. */
  answerYear(plan: string, year: number, given: GivenYear, actor: Actor): Promise<PlanYear>;
  act(task: string, act: Act, actor: Actor): Promise<TaskState>;
  /** 督办函: gives the number and lets it leave. */
  approveFormal(id: string, actor: Actor): Promise<{ readonly number: string }>;
  changeRules(
    plan: string,
    ladder: string,
    options: { readonly preview: boolean },
    actor: Actor,
  ): Promise<readonly RulesDifference[]>;
  closePlan(
    plan: string,
    options: { readonly reason: string; readonly cancelOpen: boolean; readonly early?: boolean },
    actor: Actor,
  ): Promise<void>;
  /** `restore`: units that a reorganisation ended and that the file lists are there again; without it they are refused. */
  importUnits(
    csv: string,
    actor: Actor,
    restore?: boolean,
  ): Promise<{ readonly units: number; readonly groups: number }>;
  renameUnit(unit: string, name: string, actor: Actor): Promise<void>;
  setContact(unit: string, role: ContactRole, address: string, actor: Actor): Promise<void>;
  addStandIn(unit: string, role: ContactRole, address: string, from: Day, until: Day, actor: Actor): Promise<void>;
  /** Holds a unit's routine letters back (nothing is dropped) until resumed. */
  pauseUnit(unit: string, paused: boolean, actor: Actor): Promise<void>;
  /** Loads a year of holidays from the office's own file. */
  loadCalendarYear(text: string, actor: Actor): Promise<{ readonly year: number; readonly workdays: number }>;
  /** Sends an undeliverable or failed letter again, on an admin's word. */
  resend(letterKey: string, actor: Actor): Promise<void>;
  readonly comments: CommentOffice;
  readonly supervision: SupervisionOffice;
  readonly indicators: IndicatorOffice;
  readonly life: LifeOffice;
  readonly amendments: AmendOffice;
  readonly replies: ReplyOffice;
  readonly reorganisations: ReorganisationOffice;
  readonly drafts: DraftOffice;
}
