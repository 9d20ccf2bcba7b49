/** 督办函: drafted at its rung, approved by the office, numbered at approval (design section 5). */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { type FormalStatus, formal, formalSerial } from './schema.js';

export type FormalRow = typeof formal.$inferSelect;

export interface FormalDraft {
  readonly id: string;
  /** Unit id of the office it comes from; numbers run per office and year. */
  readonly office: string;
  readonly unit: string;
  readonly tasks: readonly string[];
  /** Unit ids that get a copy. */
  readonly copies: readonly string[];
  readonly day: Day;
}

/** Body code (发文机关代字) of an office that set none. */
const DEFAULT_MARK = '领办督';

const statusWords: Readonly<Record<FormalStatus, string>> = { draft: '起草', approved: '批准', withdrawn: '撤回' };

/** Keeps a draft; drafting the same id again changes nothing, whatever became of it. */
export async function draftFormal(ledger: Ledger, draft: FormalDraft, at: number): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const { id, office, unit, day } = draft;
    const values = {
      id,
      office,
      unit,
      day,
      tasks: [...draft.tasks],
      copies: [...draft.copies],
      status: 'draft' as const,
    };
    const written = await tx.insert(formal).values(values).onConflictDoNothing().returning({ id: formal.id });
    if (written.length === 0) return;
    await appendWithin(tx, [
      {
        id: `formal.drafted/${id}`,
        at,
        actor: { name: 'duban', role: 'system' },
        kind: 'formal.drafted',
        subject: id,
        data: { unit, tasks: draft.tasks, copies: draft.copies, day },
      },
    ]);
  });
}

/**
 * Approves a draft and gives the next number of the office's year, such as 领办督〔2027〕3号. Number and approval are one
 * transaction, so that no number is lost or given twice. Approved before: the same number again.
 * @throws `not-found`, or `formal-decided` when it was withdrawn.
 */
export async function approveFormal(
  ledger: Ledger,
  id: string,
  actor: Actor,
  year: number,
  mark: string = DEFAULT_MARK,
  at: number = Date.now(),
): Promise<{ readonly number: string }> {
  return ledger.db.transaction(async (tx) => {
    const [row] = await tx.select().from(formal).where(eq(formal.id, id)).for('update');
    if (row === undefined) throw refuse('not-found', { what: id });
    if (row.number !== null) return { number: row.number };
    if (row.status !== 'draft') throw refuse('formal-decided', { id, status: statusWords[row.status], wanted: '批准' });
    const [serial] = await tx
      .insert(formalSerial)
      .values({ office: row.office, year, last: 1 })
      .onConflictDoUpdate({
        target: [formalSerial.office, formalSerial.year],
        set: { last: sql`${formalSerial.last} + 1` },
      })
      .returning({ last: formalSerial.last });
    const next = serial?.last ?? 1;
    const number = `${mark}〔${year}〕${next}号`;
    await tx
      .update(formal)
      .set({ status: 'approved', year, serial: next, number, decidedBy: actor.name, decidedAt: at })
      .where(eq(formal.id, id));
    await appendWithin(tx, [
      {
        id: `formal.approved/${id}`,
        at,
        actor,
        kind: 'formal.approved',
        subject: id,
        data: { number, unit: row.unit, tasks: row.tasks },
      },
    ]);
    return { number };
  });
}

/**
 * Withdraws a draft, for instance because its last task was closed. Withdrawn before: nothing happens;
 * approved before (an approval came in between): it stays so, a number that was given is never taken back.
 * @throws `not-found`.
 */
export async function withdrawFormal(
  ledger: Ledger,
  id: string,
  actor: Actor,
  reason: string,
  at: number,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const [row] = await tx.select().from(formal).where(eq(formal.id, id)).for('update');
    if (row === undefined) throw refuse('not-found', { what: id });
    if (row.status !== 'draft') return;
    await tx
      .update(formal)
      .set({ status: 'withdrawn', decidedBy: actor.name, decidedAt: at, reason })
      .where(eq(formal.id, id));
    await appendWithin(tx, [
      { id: `formal.withdrawn/${id}`, at, actor, kind: 'formal.withdrawn', subject: id, data: { reason } },
    ]);
  });
}

/** 督办函 of all offices, oldest day first. */
export async function listFormal(
  ledger: Ledger,
  filter: { readonly status?: FormalStatus; readonly unit?: string } = {},
): Promise<FormalRow[]> {
  return ledger.db
    .select()
    .from(formal)
    .where(
      and(
        filter.status === undefined ? undefined : eq(formal.status, filter.status),
        filter.unit === undefined ? undefined : eq(formal.unit, filter.unit),
      ),
    )
    .orderBy(asc(formal.day), asc(formal.id));
}

/** One 督办函, or undefined. */
export async function loadFormal(ledger: Ledger, id: string): Promise<FormalRow | undefined> {
  const [row] = await ledger.db.select().from(formal).where(eq(formal.id, id));
  return row;
}
