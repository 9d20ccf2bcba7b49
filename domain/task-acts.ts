/** What an act does to a task, once nothing stands against it (task-refusals.ts). Pure and workflow-safe; the instant is data. */
import { type Day, dayOf } from './day.js';
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
  readonly tell: readonly { readonly unit: string; readonly kind: NoticeKind; readonly audience: 'lead' | 'support' }[];
}

/** The day a task would be due after the act, where the act moves it. */
export function movedDue(state: TaskState, act: Act): Day | undefined {
  if (act.kind === 'decideExtension' && act.approve) return act.due ?? state.extension?.to;
  if (act.kind === 'amend' && act.due !== undefined && act.due !== state.due) return act.due;
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
        },
        { from: act.from, to: act.to, reason: act.reason },
        {
          tell: [
            { unit: act.to, kind: 'assignment', audience: lead ? 'lead' : 'support' },
            { unit: act.from, kind: 'transferred', audience: lead ? 'lead' : 'support' },
          ],
        },
      );
    }
    case 'amend':
      return done(
        {
          ...(act.title === undefined ? {} : { title: act.title }),
          ...(act.reporter === undefined ? {} : { reporter: act.reporter }),
          ...(act.due === undefined || act.due === state.due ? {} : moveDue(state, act.due, redAt, now)),
        },
        { title: act.title, due: act.due, from: state.due, reporter: act.reporter, reason: act.reason },
        act.due === undefined || act.due === state.due ? {} : { tell: everyone(state, 'date-changed') },
      );
    case 'suspend':
      return done({ suspended: { since: dayOf(now), reason: act.reason } }, { reason: act.reason });
    case 'resume': {
      const { suspended: _s, ...rest } = state;
      return { ...done({}, { reason: act.reason }, { tell: everyone(state, 'resumed') }), state: { ...rest, seq } };
    }
    case 'cancel':
      return done(
        { stage: 'cancelled', overdue: false, closedAt: now },
        { reason: act.reason },
        { tell: everyone(state, 'cancelled') },
      );
    default:
      return assertNever(act);
  }
}

function decideExtension(
  state: TaskState,
  act: Extract<Act, { kind: 'decideExtension' }>,
  now: number,
  by: string,
  redAt: number | undefined,
  done: (
    change: Partial<TaskState>,
    data: Readonly<Record<string, unknown>>,
    more?: Partial<Pick<ActOutcome, 'letter' | 'tell'>>,
  ) => ActOutcome,
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

function everyone(state: TaskState, kind: NoticeKind): ActOutcome['tell'] {
  return [
    ...leadsOf(state).map((unit) => ({ unit, kind, audience: 'lead' as const })),
    ...supportsOf(state).map((unit) => ({ unit, kind, audience: 'support' as const })),
  ];
}

function assertNever(act: never): never {
  throw new Error(`unknown act ${JSON.stringify(act)}`);
}
