/** Mails taken from the mailbox, each once by its Message-ID, and what became of them. */
import { createHash } from 'node:crypto';
import { and, count, desc, eq, getTableColumns, isNull, not, or, sql } from 'drizzle-orm';
import { refuse } from '../../../domain/errors.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import { type MailClass, mailIn } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';

/** Characters that the reason of a dismissal may have. */
const REASON_LIMIT = 500;
/** Mails of one page of the list. */
export const MAIL_PAGE = 100;

export interface IncomingMail {
  /** Message-ID, or the hash of the whole where it has none. */
  readonly id: string;
  readonly class: MailClass;
  readonly period?: string;
  readonly no?: number;
  readonly from?: string;
  readonly subject: string;
  /** Epoch ms. */
  readonly arrivedAt: number;
  /** The mail itself, kept while a person still has to sort it. */
  readonly raw?: Uint8Array;
  readonly detail?: string;
}

export type MailRow = typeof mailIn.$inferSelect;
/** A mail as it stands in lists. */
export type MailLine = Omit<MailRow, 'raw'>;

/** Writes a mail down; false when it is on record already. */
export async function recordMail(ledger: Ledger, mail: IncomingMail): Promise<boolean> {
  const { raw, ...rest } = mail;
  const { rowCount } = await ledger.db.execute(sql`
    insert into mail_in (id, class, period, no, "from", subject, arrived_at, raw, detail)
    select id, class, period, no, "from", subject, "arrivedAt", ${raw === undefined ? null : Buffer.from(raw)}::bytea, detail
    from jsonb_to_record(${toJson(rest)}::jsonb)
      as m(id text, class text, period text, no int, "from" text, subject text, "arrivedAt" bigint, detail text)
    on conflict (id) do nothing`);
  return rowCount === 1;
}

/** True when the mail was taken before. */
export async function mailSeen(ledger: Ledger, id: string): Promise<boolean> {
  const { rowCount } = await ledger.db.execute(sql`
    select 1 from mail_in where id = ${toJson({ id })}::jsonb ->> 'id'`);
  return rowCount === 1;
}

/** Which of these were taken before. */
export async function mailsSeen(ledger: Ledger, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await ledger.db.execute<{ id: string }>(sql`
    select m.id from jsonb_array_elements_text(${toJson(ids)}::jsonb) as a(id) join mail_in m on m.id = a.id`);
  return new Set(rows.map((row) => row.id));
}

/**
 * Mails a person should look at: those that could not be sorted, what came back, and comments that came after the
 * close-out or the withdrawal, which nothing else brings before the office; none that somebody has dismissed. The newest
 * first, a page at a time.
 * @param page.id this one only; `after`: those after this mail in the list; `limit`: most rows, default {@link MAIL_PAGE}.
 */
export async function openMails(
  ledger: Ledger,
  { id, after, limit = MAIL_PAGE }: { readonly id?: string; readonly after?: string; readonly limit?: number } = {},
): Promise<MailLine[]> {
  const { raw: _raw, ...line } = getTableColumns(mailIn);
  const named = (name: string) => sql`${toJson({ id: name })}::jsonb ->> 'id'`;
  return ledger.db
    .select(line)
    .from(mailIn)
    .where(
      and(
        isOpen,
        id === undefined ? undefined : sql`${mailIn.id} = ${named(id)}`,
        after === undefined
          ? undefined
          : sql`(${mailIn.arrivedAt}, ${mailIn.id}) < (select m.arrived_at, m.id from mail_in m where m.id = ${named(after)})`,
      ),
    )
    .orderBy(desc(mailIn.arrivedAt), desc(mailIn.id))
    .limit(limit);
}

/** How many mails a person should look at, by class. */
export async function openMailCounts(ledger: Ledger): Promise<Readonly<Partial<Record<MailClass, number>>>> {
  const rows = await ledger.db
    .select({ class: mailIn.class, mails: count() })
    .from(mailIn)
    .where(isOpen)
    .groupBy(mailIn.class);
  return Object.fromEntries(rows.map((row) => [row.class, row.mails]));
}

/** One mail with its bytes, while it waits to be sorted; undefined when there is none. */
export async function takeMail(ledger: Ledger, id: string): Promise<MailRow | undefined> {
  const [row] = await ledger.db.select().from(mailIn).where(eq(mailIn.id, id));
  return row;
}

/**
 * Takes hold of an unsorted mail for a period, in one statement: of two people with two periods one gets it. Who has it
 * already for the same period gets it again, so that a try which broke off can be taken up.
 * @throws `mail-assigned` when it went, or is just going, to another period; `mail-unknown` when no such mail waits.
 */
export async function claimMail(
  ledger: Ledger,
  id: string,
  period: string,
): Promise<MailRow & { readonly raw: Buffer }> {
  const [row] = await ledger.db
    .update(mailIn)
    .set({ period })
    .where(and(waits(id), or(isNull(mailIn.period), eq(mailIn.period, period))))
    .returning();
  if (row !== undefined && row.raw !== null) return { ...row, raw: row.raw };
  const other = await takeMail(ledger, id);
  throw other?.period && other.dismissed === null
    ? refuse('mail-assigned', { mail: id, period: other.period })
    : refuse('mail-unknown', { mail: id });
}

/** Lets go of a mail that its period does not take, unless it became a comment there after all. */
export async function releaseMail(ledger: Ledger, id: string, period: string): Promise<void> {
  const became = sql`exists (select 1 from comment c where c.period = ${period} and c.idempotency_key = 'mail:' || ${mailIn.id})`;
  await ledger.db
    .update(mailIn)
    .set({ period: null })
    .where(and(waits(id), eq(mailIn.period, period), not(became)));
}

const waits = (id: string) => and(eq(mailIn.id, id), eq(mailIn.class, 'unsorted'), isNull(mailIn.dismissed));

/** It became a comment, which nothing but the list of mails shows to the office. */
const cameAfter = sql`(${mailIn.class} = 'comment' and exists (select 1 from comment c
  where c.period = ${mailIn.period} and c.no = ${mailIn.no} and c.after_close))`;

/** It waits for a person. */
const isOpen = sql`(${mailIn.dismissed} is null and (${mailIn.class} in ('unsorted', 'bounce') or ${cameAfter}))`;

/** What stands in the chain for a mail: its id names the sender's machine. */
const digestOf = (id: string): string => createHash('sha256').update(id).digest('hex');

/**
 * The claimed mail became a comment; its bytes are dropped, and who assigned it is on record.
 * @param now epoch ms.
 * @returns false when it was settled before.
 */
export async function settleMail(
  ledger: Ledger,
  id: string,
  to: { readonly period: string; readonly no: number },
  actor: Actor,
  now: number,
): Promise<boolean> {
  const { period, no } = to;
  return ledger.db.transaction(async (tx) => {
    const settled = await tx
      .update(mailIn)
      .set({ class: 'comment', period, no, raw: null })
      .where(and(waits(id), or(isNull(mailIn.period), eq(mailIn.period, period))))
      .returning({ id: mailIn.id });
    if (settled.length === 0) return false;
    const subject = `comment/${period}/${no}`;
    const mail = digestOf(id);
    const event = {
      id: `${subject}/mail/${mail}`,
      at: now,
      actor,
      kind: 'comment.mailAssigned',
      subject,
      data: { mail },
    };
    await appendWithin(tx, [event]);
    return true;
  });
}

/**
 * Somebody has seen a mail and nothing more is to be done: what waited to be sorted is no opinion, its bytes are dropped
 * (it stays in the mailbox). On record with the reason, up to 500 characters.
 * @param now epoch ms.
 * @throws `mail-unknown` when no such mail waits; `mail-assigned` while somebody makes it a comment; `text-missing`,
 * `text-too-long`.
 */
export async function dismissMail(
  ledger: Ledger,
  id: string,
  reason: string,
  actor: Actor,
  now: number,
): Promise<void> {
  const words = reason.trim();
  const { length } = [...words];
  if (length === 0) throw refuse('text-missing', { field: '理由' });
  if (length > REASON_LIMIT) throw refuse('text-too-long', { field: '理由', length, allowed: REASON_LIMIT });
  await ledger.db.transaction(async (tx) => {
    const [row] = await tx
      .update(mailIn)
      .set({ dismissed: sql`${toJson({ reason: words, at: now, by: actor.name })}::jsonb`, raw: null })
      .where(
        and(
          eq(mailIn.id, id),
          isNull(mailIn.dismissed),
          or(eq(mailIn.class, 'bounce'), cameAfter, and(eq(mailIn.class, 'unsorted'), isNull(mailIn.period))),
        ),
      )
      .returning({ class: mailIn.class });
    if (row === undefined) {
      const other = await takeMail(ledger, id);
      throw other?.class === 'unsorted' && other.period !== null && other.dismissed === null
        ? refuse('mail-assigned', { mail: id, period: other.period })
        : refuse('mail-unknown', { mail: id });
    }
    const subject = `mail/${digestOf(id)}`;
    const data = { class: row.class, reason: words };
    await appendWithin(tx, [
      { id: `${subject}/dismissed`, at: now, actor, kind: 'comment.mailDismissed', subject, data },
    ]);
  });
}
