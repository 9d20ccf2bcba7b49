/** Why a plan refuses an act or its end, with a life or without one (launched before lives were kept). */
import { dayOf } from '../domain/day.js';
import { type Fault, fault } from '../domain/errors.js';
import { type LifeAct, type LifeStage, lifeActWords, type PlanLife } from '../domain/life/life.js';
import { closeRefusal, lifeRefusal } from '../domain/life/refusal.js';

/** `now` in epoch ms. */
export function refusedLife(life: PlanLife | undefined, act: LifeAct, plan: string, now: number): Fault | null {
  return life === undefined
    ? fault('plan-launched', { plan, at: '此前', act: lifeActWords[act.kind] })
    : lifeRefusal(life, act, dayOf(now));
}

/** @param open how many of its tasks are open. */
export function refusedClose(
  life: PlanLife | undefined,
  { plan, stage, open }: { readonly plan: string; readonly stage: LifeStage; readonly open: number },
  options: Parameters<typeof closeRefusal>[2],
): Fault | null {
  if (life !== undefined) return closeRefusal(life, open, options);
  if (stage !== 'executing') return fault('plan-not-executing', { plan });
  return open > 0 && !options.cancelOpen ? fault('plan-has-open-tasks', { plan, count: open }) : null;
}
