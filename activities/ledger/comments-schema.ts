/**
 * The tables of comment periods. Kept beside schema.ts, which is the ledger of plans; same conventions. Personal data
 * (name, contact, words, files) stands here and never in the chain, so that it can be removed on request.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import type { CloseOut } from '../../domain/comment/close-out.js';
import type {
  AttachedFile,
  CommentChannel,
  CommentQuestion,
  Disposition,
  Opinion,
} from '../../domain/comment/comment.js';
import type { PeriodStage, PeriodState } from '../../domain/comment/period.js';
import type { CommentRules } from '../../domain/comment/rules.js';
import type { CommentTerms, DraftItem, DraftParagraph } from '../../domain/comment/terms.js';

const instant = () => bigint({ mode: 'number' });
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** none: no address to write to. due → sending → sent; failed: refused for good. */
export type ReceiptStatus = 'none' | 'due' | 'sending' | 'sent' | 'failed';
/** unsorted: a person must say to which period it belongs; reply, letter-bounce: about a letter to a unit (replies-schema). */
export type MailClass = 'comment' | 'bounce' | 'auto-reply' | 'unsorted' | 'empty' | 'reply' | 'letter-bounce';

export const commentPeriod = pgTable(
  'comment_period',
  {
    /** `{plan}/{round}` */
    id: text().primaryKey(),
    plan: text().notNull(),
    round: integer().notNull(),
    stage: text().$type<PeriodStage>().notNull(),
    /** Of the state, for the statement that takes comments in. */
    endsAt: instant().notNull(),
    seq: integer().notNull(),
    state: jsonb().$type<PeriodState>().notNull(),
    terms: jsonb().$type<CommentTerms>().notNull(),
    items: jsonb().$type<readonly DraftItem[]>().notNull(),
    paragraphs: jsonb().$type<readonly DraftParagraph[]>().notNull(),
    rules: jsonb().$type<CommentRules>().notNull(),
    openedBy: text().notNull(),
    announcedAt: instant().notNull(),
    /** Last serial number given. */
    lastNo: integer().notNull().default(0),
    /** When the workflow was last told of new comments. */
    toldAt: instant().notNull().default(0),
  },
  (t) => [unique().on(t.plan, t.round), index().on(t.stage)],
);

export const comment = pgTable(
  'comment',
  {
    period: text().notNull(),
    no: integer().notNull(),
    receipt: text().notNull().unique(),
    idempotencyKey: text().notNull(),
    channel: text().$type<CommentChannel>().notNull(),
    arrivedAt: instant().notNull(),
    item: integer(),
    text: text().notNull(),
    name: text(),
    contact: text(),
    files: jsonb().$type<readonly AttachedFile[]>().notNull().default([]),
    postmark: text(),
    late: boolean().notNull(),
    question: text().$type<CommentQuestion>(),
    /** Put down after the close-out was published or the period withdrawn: kept, and in no count of the period. */
    afterClose: boolean().notNull().default(false),
    suspect: boolean().notNull().default(false),
    mergedInto: integer(),
    setAside: jsonb().$type<{ readonly reason: string; readonly at: number; readonly by: string }>(),
    disposition: jsonb().$type<Disposition>(),
    errand: text(),
    opinion: jsonb().$type<Opinion>(),
    enteredBy: text(),
    redactedAt: instant(),
    receiptStatus: text().$type<ReceiptStatus>().notNull().default('none'),
    receiptAt: instant(),
    receiptError: text(),
  },
  (t) => [
    primaryKey({ columns: [t.period, t.no] }),
    unique().on(t.period, t.idempotencyKey),
    index().on(t.errand),
    index().on(t.period).where(sql`receipt_status in ('due', 'sending')`),
  ],
);

/** Bytes of attached files, once per period and hash. */
export const commentFile = pgTable(
  'comment_file',
  { period: text().notNull(), sha256: text().notNull(), bytes: bytes().notNull() },
  (t) => [primaryKey({ columns: [t.period, t.sha256] })],
);

/** What a unit is asked about comments (domain/comment/errand). */
export const commentErrand = pgTable(
  'comment_errand',
  {
    id: text().primaryKey(),
    period: text().notNull(),
    unit: text().notNull(),
    day: text().notNull(),
    due: text().notNull(),
    assignedAt: instant().notNull(),
    open: boolean().notNull(),
    closedAt: instant(),
    seq: integer().notNull(),
  },
  (t) => [index().on(t.period, t.open)],
);

/** Close-outs as published; a row never changes. */
export const closeOut = pgTable('close_out', {
  period: text().primaryKey(),
  publishedAt: instant().notNull(),
  publishedBy: text().notNull(),
  /** Canonical JSON (PostgreSQL's jsonb text), which the hash covers. */
  body: text().notNull(),
  sha256: text().notNull(),
});

export type CloseOutBody = CloseOut;

/** Every mail taken from the mailbox, once per Message-ID. */
export const mailIn = pgTable(
  'mail_in',
  {
    /** Message-ID, or the hash of the whole where it has none. */
    id: text().primaryKey(),
    class: text().$type<MailClass>().notNull(),
    /** Where a person is just putting an unsorted one, or where it went. */
    period: text(),
    /** Serial number of the comment it became. */
    no: integer(),
    from: text(),
    subject: text().notNull(),
    arrivedAt: instant().notNull(),
    /** The mail itself, while a person still has to sort it. */
    raw: bytes(),
    /** Bounce: the address that refused; auto-reply and unsorted: why. */
    detail: text(),
    /** A person has seen it and nothing more is to be done. */
    dismissed: jsonb().$type<{ readonly reason: string; readonly at: number; readonly by: string }>(),
  },
  (t) => [index().on(t.class, t.arrivedAt)],
);

/** The mailbox that the service reads; no row while it reads none. */
export const mailbox = pgTable('mailbox', {
  /** `host:port/folder` */
  shown: text().primaryKey(),
  /** When it was set up, and last read through. */
  since: instant().notNull(),
  readAt: instant(),
  /** First failure since then. */
  failedAt: instant(),
  failure: text().$type<'certificate' | 'login' | 'connection' | 'mail' | 'other'>(),
});
