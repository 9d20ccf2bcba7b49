/**
 * An office for tests of pages and API: the domain's own rules on the real ledger, without Temporal in between. What the
 * real office does with workflows is tested with the real servers.
 */
import type { Ledger } from '../../activities/ledger/connect.js';
import { renameUnit, saveDirectory, setContact } from '../../activities/ledger/directory.js';
import { approveFormal } from '../../activities/ledger/formal.js';
import { loadPlan, savePlan, setPlanStatus, setPlanSupervision } from '../../activities/ledger/plans.js';
import { loadTask, recordTask } from '../../activities/ledger/tasks.js';
import { createAmendOffice } from '../../client/life/amend.js';
import { createDraftOffice } from '../../client/life/drafts.js';
import { answerYear } from '../../client/life/year-list.js';
import type { Office } from '../../client/office.js';
import { createReorganisationOffice } from '../../client/reorganisation/office.js';
import { createReplyOffice } from '../../client/replies/office.js';
import { assignTask, seedsOf } from '../../domain/assign.js';
import { addDays, dayOf, instantOf } from '../../domain/day.js';
import { readDirectory } from '../../domain/directory.js';
import { DubanError, refuse } from '../../domain/errors.js';
import type { Plan } from '../../domain/plan.js';
import { taskActFaults } from '../../domain/roles.js';
import { readLadder } from '../../domain/schedule/ladder.js';
import { readSupervisionRules } from '../../domain/supervision/rules-file.js';
import type { Act, Actor } from '../../domain/task.js';
import { applyAct, movedDue } from '../../domain/task-acts.js';
import { refusal } from '../../domain/task-refusals.js';
import { ledgerComments } from './ledger-comments.js';
import { ledgerIndicators } from './ledger-indicators.js';
import { ledgerLife } from './ledger-life.js';
import { ledgerSupervision } from './ledger-supervision.js';

/** What was asked of the office, in order. */
export type Asked = readonly [what: string, ...rest: unknown[]];

export function ledgerOffice(ledger: Ledger, ladder: string, now: () => number): { office: Office; asked: Asked[] } {
  const asked: Asked[] = [];
  const mustPlan = async (id: string): Promise<Plan> => {
    const row = await loadPlan(ledger, id);
    if (row === undefined) throw refuse('not-found', { what: id });
    return row.plan;
  };
  const open = (plan: Plan) => plan.findings.filter((f) => f.blocking && f.settled === undefined).length;
  const office: Office = {
    async importPlan(plan, actor) {
      asked.push(['importPlan', plan.id, actor]);
      await savePlan(ledger, plan, now());
      return { plan: plan.id, tasks: plan.tasks.length, openFindings: open(plan), findings: plan.findings };
    },
    async settle(id, decisions, actor) {
      asked.push(['settle', id, decisions, actor]);
      const plan = await mustPlan(id);
      const settled: Plan = {
        ...plan,
        findings: plan.findings.map((f, index) => {
          const one = decisions.find((d) => 'finding' in d && d.finding === index);
          return one === undefined || !('note' in one) ? f : { ...f, settled: one.note };
        }),
      };
      await savePlan(ledger, settled, now());
      return { openFindings: open(settled) };
    },
    async launch(id, options, actor) {
      asked.push(['launch', id, actor]);
      const plan = await mustPlan(id);
      await setPlanStatus(ledger, id, { status: 'executing', ladder: readLadder(ladder), at: now(), by: actor.name });
      if (options.supervision !== undefined)
        await setPlanSupervision(ledger, id, readSupervisionRules(options.supervision), []);
      for (const seed of seedsOf(plan)) {
        const redAt = instantOf(addDays(seed.due, 1));
        const task = assignTask(plan.id, plan.year, seed, dayOf(now()), now(), redAt);
        await recordTask(ledger, task, [
          { id: `${task.id}#1`, at: now(), actor, kind: 'task.assigned', subject: task.id, data: {} },
        ]);
      }
      return { plan: id, tasks: plan.tasks.length, units: 1, unknownYears: [], lettersAt: now() };
    },
    async act(id: string, act: Act, actor: Actor) {
      asked.push(['act', id, act, actor]);
      const task = await loadTask(ledger, id);
      if (task === undefined) throw refuse('not-found', { what: id });
      const faults = taskActFaults(actor, act);
      if (faults.length > 0) throw new DubanError(faults);
      const refused = refusal(task, act, now());
      if (refused !== null) throw new DubanError([refused]);
      const due = movedDue(task, act);
      const outcome = applyAct(task, act, actor, now(), due === undefined ? undefined : instantOf(addDays(due, 1)));
      await recordTask(ledger, outcome.state, [outcome.event]);
      return outcome.state;
    },
    approveFormal: (id, actor) => approveFormal(ledger, id, actor, Number(dayOf(now()).slice(0, 4))),
    async changeRules() {
      return [];
    },
    async closePlan(id) {
      await setPlanStatus(ledger, id, { status: 'closed', at: now() });
    },
    async importUnits(csv, actor) {
      const directory = readDirectory(csv);
      await saveDirectory(ledger, directory, actor, now());
      return { units: directory.units.length, groups: directory.groups.length };
    },
    renameUnit: (unit, name, actor) => renameUnit(ledger, unit, name, actor, now()),
    setContact: (unit, role, address, actor) => setContact(ledger, unit, { role, address }, actor, now()),
    async addStandIn(...rest) {
      asked.push(['addStandIn', ...rest]);
    },
    async pauseUnit(...rest) {
      asked.push(['pauseUnit', ...rest]);
    },
    async loadCalendarYear() {
      return { year: 2027, workdays: 250 };
    },
    async resend(key, actor) {
      asked.push(['resend', key, actor]);
    },
    comments: ledgerComments(ledger, now),
    supervision: ledgerSupervision(ledger, now),
    indicators: ledgerIndicators(ledger, now),
    life: ledgerLife(ledger, now),
    replies: createReplyOffice({ ledger, now: async () => now() }, (task, act, actor) => office.act(task, act, actor)),
    answerYear: (plan, year, given, actor) =>
      answerYear(
        { ledger, client: undefined as never, now: async () => now(), testUnits: false },
        plan,
        year,
        given,
        actor,
      ),
    // Nothing is issued here, which is all that would ask Temporal.
    drafts: createDraftOffice({ ledger, client: undefined as never, now: async () => now(), testUnits: false }),
    amendments: createAmendOffice({ ledger, client: undefined as never, now: async () => now(), testUnits: false }),
    reorganisations: createReorganisationOffice({
      ...{ ledger, client: undefined as never, now: async () => now(), testUnits: false },
    }),
  };
  return { office, asked };
}
