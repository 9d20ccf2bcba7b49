/** Letters answered by mail, each mail once: what it asks for, what became of it, and the mail that says so. */
import { and, asc, count, desc, eq, inArray, min, sql } from 'drizzle-orm';
import type { ReplyAct, WaitCode } from '../../domain/reply/reply.js';
import type { LedgerEvent } from '../../domain/task.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { letterToken, type ReplyStatus, reply } from './replies-schema.js';
import { letter } from './schema.js';
import { toJson } from './storable.js';

export type ReplyRow = typeof reply.$inferSelect;
/** What is known of a mail when it comes in. */
export type IncomingReply = Pick<
  ReplyRow,
  | 'mail'
  | 'letter'
  | 'unit'
  | 'from'
  | 'sender'
  | 'subject'
  | 'text'
  | 'files'
  | 'arrivedAt'
  | 'status'
  | 'acts'
  | 'why'
>;

/** Writes a mail down, or finds it where it was written before: its acts are then taken up where they broke off. */
export async function keepReply(ledger: Ledger, incoming: IncomingReply): Promise<ReplyRow> {
  const plain = JSON.parse(toJson(incoming)) as IncomingReply;
  await ledger.db
    .insert(reply)
    .values({ ...plain, answer: 'none' })
    .onConflictDoNothing({ target: reply.mail });
  const [row] = await ledger.db.select().from(reply).where(eq(reply.mail, plain.mail));
  if (row === undefined) throw new Error('a reply that was written is gone');
  return row;
}

/** Keeps what became of the acts so far. */
export async function keepActs(ledger: Ledger, no: number, acts: readonly ReplyAct[]): Promise<void> {
  await ledger.db
    .update(reply)
    .set({ acts: JSON.parse(toJson(acts)) as ReplyAct[] })
    .where(eq(reply.no, no));
}

/**
 * Taking is over: everything was carried out, or the mail waits for the office. `answer`: a mail shall say so.
 * @returns false when it was over before.
 */
export async function settleTaking(
  ledger: Ledger,
  no: number,
  to: { readonly status: 'done' | 'waiting'; readonly why: WaitCode | null; readonly answer: boolean },
  event: LedgerEvent,
): Promise<boolean> {
  return ledger.db.transaction(async (tx) => {
    const changed = await tx
      .update(reply)
      .set({ status: to.status, why: to.why, answer: to.answer ? 'due' : 'none' })
      .where(and(eq(reply.no, no), eq(reply.status, 'taking')))
      .returning({ no: reply.no });
    if (changed.length === 0) return false;
    await appendWithin(tx, [event]);
    return true;
  });
}

/** The office carried a waiting mail out, or dismissed it. @returns false when it did not wait any more. */
export async function settleReply(
  ledger: Ledger,
  no: number,
  to: { readonly status: 'carried' | 'dismissed'; readonly reason: string; readonly at: number; readonly by: string },
  event: LedgerEvent,
): Promise<boolean> {
  const { status, ...settled } = to;
  return ledger.db.transaction(async (tx) => {
    const changed = await tx
      .update(reply)
      .set({ status, settled: JSON.parse(toJson(settled)) as typeof settled })
      .where(and(eq(reply.no, no), eq(reply.status, 'waiting')))
      .returning({ no: reply.no });
    if (changed.length === 0) return false;
    await appendWithin(tx, [event]);
    return true;
  });
}

/** One mail by its number. */
export async function loadReply(ledger: Ledger, no: number): Promise<ReplyRow | undefined> {
  const [row] = await ledger.db.select().from(reply).where(eq(reply.no, no));
  return row;
}

/** The mail of a Message-ID whose acts were begun and not brought to an end. */
export async function takingReply(ledger: Ledger, mail: string): Promise<ReplyRow | undefined> {
  const [row] = await ledger.db
    .select()
    .from(reply)
    .where(and(eq(reply.mail, mail), eq(reply.status, 'taking')));
  return row;
}

/** Mails of these states, those that wait longest first; others the newest first, at most `limit`. */
export async function listReplies(ledger: Ledger, statuses: readonly ReplyStatus[], limit = 200): Promise<ReplyRow[]> {
  const waiting = statuses.every((status) => status === 'waiting');
  return ledger.db
    .select()
    .from(reply)
    .where(inArray(reply.status, [...statuses]))
    .orderBy(...(waiting ? [asc(reply.arrivedAt), asc(reply.no)] : [desc(reply.arrivedAt), desc(reply.no)]))
    .limit(limit);
}

/** How many wait for the office. */
export async function waitingReplies(ledger: Ledger): Promise<number> {
  const [row] = await ledger.db.select({ waiting: count() }).from(reply).where(eq(reply.status, 'waiting'));
  return row?.waiting ?? 0;
}

/** A letter as an answer or a bounce speaks of it. */
export type AnsweredRow = Pick<
  typeof letter.$inferSelect,
  'key' | 'unit' | 'status' | 'recipient' | 'messageId' | 'subject'
>;

const answered = {
  key: letter.key,
  unit: letter.unit,
  status: letter.status,
  recipient: letter.recipient,
  messageId: letter.messageId,
  subject: letter.subject,
};

/** The letter with the first of these Message-IDs that is one of ours. */
export async function letterWithId(ledger: Ledger, ids: readonly string[]): Promise<AnsweredRow | undefined> {
  if (ids.length === 0) return undefined;
  const rows = await ledger.db
    .select(answered)
    .from(letter)
    .where(inArray(letter.messageId, [...ids]));
  return rows.toSorted((a, b) => ids.indexOf(a.messageId ?? '') - ids.indexOf(b.messageId ?? ''))[0];
}

/** The letters that carry these tokens. */
export async function lettersWithTokens(ledger: Ledger, tokens: readonly string[]): Promise<AnsweredRow[]> {
  if (tokens.length === 0) return [];
  return ledger.db
    .select(answered)
    .from(letterToken)
    .innerJoin(letter, eq(letter.key, letterToken.letter))
    .where(inArray(letterToken.token, [...tokens]));
}

/** Writes down which letter carries a token; again changes nothing. */
export async function keepToken(ledger: Ledger, token: string, key: string): Promise<void> {
  await ledger.db.insert(letterToken).values({ token, letter: key }).onConflictDoNothing();
}

/** When the first letter with a token left, epoch ms; undefined before. */
export async function firstAnswerable(ledger: Ledger): Promise<number | undefined> {
  const [row] = await ledger.db
    .select({ at: min(letter.sentAt) })
    .from(letterToken)
    .innerJoin(letter, eq(letter.key, letterToken.letter));
  return row?.at ?? undefined;
}

/** Mails that must still be told what became of them, in the order they came. */
export async function dueAnswers(ledger: Ledger, limit: number): Promise<ReplyRow[]> {
  return ledger.db
    .select()
    .from(reply)
    .where(inArray(reply.answer, ['due', 'sending']))
    .orderBy(asc(reply.no))
    .limit(limit);
}

/** Notes how an answer stands. @param at epoch ms. @param error the mail server's words. */
export async function noteAnswer(
  ledger: Ledger,
  no: number,
  answer: 'sending' | 'due' | 'sent' | 'failed',
  at: number,
  error: string | null = null,
): Promise<void> {
  await ledger.db
    .update(reply)
    .set({ answer, answerAt: at, answerError: error?.replaceAll('\0', '') ?? null })
    .where(and(eq(reply.no, no), inArray(reply.answer, ['due', 'sending'])));
}

/** How many answers went to an address since an instant (epoch ms). */
export async function answersSince(ledger: Ledger, address: string, since: number): Promise<number> {
  const [row] = await ledger.db
    .select({ sent: count() })
    .from(reply)
    .where(
      and(sql`lower(${reply.from}) = lower(${address})`, sql`${reply.answerAt} >= ${since}`, eq(reply.answer, 'sent')),
    );
  return row?.sent ?? 0;
}
