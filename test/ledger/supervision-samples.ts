/** Cycles, returns and bulletins for the ledger's tests, the smallest that its tables take. */
import { createHash } from 'node:crypto';
import type { ApprovedBulletin } from '../../activities/ledger/supervision/bulletins.js';
import type { IncomingReturn } from '../../activities/ledger/supervision/returns.js';
import { instantOf } from '../../domain/day.js';
import type { Bulletin } from '../../domain/supervision/bulletin.js';
import {
  applyCycleAct,
  type CycleAct,
  type CycleOutcome,
  type CycleState,
  requestCycle,
  returnOf,
} from '../../domain/supervision/cycle.js';
import type { CycleDates } from '../../domain/supervision/dates.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import type { LedgerEvent } from '../../domain/task.js';
import { office } from './samples.js';

export const day = { request: '2023-09-21', due: '2023-10-11', compile: '2023-10-18' } as const;
export const at = { request: instantOf(day.request, 540), due: instantOf(day.due, 540) } as const;
export const leader = { name: '分管领导', role: 'office' } as const;

export const rules: SupervisionRules = {
  hour: 540,
  rhythm: 'quarterly',
  requestBefore: 5,
  due: 5,
  before: [],
  after: [],
  sendBackWithin: 2,
  compileAfter: 5,
  approvalWithin: 3,
  contestWithin: 30,
  answerWithin: 30,
  burdenCeiling: 12,
};

const dates: CycleDates = { key: '2023Q3', from: '2023-07-01', to: '2023-09-30', ...day, rungs: [], unknownYears: [] };

/** The third quarter of a plan as it is requested of education and transport. */
export function cycleOf(plan: string, key = '2023Q3', requestedBy = office.name): CycleState {
  const units = [
    { unit: 'education', leads: [`${plan}/2023/1`], supports: [] },
    { unit: 'transport', leads: [`${plan}/2023/2`], supports: [] },
  ];
  const facts = { plan, title: '2023年重点任务', office: 'office', leadership: 'leadership', requestedBy };
  return requestCycle(facts, { ...dates, key }, units, at.request, rules.hour);
}

export function requested(state: CycleState): LedgerEvent {
  const subject = `cycle/${state.id}`;
  return { id: `${subject}#1`, at: state.requestedAt, actor: office, kind: 'cycle.requested', subject, data: {} };
}

/** An act of the office's leader at the due day. */
export const act = (state: CycleState, kind: CycleAct): CycleOutcome => applyCycleAct(state, kind, leader, at.due);

export function file(name: string, words: string): IncomingReturn['files'][number] {
  const bytes = Buffer.from(words);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, mediaType: 'text/plain', size: bytes.length, sha256, bytes };
}

/** A return about one task, with these words. */
export function returnBy(
  state: CycleState,
  unit: string,
  progress: string,
  change: Partial<IncomingReturn> = {},
): IncomingReturn {
  const task = state.units.find((one) => one.unit === unit)?.leads[0] ?? `${state.plan}/2023/9`;
  const one = { task, state: 'on-schedule', progress, values: [], problems: '', help: '' } as const;
  return {
    id: returnOf(state, unit),
    cycle: state.id,
    unit,
    content: { tasks: [one] },
    files: [],
    via: 'link',
    at: at.due,
    by: '联络员',
    onBehalf: null,
    ...change,
  };
}

const words: Omit<Bulletin, 'cycle'> = {
  period: '2023年第三季度',
  planTitle: '2023年重点任务',
  day: day.compile,
  total: 2,
  shares: [],
  chapters: [],
  units: [],
  tasks: [],
  behind: [],
  overdue: [],
  silent: ['transport'],
  sentBack: [],
  burden: [],
};

/** What {@link keepBulletin} takes: the leader approves the office's draft. */
export function approval(cycle: string, change: Partial<ApprovedBulletin> = {}): [ApprovedBulletin, LedgerEvent] {
  const approved = {
    cycle,
    no: 1,
    bulletin: { cycle, ...words },
    author: office.name,
    approvedBy: leader.name,
    at: at.due,
    ...change,
  };
  const subject = `cycle/${cycle}`;
  const id = `${subject}#approved-${approved.no}`;
  return [approved, { id, at: approved.at, actor: leader, kind: 'cycle.approve', subject, data: {} }];
}
