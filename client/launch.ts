/** From a settled draft to a running plan: all faults at once, then one start. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { loadDirectory } from '../activities/ledger/directory.js';
import { loadPlan, type PlanRow, savePlan, setPlanSupervision } from '../activities/ledger/plans.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { officeCalendar, schedulesOf } from '../activities/schedules.js';
import type { TaskSeed } from '../domain/assign.js';
import { clockOf, type Day, dayOf } from '../domain/day.js';
import { checkDirectory, resolve, unitOf } from '../domain/directory.js';
import { unitFaults } from '../domain/ended-unit.js';
import { DubanError, type Fault, fault, refuse } from '../domain/errors.js';
import { planWorkflowId, roundsWorkflowId } from '../domain/ids.js';
import type { PlanLife } from '../domain/life/life.js';
import { lifeRefusal } from '../domain/life/refusal.js';
import { settledFor, yearList } from '../domain/life/year-list.js';
import type { Directory } from '../domain/org.js';
import type { Plan } from '../domain/plan.js';
import { planOfYear } from '../domain/plan-year.js';
import { slotsFrom } from '../domain/schedule/slots.js';
import type { Ladder } from '../domain/schedule/types.js';
import type { Actor } from '../domain/task.js';
import { mainQueue, type PlanInput } from '../workflows/messages.js';
import { kindKey, planKey, stageKey } from '../workflows/search.js';
import type { Launched, Office } from './acts.js';
import { ask, type Desk, officeEvent, officeUnits, permit, recordRefusal } from './desk.js';
import { launchLadder } from './launch-ladder.js';
import { newLife } from './life/begin.js';
import { beginPlan, notIssuedFault } from './life/draft.js';
import { startYear } from './life/start-year.js';
import { startRounds } from './rounds.js';
import { supervisionRules } from './supervision/rules.js';

const UNTIL_RECORDED_MS = 60_000;

/**
 * Launches a draft, alone with its plan (alonePlan). Returns when all tasks are on record, so that the next look shows them.
 * @throws DubanError with everything that stands against it; nothing is started then.
 */
export async function launchPlan(
  desk: Desk,
  id: string,
  options: Parameters<Office['launch']>[1],
  actor: Actor,
): Promise<Launched> {
  await permit(desk, actor, 'launch', id);
  const row = await loadPlan(desk.ledger, id);
  if (!row) throw refuse('plan-unknown', { plan: id, allowed: '见 duban status' });
  const ladder = await launchLadder(options.ladder, desk.testUnits);
  const directory = await loadDirectory(desk.ledger);
  const now = await desk.now();
  const wanted = options.picked ?? row.plan.years?.find((one) => one.year === options.year)?.picked;
  const chosen = {
    ...row.plan,
    year: options.year ?? row.plan.year,
    ...(wanted === undefined ? {} : { picked: [...wanted] }),
  };
  let plan = row.plan;
  const unissued = notIssuedFault(row);
  const faults = row.status !== 'draft' ? [launchedFault(row)] : unissued === null ? [] : [unissued];
  const { office, leadership } = officeUnits(directory);
  const life = row.life ?? (await newLife(row.plan, { office, leadership }, 'issued'));
  if (faults.length === 0) {
    try {
      plan = planOfYear(chosen);
      faults.push(
        ...firstYearFaults(life, plan.year, options.skip, dayOf(now)),
        ...launchFaults(plan, directory, dayOf(now)),
      );
    } catch (error) {
      if (!(error instanceof DubanError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw await recordRefusal(desk, actor, 'launch', id, new DubanError(faults));

  const supervision = options.supervision === undefined ? null : await supervisionRules(options.supervision);
  const rounds = [roundsWorkflowId(office)];
  await ask(desk, () => startRounds(desk, office, leadership, ladder));
  const skip = options.skip === true ? ({ skip: true } as const) : {};
  if (options.year !== undefined || wanted !== undefined || options.skip === true)
    await savePlan(desk.ledger, { ...chosen, picked: plan.picked }, now, [
      officeEvent(actor, now, 'plan.yearChosen', id, { year: plan.year, picked: plan.picked, ...skip }),
    ]);
  if (supervision !== null)
    await setPlanSupervision(desk.ledger, id, supervision, [
      officeEvent(actor, now, 'plan.supervised', id, { rules: supervision }),
    ]);
  const { seeds } = yearList(
    row.plan,
    plan.year,
    [],
    { ...settledFor(row.plan, plan.year), picked: plan.picked ?? [] },
    { directory, asOf: dayOf(now) },
  );
  const input: Omit<PlanInput, 'life'> = {
    plan: id,
    title: plan.title,
    year: plan.year,
    tasks: seeds,
    ladder,
    office,
    leadership,
    rounds,
    launchedBy: actor,
    ...(supervision === null || desk.schedules === true ? {} : { supervised: true }),
  };
  if (row.life === null) await startPlan(desk, row, { ...input, life });
  else {
    await beginPlan(desk, row, actor);
    await startYear(desk, plan, seeds, { ladder, ...skip }, actor);
  }
  await untilRecorded(desk, id, seeds.length);
  return launchedAnswer(desk, id, seeds, ladder, now);
}

/** What the office is told of a launch at `now` (epoch ms). */
export async function launchedAnswer(
  desk: Desk,
  id: string,
  seeds: readonly TaskSeed[],
  ladder: Ladder,
  now: number,
): Promise<Launched> {
  const calendar = await officeCalendar(desk.ledger);
  const lettersAt = Math.max(now, slotsFrom(now, ladder, calendar)[0]?.from ?? now);
  const { unknownYears } = schedulesOf(
    { ladder, now, tasks: seeds.map((seed) => ({ id: String(seed.number), due: seed.due })) },
    calendar,
  );
  return {
    plan: id,
    tasks: seeds.length,
    units: new Set(seeds.flatMap((seed) => seed.duties.map((d) => d.unit))).size,
    unknownYears,
    lettersAt,
  };
}

/** Starts the life of a plan that was issued before it came here, with its first year's tasks. */
async function startPlan(desk: Desk, row: PlanRow, input: PlanInput): Promise<void> {
  const { plan: id, launchedBy } = input;
  try {
    await ask(desk, () =>
      desk.client.workflow.start('planLifecycle', {
        taskQueue: mainQueue,
        workflowId: planWorkflowId(id),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        args: [input],
        staticSummary: row.plan.title,
        typedSearchAttributes: [
          { key: planKey, value: id },
          { key: kindKey, value: 'plan' },
          { key: stageKey, value: 'executing' },
        ],
      }),
    );
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      throw await recordRefusal(desk, launchedBy, 'launch', id, new DubanError([launchedFault(row)]));
    throw error;
  }
}

/** What stands against beginning with this year; which years there are is told by the plan. */
function firstYearFaults(life: PlanLife, year: number, skip: true | undefined, today: Day): Fault[] {
  const refused = lifeRefusal(
    { ...life, stage: 'issued' },
    { kind: 'startYear', year, tasks: [], ...(skip === undefined ? {} : { skip }) },
    today,
  );
  return refused === null || refused.code === 'plan-year-outside' ? [] : [refused];
}

/** Everything that stands against launching a draft on a day. */
export function launchFaults(plan: Plan, directory: Directory, today: Day): Fault[] {
  const faults: Fault[] = checkDirectory(directory).filter((f) => f.code === 'directory-one-of');
  const { appointment, approval, id } = plan;
  if (!appointment) faults.push(fault('plan-no-appointment', { plan: id }));
  else if (today < appointment.from || (appointment.until !== undefined && today > appointment.until))
    faults.push(
      fault('plan-appointment-over', { from: appointment.from, until: appointment.until ?? '计划结束', today }),
    );
  if (!approval) faults.push(fault('plan-no-approval', { plan: id }));
  for (const finding of plan.findings)
    if (finding.blocking && finding.settled === undefined)
      faults.push(fault('plan-findings-open', { plan: id, task: finding.task ?? '—', detail: finding.message }));
  const seen = new Set<number>();
  for (const task of plan.tasks) {
    if (seen.has(task.number)) faults.push(fault('plan-task-twice', { value: task.number }));
    seen.add(task.number);
    if (!task.duties.some((d) => d.role !== 'support')) faults.push(fault('plan-no-lead', { task: task.number }));
    for (const duty of task.duties) {
      if (duty.unit === null) faults.push(fault('plan-duty-open', { plan: id, task: task.number, raw: duty.raw }));
      else if (!unitOf(directory, duty.unit))
        faults.push(
          fault('plan-unit-gone', { task: task.number, unit: duty.unit, allowed: nearest(directory, duty.raw) }),
        );
      else faults.push(...unitFaults(directory, duty.unit, `承担任务${task.number}`));
    }
  }
  return faults;
}

function nearest(directory: Directory, words: string): string {
  const found = resolve(directory, words);
  if (found.kind === 'unit') return found.unit.name;
  return (found.kind === 'unknown' && found.nearest.join('、')) || '无';
}

function launchedFault(row: PlanRow): Fault {
  if (row.status === 'closed') return fault('plan-closed', { plan: row.id, act: '启动' });
  return fault('plan-launched', {
    plan: row.id,
    at: row.launchedAt === null ? '此前' : clockOf(row.launchedAt),
    act: '启动',
  });
}

async function untilRecorded(desk: Desk, plan: string, tasks: number): Promise<void> {
  const deadline = Date.now() + UNTIL_RECORDED_MS;
  for (;;) {
    if ((await listTasks(desk.ledger, { plan })).length >= tasks) return;
    if (Date.now() > deadline) throw refuse('temporal-no-answer');
    await sleep(100);
  }
}
