/** Plans on record: the draft, its launch with the rules it runs on, and its end. */
import { desc, eq, sql } from 'drizzle-orm';
import { refuse } from '../../domain/errors.js';
import type { PlanLife } from '../../domain/life/life.js';
import type { Plan } from '../../domain/plan.js';
import type { Ladder } from '../../domain/schedule/types.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import type { LedgerEvent } from '../../domain/task.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { type PlanStatus, plan } from './schema.js';

export type PlanRow = typeof plan.$inferSelect;

const statusWords: Readonly<Record<PlanStatus, string>> = { draft: '草稿', executing: '执行中', closed: '已结束' };

/** First half of the advisory lock of a plan; the second half is the plan's id. */
const PLAN_LOCK = 1_685_414_501;
/** The last turn of each ledger: a process holds at most one connection while it waits for a plan. */
const turns = new WeakMap<Ledger, Promise<unknown>>();

/**
 * Does `work`, which reads a plan and writes it back, while no other process does the same with this plan. Errors of
 * `work` pass through. Not to be nested.
 */
export function alonePlan<T>(ledger: Ledger, id: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(ledger) ?? Promise.resolve()).then(() => locked(ledger, id, work));
  turns.set(
    ledger,
    turn.catch(() => undefined),
  );
  return turn;
}

async function locked<T>(ledger: Ledger, id: string, work: () => Promise<T>): Promise<T> {
  const client = await ledger.pool.connect();
  let broken = true;
  try {
    await client.query('select pg_advisory_lock($1, hashtext($2))', [PLAN_LOCK, id]);
    try {
      return await work();
    } finally {
      broken = await client.query('select pg_advisory_unlock($1, hashtext($2))', [PLAN_LOCK, id]).then(
        () => false,
        () => true,
      );
    }
  } finally {
    // A connection that may still hold the lock is closed, which lets go of it.
    client.release(broken);
  }
}

/**
 * Writes a draft, replacing an earlier draft of the same id.
 * @param at epoch ms of the import.
 * @throws `plan-not-draft` when the plan was launched before.
 */
export async function savePlan(
  ledger: Ledger,
  value: Plan,
  at: number,
  events: readonly LedgerEvent[] = [],
): Promise<void> {
  const row = { title: value.title, year: value.year, plan: value, importedAt: at };
  await ledger.db.transaction(async (tx) => {
    const written = await tx
      .insert(plan)
      .values({ id: value.id, status: 'draft', ...row })
      .onConflictDoUpdate({ target: plan.id, set: row, setWhere: eq(plan.status, 'draft') })
      .returning({ id: plan.id });
    if (written.length === 0) throw refuse('plan-not-draft', { plan: value.id });
    await appendWithin(tx, events);
  });
}

/** `life`: as it is from then on. */
export type PlanStep = { readonly life?: PlanLife } & (
  | { readonly status: 'executing'; readonly ladder: Ladder; readonly at: number; readonly by: string }
  | { readonly status: 'closed'; readonly at: number }
);

/**
 * Moves a plan from draft to executing (with a snapshot of its rules) or from executing to closed; a draft whose life runs
 * can be closed as well (it is withdrawn). A plan that is there already stays as it is.
 * @returns true when this call moved it: of two launches at once one gets true.
 * @throws `not-found`, or `plan-status` for a step that skips or goes back.
 */
export async function setPlanStatus(
  ledger: Ledger,
  id: string,
  step: PlanStep,
  events: readonly LedgerEvent[] = [],
): Promise<boolean> {
  return ledger.db.transaction(async (tx) => {
    const [row] = await tx.select({ status: plan.status }).from(plan).where(eq(plan.id, id)).for('update');
    if (row === undefined) throw refuse('not-found', { what: id });
    if (row.status === step.status) return false;
    const from: readonly PlanStatus[] =
      step.status === 'executing' ? ['draft'] : ['executing', ...(step.life === undefined ? [] : ['draft' as const])];
    if (!from.includes(row.status))
      throw refuse('plan-status', { plan: id, status: statusWords[row.status], wanted: statusWords[step.status] });
    const set =
      step.status === 'executing'
        ? { status: step.status, ladder: step.ladder, launchedAt: step.at, launchedBy: step.by }
        : { status: step.status, closedAt: step.at };
    await tx
      .update(plan)
      .set({ ...set, ...(step.life === undefined ? {} : { life: step.life }) })
      .where(eq(plan.id, id));
    await appendWithin(tx, events);
    return true;
  });
}

/**
 * Changes the plan on record, draft or running, while nobody else writes it.
 * @throws `not-found`.
 */
export async function changePlan(
  ledger: Ledger,
  id: string,
  change: (before: Plan) => Plan,
  events: readonly LedgerEvent[],
): Promise<Plan> {
  return ledger.db.transaction(async (tx) => {
    const [row] = await tx.select({ plan: plan.plan }).from(plan).where(eq(plan.id, id)).for('update');
    if (row === undefined) throw refuse('not-found', { what: id });
    const changed = change(row.plan);
    await tx.update(plan).set({ plan: changed }).where(eq(plan.id, id));
    await appendWithin(tx, events);
    return changed;
  });
}

/** Keeps the new rules of a running plan (`rulesChanged`). */
export async function setPlanLadder(
  ledger: Ledger,
  id: string,
  ladder: Ladder,
  events: readonly LedgerEvent[],
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const changed = await tx.update(plan).set({ ladder }).where(eq(plan.id, id)).returning({ id: plan.id });
    if (changed.length === 0) throw refuse('not-found', { what: id });
    await appendWithin(tx, events);
  });
}

/** Sets the rules of a plan's supervision cycles; null: none are held any more. */
export async function setPlanSupervision(
  ledger: Ledger,
  id: string,
  supervision: SupervisionRules | null,
  events: readonly LedgerEvent[],
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const changed = await tx.update(plan).set({ supervision }).where(eq(plan.id, id)).returning({ id: plan.id });
    if (changed.length === 0) throw refuse('not-found', { what: id });
    await appendWithin(tx, events);
  });
}

/** All plans, the newest import first. */
export async function listPlans(ledger: Ledger): Promise<PlanRow[]> {
  return ledger.db.select().from(plan).orderBy(desc(plan.importedAt), sql`${plan.id}`);
}

/** One plan, or undefined. */
export async function loadPlan(ledger: Ledger, id: string): Promise<PlanRow | undefined> {
  const [row] = await ledger.db.select().from(plan).where(eq(plan.id, id));
  return row;
}
