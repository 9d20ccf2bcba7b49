/** Removing personal data on request (Personal Information Protection Law, Art. 47); the comment itself stays and counts. */
import { and, eq, sql } from 'drizzle-orm';
import type { Redaction } from '../../../domain/comment/comment.js';
import { isPersonal, maskNumbers } from '../../../domain/comment/mask.js';
import { refuse } from '../../../domain/errors.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import { comment, commentPeriod } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { unknownPeriod } from './periods.js';

export interface RedactionInput {
  /** How much goes, each with what stands before it (see {@link Redaction}). */
  readonly what: Redaction;
  readonly reason: string;
}

/**
 * Empties name and contact of a comment, in the mail it came with too, and calls its files 附件1, 附件2 …. `numbers` hides
 * in its words what {@link maskNumbers} finds, its author's name among it. `text` empties its words, the words of the
 * unit's opinion and the summary for the close-out, which may repeat them, and removes its files, whose bytes stay only
 * while another comment of the period has the same file. A receipt that has not left is not sent. Serial and receipt
 * numbers, disposition, counts and published close-outs stay as they are. Safe to repeat; the chain notes each degree once.
 * @param now epoch ms.
 * @returns `left`: words are left that {@link maskNumbers} would hide something of.
 * @throws `period-unknown`, `comment-unknown`, `text-missing` without a reason.
 */
export async function redactComment(
  ledger: Ledger,
  period: string,
  no: number,
  redaction: RedactionInput,
  actor: Actor,
  now: number,
): Promise<{ readonly left: boolean }> {
  const { what, reason } = redaction;
  const text = what === 'text';
  if (reason.trim() === '') throw refuse('text-missing', { field: '理由' });
  return ledger.db.transaction(async (tx) => {
    // The lock keeps new comments out, which might bring a file whose bytes are just being removed.
    const [row] = await tx
      .select({ lastNo: commentPeriod.lastNo })
      .from(commentPeriod)
      .where(eq(commentPeriod.id, period))
      .for('update');
    if (row === undefined) throw await unknownPeriod(tx, period);
    const [found] = await tx
      .select({ files: comment.files, text: comment.text, name: comment.name, contact: comment.contact })
      .from(comment)
      .where(and(eq(comment.period, period), eq(comment.no, no)));
    if (found === undefined) throw refuse('comment-unknown', { period, no, allowed: row.lastNo });
    const files = text ? [] : found.files.map((file, at) => ({ ...file, name: `附件${at + 1}` }));
    const known = [found.name, found.contact];
    const words = text ? '' : what === 'numbers' ? maskNumbers(found.text, known) : found.text;
    const { rows } = await tx.execute<{ digest: string }>(sql`
      update comment set name = null, contact = null, files = ${toJson(files)}::jsonb, text = ${words},
        opinion = case when ${text} and opinion is not null then opinion || '{"words":""}' else opinion end,
        disposition = case when ${text} then disposition - 'summary' else disposition end,
        redacted_at = coalesce(redacted_at, ${now}), receipt_error = null,
        receipt_status = case when receipt_status in ('due', 'sending') then 'none' else receipt_status end
      where period = ${period} and no = ${no}
      returning comment_digest(receipt, text) as digest`);
    await tx.execute(sql`
      update mail_in set "from" = null, subject = '', detail = null, raw = null where period = ${period} and no = ${no}`);
    if (text) {
      await tx.execute(sql`
        delete from comment_file f where f.period = ${period}
          and f.sha256 in (select jsonb_array_elements(${toJson(found.files)}::jsonb) ->> 'sha256')
          and not exists (select 1 from comment c where c.period = f.period
            and c.files @> jsonb_build_array(jsonb_build_object('sha256', f.sha256)))`);
    }
    const subject = `comment/${period}/${no}`;
    // Masked words have a digest of their own: the record is to say that these, and no others, are left.
    const digest: { readonly digest?: string | undefined } =
      what === 'numbers' && words !== found.text ? { digest: rows[0]?.digest } : {};
    const degree = what === 'names' ? '' : `/${what}`;
    const id = `${subject}/redacted${degree}${digest.digest === undefined ? '' : `/${digest.digest}`}`;
    const data = { text, ...(what === 'numbers' ? { numbers: true } : {}), ...digest, reason };
    await appendWithin(tx, [{ id, at: now, actor, kind: 'comment.redacted', subject, data }]);
    return { left: isPersonal(words, known) };
  });
}
