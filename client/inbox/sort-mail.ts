/** What a mail is, and which comment period it belongs to. Pure: follows from the mail and the periods alone. */
import type { ReadMail } from './read-mail.js';

export type MailSort =
  | { readonly kind: 'comment' }
  | { readonly kind: 'bounce'; readonly address: string | null; readonly reason: string }
  /** `why`: the sign by which it was told, for the record. */
  | { readonly kind: 'auto-reply'; readonly why: string }
  | { readonly kind: 'empty' };

/** Signs of robots in headers (RFC 3834, RFC 2919, and what programs did before), with the words for the record. */
const robots: readonly (readonly [header: string, value: RegExp])[] = [
  ['auto-submitted', /^\s*(?!no\b)\S/i],
  ['x-autoreply', /\S/],
  ['x-autorespond', /\S/],
  ['x-auto-response-suppress', /\b(?:oof|all|autoreply)\b/i],
  ['precedence', /^\s*(?:bulk|list|junk|auto_reply)\b/i],
  ['list-id', /\S/],
  ['return-path', /^\s*<\s*>\s*$/],
];
const robotSubject =
  /^\s*(?:[【[(]?\s*(?:自动回复|自动答复|外出自动回复|系统自动回复)|out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)\b|autoreply)/i;

/** Tells opinions from what machines send. Reports of mail servers come first: they carry the robots' signs too. */
export function sortMail(mail: ReadMail): MailSort {
  if (mail.report !== null) return { kind: 'bounce', address: mail.report.address, reason: mail.report.reason };
  for (const [header, value] of robots) {
    const stated = mail.headers.get(header);
    if (stated !== undefined && value.test(stated))
      return { kind: 'auto-reply', why: `${header}: ${stated}`.slice(0, 200) };
  }
  if (robotSubject.test(mail.subject)) return { kind: 'auto-reply', why: mail.subject };
  return mail.text === '' && mail.files.length === 0 ? { kind: 'empty' } : { kind: 'comment' };
}

/** A period that takes comments by mail, or did so not long ago. */
export interface MailPeriod {
  /** `{plan}/{round}` */
  readonly id: string;
  readonly plan: string;
  readonly title: string;
  /** Address that its notice names. */
  readonly email: string;
  /** Its window is open. */
  readonly running: boolean;
  /** Neither published nor withdrawn. */
  readonly live: boolean;
}

export type PeriodChoice = { readonly period: string } | { readonly why: string };

/**
 * The period a mail is meant for. Its address decides; where several share one, the receipt it answers, then what its
 * words name, then the one that is running. In doubt `why`, and a person decides.
 * @param answered the period whose receipt the mail answers.
 */
export function periodOf(
  mail: Pick<ReadMail, 'recipients' | 'subject' | 'text'>,
  periods: readonly MailPeriod[],
  answered: string | null = null,
): PeriodChoice {
  const addressed = periods.filter((period) => mail.recipients.includes(period.email.toLowerCase()));
  const [first] = addressed;
  if (first !== undefined && addressed.length === 1) return { period: first.id };
  // Written to another name of the mailbox: an alias, or a copy nobody sees.
  const among = addressed.length > 0 ? addressed : periods;
  if (answered !== null && among.some((period) => period.id === answered)) return { period: answered };
  for (const choice of [named(mail, among), among.filter((p) => p.running), among.filter((p) => p.live)]) {
    const [only] = choice;
    if (only !== undefined && choice.length === 1) return { period: only.id };
  }
  if (periods.length === 0) return { why: '没有以电子邮件征求意见的事项' };
  return { why: `分不清属于哪一项征求意见：${among.map((period) => period.id).join('、')}` };
}

/** The periods that the words name: by id of the round, by id of the plan, by title. */
function named(mail: Pick<ReadMail, 'subject' | 'text'>, periods: readonly MailPeriod[]): readonly MailPeriod[] {
  const words = `${mail.subject}\n${mail.text}`.normalize('NFKC').toLowerCase();
  const holds = (id: string): boolean =>
    new RegExp(`(?<![a-z0-9/-])${id.replace(/[^a-z0-9]/gi, '\\$&')}(?![a-z0-9-])`).test(words);
  const byRound = periods.filter((period) => holds(period.id.toLowerCase()));
  if (byRound.length > 0) return byRound;
  const byPlan = periods.filter((period) => holds(period.plan.toLowerCase()));
  if (byPlan.length > 0) return runningOf(byPlan);
  const byTitle = periods.filter((period) => flat(words).includes(flat(period.title)));
  // A title that is part of a longer one which stands there too was not meant.
  return runningOf(
    byTitle.filter(
      (one) => !byTitle.some((two) => two.title !== one.title && flat(two.title).includes(flat(one.title))),
    ),
  );
}

/** Rounds of one plan have one name: the running one is meant. */
function runningOf(periods: readonly MailPeriod[]): readonly MailPeriod[] {
  const running = periods.filter((period) => period.running);
  return running.length > 0 ? running : periods;
}

/** As compared: without blanks and marks of width and quotation. */
function flat(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s《》〈〉“”"'‘’]/g, '');
}
