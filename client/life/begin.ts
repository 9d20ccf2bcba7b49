/** The life with which a plan begins, under the rules in force. */
import { readFile } from 'node:fs/promises';
import type { PlanLife } from '../../domain/life/life.js';
import { lifeOf } from '../../domain/life/of-plan.js';
import { readLifeRules } from '../../domain/life/rules-file.js';
import type { Plan } from '../../domain/plan.js';
import { fromRoot } from '../../worker/root.js';

/** `stage`: `drafting` for a draft that is still to be issued, `issued` for a document that was. */
export async function newLife(
  plan: Plan,
  units: { readonly office: string; readonly leadership: string },
  stage: 'drafting' | 'issued',
): Promise<PlanLife> {
  return lifeOf(plan, units, stage, readLifeRules(await readFile(fromRoot('seeds', 'life-rules.yaml'), 'utf8')));
}
