/** From terms to a running comment period: all faults at once, then the record, then the workflow. */
import { readFile } from 'node:fs/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { announcePeriod, latestRound, type PeriodRow } from '../../activities/ledger/comments/periods.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { officeCalendar } from '../../activities/schedules.js';
import { readDraft } from '../../domain/comment/draft.js';
import { announce, type PeriodState } from '../../domain/comment/period.js';
import type { CommentRules } from '../../domain/comment/rules.js';
import { readCommentRules } from '../../domain/comment/rules-file.js';
import type { CommentTerms } from '../../domain/comment/terms.js';
import { termsFaults } from '../../domain/comment/terms-faults.js';
import { closeOutDueOf, readWindow } from '../../domain/comment/window.js';
import { dayOf } from '../../domain/day.js';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import { commentWorkflowId, roundsWorkflowId } from '../../domain/ids.js';
import { lifeStageWords } from '../../domain/life/life.js';
import type { Actor } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
import { mainQueue, type PeriodInput } from '../../workflows/messages.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey } from '../../workflows/search.js';
import type { PeriodCheck } from '../acts.js';
import { ask, type Desk, officeEvent, officeUnits, permit, recordRefusal } from '../desk.js';
import { launchLadder } from '../launch-ladder.js';
import { draftStage, openThroughPlan } from '../life/draft.js';
import { startRounds } from '../rounds.js';

/** The rules in seeds/comment-rules.yaml. @throws DubanError with every fault of the file. */
export async function commentRules(): Promise<CommentRules> {
  return readCommentRules(await readFile(fromRoot('seeds', 'comment-rules.yaml'), 'utf8'));
}

/** What would come of opening a period on these terms, faults included; changes nothing. */
export async function checkTerms(desk: Desk, terms: CommentTerms): Promise<PeriodCheck> {
  const [rules, calendar, directory, now] = [
    await commentRules(),
    await officeCalendar(desk.ledger),
    await loadDirectory(desk.ledger),
    await desk.now(),
  ];
  const window = readWindow(terms, calendar, rules);
  return {
    period: `${terms.plan}/${(await latestRound(desk.ledger, terms.plan)) + 1}`,
    window,
    closeOutDue: closeOutDueOf(window.byCode, rules, calendar),
    faults: [
      ...issuedFaults(await loadPlan(desk.ledger, terms.plan)),
      ...termsFaults(terms, { rules, calendar, today: dayOf(now) }),
    ],
    items: readDraft(terms.draft, directory).items,
  };
}

/** A plan whose life runs is put before the public as a draft only; one that has none may be, whatever runs of it. */
function issuedFaults(plan: PlanRow | undefined): readonly Fault[] {
  if (!plan?.life || draftStage(plan) !== undefined) return [];
  return [fault('comments-issued', { plan: plan.id, stage: lifeStageWords[plan.life.stage] })];
}

/** Opens a period. @throws DubanError with everything that keeps it from starting; nothing is on record then but the refusal. */
export async function openPeriod(
  desk: Desk,
  terms: CommentTerms,
  actor: Actor,
): Promise<PeriodCheck & { readonly state: PeriodState }> {
  await permit(desk, actor, 'commentPeriod', terms.plan);
  const check = await checkTerms(desk, terms);
  const subject = `comment/${check.period}`;
  if (check.faults.length > 0)
    throw await recordRefusal(desk, actor, 'commentPeriod', subject, new DubanError(check.faults));
  const directory = await loadDirectory(desk.ledger);
  const { office, leadership } = officeUnits(directory);
  const rules = await commentRules();
  const { items, paragraphs } = readDraft(terms.draft, directory);
  const now = await desk.now();
  const round = Number(check.period.split('/').at(-1));
  const state = announce(
    { plan: terms.plan, round, title: terms.title, kind: terms.kind, office, leadership, start: terms.start },
    { lastDay: check.window.byCode, closeOutDue: check.closeOutDue },
    now,
  );
  const { start, days, workdays, end, reasonForShort } = terms;
  const event = officeEvent(actor, now, 'comment.announced', subject, {
    ...{ title: terms.title, kind: terms.kind, start, days, workdays, end, reasonForShort },
    ...{ lastDay: state.lastDay, closeOutDue: state.closeOutDue, channels: terms.channels, window: check.window },
  });
  const row = { terms, items, paragraphs, rules, state, openedBy: actor.name };
  try {
    await announcePeriod(desk.ledger, row, event);
  } catch (error) {
    if (error instanceof DubanError && !error.retryable)
      throw await recordRefusal(desk, actor, 'commentPeriod', subject, error);
    throw error;
  }
  await runPeriod(desk, { state, rules, openedBy: actor.name });
  return { ...check, state };
}

/**
 * Starts the workflow of a period that is on record, unless it runs; needed after a start that Temporal did not answer. A
 * plan that is still a draft starts the period itself and hears how it ends.
 */
export async function runPeriod(desk: Desk, row: Pick<PeriodRow, 'state' | 'rules' | 'openedBy'>): Promise<void> {
  const { state, rules, openedBy } = row;
  await ask(desk, async () =>
    startRounds(desk, state.office, state.leadership, await launchLadder(undefined, desk.testUnits)),
  );
  const alone: PeriodInput = { state, rules, rounds: [roundsWorkflowId(state.office)], toldErrands: {} };
  const plan = await loadPlan(desk.ledger, state.plan);
  const drafted = draftStage(plan);
  if (plan !== undefined && drafted !== undefined && drafted !== 'commenting')
    return openThroughPlan(desk, plan, { ...alone, tellPlan: true }, { name: openedBy, role: 'office' });
  // The plan started it before, and an operator ended it.
  const told = drafted === 'commenting' && plan?.life?.comments.at(-1) === state.id;
  const input: PeriodInput = told ? { ...alone, tellPlan: true } : alone;
  try {
    await ask(desk, () =>
      desk.client.workflow.start('commentPeriod', {
        taskQueue: mainQueue,
        workflowId: commentWorkflowId(state.id),
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [input],
        staticSummary: `${state.title}（第${state.round}轮）`,
        typedSearchAttributes: [
          { key: planKey, value: state.plan },
          { key: kindKey, value: 'comment' },
          { key: stageKey, value: state.stage },
          { key: dueKey, value: new Date(state.endsAt) },
          { key: overdueKey, value: false },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
