/**
 * The letters of a comment period to the office and, when a close-out is overdue or a pause outlasts the last day, to the
 * leadership group: one a receiver and day. Everything the words need travels in the facts, so a rehearsal and the real letter are equal.
 * Pure and workflow-safe.
 */
import { type Day, dayOf, daysBetween, instantOf } from '../day.js';
import type { LetterDraft } from '../schedule/types.js';
import type { CommentCounts } from './comment.js';
import type { PeriodStage, PeriodState } from './period.js';
import type { CommentRules } from './rules.js';
import type { PeriodRung } from './turns.js';
import { noWaitingMail, type WaitingMail } from './waiting-mail.js';

/** What a letter about a comment period says; flat, because drafts carry plain values. */
export interface CommentFacts {
  readonly period: string;
  readonly title: string;
  readonly stage: PeriodStage;
  readonly lastDay: Day;
  readonly closeOutDue: Day;
  /** Rungs of the day, joined by commas; `daily` when new comments came in, `mail` when mail waits that did not, `ended` on the first morning after the end. */
  readonly rungs: string;
  readonly received: number;
  /** Comments since the last letter. */
  readonly fresh: number;
  readonly web: number;
  readonly email: number;
  readonly phone: number;
  readonly post: number;
  readonly late: number;
  readonly open: number;
  readonly questions: number;
  readonly awaited: number;
  /** Mails that nobody has sorted and that may be comments of this period. */
  readonly unsorted: number;
  /** The mailbox was not read since the end, or before it not for a day. */
  readonly mailboxUnread: boolean;
  /** Calendar days to the last day, or past it when negative. */
  readonly daysLeft: number;
  /** While it is suspended: the day it began, and why. */
  readonly suspendedOn?: Day;
  readonly suspendedReason?: string;
}

/** The facts of a draft of kind `comment-office` or `comment-overdue`. */
export function commentFacts(draft: Pick<LetterDraft, 'facts'>): CommentFacts {
  return draft.facts as unknown as CommentFacts;
}

/** What a letter's rungs mean, in words for lists. */
export function rungWords(rungs: string): string {
  return rungs
    .split(',')
    .map((rung) => {
      const [kind = '', n = ''] = rung.split('-');
      if (kind === 'end') return n === '0' ? '征求意见最后一天' : `征求意见截止前${n}天`;
      if (kind === 'due') return `公布采纳情况期限前${n}个工作日`;
      if (kind === 'suspended') return n === 'late' ? '征求意见暂停，已过原截止日' : '征求意见暂停中';
      return kind === 'overdue'
        ? '采纳情况逾期未公布'
        : kind === 'ended'
          ? '征求意见已截止'
          : kind === 'mail'
            ? '来信待处理'
            : '新收到意见';
    })
    .join('、');
}

/** What a morning knows of waiting mail, for {@link PeriodState}.toldMail. */
export const toldOf = ({ unsorted, unread }: WaitingMail): Pick<WaitingMail, 'unsorted' | 'unread'> => ({
  unsorted,
  unread,
});

/** The letters of a morning; none when there is nothing to tell. `first`: the first morning after the end. */
export function morningLetters(
  state: PeriodState,
  counts: CommentCounts,
  day: Day,
  rungs: readonly PeriodRung[],
  rules: Pick<CommentRules, 'hour'>,
  first: boolean,
  mail: WaitingMail = noWaitingMail,
): readonly LetterDraft[] {
  const fresh = Math.max(0, counts.received - state.told);
  const toldMail = state.toldMail ?? noWaitingMail;
  const news = mail.unsorted > toldMail.unsorted || (mail.unread && !toldMail.unread);
  const why = [...rungs, ...(fresh > 0 ? ['daily'] : []), ...(news ? ['mail'] : []), ...(first ? ['ended'] : [])];
  if (why.length === 0) return [];
  const facts: CommentFacts = {
    period: state.id,
    title: state.title,
    stage: state.stage,
    lastDay: state.lastDay,
    closeOutDue: state.closeOutDue,
    rungs: why.join(','),
    received: counts.received,
    fresh,
    ...counts.byChannel,
    late: counts.late,
    open: counts.open,
    questions: counts.questions,
    awaited: counts.awaited,
    unsorted: mail.unsorted,
    mailboxUnread: mail.unread,
    daysLeft: daysBetween(day, state.lastDay),
    ...(state.suspended === undefined
      ? {}
      : { suspendedOn: dayOf(state.suspended.since), suspendedReason: state.suspended.reason }),
  };
  const letter = (kind: 'comment-office' | 'comment-overdue', unit: string): LetterDraft => ({
    key: `${kind}/${state.office}/${day}/${state.id}`,
    kind,
    office: state.office,
    unit,
    role: kind === 'comment-office' ? 'liaison' : 'head',
    day,
    at: instantOf(day, rules.hour),
    notices: [],
    facts: { ...facts },
  });
  return [
    letter('comment-office', state.office),
    ...(rungs.some((rung) => rung === 'overdue' || rung === 'suspended-late')
      ? [letter('comment-overdue', state.leadership)]
      : []),
  ];
}
