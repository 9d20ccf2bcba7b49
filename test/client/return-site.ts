/** A web server whose first quarter of supervision was requested: a unit with two tasks, or as many as are wanted. */
import { readFileSync } from 'node:fs';
import { savePlan, setPlanStatus } from '../../activities/ledger/plans.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { makeLink } from '../../activities/links.js';
import { assignTask, seedsOf } from '../../domain/assign.js';
import { addDays, instantOf } from '../../domain/day.js';
import type { Plan } from '../../domain/plan.js';
import { readLadder } from '../../domain/schedule/ladder.js';
import { returnId } from '../../domain/supervision/return.js';
import type { Actor } from '../../domain/task.js';
import { applyAct } from '../../domain/task-acts.js';
import { fromRoot } from '../../worker/root.js';
import { ledgerSupervision } from './ledger-supervision.js';
import { plan as basePlan, launchedAt, secret, type TestSite, testSite } from './site.js';

export const own = 'wch-jjfzj';
export const other = 'wch-czj';
export const planId = basePlan.id;
export const cycle = `${planId}/2026Q1`;
export const id = returnId(planId, own, '2026-03-31');
export const office: Actor = { name: '办公室', role: 'office' };
export const target = { metric: '技改投资', op: '>=' as const, value: 500, unit: '万元', raw: '技改投资500万元' };
/** The signed page of a return. */
export const linkOf = (unit: string, name = id): string =>
  `/r/${makeLink(secret, { unit, purpose: 'return', tasks: [name], expires: '2026-06-07' })}`;

export type ReturnSite = TestSite & { readonly desk: ReturnType<typeof ledgerSupervision> };

/**
 * Tasks 1 and 2 are the unit's, 3 of another; the first has a target, the second progress on file. `more`: further tasks
 * of the unit, each with the target.
 */
export async function returnSite(more = 0): Promise<ReturnSite> {
  const site = await testSite();
  const desk = ledgerSupervision(site.ledger, () => site.clock.now);
  const further = Array.from({ length: more }, (_, at) => ({
    number: at + 4,
    title: `新建改造第${at + 1}批园区道路和配套管网，年底前建成通车`,
    chapter: '一、产业',
    duties: [{ role: 'lead' as const, unit: own, raw: '区经济发展局' }],
    due: '2026-12-31',
    dueSource: 'default' as const,
    targets: [target],
  }));
  const tasks = basePlan.tasks.map((task) => (task.number === 1 ? { ...task, targets: [target] } : task));
  const plan: Plan = { ...basePlan, tasks: [...tasks, ...further], findings: [] };
  await savePlan(site.ledger, plan, launchedAt);
  const ladder = readLadder(readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8'));
  await setPlanStatus(site.ledger, plan.id, { status: 'executing', ladder, at: launchedAt, by: '办公室' });
  for (const seed of seedsOf(plan)) {
    const task = assignTask(plan.id, plan.year, seed, '2026-03-02', launchedAt, instantOf(addDays(seed.due, 1)));
    await recordTask(site.ledger, task, [
      { id: `${task.id}#1`, at: launchedAt, actor: office, kind: 'task.assigned', subject: task.id, data: {} },
    ]);
    if (seed.number !== 2) continue;
    const unit = { name: '联络员', role: 'unit', unit: own } as const;
    const act = { kind: 'progress', unit: own, text: '路基已完成' } as const;
    const said = applyAct(task, act, unit, instantOf('2026-03-16', 600));
    await recordTask(site.ledger, said.state, [said.event]);
  }
  site.clock.now = instantOf('2026-03-24', 540);
  await desk.start(plan.id, '2026Q1', {}, office);
  site.clock.now = instantOf('2026-04-02', 600);
  return { ...site, desk };
}
