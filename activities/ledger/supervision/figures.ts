/** What was asked of units (supervision regulation Art. 15), counted from what is on record. */
import { sql } from 'drizzle-orm';
import { addDays, type Day, instantOf } from '../../../domain/day.js';
import type { Burden } from '../../../domain/supervision/bulletin.js';
import type { Ledger } from '../connect.js';

/**
 * Requests, forms and letters by unit from `from` to `to`, both days included; units of which nothing was asked are left
 * out. Requests: returns asked by cycles opened in these days, also by those skipped later. Letters: every letter sent to
 * the unit. Forms: sheets that went out with these letters, one with each request for a return.
 */
export async function burdenOf(ledger: Ledger, from: Day, to: Day): Promise<Burden[]> {
  const [start, end] = [instantOf(from), instantOf(addDays(to, 1))];
  const { rows } = await ledger.db.execute<Burden & Record<string, unknown>>(sql`
    with sent as (
      select unit, draft -> 'notices' as notices from letter where status = 'sent' and sent_at >= ${start} and sent_at < ${end}
    ), asked as (
      select u ->> 'unit' as unit, 1 as requests, 0 as forms, 0 as letters
      from supervision_cycle cross join jsonb_array_elements(state -> 'units') u
      where requested_at >= ${start} and requested_at < ${end}
      union all select unit, 0, 0, 1 from sent
      union all select unit, 0, 1, 0 from sent cross join jsonb_array_elements(notices) n
      where n ->> 'kind' = 'assignment' and starts_with(n ->> 'task', 'return/')
    )
    select unit, sum(requests)::int as requests, sum(forms)::int as forms, sum(letters)::int as letters
    from asked group by unit order by unit collate "C"`);
  return rows;
}
