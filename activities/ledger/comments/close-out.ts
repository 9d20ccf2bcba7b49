/** Publication of the close-out: checked, written, and put on record in one step; what was published never changes. */
import { eq, sql } from 'drizzle-orm';
import type { CloseOut, CloseOutFrame, PublishedCloseOut } from '../../../domain/comment/close-out.js';
import { closeOutOf } from '../../../domain/comment/close-out-of.js';
import type { Comment, CommentCounts } from '../../../domain/comment/comment.js';
import type { PeriodState } from '../../../domain/comment/period.js';
import type { WaitingMail } from '../../../domain/comment/waiting-mail.js';
import { type Fault, fault } from '../../../domain/errors.js';
import type { LedgerEvent } from '../../../domain/task.js';
import { officeCalendar } from '../../schedules.js';
import { appendWithin } from '../chain.js';
import { closeOut, commentPeriod } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { closeOutDigest } from './digest.js';
import { closeAll } from './errands.js';
import { countsOf, listComments } from './read.js';
import { unreadFault, unsortedFault, waitingMail } from './waiting-mail.js';
import { type LockedPeriod, lockPeriod, overFault, readPeriod } from './within.js';

/** Numbers that a refusal names at most. */
const NAMED = 20;

function frameOf(period: LockedPeriod, state: PeriodState): CloseOutFrame {
  const { title, issuer } = period.terms;
  return {
    period: period.id,
    title,
    issuer,
    start: state.start,
    lastDay: state.lastDay,
    items: period.items.map((item) => ({ number: item.number, title: item.title })),
  };
}

const named = (comments: readonly Comment[]) => ({
  count: comments.length,
  allowed: comments
    .slice(0, NAMED)
    .map((one) => one.no)
    .join('、'),
});

/** What keeps the close-out from being published. `given`: serial numbers given out, so that a lost comment shows. */
function refusal(
  comments: readonly Comment[],
  counts: CommentCounts,
  given: number,
  mail: WaitingMail,
  acknowledged: boolean,
): Fault | null {
  // Sorting them can bring further comments, so they come first.
  const unsorted = unsortedFault(mail);
  if (unsorted !== null) return unsorted;
  const asked = comments.filter((one) => one.question !== null);
  if (asked.length > 0) return fault('comments-in-question', named(asked));
  // A merged comment is settled by settling the one it follows, so only those are named.
  const undisposed = comments.filter((one) => one.mergedInto === null && !one.disposition && !one.setAside);
  if (undisposed.length > 0) return fault('comments-undisposed', named(undisposed));
  const unread = unreadFault(mail, acknowledged);
  if (unread !== null) return unread;
  const sum = Object.values(counts.disposed).reduce((a, b) => a + b, 0) + counts.setAside;
  const right = counts.open === 0 && [counts.received, comments.length, given].every((n) => n === sum);
  return right ? null : fault('comments-sum', { received: given, sum });
}

/**
 * Publishes the close-out and brings the period to `next`, with the counts filled in; `event` goes on record with
 * {sha256, counts}, and with the mailbox's last reading where the office vouched for what was not read
 * (`mailboxUnread` of the event). With `digest` in the event nothing but that draft is published. Repeating it after success is harmless.
 * @returns what stands against it (`comments-unsorted`, `comments-in-question`, `comments-undisposed`, `mailbox-unread`,
 * `comments-sum`, `close-out-changed`, `period-over`), then nothing was changed; else null.
 * @throws `period-unknown`.
 */
export async function publishCloseOut(ledger: Ledger, next: PeriodState, event: LedgerEvent): Promise<Fault | null> {
  const calendar = await officeCalendar(ledger);
  return ledger.db.transaction(async (tx) => {
    const row = await lockPeriod(tx, next.id);
    const there = await tx.select({ period: closeOut.period }).from(closeOut).where(eq(closeOut.period, next.id));
    if (there.length > 0) return null;
    const over = overFault(row, '公布采纳情况');
    if (over !== null) return over;
    const comments = await listComments({ db: tx }, next.id);
    const counts = await countsOf({ db: tx }, next.id);
    const mail = await waitingMail({ db: tx }, next.id, calendar, event.at);
    const { mailboxUnread, digest, ...data } = event.data;
    const against = refusal(comments, counts, row.lastNo, mail, mailboxUnread === true);
    if (against !== null) return against;

    const made = closeOutOf(frameOf(row, next), comments, counts);
    if (digest !== undefined && digest !== closeOutDigest(made)) return fault('close-out-changed');
    // PostgreSQL's own print of the JSON is kept, so that anybody can compute the hash again.
    const body = toJson(made);
    const kept = await tx
      .insert(closeOut)
      .values({
        period: next.id,
        publishedAt: event.at,
        publishedBy: event.actor.name,
        body: sql`${body}::jsonb::text`,
        sha256: sql`encode(sha256(convert_to(${body}::jsonb::text, 'UTF8')), 'hex')`,
      })
      .returning({ sha256: closeOut.sha256 });
    await tx
      .update(commentPeriod)
      .set({ state: sql`${toJson({ ...next, counts })}::jsonb`, stage: next.stage, endsAt: next.endsAt, seq: next.seq })
      .where(eq(commentPeriod.id, next.id));
    await closeAll(tx, next.id, event.at);
    await appendWithin(tx, [
      {
        ...event,
        data: {
          ...data,
          sha256: kept[0]?.sha256,
          counts,
          ...(mail.unread ? { mailboxUnread: { readAt: mail.readAt } } : {}),
        },
      },
    ]);
    return null;
  });
}

/** The close-out as published, or undefined before. */
export async function loadCloseOut(ledger: Ledger, period: string): Promise<PublishedCloseOut | undefined> {
  const [row] = await ledger.db.select().from(closeOut).where(eq(closeOut.period, period));
  if (row === undefined) return undefined;
  const { publishedAt, publishedBy, sha256 } = row;
  return { closeOut: JSON.parse(row.body) as CloseOut, publishedAt, publishedBy, sha256 };
}

/**
 * The close-out as it would be published now.
 * @throws `period-unknown`.
 */
export async function draftCloseOut(ledger: Ledger, period: string): Promise<CloseOut> {
  return ledger.db.transaction(
    async (tx) => {
      const row = await readPeriod(tx, period, false);
      const comments = await listComments({ db: tx }, period, { after: false });
      return closeOutOf(frameOf(row, row.state), comments, await countsOf({ db: tx }, period));
    },
    // One state of everything, without keeping intake waiting.
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
