/** Comment periods after a year's holidays were loaded: each follows the calendar in force. */
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import type { YearData } from '../../domain/calendar/workdays.js';
import { DubanError } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import type { Desk } from '../desk.js';
import { actOnPeriod } from './period-act.js';

const system: Actor = { name: 'duban', role: 'system' };

/**
 * Has every live period compute its last day, the day of its close-out, the errands of the units and its next morning
 * again. Last days and errands only ever come later. Repeating it moves nothing.
 * @throws what keeps a period from it (Temporal does not answer); loading the year again makes up for it.
 */
export async function recalendarPeriods(
  desk: Desk,
  { year, notice }: Pick<YearData, 'year' | 'notice'>,
): Promise<void> {
  const reason = `${year}年放假安排（${notice}）公布`;
  for (const { id } of await listPeriods(desk.ledger, { live: true })) {
    try {
      await actOnPeriod(desk, id, { kind: 'recalendar', reason }, system);
    } catch (error) {
      // Published or withdrawn in the meantime: nothing left to compute.
      if (!(error instanceof DubanError && error.code === 'period-over')) throw error;
    }
  }
}
