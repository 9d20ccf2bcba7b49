/**
 * Reorganisations on record. The chain is their record: decided, withdrawn, in force, carried out or blocked. On its
 * day the directory, drafts and later years of running plans, and the duties for indicators change in one transaction.
 */
import { eq, inArray, ne, sql } from 'drizzle-orm';
import type { Directory, Unit } from '../../domain/org.js';
import {
  directoryAfter,
  dutyKey,
  endedBy,
  movesOf,
  planAfter,
  type Reorganisation,
  takerOf,
} from '../../domain/reorganisation.js';
import {
  type ReorganisationStep,
  reorganisationEvent,
  reorganisationSteps,
} from '../../domain/reorganisation-event.js';
import type { Blocked } from '../../domain/reorganisation-letter.js';
import { type OpenDuty, standingFaults } from '../../domain/reorganisation-request.js';
import type { Actor, LedgerEvent } from '../../domain/task.js';
import { appendWithin, type Runner } from './chain.js';
import type { Ledger } from './connect.js';
import { changedUnit, DIRECTORY_LOCK, directoryWithin } from './directory.js';
import { indicatorDuty } from './indicators-schema.js';
import { event, plan, unit, unitGroup } from './schema.js';
import { listTasks } from './tasks.js';

/** A reorganisation with the entries of its life, oldest first. */
export interface KeptReorganisation {
  readonly change: Reorganisation;
  readonly steps: readonly (LedgerEvent & { readonly step: ReorganisationStep })[];
}

/** All of them, the newest first. */
export async function listReorganisations(ledger: Ledger): Promise<readonly KeptReorganisation[]> {
  const kinds = reorganisationSteps.map((step) => `reorganisation.${step}`);
  const rows = await ledger.db
    .select({ body: event.body })
    .from(event)
    .where(inArray(event.kind, kinds))
    .orderBy(event.seq);
  const entries = rows.map(({ body }) => JSON.parse(body) as LedgerEvent);
  return entries
    .filter(({ kind }) => kind === 'reorganisation.decided')
    .map((decided) => ({
      change: decided.data['change'] as Reorganisation,
      steps: entries
        .filter(({ subject }) => subject === decided.subject)
        .map((one) => ({ ...one, step: one.kind.slice('reorganisation.'.length) as ReorganisationStep })),
    }))
    .toReversed();
}

/** Reorganisations that are neither in force yet nor withdrawn or blocked. */
export const isWaiting = ({ steps }: KeptReorganisation): boolean => steps.every(({ step }) => step === 'decided');

/** Duties that are open, or still to come in drafts and in later years of running plans. */
export async function openDuties(ledger: Ledger): Promise<readonly OpenDuty[]> {
  const [tasks, plans] = await Promise.all([
    listTasks(ledger, { open: true }),
    ledger.db.select({ plan: plan.plan, status: plan.status }).from(plan).where(ne(plan.status, 'closed')),
  ]);
  const running = tasks.flatMap(({ plan: id, number, duties }) =>
    duties.map((duty): OpenDuty => ({ plan: id, number, unit: duty.unit })),
  );
  const coming = plans
    .filter((row) => row.status === 'draft' || (row.plan.period?.[1] ?? row.plan.year) > row.plan.year)
    .flatMap((row) =>
      row.plan.tasks.flatMap(({ number, duties }) =>
        duties.flatMap(({ unit: id }): OpenDuty[] => (id === null ? [] : [{ plan: row.plan.id, number, unit: id }])),
      ),
    );
  return [...new Map([...running, ...coming].map((one) => [`${dutyKey(one)} ${one.unit}`, one])).values()];
}

/**
 * Carries a reorganisation out on the record, once: done before, it changes nothing.
 * @returns true, or what of the directory stands against it by now; the chain then says so too.
 */
export async function applyReorganisation(
  ledger: Ledger,
  change: Reorganisation,
  actor: Actor,
  at: number,
): Promise<true | Blocked> {
  return ledger.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${DIRECTORY_LOCK})`);
    const { id } = reorganisationEvent(change, 'applied', actor, at, {});
    const [before] = await tx.select({ id: event.id }).from(event).where(eq(event.id, id));
    if (before !== undefined) return true;
    const directory = await directoryWithin(tx);
    const faults = standingFaults(change, directory);
    if (faults.length > 0) {
      const why = faults.map(({ code, message }) => ({ code, message }));
      await appendWithin(tx, [reorganisationEvent(change, 'blocked', actor, at, { faults: why })]);
      const office = directory.units.find(({ kind }) => kind === 'office')?.id ?? 'office';
      return { office, why: why.map(({ message }) => message) };
    }
    const units = await writeDirectory(tx, directory, change, actor, at);
    const plans = await writePlans(tx, change);
    const indicators = await writeIndicators(tx, change, actor, at);
    await appendWithin(tx, [...units, reorganisationEvent(change, 'applied', actor, at, { plans, indicators })]);
    return true;
  });
}

/** Rows of the units that change, and an event of each with what it was before. */
async function writeDirectory(
  tx: Runner,
  directory: Directory,
  change: Reorganisation,
  actor: Actor,
  at: number,
): Promise<readonly LedgerEvent[]> {
  const after = directoryAfter(directory, change);
  const events: LedgerEvent[] = [];
  const note = (before: Unit | undefined, now: Unit): void => {
    const entry = changedUnit('unit.reorganised', actor, at, before, now);
    events.push({ ...entry, data: { ...entry.data, reorganisation: change.id } });
  };
  for (const now of after.units) {
    const before = directory.units.find((one) => one.id === now.id);
    if (before === undefined) {
      const [last] = await tx.select({ position: sql<number>`coalesce(max(${unit.position}), -1)::int` }).from(unit);
      const { id, name, kind, contacts, standIns } = now;
      const position = (last?.position ?? -1) + 1;
      await tx.insert(unit).values({ id, position, name, kind, aliases: [...now.aliases], contacts, standIns });
      note(undefined, now);
    } else if (now.name !== before.name) {
      const [row] = await tx.select().from(unit).where(eq(unit.id, now.id));
      const aliases = (row?.aliases ?? []).filter((alias) => alias !== now.name);
      const former = (row?.formerNames ?? []).filter((one) => one.name !== now.name);
      const formerNames = [...former, { name: before.name, until: change.on }];
      await tx.update(unit).set({ name: now.name, aliases, formerNames }).where(eq(unit.id, now.id));
      note(before, now);
    } else if (now.ended !== before.ended) {
      await tx.update(unit).set({ ended: now.ended }).where(eq(unit.id, now.id));
      note(before, now);
    }
  }
  for (const group of after.groups)
    if (!directory.groups.includes(group))
      await tx
        .update(unitGroup)
        .set({ members: [...group.members] })
        .where(eq(unitGroup.word, group.word));
  return events;
}

/** Plans whose tasks change hands, with their numbers: drafts, and later years of running plans. */
async function writePlans(
  tx: Runner,
  change: Reorganisation,
): Promise<readonly { readonly plan: string; readonly tasks: readonly number[] }[]> {
  const rows = await tx
    .select({ id: plan.id, plan: plan.plan })
    .from(plan)
    .where(ne(plan.status, 'closed'))
    .orderBy(plan.id)
    .for('update');
  const changed: { plan: string; tasks: number[] }[] = [];
  for (const row of rows) {
    const after = planAfter(row.plan, change);
    if (after === row.plan) continue;
    await tx.update(plan).set({ plan: after }).where(eq(plan.id, row.id));
    const moved = row.plan.tasks.filter((task) => movesOf(change, { plan: row.id, ...task }).length > 0);
    changed.push({ plan: row.id, tasks: moved.map(({ number }) => number) });
  }
  return changed;
}

/** Indicators that another unit answers for from the next request on. */
async function writeIndicators(
  tx: Runner,
  change: Reorganisation,
  actor: Actor,
  at: number,
): Promise<readonly { readonly plan: string; readonly no: number; readonly to: string }[]> {
  const ended = endedBy(change);
  if (ended.length === 0) return [];
  const rows = await tx
    .select()
    .from(indicatorDuty)
    .where(inArray(indicatorDuty.unit, [...ended]));
  const moved = rows.map(({ plan: id, no, unit: from }) => ({
    plan: id,
    no,
    from,
    to: takerOf({ ...change, assign: {} }, from, { plan: id, number: no }),
  }));
  for (const { plan: id, no, to } of moved)
    await tx
      .update(indicatorDuty)
      .set({ unit: to, by: actor.name, at })
      .where(sql`${indicatorDuty.plan} = ${id} and ${indicatorDuty.no} = ${no}`);
  return moved;
}
