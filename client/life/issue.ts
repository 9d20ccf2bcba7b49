/** The issue of a plan: its number and day go on record, and it can be launched. */
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import { alonePlan } from '../../activities/ledger/plans.js';
import { isLive, periodStageWords } from '../../domain/comment/period.js';
import { type Day, dayOf, yearOf } from '../../domain/day.js';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import { issuedTitle } from '../../domain/life/issued-plan.js';
import type { PlanLife } from '../../domain/life/life.js';
import { documentOf } from '../../domain/life/of-plan.js';
import { allowedIn } from '../../domain/life/refusal.js';
import type { Actor } from '../../domain/task.js';
import { type Desk, permit, recordRefusal } from '../desk.js';
import { askPlan } from './ask-plan.js';
import { beginPlan } from './draft.js';
import { mustDraft } from './revise.js';

/** 发文机关代字, the year of issue in hexagonal brackets, the serial number without leading zeros (GB/T 9704-2012, 7.2.5). */
const NUMBER = /^[^\s〔〕[\]()（）]{1,20}〔(20\d\d)〕[1-9]\d{0,4}号$/;

/**
 * Puts the issue on record. A plan that was never put before the public is issued as well; once more before the launch, it
 * corrects the number and day on record.
 * @param on day printed on the document.
 * @throws everything that stands against it, at once.
 */
export async function issuePlan(
  desk: Desk,
  id: string,
  { number, on }: { readonly number: string; readonly on: Day },
  actor: Actor,
): Promise<PlanLife> {
  await permit(desk, actor, 'issuePlan', id);
  return alonePlan(desk.ledger, id, async () => {
    const row = await mustDraft(desk, id, '印发', allowedIn.issue);
    const faults = await issueFaults(desk, id, number.trim(), on);
    if (faults.length > 0) throw await recordRefusal(desk, actor, 'issuePlan', id, new DubanError(faults));
    await beginPlan(desk, row, actor);
    const document = { ...documentOf(row.plan), title: issuedTitle(row.title) };
    return askPlan(desk, id, { kind: 'issue', number: number.trim(), on, document }, actor);
  });
}

async function issueFaults(desk: Desk, plan: string, number: string, on: Day): Promise<readonly Fault[]> {
  const today = dayOf(await desk.now());
  const faults: Fault[] = [];
  const numbered = NUMBER.exec(number);
  const year = yearOf(on);
  if (numbered === null) faults.push(fault('issue-number', { value: number }));
  else if (Number(numbered[1]) !== year) faults.push(fault('issue-year', { value: number, on, year }));
  if (on > today) faults.push(fault('issue-future', { on, today }));
  for (const { id, round, stage, state } of await listPeriods(desk.ledger, { plan })) {
    if (isLive(state)) faults.push(fault('issue-comments-open', { period: id, stage: periodStageWords[stage] }));
    else if (stage === 'published' && on <= state.lastDay)
      faults.push(fault('issue-before-end', { on, round, lastDay: state.lastDay }));
  }
  return faults;
}
