/**
 * The content model of a letter: what a template says, before it becomes plain text and HTML. One model, two
 * renderings, so that both parts of a mail always say the same.
 */
import type { Errand } from '../../domain/comment/errand.js';
import type { Day } from '../../domain/day.js';
import type { LetterFacts } from '../../domain/letter-words.js';
import type { ContactRole, Directory } from '../../domain/org.js';
import type { LetterDraft, Notice } from '../../domain/schedule/types.js';
import type { TaskState } from '../../domain/task.js';
import type { OfficialLetter } from '../documents/official-letter.js';

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

export interface Attachment {
  readonly kind: 'official-letter';
  readonly filename: string;
  readonly letter: OfficialLetter;
}

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

/** Everything the words of a letter follow from, besides the draft. */
export interface LetterContext {
  /** Task id → state; must hold every task of the draft's notices. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** Errand id → its facts; left out where there are none. */
  readonly errands?: ReadonlyMap<string, ErrandFacts>;
  /** Plan id → its printed facts; a plan that is missing is printed by its id. */
  readonly plans: ReadonlyMap<string, PlanFacts>;
  readonly directory: Directory;
  readonly link: (request: LinkRequest) => string;
  /** Its host names calendar entries and message ids. */
  readonly publicUrl: string;
  /** Who the letter reaches in the end; left out by rehearsals. */
  readonly reached?: { readonly role: ContactRole; readonly standIn: boolean };
}

/** What templates see: the draft with names and tasks looked up. */
export interface View {
  /** Its notices are those about tasks. */
  readonly draft: LetterDraft;
  /** The notices about errands, one an errand and kind. */
  readonly errands: readonly ErrandNotice[];
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
