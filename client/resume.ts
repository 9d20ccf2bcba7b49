/**
 * What the ledger knows to be under way and no workflow runs is started again when the service starts: a start that Temporal
 * did not answer, or one that an operator ended. Plans and their years begin in Temporal, so that none is on record alone.
 */
import type { Logger } from 'pino';
import { listWatches } from '../activities/ledger/indicators/watches.js';
import { listCycles } from '../activities/ledger/supervision/cycles.js';
import { startOf } from '../activities/supervision.js';
import { isOver } from '../domain/indicators/watch.js';
import { resumePeriods } from './comments/period-act.js';
import type { Desk } from './desk.js';
import { watchWays } from './indicators/ways.js';
import { resumeReorganisations } from './reorganisation/office.js';
import { resumeRounds } from './rounds.js';
import { postProblems } from './supervision/problem.js';
import { cycleWays, mustCycle } from './supervision/ways.js';

/** Each gives how many it started. */
const resumptions: Readonly<Record<string, (desk: Desk) => Promise<number>>> = {
  rounds: async (desk) => ((await resumeRounds(desk)) === undefined ? 0 : 1),
  'comment periods': resumePeriods,
  cycles: resumeCycles,
  indicators: resumeWatches,
  reorganisations: resumeReorganisations,
  'letters about problems': (desk) => postProblems({ ...desk, ways: cycleWays(desk) }),
};

/** Never throws: without an answer now, the next start, launch or act on the case tries again. */
export async function resume(desk: Desk, log: Pick<Logger, 'warn' | 'error'>): Promise<void> {
  for (const [what, again] of Object.entries(resumptions)) {
    try {
      const count = await again(desk);
      if (count > 0) log.warn({ what, count }, 'did not run and were started again from the ledger');
    } catch (error) {
      log.error({ what, error: String(error) }, 'not checked');
    }
  }
}

async function resumeCycles(desk: Desk): Promise<number> {
  const ways = cycleWays(desk);
  let resumed = 0;
  for (const { id } of await listCycles(desk.ledger, { live: true })) {
    const { state, rules } = await mustCycle(desk, id);
    if (await ways.run(startOf(state, rules))) resumed++;
  }
  return resumed;
}

async function resumeWatches(desk: Desk): Promise<number> {
  const ways = watchWays(desk);
  let resumed = 0;
  for (const kept of await listWatches(desk.ledger)) if (!isOver(kept.state) && (await ways.run(kept))) resumed++;
  return resumed;
}
