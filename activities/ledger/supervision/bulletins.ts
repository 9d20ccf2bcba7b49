/** Bulletins as approved: number, words and hash in one step; what was approved never changes, a correction follows it. */
import { asc, eq, sql } from 'drizzle-orm';
import { dayOf, yearOf } from '../../../domain/day.js';
import { refuse } from '../../../domain/errors.js';
import type { Bulletin } from '../../../domain/supervision/bulletin.js';
import { cycleStageWords } from '../../../domain/supervision/cycle.js';
import type { LedgerEvent } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { cycleBulletin } from '../supervision-schema.js';
import { lockCycle } from './cycles.js';
import { numberPaper } from './paper-number.js';

export interface ApprovedBulletin {
  readonly cycle: string;
  /** 1 is the first, corrections follow. */
  readonly no: number;
  readonly bulletin: Bulletin;
  readonly author: string;
  readonly approvedBy: string;
  /** Epoch ms of the approval; its year is that of the number. */
  readonly at: number;
}

export interface KeptBulletin extends ApprovedBulletin {
  readonly number: string;
  readonly sha256: string;
}

/**
 * Keeps an approved bulletin and gives it its number; `event` goes on record with {no, number, author, approvedBy, sha256}
 * added to its data, so it must not be on record before. The same approval again (approver and instant) gives the same answer.
 * @throws `cycle-unknown`; `bulletin-own` when author and approver are one; `bulletin-exists` when this `no` was approved
 *   by somebody else or at another time; `cycle-stage` for a correction of nothing.
 */
export async function keepBulletin(
  ledger: Ledger,
  approved: ApprovedBulletin,
  event: LedgerEvent,
): Promise<Pick<KeptBulletin, 'number' | 'sha256'>> {
  const { cycle, no, bulletin, author, approvedBy, at } = approved;
  if (author === approvedBy) throw refuse('bulletin-own', { author });
  return ledger.db.transaction(async (tx) => {
    const { office, stage } = await lockCycle(tx, cycle);
    const before = await tx.select().from(cycleBulletin).where(eq(cycleBulletin.cycle, cycle));
    const same = before.find((one) => one.no === no);
    if (same?.approvedBy === approvedBy && same.at === at) return { number: same.number, sha256: same.sha256 };
    if (same !== undefined) throw refuse('bulletin-exists', { cycle, no, by: same.approvedBy, number: same.number });
    if (no !== before.length + 1)
      throw refuse('cycle-stage', { cycle, stage: cycleStageWords[stage], act: '更正通报' });
    const number = await numberPaper(tx, 'bulletin', office, yearOf(dayOf(at)));
    // PostgreSQL's own print of the JSON is kept, so that anybody can compute the hash again.
    const body = toJson(bulletin);
    const [kept] = await tx
      .insert(cycleBulletin)
      .values({
        ...{ cycle, no, office, number, author, approvedBy, at },
        body: sql`${body}::jsonb::text`,
        sha256: sql`encode(sha256(convert_to(${body}::jsonb::text, 'UTF8')), 'hex')`,
      })
      .returning({ number: cycleBulletin.number, sha256: cycleBulletin.sha256 });
    if (kept === undefined) throw new Error(`bulletin ${no} of ${cycle} was not written`);
    await appendWithin(tx, [{ ...event, data: { ...event.data, no, ...kept, author, approvedBy } }]);
    return kept;
  });
}

/** Bulletins of a cycle as approved, the newest correction last. */
export async function loadBulletin(ledger: Ledger, cycle: string): Promise<KeptBulletin[]> {
  const rows = await ledger.db
    .select()
    .from(cycleBulletin)
    .where(eq(cycleBulletin.cycle, cycle))
    .orderBy(asc(cycleBulletin.no));
  return rows.map(({ body, office: _office, ...row }) => ({ ...row, bulletin: JSON.parse(body) as Bulletin }));
}
