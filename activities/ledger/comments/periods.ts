/** Comment periods on record: announced once with everything the public reads, then the newest state of each. */
import { and, desc, eq, inArray, max, notInArray, sql } from 'drizzle-orm';
import { type PeriodStage, type PeriodState, periodStageWords } from '../../../domain/comment/period.js';
import type { CommentRules } from '../../../domain/comment/rules.js';
import type { CommentTerms, DraftItem, DraftParagraph } from '../../../domain/comment/terms.js';
import { type DubanError, refuse } from '../../../domain/errors.js';
import type { LedgerEvent } from '../../../domain/task.js';
import { batched } from '../batch.js';
import { appendWithin, type Runner } from '../chain.js';
import { commentPeriod } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { prepared } from '../prepared.js';
import { toJson } from '../storable.js';

export type PeriodRow = typeof commentPeriod.$inferSelect;
/** A period as it stands in lists: without the draft, as text and as paragraphs. */
export type PeriodLine = Omit<PeriodRow, 'terms' | 'paragraphs'> & { readonly terms: Omit<CommentTerms, 'draft'> };

export interface PeriodOpening {
  readonly terms: CommentTerms;
  readonly items: readonly DraftItem[];
  readonly paragraphs: readonly DraftParagraph[];
  readonly rules: CommentRules;
  readonly state: PeriodState;
  /** Name of who opened it. */
  readonly openedBy: string;
}

/** First half of the advisory lock under which rounds of one plan are announced; the second half is the plan's id. */
const ROUND_LOCK = 1_685_414_502;
const over: PeriodStage[] = ['published', 'withdrawn'];

/**
 * Puts a new period on record with the event that announces it; its `at` becomes the time of the announcement.
 * @throws `period-exists` while an earlier round of the plan is neither published nor withdrawn, and for the loser of two
 *   who announce at once.
 */
export async function announcePeriod(ledger: Ledger, opening: PeriodOpening, event: LedgerEvent): Promise<void> {
  const { state } = opening;
  await ledger.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ROUND_LOCK}, hashtext(${state.plan}))`);
    const [other] = await tx
      .select({ id: commentPeriod.id, stage: commentPeriod.stage })
      .from(commentPeriod)
      .where(
        and(
          eq(commentPeriod.plan, state.plan),
          sql`(${notInArray(commentPeriod.stage, over)} or ${eq(commentPeriod.round, state.round)})`,
        ),
      )
      .limit(1);
    if (other !== undefined) throw refuse('period-exists', { period: other.id, stage: periodStageWords[other.stage] });
    await tx.execute(sql`
      insert into comment_period (id, plan, round, stage, ends_at, seq, state, terms, items, paragraphs, rules, opened_by, announced_at)
      select s ->> 'id', s ->> 'plan', (s ->> 'round')::int, s ->> 'stage', (s ->> 'endsAt')::bigint, (s ->> 'seq')::int, s,
        o -> 'terms', o -> 'items', o -> 'paragraphs', o -> 'rules', o ->> 'openedBy', ${event.at}
      from (select ${toJson(opening)}::jsonb as o) one cross join lateral (select o -> 'state' as s) two`);
    await appendWithin(tx, [event]);
  });
}

interface PeriodRecord {
  readonly state: PeriodState;
  readonly events: readonly LedgerEvent[];
}

// Rows are locked in the order of their ids and before the chain, as receive.ts does it: no two wait for each other.
const recordStatement = prepared(
  'record comment periods',
  `with asked as (
    select distinct on (s ->> 'id') s ->> 'id' as id, s as state from jsonb_array_elements($1::jsonb) s
    order by s ->> 'id', (s ->> 'seq')::int desc
  ), held as (
    select id from comment_period where id in (select id from asked) order by id for update
  ), whole as (
    select (select count(*) from asked) = (select count(*) from held) as yes
  ), written as (
    update comment_period p set stage = a.state ->> 'stage', ends_at = (a.state ->> 'endsAt')::bigint,
      seq = (a.state ->> 'seq')::int, state = a.state
    from asked a where p.id = a.id and p.seq < (a.state ->> 'seq')::int and (select yes from whole)
    returning p.id
  )
  select append_events($2::jsonb) from whole where yes and (select count(*) from written) >= 0`,
);

const record = batched(async (ledger, records: readonly PeriodRecord[]) => {
  const states = records.map((one) => one.state);
  const rows = await recordStatement(ledger, [toJson(states), toJson(records.flatMap((one) => one.events))]);
  if (rows.length === 0) throw await unknownPeriod(ledger.db, states.map((state) => state.id).join('、'));
  return records.map(() => undefined);
});

/**
 * Writes a period's state and the events that led to it, both or neither. A state older than the one on record (by `seq`)
 * is not written; its events are, unless their ids are on record already. Safe to repeat.
 * @throws `period-unknown` when it was never announced.
 */
export async function recordPeriod(ledger: Ledger, state: PeriodState, events: readonly LedgerEvent[]): Promise<void> {
  await record(ledger, { state, events });
}

/** One period with everything, or undefined. */
export async function loadPeriod(ledger: Ledger, id: string): Promise<PeriodRow | undefined> {
  const [row] = await ledger.db.select().from(commentPeriod).where(eq(commentPeriod.id, id));
  return row;
}

/** One period with everything. @throws `period-unknown`. */
export async function mustPeriod(ledger: Ledger, id: string): Promise<PeriodRow> {
  const row = await loadPeriod(ledger, id);
  if (row === undefined) throw await unknownPeriod(ledger.db, id);
  return row;
}

export interface PeriodFilter {
  readonly plan?: string;
  /** True: neither published nor withdrawn; false: one of the two. */
  readonly live?: boolean;
}

/** Periods, the newest announcement first. */
export async function listPeriods(ledger: Ledger, filter: PeriodFilter = {}): Promise<PeriodLine[]> {
  const { plan, live } = filter;
  const { id, round, stage, endsAt, seq, state, items, rules, openedBy, announcedAt, lastNo, toldAt } = commentPeriod;
  return ledger.db
    .select({
      ...{
        id,
        plan: commentPeriod.plan,
        round,
        stage,
        endsAt,
        seq,
        state,
        items,
        rules,
        openedBy,
        announcedAt,
        lastNo,
        toldAt,
      },
      terms: sql<Omit<CommentTerms, 'draft'>>`${commentPeriod.terms} - 'draft'`,
    })
    .from(commentPeriod)
    .where(
      and(
        plan === undefined ? undefined : eq(commentPeriod.plan, plan),
        live === undefined ? undefined : live ? notInArray(stage, over) : inArray(stage, over),
      ),
    )
    .orderBy(desc(announcedAt), desc(id));
}

/** Number of the plan's newest round; 0 when it had none. */
export async function latestRound(ledger: Ledger, plan: string): Promise<number> {
  const [row] = await ledger.db
    .select({ round: max(commentPeriod.round) })
    .from(commentPeriod)
    .where(eq(commentPeriod.plan, plan));
  return row?.round ?? 0;
}

/** The refusal of a period that is not on record; names the newest that are. */
export async function unknownPeriod(runner: Runner, period: string): Promise<DubanError> {
  const rows = await runner
    .select({ id: commentPeriod.id })
    .from(commentPeriod)
    .orderBy(desc(commentPeriod.announcedAt), desc(commentPeriod.id))
    .limit(10);
  return refuse('period-unknown', { period, allowed: rows.map((row) => row.id).join('、') || '（无）' });
}
