/** Tells the office's rounds of a change. */
import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import type { RoundsChange } from '../domain/schedule/table.js';
import { tasksChanged } from './messages.js';

/** Never throws: rounds that an operator ended are started again with the table of the ledger (client/rounds.ts). */
export async function tellRounds(rounds: readonly string[], change: RoundsChange): Promise<void> {
  for (const id of rounds) {
    try {
      await getExternalWorkflowHandle(id).signal(tasksChanged, change);
    } catch (error) {
      log.error('rounds not told', { rounds: id, error: String(error) });
    }
  }
}
