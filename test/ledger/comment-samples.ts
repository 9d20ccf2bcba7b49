/** Comment periods and comments for the ledger's tests, the smallest that its tables take. */
import { announcePeriod, type PeriodOpening } from '../../activities/ledger/comments/periods.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import type { IncomingComment } from '../../domain/comment/comment.js';
import { announce, type PeriodState } from '../../domain/comment/period.js';
import { instantOf } from '../../domain/day.js';
import type { LedgerEvent } from '../../domain/task.js';
import { office } from './samples.js';

/** The window runs from 2027-01-04 to 2027-02-03. */
export const at = { open: instantOf('2027-01-04') } as const;

export function periodOf(plan: string, change: Partial<PeriodState> = {}): PeriodState {
  const facts = {
    plan,
    round: 1,
    title: '共同富裕行动计划（征求意见稿）',
    kind: 'major-decision',
    office: 'office',
    leadership: 'leadership',
    start: '2027-01-04',
  } as const;
  return { ...announce(facts, { lastDay: '2027-02-03', closeOutDue: '2027-03-10' }, at.open), ...change };
}

/** What {@link announcePeriod} takes: a draft of two items. */
export function opening(state: PeriodState): [PeriodOpening, LedgerEvent] {
  const terms = {
    plan: state.plan,
    title: state.title,
    kind: state.kind,
    issuer: '领导小组办公室',
    start: state.start,
    days: 30,
    draft: '一、甲\n二、乙',
    interpretation: {},
    channels: { web: true },
  };
  const rules = {
    hour: 540,
    kinds: [],
    beforeEnd: [7],
    closeOutWithin: 20,
    closeOutBefore: [15],
    answerWithin: 5,
    before: [],
    after: [],
  };
  const items = [
    { number: 1, title: '甲', lead: 'education' },
    { number: 2, title: '乙', lead: null },
  ];
  const event: LedgerEvent = {
    id: `comment/${state.id}#1`,
    at: at.open,
    actor: office,
    kind: 'comment.announced',
    subject: `comment/${state.id}`,
    data: { lastDay: state.lastDay },
  };
  return [
    { terms, items, paragraphs: [{ text: '一、甲', kind: 'item', item: 1 }], rules, state, openedBy: office.name },
    event,
  ];
}

/** Announces round 1 of a plan. */
export async function openPeriod(
  ledger: Ledger,
  plan: string,
  change: Partial<PeriodState> = {},
): Promise<PeriodState> {
  const state = periodOf(plan, change);
  await announcePeriod(ledger, ...opening(state));
  return state;
}

/** A comment on the web page in the window. */
export function commentOf(period: string, key: string, change: Partial<IncomingComment> = {}): IncomingComment {
  return {
    period,
    channel: 'web',
    arrivedAt: at.open + 1000,
    item: 1,
    text: '建议加快',
    name: null,
    contact: null,
    files: [],
    idempotencyKey: key,
    ...change,
  };
}
