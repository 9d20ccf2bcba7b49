/** Lives of plans for tests of pages and API: the domain's own rules on the real ledger, without Temporal in between. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { recordLife } from '../../activities/ledger/life.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import type { LifeOffice } from '../../client/life/office.js';
import { dayOf } from '../../domain/day.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { applyLifeAct, type LifeAct, type PlanLife } from '../../domain/life/life.js';
import { lifeRefusal } from '../../domain/life/refusal.js';
import type { Actor } from '../../domain/task.js';

export function ledgerLife(ledger: Ledger, now: () => number): LifeOffice {
  const act = async (plan: string, one: LifeAct, actor: Actor): Promise<PlanLife> => {
    const life = (await loadPlan(ledger, plan))?.life;
    if (!life) throw refuse('plan-not-launched', { plan });
    const refused = lifeRefusal(life, one, dayOf(now()));
    if (refused !== null) throw new DubanError([refused]);
    const after = applyLifeAct(life, one, actor, now(), dayOf(now()));
    await recordLife(ledger, after.life, [after.event], {});
    return after.life;
  };
  return {
    pause: (plan, reason, actor) => act(plan, { kind: 'pause', reason }, actor),
    resume: (plan, given, actor) => act(plan, { kind: 'resume', ...given }, actor),
    evaluate: (plan, made, actor) => act(plan, { kind: 'evaluate', ...made }, actor),
  };
}
