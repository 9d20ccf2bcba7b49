/** Addresses that a mail server refused for good. */
import { eq } from 'drizzle-orm';
import type { Actor } from '../../domain/task.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { badAddress, type Refusal } from './schema.js';

export interface BadAddress extends Refusal {
  /** Epoch ms of the refusal. */
  readonly at: number;
}

/** Marks an address as refused; the first refusal stays until it is cleared. */
export async function markAddressBad(ledger: Ledger, address: string, reason: string, at: number): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const words = reason.replaceAll('\0', '');
    const marked = await tx.insert(badAddress).values({ address, reason: words, at }).onConflictDoNothing().returning();
    if (marked.length === 0) return;
    const actor: Actor = { name: 'duban', role: 'system' };
    await appendWithin(tx, [
      { id: `address.bad/${address}/${at}`, at, actor, kind: 'address.bad', subject: address, data: { reason: words } },
    ]);
  });
}

/** Lets letters go to an address again. */
export async function clearAddress(ledger: Ledger, address: string, actor: Actor, at: number): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const cleared = await tx.delete(badAddress).where(eq(badAddress.address, address)).returning();
    if (cleared.length === 0) return;
    await appendWithin(tx, [
      { id: `address.cleared/${address}/${at}`, at, actor, kind: 'address.cleared', subject: address, data: {} },
    ]);
  });
}

/** All marked addresses, exactly as they were written to. */
export async function badAddresses(ledger: Ledger): Promise<Map<string, BadAddress>> {
  const rows = await ledger.db.select().from(badAddress).orderBy(badAddress.at);
  return new Map(rows.map((row) => [row.address, row]));
}
