/** Mails taken from the mailbox, each once by its Message-ID, and what became of them. */
import { desc, eq, inArray, sql } from 'drizzle-orm';
import { type MailClass, mailIn } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';

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

/** Mails a person should look at: those that could not be sorted, and what came back; the newest first. */
export async function openMails(ledger: Ledger): Promise<MailLine[]> {
  const { id, period, no, from, subject, arrivedAt, detail } = mailIn;
  return ledger.db
    .select({ id, class: mailIn.class, period, no, from, subject, arrivedAt, detail })
    .from(mailIn)
    .where(inArray(mailIn.class, ['unsorted', 'bounce']))
    .orderBy(desc(arrivedAt), desc(id));
}

/** One mail with its bytes, while it waits to be sorted; undefined when there is none. */
export async function takeMail(ledger: Ledger, id: string): Promise<MailRow | undefined> {
  const [row] = await ledger.db.select().from(mailIn).where(eq(mailIn.id, id));
  return row;
}

/**
 * A person said to which period the mail belongs, and it became a comment; its bytes are dropped.
 * @returns false when it was sorted before.
 */
export async function settleMail(
  ledger: Ledger,
  id: string,
  to: { readonly period: string; readonly no: number },
): Promise<boolean> {
  const { rowCount } = await ledger.db.execute(sql`
    update mail_in set class = 'comment', period = ${to.period}, no = ${to.no}, raw = null
    where id = ${id} and class = 'unsorted'`);
  return rowCount === 1;
}
