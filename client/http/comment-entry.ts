/** The office enters a comment for a person who called or wrote. */
import { randomUUID } from 'node:crypto';
import type { Received } from '../../domain/comment/comment.js';
import { refuse } from '../../domain/errors.js';
import { arrivalOf, type Entered } from './comment-bodies.js';
import type { Site } from './site.js';

/**
 * Enters a comment. The same idempotency key again gives the same receipt.
 * @param id of the period, or of its plan: then its latest round. @param by who enters it.
 * @throws every fault of the times, `comment-item-unknown`, `period-unknown`, and what stands against taking it.
 */
export async function enterComment(
  { comments, office, now }: Pick<Site, 'comments' | 'office' | 'now'>,
  id: string,
  body: Omit<Entered, 'by'>,
  by: string,
): Promise<Received> {
  const arrivedAt = arrivalOf(body, now());
  const item = body.item ?? null;
  const period = await comments.period(id);
  if (item !== null && period.items.every(({ number }) => number !== item)) {
    const allowed = period.items.map(({ number }) => number).join('、') || '无（草案没有编号的条目）';
    throw refuse('comment-item-unknown', { item, allowed });
  }
  return office.comments.receive({
    period: period.id,
    channel: body.channel,
    arrivedAt,
    item,
    text: body.text,
    name: body.name || null,
    contact: body.contact || null,
    files: [],
    ...(body.postmark === undefined ? {} : { postmark: body.postmark }),
    enteredBy: by,
    // Of its own kind, so that no key given here meets that of a form or a mail.
    idempotencyKey: `office:${body.idempotencyKey ?? randomUUID()}`,
  });
}
