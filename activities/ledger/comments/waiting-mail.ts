/** Mail that keeps a comment period from its close-out: nobody can say that all comments are in while it waits. */
import { and, asc, count, eq, gte, isNull, lt, min, or, type SQL, sql } from 'drizzle-orm';
import type { Calendar } from '../../../domain/calendar/workdays.js';
import { isLive, type PeriodState } from '../../../domain/comment/period.js';
import {
  MAIL_MARGIN_WORKDAYS,
  noWaitingMail,
  UNREAD_MS,
  type WaitingMail,
} from '../../../domain/comment/waiting-mail.js';
import { addDays, clockOf, instantOf } from '../../../domain/day.js';
import { type Fault, fault } from '../../../domain/errors.js';
import { commentPeriod, mailIn } from '../comments-schema.js';
import { loadMailbox } from './mailbox.js';
import type { MailLine } from './mails.js';
import type { Readable } from './read.js';

/** Mails shown at most where the office is told which ones wait. */
const SHOWN = 50;

interface Collecting {
  readonly state: PeriodState;
  readonly announcedAt: number;
}

/** The period, when it is live and takes comments by mail. */
async function collecting(ledger: Readable, period: string): Promise<Collecting | undefined> {
  const [row] = await ledger.db
    .select({
      state: commentPeriod.state,
      announcedAt: commentPeriod.announcedAt,
      email: sql<string | null>`${commentPeriod.terms} #>> '{channels,email}'`,
    })
    .from(commentPeriod)
    .where(eq(commentPeriod.id, period));
  return row === undefined || row.email === null || !isLive(row.state) ? undefined : row;
}

/** Unsorted mails that may be comments of the period: they came between its announcement and a few days after its end. */
function possible({ state, announcedAt }: Collecting, calendar: Calendar): SQL | undefined {
  const until = instantOf(addDays(calendar.addWorkdays(state.lastDay, MAIL_MARGIN_WORKDAYS), 1));
  return and(
    eq(mailIn.class, 'unsorted'),
    isNull(mailIn.dismissed),
    // What somebody is just putting into another period belongs there.
    or(isNull(mailIn.period), eq(mailIn.period, state.id)),
    gte(mailIn.arrivedAt, announcedAt),
    // While it rests, nobody knows its end.
    state.suspended === undefined ? lt(mailIn.arrivedAt, until) : undefined,
  );
}

/**
 * What mail still keeps from a period; nothing for one that takes none or is over.
 * @param now epoch ms.
 */
export async function waitingMail(
  ledger: Readable,
  period: string,
  calendar: Calendar,
  now: number,
): Promise<WaitingMail> {
  const row = await collecting(ledger, period);
  if (row === undefined) return noWaitingMail;
  const [found] = await ledger.db
    .select({ unsorted: count(), since: min(mailIn.arrivedAt) })
    .from(mailIn)
    .where(possible(row, calendar));
  const mailbox = await loadMailbox(ledger);
  const { state, announcedAt } = row;
  const over = state.suspended === undefined && now >= state.endsAt;
  const readAt = mailbox?.readAt ?? null;
  const unread =
    mailbox !== undefined &&
    (over ? (readAt ?? 0) < state.endsAt : Math.max(readAt ?? mailbox.since, announcedAt) < now - UNREAD_MS);
  return { unsorted: found?.unsorted ?? 0, since: found?.since ?? null, unread, readAt };
}

/** The first of the mails that {@link waitingMail} counts, the oldest first. */
export async function possibleMails(ledger: Readable, period: string, calendar: Calendar): Promise<MailLine[]> {
  const row = await collecting(ledger, period);
  if (row === undefined) return [];
  const { id, from, subject, arrivedAt, detail, no, dismissed } = mailIn;
  return ledger.db
    .select({ id, class: mailIn.class, period: mailIn.period, no, from, subject, arrivedAt, detail, dismissed })
    .from(mailIn)
    .where(possible(row, calendar))
    .orderBy(asc(arrivedAt), asc(id))
    .limit(SHOWN);
}

/** Comments may be among mails that nobody has sorted. */
export function unsortedFault({ unsorted, since }: WaitingMail): Fault | null {
  return unsorted === 0 ? null : fault('comments-unsorted', { count: unsorted, since: clockOf(since ?? 0) });
}

/** Comments may lie in a mailbox that was not read since the end; a person can vouch for it. */
export function unreadFault({ unread, readAt }: WaitingMail, acknowledged: boolean): Fault | null {
  if (!unread || acknowledged) return null;
  return fault('mailbox-unread', { since: readAt === null ? '从未读成' : `上次读成是${clockOf(readAt)}` });
}
