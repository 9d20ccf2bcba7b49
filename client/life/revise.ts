/** The adopted changes of a close-out carried into the draft, and the draft so revised taken in. */
import { createHash } from 'node:crypto';
import { appendEvents } from '../../activities/ledger/chain.js';
import { loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import { listPeriods, mustPeriod } from '../../activities/ledger/comments/periods.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { readDraft } from '../../domain/comment/draft.js';
import { periodStageWords } from '../../domain/comment/period.js';
import { adoptedChanges, reviseDraft } from '../../domain/comment/revised.js';
import { clockOf, dayOf } from '../../domain/day.js';
import { DubanError, fault, refuse } from '../../domain/errors.js';
import { type LifeStage, lifeStageWords } from '../../domain/life/life.js';
import type { Actor } from '../../domain/task.js';
import { type Desk, officeEvent, permit, recordRefusal } from '../desk.js';
import { besides, intake } from '../intake.js';
import { importPlan } from '../plan-acts.js';
import { draftStage } from './draft.js';
import type { Revised } from './drafts.js';

/**
 * @param period `{plan}/{round}`; default the newest whose close-out is published.
 * @throws what keeps the draft from being revised: it is issued, the close-out is not published, changes do not fit (all
 *   at once; with `preview` these stand in the answer).
 */
export async function revisePlan(
  desk: Desk,
  id: string,
  options: { readonly period?: string; readonly preview: boolean },
  actor: Actor,
): Promise<Revised> {
  await permit(desk, actor, 'importPlan', id);
  const row = await mustDraft(desk, id, '修改');
  const period = await publishedPeriod(desk, id, options.period);
  const closeOut = await loadCloseOut(desk.ledger, period);
  const { terms, paragraphs, stage } = await mustPeriod(desk.ledger, period);
  if (closeOut === undefined) throw refuse('revise-unpublished', { period, stage: periodStageWords[stage] });
  const { text, changes, faults } = reviseDraft(terms.draft, paragraphs, adoptedChanges(closeOut.closeOut));
  const directory = await loadDirectory(desk.ledger);
  const revised = { plan: id, period, changes, faults, text, paragraphs: readDraft(text, directory).paragraphs };
  if (options.preview) return { ...revised, imported: null };
  if (faults.length > 0) throw await recordRefusal(desk, actor, 'revisePlan', id, new DubanError(faults));
  const now = await desk.now();
  const read = intake(`${id}.txt`, text, directory, dayOf(now));
  const imported = await importPlan(desk, { ...besides(read, row.plan), id }, actor);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const nos = changes.map((change) => change.nos);
  await appendEvents(desk.ledger, [officeEvent(actor, now, 'plan.revised', id, { period, changes: nos, sha256 })]);
  return { ...revised, imported };
}

/** A plan that was not launched yet, in one of the stages allowed or in comments. @throws `plan-unknown`, `plan-launched`, `plan-closed`, `life-stage`. */
export async function mustDraft(
  desk: Pick<Desk, 'ledger'>,
  id: string,
  act: string,
  allowed: readonly LifeStage[] = ['drafting', 'revising'],
): Promise<PlanRow> {
  const row = await loadPlan(desk.ledger, id);
  if (row === undefined) throw refuse('plan-unknown', { plan: id, allowed: '见 duban status' });
  if (row.status === 'closed') throw refuse('plan-closed', { plan: id, act });
  if (row.status !== 'draft')
    throw refuse('plan-launched', { plan: id, at: row.launchedAt === null ? '此前' : clockOf(row.launchedAt), act });
  const stage = draftStage(row) ?? row.life?.stage ?? 'issued';
  // What a comment period stands against is told by the period.
  if (stage !== 'commenting' && !allowed.includes(stage))
    throw refuse('life-stage', {
      ...{ plan: id, act, stage: lifeStageWords[stage] },
      allowed: allowed.map((one) => lifeStageWords[one]).join('、'),
    });
  return row;
}

async function publishedPeriod(desk: Desk, plan: string, asked: string | undefined): Promise<string> {
  const periods = await listPeriods(desk.ledger, { plan });
  if (asked !== undefined) {
    const found = periods.find(({ id, round }) => id === asked || String(round) === asked);
    if (found !== undefined) return found.id;
    const allowed = periods.map(({ id }) => id).join('、') || '（无）';
    throw new DubanError([fault('revise-other-plan', { period: asked, plan, allowed })]);
  }
  // One that still runs is what stands in the way, not an earlier one what is meant.
  const newest = periods.find(({ stage }) => stage !== 'withdrawn');
  if (newest === undefined) throw refuse('revise-no-period', { plan });
  return newest.id;
}
