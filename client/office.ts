/**
 * Every office act: role check, then one message to Temporal or one write to the ledger. The only sender to Temporal;
 * pages, command line, signed links and the drill all come through here.
 */
import type { Day } from '../domain/day.js';
import type { ContactRole } from '../domain/org.js';
import type { Plan } from '../domain/plan.js';
import type { Act, Actor, TaskState } from '../domain/task.js';
import type { Desk } from './desk.js';
import { launchPlan } from './launch.js';
import { approveFormal, changeRules, closePlan, importPlan, settle } from './plan-acts.js';
import { actOnTask } from './task-act.js';
import { addStandIn, importUnits, loadCalendarYear, pauseUnit, renameUnit, resend, setContact } from './unit-acts.js';

export interface Launched {
  readonly plan: string;
  readonly tasks: number;
  readonly units: number;
  /** Days without published holiday data that the schedule touches. */
  readonly unknownYears: readonly number[];
}

export interface RulesDifference {
  readonly task: string;
  readonly added: readonly { readonly rung: string; readonly day: Day }[];
  readonly removed: readonly { readonly rung: string; readonly day: Day }[];
}

/** Each call throws a DubanError with all faults; a refused act is on record in the ledger. */
export interface Office {
  /** Takes a plan in as a draft; importing the same id again replaces a draft and refuses a launched plan. */
  importPlan(plan: Plan, actor: Actor): Promise<{ readonly plan: string; readonly tasks: number; readonly openFindings: number }>;
  /** Settles a draft's findings and duties: gives task `number` these duties, or marks finding `index` settled with words. */
  settle(
    plan: string,
    decisions: readonly (
      | { readonly task: number; readonly duties: readonly { readonly unit: string; readonly role: 'lead' | 'support' | 'responsible' }[]; readonly note: string }
      | { readonly finding: number; readonly note: string }
    )[],
    actor: Actor,
  ): Promise<{ readonly openFindings: number }>;
  /** `ladder` is YAML text; default seeds/ladder.yaml. Refuses a plan already launched, with open blocking findings, without appointment or approval. */
  launch(plan: string, options: { readonly ladder?: string }, actor: Actor): Promise<Launched>;
  act(task: string, act: Act, actor: Actor): Promise<TaskState>;
  /** 督办函: gives the number and lets it leave. */
  approveFormal(id: string, actor: Actor): Promise<{ readonly number: string }>;
  changeRules(plan: string, ladder: string, options: { readonly preview: boolean }, actor: Actor): Promise<readonly RulesDifference[]>;
  closePlan(plan: string, options: { readonly reason: string; readonly cancelOpen: boolean }, actor: Actor): Promise<void>;
  importUnits(csv: string, actor: Actor): Promise<{ readonly units: number; readonly groups: number }>;
  renameUnit(unit: string, name: string, actor: Actor): Promise<void>;
  setContact(unit: string, role: ContactRole, address: string, actor: Actor): Promise<void>;
  addStandIn(unit: string, role: ContactRole, address: string, from: Day, until: Day, actor: Actor): Promise<void>;
  /** Holds a unit's routine letters back (nothing is dropped) until resumed. */
  pauseUnit(unit: string, paused: boolean, actor: Actor): Promise<void>;
  /** Loads a year of holidays from the office's own file. */
  loadCalendarYear(text: string, actor: Actor): Promise<{ readonly year: number; readonly workdays: number }>;
  /** Sends an undeliverable or failed letter again, on an admin's word. */
  resend(letterKey: string, actor: Actor): Promise<void>;
}

/** The office at its desk. */
export function createOffice(desk: Desk): Office {
  return {
    importPlan: (plan, actor) => importPlan(desk, plan, actor),
    settle: (plan, decisions, actor) => settle(desk, plan, decisions, actor),
    launch: (plan, options, actor) => launchPlan(desk, plan, options, actor),
    act: (task, act, actor) => actOnTask(desk, task, act, actor),
    approveFormal: (id, actor) => approveFormal(desk, id, actor),
    changeRules: (plan, ladder, { preview }, actor) => changeRules(desk, plan, ladder, preview, actor),
    closePlan: (plan, options, actor) => closePlan(desk, plan, options, actor),
    importUnits: (csv, actor) => importUnits(desk, csv, actor),
    renameUnit: (unit, name, actor) => renameUnit(desk, unit, name, actor),
    setContact: (unit, role, address, actor) => setContact(desk, unit, role, address, actor),
    addStandIn: (unit, role, address, from, until, actor) => addStandIn(desk, unit, role, address, from, until, actor),
    pauseUnit: (unit, paused, actor) => pauseUnit(desk, unit, paused, actor),
    loadCalendarYear: (text, actor) => loadCalendarYear(desk, text, actor),
    resend: (letterKey, actor) => resend(desk, letterKey, actor),
  };
}
