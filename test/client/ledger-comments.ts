/** Comment periods for tests of pages and API: the real acts on the real ledger, without Temporal in between. */
import type { Client } from '@temporalio/client';
import { windowAfter } from '../../activities/comments.js';
import { publishCloseOut } from '../../activities/ledger/comments/close-out.js';
import { announcePeriod, recordPeriod } from '../../activities/ledger/comments/periods.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { officeCalendar } from '../../activities/schedules.js';
import type { CommentOffice } from '../../client/acts.js';
import { createCommentOffice } from '../../client/comments/office.js';
import { checkTerms, commentRules } from '../../client/comments/open.js';
import { mustPeriod } from '../../client/comments/period-act.js';
import { officeEvent, officeUnits } from '../../client/desk.js';
import { readDraft } from '../../domain/comment/draft.js';
import { announce, applyPeriodAct, passStage, periodRefusal } from '../../domain/comment/period.js';
import { unknownYearsOf } from '../../domain/comment/window.js';
import { DubanError } from '../../domain/errors.js';

/** What no test of pages should reach. */
const noTemporal = {} as Client;

/** `pass` moves a period to its next stage, as its own workflow does with time. */
export function ledgerComments(
  ledger: Ledger,
  now: () => number,
): CommentOffice & { pass(period: string, stage: 'open' | 'closed' | 'answering'): Promise<void> } {
  const desk = { ledger, client: noTemporal, now: async () => now(), testUnits: false };
  return {
    ...createCommentOffice(desk),
    async open(terms, actor) {
      const check = await checkTerms(desk, terms);
      if (check.faults.length > 0) throw new DubanError(check.faults);
      const directory = await loadDirectory(ledger);
      const round = Number(check.period.split('/').at(-1));
      const state = announce(
        {
          ...officeUnits(directory),
          plan: terms.plan,
          round,
          title: terms.title,
          kind: terms.kind,
          start: terms.start,
        },
        { lastDay: check.window.byCode, closeOutDue: check.closeOutDue },
        now(),
      );
      const row = {
        terms,
        ...readDraft(terms.draft, directory),
        rules: await commentRules(),
        state,
        openedBy: actor.name,
      };
      await announcePeriod(ledger, row, officeEvent(actor, now(), 'comment.announced', `comment/${state.id}`, {}));
      return { ...check, state };
    },
    async act(id, act, actor) {
      const { state, rules } = await mustPeriod(desk, id);
      const refused = periodRefusal(state, act, now());
      if (refused) throw new DubanError([refused]);
      const calendar = await officeCalendar(ledger);
      const moves = act.kind === 'extend' || act.kind === 'resume' || act.kind === 'recalendar';
      const days = moves ? await windowAfter(ledger, state, act, now(), rules) : undefined;
      const outcome = applyPeriodAct(state, act, actor, now(), days);
      if (act.kind === 'publish') {
        const kept = await publishCloseOut(ledger, outcome.state, outcome.event);
        if (kept) throw new DubanError([kept]);
      } else await recordPeriod(ledger, outcome.state, [outcome.event]);
      return { ...outcome.state, unknownYears: unknownYearsOf(outcome.state, calendar) };
    },
    async pass(id, stage) {
      const { state } = await mustPeriod(desk, id);
      const outcome = passStage(state, stage, now());
      await recordPeriod(ledger, outcome.state, [outcome.event]);
    },
  };
}
