/** What an act does to a task, once nothing stands against it (task-refusals.ts). Pure and workflow-safe; the instant is data. */
import { type Day, dayOf } from './day.js';
import { succeedDuties } from './reorganisation.js';
import type { LetterKind, NoticeKind } from './schedule/types.js';
import {
  type Act,
  type ActKind,
  type Actor,
  type LedgerEvent,
  leadsOf,
  supportsOf,
  type TaskState,
  unsignedOf,
} from './task.js';

export const actNames: Readonly<Record<ActKind, string>> = {
  sign: '签收',
  progress: '报告进展',
  report: '报告办结',
  requestExtension: '申请延期',
  decideExtension: '批复延期',
  accept: '销号',
  return: '退回',
  transfer: '转办',
  succeed: '随机构改革承接',
  amend: '调整',
  suspend: '暂停',
  resume: '恢复',
  cancel: '取消',
};

export const stageNames: Readonly<Record<TaskState['stage'], string>> = {
  assigned: '待签收',
  signed: '已签收',
  underway: '办理中',
  reported: '已报办结，待审核',
  accepted: '已销号',
  cancelled: '已取消',
};

/** A letter that answers somebody's act at once, and one-off notices that wait for the next digest. */
export interface ActOutcome {
  readonly state: TaskState;
  readonly event: LedgerEvent;
  readonly letter?: {
    readonly kind: LetterKind;
    readonly unit: string;
    readonly facts: Readonly<Record<string, string | number | boolean>>;
  };
  readonly tell: readonly {
    readonly unit: string;
    readonly kind: NoticeKind;
    readonly audience: 'lead' | 'support';
    readonly byPlan?: true;
  }[];
}

/** The day a task would be due after the act, where the act moves it. */
export function movedDue(state: TaskState, act: Act): Day | undefined {
  if (act.kind === 'decideExtension' && act.approve) return act.due ?? state.extension?.to;
  if ((act.kind === 'amend' || act.kind === 'resume') && act.due !== undefined && act.due !== state.due) return act.due;
  return undefined;
}

/** The new state and what follows. `redAt` is the new red instant (epoch ms) where the act moves the date. */
export function applyAct(state: TaskState, act: Act, actor: Actor, now: number, redAt?: number): ActOutcome {
  const seq = state.seq + 1;
  const done = (
    change: Partial<TaskState>,
    data: Readonly<Record<string, unknown>>,
    more: Partial<Pick<ActOutcome, 'letter' | 'tell'>> = {},
  ): ActOutcome => ({
    state: { ...state, ...change, seq },
    event: { id: `${state.id}#${seq}`, at: now, actor, kind: `task.${act.kind}`, subject: state.id, data },
    tell: [],
    ...more,
  });
  const by = actor.name;
  const amended = amendedBy(act, now);
  switch (act.kind) {
    case 'sign': {
      const signed = { ...state.signed, [act.unit]: { at: now, by } };
      const all = unsignedOf({ duties: state.duties, signed }).length === 0;
      return done({ signed, stage: all && state.stage === 'assigned' ? 'signed' : state.stage }, { unit: act.unit });
    }
    case 'progress':
      return done(
        {
          progress: { unit: act.unit, text: act.text, at: now, by },
          stage: state.stage === 'reported' ? state.stage : 'underway',
        },
        { unit: act.unit, text: act.text },
      );
    case 'report': {
      const no = state.returns + 1;
      const others = leadsOf(state).filter((unit) => unit !== act.unit);
      return done(
        { report: { no, unit: act.unit, text: act.text, at: now, by }, stage: 'reported' },
        { unit: act.unit, no, text: act.text },
        { tell: others.map((unit) => ({ unit, kind: 'report-told', audience: 'lead' })) },
      );
    }
    case 'requestExtension': {
      const no = state.extensions + 1;
      return done(
        { extension: { no, unit: act.unit, to: act.to, reason: act.reason, at: now, by }, extensions: no },
        { unit: act.unit, no, to: act.to, reason: act.reason },
      );
    }
    case 'decideExtension':
      return decideExtension(state, act, now, by, redAt, done);
    case 'accept': {
      const unit = state.report?.unit ?? state.reporter;
      const outcome = done(
        { stage: 'accepted', overdue: false, closedAt: now, decided: { what: 'accept', no: act.no, by, at: now } },
        { no: act.no, note: act.note ?? '' },
        { letter: { kind: 'accepted', unit, facts: { no: act.no, note: act.note ?? '', by } } },
      );
      const { extension: _e, ...rest } = outcome.state;
      return { ...outcome, state: rest };
    }
    case 'return': {
      const unit = state.report?.unit ?? state.reporter;
      const outcome = done(
        { stage: 'underway', returns: state.returns + 1, decided: { what: 'return', no: act.no, by, at: now } },
        { no: act.no, reason: act.reason },
        { letter: { kind: 'returned', unit, facts: { no: act.no, reason: act.reason, by } } },
      );
      const { report: _r, ...rest } = outcome.state;
      return { ...outcome, state: rest };
    }
    case 'transfer': {
      const duties = state.duties.map((d) => (d.unit === act.from ? { ...d, unit: act.to } : d));
      const { [act.from]: _s, ...signed } = state.signed;
      const lead = leadsOf({ duties }).includes(act.to);
      return done(
        {
          duties,
          signed,
          signFrom: dayOf(now),
          reporter: state.reporter === act.from ? act.to : state.reporter,
          stage: state.stage === 'signed' ? 'assigned' : state.stage,
          ...amended.state,
        },
        { from: act.from, to: act.to, reason: act.reason },
        {
          tell: [
            { unit: act.to, kind: 'assignment', audience: lead ? 'lead' : 'support', ...amended.notice },
            { unit: act.from, kind: 'transferred', audience: lead ? 'lead' : 'support', ...amended.notice },
          ],
        },
      );
    }
    case 'succeed': {
      const { duties, signed } = succeeded(state, act.from, act.to);
      const reporter = state.reporter === act.from ? act.to : state.reporter;
      // Where the one that had not signed joins one that has, nobody is left to sign.
      const all = state.stage === 'assigned' && unsignedOf({ duties, signed }).length === 0;
      return done(
        { duties, signed, reporter, ...(all ? { stage: 'signed' } : {}) },
        { from: act.from, to: act.to, reason: act.reason },
      );
    }
    case 'amend':
      return amend(state, act, now, redAt, done);
    case 'suspend':
      return done(
        { suspended: { since: dayOf(now), reason: act.reason, ...(act.byPlan === true ? { byPlan: true } : {}) } },
        { reason: act.reason, ...(act.byPlan === true ? { byPlan: true } : {}) },
      );
    case 'resume':
      return resume(state, act, now, redAt, done);
    case 'cancel':
      return done(
        { stage: 'cancelled', overdue: false, closedAt: now, ...amended.state },
        { reason: act.reason },
        {
          tell: everyone(state, 'cancelled')
            .filter(({ unit }) => !(act.told ?? []).includes(unit))
            .map((one) => ({ ...one, ...amended.notice })),
        },
      );
    default:
      return assertNever(act);
  }
}

type Done = (
  change: Partial<TaskState>,
  data: Readonly<Record<string, unknown>>,
  more?: Partial<Pick<ActOutcome, 'letter' | 'tell'>>,
) => ActOutcome;

/** What an act that follows from an amendment of the plan leaves on the task, and on the notices of it. */
function amendedBy(
  act: Act,
  now: number,
): { readonly state: Pick<TaskState, 'amended'>; readonly notice: { readonly byPlan?: true } } {
  if (act.kind !== 'transfer' && act.kind !== 'amend' && act.kind !== 'cancel') return { state: {}, notice: {} };
  if (act.byPlan !== true) return { state: {}, notice: {} };
  return { state: { amended: { on: dayOf(now), reason: act.reason } }, notice: { byPlan: true } };
}

function amend(
  state: TaskState,
  act: Extract<Act, { kind: 'amend' }>,
  now: number,
  redAt: number | undefined,
  done: Done,
): ActOutcome {
  const moved = movedDue(state, act);
  const amended = amendedBy(act, now);
  const { title, due, reporter, targets, reason } = act;
  return done(
    {
      ...(title === undefined ? {} : { title }),
      ...(reporter === undefined ? {} : { reporter }),
      ...(targets === undefined ? {} : { targets }),
      ...(moved === undefined ? {} : moveDue(state, moved, redAt, now)),
      ...amended.state,
    },
    { title, due, from: state.due, reporter, ...(targets === undefined ? {} : { targets }), reason },
    {
      tell: [
        ...(moved === undefined ? [] : everyone(state, 'date-changed')),
        ...(targets === undefined ? [] : everyone(state, 'target-changed')),
      ].map((one) => ({ ...one, ...amended.notice })),
    },
  );
}

function resume(
  state: TaskState,
  act: Extract<Act, { kind: 'resume' }>,
  now: number,
  redAt: number | undefined,
  done: Done,
): ActOutcome {
  const moved = movedDue(state, act);
  const outcome = done(
    moved === undefined ? {} : moveDue(state, moved, redAt, now),
    { reason: act.reason, ...(moved === undefined ? {} : { from: state.due, due: moved }) },
    { tell: everyone(state, 'resumed') },
  );
  const { suspended: _s, ...rest } = outcome.state;
  return { ...outcome, state: rest };
}

function decideExtension(
  state: TaskState,
  act: Extract<Act, { kind: 'decideExtension' }>,
  now: number,
  by: string,
  redAt: number | undefined,
  done: Done,
): ActOutcome {
  const unit = state.extension?.unit ?? state.reporter;
  const due = act.approve ? (act.due ?? state.extension?.to ?? state.due) : state.due;
  const outcome = done(
    {
      ...(act.approve ? moveDue(state, due, redAt, now) : {}),
      decided: { what: 'extension', no: act.no, by, at: now },
    },
    { no: act.no, approve: act.approve, from: state.due, due, reason: act.reason },
    {
      letter: {
        kind: 'extension-decided',
        unit,
        facts: { no: act.no, approve: act.approve, from: state.due, due, reason: act.reason, by },
      },
      tell: act.approve ? everyone(state, 'date-changed').filter((n) => n.unit !== unit) : [],
    },
  );
  const { extension: _e, ...rest } = outcome.state;
  return { ...outcome, state: rest };
}

function moveDue(state: TaskState, due: Day, redAt: number | undefined, now: number): Partial<TaskState> {
  const red = redAt ?? state.redAt;
  return {
    due,
    dueSource: 'extended',
    binding: dayOf(now),
    dueRevision: state.dueRevision + 1,
    redAt: red,
    overdue: red <= now,
  };
}

/** Duties and signatures with the successor in the former unit's place. */
function succeeded(state: TaskState, from: string, to: string): Pick<TaskState, 'duties' | 'signed'> {
  const { [from]: former, ...signed } = state.signed;
  return {
    duties: succeedDuties(state.duties, from, to),
    signed: former === undefined || to in signed ? signed : { ...signed, [to]: former },
  };
}

function everyone(state: TaskState, kind: NoticeKind): ActOutcome['tell'] {
  return [
    ...leadsOf(state).map((unit) => ({ unit, kind, audience: 'lead' as const })),
    ...supportsOf(state).map((unit) => ({ unit, kind, audience: 'support' as const })),
  ];
}

function assertNever(act: never): never {
  throw new Error(`unknown act ${JSON.stringify(act)}`);
}
