/** Refusals of a letter's addresses, kept between tries: the office hears of every one when the letter leaves at last. */
import { eq } from 'drizzle-orm';
import type { Delivery } from '../../domain/schedule/types.js';
import type { Ledger } from '../ledger/connect.js';
import { letter } from '../ledger/schema.js';

/** Refusals of earlier tries of this letter, in order. */
export async function refusedBefore(ledger: Ledger, key: string): Promise<Delivery['refused']> {
  const [row] = await ledger.db.select({ refused: letter.refused }).from(letter).where(eq(letter.key, key));
  return row?.refused ?? [];
}

/** Keeps all refusals of this letter so far. */
export async function keepRefused(ledger: Ledger, key: string, refused: Delivery['refused']): Promise<void> {
  await ledger.db.update(letter).set({ refused }).where(eq(letter.key, key));
}
