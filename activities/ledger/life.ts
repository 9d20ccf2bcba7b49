/** Lives of plans on record. */
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { refuse } from '../../domain/errors.js';
import { amendPlan } from '../../domain/life/amend-plan.js';
import { issuedPlan } from '../../domain/life/issued-plan.js';
import type { Amendment, PlanLife } from '../../domain/life/life.js';
import type { LedgerEvent } from '../../domain/task.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { plan } from './schema.js';

/** What goes with the new life: the year that runs from now on, the plan as amended. */
export interface LifeChange {
  readonly year?: number;
  readonly amendment?: Amendment;
}

/**
 * Writes a plan's life and the entries that led to it, both or neither. One older than the life on record (by `seq`)
 * changes nothing; safe to repeat.
 * @throws `not-found`
 */
export async function recordLife(
  ledger: Ledger,
  life: PlanLife,
  events: readonly LedgerEvent[],
  change: LifeChange,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const [row] = await tx.select().from(plan).where(eq(plan.id, life.plan)).for('update');
    if (row === undefined) throw refuse('not-found', { what: life.plan });
    const year = change.year ?? row.year;
    const dated = { ...issuedPlan(row.plan, life), year };
    await tx
      .update(plan)
      .set({
        life,
        year,
        title: dated.title,
        plan: change.amendment === undefined ? dated : amendPlan(dated, change.amendment),
      })
      .where(and(eq(plan.id, life.plan), or(isNull(plan.life), sql`(${plan.life} ->> 'seq')::int < ${life.seq}`)));
    await appendWithin(tx, events);
  });
}
