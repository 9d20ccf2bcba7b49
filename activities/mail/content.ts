/**
 * The content model of a letter: what a template says, before it becomes plain text and HTML. One model, two
 * renderings, so that both parts of a mail always say the same.
 */
import type { Errand } from '../../domain/comment/errand.js';
import type { Day } from '../../domain/day.js';
import type { Evaluation } from '../../domain/indicators/evaluation.js';
import type { LetterFacts } from '../../domain/letter-words.js';
import type { ContactRole, Directory } from '../../domain/org.js';
import type { Target } from '../../domain/plan.js';
import type { LetterDraft, Notice } from '../../domain/schedule/types.js';
import type { Bulletin } from '../../domain/supervision/bulletin.js';
import type { CycleUnit } from '../../domain/supervision/cycle.js';
import type { TaskReturn } from '../../domain/supervision/return.js';
import type { TaskState } from '../../domain/task.js';
import type { OfficialLetter } from '../documents/official-letter.js';
import type { ReplyWay } from './reply-token.js';
import type { ValueFacts } from './value-facts.js';

/** warn: needs an act soon; late: overdue or refused. */
export type Tone = 'plain' | 'warn' | 'late';

/** One task as its receiver sees it. All strings are ready words on one line. */
export interface TaskRow {
  readonly number: number;
  readonly title: string;
  /** Left out where the letter names its one plan at the head. */
  readonly plan?: string;
  /** 牵头, 负责, 配合, or for readers outside the duty the lead units' names. */
  readonly role: string;
  readonly due: string;
  readonly remaining: string;
  readonly state: string;
  readonly tone: Tone;
  readonly ask?: string;
  readonly notes: readonly string[];
  readonly link?: { readonly label: string; readonly href: string };
}

/** What an errand asks, or how it stands. All strings are ready words on one line. */
export interface ErrandRow {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly tone: Tone;
  readonly ask: string;
  readonly notes: readonly string[];
  readonly link?: { readonly label: string; readonly href: string };
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'tasks'; readonly rows: readonly TaskRow[] }
  | { readonly kind: 'errands'; readonly rows: readonly ErrandRow[] }
  | { readonly kind: 'action'; readonly label: string; readonly href: string };

/** A document that is rendered when the letter leaves. */
export type Attachment =
  | { readonly kind: 'official-letter'; readonly filename: string; readonly letter: OfficialLetter }
  /** The Excel sheet of a return, to be filled in and sent back. */
  | { readonly kind: 'return-sheet'; readonly filename: string; readonly facts: ReturnFacts }
  | { readonly kind: 'bulletin'; readonly filename: string; readonly bulletin: SentBulletin }
  | { readonly kind: 'evaluation'; readonly filename: string; readonly evaluation: SentEvaluation };

/** What a template writes. */
export interface Content {
  /** What comes after 【…】, day and unit in the subject. */
  readonly subject: string;
  readonly blocks: readonly Block[];
  readonly attachments?: readonly Attachment[];
}

export interface Template {
  /** Stored with each letter; raise it with every change of wording. */
  readonly version: number;
  /** Word in brackets at the head of the subject: mailboxes sort by it. */
  readonly mark: string;
  write(view: View): Content;
}

export type LinkRequest =
  | { readonly kind: 'task'; readonly unit: string; readonly task: string; readonly expires: Day }
  | { readonly kind: 'sign-all'; readonly unit: string; readonly tasks: readonly string[]; readonly expires: Day }
  | { readonly kind: 'opinion'; readonly unit: string; readonly errand: string; readonly expires: Day }
  | { readonly kind: 'return'; readonly unit: string; readonly return: string; readonly expires: Day }
  | { readonly kind: 'value'; readonly unit: string; readonly value: string; readonly expires: Day }
  /** The office's own pages. */
  | { readonly kind: 'console' };

export interface PlanFacts {
  readonly id: string;
  readonly title: string;
  /** Document number, empty when it has none. */
  readonly number: string;
  readonly issuer: string;
}

/** An errand as letters speak of it. */
export interface ErrandFacts {
  readonly errand: Errand;
  /** Title of the draft the public comments on. */
  readonly title: string;
  /** What its comments are about, in the draft's order; number null: the whole. */
  readonly items: readonly { readonly number: number | null; readonly title: string; readonly comments: number }[];
  /** Serial numbers of the comments that still wait for the unit's opinion. */
  readonly waiting: readonly number[];
}

/** A notice about an errand; `facts` is missing when the errand is no longer on record. */
export interface ErrandNotice {
  readonly notice: Notice;
  readonly facts: ErrandFacts | undefined;
}

/** A task in a request for a return. */
export interface ReturnTask {
  readonly task: string;
  readonly number: number;
  readonly title: string;
  readonly due: Day;
  readonly firstDue: Day;
  readonly targets: readonly Target[];
  /** What is on file last, and its day. */
  readonly last?: { readonly what: 'progress' | 'report'; readonly text: string; readonly day: Day };
  /** What the unit returned last. */
  readonly given?: TaskReturn;
}

/** A return as letters and its Excel sheet speak of it. */
export interface ReturnFacts {
  /** `return/{plan}/{unit}/{yyyymmdd}` */
  readonly id: string;
  /** `{plan}/{key}` */
  readonly cycle: string;
  readonly plan: string;
  readonly planTitle: string;
  readonly unit: string;
  /** `2023年第三季度` */
  readonly period: string;
  /** Last day of the period. */
  readonly to: Day;
  readonly due: Day;
  readonly state: CycleUnit['state'];
  readonly version: number;
  /** The unit is still to answer, or to answer again. */
  readonly open: boolean;
  /** In the plan's order. */
  readonly leads: readonly ReturnTask[];
  readonly supports: readonly ReturnTask[];
}

/** A notice about a return; `facts` is missing when the return is no longer on record. */
export interface ReturnNotice {
  readonly notice: Notice;
  readonly facts: ReturnFacts | undefined;
}

/** A notice about values of indicators; `facts` is missing when the request is no longer on record. */
export interface ValueNotice {
  readonly notice: Notice;
  readonly facts: ValueFacts | undefined;
}

/** An approved evaluation of indicators as it is sent. */
export interface SentEvaluation {
  readonly evaluation: Evaluation;
  readonly approvedAt: number;
  readonly office: string;
  readonly leadership: string;
}

/** An approved bulletin as it is sent. */
export interface SentBulletin {
  readonly bulletin: Bulletin;
  readonly number: string;
  readonly approvedAt: number;
  readonly office: string;
  readonly leadership: string;
  /** Units it goes to, by id. */
  readonly units: readonly string[];
}

/** Everything the words of a letter follow from, besides the draft. */
export interface LetterContext {
  /** Task id → state; must hold every task of the draft's notices. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** Errand id → its facts; left out where there are none. */
  readonly errands?: ReadonlyMap<string, ErrandFacts>;
  /** Return id → its facts; left out where there are none. */
  readonly returns?: ReadonlyMap<string, ReturnFacts>;
  /** Id of a request for values → its facts; left out where there are none. */
  readonly values?: ReadonlyMap<string, ValueFacts>;
  /** The bulletin a letter of that kind carries; left out by rehearsals. */
  readonly bulletin?: SentBulletin;
  /** The approved evaluation a letter speaks of; left out by rehearsals. */
  readonly evaluation?: SentEvaluation;
  /** Plan id → its printed facts; a plan that is missing is printed by its id. */
  readonly plans: ReadonlyMap<string, PlanFacts>;
  readonly directory: Directory;
  readonly link: (request: LinkRequest) => string;
  /** Its host names calendar entries and message ids. */
  readonly publicUrl: string;
  /** How it can be answered by mail; left out by rehearsals and where no mailbox is read. */
  readonly reply?: ReplyWay;
  /** Who the letter reaches in the end; left out by rehearsals. */
  readonly reached?: { readonly role: ContactRole; readonly standIn: boolean };
}

/** What templates see: the draft with names and tasks looked up. */
export interface View {
  /** Its notices are those about tasks. */
  readonly draft: LetterDraft;
  /** The notices about errands, one an errand and kind. */
  readonly errands: readonly ErrandNotice[];
  /** The notices about returns, one a return and kind. */
  readonly returns: readonly ReturnNotice[];
  /** The notices about values of indicators. */
  readonly values: readonly ValueNotice[];
  readonly facts: LetterFacts;
  readonly context: LetterContext;
  /** Printed name of a unit id; the id itself when the directory has none. */
  readonly name: (unit: string) => string;
  /** Printed name of the letter's unit. */
  readonly unitName: string;
  readonly officeName: string;
  /** Address people may write to: the office's liaison. */
  readonly officeAddress?: string;
  readonly task: (notice: Notice) => TaskState;
}
