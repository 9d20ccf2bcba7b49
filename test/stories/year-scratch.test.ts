import { expect, test } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { testStage } from '../harness/stage.js';
import { district } from './year.js';
test('errors are kept', async () => {
  const stage = await testStage(district);
  Runtime.instance().logger.error('boom', { a: 1 });
  Runtime.instance().logger.warn('not kept');
  expect(stage.errors).toEqual([expect.stringContaining('boom')]);
  await stage.close();
});
