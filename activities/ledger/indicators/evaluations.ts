/** Evaluations as approved: words and hash in one step; what was approved never changes. */
import { asc, eq, sql } from 'drizzle-orm';
import { dayOf, yearOf } from '../../../domain/day.js';
import { refuse } from '../../../domain/errors.js';
import type { Evaluation } from '../../../domain/indicators/evaluation.js';
import { type EvaluationKind, evaluationWords } from '../../../domain/indicators/watch.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import type { Ledger } from '../connect.js';
import { indicatorEvaluation } from '../indicators-schema.js';
import { toJson } from '../storable.js';
import { numberPaper } from '../supervision/paper-number.js';
import { lockWatch } from './watches.js';

export interface KeptEvaluation {
  readonly kind: EvaluationKind;
  readonly evaluation: Evaluation;
  readonly sha256: string;
  readonly author: string;
  readonly approvedBy: string;
  readonly at: number;
}

/**
 * Keeps an approved evaluation and gives it its number; the same approval again (approver and instant) is harmless.
 * @throws `indicator-not-watching`; `evaluation-own`; `evaluation-none` when this one was approved before.
 */
export async function keepEvaluation(
  ledger: Ledger,
  kind: EvaluationKind,
  evaluation: Evaluation,
  actor: Actor,
  at: number,
): Promise<void> {
  const { plan, author } = evaluation;
  if (author === actor.name) throw refuse('evaluation-own', { kind: evaluationWords[kind], author });
  await ledger.db.transaction(async (tx) => {
    const { office } = await lockWatch(tx, plan);
    const held = (await tx.select().from(indicatorEvaluation).where(eq(indicatorEvaluation.plan, plan))).find(
      (one) => one.kind === kind,
    );
    if (held?.approvedBy === actor.name && held.at === at) return;
    if (held !== undefined) throw refuse('evaluation-none', { plan, kind: evaluationWords[kind] });
    const number = await numberPaper(tx, 'evaluation', office, yearOf(dayOf(at)));
    // PostgreSQL's own print of the JSON is kept, so that anybody can compute the hash again.
    const body = toJson({ ...evaluation, number });
    const [kept] = await tx
      .insert(indicatorEvaluation)
      .values({
        ...{ plan, kind, author, approvedBy: actor.name, at },
        body: sql`${body}::jsonb::text`,
        sha256: sql`encode(sha256(convert_to(${body}::jsonb::text, 'UTF8')), 'hex')`,
      })
      .returning({ sha256: indicatorEvaluation.sha256 });
    const subject = `indicators/${plan}`;
    await appendWithin(tx, [
      {
        id: `${subject}/evaluation/${kind}`,
        at,
        actor,
        kind: 'indicator.evaluated',
        subject,
        data: { evaluation: kind, number, sha256: kept?.sha256, author, approvedBy: actor.name },
      },
    ]);
  });
}

/** Approved evaluations of a plan, the oldest first. */
export async function evaluationsOf(ledger: Ledger, plan: string): Promise<KeptEvaluation[]> {
  const rows = await ledger.db
    .select()
    .from(indicatorEvaluation)
    .where(eq(indicatorEvaluation.plan, plan))
    .orderBy(asc(indicatorEvaluation.at));
  return rows.map(({ body, plan: _plan, ...row }) => ({ ...row, evaluation: JSON.parse(body) as Evaluation }));
}
