/** Mail that keeps a period from its close-out, for the office: how much, which, and why the mailbox is not read. */
import { loadMailbox } from '../../activities/ledger/comments/mailbox.js';
import { possibleMails, waitingMail } from '../../activities/ledger/comments/waiting-mail.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { officeCalendar } from '../../activities/schedules.js';
import type { WaitingMailAnswer } from '../http/comment-answers.js';

/** @param period its id. @param now epoch ms. */
export async function readWaitingMail(ledger: Ledger, period: string, now: number): Promise<WaitingMailAnswer> {
  const calendar = await officeCalendar(ledger);
  const [waiting, mails, mailbox] = await Promise.all([
    waitingMail(ledger, period, calendar, now),
    possibleMails(ledger, period, calendar),
    loadMailbox(ledger),
  ]);
  return { ...waiting, mails, failure: mailbox?.failure ?? null };
}
