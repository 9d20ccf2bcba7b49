/** What every act on comments begins with: the lock of their period, and the comments it names. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { isLive, periodStageWords } from '../../../domain/comment/period.js';
import { DubanError, type Fault, fault } from '../../../domain/errors.js';
import type { Actor, LedgerEvent } from '../../../domain/task.js';
import type { Runner } from '../chain.js';
import { comment, commentPeriod } from '../comments-schema.js';
import { unknownPeriod } from './periods.js';

export type LockedPeriod = Pick<
  typeof commentPeriod.$inferSelect,
  'id' | 'stage' | 'state' | 'terms' | 'items' | 'lastNo'
>;

/**
 * What an act must know of a period, as it is now.
 * @throws `period-unknown`.
 */
export async function readPeriod(tx: Runner, id: string, lock: boolean): Promise<LockedPeriod> {
  const { stage, state, terms, items, lastNo } = commentPeriod;
  const query = tx
    .select({ id: commentPeriod.id, stage, state, terms, items, lastNo })
    .from(commentPeriod)
    .where(eq(commentPeriod.id, id));
  const [row] = await (lock ? query.for('update') : query);
  if (row === undefined) throw await unknownPeriod(tx, id);
  return row;
}

/**
 * Locks a period until the transaction ends, so that intake, acts and publication come one after the other.
 * @throws `period-unknown`.
 */
export const lockPeriod = (tx: Runner, id: string): Promise<LockedPeriod> => readPeriod(tx, id, true);

/** @param act what is refused once the close-out is published or the period withdrawn, in words. */
export function overFault(period: LockedPeriod, act: string): Fault | null {
  return isLive(period)
    ? null
    : fault('period-over', { period: period.id, stage: periodStageWords[period.stage], act });
}

const decided = {
  no: comment.no,
  item: comment.item,
  mergedInto: comment.mergedInto,
  setAside: comment.setAside,
  disposition: comment.disposition,
  errand: comment.errand,
  opinion: comment.opinion,
  question: comment.question,
};
export type Decided = { readonly [Column in keyof typeof decided]: (typeof comment.$inferSelect)[Column] };

/** The comments of these numbers, in their order and each once, without words or personal data; a fault for each that is not there. */
export async function chosen(
  tx: Runner,
  period: LockedPeriod,
  nos: readonly number[],
): Promise<{ readonly rows: readonly Decided[]; readonly faults: readonly Fault[] }> {
  const asked = [...new Set(nos)].sort((a, b) => a - b);
  if (asked.length === 0) return { rows: [], faults: [fault('text-missing', { field: '意见的序号' })] };
  const possible = asked.filter((no) => Number.isInteger(no) && no >= 1 && no <= period.lastNo);
  const rows =
    possible.length === 0
      ? []
      : await tx
          .select(decided)
          .from(comment)
          .where(and(eq(comment.period, period.id), inArray(comment.no, possible)))
          .orderBy(asc(comment.no));
  const found = new Set(rows.map((row) => row.no));
  const faults = asked
    .filter((no) => !found.has(no))
    .map((no) => fault('comment-unknown', { period: period.id, no, allowed: period.lastNo }));
  return { rows, faults };
}

/** Throws all faults, if any. */
export function refuseAll(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new DubanError(faults);
}

/** An entry about one comment. Words of the public and personal data have no place in `data`. */
export function commentEvent(
  kind: string,
  period: string,
  no: number,
  actor: Actor,
  at: number,
  data: LedgerEvent['data'],
): LedgerEvent {
  const subject = `comment/${period}/${no}`;
  return { id: `${subject}#${randomUUID()}`, at, actor, kind, subject, data };
}
