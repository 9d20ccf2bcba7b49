/** The end of a plan: with an amendment and a pause asked for at the same moment, and before it was ever launched. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowUpdateStage } from '@temporalio/client';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { readRecords } from '../../client/records.js';
import { DubanError } from '../../domain/errors.js';
import { planWorkflowId } from '../../domain/ids.js';
import type { Amendment } from '../../domain/life/life.js';
import { isOpen } from '../../domain/task.js';
import { closePlan, lifeAct } from '../../workflows/messages.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { district, on, planOf, year } from './year.js';

const launch = on('02-01');
let stage: TestStage;

beforeAll(async () => {
  stage = await testStage(district);
  await toDay(stage, launch, 600);
});
afterAll(() => stage?.close());

async function codes(work: Promise<unknown>): Promise<readonly string[]> {
  return work.then(
    () => [],
    (error: unknown) => (error instanceof DubanError ? error.faults.map((one) => one.code) : [String(error)]),
  );
}

test('asked to end while it is amended, it ends with the tasks just added; nothing begins any more', async () => {
  const drafted = planOf('ends', launch, [
    { title: '完善路网', due: `${year}-09-30`, duties: 'lead:zjj' },
    { title: '扩大学位', due: `${year}-12-31`, duties: 'lead:jyj' },
  ]);
  const [road, school] = drafted.tasks;
  if (road === undefined || school === undefined) throw new Error('no tasks');
  const undated = { ...school, undated: true as const, dueSource: 'default' as const };
  await stage.office.importPlan({ ...drafted, tasks: [road, undated], period: [year, year + 2] }, office);
  // A slip of the year is no launch.
  expect(await codes(stage.office.launch('ends', { year: year + 1, picked: [{ task: 2 }] }, office))).toEqual([
    'life-year-skipped',
  ]);
  await stage.office.launch('ends', {}, office);
  const approval = { by: '局务会', on: launch, document: '清办字〔示例〕3号' };
  const further = (of: number, more = {}) => stage.office.launch('ends', { year: of, approval, ...more }, office);
  const picked = { picked: [{ task: 2 }] };
  expect(await codes(further(year + 1, picked))).toEqual(['life-year-early']);
  expect(await codes(further(year + 2, picked))).toEqual(['life-year-skipped']);

  // Two people at one plan: neither writes over what the other did.
  await Promise.all([
    stage.office.settle('ends', [{ task: 2, duties: [{ unit: 'fgj', role: 'lead' }], note: '改由发改' }], office),
    stage.office.answerYear('ends', year + 1, { answers: [], pick: [2] }, office),
    stage.office.settle('ends', [{ task: 2, duties: [{ unit: 'czj', role: 'lead' }], note: '改由财政' }], office),
  ]);
  const kept = (await loadPlan(stage.ledger, 'ends'))?.plan;
  expect([kept?.tasks[1]?.duties[0]?.unit, kept?.years?.[0]?.picked?.map((one) => one.task)]).toEqual(['czj', [2]]);

  const amendment: Amendment = {
    ...{ year, changes: [], acts: [], reason: '会议决定', approvedBy: '局务会', document: '' },
    add: [
      {
        ...{ number: 3, title: '整治河道', chapter: '', duties: [{ unit: 'qsz', role: 'lead' }] },
        ...{ due: `${year}-11-30`, dueSource: 'text' },
      },
    ],
  };
  const plan = stage.env.client.workflow.getHandle(planWorkflowId('ends'));
  const end = { reason: '并入新计划', cancelOpen: true, early: true };
  // Taken up, and not yet done: its task is still to begin.
  const amending = await plan.startUpdate(lifeAct, {
    args: [{ kind: 'amend', amendment }, office],
    waitForStage: WorkflowUpdateStage.ACCEPTED,
  });
  const [amended, closed, paused] = await Promise.allSettled([
    amending.result(),
    plan.executeUpdate(closePlan, { args: [end, office] }),
    plan.executeUpdate(lifeAct, { args: [{ kind: 'pause', reason: '防汛应急响应' }, office] }),
  ]);
  expect([amended.status, closed.status]).toEqual(['fulfilled', 'fulfilled']);
  const row = await loadPlan(stage.ledger, 'ends');
  expect(row).toMatchObject({ status: 'closed', life: { stage: 'closed' } });
  const tasks = await listTasks(stage.ledger, { plan: 'ends' });
  expect(tasks.filter(isOpen)).toEqual([]);
  expect(tasks.map((task) => [task.number, task.stage])).toEqual([
    [1, 'cancelled'],
    [3, 'cancelled'],
  ]);
  expect(row?.life?.paused === undefined).toBe(paused.status === 'rejected');

  expect(await codes(further(year + 1))).toEqual(['plan-closed']);
  expect(await codes(stage.office.launch('ends', {}, office))).toEqual(['plan-closed']);
  const now = await stage.now();
  const list = await readRecords(stage.ledger, () => now).year('ends', year + 1);
  expect(list.faults.map((one) => one.code)).toContain('plan-closed');
}, 60_000);

test('issued and then given up, it is withdrawn: on record, and never launched', async () => {
  await stage.office.importPlan(
    planOf('given-up', launch, [{ title: '修建公路', due: `${year}-12-31`, duties: 'lead:zjj' }]),
    office,
  );
  const end = { reason: '文件作废', cancelOpen: false };
  expect(await codes(stage.office.closePlan('given-up', end, office))).toEqual(['plan-not-launched']);
  await stage.office.drafts.issue('given-up', { number: `清办字〔${year}〕7号`, on: launch }, office);
  await stage.office.closePlan('given-up', end, office);
  expect(await loadPlan(stage.ledger, 'given-up')).toMatchObject({
    ...{ status: 'closed', launchedAt: null, life: { stage: 'closed', years: [] } },
  });
  expect(await codes(stage.office.launch('given-up', {}, office))).toEqual(['plan-closed']);
  const again = { number: `清办字〔${year}〕8号`, on: launch };
  expect(await codes(stage.office.drafts.issue('given-up', again, office))).toEqual(['plan-closed']);
  const [entry] = await eventsOf(stage.ledger, { subject: 'given-up', kind: 'plan.closed' });
  expect(entry).toMatchObject({ actor: office, data: { reason: '文件作废', accepted: 0, cancelled: 0 } });
  expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
  expect(stage.errors).toEqual([]);
}, 30_000);
