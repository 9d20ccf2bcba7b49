/** The indicators of plans that are followed: who answers for which, opened once with the rules they keep, then the newest state. */
import { randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { clockOf } from '../../../domain/day.js';
import { refuse } from '../../../domain/errors.js';
import type { IndicatorRules } from '../../../domain/indicators/rules.js';
import type { WatchState } from '../../../domain/indicators/watch.js';
import type { Actor, LedgerEvent } from '../../../domain/task.js';
import { appendWithin, type Runner } from '../chain.js';
import type { Ledger } from '../connect.js';
import { indicatorDuty, indicatorWatch } from '../indicators-schema.js';
import { toJson } from '../storable.js';

/** A case on record with the rules it runs on. */
export interface KeptWatch {
  readonly state: WatchState;
  readonly rules: IndicatorRules;
}

/** Settles which unit answers for indicators of a plan; a later word replaces the earlier one, the chain keeps both. */
export async function assignIndicators(
  ledger: Ledger,
  plan: string,
  nos: readonly number[],
  unit: string,
  actor: Actor,
  now: number,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    for (const no of nos)
      await tx
        .insert(indicatorDuty)
        .values({ plan, no, unit, by: actor.name, at: now })
        .onConflictDoUpdate({ target: [indicatorDuty.plan, indicatorDuty.no], set: { unit, by: actor.name, at: now } });
    const subject = `indicators/${plan}`;
    const id = `${subject}/${randomUUID()}`;
    await appendWithin(tx, [{ id, at: now, actor, kind: 'indicator.assigned', subject, data: { nos, unit } }]);
  });
}

/** The responsible unit of each indicator that has one. */
export async function indicatorDuties(ledger: Ledger, plan: string): Promise<Readonly<Record<number, string>>> {
  const rows = await ledger.db
    .select({ no: indicatorDuty.no, unit: indicatorDuty.unit })
    .from(indicatorDuty)
    .where(eq(indicatorDuty.plan, plan));
  return Object.fromEntries(rows.map(({ no, unit }) => [no, unit]));
}

/**
 * Puts a new case on record with the event that opens it, both or neither; the very same state again is harmless.
 * @throws `indicator-watching`.
 */
export async function openWatch(
  ledger: Ledger,
  state: WatchState,
  rules: IndicatorRules,
  event: LedgerEvent,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      insert into indicator_watch (plan, started_at, started_by, seq, state, rules)
      select s ->> 'plan', (s ->> 'startedAt')::bigint, s ->> 'startedBy', (s ->> 'seq')::int, s, ${toJson(rules)}::jsonb
      from (select ${toJson(state)}::jsonb as s) one on conflict do nothing`);
    if (rowCount === 0) {
      const held = await lockWatch(tx, state.plan);
      if (held.startedAt === state.startedAt && held.startedBy === state.startedBy) return;
      throw refuse('indicator-watching', { plan: state.plan, at: clockOf(held.startedAt) });
    }
    await appendWithin(tx, [event]);
  });
}

/**
 * Writes a state and the events that led to it, both or neither. A state older than the one on record (by `seq`) is not
 * written; its events are, unless their ids are on record already. Safe to repeat.
 * @throws `indicator-not-watching` when it was never opened.
 */
export async function recordWatch(ledger: Ledger, state: WatchState, events: readonly LedgerEvent[]): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const held = await lockWatch(tx, state.plan);
    if (held.seq < state.seq)
      await tx.execute(sql`
        update indicator_watch set seq = (s ->> 'seq')::int, state = s
        from (select ${toJson(state)}::jsonb as s) one where plan = ${state.plan}`);
    await appendWithin(tx, events);
  });
}

/** The state on record, its row locked until the transaction ends. @throws `indicator-not-watching`. */
export async function lockWatch(tx: Runner, plan: string): Promise<WatchState> {
  const [row] = await tx
    .select({ state: indicatorWatch.state })
    .from(indicatorWatch)
    .where(eq(indicatorWatch.plan, plan))
    .for('update');
  if (row === undefined) throw refuse('indicator-not-watching', { plan });
  return row.state;
}

/** One case with the rules it runs on, or undefined. */
export async function loadWatch(ledger: Ledger, plan: string): Promise<KeptWatch | undefined> {
  const { state, rules } = indicatorWatch;
  const [row] = await ledger.db.select({ state, rules }).from(indicatorWatch).where(eq(indicatorWatch.plan, plan));
  return row;
}

/** Every case on record, the oldest first. */
export async function listWatches(ledger: Ledger): Promise<KeptWatch[]> {
  const { state, rules, startedAt, plan } = indicatorWatch;
  return ledger.db.select({ state, rules }).from(indicatorWatch).orderBy(asc(startedAt), asc(plan));
}
