/**
 * One comment of the public and what becomes of it. Plain JSON.
 *
 *   received ──(item comment: opinion of the lead unit)──▶ disposed: adopted │ partly │ not adopted │ outside
 *      ├── merged into another comment: takes that one's disposition, keeps its own receipt
 *      └── set aside with a reason (spam, empty); may be taken back
 *   received = adopted + partly + not adopted + outside + set aside, merged ones counted with the one they follow.
 */
import type { Day } from '../day.js';

export const commentChannels = ['web', 'email', 'phone', 'post'] as const;
export type CommentChannel = (typeof commentChannels)[number];

export const dispositionKinds = ['adopted', 'partly', 'not-adopted', 'outside'] as const;
export type DispositionKind = (typeof dispositionKinds)[number];

/**
 * Why a person must say whether a comment counts as in time. `posted-in-window`: a letter that came after the end and may
 * have been posted before it. `entered-late`: put down by the office after the end, for a time within the window.
 */
export type CommentQuestion = 'posted-in-window' | 'entered-late';

/** How much of a comment is removed on request: name and contact; the numbers in its words too; all its words and files. */
export const redactions = ['names', 'numbers', 'text'] as const;
export type Redaction = (typeof redactions)[number];

export const channelWords: Readonly<Record<CommentChannel, string>> = {
  web: '网页',
  email: '电子邮件',
  phone: '电话',
  post: '信函',
};

export const dispositionWords: Readonly<Record<DispositionKind, string>> = {
  adopted: '采纳',
  partly: '部分采纳',
  'not-adopted': '未采纳',
  outside: '不属于本次征求意见范围',
};

/** Where the draft changed: the paragraph as people find it, its words before and after. */
export interface DraftChange {
  readonly where: string;
  readonly before: string;
  readonly after: string;
}

/** What the office decided on a comment. adopted: `change`; partly: `change` and `reason`; not-adopted: `reason`; outside: `forwardedTo`. */
export interface DispositionInput {
  readonly kind: DispositionKind;
  readonly change?: DraftChange;
  readonly reason?: string;
  /** Whom it was passed on to, in words. */
  readonly forwardedTo?: string;
  /** Words under which the opinion stands in the published table; default its text without telephone, mail and identity numbers. */
  readonly summary?: string;
}

export interface Disposition extends DispositionInput {
  readonly at: number;
  readonly by: string;
}

/** What the lead unit of the item thinks of a comment; advice to the office, which decides. */
export interface Opinion {
  readonly unit: string;
  readonly kind: DispositionKind;
  readonly words: string;
  readonly at: number;
  readonly by: string;
}

/** A file that came with a comment; its bytes stand in the ledger under the hash. */
export interface AttachedFile {
  /** Name for people: no path, no control characters. */
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

export interface Comment {
  /** `{plan}/{round}` */
  readonly period: string;
  /** Serial number in its period, from 1, in the order of arrival. */
  readonly no: number;
  /** Unguessable; the person's key to what became of it (domain/comment/receipt). */
  readonly receipt: string;
  readonly channel: CommentChannel;
  /** Epoch ms by the server's clock; phone and post: when it was heard or arrived, as the office entered it. */
  readonly arrivedAt: number;
  /** Number of the draft's item; null: on the whole. */
  readonly item: number | null;
  readonly text: string;
  /** Personal data: never on a public page, left out of exports unless asked for, removed on request. */
  readonly name: string | null;
  readonly contact: string | null;
  readonly files: readonly AttachedFile[];
  /** Post: day of the postmark. */
  readonly postmark: Day | null;
  /** Arrived after the window. What only a person can tell stays open as `question` until somebody decides. */
  readonly late: boolean;
  readonly question: CommentQuestion | null;
  /** Put down after the close-out was published or the period withdrawn: kept, but in no count and without an answer. */
  readonly afterClose: boolean;
  /** Filled in what only a machine fills in. A sign for the office, never a reason to drop it. */
  readonly suspect: boolean;
  /** `no` of the comment whose answer it takes. */
  readonly mergedInto: number | null;
  readonly setAside: { readonly reason: string; readonly at: number; readonly by: string } | null;
  readonly disposition: Disposition | null;
  /** Errand that carried it to the lead unit. */
  readonly errand: string | null;
  readonly opinion: Opinion | null;
  /** Who entered it for the person (phone, post). */
  readonly enteredBy: string | null;
  readonly redactedAt: number | null;
}

/** A comment on its way in. */
export interface IncomingComment {
  readonly period: string;
  readonly channel: CommentChannel;
  readonly arrivedAt: number;
  readonly item: number | null;
  readonly text: string;
  readonly name: string | null;
  readonly contact: string | null;
  readonly files: readonly (AttachedFile & { readonly bytes: Uint8Array })[];
  readonly postmark?: Day;
  readonly suspect?: boolean;
  readonly enteredBy?: string;
  /** Same key, same comment: the form's own number, the mail's Message-ID. */
  readonly idempotencyKey: string;
}

/** What became of an incoming comment. `again`: it was there already. */
export interface Received {
  readonly no: number;
  readonly receipt: string;
  readonly late: boolean;
  readonly question: Comment['question'];
  readonly afterClose: boolean;
  readonly again: boolean;
}

export interface CommentCounts {
  readonly received: number;
  readonly byChannel: Readonly<Record<CommentChannel, number>>;
  /** Of `received`. */
  readonly late: number;
  readonly merged: number;
  readonly setAside: number;
  readonly disposed: Readonly<Record<DispositionKind, number>>;
  /** Neither disposed (themselves or through the one they are merged into) nor set aside. */
  readonly open: number;
  /** Comments of which a person must say whether they are in time. */
  readonly questions: number;
  /** Comments that wait for the opinion of a unit. */
  readonly awaited: number;
}

export const noComments: CommentCounts = {
  received: 0,
  byChannel: { web: 0, email: 0, phone: 0, post: 0 },
  late: 0,
  merged: 0,
  setAside: 0,
  disposed: { adopted: 0, partly: 0, 'not-adopted': 0, outside: 0 },
  open: 0,
  questions: 0,
  awaited: 0,
};
