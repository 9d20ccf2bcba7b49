/** Acts on a comment period as a whole: extension, suspension, resumption, withdrawal, publication. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { listPeriods, mustPeriod as loadPeriod, type PeriodRow } from '../../activities/ledger/comments/periods.js';
import { periodsWithReceipts } from '../../activities/ledger/comments/receipts.js';
import { officeCalendar } from '../../activities/schedules.js';
import { isLive, type PeriodAct, type PeriodState, periodRefusal } from '../../domain/comment/period.js';
import { unknownYearsOf } from '../../domain/comment/window.js';
import { DubanError } from '../../domain/errors.js';
import { commentWorkflowId } from '../../domain/ids.js';
import type { Actor } from '../../domain/task.js';
import { periodAct } from '../../workflows/messages.js';
import type { PeriodActed } from '../acts.js';
import { ask, type Desk, permit, recordRefusal } from '../desk.js';
import { runPeriod } from './open.js';
import { mailReceipts } from './receive.js';

/**
 * @returns the new state, with the counts of the ledger and the years of its days whose holidays are not published yet.
 * @throws DubanError with the reason; a refused act is on record.
 */
export async function actOnPeriod(desk: Desk, id: string, act: PeriodAct, actor: Actor): Promise<PeriodActed> {
  const state = await carryOut(desk, id, act, actor);
  return { ...state, unknownYears: unknownYearsOf(state, await officeCalendar(desk.ledger)) };
}

async function carryOut(desk: Desk, id: string, act: PeriodAct, actor: Actor): Promise<PeriodState> {
  const subject = `comment/${id}`;
  await permit(desk, actor, 'commentPeriod', subject);
  const row = await mustPeriod(desk, id);
  const call = (): Promise<PeriodState> =>
    ask(desk, () =>
      desk.client.workflow.getHandle(commentWorkflowId(id)).executeUpdate(periodAct, { args: [act, actor] }),
    );
  try {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const { state } = await mustPeriod(desk, id);
      const refused = periodRefusal(state, act, await desk.now());
      if (!isLive(state) && refused) throw new DubanError([refused]);
      // It is on record and does not run: Temporal did not answer when it was opened, or an operator ended it.
      await runPeriod(desk, row);
      return await call();
    }
  } catch (error) {
    if (error instanceof DubanError && !error.retryable)
      throw await recordRefusal(desk, actor, act.kind, subject, error);
    throw error;
  }
}

/** The period on record. @throws `period-unknown` naming those there are. */
export async function mustPeriod(desk: Pick<Desk, 'ledger'>, id: string): Promise<PeriodRow> {
  return loadPeriod(desk.ledger, id);
}

/** Starts every live period again whose workflow does not run, and the mailing of receipts that were left over in any period. */
export async function resumePeriods(desk: Desk): Promise<number> {
  let resumed = 0;
  for (const id of await periodsWithReceipts(desk.ledger)) await mailReceipts(desk, id);
  for (const { id } of await listPeriods(desk.ledger, { live: true })) {
    try {
      const { status } = await desk.client.workflow.getHandle(commentWorkflowId(id)).describe();
      if (status.name === 'RUNNING' || status.name === 'PAUSED') continue;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    await runPeriod(desk, await mustPeriod(desk, id));
    resumed++;
  }
  return resumed;
}
