/** Comments on their way to the lead units of their items: one errand a unit and working day (domain/comment/errand). */
import { and, asc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { CommentCounts } from '../../../domain/comment/comment.js';
import { type Errand, errandId } from '../../../domain/comment/errand.js';
import { isLive } from '../../../domain/comment/period.js';
import type { Day } from '../../../domain/day.js';
import type { LedgerEvent } from '../../../domain/task.js';
import { appendWithin, type Runner } from '../chain.js';
import { comment, commentErrand } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { countsOf } from './read.js';
import { type LockedPeriod, lockPeriod } from './within.js';

export interface ErrandRow extends Errand {
  /** Numbers of its comments without the unit's opinion and without a decision of the office. */
  readonly waiting: readonly number[];
  readonly assignedAt: number;
  readonly closedAt: number | null;
}

/** How long an errand that was closed is told of, so that rounds that missed it once hear of it again. */
const TOLD_FOR_MS = 10 * 86_400_000;

/** A comment that its errand still waits for. */
const waits = (): SQL =>
  sql`${comment.opinion} is null and ${comment.disposition} is null and ${comment.mergedInto} is null and ${comment.setAside} is null`;

/** Errands by day and id, within a transaction or without. */
export async function readErrands(runner: Runner, where: SQL | undefined): Promise<ErrandRow[]> {
  const numbers = (which: SQL): SQL<number[]> =>
    sql<number[]>`coalesce(array_agg(${comment.no} order by ${comment.no}) filter (where ${which}), '{}')`;
  const { id, period, unit, day, due, open, seq, assignedAt, closedAt } = commentErrand;
  return runner
    .select({
      id,
      period,
      unit,
      day: sql<Day>`${day}`,
      due: sql<Day>`${due}`,
      comments: numbers(sql`${comment.no} is not null`),
      open,
      seq,
      waiting: numbers(sql`${comment.no} is not null and ${waits()}`),
      assignedAt,
      closedAt,
    })
    .from(commentErrand)
    .leftJoin(comment, eq(comment.errand, commentErrand.id))
    .where(where)
    .groupBy(commentErrand.id)
    .orderBy(asc(commentErrand.day), asc(commentErrand.id));
}

/** An errand without what only the ledger knows of it. */
const plain = ({ waiting: _w, assignedAt: _a, closedAt: _c, ...errand }: ErrandRow): Errand => errand;

/** One errand, or undefined. */
export async function loadErrand(ledger: Ledger, id: string): Promise<ErrandRow | undefined> {
  const [row] = await readErrands(ledger.db, eq(commentErrand.id, id));
  return row;
}

/** Errands by day and id. `ids` empty: none. */
export async function errandsOf(
  ledger: Ledger,
  filter: { readonly period?: string; readonly ids?: readonly string[]; readonly open?: boolean } = {},
): Promise<ErrandRow[]> {
  return readErrands(
    ledger.db,
    and(
      filter.period === undefined ? undefined : eq(commentErrand.period, filter.period),
      filter.ids === undefined ? undefined : inArray(commentErrand.id, [...filter.ids]),
      filter.open === undefined ? undefined : eq(commentErrand.open, filter.open),
    ),
  );
}

/** Opens or closes errands, each a step further; `now` is kept as the instant of closing. Answers the steps. */
async function turn(tx: Runner, ids: readonly string[], open: boolean, now: number): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  const turned = await tx
    .update(commentErrand)
    .set({ open, closedAt: open ? null : now, seq: sql`${commentErrand.seq} + 1` })
    .where(inArray(commentErrand.id, [...ids]))
    .returning({ seq: commentErrand.seq });
  return turned.map((one) => one.seq);
}

/** Closes an errand for which nothing waits any more; true when it did. */
export async function closeAnswered(tx: Runner, id: string, now: number): Promise<boolean> {
  const [errand] = await readErrands(tx, eq(commentErrand.id, id));
  if (errand === undefined || !errand.open || errand.waiting.length > 0) return false;
  await turn(tx, [id], false, now);
  return true;
}

/** Closes every errand of a period that is over. */
export async function closeAll(tx: Runner, period: string, now: number): Promise<void> {
  const open = await readErrands(tx, and(eq(commentErrand.period, period), eq(commentErrand.open, true)));
  await turn(
    tx,
    open.map((one) => one.id),
    false,
    now,
  );
}

/**
 * Gives the open errands of a period the day `dueOf` computes from the day they were handed on, where it is later than
 * theirs and `today` or later. Repeating it changes nothing.
 * @returns every open errand of the period as it is now.
 * @throws `period-unknown`.
 */
export async function putOffErrands(
  ledger: Ledger,
  period: string,
  today: Day,
  dueOf: (day: Day) => Day,
): Promise<readonly Errand[]> {
  return ledger.db.transaction(async (tx) => {
    await lockPeriod(tx, period);
    const open = and(eq(commentErrand.period, period), eq(commentErrand.open, true));
    for (const { id, day, due } of await readErrands(tx, open)) {
      const later = dueOf(day);
      if (later <= due || later < today) continue;
      await tx
        .update(commentErrand)
        .set({ due: later, seq: sql`${commentErrand.seq} + 1` })
        .where(eq(commentErrand.id, id));
    }
    return (await readErrands(tx, open)).map(plain);
  });
}

/** The comments nobody was asked about yet, by the lead unit of their item. */
async function unasked(tx: Runner, period: LockedPeriod): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await tx
    .select({ no: comment.no, item: comment.item })
    .from(comment)
    .where(
      and(
        eq(comment.period, period.id),
        isNotNull(comment.item),
        isNull(comment.errand),
        isNull(comment.disposition),
        isNull(comment.mergedInto),
        isNull(comment.setAside),
        isNull(comment.question),
      ),
    )
    .orderBy(asc(comment.no));
  const leads = new Map(period.items.map((item) => [item.number, item.lead]));
  const found = new Map<string, number[]>();
  for (const { no, item } of rows) {
    const lead = item === null ? null : (leads.get(item) ?? null);
    if (lead !== null) found.set(lead, [...(found.get(lead) ?? []), no]);
  }
  return found;
}

/** Hands comments on; of a second call on a day the errand of the first is extended, and opened again if need be. */
async function handOn(tx: Runner, period: LockedPeriod, day: Day, due: Day, now: number): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for (const [unit, nos] of await unasked(tx, period)) {
    const id = errandId(period.id, unit, day);
    const made = await tx
      .insert(commentErrand)
      .values({ id, period: period.id, unit, day, due, assignedAt: now, open: true, seq: 1 })
      .onConflictDoNothing()
      .returning({ id: commentErrand.id });
    // Each batch has an entry of its own with the numbers that it brought.
    const [seq] = made.length === 0 ? await turn(tx, [id], true, now) : [];
    events.push({
      id: `comment.errand/${id}${seq === undefined ? '' : `#${seq}`}`,
      at: now,
      actor: { name: 'duban', role: 'system' },
      kind: 'comment.errand',
      subject: `comment/${period.id}`,
      data: { errand: id, unit, due, nos },
    });
    await tx
      .update(comment)
      .set({ errand: id })
      .where(and(eq(comment.period, period.id), inArray(comment.no, [...nos])));
  }
  return events;
}

/**
 * The morning's stock of a comment period: hands new comments on to the lead units of their items, closes errands that
 * nothing waits for, opens those again that something waits for, and counts. Repeating it changes nothing.
 * @param day working day of the errands; `due`: their last day for an opinion; `now`: epoch ms.
 * @returns counts, and every errand that is open or was closed in the ten days before `now`.
 * @throws `period-unknown`.
 */
export async function takeStock(
  ledger: Ledger,
  period: string,
  day: Day,
  due: Day,
  now: number,
): Promise<{ readonly counts: CommentCounts; readonly errands: readonly Errand[] }> {
  return ledger.db.transaction(async (tx) => {
    const row = await lockPeriod(tx, period);
    const live = isLive(row);
    const events = live ? await handOn(tx, row, day, due, now) : [];
    const ofPeriod = eq(commentErrand.period, period);
    const before = await readErrands(tx, ofPeriod);
    const wanted = (one: ErrandRow): boolean => live && one.waiting.length > 0;
    for (const open of [true, false]) {
      const turned = before.filter((one) => one.open !== open && wanted(one) === open);
      await turn(
        tx,
        turned.map((one) => one.id),
        open,
        now,
      );
    }
    const counts = await countsOf({ db: tx }, period);
    const told = (await readErrands(tx, ofPeriod)).filter(
      (one) => one.open || (one.closedAt ?? 0) >= now - TOLD_FOR_MS,
    );
    await appendWithin(tx, events);
    return { counts, errands: told.map(plain) };
  });
}
