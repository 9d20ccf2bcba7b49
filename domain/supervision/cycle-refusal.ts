/** What stands against an act on a supervision cycle. Pure and workflow-safe. */
import type { Day } from '../day.js';
import { type Fault, fault } from '../errors.js';
import type { Actor } from '../task.js';
import {
  type CycleAct,
  type CycleState,
  cycleActWords,
  cycleStageWords,
  isCollecting,
  publishedBulletin,
  takesReturns,
  waitedFor,
} from './cycle.js';
import { makersOf } from './makers.js';

/** What every message about a cycle names. */
interface At {
  readonly cycle: string;
  readonly stage: string;
  readonly act: string;
}

/** The reason why `actor` cannot do this on `today`; null when nothing stands against it. */
export function cycleRefusal(state: CycleState, act: CycleAct, actor: Pick<Actor, 'name'>, today: Day): Fault | null {
  const at: At = { cycle: state.id, stage: cycleStageWords[state.stage], act: cycleActWords[act.kind] };
  const plain = unitFault(state, act, at) ?? textFault(act);
  if (plain) return plain;
  switch (act.kind) {
    case 'return':
    case 'sendBack':
      return returnFault(state, act, at);
    case 'contest':
    case 'answerContest':
      return contestFault(state, act, actor, today, at);
    default:
      return stageFault(state, act, actor, today, at);
  }
}

function unitFault(state: CycleState, act: CycleAct, at: At): Fault | null {
  if (!('unit' in act) || state.units.some((one) => one.unit === act.unit)) return null;
  const allowed = state.units.map((one) => one.unit).join('、');
  return fault('cycle-other-unit', { ...at, unit: act.unit, allowed });
}

function textFault(act: CycleAct): Fault | null {
  if ('reason' in act && act.reason.trim() === '') return fault('text-missing', { field: '理由' });
  return 'text' in act && act.text.trim() === '' ? fault('text-missing', { field: '内容' }) : null;
}

function returnFault(
  state: CycleState,
  act: Extract<CycleAct, { readonly kind: 'return' | 'sendBack' }>,
  at: At,
): Fault | null {
  const unit = state.units.find((one) => one.unit === act.unit);
  if (!(act.kind === 'return' ? takesReturns(state) : isCollecting(state))) return fault('cycle-stage', { ...at });
  if (act.kind === 'return')
    return act.version > (unit?.version ?? 0) ? null : fault('return-again', { ...at, version: act.version });
  if ((unit?.version ?? 0) === 0) return fault('return-none', { ...at, unit: act.unit });
  const there = unit?.state === 'returned' && unit.version === act.version;
  return there ? null : fault('return-not-there', { ...at, unit: act.unit, version: act.version });
}

function stageFault(
  state: CycleState,
  act: Extract<
    CycleAct,
    { readonly kind: 'compile' | 'skip' | 'approve' | 'publish' | 'correct' | 'withdrawCorrection' }
  >,
  actor: Pick<Actor, 'name'>,
  today: Day,
  at: At,
): Fault | null {
  const { stage, bulletin } = state;
  const fits = {
    compile: isCollecting(state) && stage !== 'compiling',
    skip: isCollecting(state),
    approve: stage === 'compiling' && bulletin !== undefined,
    publish: stage === 'approved',
    correct: stage === 'published',
    // Once it is approved it has a number, and numbers have no gaps.
    withdrawCorrection: stage === 'compiling' && state.corrected !== undefined,
  }[act.kind];
  if (!fits) return fault('cycle-stage', { ...at });
  const early = earlyFault(state, act, today, at);
  if (early) return early;
  const own = act.kind === 'approve' && bulletin?.author === actor.name;
  return own ? fault('bulletin-own', { ...at, author: actor.name }) : null;
}

/** A bulletin names who did not answer: not while somebody still has the time to. */
function earlyFault(state: CycleState, act: CycleAct, today: Day, at: At): Fault | null {
  if (!['compile', 'approve'].includes(act.kind) || !isCollecting(state)) return null;
  const waiting = waitedFor(state, today);
  if (waiting.length === 0) return null;
  const due =
    waiting
      .map((one) => one.due)
      .toSorted()
      .at(-1) ?? state.dates.due;
  return fault('cycle-early', { ...at, due, units: waiting.map((one) => one.unit).join('、') });
}

/** Within 30 days of receipt; those who took part step aside (supervision regulation Art. 17). */
function contestFault(
  state: CycleState,
  act: Extract<CycleAct, { readonly kind: 'contest' | 'answerContest' }>,
  actor: Pick<Actor, 'name'>,
  today: Day,
  at: At,
): Fault | null {
  if (act.kind === 'contest') {
    const by = publishedBulletin(state)?.contestBy;
    if (by === undefined) return fault('cycle-stage', { ...at });
    if (today > by) return fault('contest-late', { ...at, by });
    const waiting = state.contests.some((one) => one.unit === act.unit && one.answer === undefined);
    return waiting ? fault('contest-open', { ...at, unit: act.unit }) : null;
  }
  const contest = state.contests.find((one) => one.no === act.no);
  if (contest === undefined || contest.answer !== undefined) return fault('contest-unknown', { ...at, no: act.no });
  const tookPart = makersOf(state).some((one) => one.name === actor.name);
  return tookPart ? fault('contest-own', { ...at, name: actor.name }) : null;
}
