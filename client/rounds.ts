/** The office's rounds seen from outside: started with a launch, and again from the ledger when they have ended. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { errandChange } from '../activities/comments.js';
import { errandsOf } from '../activities/ledger/comments/errands.js';
import { listPeriods, loadPeriod } from '../activities/ledger/comments/periods.js';
import { loadDirectory } from '../activities/ledger/directory.js';
import { eventsOf } from '../activities/ledger/figures.js';
import { listFormal } from '../activities/ledger/formal.js';
import { listWatches } from '../activities/ledger/indicators/watches.js';
import { listPlans } from '../activities/ledger/plans.js';
import { listCycles, loadCycle } from '../activities/ledger/supervision/cycles.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { officeCalendar } from '../activities/schedules.js';
import { roundsTask } from '../domain/assign.js';
import type { Calendar } from '../domain/calendar/workdays.js';
import { errandLadder } from '../domain/comment/rules.js';
import { dayOf } from '../domain/day.js';
import { roundsWorkflowId, taskWorkflowId } from '../domain/ids.js';
import { valueChange } from '../domain/indicators/change.js';
import { valueLadder } from '../domain/indicators/rules.js';
import { admit } from '../domain/schedule/rounds.js';
import { lastTurn, scheduleOf } from '../domain/schedule/schedule.js';
import { emptyRounds, type RoundsState } from '../domain/schedule/table.js';
import type { Ladder } from '../domain/schedule/types.js';
import { standingUnit } from '../domain/successor.js';
import { changeOf } from '../domain/supervision/change.js';
import { returnLadder } from '../domain/supervision/rules.js';
import type { Actor, TaskState } from '../domain/task.js';
import { mainQueue, type RoundsInput, rulesChanged } from '../workflows/messages.js';
import { kindKey } from '../workflows/search.js';
import { ask, type Desk, officeUnits } from './desk.js';
import { launchLadder } from './launch-ladder.js';

/** At most so many updates are under way at once (Temporal counts ten a workflow; these are one each). */
const AT_ONCE = 8;
/** Units that were ever held back; far more than a directory has. */
const PAUSES = 10_000;

const system: Actor = { name: 'duban', role: 'system' };

/** Open tasks of one plan with the rules they run on. */
interface OpenPlan {
  readonly ladder: Ladder;
  readonly tasks: readonly TaskState[];
}

/**
 * Starts the office's rounds unless they run; two launches at once start one. Where open tasks are on record the rounds
 * were ended by an operator or a failure: they start with the table of the ledger, and every open task tells them its
 * dates anew. What fell due in between and today is not caught up.
 * @returns how many open tasks the rounds were started with, or undefined when they were running.
 */
export async function startRounds(
  desk: Desk,
  office: string,
  leadership: string,
  ladder: Ladder,
): Promise<number | undefined> {
  if (await roundsRun(desk, office)) return undefined;
  const plans = await openPlans(desk);
  const empty = { ...emptyRounds(office, leadership), ...(await successions(desk)) };
  const input: RoundsInput = { state: await tableOf(desk, empty, plans), ladder };
  await desk.client.workflow.start('rounds', {
    taskQueue: mainQueue,
    workflowId: roundsWorkflowId(office),
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [input],
    staticSummary: '信件日程',
    typedSearchAttributes: [{ key: kindKey, value: 'rounds' }],
  });
  // A task names its steps by the key it got before; the new table must hold them under the key the task goes on using.
  for (const plan of plans) await recompute(desk, plan.tasks, plan.ladder, system);
  return plans.reduce((sum, plan) => sum + plan.tasks.length, 0);
}

/**
 * Starts rounds that have ended although a plan is being executed; needs running workers.
 * @returns how many open tasks they were started with, or undefined when nothing had to be done.
 */
export async function resumeRounds(desk: Desk): Promise<number | undefined> {
  const launched = (await listPlans(desk.ledger)).find((row) => row.status === 'executing')?.ladder;
  const asking =
    (await listPeriods(desk.ledger, { live: true })).length > 0 ||
    (await listCycles(desk.ledger, { live: true })).length > 0 ||
    (await listWatches(desk.ledger)).some(({ state }) => state.asked?.open === true);
  const ladder = launched ?? (asking ? await launchLadder(undefined, desk.testUnits) : undefined);
  if (!ladder) return undefined;
  const { office, leadership } = officeUnits(await loadDirectory(desk.ledger));
  return startRounds(desk, office, leadership, ladder);
}

/** Every open task computes its dates again, with these rules and the calendar in force. */
export async function recompute(desk: Desk, tasks: readonly TaskState[], ladder: Ladder, actor: Actor): Promise<void> {
  for (let from = 0; from < tasks.length; from += AT_ONCE) {
    await Promise.all(
      tasks.slice(from, from + AT_ONCE).map(async (task) => {
        try {
          await ask(desk, () =>
            desk.client.workflow
              .getHandle(taskWorkflowId(task.id))
              .executeUpdate(rulesChanged, { args: [ladder, actor] }),
          );
        } catch (error) {
          // Closed in the meantime: nothing left to compute.
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
    );
  }
}

async function roundsRun(desk: Desk, office: string): Promise<boolean> {
  try {
    const { status } = await desk.client.workflow.getHandle(roundsWorkflowId(office)).describe();
    return status.name === 'RUNNING' || status.name === 'PAUSED';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function openPlans(desk: Desk): Promise<readonly OpenPlan[]> {
  const plans: OpenPlan[] = [];
  for (const { id, status, ladder } of await listPlans(desk.ledger)) {
    if (status !== 'executing' || ladder === null) continue;
    const tasks = await listTasks(desk.ledger, { plan: id, open: true });
    if (tasks.length > 0) plans.push({ ladder, tasks });
  }
  return plans;
}

/** The table as the ledger knows it: tasks and their steps ahead, drafts of 督办函, units held back, tasks reported upward. */
async function tableOf(desk: Desk, empty: RoundsState, plans: readonly OpenPlan[]): Promise<RoundsState> {
  const now = await desk.now();
  const calendar = await officeCalendar(desk.ledger);
  const asked = await withReturns(desk, await withErrands(desk, empty, now, calendar), now, calendar);
  let state = await withValues(desk, asked, now, calendar);
  if (plans.length === 0) return state;
  const reported: string[] = [];
  for (const { ladder, tasks } of plans) {
    const changedOn = lastTurn(now, ladder, calendar);
    for (const task of tasks) {
      const { key, steps } = scheduleOf(task, ladder, calendar, changedOn);
      state = admit(state, { schedules: { [key]: steps }, tasks: [roundsTask(task, key)], tell: [] }, now);
      const past = scheduleOf(task, ladder, calendar).steps.filter((step) => step.at <= now && step.day <= changedOn);
      if (past.some((step) => step.to.includes('leadership'))) reported.push(task.id);
    }
  }
  const drafts = (await listFormal(desk.ledger, { status: 'draft' })).filter((row) => row.office === empty.office);
  return {
    ...state,
    reported,
    formal: Object.fromEntries(
      drafts.map(({ id, unit, tasks, copies }) => [id, { unit, tasks, copies, approvalBy: now, reminded: false }]),
    ),
    paused: await pausedUnits(desk),
  };
}

/** Who follows the units that reorganisations ended, for what they are still asked. */
async function successions(desk: Desk): Promise<Pick<RoundsState, 'succeeded'>> {
  const directory = await loadDirectory(desk.ledger);
  const today = dayOf(await desk.now());
  const pairs = directory.units.flatMap(({ id, ended }) => {
    const to = ended === undefined ? undefined : standingUnit(directory, id, today)?.id;
    return to === undefined || to === id ? [] : [[id, to] as const];
  });
  return pairs.length === 0 ? {} : { succeeded: Object.fromEntries(pairs) };
}

/** What units are still asked about comments. */
async function withErrands(desk: Desk, empty: RoundsState, now: number, calendar: Calendar): Promise<RoundsState> {
  let state = empty;
  for (const { id } of await listPeriods(desk.ledger, { live: true })) {
    const [row, errands] = await Promise.all([
      loadPeriod(desk.ledger, id),
      errandsOf(desk.ledger, { period: id, open: true }),
    ]);
    if (!row || errands.length === 0) continue;
    const changedOn = lastTurn(now, errandLadder(row.rules), calendar);
    const { rows, schedules } = errandChange(errands, row.rules, calendar, undefined, changedOn);
    state = admit(state, { tasks: rows, schedules, tell: [] }, now);
  }
  return state;
}

/** The returns that units still owe. */
async function withReturns(desk: Desk, before: RoundsState, now: number, calendar: Calendar): Promise<RoundsState> {
  let state = before;
  for (const { id } of await listCycles(desk.ledger, { live: true })) {
    const kept = await loadCycle(desk.ledger, id);
    if (!kept) continue;
    const units = kept.state.units.map((one) => one.unit);
    const changedOn = lastTurn(now, returnLadder(kept.rules), calendar);
    state = admit(state, changeOf(kept.state, units, false, kept.rules, calendar, changedOn), now);
  }
  return state;
}

/** What units still owe of the indicators' values. */
async function withValues(desk: Desk, before: RoundsState, now: number, calendar: Calendar): Promise<RoundsState> {
  let state = before;
  for (const { state: watch, rules } of await listWatches(desk.ledger)) {
    if (watch.asked?.open !== true) continue;
    state = admit(state, valueChange(watch, false, rules, calendar, lastTurn(now, valueLadder(rules), calendar)), now);
  }
  return state;
}

async function pausedUnits(desk: Desk): Promise<readonly string[]> {
  const [paused, resumed] = await Promise.all(
    ['unit.paused', 'unit.resumed'].map((kind) => eventsOf(desk.ledger, { kind, limit: PAUSES })),
  );
  const lastOf = (unit: string): number => resumed?.find((event) => event.subject === unit)?.seq ?? 0;
  const held = (paused ?? []).filter((event) => event.seq > lastOf(event.subject)).map((event) => event.subject);
  return [...new Set(held)];
}
