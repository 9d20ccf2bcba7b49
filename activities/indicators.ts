/** What following indicators asks of calendar and ledger; results travel into the workflow as data. */
import { dayOf } from '../domain/day.js';
import { refuse } from '../domain/errors.js';
import { type Evaluation, evaluationOf } from '../domain/indicators/evaluation.js';
import type { IndicatorRules } from '../domain/indicators/rules.js';
import type { EvaluationKind, EvaluationState, WatchState } from '../domain/indicators/watch.js';
import type { Actor } from '../domain/task.js';
import type { Ledger } from './ledger/connect.js';
import { keepEvaluation } from './ledger/indicators/evaluations.js';

/** The evaluation as it stands at `now`. */
export function draftOf(
  state: WatchState,
  evaluation: Pick<EvaluationState, 'kind' | 'year' | 'author' | 'opinion'>,
  now: number,
  rules: IndicatorRules,
): Evaluation {
  const { kind, year, author, opinion } = evaluation;
  return evaluationOf(state, { kind, year, author, opinion, day: dayOf(now) }, rules);
}

/** Keeps the evaluation that waits as it stands now. @throws `evaluation-none`, `evaluation-own`. */
export async function approveEvaluation(
  ledger: Ledger,
  state: WatchState,
  kind: EvaluationKind,
  actor: Actor,
  now: number,
  rules: IndicatorRules,
): Promise<void> {
  const waiting = state.evaluations.find((one) => one.kind === kind);
  if (waiting === undefined) throw refuse('evaluation-none', { plan: state.plan, kind });
  await keepEvaluation(ledger, kind, draftOf(state, waiting, now, rules), actor, now);
}
