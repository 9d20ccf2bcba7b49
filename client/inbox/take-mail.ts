/**
 * A mail from the mailbox into the ledger: a comment, or a line on what it was. Nothing is dropped: what no rule can place
 * is kept whole for a person.
 */

import { bareError } from '../../activities/ledger/bare-error.js';
import {
  claimMail,
  type IncomingMail,
  mailSeen,
  recordMail,
  releaseMail,
  settleMail,
} from '../../activities/ledger/comments/mails.js';
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import { markReceiptFailed } from '../../activities/ledger/comments/receipts.js';
import type { MailClass } from '../../activities/ledger/comments-schema.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { letterWithId } from '../../activities/ledger/replies.js';
import { receiptWithId } from '../../activities/mail/receipts.js';
import type { IncomingComment, Received } from '../../domain/comment/comment.js';
import { isLive } from '../../domain/comment/period.js';
import { DubanError } from '../../domain/errors.js';
import { oneLine } from '../../domain/letter-words.js';
import type { Actor } from '../../domain/task.js';
import { answeredBy } from '../replies/answered-letter.js';
import type { ReplyDesk } from '../replies/reply-desk.js';
import { takeLetterBounce } from '../replies/take-bounce.js';
import { giveUpReply, takeReply } from '../replies/take-reply.js';
import { MAIL_LIMITS, messageIdOfRaw, type ReadMail, readMail } from './read-mail.js';
import { type MailPeriod, type MailSort, periodOf, sortMail } from './sort-mail.js';

export interface InboxDeps {
  readonly ledger: Ledger;
  /** Its host names the Message-IDs of our receipts. */
  readonly publicUrl: string;
  /** Takes a comment in; the same idempotency key again gives the same receipt. */
  receive(comment: IncomingComment): Promise<Received>;
  /** Carries out what units answer to letters; absent where letters are not answered by mail. */
  readonly replies?: ReplyDesk;
}

/** What became of a mail; `again`: it was taken before. */
export type Taken =
  | { readonly class: Exclude<MailClass, 'comment'>; readonly id: string; readonly detail?: string }
  | { readonly class: 'comment'; readonly id: string; readonly period: string; readonly no: number }
  | { readonly class: 'again'; readonly id: string };

/** How long after its end a period still takes mail by name, ms: 60 days. */
const AFTER_END_MS = 60 * 24 * 3600_000;

/** Periods that take comments by mail at an instant (epoch ms), and those that did so in the last 60 days. */
export async function mailPeriods(
  ledger: Ledger,
  now: number,
): Promise<(MailPeriod & { readonly announcedAt: number })[]> {
  const periods = await listPeriods(ledger);
  return periods.flatMap(({ id, plan, state, terms, announcedAt }) => {
    const { email } = terms.channels;
    const live = isLive(state);
    if (email === undefined || (!live && now > state.endsAt + AFTER_END_MS)) return [];
    const running = state.stage === 'open' || state.stage === 'announced';
    return [{ id, plan, title: state.title, email, running, live, announcedAt }];
  });
}

/**
 * Takes one mail; safe to repeat, also after a crash at any point.
 * @param arrivedAt epoch ms at which our mail server took it: that counts, not what the sender dates it.
 * @throws what may pass by itself (ledger away); the mail is then to be offered again.
 */
export async function takeMail(deps: InboxDeps, raw: Uint8Array, arrivedAt: number): Promise<Taken> {
  let mail: ReadMail;
  try {
    mail = await readMail(raw);
  } catch (error) {
    return keepUnread(deps, raw, arrivedAt, error);
  }
  const { id } = mail;
  if (await mailSeen(deps.ledger, id)) return { class: 'again', id };
  const sort = sortMail(mail);
  if (sort.kind === 'bounce') return takeBounce(deps, mail, sort, arrivedAt);
  const answer = sort.kind === 'auto-reply' ? undefined : await takeAnswer(deps, mail, arrivedAt);
  if (answer !== undefined) return answer;
  if (sort.kind === 'comment') return takeComment(deps, mail, raw, arrivedAt);
  // Somebody who writes his opinion into the subject has sent one all the same: a person looks at it.
  const onlySubject = sort.kind === 'empty' && mail.subject !== '';
  return keep(deps, mail, arrivedAt, {
    class: onlySubject ? 'unsorted' : sort.kind,
    ...(onlySubject ? { raw, detail: '只有主题，没有正文和附件' } : detailOf(sort)),
  });
}

/**
 * A mail that no try could take, or that is too large, stands in the ledger with the reason and what there is of it; an answer
 * that was begun waits for the office.
 */
export async function keepUnread(deps: InboxDeps, raw: Uint8Array, arrivedAt: number, error: unknown): Promise<Taken> {
  const mail = await readMail(raw).catch(() => undefined);
  const id = mail?.id ?? messageIdOfRaw(raw);
  const { replies } = deps;
  if (mail !== undefined && replies !== undefined) {
    const reply = await giveUpReply(deps.ledger, mail.id, await replies.now());
    if (reply !== undefined) return keep(deps, mail, arrivedAt, { class: 'reply', detail: `第${reply.no}号回信` });
  }
  const words = error instanceof DubanError ? error.message : `处理时出错：${String(bareError(error))}`;
  const detail = oneLine(words, 300);
  const line = mail === undefined ? { id, subject: '（未能读出）', arrivedAt } : lineOf(mail, arrivedAt);
  const kept = raw.subarray(0, MAIL_LIMITS.bytes);
  const written = await recordMail(deps.ledger, { ...line, class: 'unsorted', detail, raw: kept });
  return written ? { class: 'unsorted', id, detail } : { class: 'again', id };
}

/**
 * A person said which period an unsorted mail belongs to: claimed first, so that it becomes one comment however many do so.
 * @param now epoch ms.
 * @throws DubanError `mail-unknown` when none of that id waits; `mail-assigned` when it goes to another period;
 * `mail-unreadable`; what `receive` refuses.
 */
export async function sortedByPerson(
  deps: Omit<InboxDeps, 'publicUrl'>,
  mailId: string,
  period: string,
  actor: Actor,
  now: number,
): Promise<Received> {
  const row = await claimMail(deps.ledger, mailId, period);
  try {
    const mail = await readMail(row.raw);
    const received = await deps.receive(commentOf({ ...mail, id: row.id }, period, row.arrivedAt));
    await settleMail(deps.ledger, mailId, { period, no: received.no }, actor, now);
    return received;
  } catch (error) {
    // Refused for good there: somebody may choose another period. Whatever may pass is taken up by the next try.
    if (error instanceof DubanError && !error.retryable) await releaseMail(deps.ledger, mailId, period);
    throw error;
  }
}

/**
 * A mail that answers a letter; undefined for every other. Where nobody is asked for comments, a mail of nobody knows what goes
 * before the office all the same.
 */
async function takeAnswer(deps: InboxDeps, mail: ReadMail, arrivedAt: number): Promise<Taken | undefined> {
  const { ledger, replies } = deps;
  if (replies === undefined) return undefined;
  const letter = await answeredBy(ledger, replies.linkSecret, mail);
  if (letter === undefined && (await mailPeriods(ledger, arrivedAt)).length > 0) return undefined;
  const row = await takeReply(ledger, replies, mail, letter ?? { why: 'no-letter' }, arrivedAt, await replies.now());
  return keep(deps, mail, arrivedAt, { class: 'reply', detail: `第${row.no}号回信` });
}

async function takeComment(deps: InboxDeps, mail: ReadMail, raw: Uint8Array, arrivedAt: number): Promise<Taken> {
  const { ledger, publicUrl } = deps;
  const [periods, answered] = await Promise.all([
    mailPeriods(ledger, arrivedAt),
    receiptWithId(ledger, mail.answers, publicUrl),
  ]);
  const choice = periodOf(mail, periods, answered?.period ?? null);
  if ('why' in choice) return keep(deps, mail, arrivedAt, { class: 'unsorted', detail: choice.why, raw });
  let received: Received;
  try {
    received = await deps.receive(commentOf(mail, choice.period, arrivedAt));
  } catch (error) {
    if (!(error instanceof DubanError) || error.retryable) throw error;
    return keep(deps, mail, arrivedAt, { class: 'unsorted', detail: error.message, raw });
  }
  // A crash here is harmless: the next try finds the comment by its key.
  const { id } = mail;
  const { period } = choice;
  await recordMail(ledger, { ...lineOf(mail, arrivedAt), class: 'comment', period, no: received.no });
  return { class: 'comment', id, period, no: received.no };
}

async function keep(
  deps: InboxDeps,
  mail: ReadMail,
  arrivedAt: number,
  as: Pick<IncomingMail, 'period' | 'no' | 'detail' | 'raw'> & { readonly class: Exclude<MailClass, 'comment'> },
): Promise<Taken> {
  await recordMail(deps.ledger, { ...lineOf(mail, arrivedAt), ...as });
  return { class: as.class, id: mail.id, ...(as.detail === undefined ? {} : { detail: as.detail }) };
}

function lineOf(mail: ReadMail, arrivedAt: number) {
  return { id: mail.id, subject: mail.subject, arrivedAt, ...(mail.from === null ? {} : { from: mail.from }) };
}

function detailOf(sort: MailSort): { readonly detail?: string } {
  if (sort.kind === 'bounce') return { detail: [sort.address, sort.reason].filter((word) => word !== null).join('：') };
  return sort.kind === 'auto-reply' ? { detail: oneLine(sort.why, 300) } : {};
}

/**
 * A receipt that came back was not delivered. The line on it belongs to its comment, so that the address in it goes when
 * personal data is removed there; where it was removed before, it is not kept at all.
 */
async function takeBounce(
  deps: InboxDeps,
  mail: ReadMail,
  sort: MailSort & { readonly kind: 'bounce' },
  arrivedAt: number,
): Promise<Taken> {
  const { report } = mail;
  const about = report === null ? undefined : await receiptWithId(deps.ledger, report.about, deps.publicUrl);
  if (about === undefined) {
    const letter = report === null ? undefined : await letterWithId(deps.ledger, report.about);
    if (report === null || letter === undefined || deps.replies === undefined)
      return keep(deps, mail, arrivedAt, { class: 'bounce', ...detailOf(sort) });
    await takeLetterBounce(deps.ledger, deps.replies.office, mail, report, letter, arrivedAt, await deps.replies.now());
    return keep(deps, mail, arrivedAt, { class: 'letter-bounce', ...detailOf(sort) });
  }
  const { period, no, redacted } = about;
  if (report?.failed) await markReceiptFailed(deps.ledger, period, no, `退信：${report.reason}`, arrivedAt);
  const line = { class: 'bounce', period, no } as const;
  return keep(
    deps,
    redacted ? { ...mail, subject: '' } : mail,
    arrivedAt,
    redacted ? line : { ...line, ...detailOf(sort) },
  );
}

function commentOf(mail: ReadMail, period: string, arrivedAt: number): IncomingComment {
  return {
    period,
    channel: 'email',
    arrivedAt,
    item: null,
    text: wordsOf(mail),
    name: mail.fromName,
    contact: mail.from,
    files: mail.files,
    idempotencyKey: `mail:${mail.id}`,
  };
}

/** The subject stands with the words where it says what they do not: which item is meant, or everything. */
function wordsOf({ subject, text }: ReadMail): string {
  const item = /第\s*[\d一二三四五六七八九十百零]+\s*[项条章节款部]/.exec(subject)?.[0];
  const wanted = subject !== '' && (text === '' || (item !== undefined && !text.includes(item)));
  if (!wanted) return text;
  return [...`主题：${subject}${text === '' ? '' : `\n\n${text}`}`].slice(0, MAIL_LIMITS.text).join('');
}
