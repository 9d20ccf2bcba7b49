/** The life with which a plan begins. Pure. */
import type { Plan } from '../plan.js';
import { beginLife, type PlanLife } from './life.js';
import type { LifeRules } from './rules.js';

/** `stage`: `drafting` for a draft that is still to be issued, `issued` for a document that was. */
export function lifeOf(
  plan: Plan,
  units: { readonly office: string; readonly leadership: string },
  stage: 'drafting' | 'issued',
  rules: LifeRules,
): PlanLife {
  return beginLife({ plan: plan.id, ...documentOf(plan), ...units, stage, rules });
}

/** What a life keeps of the plan's document. */
export function documentOf(plan: Plan): Pick<PlanLife, 'title' | 'from' | 'to' | 'indicators'> {
  const [from, to] = plan.period ?? [plan.year, plan.year];
  return { title: plan.title, from, to, indicators: plan.indicators !== undefined };
}
