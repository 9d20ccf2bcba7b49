/**
 * Letters answered by mail. Kept beside schema.ts, which is the ledger of plans; same conventions. Addresses and words
 * of senders stand here and never in the chain.
 */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ReplyAct, ReplySender, WaitCode } from '../../domain/reply/reply.js';

const instant = () => bigint({ mode: 'number' });

/** taking: its acts are under way; done: all carried out; waiting: for the office, which carries it out or dismisses it. */
export type ReplyStatus = 'taking' | 'done' | 'waiting' | 'carried' | 'dismissed';
/** none: nobody to answer. due → sending → sent; failed: refused for good, or not to be written to. */
export type AnswerStatus = 'none' | 'due' | 'sending' | 'sent' | 'failed';

export const reply = pgTable(
  'reply',
  {
    /** What the office calls it. */
    no: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** Message-ID, or the hash of the whole where it has none. */
    mail: text().notNull().unique(),
    /** Key of the letter it answers, and the unit that letter went to. */
    letter: text(),
    unit: text(),
    from: text(),
    /** Whom the directory knew the address as when the mail came. */
    sender: jsonb().$type<ReplySender>(),
    subject: text().notNull(),
    /** What the sender wrote himself. */
    text: text().notNull(),
    /** Names of attached files, which stay in the mailbox. */
    files: text().array().notNull(),
    arrivedAt: instant().notNull(),
    status: text().$type<ReplyStatus>().notNull(),
    /** What it asks for, in its order, each with what became of it. */
    acts: jsonb().$type<readonly ReplyAct[]>().notNull(),
    /** Why it waits, or waited. */
    why: text().$type<WaitCode>(),
    /** The office's word on one that waited. */
    settled: jsonb().$type<{ readonly reason: string; readonly at: number; readonly by: string }>(),
    answer: text().$type<AnswerStatus>().notNull(),
    answerAt: instant(),
    answerError: text(),
  },
  (t) => [index().on(t.status, t.arrivedAt), index().on(t.answer).where(sql`answer in ('due', 'sending')`)],
);

/** The token that stands in a letter, for mail programs that drop the reference to it. */
export const letterToken = pgTable('letter_token', { token: text().primaryKey(), letter: text().notNull() });
