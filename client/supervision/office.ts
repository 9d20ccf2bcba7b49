/** Every act on supervision cycles: role check, then the ledger or the cycle's workflow. */
import { loadDirectory } from '../../activities/ledger/directory.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { loadCycle, putOff } from '../../activities/ledger/supervision/cycles.js';
import { markSentBack, saveReturn } from '../../activities/ledger/supervision/returns.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { clockOf, dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { askedTargets } from '../../domain/life/year-targets.js';
import { type CycleAct, type CycleState, cycleActWords, returnOf } from '../../domain/supervision/cycle.js';
import { cycleRefusal } from '../../domain/supervision/cycle-refusal.js';
import { returnFaults } from '../../domain/supervision/return-faults.js';
import { readCycleKey } from '../../domain/supervision/rhythm.js';
import type { Actor } from '../../domain/task.js';
import type { SupervisionOffice } from '../acts.js';
import { type Desk, named, permit, recordRefusal } from '../desk.js';
import { raise } from './problem.js';
import { outsideFaults, planCycle, startCycle } from './start-cycle.js';
import { type CycleDesk, type CycleWays, cycleWays, mustCycle } from './ways.js';

/** The office's desk for supervision. */
export function createSupervisionOffice(base: Desk, ways: CycleWays = cycleWays(base)): SupervisionOffice {
  const desk: CycleDesk = { ...base, ways };
  return {
    start: (plan, key, options, actor) => startCycle(desk, plan, key, options, actor),
    plan: (plan, key, when) => planCycle(desk, plan, key, when),
    putOff: (plan, key, until, reason, actor) => putCycleOff(desk, plan, key, until, reason, actor),
    giveReturn: (cycle, unit, given, actor) => giveReturn(desk, cycle, unit, given, actor),
    act: (cycle, act, actor) => actOnCycle(desk, cycle, act, actor),
    raise: (task, text, actor) => raise(desk, task, text, actor),
    correct: (cycle, reason, actor) => actOnCycle(desk, cycle, { kind: 'correct', reason }, actor),
  };
}

async function putCycleOff(
  desk: Desk,
  plan: string,
  key: string,
  until: string | null,
  reason: string,
  actor: Actor,
): Promise<void> {
  const subject = `cycle/${plan}/${key}`;
  await permit(desk, actor, 'supervision', subject);
  const faults: Fault[] = [];
  const period = readCycleKey(key);
  const now = await desk.now();
  const row = await loadPlan(desk.ledger, plan);
  if (!period) faults.push(fault('cycle-key', { value: key }));
  if (!row) faults.push(fault('plan-unknown', { plan, allowed: '见 duban status' }));
  if (row && period) faults.push(...outsideFaults(row, period));
  if (reason.trim() === '') faults.push(fault('text-missing', { field: '理由' }));
  if (until !== null && until <= dayOf(now)) faults.push(fault('date-past', { value: until, today: dayOf(now) }));
  const kept = await loadCycle(desk.ledger, `${plan}/${period?.key}`);
  if (kept) faults.push(fault('cycle-begun', { cycle: kept.state.id, at: clockOf(kept.state.requestedAt) }));
  if (faults.length > 0) throw await recordRefusal(desk, actor, 'putOff', subject, new DubanError(faults));
  await putOff(desk.ledger, plan, period?.key ?? key, until, reason, actor, now);
}

async function giveReturn(
  desk: CycleDesk,
  cycle: string,
  unit: string,
  given: Parameters<SupervisionOffice['giveReturn']>[2],
  actor: Actor,
): ReturnType<SupervisionOffice['giveReturn']> {
  const { state } = await mustCycle(desk, cycle);
  const subject = `cycle/${state.id}`;
  await mayAct(desk, actor, unit, '报送', subject);
  const asked = state.units.find((one) => one.unit === unit);
  const tasks = await listTasks(desk.ledger, { plan: state.plan });
  const plan = (await loadPlan(desk.ledger, state.plan))?.plan;
  const now = await desk.now();
  const askedTasks = tasks.map((task) => ({ ...task, targets: askedTargets(task, plan) }));
  const duties = { leads: asked?.leads ?? [], supports: asked?.supports ?? [] };
  const { faults, doubts } = returnFaults(given.content, duties, askedTasks, { confirmed: given.confirmed });
  const version = (asked?.version ?? 0) + 1;
  const refused = cycleRefusal(state, { kind: 'return', unit, version }, actor, dayOf(now));
  const all = [...(refused ? [named(refused, await loadDirectory(desk.ledger))] : []), ...faults];
  if (all.length > 0) throw await recordRefusal(desk, actor, 'return', subject, new DubanError(all));
  if (doubts.length > 0) return { version: 0, doubts };
  const saved = await saveReturn(desk.ledger, {
    id: returnOf(state, unit),
    cycle: state.id,
    unit,
    content: given.content,
    files: given.files,
    via: given.via,
    at: now,
    by: actor.name,
    onBehalf: given.onBehalf === undefined ? null : { by: actor.name, why: given.onBehalf },
  });
  await desk.ways.tell(state.id, { kind: 'return', unit, version: saved }, actor);
  return { version: saved, doubts: [] };
}

async function actOnCycle(
  desk: CycleDesk,
  cycle: string,
  act: Exclude<CycleAct, { kind: 'return' }>,
  actor: Actor,
): Promise<CycleState> {
  const { state } = await mustCycle(desk, cycle);
  const subject = `cycle/${state.id}`;
  if (act.kind === 'contest') await mayAct(desk, actor, act.unit, cycleActWords[act.kind], subject);
  else await permit(desk, actor, 'supervision', subject);
  const next = await desk.ways.tell(state.id, act, actor);
  if (act.kind === 'sendBack') {
    const due = next.units.find((one) => one.unit === act.unit)?.due ?? next.dates.due;
    await markSentBack(desk.ledger, returnOf(next, act.unit), act.version, {
      reason: act.reason,
      at: await desk.now(),
      by: actor.name,
      due,
    });
  }
  return next;
}

/** The unit itself, or the office on its behalf with the reason. */
async function mayAct(desk: Desk, actor: Actor, unit: string, act: string, subject: string): Promise<void> {
  if (actor.role === 'unit' && actor.unit === unit) return;
  if (actor.role === 'office' && actor.onBehalfOf === unit && (actor.why ?? '').trim() !== '') return;
  const name = unitOf(await loadDirectory(desk.ledger), unit)?.name ?? unit;
  const error =
    actor.role === 'unit'
      ? refuse('role-other-unit', { own: actor.unit ?? '', unit: name, act })
      : refuse('role-on-behalf', { act, unit: name });
  throw await recordRefusal(desk, actor, act, subject, error);
}
