/**
 * Every office act: role check, then one message to Temporal or one write to the ledger. The only sender to Temporal;
 * pages, command line, signed links and the drill all come through here.
 */
import type { Office } from './acts.js';
import { createCommentOffice } from './comments/office.js';
import type { Desk } from './desk.js';
import { createIndicatorOffice } from './indicators/office.js';
import { createAmendOffice } from './life/amend.js';
import { createDraftOffice } from './life/drafts.js';
import { launch } from './life/launch-year.js';
import { createLifeOffice } from './life/office.js';
import { answerYear } from './life/year-list.js';
import { approveFormal, changeRules, closePlan, importPlan, settle } from './plan-acts.js';
import { createReorganisationOffice } from './reorganisation/office.js';
import { createReplyOffice } from './replies/office.js';
import { createSupervisionOffice } from './supervision/office.js';
import { actOnTask } from './task-act.js';
import { addStandIn, importUnits, loadCalendarYear, pauseUnit, renameUnit, resend, setContact } from './unit-acts.js';

export type { Imported, Launched, Office, RulesDifference } from './acts.js';

/** The office at its desk. */
export function createOffice(desk: Desk): Office {
  return {
    importPlan: (plan, actor, decisions) => importPlan(desk, plan, actor, decisions),
    settle: (plan, decisions, actor) => settle(desk, plan, decisions, actor),
    launch: (plan, options, actor) => launch(desk, plan, options, actor),
    answerYear: (plan, year, given, actor) => answerYear(desk, plan, year, given, actor),
    act: (task, act, actor) => actOnTask(desk, task, act, actor),
    approveFormal: (id, actor) => approveFormal(desk, id, actor),
    changeRules: (plan, ladder, { preview }, actor) => changeRules(desk, plan, ladder, preview, actor),
    closePlan: (plan, options, actor) => closePlan(desk, plan, options, actor),
    importUnits: (csv, actor, restore) => importUnits(desk, csv, actor, restore),
    renameUnit: (unit, name, actor) => renameUnit(desk, unit, name, actor),
    setContact: (unit, role, address, actor) => setContact(desk, unit, role, address, actor),
    addStandIn: (unit, role, address, from, until, actor) => addStandIn(desk, unit, role, address, from, until, actor),
    pauseUnit: (unit, paused, actor) => pauseUnit(desk, unit, paused, actor),
    loadCalendarYear: (text, actor) => loadCalendarYear(desk, text, actor),
    resend: (letterKey, actor) => resend(desk, letterKey, actor),
    comments: createCommentOffice(desk),
    supervision: createSupervisionOffice(desk),
    indicators: createIndicatorOffice(desk),
    life: createLifeOffice(desk),
    amendments: createAmendOffice(desk),
    replies: createReplyOffice(desk, (task, act, actor) => actOnTask(desk, task, act, actor)),
    drafts: createDraftOffice(desk),
    reorganisations: createReorganisationOffice(desk),
  };
}
