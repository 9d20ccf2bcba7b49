/** What the lead unit of an item advises on a comment; the office decides. */
import { and, eq, sql } from 'drizzle-orm';
import { type CommentCounts, type DispositionKind, dispositionWords } from '../../../domain/comment/comment.js';
import { opinionFaults } from '../../../domain/comment/disposition.js';
import { periodOfErrand } from '../../../domain/comment/errand.js';
import { DubanError, fault, refuse } from '../../../domain/errors.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import { comment, commentErrand } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { closeAnswered, readErrands } from './errands.js';
import { countsOf } from './read.js';
import { chosen, commentEvent, lockPeriod, overFault, refuseAll } from './within.js';

/**
 * Keeps a unit's opinion on one comment of its errand; it may be changed until the office has disposed of the comment.
 * The errand closes when nothing waits for it any more.
 * @param opinion words up to 2,000 characters, asked for unless the advice is to adopt.
 * @throws `not-found` (errand), `role-other-unit`, `comment-not-in-errand`, `comment-disposed-already`,
 * `comment-set-aside`, `disposition-kind`, `text-missing`, `text-too-long`, `period-over`.
 */
export async function giveOpinion(
  ledger: Ledger,
  errand: string,
  no: number,
  opinion: { readonly kind: DispositionKind; readonly words: string },
  actor: Actor,
  now: number,
): Promise<CommentCounts> {
  const { kind } = opinion;
  const words = opinion.words.trim();
  return ledger.db.transaction(async (tx) => {
    const [known] = await readErrands(tx, eq(commentErrand.id, errand));
    if (known === undefined) throw refuse('not-found', { what: errand });
    const period = await lockPeriod(tx, periodOfErrand(errand));
    const over = overFault(period, '提出处理建议');
    if (over !== null) throw new DubanError([over]);
    if (actor.role === 'unit' && actor.unit !== known.unit)
      throw refuse('role-other-unit', { own: actor.unit ?? actor.name, unit: known.unit, act: '提出处理建议' });

    // Read again under the lock: the office can have decided or moved the comment meanwhile.
    const [asked] = await readErrands(tx, eq(commentErrand.id, errand));
    const nos = asked?.comments ?? [];
    const { rows } = nos.includes(no) ? await chosen(tx, period, [no]) : { rows: [] };
    const [row] = rows;
    const main =
      row === undefined || row.mergedInto === null ? row : (await chosen(tx, period, [row.mergedInto])).rows[0];
    refuseAll([
      ...opinionFaults(kind, words),
      ...(row === undefined ? [fault('comment-not-in-errand', { no, allowed: nos.join('、') || '（无）' })] : []),
      ...(main?.disposition
        ? [fault('comment-disposed-already', { no, result: dispositionWords[main.disposition.kind] })]
        : []),
      ...(main?.setAside ? [fault('comment-set-aside', { no: main.no, reason: main.setAside.reason })] : []),
    ]);

    const kept = await tx
      .update(comment)
      .set({ opinion: sql`${toJson({ unit: known.unit, kind, words, at: now, by: actor.name })}::jsonb` })
      .where(and(eq(comment.period, period.id), eq(comment.no, no)))
      .returning({ digest: sql<string>`comment_digest(${comment.receipt}, ${comment.opinion} ->> 'words')` });
    await closeAnswered(tx, errand, now);
    const counts = await countsOf({ db: tx }, period.id);
    // The words can repeat those of the public, which may have to be removed: the chain gets their digest.
    const data = { errand, unit: known.unit, kind, digest: kept[0]?.digest };
    await appendWithin(tx, [commentEvent('comment.opinion', period.id, no, actor, now, data)]);
    return counts;
  });
}
