/**
 * Everything that keeps a comment period from starting (Order 713 Art. 15: the draft and its explanation are published,
 * with how and until when to comment, at least 30 days, a shorter time only with its reason in the notice). Pure; needs
 * the calendar, so it is called outside workflows.
 */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, daysBetween } from '../day.js';
import { isAddress } from '../directory.js';
import { type Fault, fault } from '../errors.js';
import { type NoticeReading, readNotice } from '../parse/notice.js';
import { fold } from '../parse/passage.js';
import { channelWords } from './comment.js';
import type { CommentKind, CommentRules } from './rules.js';
import { type CommentTerms, interpretationParts, interpretationWords } from './terms.js';
import { readWindow, windowCalendar } from './window.js';

/** Characters of a title, as plans have them. */
export const TITLE_LENGTH = 200;
/** Days by which a period may be announced ahead, and days it may last at most; more is a slip of the pen. */
const FAR = 366;

export interface TermsContext {
  readonly rules: CommentRules;
  readonly calendar: Calendar;
  /** The day it is, Asia/Shanghai: a period cannot have begun before it was announced. */
  readonly today: Day;
  /** The notice of these terms, where it was read already. */
  readonly reading?: NoticeReading;
}

/** All faults of the terms at once, each naming the value and what is allowed; empty when the period may start. */
export function termsFaults(terms: CommentTerms, context: TermsContext): Fault[] {
  const kind = context.rules.kinds.find((one) => one.id === terms.kind);
  const notice = terms.notice?.trim() ?? '';
  const kinds = context.rules.kinds.map((one) => `${one.id}（${one.name}）`).join('、');
  return [
    ...(terms.title.trim() === '' ? [fault('terms-title', { allowed: TITLE_LENGTH })] : []),
    ...(terms.issuer.trim() === '' ? [fault('terms-issuer')] : []),
    ...(kind === undefined ? [fault('terms-kind', { value: terms.kind, allowed: kinds })] : []),
    ...windowFaults(terms, kind, context),
    ...(/[\p{L}\p{N}]/u.test(terms.draft) ? [] : [fault('terms-draft')]),
    ...interpretationFaults(terms),
    ...channelFaults(terms),
    ...(notice === '' ? [] : noticeFaults(terms, notice, kind, context)),
  ];
}

function windowFaults(terms: CommentTerms, kind: CommentKind | undefined, context: TermsContext): Fault[] {
  const { calendar, rules, today } = context;
  const { start, days, workdays, end } = terms;
  const faults: Fault[] = start < today ? [fault('terms-start-past', { start, today })] : [];
  if (daysBetween(today, start) > FAR)
    faults.push(fault('terms-start-far', { start, today, allowed: FAR, latest: addDays(today, FAR) }));
  if (end !== undefined && daysBetween(start, end) > FAR)
    faults.push(fault('terms-end-far', { end, start, allowed: FAR, latest: addDays(start, FAR) }));
  if (days !== undefined && workdays !== undefined) return [...faults, fault('terms-length-twice', { days, workdays })];
  if (days === undefined && workdays === undefined && end === undefined) return [...faults, fault('terms-length')];
  if (end !== undefined && end <= start) return [...faults, fault('terms-end-before', { start, end })];
  const { byCode, inclusive, stated } = readWindow(terms, calendar, rules);
  if (stated !== null && stated !== byCode) {
    faults.push(fault('terms-end-differs', { byCode, inclusive, stated }));
  }
  return kind === undefined ? faults : [...faults, ...shortFaults(terms, kind, byCode, calendar)];
}

/** The time by the Code: the first day is not counted, days won by the move to a working day are. */
function shortFaults(terms: CommentTerms, kind: CommentKind, end: Day, calendar: Calendar): Fault[] {
  const { minimum, name, basis } = kind;
  const days = 'days' in minimum;
  const least = days ? minimum.days : minimum.workdays;
  const count = days ? daysBetween(terms.start, end) : workdaysIn(terms.start, end, calendar);
  if (count >= least) return [];
  const reason = terms.reasonForShort?.trim() ?? '';
  if (reason === '') {
    const unit = days ? '日' : '个工作日';
    const values = { start: terms.start, end, count: `${count}${unit}`, kind: name, minimum: `${least}${unit}`, basis };
    return [fault('terms-too-short', values)];
  }
  const notice = terms.notice?.trim() ?? '';
  const printed = notice === '' || told(notice, reason);
  return printed ? [] : [fault('terms-reason-unprinted', { reason })];
}

/** Does the notice print these words? Width, blanks and line breaks do not matter. */
function told(notice: string, reason: string): boolean {
  const flat = (words: string): string =>
    fold(words)
      .replace(/\s+/g, '')
      .replace(/[。.;]+$/, '');
  return flat(notice).includes(flat(reason));
}

/** Working days behind the first day, up to the last. */
function workdaysIn(start: Day, end: Day, calendar: Calendar): number {
  let count = 0;
  for (let day = addDays(start, 1); day <= end; day = addDays(day, 1)) if (calendar.isWorkday(day)) count++;
  return count;
}

function interpretationFaults({ interpretation }: CommentTerms): Fault[] {
  return interpretationParts
    .filter((key) => (interpretation[key] ?? '').trim() === '')
    .map((key) => fault('terms-interpretation', { part: interpretationWords[key], key }));
}

const PHONE = /^(?:\(?0\d{2,3}\)?[- ]?[2-9]?\d{7}(?:[-转]\d{1,6})?|1[3-9]\d{9}|400-?\d{3,4}-?\d{3,4}|12345)$/;

function channelFaults({ channels }: CommentTerms): Fault[] {
  const { web, email, phone, post } = channels;
  if (!web && email === undefined && phone === undefined && post === undefined) return [fault('terms-channel-none')];
  const wrong = (channel: string, value: string, allowed: string): Fault =>
    fault('terms-channel', { channel, value, allowed });
  return [
    ...(email === undefined || isAddress(email)
      ? []
      : [wrong('电子邮件地址', email, '一个邮箱地址，如 yijian@fgj.example.org')]),
    ...(phone === undefined || PHONE.test(fold(phone).trim())
      ? []
      : [wrong('电话', phone, '带区号的固定电话（如 0632-1234567，可带分机）、手机、400 电话或 12345')]),
    ...(post === undefined || [...post.address.trim()].length >= 6
      ? []
      : [wrong('邮寄地址', post.address, '能寄达的完整地址，不少于 6 个字')]),
    ...(post === undefined || post.mark.trim() !== ''
      ? []
      : [wrong('信封注明的字样', post.mark, '信封上要注明的字样（mark），如“征求意见反馈”')]),
  ];
}

function noticeFaults(
  terms: CommentTerms,
  notice: string,
  kind: CommentKind | undefined,
  { calendar, reading, rules }: TermsContext,
): Fault[] {
  // An unknown kind is told of already; its minimum is nobody's.
  const read =
    reading ?? readNotice(notice, { calendar: windowCalendar(calendar), minimum: kind?.minimum ?? { days: 1 } });
  // A reason in words the reader does not know is one all the same, where the office says that it is.
  const reason = terms.reasonForShort?.trim() ?? '';
  const byTerms = read.verdict === 'too-short' && reason !== '' && told(notice, reason);
  const details = read.findings.map((one) => one.message).join('；');
  const faults = read.verdict === 'ok' || byTerms ? [] : [fault('terms-notice', { detail: details || read.verdict })];
  const known = terms.days !== undefined || terms.workdays !== undefined || terms.end !== undefined;
  const last = terms.end ?? (known ? readWindow(terms, calendar, rules).byCode : null);
  const days = [
    ['起始日期', read.start, terms.start],
    ['截止日期', read.end, last],
  ] as const;
  for (const [what, printed, own] of days) {
    if (printed !== null && own !== null && printed !== own)
      faults.push(fault('terms-notice-differs', { what, notice: printed, terms: own }));
  }
  return [...faults, ...unnamedChannels(terms, read)];
}

/** Channels that the terms open and the notice does not name, by their very number or address. */
function unnamedChannels({ channels }: CommentTerms, { channels: printed }: NoticeReading): Fault[] {
  const flat = (value: string): string =>
    fold(value)
      .replace(/[\s()\-—–]/g, '')
      .toLowerCase();
  const named = (kind: 'web' | 'email' | 'phone' | 'post', value: string): boolean =>
    printed.some((one) => one.kind === kind && (kind === 'web' || alike(flat(one.value), flat(value))));
  const allowed = printed.map((one) => `${channelWords[one.kind]}“${one.value}”`).join('、') || '无';
  const { web, email, phone, post } = channels;
  const missing = (kind: 'web' | 'email' | 'phone' | 'post', value: string): Fault[] =>
    named(kind, value) ? [] : [fault('terms-notice-channel', { channel: channelWords[kind], value, allowed })];
  const mark = post?.mark.trim() ?? '';
  const marked = mark === '' || printed.some((one) => one.kind === 'post' && flat(one.mark ?? '') === flat(mark));
  return [
    ...(web ? missing('web', '网上提交') : []),
    ...(email === undefined ? [] : missing('email', email)),
    ...(phone === undefined ? [] : missing('phone', phone)),
    ...(post === undefined ? [] : missing('post', post.address)),
    ...(marked ? [] : [fault('terms-notice-channel', { channel: '信封注明的字样', value: mark, allowed })]),
  ];
}

/** Addresses are printed with and without their city; one of the two holds the other. */
function alike(printed: string, own: string): boolean {
  return (
    own !== '' &&
    (printed === own || (own.length >= 6 && printed.includes(own)) || (printed.length >= 6 && own.includes(printed)))
  );
}
