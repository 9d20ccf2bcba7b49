/** The smallest workflow with a long wait, for the test of the time-skipping server. */
import { sleep } from '@temporalio/workflow';

export async function waitThirtyDays(): Promise<string> {
  const began = Date.now();
  await sleep('30 days');
  return `${Math.round((Date.now() - began) / 86_400_000)} days`;
}
