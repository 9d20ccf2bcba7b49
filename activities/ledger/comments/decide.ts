/**
 * What the office decides on comments. Each act is one transaction under the period's lock, is refused as a whole with
 * all its faults, and answers the new counts. A comment is open, disposed of, merged or set aside, never two of these:
 * merging or setting aside takes an earlier disposition back (the chain keeps it).
 */
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { CommentCounts, DispositionInput } from '../../../domain/comment/comment.js';
import { dispositionFaults, keptDisposition, sameDisposition } from '../../../domain/comment/disposition.js';
import { DubanError, type Fault, fault } from '../../../domain/errors.js';
import type { Actor, LedgerEvent } from '../../../domain/task.js';
import { appendWithin, type Runner } from '../chain.js';
import { comment } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { decidedDigest, type Seen } from './digest.js';
import { countsOf } from './read.js';
import { chosen, commentEvent, type Decided, type LockedPeriod, lockPeriod, overFault, refuseAll } from './within.js';

/** Characters that a reason for setting aside or judging may have. */
const REASON_LIMIT = 500;

async function act(
  ledger: Ledger,
  period: string,
  words: string,
  work: (tx: Runner, row: LockedPeriod) => Promise<readonly LedgerEvent[]>,
): Promise<CommentCounts> {
  return ledger.db.transaction(async (tx) => {
    const row = await lockPeriod(tx, period);
    const over = overFault(row, words);
    if (over !== null) throw new DubanError([over]);
    const events = await work(tx, row);
    const counts = await countsOf({ db: tx }, period);
    await appendWithin(tx, events);
    return counts;
  });
}

const these = (period: LockedPeriod, nos: readonly number[]): SQL | undefined =>
  and(eq(comment.period, period.id), inArray(comment.no, [...nos]));

const mergedFaults = (rows: readonly Decided[]): Fault[] =>
  rows.flatMap((row) =>
    row.mergedInto === null ? [] : [fault('comment-merged', { no: row.no, main: row.mergedInto })],
  );

const setAsideFaults = (rows: readonly Decided[]): Fault[] =>
  rows.flatMap((row) =>
    row.setAside === null ? [] : [fault('comment-set-aside', { no: row.no, reason: row.setAside.reason })],
  );

/** Comments on which something else was decided than `seen` tells, unless it is what is asked for now: a second click. */
function changedFaults(rows: readonly Decided[], seen: Seen | undefined, asked: (row: Decided) => boolean): Fault[] {
  return rows.flatMap((row) => {
    const digest = typeof seen === 'object' ? seen[row.no] : seen;
    const unchanged = digest === undefined || digest === decidedDigest(row) || asked(row);
    return unchanged ? [] : [fault('comment-decided-meanwhile', { no: row.no })];
  });
}

function reasonFaults(reason: string): Fault[] {
  const length = [...reason.trim()].length;
  if (length === 0) return [fault('text-missing', { field: '理由' })];
  return length > REASON_LIMIT ? [fault('text-too-long', { field: '理由', length, allowed: REASON_LIMIT })] : [];
}

/**
 * Disposes of comments, all with the same words; until publication they can be disposed of again.
 * @param seen what the office saw decided on them; whoever gives it overwrites nobody else's decision.
 * @throws every fault of `input`, `comment-unknown`, `comment-merged` (the main one is to be disposed of),
 * `comment-set-aside`, `comment-decided-meanwhile`, `period-over`.
 */
export function disposeComments(
  ledger: Ledger,
  period: string,
  nos: readonly number[],
  input: DispositionInput,
  actor: Actor,
  now: number,
  seen?: Seen,
): Promise<CommentCounts> {
  return act(ledger, period, '处理意见', async (tx, row) => {
    const { rows, faults } = await chosen(tx, row, nos);
    const kept = keptDisposition(input);
    refuseAll([
      ...dispositionFaults(input),
      ...faults,
      ...mergedFaults(rows),
      ...setAsideFaults(rows),
      ...changedFaults(rows, seen, ({ disposition }) => disposition !== null && sameDisposition(disposition, kept)),
    ]);
    const numbers = rows.map((one) => one.no);
    await tx
      .update(comment)
      .set({ disposition: sql`${toJson({ ...kept, at: now, by: actor.name })}::jsonb` })
      .where(these(row, numbers));
    const { kind, change, reason, forwardedTo } = kept;
    // The summary is left out: it can repeat words of the public.
    const data = { kind, nos: numbers, where: change?.where, reason, forwardedTo };
    return numbers.map((no) => commentEvent('comment.disposed', period, no, actor, now, data));
  });
}

/**
 * Lets `nos` take the answer of `into`, or of the one that `into` itself follows; null parts them, and they are open
 * again. Comments that followed one of `nos` come along.
 * @throws `comment-unknown`, `comment-merge-self`, `comment-set-aside`, `period-over`.
 */
export function mergeComments(
  ledger: Ledger,
  period: string,
  nos: readonly number[],
  into: number | null,
  actor: Actor,
  now: number,
  seen?: Seen,
): Promise<CommentCounts> {
  return act(ledger, period, into === null ? '拆分意见' : '合并意见', async (tx, row) => {
    const { rows, faults } = await chosen(tx, row, nos);
    if (into === null) {
      refuseAll([...faults, ...changedFaults(rows, seen, (one) => one.mergedInto === null)]);
      const merged = rows.filter((one) => one.mergedInto !== null);
      if (merged.length === 0) return [];
      await tx
        .update(comment)
        .set({ mergedInto: null })
        .where(
          these(
            row,
            merged.map((one) => one.no),
          ),
        );
      return merged.map((one) => commentEvent('comment.parted', period, one.no, actor, now, { from: one.mergedInto }));
    }
    const named = await chosen(tx, row, [into]);
    const main = named.rows[0]?.mergedInto ?? into;
    refuseAll([
      ...faults,
      ...named.faults,
      ...rows.flatMap((one) => (one.no === main ? [fault('comment-merge-self', { no: one.no, into })] : [])),
      ...setAsideFaults([...rows.filter((one) => one.no !== main), ...named.rows]),
      ...(main === into ? [] : setAsideFaults((await chosen(tx, row, [main])).rows)),
      ...changedFaults(rows, seen, (one) => one.mergedInto === main),
    ]);
    const numbers = rows.map((one) => one.no);
    const moved = await tx
      .update(comment)
      .set({ mergedInto: main, disposition: null })
      .where(
        and(
          eq(comment.period, period),
          or(inArray(comment.no, numbers), inArray(comment.mergedInto, numbers)),
          sql`${comment.mergedInto} is distinct from ${main}`,
        ),
      )
      .returning({ no: comment.no });
    return moved
      .map((one) => one.no)
      .sort((a, b) => a - b)
      .map((no) => commentEvent('comment.merged', period, no, actor, now, { into: main }));
  });
}

/**
 * Sets comments aside that are none (spam, empty), with a reason of at most 500 characters; `reason` null takes it back.
 * @throws `comment-unknown`, `comment-merged`, `text-missing`, `text-too-long`, `period-over`.
 */
export function setAsideComments(
  ledger: Ledger,
  period: string,
  nos: readonly number[],
  reason: string | null,
  actor: Actor,
  now: number,
  seen?: Seen,
): Promise<CommentCounts> {
  return act(ledger, period, reason === null ? '恢复意见' : '把意见定为“不作为有效意见”', async (tx, row) => {
    const { rows, faults } = await chosen(tx, row, nos);
    if (reason === null) {
      refuseAll([...faults, ...changedFaults(rows, seen, (one) => one.setAside === null)]);
      const back = rows.filter((one) => one.setAside !== null).map((one) => one.no);
      if (back.length === 0) return [];
      await tx.update(comment).set({ setAside: null }).where(these(row, back));
      return back.map((no) => commentEvent('comment.restored', period, no, actor, now, {}));
    }
    const words = reason.trim();
    const changed = changedFaults(rows, seen, (one) => one.setAside?.reason === words);
    refuseAll([...reasonFaults(reason), ...faults, ...mergedFaults(rows), ...changed]);
    const numbers = rows.map((one) => one.no);
    await tx
      .update(comment)
      .set({ setAside: sql`${toJson({ reason: words, at: now, by: actor.name })}::jsonb`, disposition: null })
      .where(these(row, numbers));
    return numbers.map((no) => commentEvent('comment.setAside', period, no, actor, now, { reason: words }));
  });
}

/**
 * Judges whether a letter that came after the window was posted within it, or what was entered after it came within it:
 * in time counts as such, else it is late.
 * @throws `comment-unknown`, `comment-no-question`, `text-missing`, `text-too-long`, `period-over`.
 */
export function judgeComment(
  ledger: Ledger,
  period: string,
  no: number,
  inTime: boolean,
  reason: string,
  actor: Actor,
  now: number,
): Promise<CommentCounts> {
  return act(ledger, period, '判定是否在期限内', async (tx, row) => {
    const { rows, faults } = await chosen(tx, row, [no]);
    const settled = rows.filter((one) => one.question === null);
    refuseAll([
      ...reasonFaults(reason),
      ...faults,
      ...settled.map((one) => fault('comment-no-question', { no: one.no })),
    ]);
    await tx
      .update(comment)
      .set({ late: !inTime, question: null })
      .where(these(row, [no]));
    return [commentEvent('comment.judged', period, no, actor, now, { inTime, reason: reason.trim() })];
  });
}

/**
 * Says which item of the draft comments are about; null: the whole. One that its unit has not answered yet goes to the
 * lead unit of the new item.
 * @throws `comment-unknown`, `comment-item-unknown`, `period-over`.
 */
export function assignItem(
  ledger: Ledger,
  period: string,
  nos: readonly number[],
  item: number | null,
  actor: Actor,
  now: number,
): Promise<CommentCounts> {
  return act(ledger, period, '指定条目', async (tx, row) => {
    const { rows, faults } = await chosen(tx, row, nos);
    const known = row.items.map((one) => one.number);
    const wrong =
      item === null || known.includes(item)
        ? []
        : [fault('comment-item-unknown', { item, allowed: known.join('、') || '无（草案没有编号的条目）' })];
    refuseAll([...wrong, ...faults]);
    const changed = rows.filter((one) => one.item !== item);
    if (changed.length === 0) return [];
    await tx
      .update(comment)
      .set({ item, errand: sql`case when ${comment.opinion} is null then null else ${comment.errand} end` })
      .where(
        these(
          row,
          changed.map((one) => one.no),
        ),
      );
    return changed.map((one) =>
      commentEvent('comment.itemAssigned', period, one.no, actor, now, { item, from: one.item }),
    );
  });
}
