/** Starting a supervision cycle by hand: every fault first, then the record, then the workflow. */

import { loadDirectory } from '../../activities/ledger/directory.js';
import { listPlans, loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { listCycles, loadCycle, openCycle } from '../../activities/ledger/supervision/cycles.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { officeCalendar } from '../../activities/schedules.js';
import { daysOfPlan, draftCycle, isLive, overCeiling, startOf } from '../../activities/supervision.js';
import { clockOf, instantOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { type CycleState, cycleStageWords } from '../../domain/supervision/cycle.js';
import { cycleDates } from '../../domain/supervision/dates.js';
import { type CyclePeriod, readCycleKey } from '../../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import { standingAt, unitsAsked } from '../../domain/supervision/units-asked.js';
import type { Actor } from '../../domain/task.js';
import type { SupervisionOffice } from '../acts.js';
import { type Desk, officeEvent, permit, recordRefusal } from '../desk.js';
import { supervisionRules } from './rules.js';
import type { CycleDesk } from './ways.js';

/** Days of a cycle and whom it asks: now, or as the tasks stand on its request day; changes nothing. */
export async function planCycle(
  desk: Desk,
  plan: string,
  key: string,
  when: 'now' | 'request' = 'now',
): ReturnType<SupervisionOffice['plan']> {
  const { row, period, rules } = await read(desk, plan, key);
  const calendar = await officeCalendar(desk.ledger);
  const dates = cycleDates(period, rules, calendar);
  const tasks = await listTasks(desk.ledger, { plan: row.id });
  const asked = when === 'now' ? tasks : standingAt(tasks, instantOf(dates.request, rules.hour));
  return { dates, units: unitsAsked(asked, dates) };
}

/**
 * A cycle that is on record and never ran, because Temporal did not answer then, is started with what is on record.
 * @throws every fault that keeps it from starting; a refusal is on record.
 */
export async function startCycle(
  desk: CycleDesk,
  plan: string,
  key: string,
  options: Parameters<SupervisionOffice['start']>[2],
  actor: Actor,
): Promise<CycleState> {
  const subject = `cycle/${plan}/${key}`;
  await permit(desk, actor, 'supervision', subject);
  const { row, period, rules } = await read(desk, plan, key);
  const kept = await loadCycle(desk.ledger, `${row.id}/${period.key}`);
  if (kept && isLive(kept.state) && (await desk.ways.run(startOf(kept.state, kept.rules)))) return kept.state;
  const calendar = await officeCalendar(desk.ledger);
  const now = await desk.now();
  const dates = cycleDates(period, rules, calendar);
  const state = await draftCycle(desk.ledger, row, dates, rules, calendar, now, actor);
  const faults = await startFaults(desk, row, period, state, kept?.state, rules, options.override !== undefined, now);
  if (faults.length > 0) throw await recordRefusal(desk, actor, 'startCycle', subject, new DubanError(faults));
  const event = officeEvent(actor, now, 'cycle.requested', subject, {
    units: state.units.length,
    dates: state.dates,
    ...(options.override === undefined ? {} : { override: options.override }),
  });
  try {
    await openCycle(desk.ledger, state, rules, event);
  } catch (error) {
    if (error instanceof DubanError && !error.retryable)
      throw await recordRefusal(desk, actor, 'startCycle', subject, error);
    throw error;
  }
  await desk.ways.run(startOf(state, rules));
  return state;
}

async function startFaults(
  desk: Desk,
  row: PlanRow,
  period: CyclePeriod,
  state: CycleState,
  kept: CycleState | undefined,
  rules: SupervisionRules,
  overridden: boolean,
  now: number,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  if (row.status !== 'executing') faults.push(fault('plan-not-executing', { plan: row.id }));
  faults.push(...outsideFaults(row, period));
  if (kept) faults.push(fault('cycle-exists', { cycle: kept.id, at: clockOf(kept.requestedAt) }));
  const [other] = (await listCycles(desk.ledger, { plan: row.id, live: true })).filter((one) => one.id !== state.id);
  if (other) faults.push(fault('cycle-overlap', { other: other.id, stage: cycleStageWords[other.state.stage] }));
  if (state.units.length === 0) faults.push(fault('cycle-empty', { plan: row.id, key: period.key }));
  if (overridden) return faults;
  const directory = await loadDirectory(desk.ledger);
  for (const { unit, count } of await overCeiling(desk.ledger, state, rules, now))
    faults.push(
      fault('cycle-burden', { unit: unitOf(directory, unit)?.name ?? unit, count, ceiling: rules.burdenCeiling }),
    );
  return faults;
}

/** A period that has no day of the plan. */
export function outsideFaults(row: PlanRow, period: CyclePeriod): readonly Fault[] {
  const { from, to } = daysOfPlan(row);
  if (period.to >= from && period.from <= to) return [];
  return [fault('cycle-outside', { plan: row.id, from, to, key: period.key })];
}

/** Plan, period and rules of a request, or what is wrong with them. */
async function read(
  desk: Desk,
  plan: string,
  key: string,
): Promise<{ readonly row: PlanRow; readonly period: CyclePeriod; readonly rules: SupervisionRules }> {
  const row = await loadPlan(desk.ledger, plan);
  const period = readCycleKey(key);
  const faults: Fault[] = [];
  if (!row) {
    const known = (await listPlans(desk.ledger)).map((one) => one.id);
    faults.push(fault('plan-unknown', { plan, allowed: known.join('、') || '无' }));
  }
  if (!period) faults.push(fault('cycle-key', { value: key }));
  if (!row || !period) throw faults.length > 0 ? new DubanError(faults) : refuse('cycle-key', { value: key });
  const rules = row.supervision ?? { ...(await supervisionRules()), rhythm: period.rhythm };
  return { row, period, rules };
}
