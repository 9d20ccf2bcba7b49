/**
 * Receipts of comments, by mail (design section 5): each leaves once, to an address that a person reads, and never so
 * often that two machines could keep each other busy.
 */
import { inArray, sql } from 'drizzle-orm';
import { refuse } from '../../domain/errors.js';
import { loadPeriod } from '../ledger/comments/periods.js';
import {
  canWriteTo,
  type DueReceipt,
  dueReceipts,
  markReceiptFailed,
  markReceiptSent,
  noteReceiptFailure,
  receiptsSince,
  startReceipt,
} from '../ledger/comments/receipts.js';
import { comment } from '../ledger/comments-schema.js';
import type { Ledger } from '../ledger/connect.js';
import { classify, failureCode } from './classify.js';
import { renderHtml } from './layout.js';
import type { OutboxDeps } from './outbox.js';
import { renderText } from './plain-text.js';
import { commentReceipt } from './templates/comment-receipt.js';
import { mailHost, messageIdOf } from './threads.js';
import type { Message } from './transport.js';
import { officeOf } from './view.js';

/** Receipts handed over in one call. */
const BATCH = 100;
/** Receipts to one address in 24 hours, over all periods: an answering machine that does not say so stops here. */
export const RECEIPTS_A_DAY = 5;
const DAY_MS = 24 * 3600_000;
/** How long an address may put us off before it counts as refused, ms. */
const PATIENCE_MS = 5 * DAY_MS;

type ReceiptDeps = Pick<OutboxDeps, 'ledger' | 'transport' | 'publicUrl' | 'from'> & {
  readonly sources: Pick<OutboxDeps['sources'], 'directory'>;
};

const receiptKey = (period: string, no: number): string => `comment-receipt/${period}/${no}`;

/** Message-ID of a receipt, the same on every try. */
export function receiptMessageId(period: string, no: number, publicUrl: string): string {
  return messageIdOf(receiptKey(period, no), publicUrl);
}

/** The comment whose receipt has one of these Message-IDs, and whether its personal data was removed; undefined when none is a receipt of ours. */
export async function receiptWithId(
  ledger: Ledger,
  ids: readonly string[],
  publicUrl: string,
): Promise<{ readonly period: string; readonly no: number; readonly redacted: boolean } | undefined> {
  const tail = `@${mailHost(publicUrl)}>`;
  const hashes = ids.filter((id) => id.endsWith(tail)).map((id) => id.slice(1, -tail.length));
  const digest = sql<string>`encode(sha256(convert_to('comment-receipt/' || ${comment.period} || '/' || ${comment.no}, 'UTF8')), 'hex')`;
  const known = hashes.filter((hash) => /^[0-9a-f]{64}$/.test(hash));
  if (known.length === 0) return undefined;
  const [row] = await ledger.db
    .select({ period: comment.period, no: comment.no, redacted: sql<boolean>`${comment.redactedAt} is not null` })
    .from(comment)
    .where(inArray(digest, known))
    .limit(1);
  return row;
}

/**
 * Mails the receipts of a period that are due, up to a hundred, by serial number. An address that is refused for good,
 * or has had {@link RECEIPTS_A_DAY} within 24 hours, is marked failed; the number stands in the ledger all the same.
 * @param now epoch ms of this try.
 * @returns `more` when further ones are due.
 * @throws DubanError `mail-unavailable` or `mail-login` when a later try can succeed; what was not sent stays due. They
 * carry codes only: the server's words name the person, so they stay with the receipt, where they can be removed.
 */
export async function sendReceipts(
  deps: ReceiptDeps,
  period: string,
  now: number,
  signal?: AbortSignal,
): Promise<{ readonly sent: number; readonly failed: number; readonly more: boolean }> {
  const { ledger } = deps;
  const due = await dueReceipts(ledger, period, BATCH);
  if (due.length === 0) return { sent: 0, failed: 0, more: false };
  const sender = await senderOf(deps, period);
  let sent = 0;
  let failed = 0;
  let putOff: string | undefined;
  for (const receipt of due) {
    if (!(await startReceipt(ledger, period, receipt.no, now))) continue;
    const reason = (await reasonAgainst(ledger, receipt, sender, now)) ?? (await handOver(receipt));
    if (reason === null) {
      await markReceiptSent(ledger, period, receipt.no, now);
      sent++;
    } else if (reason !== undefined) {
      await markReceiptFailed(ledger, period, receipt.no, reason, now);
      failed++;
    }
  }
  if (putOff !== undefined) throw refuse('mail-unavailable', { reason: putOff });
  return { sent, failed, more: due.length === BATCH };

  /** Null when it was taken, the reason when it was refused for good, undefined when this one address wants it later. */
  async function handOver(receipt: DueReceipt): Promise<string | null | undefined> {
    try {
      await deps.transport.send(messageOf(deps, receipt, sender, now), signal);
      return null;
    } catch (error) {
      const failure = classify(error);
      if (failure.class === 'permanent') return failure.reason;
      const one = failure.class === 'transient' && ofOneAddress(error);
      if (one && now - receipt.arrivedAt > PATIENCE_MS) return failure.reason;
      await noteReceiptFailure(ledger, period, receipt.no, failure.reason);
      const reason = failureCode(error);
      if (failure.class === 'configuration') throw refuse('mail-login', { reason });
      if (!one) throw refuse('mail-unavailable', { reason });
      putOff = reason;
      return undefined;
    }
  }
}

interface Sender {
  readonly name: string;
  readonly address: string | undefined;
  /** Addresses that receipts come from or comments go to: writing there is writing to ourselves. */
  readonly own: ReadonlySet<string>;
}

async function senderOf(deps: ReceiptDeps, period: string): Promise<Sender> {
  const [directory, row] = await Promise.all([deps.sources.directory(), loadPeriod(deps.ledger, period)]);
  const office = officeOf(directory, row?.state.office ?? '');
  const email = row?.terms.channels.email;
  const contacts = office?.contacts ?? [];
  // The mailbox of the period: what comes back is read there.
  const address =
    deps.from ?? email ?? contacts.find((contact) => contact.role === 'liaison')?.address ?? contacts[0]?.address;
  const own = [address, email].flatMap((one) => (one === undefined ? [] : [one.toLowerCase()]));
  return { name: office?.name ?? '领导小组办公室', address, own: new Set(own) };
}

/** Why a receipt must not leave, or undefined. It counts itself among those of the day. */
async function reasonAgainst(
  ledger: Ledger,
  { contact }: DueReceipt,
  sender: Sender,
  now: number,
): Promise<string | undefined> {
  if (!canWriteTo(contact)) return '不是可以回复的邮箱';
  if (sender.own.has(contact.toLowerCase())) return '是本机构自己的邮箱';
  return (await receiptsSince(ledger, contact, now - DAY_MS)) > RECEIPTS_A_DAY ? '回执过多' : undefined;
}

function messageOf(deps: ReceiptDeps, receipt: DueReceipt, sender: Sender, now: number): Message {
  const publicUrl = deps.publicUrl.replace(/\/+$/, '');
  const sheet = commentReceipt(receipt, { office: sender.name, publicUrl, now });
  return {
    messageId: receiptMessageId(receipt.period, receipt.no, deps.publicUrl),
    at: now,
    date: now,
    from: { name: sender.name, address: sender.address ?? receipt.contact },
    to: receipt.contact,
    subject: sheet.subject,
    text: renderText(sheet),
    html: renderHtml(sheet),
    references: [],
    answer: true,
    attachments: [],
  };
}

/** True when the server put off this receiver or this message, and may take the next one. */
function ofOneAddress(error: unknown): boolean {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  return typeof responseCode === 'number' && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
