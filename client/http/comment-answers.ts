/** What the API answers about comment periods; also what pages show. Instants are epoch ms, days `YYYY-MM-DD`. */
import type { MailboxFailure } from '../../activities/ledger/comments/mailbox.js';
import type { MailClass } from '../../activities/ledger/comments-schema.js';
import type { CloseOut, PublishedCloseOut } from '../../domain/comment/close-out.js';
import type { Comment, CommentCounts, DispositionKind } from '../../domain/comment/comment.js';
import type { Errand } from '../../domain/comment/errand.js';
import type { MovedEnd, PeriodStage, PeriodState } from '../../domain/comment/period.js';
import type { CommentTerms, DraftItem, DraftParagraph } from '../../domain/comment/terms.js';
import type { WaitingMail } from '../../domain/comment/waiting-mail.js';
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

/** A period in the public's list, for which no comments are counted. */
export type PublicAnswer = Omit<PeriodAnswer, 'counts'>;

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
  /** Comments that were put down after the close-out or the withdrawal; in none of the counts. */
  readonly afterClose: number;
  readonly errands: readonly ErrandAnswer[];
  readonly history: readonly LedgerEvent[];
  readonly letters: readonly LetterAnswer[];
}

/** What the public's page of a period shows; of its record only suspensions and resumptions. */
export type PublicDetail = PeriodAnswer & Pick<PeriodDetail, 'state' | 'terms' | 'items' | 'paragraphs' | 'history'>;

/** A comment for the office; without personal data unless it is asked for. */
export interface CommentAnswer extends Comment {
  readonly itemTitle: string | null;
  /** Lead unit of the item. */
  readonly lead: UnitName | null;
  readonly stateWords: string;
  /** Digest of what is decided on it, `none` while nothing is; sent back as `seen`, it keeps one from overwriting another's decision. */
  readonly decided: string;
}

/** What a person sees by the receipt number. */
export interface ReceiptAnswer {
  readonly period: Pick<PeriodAnswer, 'id' | 'title' | 'stage' | 'stageWords' | 'url' | 'closeOutUrl' | 'publishedAt'>;
  readonly receipt: string;
  readonly arrivedAt: number;
  readonly late: boolean;
  /** Put down after the close-out or the withdrawal: it gets no answer. */
  readonly afterClose: boolean;
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
  /** The comment it became (`comment`), or the period that somebody is just assigning it to. */
  readonly period: string | null;
  readonly no: number | null;
}

/** A page of the mails that wait for a person. */
export interface MailPage {
  readonly mails: readonly MailAnswer[];
  /** How many there are in all, by class. */
  readonly counts: Readonly<Partial<Record<MailClass, number>>>;
  /** Id after which the next page begins; null on the last. */
  readonly next: string | null;
}

/** Mail that keeps the close-out: what nobody has sorted, and a mailbox that was not read since the end. */
export interface WaitingMailAnswer extends WaitingMail {
  /** The oldest of those that wait, at most 50. */
  readonly mails: readonly MailAnswer[];
  /** Why the mailbox is not read now; null while it is. */
  readonly failure: MailboxFailure | null;
}

/** The close-out as published, or as it would be published now; with `digest` nothing but this draft can be published. */
export type CloseOutAnswer =
  | ({ readonly published: true } & PublishedCloseOut)
  | {
      readonly published: false;
      readonly digest: string;
      readonly closeOut: CloseOut;
      readonly mail: WaitingMailAnswer;
    };

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
  /** True: only those put down after the close-out or the withdrawal; false: none of those. Default: all. */
  readonly after?: boolean;
  readonly item?: number;
  readonly from?: number;
  /** Most, default 200. */
  readonly limit?: number;
  /** With name and contact (`GET …?contacts=1`, on record). */
  readonly contacts?: boolean;
  /** Numbers, addresses and the author's name in the words are hidden (domain/comment/mask). */
  readonly masked?: boolean;
}

export interface CommentRecords {
  /** The newest first. */
  periods(): Promise<readonly PeriodAnswer[]>;
  /** By id, or by plan: then its latest round. @throws `period-unknown`. */
  period(id: string): Promise<PeriodDetail>;
  /** For the public's list, the newest first. */
  publicPeriods(): Promise<readonly PublicAnswer[]>;
  /** For the public's page; by id, or by plan: then its latest round. */
  publicPeriod(id: string): Promise<PublicDetail | undefined>;
  /** Bytes that the files of a period take in the ledger. */
  fileBytes(period: string): Promise<number>;
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
  /** Mails that a person must look at, the newest first. `after`: the last of the page before; `limit`: most of them, default 100. */
  mails(page?: { readonly after?: string; readonly limit?: number }): Promise<MailPage>;
  /** One of them; undefined when it waits no more. */
  mail(id: string): Promise<MailAnswer | undefined>;
  /** What mail keeps a period from its close-out; nothing once it is over. */
  waitingMail(period: string): Promise<WaitingMailAnswer>;
  /** Words of a mail that waits to be sorted; undefined when none waits under this id, or it cannot be read. */
  mailText(id: string): Promise<string | undefined>;
}
