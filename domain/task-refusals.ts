/**
 * Why an act on a task cannot be done now. Pure and workflow-safe: the workflow's validator asks it, and whoever finds
 * the workflow ended asks it of the ledger's state.
 */
import { clockOf, dayOf, isDay } from './day.js';
import { type Fault, type FaultValues, fault } from './errors.js';
import { type Act, isOpen, leadsOf, type TaskState } from './task.js';
import { actNames } from './task-acts.js';

const MAX_TEXT = 5000;

/** What a suspended task still takes: a reorganisation waits for nobody. */
const whileSuspended: readonly Act['kind'][] = ['resume', 'cancel', 'succeed'];

type No = (code: Parameters<typeof fault>[0], values?: FaultValues) => Fault;
type UnitAct = Extract<Act, { kind: 'sign' | 'progress' | 'report' | 'requestExtension' }>;

/** The fault, or null. Unit ids stay ids in the values: the caller at the edge names them. */
export function refusal(state: TaskState, act: Act, now: number): Fault | null {
  const no: No = (code, values = {}) => fault(code, { task: state.id, act: actNames[act.kind], ...values });
  if (act.kind === 'accept' || act.kind === 'return') {
    const stale = staleReview(state, act.no, no);
    if (stale) return stale;
  }
  if (!isOpen(state)) return no('task-closed', { stage: state.stage === 'accepted' ? '销号' : '取消' });
  if (state.suspended && !whileSuspended.includes(act.kind))
    return no('task-suspended', { reason: state.suspended.reason });
  switch (act.kind) {
    case 'sign':
    case 'progress':
    case 'report':
    case 'requestExtension':
      return unitActRefusal(state, act, now, no);
    case 'decideExtension':
      return extensionRefusal(state, act, now, no);
    case 'accept':
      return null;
    case 'transfer':
      return transferRefusal(state, act, no);
    case 'succeed':
      return state.duties.some((d) => d.unit === act.from)
        ? textFault('承接依据', act.reason)
        : no('unit-not-held', { unit: act.from, allowed: state.duties.map((d) => d.unit).join('、') });
    case 'amend':
      return amendRefusal(state, act, now, no);
    case 'resume':
      return state.suspended ? null : no('task-not-suspended');
    case 'return':
    case 'suspend':
    case 'cancel':
      return textFault(`${actNames[act.kind]}理由`, act.reason);
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}

/** A review of a report that does not wait: decided by somebody else before, or never handed in. */
function staleReview(state: TaskState, number: number, no: No): Fault | null {
  if (state.stage === 'reported' && state.report?.no === number) return null;
  const { decided } = state;
  if (decided && decided.what !== 'extension' && decided.no === number) {
    const what = decided.what === 'accept' ? '销号' : '退回';
    return no('report-decided', { no: number, by: decided.by, at: clockOf(decided.at), what });
  }
  return isOpen(state) ? no('no-report', { no: number }) : null;
}

function unitActRefusal(state: TaskState, act: UnitAct, now: number, no: No): Fault | null {
  if (act.kind === 'report' && state.report)
    return no('already-reported', { no: state.report.no, at: clockOf(state.report.at) });
  if (act.kind === 'requestExtension' && state.extension) return no('extension-pending', { to: state.extension.to });
  const leadOnly = act.kind === 'report' || act.kind === 'requestExtension';
  const unit = unitRefusal(state, act.unit, leadOnly, no);
  if (unit) return unit;
  switch (act.kind) {
    case 'sign': {
      const at = state.signed[act.unit]?.at;
      return at === undefined ? null : no('already-signed', { unit: act.unit, at: clockOf(at) });
    }
    case 'progress':
      return textFault('进展情况', act.text);
    case 'report':
      return textFault('办结情况', act.text);
    case 'requestExtension':
      return dateFault(state, act.to, now) ?? textFault('延期理由', act.reason);
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}

function extensionRefusal(
  state: TaskState,
  act: Extract<Act, { kind: 'decideExtension' }>,
  now: number,
  no: No,
): Fault | null {
  const { decided, extension } = state;
  if (extension?.no !== act.no) {
    const before = decided?.what === 'extension' && decided.no === act.no ? decided : undefined;
    return before
      ? no('extension-decided', { no: act.no, by: before.by, at: clockOf(before.at) })
      : no('no-extension', { no: act.no });
  }
  const date = act.approve ? dateFault(state, act.due ?? extension.to, now) : null;
  return date ?? textFault('批复意见', act.reason);
}

function transferRefusal(state: TaskState, act: Extract<Act, { kind: 'transfer' }>, no: No): Fault | null {
  if (!state.duties.some((d) => d.unit === act.from))
    return no('unit-not-held', { unit: act.from, allowed: state.duties.map((d) => d.unit).join('、') });
  if (state.duties.some((d) => d.unit === act.to)) return no('unit-held', { unit: act.to });
  return textFault('转办理由', act.reason);
}

function amendRefusal(state: TaskState, act: Extract<Act, { kind: 'amend' }>, now: number, no: No): Fault | null {
  const same = <T>(wanted: T | undefined, held: T): boolean => wanted === undefined || wanted === held;
  if (
    same(act.title, state.title) &&
    same(act.due, state.due) &&
    same(act.reporter, state.reporter) &&
    act.targets === undefined
  )
    return no('nothing-changed');
  if (act.reporter !== undefined && !leadsOf(state).includes(act.reporter))
    return no('not-lead', { unit: act.reporter, allowed: leadsOf(state).join('、') });
  const today = dayOf(now);
  if (act.due !== undefined && act.due !== state.due && !(isDay(act.due) && act.due >= today))
    return no('date-past', { value: act.due, today });
  return textFault('调整理由', act.reason);
}

function unitRefusal(state: TaskState, unit: string, leadOnly: boolean, no: No): Fault | null {
  const leads = leadsOf(state);
  if (leads.includes(unit)) return null;
  const held = state.duties.some((d) => d.unit === unit);
  if (!held) return no('not-duty-unit', { unit, allowed: state.duties.map((d) => d.unit).join('、') });
  return leadOnly ? no('not-lead', { unit, allowed: leads.join('、') }) : null;
}

function textFault(field: string, text: string): Fault | null {
  if (text.trim() === '') return fault('text-missing', { field });
  return text.length > MAX_TEXT ? fault('text-too-long', { field, length: text.length, allowed: MAX_TEXT }) : null;
}

function dateFault(state: TaskState, to: string, now: number): Fault | null {
  const today = dayOf(now);
  return isDay(to) && to > state.due && to >= today ? null : fault('date-not-later', { to, due: state.due, today });
}
