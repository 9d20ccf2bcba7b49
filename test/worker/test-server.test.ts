import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { fromRoot } from '../../worker/root.js';
import { prepareNamespace } from '../../worker/temporal.js';
import { unitsKey } from '../../workflows/search.js';

describe('the time-skipping server', () => {
  let environment: TestWorkflowEnvironment;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const path = process.env.DUBAN_TEST_SERVER ?? '';
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  });

  afterAll(async () => environment?.teardown());

  test('takes duban’s search attributes and lets thirty days pass in a moment', async () => {
    await prepareNamespace(environment.connection);
    const logger = new DefaultLogger('ERROR');
    const workflowsPath = fromRoot('test', 'worker', 'time-skipping.workflow.ts');
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue: 'waiting',
      workflowBundle: await bundleWorkflowCode({ workflowsPath, logger }),
    });
    const began = Date.now();
    const waited = await worker.runUntil(
      environment.client.workflow.execute('waitThirtyDays', {
        taskQueue: 'waiting',
        workflowId: 'waiting',
        typedSearchAttributes: [{ key: unitsKey, value: ['发展改革局'] }],
      }),
    );
    expect(waited).toBe('30 days');
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});
