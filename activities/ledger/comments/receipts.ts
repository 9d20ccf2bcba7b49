/**
 * Receipts by mail: due ─start─▶ sending ─▶ sent │ failed. One that stopped while sending is tried again under the same
 * Message-ID. The number itself stands on the page, so a lost mail loses nobody's comment.
 */
import { sql } from 'drizzle-orm';
import type { CommentQuestion } from '../../../domain/comment/comment.js';
import { isAddress } from '../../../domain/directory-file.js';
import type { Ledger } from '../connect.js';

export interface DueReceipt {
  readonly no: number;
  readonly receipt: string;
  /** E-mail address. */
  readonly contact: string;
  /** Of the period. */
  readonly title: string;
  readonly period: string;
  /** Epoch ms. */
  readonly arrivedAt: number;
  readonly late: boolean;
  readonly question: CommentQuestion | null;
  /** How the period was over before the comment was put down; null: it was not. */
  readonly after: 'published' | 'withdrawn' | null;
  readonly item: number | null;
}

/** Machines that nobody reads; an answer to them comes back or starts a loop. */
const unread = /^(?:no[-._]?reply|do[-._]?not[-._]?reply|mailer[-._]?daemon|postmaster|bounces?)(?:[-+._=].*)?@/i;

/** True for an e-mail address that a person may read. */
export function canWriteTo(contact: string): boolean {
  return isAddress(contact) && !unread.test(contact);
}

/** Receipts of a period that must still leave, by serial number; at most `limit`. */
export async function dueReceipts(ledger: Ledger, period: string, limit: number): Promise<DueReceipt[]> {
  const { rows } = await ledger.db.execute<DueReceipt & Record<string, unknown>>(sql`
    select c.no, c.receipt, c.contact, p.state ->> 'title' as title, c.period, c.arrived_at::float8 as "arrivedAt",
      c.late, c.question, case when c.after_close then p.stage end as after, c.item
    from comment c join comment_period p on p.id = c.period
    where c.period = ${period} and c.receipt_status in ('due', 'sending') and c.contact is not null
    order by c.no limit ${limit}`);
  return rows;
}

/** Periods, ended ones as well, with receipts that must still leave. */
export async function periodsWithReceipts(ledger: Ledger): Promise<readonly string[]> {
  const { rows } = await ledger.db.execute<{ period: string }>(sql`
    select distinct period from comment where receipt_status in ('due', 'sending') and contact is not null order by period`);
  return rows.map((row) => row.period);
}

/**
 * Notes that a receipt is handed to the mail server now.
 * @param at epoch ms.
 * @returns false when it left already, failed for good or is not wanted any more.
 */
export async function startReceipt(ledger: Ledger, period: string, no: number, at: number): Promise<boolean> {
  const { rowCount } = await ledger.db.execute(sql`
    update comment set receipt_status = 'sending', receipt_at = ${at}
    where period = ${period} and no = ${no} and receipt_status in ('due', 'sending')`);
  return rowCount === 1;
}

/** Notes that the mail server took it. A second call changes nothing. */
export async function markReceiptSent(ledger: Ledger, period: string, no: number, at: number): Promise<void> {
  await ledger.db.execute(sql`
    update comment set receipt_status = 'sent', receipt_at = ${at}, receipt_error = null
    where period = ${period} and no = ${no} and receipt_status in ('due', 'sending')`);
}

/** Keeps the mail server's words on a try that failed; the receipt stays due. */
export async function noteReceiptFailure(ledger: Ledger, period: string, no: number, reason: string): Promise<void> {
  await ledger.db.execute(sql`
    update comment set receipt_error = ${reason.replaceAll('\0', '')}
    where period = ${period} and no = ${no} and receipt_status in ('due', 'sending')`);
}

/** Notes that it cannot be delivered; it is not tried again. One that was sent can still come back (bounce); the words about it are not kept where personal data was removed. */
export async function markReceiptFailed(
  ledger: Ledger,
  period: string,
  no: number,
  reason: string,
  at: number,
): Promise<void> {
  await ledger.db.execute(sql`
    update comment set receipt_status = 'failed', receipt_at = ${at}, receipt_error = case when redacted_at is null then ${reason.replaceAll('\0', '')} end
    where period = ${period} and no = ${no} and receipt_status in ('due', 'sending', 'sent')`);
}

/** How many receipts went, or are just going, to an address since an instant (epoch ms), over all periods. */
export async function receiptsSince(ledger: Ledger, contact: string, since: number): Promise<number> {
  const { rows } = await ledger.db.execute<{ n: number }>(sql`
    select count(*)::int as n from comment
    where lower(contact) = lower(${contact.replaceAll('\0', '')}) and receipt_at >= ${since}
      and receipt_status in ('sending', 'sent', 'failed')`);
  return rows[0]?.n ?? 0;
}
