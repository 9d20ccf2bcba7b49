/** Removing personal data on request (Personal Information Protection Law, Art. 47); the comment itself stays and counts. */
import { and, eq, sql } from 'drizzle-orm';
import { refuse } from '../../../domain/errors.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import { comment, commentPeriod } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { unknownPeriod } from './periods.js';

export interface Redaction {
  /** True: the words and the files go too. */
  readonly text: boolean;
  readonly reason: string;
}

/**
 * Empties name and contact of a comment, in the mail it came with too, and calls its files 附件1, 附件2 …; with `text`
 * also its words and files, whose bytes stay only while another comment of the period has the same file. A receipt that
 * has not left is not sent. Serial and receipt numbers, disposition, counts and published close-outs stay as they are.
 * Safe to repeat; the chain notes each of the two degrees once.
 * @param now epoch ms.
 * @throws `period-unknown`, `comment-unknown`, `text-missing` without a reason.
 */
export async function redactComment(
  ledger: Ledger,
  period: string,
  no: number,
  redaction: Redaction,
  actor: Actor,
  now: number,
): Promise<void> {
  const { text, reason } = redaction;
  if (reason.trim() === '') throw refuse('text-missing', { field: '理由' });
  await ledger.db.transaction(async (tx) => {
    // The lock keeps new comments out, which might bring a file whose bytes are just being removed.
    const [row] = await tx
      .select({ lastNo: commentPeriod.lastNo })
      .from(commentPeriod)
      .where(eq(commentPeriod.id, period))
      .for('update');
    if (row === undefined) throw await unknownPeriod(tx, period);
    const [found] = await tx
      .select({ files: comment.files })
      .from(comment)
      .where(and(eq(comment.period, period), eq(comment.no, no)));
    if (found === undefined) throw refuse('comment-unknown', { period, no, allowed: row.lastNo });
    const files = text ? [] : found.files.map((file, at) => ({ ...file, name: `附件${at + 1}` }));
    await tx.execute(sql`
      update comment set name = null, contact = null, files = ${toJson(files)}::jsonb,
        text = case when ${text} then '' else text end, redacted_at = coalesce(redacted_at, ${now}), receipt_error = null,
        receipt_status = case when receipt_status in ('due', 'sending') then 'none' else receipt_status end
      where period = ${period} and no = ${no}`);
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
    const id = `${subject}/redacted${text ? '/text' : ''}`;
    await appendWithin(tx, [{ id, at: now, actor, kind: 'comment.redacted', subject, data: { text, reason } }]);
  });
}
