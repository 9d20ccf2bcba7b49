/** Supervision cycles for tests of pages and API: the real acts on the real ledger, without Temporal in between. */
import type { Client } from '@temporalio/client';
import type { Ledger } from '../../activities/ledger/connect.js';
import { recordCycle } from '../../activities/ledger/supervision/cycles.js';
import { officeCalendar } from '../../activities/schedules.js';
import { approve } from '../../activities/supervision.js';
import type { SupervisionOffice } from '../../client/acts.js';
import { createSupervisionOffice } from '../../client/supervision/office.js';
import { mustCycle } from '../../client/supervision/ways.js';
import { dayOf } from '../../domain/day.js';
import { DubanError } from '../../domain/errors.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import { daysOf } from '../../domain/supervision/change.js';
import { applyCycleAct } from '../../domain/supervision/cycle.js';
import { cycleRefusal } from '../../domain/supervision/cycle-refusal.js';

/** What no test of pages should reach. */
const noTemporal = {} as Client;

/** `posted`: letters that were to leave at once. */
export function ledgerSupervision(
  ledger: Ledger,
  now: () => number,
): SupervisionOffice & { readonly posted: LetterDraft[] } {
  const posted: LetterDraft[] = [];
  const used = new Set<string>();
  const desk = { ledger, client: noTemporal, now: async () => now(), testUnits: false };
  const office = createSupervisionOffice(desk, {
    async tell(cycle, act, actor) {
      const { state, rules } = await mustCycle(desk, cycle);
      const refused = cycleRefusal(state, act, actor, dayOf(now()));
      if (refused) throw new DubanError([refused]);
      const days = daysOf(state, act, now(), rules, await officeCalendar(ledger));
      const number = act.kind === 'approve' ? await approve(ledger, state, actor, now()) : {};
      const outcome = applyCycleAct(state, act, actor, now(), { ...days, ...number });
      await recordCycle(ledger, outcome.state, [outcome.event]);
      return outcome.state;
    },
    run: async () => false,
    post: async (id, letters) => {
      if (used.has(id)) return false;
      used.add(id);
      posted.push(...letters);
      return true;
    },
  });
  return { ...office, posted };
}
