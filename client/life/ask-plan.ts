/** One act on a plan whose life runs: sent to its workflow, a refusal kept on record. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { DubanError, refuse } from '../../domain/errors.js';
import { planWorkflowId } from '../../domain/ids.js';
import type { LifeAct, PlanLife } from '../../domain/life/life.js';
import type { Actor } from '../../domain/task.js';
import { lifeAct } from '../../workflows/messages.js';
import { ask, type Desk, recordRefusal } from '../desk.js';

/** @returns the life after the act. @throws what the plan refuses, `plan-not-executing` when no workflow runs for it. */
export async function askPlan(desk: Desk, plan: string, act: LifeAct, actor: Actor): Promise<PlanLife> {
  try {
    return await ask(desk, () =>
      desk.client.workflow.getHandle(planWorkflowId(plan)).executeUpdate(lifeAct, { args: [act, actor] }),
    );
  } catch (error) {
    const refused = error instanceof WorkflowNotFoundError ? refuse('plan-not-executing', { plan }) : error;
    if (refused instanceof DubanError && !refused.retryable)
      throw await recordRefusal(desk, actor, act.kind, plan, refused);
    throw refused;
  }
}
