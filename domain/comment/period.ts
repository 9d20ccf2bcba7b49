/**
 * A comment period's record and the acts that change it. Pure and workflow-safe.
 *
 *   announced ──start day 00:00──▶ open ──last day 24:00──▶ closed ──counted──▶ answering ──publish──▶ published
 *       │                          │ extend (before the end), suspend / resume (lost days are given back), recalendar (a
 *       │                          │ year's holidays were published: days only ever later) keep the stage
 *       └──────────withdraw────────┴────────────────withdraw───────────────────────┴──▶ withdrawn
 *   `published` needs every comment disposed of and the sums right (checked in the ledger); there is no other way out
 *   of `answering` but withdrawal, zero comments included.
 */
import { addDays, type Day, dayOf, daysBetween, instantOf } from '../day.js';
import { type Fault, fault } from '../errors.js';
import type { Actor, LedgerEvent } from '../task.js';
import { type CommentCounts, noComments } from './comment.js';
import type { WaitingMail } from './waiting-mail.js';

export type PeriodStage = 'announced' | 'open' | 'closed' | 'answering' | 'published' | 'withdrawn';

export const periodStageWords: Readonly<Record<PeriodStage, string>> = {
  announced: '已公布，未开始',
  open: '征求意见中',
  closed: '已截止',
  answering: '已截止，意见办理中',
  published: '已公布采纳情况',
  withdrawn: '已撤回',
};

/** How the last day moved. */
export interface MovedEnd {
  readonly from: Day;
  readonly to: Day;
  readonly why: 'extended' | 'suspended' | 'calendar';
  readonly reason: string;
  readonly at: number;
  readonly by: string;
}

/** Why a last day moved, in words for pages and lists. */
export const movedWords: Readonly<Record<MovedEnd['why'], string>> = {
  extended: '延长期限',
  suspended: '恢复征求意见并补足时间',
  calendar: '按公布的放假安排顺延',
};

export interface PeriodState {
  /** `{plan}/{round}` */
  readonly id: string;
  readonly plan: string;
  readonly round: number;
  readonly title: string;
  readonly kind: string;
  /** Unit ids of the office and the leadership group. */
  readonly office: string;
  readonly leadership: string;
  readonly stage: PeriodStage;
  readonly start: Day;
  readonly opensAt: number;
  readonly firstLastDay: Day;
  readonly lastDay: Day;
  /** 24:00 of the last day: what arrives at this instant or later is late. */
  readonly endsAt: number;
  /** Last day for the close-out: 20 working days after the last day (Order on disclosure, Art. 26). */
  readonly closeOutDue: Day;
  readonly suspended?: { readonly since: number; readonly reason: string; readonly by: string };
  readonly moved: readonly MovedEnd[];
  readonly closedAt?: number;
  readonly published?: { readonly at: number; readonly by: string };
  readonly withdrawn?: { readonly at: number; readonly by: string; readonly reason: string };
  readonly counts: CommentCounts;
  /** Comments already told of in a daily letter. */
  readonly told: number;
  /** What the last morning knew of waiting mail, so that only news of it is told. */
  readonly toldMail?: Pick<WaitingMail, 'unsorted' | 'unread'>;
  /** The last day whose morning has had its turn (domain/comment/turns); at first the day of the announcement. */
  readonly morning: Day;
  /** Grows with every change; the ledger keeps the newest. */
  readonly seq: number;
}

/** Days of a window, computed outside workflows from the calendar. */
export interface WindowDays {
  readonly lastDay: Day;
  readonly closeOutDue: Day;
}

export type PeriodAct =
  | { readonly kind: 'extend'; readonly to: Day; readonly reason: string }
  | { readonly kind: 'suspend'; readonly reason: string }
  | { readonly kind: 'resume'; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly reason: string }
  /** `mailboxUnread`: the office vouches that a mailbox which could not be read holds no comment. */
  | {
      readonly kind: 'publish';
      readonly mailboxUnread?: true | undefined;
      /** Of the draft that was reviewed; the ledger publishes no other. */
      readonly digest?: string | undefined;
    }
  /** The system's own: other holidays are in force (client/comments/recalendar). */
  | { readonly kind: 'recalendar'; readonly reason: string };

export const periodActWords: Readonly<Record<PeriodAct['kind'], string>> = {
  extend: '延长期限',
  suspend: '暂停征求意见',
  resume: '恢复征求意见',
  withdraw: '撤回征求意见',
  publish: '公布采纳情况',
  recalendar: '按放假安排重新计算期限',
};

const REASON_LIMIT = 500;
/** Days by which one act may put a last day off; more is a slip of the pen. */
export const EXTENSION_LIMIT = 366;

/** True while comments may still be disposed of or published. */
export function isLive(state: Pick<PeriodState, 'stage'>): boolean {
  return state.stage !== 'published' && state.stage !== 'withdrawn';
}

/** True while the last day can still move: before the end, or during a pause, however long. */
export function isRunning(state: Pick<PeriodState, 'stage' | 'suspended' | 'endsAt'>, now: number): boolean {
  return (
    (state.stage === 'announced' || state.stage === 'open') && (state.suspended !== undefined || now < state.endsAt)
  );
}

/** The instant at which a window with this last day is over. */
export const endOf = (lastDay: Day): number => instantOf(addDays(lastDay, 1));

/** The record of a period as it is announced. */
export function announce(
  facts: Pick<PeriodState, 'plan' | 'round' | 'title' | 'kind' | 'office' | 'leadership' | 'start'>,
  days: WindowDays,
  now: number,
): PeriodState {
  const opensAt = instantOf(facts.start);
  return {
    ...facts,
    id: `${facts.plan}/${facts.round}`,
    stage: opensAt <= now ? 'open' : 'announced',
    opensAt: Math.max(opensAt, now),
    firstLastDay: days.lastDay,
    lastDay: days.lastDay,
    endsAt: endOf(days.lastDay),
    closeOutDue: days.closeOutDue,
    moved: [],
    counts: noComments,
    told: 0,
    morning: dayOf(now),
    seq: 1,
  };
}

/** What stands against an act at `now` (epoch ms); null when nothing does. */
export function periodRefusal(state: PeriodState, act: PeriodAct, now: number): Fault | null {
  const at = { period: state.id, stage: periodStageWords[state.stage] };
  if (!isLive(state)) return fault('period-over', { ...at, act: periodActWords[act.kind] });
  if (act.kind !== 'publish') {
    const reason = act.reason.trim();
    if (reason === '') return fault('text-missing', { field: '理由' });
    if ([...reason].length > REASON_LIMIT)
      return fault('text-too-long', { field: '理由', length: [...reason].length, allowed: REASON_LIMIT });
  }
  const running = isRunning(state, now);
  switch (act.kind) {
    case 'extend':
      if (!running) return fault('period-ended', { ...at, lastDay: state.lastDay });
      if (state.suspended !== undefined) return fault('period-suspended', at);
      if (act.to <= state.lastDay) return fault('period-not-later', { to: act.to, lastDay: state.lastDay });
      return daysBetween(state.lastDay, act.to) <= EXTENSION_LIMIT
        ? null
        : fault('period-too-late', {
            to: act.to,
            lastDay: state.lastDay,
            allowed: EXTENSION_LIMIT,
            latest: addDays(state.lastDay, EXTENSION_LIMIT),
          });
    case 'suspend':
      if (!running) return fault('period-ended', { ...at, lastDay: state.lastDay });
      return state.suspended === undefined ? null : fault('period-suspended', at);
    case 'resume':
      return state.suspended === undefined ? fault('period-not-suspended', at) : null;
    case 'withdraw':
    case 'recalendar':
      return null;
    case 'publish':
      return state.stage === 'answering' || state.stage === 'closed'
        ? null
        : fault('period-running', { ...at, lastDay: state.lastDay });
  }
}

const movers = { extend: 'extended', resume: 'suspended', recalendar: 'calendar' } as const;

export interface PeriodOutcome {
  readonly state: PeriodState;
  readonly event: LedgerEvent;
}

/** Carries out an act that {@link periodRefusal} lets pass. `days`: the window after an act that moves it. */
export function applyPeriodAct(
  state: PeriodState,
  act: PeriodAct,
  actor: Actor,
  now: number,
  days?: WindowDays,
): PeriodOutcome {
  const done = (next: Partial<PeriodState>, data: LedgerEvent['data']): PeriodOutcome =>
    changed(state, next, actor, now, `comment.${act.kind}`, data);
  switch (act.kind) {
    case 'extend':
    case 'recalendar':
    case 'resume': {
      const { lastDay: to, closeOutDue } = days ?? state;
      const moved: MovedEnd = {
        from: state.lastDay,
        to,
        why: movers[act.kind],
        reason: act.reason,
        at: now,
        by: actor.name,
      };
      const { suspended: _over, ...rest } = state;
      return changed(
        act.kind === 'recalendar' ? state : rest,
        {
          lastDay: to,
          endsAt: endOf(to),
          closeOutDue,
          moved: to === state.lastDay ? state.moved : [...state.moved, moved],
        },
        actor,
        now,
        `comment.${act.kind}`,
        { from: state.lastDay, to, closeOutDue, reason: act.reason },
      );
    }
    case 'suspend':
      return done({ suspended: { since: now, reason: act.reason, by: actor.name } }, { reason: act.reason });
    case 'withdraw':
      return done(
        { stage: 'withdrawn', withdrawn: { at: now, by: actor.name, reason: act.reason } },
        { reason: act.reason },
      );
    case 'publish':
      return done(
        { stage: 'published', published: { at: now, by: actor.name } },
        {
          counts: state.counts,
          ...(act.mailboxUnread === true ? { mailboxUnread: true } : {}),
          ...(act.digest === undefined ? {} : { digest: act.digest }),
        },
      );
  }
}

/** The window itself moves the stage: start, end, counted. */
export function passStage(state: PeriodState, stage: 'open' | 'closed' | 'answering', now: number): PeriodOutcome {
  return changed(
    state,
    { stage, ...(stage === 'closed' ? { closedAt: now } : {}) },
    { name: 'duban', role: 'system' },
    now,
    `comment.stage.${stage}`,
    { lastDay: state.lastDay, received: state.counts.received },
  );
}

function changed(
  state: PeriodState,
  next: Partial<PeriodState>,
  actor: Actor,
  at: number,
  kind: string,
  data: LedgerEvent['data'],
): PeriodOutcome {
  const after = { ...state, ...next, seq: state.seq + 1 };
  return {
    state: after,
    event: { id: `comment/${state.id}#${after.seq}`, at, actor, kind, subject: `comment/${state.id}`, data },
  };
}
