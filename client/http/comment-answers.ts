/** What the API answers about comment periods; also what pages show. Instants are epoch ms, days `YYYY-MM-DD`. */
import type { MailClass } from '../../activities/ledger/comments-schema.js';
import type { CloseOut, PublishedCloseOut } from '../../domain/comment/close-out.js';
import type { Comment, CommentCounts, DispositionKind } from '../../domain/comment/comment.js';
import type { Errand } from '../../domain/comment/errand.js';
import type { MovedEnd, PeriodStage, PeriodState } from '../../domain/comment/period.js';
import type { CommentTerms, DraftItem, DraftParagraph } from '../../domain/comment/terms.js';
import type { WindowReading } from '../../domain/comment/window.js';
import type { Day } from '../../domain/day.js';
import type { LedgerEvent } from '../../domain/task.js';
import type { LetterAnswer, UnitName } from './answers.js';

export interface PeriodAnswer {
  /** `{plan}/{round}` */
  readonly id: string;
  readonly plan: string;
  readonly round: number;
  readonly title: string;
  readonly kind: string;
  readonly stage: PeriodStage;
  readonly stageWords: string;
  readonly suspended: boolean;
  readonly start: Day;
  readonly firstLastDay: Day;
  readonly lastDay: Day;
  readonly opensAt: number;
  readonly endsAt: number;
  /** Calendar days to the last day; negative when it is past. */
  readonly daysLeft: number;
  readonly closeOutDue: Day;
  readonly counts: CommentCounts;
  readonly publishedAt: number | null;
  /** Address of the public page, and of the close-out once it is published. */
  readonly url: string;
  readonly closeOutUrl: string | null;
}

export interface ErrandAnswer extends Errand {
  readonly unitName: string;
  /** Comments that still wait for the unit's opinion. */
  readonly waiting: readonly number[];
}

export interface PeriodDetail extends PeriodAnswer {
  readonly state: PeriodState;
  readonly moved: readonly MovedEnd[];
  readonly terms: CommentTerms;
  readonly items: readonly DraftItem[];
  readonly paragraphs: readonly DraftParagraph[];
  readonly window: WindowReading;
  readonly errands: readonly ErrandAnswer[];
  readonly history: readonly LedgerEvent[];
  readonly letters: readonly LetterAnswer[];
}

/** A comment for the office; without personal data unless it is asked for. */
export interface CommentAnswer extends Comment {
  readonly itemTitle: string | null;
  /** Lead unit of the item. */
  readonly lead: UnitName | null;
  readonly stateWords: string;
}

/** What a person sees by the receipt number. */
export interface ReceiptAnswer {
  readonly period: Pick<PeriodAnswer, 'id' | 'title' | 'stage' | 'stageWords' | 'url' | 'closeOutUrl' | 'publishedAt'>;
  readonly receipt: string;
  readonly arrivedAt: number;
  readonly late: boolean;
  readonly item: number | null;
  /** What became of it, once the close-out is published; null before. */
  readonly result: { readonly kind: DispositionKind | 'set-aside'; readonly words: string } | null;
}

export interface MailAnswer {
  readonly id: string;
  readonly class: MailClass;
  readonly subject: string;
  readonly from: string | null;
  readonly arrivedAt: number;
  readonly detail: string | null;
}

/** The close-out as published, or as it would be published now. */
export type CloseOutAnswer =
  | ({ readonly published: true } & PublishedCloseOut)
  | { readonly published: false; readonly closeOut: CloseOut };

export interface ExportAnswer {
  readonly period: string;
  readonly exportedAt: number;
  /** Whether name and contact are in it. */
  readonly contacts: boolean;
  readonly comments: readonly CommentAnswer[];
}

export interface CommentFilter {
  /** Only those that still need a disposition, or a person's judgement. */
  readonly open?: boolean;
  readonly item?: number;
  readonly from?: number;
  /** Most, default 200. */
  readonly limit?: number;
  /** With name and contact (`GET …?contacts=1`, on record). */
  readonly contacts?: boolean;
}

export interface CommentRecords {
  /** The newest first. */
  periods(): Promise<readonly PeriodAnswer[]>;
  /** By id, or by plan: then its latest round. @throws `period-unknown`. */
  period(id: string): Promise<PeriodDetail>;
  comments(period: string, filter: CommentFilter): Promise<readonly CommentAnswer[]>;
  /** @throws `comment-unknown`. */
  comment(period: string, no: number, contacts: boolean): Promise<CommentAnswer>;
  /** What is on record about one comment, the newest first. */
  history(period: string, no: number): Promise<readonly LedgerEvent[]>;
  byReceipt(receipt: string): Promise<ReceiptAnswer | undefined>;
  /** As published; undefined before. */
  published(period: string): Promise<PublishedCloseOut | undefined>;
  /** As it would be published now. */
  draft(period: string): Promise<CloseOut>;
  file(
    period: string,
    no: number,
    sha256: string,
  ): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array } | undefined>;
  /** An errand with its comments, without personal data. @throws `not-found`. */
  errand(id: string): Promise<{
    readonly errand: ErrandAnswer;
    readonly period: PeriodAnswer;
    readonly comments: readonly CommentAnswer[];
  }>;
  mails(): Promise<readonly MailAnswer[]>;
  /** Words of a mail that waits to be sorted; undefined when none waits under this id, or it cannot be read. */
  mailText(id: string): Promise<string | undefined>;
}
