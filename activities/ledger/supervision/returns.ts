/**
 * Returns of units, every version kept. A version is written before its cycle takes it: the cycle's state names the one
 * that counts, and one that a crash kept from being taken is harmless.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { AttachedFile } from '../../../domain/comment/comment.js';
import { dayOf } from '../../../domain/day.js';
import { DubanError, refuse } from '../../../domain/errors.js';
import { cycleRefusal } from '../../../domain/supervision/cycle-refusal.js';
import type { ReturnVersion } from '../../../domain/supervision/return.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin, type Runner } from '../chain.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { cycleEvidence, cycleReturn, supervisionCycle } from '../supervision-schema.js';
import { lockCycle } from './cycles.js';

/** A return on its way in, evidence included. */
export type IncomingReturn = Omit<ReturnVersion, 'version' | 'sentBack' | 'files'> & {
  readonly files: readonly (AttachedFile & { readonly bytes: Uint8Array })[];
};

const giver = ({ by, unit, onBehalf }: IncomingReturn): Actor =>
  onBehalf === null
    ? { name: by, role: 'unit', unit }
    : { name: onBehalf.by, role: 'office', onBehalfOf: unit, why: onBehalf.why };

/**
 * Keeps a return as the unit's next version, with its evidence and one entry on the chain. Saving twice gives two versions.
 * @returns the version's number, from 1.
 * @throws `cycle-unknown`, `cycle-other-unit`, or `cycle-stage` when the bulletin is approved or the cycle skipped.
 */
export async function saveReturn(ledger: Ledger, given: IncomingReturn): Promise<number> {
  const { id, cycle, unit, at } = given;
  return ledger.db.transaction(async (tx) => {
    const state = await lockCycle(tx, cycle);
    const [last] = await tx
      .select({ version: sql<number>`coalesce(max(${cycleReturn.version}), 0)::int` })
      .from(cycleReturn)
      .where(eq(cycleReturn.id, id));
    const version = (last?.version ?? 0) + 1;
    const actor = giver(given);
    const against = cycleRefusal(state, { kind: 'return', unit, version }, actor, dayOf(at));
    if (against !== null) throw new DubanError([against]);
    await keepEvidence(tx, given);
    const files = given.files.map(({ name, mediaType, size, sha256 }) => ({ name, mediaType, size, sha256 }));
    const { rows } = await tx.execute<{ digest: string }>(sql`
      insert into cycle_return (id, version, cycle, unit, content, files, via, at, by, on_behalf)
      select r ->> 'id', ${version}, r ->> 'cycle', r ->> 'unit', r -> 'content', r -> 'files', r ->> 'via', ${at},
        r ->> 'by', nullif(r -> 'onBehalf', 'null')
      from (select ${toJson({ ...given, files })}::jsonb as r) one
      returning return_digest(cycle_return.*) as digest`);
    const data = { unit, version, digest: rows[0]?.digest, files: files.map((file) => file.sha256) };
    await appendWithin(tx, [
      { id: `${id}/${version}/saved`, at, actor, kind: 'cycle.returnSaved', subject: `cycle/${cycle}`, data },
    ]);
    return version;
  });
}

async function keepEvidence(tx: Runner, { cycle, files }: IncomingReturn): Promise<void> {
  for (const { sha256, bytes } of files)
    await tx
      .insert(cycleEvidence)
      .values({ cycle, sha256, bytes: Buffer.from(bytes) })
      .onConflictDoNothing();
}

/** The version of every unit that its cycle counts, in the order of the cycle's units; units without one are left out. */
export async function returnsOf(ledger: Ledger, cycle: string): Promise<ReturnVersion[]> {
  const rows = await ledger.db
    .select({ row: cycleReturn })
    .from(cycleReturn)
    .innerJoin(supervisionCycle, eq(supervisionCycle.id, cycleReturn.cycle))
    .innerJoin(counted, matches)
    .where(eq(cycleReturn.cycle, cycle))
    .orderBy(sql`asked.place`);
  return rows.map(({ row }) => row);
}

// The units of a cycle with the version that counts, beside each row of supervision_cycle.
const counted = sql`lateral (select u ->> 'unit' as unit, (u ->> 'version')::int as version, place
  from jsonb_array_elements(${supervisionCycle.state} -> 'units') with ordinality as one(u, place)) as asked`;
const matches = sql`asked.unit = ${cycleReturn.unit} and asked.version = ${cycleReturn.version}`;

/** One version of a return, by default the one its cycle counts; undefined when there is none. */
export async function loadReturn(ledger: Ledger, id: string, version?: number): Promise<ReturnVersion | undefined> {
  if (version !== undefined) {
    const [row] = await ledger.db.select().from(cycleReturn).where(ofVersion(id, version));
    return row;
  }
  const [found] = await ledger.db
    .select({ row: cycleReturn })
    .from(cycleReturn)
    .innerJoin(supervisionCycle, eq(supervisionCycle.id, cycleReturn.cycle))
    .innerJoin(counted, matches)
    .where(eq(cycleReturn.id, id));
  return found?.row;
}

/** Every version on record, the oldest first; those that the cycle never took included. */
export async function versionsOf(ledger: Ledger, id: string): Promise<ReturnVersion[]> {
  return ledger.db.select().from(cycleReturn).where(eq(cycleReturn.id, id)).orderBy(asc(cycleReturn.version));
}

/**
 * Notes that a version was sent back, once: of a second call nothing is kept.
 * @throws `return-not-there`.
 */
export async function markSentBack(
  ledger: Ledger,
  id: string,
  version: number,
  sentBack: NonNullable<ReturnVersion['sentBack']>,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const { cycle, unit, sentBack: before } = cycleReturn;
    const [row] = await tx
      .select({ cycle, unit, before })
      .from(cycleReturn)
      .where(ofVersion(id, version))
      .for('update');
    if (row === undefined) throw refuse('return-not-there', { unit: id, version });
    if (row.before !== null) return;
    await tx
      .update(cycleReturn)
      .set({ sentBack: sql`${toJson(sentBack)}::jsonb` })
      .where(ofVersion(id, version));
    await appendWithin(tx, [
      {
        id: `${id}/${version}/sentBack`,
        at: sentBack.at,
        actor: { name: sentBack.by, role: 'office' },
        kind: 'cycle.returnSentBack',
        subject: `cycle/${row.cycle}`,
        data: { unit: row.unit, version, sentBack },
      },
    ]);
  });
}

/** A file that came with this version, or undefined. */
export async function evidenceOf(
  ledger: Ledger,
  id: string,
  version: number,
  sha256: string,
): Promise<(AttachedFile & { readonly bytes: Uint8Array }) | undefined> {
  const [row] = await ledger.db
    .select({ files: cycleReturn.files, bytes: cycleEvidence.bytes })
    .from(cycleReturn)
    .innerJoin(cycleEvidence, and(eq(cycleEvidence.cycle, cycleReturn.cycle), eq(cycleEvidence.sha256, sha256)))
    .where(ofVersion(id, version));
  const file = row?.files.find((one) => one.sha256 === sha256);
  return row === undefined || file === undefined ? undefined : { ...file, bytes: row.bytes };
}

const ofVersion = (id: string, version: number) => and(eq(cycleReturn.id, id), eq(cycleReturn.version, version));
