/** plan/life.json: the life of a plan, and what the chain says of it: amendments in full, pauses, evaluations. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { event } from '../../activities/ledger/schema.js';
import { lifeKinds, recordedLife } from '../../domain/life/recorded.js';
import type { LedgerEvent } from '../../domain/task.js';
import type { Collecting } from './collect.js';
import { LIFE_FILE } from './manifest.js';

/** Adds nothing for a plan whose life was not kept. */
export async function addLife({ read, row, to }: Collecting): Promise<void> {
  if (row.life === null) return;
  const lines = await read.db
    .select({ body: event.body })
    .from(event)
    .where(and(eq(event.subject, row.id), inArray(event.kind, [...lifeKinds])))
    .orderBy(asc(event.seq));
  const recorded = recordedLife(lines.map(({ body }) => JSON.parse(body) as LedgerEvent));
  await to.json(LIFE_FILE, { life: row.life, recorded });
}
