/** Entries and figures for the status page and for health checks. */
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { LedgerEvent, Stage } from '../../domain/task.js';
import type { Ledger } from './connect.js';
import { event, type LetterStatus } from './schema.js';

/** An entry of the chain with its place. */
export type ChainEntry = LedgerEvent & { readonly seq: number; readonly hash: string };

/** Entries of the chain, the newest first; `before` is the `seq` of the last one of the page before, limit default 100. */
export async function eventsOf(
  ledger: Ledger,
  filter: { readonly subject?: string; readonly kind?: string; readonly limit?: number; readonly before?: number } = {},
): Promise<ChainEntry[]> {
  const rows = await ledger.db
    .select({ seq: event.seq, hash: event.hash, body: event.body })
    .from(event)
    .where(
      and(
        filter.subject === undefined ? undefined : eq(event.subject, filter.subject),
        filter.kind === undefined ? undefined : eq(event.kind, filter.kind),
        filter.before === undefined ? undefined : lt(event.seq, filter.before),
      ),
    )
    .orderBy(desc(event.seq))
    .limit(filter.limit ?? 100);
  return rows.map(({ seq, hash, body }) => ({ ...(JSON.parse(body) as LedgerEvent), seq, hash }));
}

export interface Counts {
  readonly tasks: Readonly<Partial<Record<Stage, number>>>;
  /** Open tasks whose light is red. */
  readonly overdue: number;
  readonly letters: Readonly<Partial<Record<LetterStatus, number>>>;
  readonly undeliverable: number;
  /** Letters waiting for another try. */
  readonly failing: number;
  readonly badAddresses: number;
  /** 督办函 waiting for approval. */
  readonly pendingFormal: number;
  readonly events: number;
}

/** What the status page counts, in one round trip. */
export async function counts(ledger: Ledger): Promise<Counts> {
  const { rows } = await ledger.db.execute<Omit<Counts, 'undeliverable' | 'failing'> & Record<string, unknown>>(sql`
    select
      (select coalesce(jsonb_object_agg(stage, n), '{}') from (select stage, count(*) as n from task group by stage) t) as tasks,
      (select count(*)::int from task where overdue and stage not in ('accepted', 'cancelled')) as overdue,
      (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, count(*) as n from letter group by status) l) as letters,
      (select count(*)::int from bad_address) as "badAddresses",
      (select count(*)::int from formal where status = 'draft') as "pendingFormal",
      (select entries::int from chain_head) as events`);
  const [row] = rows;
  if (row === undefined) throw new Error('the counts query returned no row');
  return { ...row, undeliverable: row.letters.undeliverable ?? 0, failing: row.letters.retry ?? 0 };
}

/** Lateness of sent letters against their planned instants, ms; zeros when none was sent. */
export interface OnTime {
  readonly sent: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** @param since only letters planned at or after this instant (epoch ms). */
export async function onTime(ledger: Ledger, since = 0): Promise<OnTime> {
  const { rows } = await ledger.db.execute<OnTime & Record<string, unknown>>(sql`
    with late as (select greatest(sent_at - planned_at, 0)::float8 as ms from letter where status = 'sent' and planned_at >= ${since})
    select count(*)::int as sent, coalesce(percentile_cont(0.5) within group (order by ms), 0) as p50,
      coalesce(percentile_cont(0.95) within group (order by ms), 0) as p95, coalesce(max(ms), 0) as max
    from late`);
  return rows[0] ?? { sent: 0, p50: 0, p95: 0, max: 0 };
}
