/** Office acts on a plan beside its launch: import, settling of findings, rules, closing, approval of 督办函. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { appendEvents } from '../activities/ledger/chain.js';
import { loadDirectory } from '../activities/ledger/directory.js';
import { loadFormal } from '../activities/ledger/formal.js';
import { alonePlan, changePlan, loadPlan, type PlanRow, savePlan, setPlanLadder } from '../activities/ledger/plans.js';
import { listTasks } from '../activities/ledger/tasks.js';
import { officeCalendar } from '../activities/schedules.js';
import { clockOf } from '../domain/day.js';
import { decide } from '../domain/decided.js';
import type { Decisions } from '../domain/decisions.js';
import { unitOf } from '../domain/directory.js';
import { unitFaults } from '../domain/ended-unit.js';
import { DubanError, type Fault, fault, refuse } from '../domain/errors.js';
import { planWorkflowId, roundsWorkflowId } from '../domain/ids.js';
import { decideDuties, decideFinding, keptDecisions } from '../domain/kept-decisions.js';
import { issuedPlan } from '../domain/life/issued-plan.js';
import { isLong, type PlanLife } from '../domain/life/life.js';
import { documentOf } from '../domain/life/of-plan.js';
import type { Directory } from '../domain/org.js';
import type { Plan } from '../domain/plan.js';
import { planDifference } from '../domain/plan-difference.js';
import { openQuestions, pickFault, resolvePicks } from '../domain/plan-year.js';
import { lastTurn, scheduleOf } from '../domain/schedule/schedule.js';
import type { Ladder, Step } from '../domain/schedule/types.js';
import type { Actor, TaskState } from '../domain/task.js';
import { calendarChanged, closePlan as closeUpdate, formalApproved } from '../workflows/messages.js';
import type { Office, RulesDifference } from './acts.js';
import { ask, type Desk, officeEvent, officeUnits, permit, recordRefusal } from './desk.js';
import { launchLadder } from './launch-ladder.js';
import { NO_PARENT, parentFault } from './life/parent.js';
import { revisionOf } from './revision.js';
import { recompute } from './rounds.js';

/**
 * Takes a plan in. What was decided on the former draft answers the same questions of this one, decisions of a file
 * before it. Of a running plan nothing is changed: the answer is the difference.
 * @throws `plan-launched` when the plan is closed, or every fault of the plan.
 */
export async function importPlan(
  desk: Desk,
  plan: Plan,
  actor: Actor,
  file: Decisions = { decisions: [], pick: [] },
): ReturnType<Office['importPlan']> {
  await permit(desk, actor, 'importPlan', plan.id);
  return alonePlan(desk.ledger, plan.id, () => takeIn(desk, plan, actor, file));
}

async function takeIn(desk: Desk, plan: Plan, actor: Actor, file: Decisions): ReturnType<Office['importPlan']> {
  const row = await loadPlan(desk.ledger, plan.id);
  if (row?.status === 'closed') throw await recordRefusal(desk, actor, 'importPlan', plan.id, launched(row, '导入'));
  const twice = plan.tasks.map((t) => t.number).filter((n, at, all) => all.indexOf(n) !== at);
  if (twice.length > 0) throw new DubanError([...new Set(twice)].map((value) => fault('plan-task-twice', { value })));
  const replaced = row === undefined ? undefined : issuedFault(row, plan);
  if (replaced) throw await recordRefusal(desk, actor, 'importPlan', plan.id, new DubanError([replaced]));
  const misplaced = await parentFault(desk.ledger, plan);
  if (misplaced) throw await recordRefusal(desk, actor, 'importPlan', plan.id, new DubanError([misplaced]));
  const directory = await loadDirectory(desk.ledger);
  const nameOf = (unit: string): string => unitOf(directory, unit)?.name ?? unit;
  const former = row?.plan;
  const decided = decide(
    plan,
    file.decisions,
    [...(plan.decisions ?? []), ...(former ? keptDecisions(former) : [])],
    directory,
  );
  const picked = picking(carriedOver(decided.plan, former), file, former);
  const draft = row?.life ? issuedPlan(picked, row.life) : picked;
  const at = await desk.now();
  const about = { title: plan.title, tasks: plan.tasks.length, settled: decided.settled, unfit: decided.unfit };
  const answer = {
    plan: plan.id,
    tasks: plan.tasks.length,
    openFindings: openQuestions(draft),
    findings: draft.findings,
    settled: decided.settled,
  };
  if (row?.status === 'executing') {
    const { difference, ...rest } = await revisionOf(desk.ledger, row, draft, nameOf);
    const counts = { added: difference.added.length, gone: difference.gone.length, changed: difference.changed.length };
    await appendEvents(desk.ledger, [officeEvent(actor, at, 'plan.revisionRead', plan.id, { ...about, ...counts })]);
    return { ...answer, running: true, difference, ...rest };
  }
  await savePlan(desk.ledger, draft, at, [officeEvent(actor, at, 'plan.imported', plan.id, about)]);
  return { ...answer, ...(former ? { difference: planDifference(former, draft, nameOf) } : {}) };
}

/** An issued plan keeps its years and whether it has indicators: its life was told of them with the issue. */
function issuedFault({ status, life }: PlanRow, plan: Plan): Fault | undefined {
  if (status !== 'draft' || life?.stage !== 'issued') return undefined;
  const words = ({ from, to, indicators }: Pick<PlanLife, 'from' | 'to' | 'indicators'>): string =>
    `${from === to ? from : `${from}至${to}`}年、${indicators ? '有' : '没有'}指标的计划`;
  const [before, now] = [words(life), words(documentOf(plan))];
  return before === now ? undefined : fault('import-issued', { plan: plan.id, before, now });
}

/** A document says nothing of appointment, approval, the plan above and what was answered for its years: those on record for the former draft go on. */
function carriedOver(plan: Plan, former: Plan | undefined): Plan {
  const { appointment = former?.appointment, approval = former?.approval } = plan;
  const { years = former?.years } = plan;
  const { parent: named = former?.parent, ...rest } = plan;
  const parent = named === NO_PARENT ? undefined : named;
  return {
    ...rest,
    ...(appointment ? { appointment } : {}),
    ...(approval ? { approval } : {}),
    ...(parent ? { parent } : {}),
    ...(years ? { years } : {}),
  };
}

/** Undated tasks picked for the year: those just named, of the file, of the plan itself, or of the former draft. */
function picking(plan: Plan, file: Decisions, former: Plan | undefined): Plan {
  const named = [...(plan.picked ?? []), ...file.pick];
  const asked = resolvePicks(plan, named);
  if (asked.missing.length > 0) throw new DubanError(asked.missing.map((one) => pickFault(plan, one)));
  const kept = resolvePicks(plan, named.length > 0 || plan.picked !== undefined ? [] : (former?.picked ?? []));
  const found = [...asked.found, ...kept.found];
  const picked = found.filter((one, at) => found.findIndex((other) => other.task === one.task) === at);
  const lost = kept.missing.map(({ task, title = '' }) => ({
    code: 'decision-unfit',
    message: `此前选定的任务${task}“${title}”在这份文件中没有了`,
    words: `pick/${title}`,
    blocking: false,
  }));
  return { ...plan, ...(picked.length > 0 ? { picked } : {}), findings: [...plan.findings, ...lost] };
}

/** @throws every decision that does not fit, at once; none is carried out then. */
export async function settle(
  desk: Desk,
  id: string,
  decisions: Parameters<Office['settle']>[1],
  actor: Actor,
): ReturnType<Office['settle']> {
  await permit(desk, actor, 'settle', id);
  return alonePlan(desk.ledger, id, () => carryOut(desk, id, decisions, actor));
}

async function carryOut(
  desk: Desk,
  id: string,
  decisions: Parameters<Office['settle']>[1],
  actor: Actor,
): ReturnType<Office['settle']> {
  const row = await existing(desk, id);
  // The later years of a running plan are still to be settled.
  const later = row.status === 'executing' && row.life !== null && isLong(row.life);
  if (row.status !== 'draft' && !later)
    throw await recordRefusal(desk, actor, 'settle', id, launched(row, '处理待定事项'));
  const running = new Set(later ? (await listTasks(desk.ledger, { plan: id, open: true })).map((t) => t.number) : []);
  const directory = await loadDirectory(desk.ledger);
  const { plan, faults } = decidedOn(row.plan, decisions, running, directory);
  if (faults.length > 0) throw new DubanError(faults);
  const at = await desk.now();
  const events = [officeEvent(actor, at, 'plan.settled', id, { decisions })];
  // What else changed the running plan meanwhile stays.
  if (later) await changePlan(desk.ledger, id, (now) => decidedOn(now, decisions, running, directory).plan, events);
  else await savePlan(desk.ledger, plan, at, events);
  return { openFindings: openQuestions(plan) };
}

/** The plan as decided, and what stands against the decisions. */
function decidedOn(
  before: Plan,
  decisions: Parameters<Office['settle']>[1],
  running: ReadonlySet<number>,
  directory: Directory,
): { readonly plan: Plan; readonly faults: readonly Fault[] } {
  const { id } = before;
  const faults: Fault[] = [];
  let plan = before;
  for (const decision of decisions) {
    if ('mandate' in decision) {
      plan = { ...plan, ...decision.mandate };
      continue;
    }
    if ('finding' in decision) {
      const finding = plan.findings[decision.finding];
      if (!finding)
        faults.push(
          fault('plan-finding-unknown', { plan: id, value: decision.finding, allowed: plan.findings.length }),
        );
      else plan = decideFinding(plan, decision.finding, decision.note);
      continue;
    }
    const task = plan.tasks.find((t) => t.number === decision.task);
    if (!task) {
      faults.push(
        fault('plan-task-number', {
          plan: id,
          value: decision.task,
          allowed: `${plan.tasks[0]?.number}至${plan.tasks.at(-1)?.number}`,
        }),
      );
      continue;
    }
    if (running.has(task.number)) faults.push(fault('life-settle-running', { task: task.number }));
    for (const duty of decision.duties) faults.push(...unitFaults(directory, duty.unit, `承担任务${task.number}`));
    plan = decideDuties(plan, task.number, [...decision.duties], decision.note, directory);
  }
  return { plan, faults };
}

/** Shows, and without `preview` applies, what other rules change for the open tasks of a running plan. */
export async function changeRules(
  desk: Desk,
  id: string,
  text: string,
  preview: boolean,
  actor: Actor,
): Promise<readonly RulesDifference[]> {
  await permit(desk, actor, 'changeRules', id);
  const row = await existing(desk, id);
  if (row.status !== 'executing' || row.ladder === null) throw refuse('plan-not-launched', { plan: id });
  const ladder = await launchLadder(text, desk.testUnits);
  const calendar = await officeCalendar(desk.ledger);
  const now = await desk.now();
  const tasks = await listTasks(desk.ledger, { plan: id, open: true });
  const stepsAhead = (task: TaskState, rules: Ladder): Step[] =>
    scheduleOf(task, rules, calendar, lastTurn(now, rules, calendar)).steps.filter((step) => step.at > now);
  const differences = tasks.flatMap((task) =>
    difference(task.id, stepsAhead(task, row.ladder as Ladder), stepsAhead(task, ladder)),
  );
  if (preview) return differences;
  await setPlanLadder(desk.ledger, id, ladder, [officeEvent(actor, now, 'plan.rulesChanged', id, { ladder })]);
  await recompute(desk, tasks, ladder, actor);
  const { office } = officeUnits(await loadDirectory(desk.ledger));
  await ask(desk, () => desk.client.workflow.getHandle(roundsWorkflowId(office)).signal(calendarChanged, ladder));
  return differences;
}

/** Ends a running plan; open tasks only together with their cancellation. One that was not launched yet is withdrawn, once its life runs. */
export async function closePlan(
  desk: Desk,
  id: string,
  options: Parameters<Office['closePlan']>[1],
  actor: Actor,
): Promise<void> {
  await permit(desk, actor, 'closePlan', id);
  return alonePlan(desk.ledger, id, () => endPlan(desk, id, options, actor));
}

async function endPlan(
  desk: Desk,
  id: string,
  options: Parameters<Office['closePlan']>[1],
  actor: Actor,
): Promise<void> {
  const row = await existing(desk, id);
  if (row.status === 'draft' && row.life === null) throw refuse('plan-not-launched', { plan: id });
  if (options.reason.trim() === '') throw refuse('text-missing', { field: '结束理由' });
  try {
    await ask(desk, () =>
      desk.client.workflow.getHandle(planWorkflowId(id)).executeUpdate(closeUpdate, { args: [options, actor] }),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw await recordRefusal(desk, actor, 'closePlan', id, refuse('plan-not-executing', { plan: id }));
    if (error instanceof DubanError && !error.retryable) throw await recordRefusal(desk, actor, 'closePlan', id, error);
    throw error;
  }
}

/** Approves a 督办函: it gets its number and leaves. Approving it again gives the same number. */
export async function approveFormal(desk: Desk, id: string, actor: Actor): Promise<{ readonly number: string }> {
  await permit(desk, actor, 'approveFormal', id);
  const draft = await loadFormal(desk.ledger, id);
  if (!draft) throw refuse('not-found', { what: id });
  if (draft.number !== null) return { number: draft.number };
  // Over a thousand open tasks the rounds are split by unit: the draft is with one of the shards.
  for (let shard = 0; ; shard++) {
    try {
      return await ask(desk, () =>
        desk.client.workflow
          .getHandle(roundsWorkflowId(draft.office, shard))
          .executeUpdate(formalApproved, { args: [id, actor] }),
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw refuse('formal-not-waiting', { id });
      if (!(error instanceof DubanError) || error.code !== 'formal-not-waiting') throw error;
    }
  }
}

async function existing(desk: Desk, id: string): Promise<PlanRow> {
  const row = await loadPlan(desk.ledger, id);
  if (!row) throw refuse('plan-unknown', { plan: id, allowed: '见 duban status' });
  return row;
}

function launched(row: PlanRow, act: string): DubanError {
  if (row.launchedAt === null) return refuse('plan-closed', { plan: row.id, act });
  return refuse('plan-launched', { plan: row.id, at: row.launchedAt === null ? '此前' : clockOf(row.launchedAt), act });
}

function difference(task: string, before: readonly Step[], after: readonly Step[]): readonly RulesDifference[] {
  const mark = (step: Step): string => `${step.rung} ${step.day} ${step.to.join(',')} ${step.kind}`;
  const old = new Set(before.map(mark));
  const fresh = new Set(after.map(mark));
  const brief = ({ rung, day }: Step): { rung: string; day: string } => ({ rung, day });
  const added = after.filter((s) => !old.has(mark(s))).map(brief);
  const removed = before.filter((s) => !fresh.has(mark(s))).map(brief);
  return added.length + removed.length === 0 ? [] : [{ task, added, removed }];
}
