/** `duban plan …`: a plan's life. Only wiring: each action loads its module. */
import type { Command } from 'commander';
import type { Perform } from './options.js';
import { addAmendVerbs } from './verbs-plan-amend.js';
import { addDraftVerbs } from './verbs-plan-draft.js';
import { addLifeVerbs } from './verbs-plan-life.js';
import { addYearVerbs } from './verbs-plan-year.js';

/** Adds the group `plan` with all its verbs. */
export function addPlanGroup(program: Command, perform: Perform): void {
  const plan = program.command('plan').description('计划的一生：起草、征求意见、印发、逐年执行、调整、评估、归档');
  addLifeVerbs(plan, perform);
  addAmendVerbs(plan, perform);
  addDraftVerbs(plan, perform);
  addYearVerbs(plan, perform);
}
