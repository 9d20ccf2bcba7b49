/** The mailbox that comments come to: when it was last read through, and why it cannot be read now. */
import { sql } from 'drizzle-orm';
import { mailbox } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import type { Readable } from './read.js';

export type MailboxRow = typeof mailbox.$inferSelect;
/** Why a mailbox is not read; the words for it belong to whoever shows it. */
export type MailboxFailure = NonNullable<MailboxRow['failure']>;

/**
 * Says which mailbox the service reads, or that it reads none (null). What is known of another one is forgotten.
 * @param shown the mailbox without user and password. @param at epoch ms.
 */
export async function setMailbox(ledger: Ledger, shown: string | null, at: number): Promise<void> {
  await ledger.db.execute(sql`delete from mailbox where shown is distinct from ${shown}`);
  if (shown !== null)
    await ledger.db.execute(sql`insert into mailbox (shown, since) values (${shown}, ${at}) on conflict do nothing`);
}

/** Notes that everything that had arrived at `at` (epoch ms) was read. */
export async function noteMailboxRead(ledger: Ledger, shown: string, at: number): Promise<void> {
  await ledger.db.execute(sql`
    insert into mailbox (shown, since, read_at) values (${shown}, ${at}, ${at})
    on conflict (shown) do update set read_at = greatest(mailbox.read_at, ${at}), failed_at = null, failure = null`);
}

/** Notes that the mailbox cannot be read; `failedAt` stays that of the first failure in a row. */
export async function noteMailboxFailure(
  ledger: Ledger,
  shown: string,
  failure: MailboxFailure,
  at: number,
): Promise<void> {
  await ledger.db.execute(sql`
    insert into mailbox (shown, since, failed_at, failure) values (${shown}, ${at}, ${at}, ${failure})
    on conflict (shown) do update set failed_at = coalesce(mailbox.failed_at, ${at}), failure = ${failure}`);
}

/** The mailbox in use, or undefined when none is set up. */
export async function loadMailbox(ledger: Readable): Promise<MailboxRow | undefined> {
  const [row] = await ledger.db.select().from(mailbox).limit(1);
  return row;
}
