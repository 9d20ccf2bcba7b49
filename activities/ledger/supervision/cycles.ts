/** Supervision cycles on record: opened once with the rules they keep, then the newest state of each. */
import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, getTableColumns, inArray, notInArray, or, sql } from 'drizzle-orm';
import { clockOf, type Day } from '../../../domain/day.js';
import { type DubanError, refuse } from '../../../domain/errors.js';
import { type CycleStage, type CycleState, cycleStageWords } from '../../../domain/supervision/cycle.js';
import type { SupervisionRules } from '../../../domain/supervision/rules.js';
import type { Actor, LedgerEvent } from '../../../domain/task.js';
import { appendWithin, type Runner } from '../chain.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { cyclePutOff, supervisionCycle } from '../supervision-schema.js';

/** A cycle as it stands in lists: without its rules. */
export type CycleLine = Omit<typeof supervisionCycle.$inferSelect, 'rules'>;

export interface PutOff {
  readonly key: string;
  /** Day on which the cycle starts instead; null: not at all. */
  readonly until: Day | null;
  readonly reason: string;
}

/** First half of the advisory lock under which cycles of one plan are opened and put off; the second is the plan's id. */
const CYCLE_LOCK = 1_685_414_503;
const over: CycleStage[] = ['published', 'skipped'];

const lockPlan = (tx: Runner, plan: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(${CYCLE_LOCK}, hashtext(${plan}))`);

/**
 * Puts a new cycle on record with the event that opens it, both or neither. Repeating it with the very same state is
 * harmless, so that a start that stopped half-way can go on.
 * @throws `cycle-exists`; `cycle-overlap` while another cycle of the plan is neither published nor skipped. Of two who
 *   open at once one gets through.
 */
export async function openCycle(
  ledger: Ledger,
  state: CycleState,
  rules: SupervisionRules,
  event: LedgerEvent,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    await lockPlan(tx, state.plan);
    const { id, stage, requestedAt } = supervisionCycle;
    const others = await tx
      .select({ id, stage, requestedAt, same: sql<boolean>`${supervisionCycle.state} = ${toJson(state)}::jsonb` })
      .from(supervisionCycle)
      .where(and(eq(supervisionCycle.plan, state.plan), or(eq(id, state.id), notInArray(stage, over))));
    const own = others.find((one) => one.id === state.id);
    if (own?.same === true) return;
    if (own !== undefined) throw refuse('cycle-exists', { cycle: own.id, at: clockOf(own.requestedAt) });
    const [other] = others;
    if (other !== undefined) throw refuse('cycle-overlap', { other: other.id, stage: cycleStageWords[other.stage] });
    await tx.execute(sql`
      insert into supervision_cycle (id, plan, key, stage, due_at, requested_at, requested_by, seq, state, rules)
      select s ->> 'id', s ->> 'plan', s ->> 'key', s ->> 'stage', (s ->> 'dueAt')::bigint, (s ->> 'requestedAt')::bigint,
        s ->> 'requestedBy', (s ->> 'seq')::int, s, ${toJson(rules)}::jsonb
      from (select ${toJson(state)}::jsonb as s) one`);
    await appendWithin(tx, [event]);
  });
}

/**
 * Writes a cycle's state and the events that led to it, both or neither. A state older than the one on record (by `seq`)
 * is not written; its events are, unless their ids are on record already. Safe to repeat.
 * @throws `cycle-unknown` when it was never opened.
 */
export async function recordCycle(ledger: Ledger, state: CycleState, events: readonly LedgerEvent[]): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const held = await lockCycle(tx, state.id);
    if (held.seq < state.seq)
      await tx.execute(sql`
        update supervision_cycle set stage = s ->> 'stage', due_at = (s ->> 'dueAt')::bigint, seq = (s ->> 'seq')::int, state = s
        from (select ${toJson(state)}::jsonb as s) one where id = ${state.id}`);
    await appendWithin(tx, events);
  });
}

/**
 * The state on record, its row locked until the transaction ends: saves, bulletins and states of one cycle come one
 * after the other.
 * @throws `cycle-unknown`.
 */
export async function lockCycle(tx: Runner, id: string): Promise<CycleState> {
  const [row] = await tx
    .select({ state: supervisionCycle.state })
    .from(supervisionCycle)
    .where(eq(supervisionCycle.id, id))
    .for('update');
  if (row === undefined) throw await unknownCycle(tx, id);
  return row.state;
}

/** One cycle with the rules it runs on, or undefined. */
export async function loadCycle(
  ledger: Ledger,
  id: string,
): Promise<{ readonly state: CycleState; readonly rules: SupervisionRules } | undefined> {
  const { state, rules } = supervisionCycle;
  const [row] = await ledger.db.select({ state, rules }).from(supervisionCycle).where(eq(supervisionCycle.id, id));
  return row;
}

/**
 * Cycles, the newest request first.
 * @param filter.live true: neither published nor skipped; false: one of the two.
 */
export async function listCycles(
  ledger: Ledger,
  filter: { readonly plan?: string; readonly live?: boolean } = {},
): Promise<CycleLine[]> {
  const { rules: _rules, ...columns } = getTableColumns(supervisionCycle);
  const { plan, live } = filter;
  const { stage, requestedAt, id } = supervisionCycle;
  return ledger.db
    .select(columns)
    .from(supervisionCycle)
    .where(
      and(
        plan === undefined ? undefined : eq(supervisionCycle.plan, plan),
        live === undefined ? undefined : live ? notInArray(stage, over) : inArray(stage, over),
      ),
    )
    .orderBy(desc(requestedAt), desc(id));
}

/**
 * Puts a cycle that has not started off; a later word on it replaces the earlier one, the chain keeps both.
 * @param until day on which it starts instead; null: not at all.
 * @param now epoch ms.
 * @throws `text-missing` without a reason; `cycle-stage` when it has started.
 */
export async function putOff(
  ledger: Ledger,
  plan: string,
  key: string,
  until: Day | null,
  reason: string,
  actor: Actor,
  now: number,
): Promise<void> {
  if (reason.trim() === '') throw refuse('text-missing', { field: '理由' });
  const cycle = `${plan}/${key}`;
  await ledger.db.transaction(async (tx) => {
    await lockPlan(tx, plan);
    const { stage } = supervisionCycle;
    const [begun] = await tx.select({ stage }).from(supervisionCycle).where(eq(supervisionCycle.id, cycle));
    if (begun !== undefined)
      throw refuse('cycle-stage', {
        cycle,
        stage: cycleStageWords[begun.stage],
        act: until === null ? '在开始前取消' : '推迟',
      });
    await tx.execute(sql`
      insert into cycle_put_off (plan, key, until, reason, by, at)
      select r ->> 'plan', r ->> 'key', r ->> 'until', r ->> 'reason', r ->> 'by', ${now}
      from (select ${toJson({ plan, key, until, reason, by: actor.name })}::jsonb as r) one
      on conflict (plan, key) do update set until = excluded.until, reason = excluded.reason, by = excluded.by, at = excluded.at`);
    const subject = `cycle/${cycle}`;
    await appendWithin(tx, [
      { id: `${subject}#${randomUUID()}`, at: now, actor, kind: 'cycle.putOff', subject, data: { until, reason } },
    ]);
  });
}

/** What was put off of a plan, by key. */
export async function putOffs(ledger: Ledger, plan: string): Promise<PutOff[]> {
  const { key, until, reason } = cyclePutOff;
  return ledger.db.select({ key, until, reason }).from(cyclePutOff).where(eq(cyclePutOff.plan, plan)).orderBy(asc(key));
}

/** The refusal of a cycle that is not on record; names the newest that are. */
export async function unknownCycle(runner: Runner, cycle: string): Promise<DubanError> {
  const rows = await runner
    .select({ id: supervisionCycle.id })
    .from(supervisionCycle)
    .orderBy(desc(supervisionCycle.requestedAt), desc(supervisionCycle.id))
    .limit(10);
  return refuse('cycle-unknown', { cycle, allowed: rows.map((row) => row.id).join('、') || '（无）' });
}
