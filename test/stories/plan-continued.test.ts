/** A plan of several years whose history is cut again and again: letters, ends of tasks and the close are those of one long history. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { type DrillResult, liveYear } from '../../client/drill/drill.js';
import { createOffice } from '../../client/office.js';
import { rehearsalSource } from '../../client/rehearsal-source.js';
import { planWorkflowId } from '../../domain/ids.js';
import { type PlanInput, planView } from '../../workflows/messages.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { office } from './breakage.js';
import { year } from './year.js';

/** Events after which the plan continues as new; its launch alone has more. */
const EVENTS = 30;
const plan = 'liaocheng-2023';

/** An office whose plans begin with a low limit. */
function cutShort(stage: TestStage): TestStage {
  const { env, ledger } = stage;
  const client = new Client({
    connection: env.connection,
    interceptors: {
      workflow: [
        {
          start: (input, next) => {
            const [first, ...rest] = input.options.args as [PlanInput, ...unknown[]];
            const args =
              input.workflowType === 'planLifecycle' ? [{ ...first, events: EVENTS }, ...rest] : [first, ...rest];
            return next({ ...input, options: { ...input.options, args } });
          },
        },
      ],
    },
  });
  return { ...stage, office: createOffice({ ledger, client, now: () => stage.now(), testUnits: false }) };
}

describe(`聊城 in ${year} and ${year + 1}, its history cut after ${EVENTS} events`, () => {
  let stage: TestStage;
  let result: DrillResult;

  beforeAll(async () => {
    const input = rehearsalSource(plan, { year, years: 2, story: 'three-years' });
    const raised = await testStage(input.directory);
    stage = cutShort(raised);
    result = await liveYear(
      stage,
      input,
      () => raised.arrivals(),
      () => undefined,
    );
    expect(raised.errors).toEqual([]);
  }, 120_000);
  afterAll(() => stage?.close());

  test('it continued in the middle of both years, and every letter left as rehearsed', () => {
    expect(result.costs.plan.actions['continued']).toBeGreaterThan(5);
    expect(result.costs.plan.largest).toBeLessThan(150);
    expect(result.differences).toEqual([]);
    expect(result.sent).toBe(result.rehearsed);
    expect(result.chain.ok).toBe(true);
  });

  test('no end of a task was lost, whichever run heard of it', async () => {
    const tasks = await listTasks(stage.ledger, { plan });
    const accepted = (of: number): number => tasks.filter((t) => t.year === of && t.stage === 'accepted').length;
    const view = await stage.env.client.workflow.getHandle(planWorkflowId(plan)).query(planView);
    expect(view.open).toBe(0);
    expect(view.life?.years.map((run) => [run.year, run.tasks, run.accepted, run.cancelled])).toEqual([
      [year, 4, accepted(year), 0],
      [year + 1, 3, accepted(year + 1), 0],
    ]);
    expect(tasks).toHaveLength(7);
    expect(view.timeline[0]?.what).toMatch(/^启动/);
  });

  test('the close finds the newest run and counts the ends of all of them', async () => {
    await stage.office.closePlan(plan, { reason: '提前结束', cancelOpen: false, early: true }, office);
    const ended: unknown = await stage.env.client.workflow.getHandle(planWorkflowId(plan)).result();
    expect(ended).toEqual({ accepted: 7, cancelled: 0 });
    expect(await loadPlan(stage.ledger, plan)).toMatchObject({ status: 'closed', life: { stage: 'closed' } });
  });
});
