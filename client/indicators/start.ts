/** Settling who answers for indicators, and starting to follow them: every fault first, then the record, then the workflow. */
import { loadDirectory } from '../../activities/ledger/directory.js';
import { assignIndicators, indicatorDuties, loadWatch, openWatch } from '../../activities/ledger/indicators/watches.js';
import { listPlans, loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { clockOf, dayOf } from '../../domain/day.js';
import { unitFaults } from '../../domain/ended-unit.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { settledIndicators } from '../../domain/indicators/settled.js';
import { isOver, numbered, type WatchState } from '../../domain/indicators/watch.js';
import type { Actor } from '../../domain/task.js';
import { type Desk, officeEvent, officeUnits, permit, recordRefusal } from '../desk.js';
import { launchFaults } from '../launch.js';
import { indicatorRules } from './rules.js';
import type { WatchDesk } from './ways.js';

/** Settles the unit of some indicators; from the next request on it is asked. @throws every fault. */
export async function assign(
  desk: Desk,
  plan: string,
  nos: readonly number[],
  unit: string,
  actor: Actor,
): Promise<void> {
  const subject = `indicators/${plan}`;
  await permit(desk, actor, 'supervision', subject);
  const row = await mustPlan(desk, plan);
  const known = numbered(row.plan.indicators ?? []).map((one) => one.no);
  const running = await loadWatch(desk.ledger, plan);
  const directory = await loadDirectory(desk.ledger);
  const faults: Fault[] = nos
    .filter((no) => !known.includes(no))
    .map((no) => fault('indicator-unknown', { plan, no, allowed: known.join('、') || '无' }));
  faults.push(...unitFaults(directory, unit, '负责指标'));
  if (running && isOver(running.state)) faults.push(fault('indicator-over', { plan, act: '明确责任单位' }));
  if (faults.length > 0) throw await recordRefusal(desk, actor, 'assign', subject, new DubanError(faults));
  await assignIndicators(desk.ledger, plan, nos, unit, actor, await desk.now());
}

/**
 * A case that is on record and never ran, because Temporal did not answer then, is started with what is on record.
 * @throws every fault that keeps it from starting; a refusal is on record.
 */
export async function startWatch(
  desk: WatchDesk,
  plan: string,
  rulesText: string | undefined,
  actor: Actor,
): Promise<WatchState> {
  const subject = `indicators/${plan}`;
  await permit(desk, actor, 'supervision', subject);
  const row = await mustPlan(desk, plan);
  const running = await loadWatch(desk.ledger, plan);
  if (running && !isOver(running.state) && (await desk.ways.run(running))) return running.state;
  const rules = await indicatorRules(rulesText);
  const directory = await loadDirectory(desk.ledger);
  const now = await desk.now();
  const duties = await indicatorDuties(desk.ledger, plan);
  const rows = numbered(settledIndicators(row.plan));
  const { office, leadership } = officeUnits(directory);
  const period = periodOf(row);
  const faults: Fault[] = [];
  if (running) faults.push(fault('indicator-watching', { plan, at: clockOf(running.state.startedAt) }));
  if (rows.length === 0) faults.push(fault('indicator-plan', { plan, why: '文件中没有读到指标表' }));
  else if (period === undefined)
    faults.push(fault('indicator-plan', { plan, why: '没有写明规划期，也没有基期年和目标年' }));
  // As for a launch: appointment, approval, what must be settled. Its tasks have their own launch.
  faults.push(...launchFaults({ ...row.plan, tasks: [] }, directory, dayOf(now)));
  for (const { no, indicator } of rows) {
    const unit = duties[no];
    if (unit === undefined) faults.push(fault('indicator-unassigned', { plan, no, name: indicator.name }));
    else faults.push(...unitFaults(directory, unit, '负责指标'));
  }
  if (faults.length > 0 || period === undefined)
    throw await recordRefusal(desk, actor, 'startIndicators', subject, new DubanError(faults));
  const state: WatchState = {
    ...{ plan, title: row.title, office, leadership },
    ...period,
    indicators: rows.map((one) => ({ ...one, unit: duties[one.no] ?? '' })),
    startedAt: now,
    startedBy: actor.name,
    asked: null,
    standings: [],
    evaluations: [],
    seq: 1,
  };
  const event = officeEvent(actor, now, 'indicator.started', subject, { ...period, indicators: rows.length, rules });
  await openWatch(desk.ledger, state, rules, event);
  await desk.ways.run({ state, rules });
  return state;
}

/** First and last year: the plan's own, else those of the table. */
function periodOf({ plan }: PlanRow): { readonly from: number; readonly to: number } | undefined {
  if (plan.period !== undefined) return { from: plan.period[0], to: plan.period[1] };
  const years = (plan.indicators ?? []).flatMap(({ baseYear, targetYear }) =>
    baseYear === null || targetYear === null ? [] : [{ from: baseYear + 1, to: targetYear }],
  );
  return years[0];
}

/** @throws `plan-unknown` naming those there are. */
export async function mustPlan(desk: Pick<Desk, 'ledger'>, plan: string): Promise<PlanRow> {
  const row = await loadPlan(desk.ledger, plan);
  if (row) return row;
  const known = (await listPlans(desk.ledger)).map((one) => one.id);
  throw refuse('plan-unknown', { plan, allowed: known.join('、') || '无' });
}
