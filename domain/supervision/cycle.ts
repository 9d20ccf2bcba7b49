/**
 * A supervision cycle's record and the acts that change it. Pure and workflow-safe.
 *
 *   requested ──first return──▶ collecting ──due day 24:00──▶ due ──somebody silent──▶ chasing ──┐
 *       └──────────── all returned, or the compile day has come ───────────────────────────────▶ compiling
 *   compiling ──bulletin approved (approver ≠ author), numbered──▶ approved ──sent to all──▶ published
 *   published ──correct (a new bulletin that names this one)──▶ compiling: late and changed returns come into it
 *        └◀──────────── withdrawCorrection (before its approval; the published one stands as it stood)
 *   published, also while a correction is made: contested by a unit within 30 days, answered by another person within 30 days; then the case ends.
 *   requested … compiling ──skip (office, reason)──▶ skipped
 */
import { addDays, type Day, instantOf } from '../day.js';
import type { Actor, LedgerEvent } from '../task.js';
import type { CycleDates } from './dates.js';
import { type Maker, makersOf } from './makers.js';
import { returnId } from './return.js';

export type CycleStage =
  | 'requested'
  | 'collecting'
  | 'due'
  | 'chasing'
  | 'compiling'
  | 'approved'
  | 'published'
  | 'skipped';

export const cycleStageWords: Readonly<Record<CycleStage, string>> = {
  requested: '已发通知',
  collecting: '报送中',
  due: '已到报送期限',
  chasing: '催报中',
  compiling: '起草通报',
  approved: '通报已审签',
  published: '通报已印发',
  skipped: '本期不督查',
};

/** How one unit stands. */
export interface CycleUnit {
  readonly unit: string;
  /** Tasks it leads, and tasks it supports, by id. */
  readonly leads: readonly string[];
  readonly supports: readonly string[];
  readonly state: 'asked' | 'returned' | 'sent-back';
  /** Version of the last return on record; 0 before the first. */
  readonly version: number;
  readonly due: Day;
  readonly at?: number;
  readonly by?: string;
  /** Grows with every change; rounds keep the newest. */
  readonly seq: number;
}

/** A conclusion contested by a unit. */
export interface Contest {
  readonly no: number;
  readonly unit: string;
  readonly text: string;
  readonly at: number;
  readonly by: string;
  readonly answerBy: Day;
  readonly answer?: { readonly upheld: boolean; readonly text: string; readonly at: number; readonly by: string };
}

/** A bulletin on its way: drafted, approved, published. Its words and figures are in the ledger. */
export interface CycleBulletin {
  /** 1; corrections count on. */
  readonly no: number;
  readonly author: string;
  readonly draftedAt: number;
  readonly approveBy: number;
  /** The office has heard that it waits too long, for its approval or, once approved, for its publication. */
  readonly reminded: boolean;
  /** The published bulletin that this one corrects. */
  readonly corrects?: { readonly number: string; readonly reason: string };
  readonly approvedBy?: string;
  readonly approvedAt?: number;
  readonly number?: string;
  /** Epoch ms by which the approved one is to be published; cycles of old have none. */
  readonly publishBy?: number;
  readonly publishedAt?: number;
  /** Last day for contesting, and epoch ms of its end. */
  readonly contestBy?: Day;
  readonly contestEndsAt?: number;
}

export interface CycleState {
  /** `{plan}/{key}`, such as `wenchanghu-2023/2023Q3` */
  readonly id: string;
  readonly plan: string;
  readonly key: string;
  readonly title: string;
  readonly office: string;
  readonly leadership: string;
  readonly stage: CycleStage;
  readonly dates: CycleDates;
  /** Epoch ms: 24:00 of the due day. */
  readonly dueAt: number;
  /** Morning of the first rung after it. */
  readonly chaseAt: number;
  readonly compileAt: number;
  readonly requestedAt: number;
  readonly requestedBy: string;
  readonly units: readonly CycleUnit[];
  readonly bulletin?: CycleBulletin;
  /** The published bulletin that stands while `bulletin` is a correction of it not yet published. */
  readonly corrected?: CycleBulletin;
  /** Who drafted or approved a bulletin of this cycle, or a correction since withdrawn, before `bulletin`. */
  readonly makers?: readonly Maker[];
  readonly contests: readonly Contest[];
  readonly skipped?: { readonly reason: string; readonly by: string; readonly at: number };
  readonly seq: number;
}

export type CycleAct =
  /** A return whose words are in the ledger already as this version. */
  | { readonly kind: 'return'; readonly unit: string; readonly version: number }
  | { readonly kind: 'sendBack'; readonly unit: string; readonly version: number; readonly reason: string }
  /** The office drafts the bulletin before everybody has answered: once the days for answering are over. */
  | { readonly kind: 'compile' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'publish' }
  | { readonly kind: 'skip'; readonly reason: string }
  /** A new bulletin that says which one it corrects. */
  | { readonly kind: 'correct'; readonly reason: string }
  /** A correction that turned out to be none; the published bulletin stands. */
  | { readonly kind: 'withdrawCorrection'; readonly reason: string }
  | { readonly kind: 'contest'; readonly unit: string; readonly text: string }
  | { readonly kind: 'answerContest'; readonly no: number; readonly upheld: boolean; readonly text: string };

export const cycleActWords: Readonly<Record<CycleAct['kind'], string>> = {
  return: '报送',
  sendBack: '退回重报',
  compile: '起草通报',
  approve: '审签通报',
  publish: '印发通报',
  skip: '取消本期督查',
  correct: '更正通报',
  withdrawCorrection: '撤回更正通报',
  contest: '提出异议',
  answerContest: '答复异议',
};

/** Days the caller computes for an act from the calendar. */
export interface CycleActDays {
  /** sendBack: new due day. */
  readonly due?: Day;
  /** publish: last day to contest; contest: last day to answer. */
  readonly by?: Day;
  /** compile: epoch ms by which the bulletin is to be approved. */
  readonly approveBy?: number;
  /** approve: number of the bulletin, taken from the ledger. */
  readonly number?: string;
  /** approve: epoch ms by which the bulletin is to be published. */
  readonly publishBy?: number;
}

/** True while units are asked and chased: until the first bulletin is approved. */
export function isCollecting(state: Pick<CycleState, 'stage' | 'bulletin'>): boolean {
  if (state.bulletin?.corrects !== undefined) return false;
  return ['requested', 'collecting', 'due', 'chasing', 'compiling'].includes(state.stage);
}

/** True while a return still counts: until the bulletin, or a correction of it, is approved. */
export function takesReturns(state: Pick<CycleState, 'stage' | 'bulletin'>): boolean {
  return isCollecting(state) || state.stage === 'compiling';
}

/** The record of a cycle as it is requested. */
export function requestCycle(
  facts: Pick<CycleState, 'plan' | 'title' | 'office' | 'leadership' | 'requestedBy'>,
  dates: CycleDates,
  units: readonly Pick<CycleUnit, 'unit' | 'leads' | 'supports'>[],
  now: number,
  hour: number,
): CycleState {
  return {
    ...facts,
    id: `${facts.plan}/${dates.key}`,
    key: dates.key,
    stage: 'requested',
    dates,
    dueAt: instantOf(addDays(dates.due, 1)),
    chaseAt: instantOf(dates.rungs[0]?.day ?? dates.compile, hour),
    compileAt: instantOf(dates.compile, hour),
    requestedAt: now,
    units: units.map((one) => ({ ...one, state: 'asked' as const, version: 0, due: dates.due, seq: 1 })),
    contests: [],
    seq: 1,
  };
}

/** Units that have not answered, or whose answer was sent back. */
export const silentUnits = (state: Pick<CycleState, 'units'>): readonly CycleUnit[] =>
  state.units.filter((one) => one.state !== 'returned');

/** Units that have not answered and whose day has not passed: no bulletin may name them yet. */
export const waitedFor = (state: Pick<CycleState, 'units'>, today: Day): readonly CycleUnit[] =>
  silentUnits(state).filter((one) => today <= one.due);

/** The bulletin that is out and can be contested, also while a correction of it is made; undefined before the first. */
export const publishedBulletin = (
  state: Pick<CycleState, 'stage' | 'bulletin' | 'corrected'>,
): CycleBulletin | undefined => state.corrected ?? (state.stage === 'published' ? state.bulletin : undefined);

/** The id of a unit's return in this cycle. */
export const returnOf = (state: Pick<CycleState, 'plan' | 'dates'>, unit: string): string =>
  returnId(state.plan, unit, state.dates.to);

export interface CycleOutcome {
  readonly state: CycleState;
  readonly event: LedgerEvent;
}

/** Carries out an act that {@link cycleRefusal} lets pass. */
export function applyCycleAct(
  state: CycleState,
  act: CycleAct,
  actor: Actor,
  now: number,
  days: CycleActDays = {},
): CycleOutcome {
  const done = (next: Partial<CycleState>, data: LedgerEvent['data']): CycleOutcome =>
    changedCycle(state, next, actor, now, `cycle.${act.kind}`, data);
  const withUnit = (unit: string, next: Partial<CycleUnit>): readonly CycleUnit[] =>
    state.units.map((one) => (one.unit === unit ? { ...one, ...next, seq: one.seq + 1 } : one));
  switch (act.kind) {
    case 'return':
      return done(
        {
          units: withUnit(act.unit, { state: 'returned', version: act.version, at: now, by: actor.name }),
          ...(state.stage === 'requested' ? { stage: 'collecting' as const } : {}),
        },
        { unit: act.unit, version: act.version },
      );
    case 'sendBack':
      return done(
        { units: withUnit(act.unit, { state: 'sent-back', due: days.due ?? state.dates.due }) },
        { unit: act.unit, version: act.version, reason: act.reason, due: days.due },
      );
    case 'compile':
      return done(
        {
          stage: 'compiling',
          bulletin: { no: 1, author: actor.name, draftedAt: now, approveBy: days.approveBy ?? now, reminded: false },
        },
        { silent: silentUnits(state).map((one) => one.unit) },
      );
    case 'correct':
      return done(
        {
          stage: 'compiling',
          ...(state.bulletin === undefined ? {} : { corrected: state.bulletin }),
          makers: makersOf(state),
          bulletin: {
            no: (state.bulletin?.no ?? 0) + 1,
            author: actor.name,
            draftedAt: now,
            approveBy: days.approveBy ?? now,
            reminded: false,
            corrects: { number: state.bulletin?.number ?? '', reason: act.reason },
          },
        },
        { number: state.bulletin?.number, reason: act.reason },
      );
    case 'withdrawCorrection': {
      const { corrected, ...rest } = state;
      const back = { stage: 'published' as const, makers: makersOf(state) };
      const data = { number: corrected?.number, reason: act.reason };
      return changedCycle(
        rest,
        { ...back, ...(corrected && { bulletin: corrected }) },
        actor,
        now,
        `cycle.${act.kind}`,
        data,
      );
    }
    case 'approve':
      return done(
        {
          stage: 'approved',
          ...(state.bulletin === undefined
            ? {}
            : {
                bulletin: {
                  ...state.bulletin,
                  approvedBy: actor.name,
                  approvedAt: now,
                  ...(days.number === undefined ? {} : { number: days.number }),
                  ...(days.publishBy === undefined ? {} : { publishBy: days.publishBy, reminded: false }),
                },
              }),
        },
        { number: days.number },
      );
    case 'publish': {
      const { corrected: _corrected, ...rest } = state;
      return changedCycle(
        rest,
        {
          stage: 'published',
          ...(state.bulletin === undefined
            ? {}
            : {
                bulletin: {
                  ...state.bulletin,
                  publishedAt: now,
                  ...(days.by === undefined
                    ? {}
                    : { contestBy: days.by, contestEndsAt: instantOf(addDays(days.by, 1)) }),
                },
              }),
        },
        actor,
        now,
        `cycle.${act.kind}`,
        { contestBy: days.by },
      );
    }
    case 'skip':
      return done(
        { stage: 'skipped', skipped: { reason: act.reason, by: actor.name, at: now } },
        { reason: act.reason },
      );
    case 'contest': {
      const contest: Contest = {
        no: state.contests.length + 1,
        unit: act.unit,
        text: act.text,
        at: now,
        by: actor.name,
        answerBy: days.by ?? state.dates.due,
      };
      return done(
        { contests: [...state.contests, contest] },
        { no: contest.no, unit: act.unit, answerBy: contest.answerBy },
      );
    }
    case 'answerContest': {
      const answer = { upheld: act.upheld, text: act.text, at: now, by: actor.name };
      return done(
        { contests: state.contests.map((one) => (one.no === act.no ? { ...one, answer } : one)) },
        { no: act.no, upheld: act.upheld },
      );
    }
  }
}

/** What time itself changes: the due day passed, silent units chased. */
export function passCycle(state: CycleState, stage: 'due' | 'chasing', now: number): CycleOutcome {
  return changedCycle(state, { stage }, { name: 'duban', role: 'system' }, now, `cycle.stage.${stage}`, {
    silent: silentUnits(state).map((one) => one.unit),
  });
}

function changedCycle(
  state: CycleState,
  next: Partial<CycleState>,
  actor: Actor,
  at: number,
  kind: string,
  data: LedgerEvent['data'],
): CycleOutcome {
  const after = { ...state, ...next, seq: state.seq + 1 };
  return {
    state: after,
    event: { id: `cycle/${state.id}#${after.seq}`, at, actor, kind, subject: `cycle/${state.id}`, data },
  };
}
