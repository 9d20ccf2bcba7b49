/** Indicators for tests of pages and API: the real acts on the real ledger, without Temporal in between. */
import type { Client } from '@temporalio/client';
import { approveEvaluation } from '../../activities/indicators.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { recordWatch } from '../../activities/ledger/indicators/watches.js';
import type { IndicatorOffice } from '../../client/acts.js';
import { createIndicatorOffice } from '../../client/indicators/office.js';
import { mustWatch } from '../../client/indicators/ways.js';
import { dayOf } from '../../domain/day.js';
import { DubanError } from '../../domain/errors.js';
import { applyWatchAct, watchRefusal } from '../../domain/indicators/watch.js';

/** What no test of pages should reach. */
const noTemporal = {} as Client;

export function ledgerIndicators(ledger: Ledger, now: () => number): IndicatorOffice {
  const desk = { ledger, client: noTemporal, now: async () => now(), testUnits: false };
  return createIndicatorOffice(desk, {
    async tell(plan, act, actor) {
      const { state, rules } = await mustWatch(desk, plan);
      const refused = watchRefusal(state, act, actor, dayOf(now()), rules);
      if (refused) throw new DubanError([refused]);
      if (act.kind === 'approve') await approveEvaluation(ledger, state, act.evaluation, actor, now(), rules);
      const outcome = applyWatchAct(state, act, actor, now(), rules);
      await recordWatch(ledger, outcome.state, [outcome.event]);
      return outcome.state;
    },
    run: async () => false,
  });
}
