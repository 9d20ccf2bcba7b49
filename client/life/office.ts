/** Acts on a running plan as a whole: pause, resume, evaluations on record. Its years, amendments and documents have files of their own. */
import { evaluationsOf } from '../../activities/ledger/indicators/evaluations.js';
import { listPlans, loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { evaluationTitle } from '../../domain/indicators/evaluation.js';
import type { EvaluationKind } from '../../domain/indicators/watch.js';
import { type LifeAct, lifeActWords, type PlanEvaluation, type PlanLife } from '../../domain/life/life.js';
import type { OfficeAct } from '../../domain/roles.js';
import type { Actor } from '../../domain/task.js';
import { type Desk, permit, recordRefusal } from '../desk.js';
import { askPlan } from './ask-plan.js';

/** Acts on the life of a plan as a whole; each gives the life after it. */
export interface LifeOffice {
  /** Stops every clock of the plan: tasks are suspended, no cycle begins, nothing is asked of the office. */
  pause(plan: string, reason: string, actor: Actor): Promise<PlanLife>;
  /** `giveBack`: every open deadline moves by the days of the pause. Tasks suspended by themselves stay suspended. */
  resume(
    plan: string,
    options: { readonly reason: string; readonly giveBack: boolean },
    actor: Actor,
  ): Promise<PlanLife>;
  /** Puts the mid-term or final evaluation on record: number of the document, and what it concludes; `correct`: why it replaces the one on record. */
  evaluate(plan: string, made: Omit<Extract<LifeAct, { kind: 'evaluate' }>, 'kind'>, actor: Actor): Promise<PlanLife>;
}

/** The office's desk for lives of plans. */
export function createLifeOffice(desk: Desk): LifeOffice {
  return {
    pause: (plan, reason, actor) => act(desk, plan, { kind: 'pause', reason }, 'pausePlan', actor),
    resume: (plan, { reason, giveBack }, actor) =>
      act(desk, plan, { kind: 'resume', reason, giveBack }, 'pausePlan', actor),
    evaluate: (plan, made, actor) => act(desk, plan, { kind: 'evaluate', ...made }, 'evaluatePlan', actor),
  };
}

async function act(desk: Desk, plan: string, one: LifeAct, right: OfficeAct, actor: Actor): Promise<PlanLife> {
  await permit(desk, actor, right, plan);
  const row = await loadPlan(desk.ledger, plan);
  const refused = await withoutLife(desk, plan, row, lifeActWords[one.kind]);
  if (refused) throw await recordRefusal(desk, actor, one.kind, plan, refused);
  return askPlan(desk, plan, one, actor);
}

/** Why a plan has no life to act on: there is none of this id, it was not launched, or it was before lives were kept. */
export async function withoutLife(
  desk: Desk,
  plan: string,
  row: PlanRow | undefined,
  words: string,
): Promise<DubanError | undefined> {
  if (row === undefined) {
    const known = (await listPlans(desk.ledger)).map((one) => one.id);
    return refuse('plan-unknown', { plan, allowed: known.join('、') || '无' });
  }
  if (row.life !== null) return undefined;
  if (row.status === 'draft') return refuse('plan-not-launched', { plan });
  return row.status === 'closed' ? refuse('plan-not-executing', { plan }) : refuse('life-unkept', { plan, act: words });
}

const evaluationOf: Readonly<Record<EvaluationKind, PlanEvaluation>> = { mid: 'mid-term', final: 'final' };

/**
 * The evaluation of a plan's indicators is the plan's own where the plan runs: once approved it goes on record there too.
 * What the plan refuses is on record as refused, and keeps no approval back.
 */
export async function evaluatedByIndicators(
  desk: Desk,
  plan: string,
  kind: EvaluationKind,
  actor: Actor,
): Promise<void> {
  const row = await loadPlan(desk.ledger, plan);
  const evaluation = evaluationOf[kind];
  const made = row?.life?.evaluations.some((one) => one.kind === evaluation) === true;
  if (row?.status !== 'executing' || row.life === null || made) return;
  const kept = (await evaluationsOf(desk.ledger, plan)).find((one) => one.kind === kind);
  if (kept === undefined) return;
  const { number, opinion } = kept.evaluation;
  const document = number ?? evaluationTitle(kept.evaluation);
  try {
    await askPlan(desk, plan, { kind: 'evaluate', evaluation, document, opinion }, actor);
  } catch (error) {
    if (!(error instanceof DubanError)) throw error;
  }
}
