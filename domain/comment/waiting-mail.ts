/** What mail still keeps from a comment period: mails nobody has sorted, and a mailbox that cannot be read. Plain JSON. */

/** Working days after the last day within which an unsorted mail is still taken for a comment of the period. */
export const MAIL_MARGIN_WORKDAYS = 5;
/** How long the mailbox may go unread during the window before the office is told, ms. */
export const UNREAD_MS = 24 * 3600_000;

export interface WaitingMail {
  /** Mails that wait for a person to sort them and may be comments of the period. */
  readonly unsorted: number;
  /** When the first of them arrived, epoch ms; null without any. */
  readonly since: number | null;
  /** The mailbox was not read since the window ended; before its end: not for a day. False where no mailbox is set up. */
  readonly unread: boolean;
  /** When the mailbox was last read through, epoch ms; null: never, or none is set up. */
  readonly readAt: number | null;
}

export const noWaitingMail: WaitingMail = { unsorted: 0, since: null, unread: false, readAt: null };
