/** Appending to the hash chain of everything that must stay on record: decisions and delivery events. */
import { sql } from 'drizzle-orm';
import type { LedgerEvent } from '../../domain/task.js';
import { batched } from './batch.js';
import type { Ledger, LedgerDb } from './connect.js';
import { toJson } from './storable.js';

/** What statements run on: the pool, or a transaction. */
export type Runner = Pick<LedgerDb, 'execute' | 'select' | 'insert' | 'update' | 'delete'>;

/** Appends inside a transaction. Do it last: the chain stays locked until the transaction ends. */
export async function appendWithin(runner: Runner, events: readonly LedgerEvent[]): Promise<void> {
  if (events.length > 0) await runner.execute(sql`select append_events(${toJson(events)}::jsonb)`);
}

const append = batched(async (ledger, items: readonly (readonly LedgerEvent[])[]) => {
  await appendWithin(ledger.db, items.flat());
  return items.map(() => undefined);
});

/** Appends events in their order, all or none. An event whose id is on record already is left out, so repeating is harmless. */
export async function appendEvents(ledger: Ledger, events: readonly LedgerEvent[]): Promise<void> {
  if (events.length > 0) await append(ledger, events);
}
