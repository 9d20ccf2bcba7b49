/**
 * Values of indicators, every version kept. A version is written before the running case takes it: the case's state
 * names the one that counts, and one that a crash kept from being taken is harmless.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { IndicatorValue } from '../../../domain/indicators/value.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import type { Ledger } from '../connect.js';
import { indicatorValue } from '../indicators-schema.js';
import { toJson } from '../storable.js';
import { lockWatch } from './watches.js';

/**
 * Keeps a value as the next version of its indicator and year, with one entry on the chain.
 * @returns the version's number, from 1.
 * @throws `indicator-not-watching`.
 */
export async function saveValue(ledger: Ledger, given: Omit<IndicatorValue, 'version'>, actor: Actor): Promise<number> {
  const { plan, no, year } = given;
  return ledger.db.transaction(async (tx) => {
    await lockWatch(tx, plan);
    const [last] = await tx
      .select({ version: sql<number>`coalesce(max(${indicatorValue.version}), 0)::int` })
      .from(indicatorValue)
      .where(ofYear(plan, no, year));
    const version = (last?.version ?? 0) + 1;
    const { rows } = await tx.execute<{ digest: string }>(sql`
      insert into indicator_value (plan, no, year, version, value, source, as_of, note, unit, via, at, by, on_behalf)
      select v ->> 'plan', ${no}, ${year}, ${version}, (v ->> 'value')::float8, v ->> 'source', v ->> 'asOf', v ->> 'note',
        v ->> 'unit', v ->> 'via', ${given.at}, v ->> 'by', v ->> 'onBehalf'
      from (select ${toJson(given)}::jsonb as v) one
      returning value_digest(indicator_value.*) as digest`);
    const { value, source, asOf, note, unit, at } = given;
    const subject = `indicators/${plan}`;
    await appendWithin(tx, [
      {
        id: `${subject}/${no}/${year}/${version}`,
        at,
        actor,
        kind: 'indicator.valueSaved',
        subject,
        data: { no, year, version, value, source, asOf, note, unit, digest: rows[0]?.digest },
      },
    ]);
    return version;
  });
}

/** Every version of every value of a plan, by number, year and version. */
export async function valuesOf(ledger: Ledger, plan: string): Promise<IndicatorValue[]> {
  return ledger.db
    .select()
    .from(indicatorValue)
    .where(eq(indicatorValue.plan, plan))
    .orderBy(asc(indicatorValue.no), asc(indicatorValue.year), asc(indicatorValue.version));
}

const ofYear = (plan: string, no: number, year: number) =>
  and(eq(indicatorValue.plan, plan), eq(indicatorValue.no, no), eq(indicatorValue.year, year));
