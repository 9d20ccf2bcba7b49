/** Plans that are still drafts: their life begins with the first comment period or with the issue. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { loadDirectory } from '../../activities/ledger/directory.js';
import type { PlanRow } from '../../activities/ledger/plans.js';
import { type Fault, fault } from '../../domain/errors.js';
import { planWorkflowId, roundsWorkflowId } from '../../domain/ids.js';
import { type LifeStage, lifeStageWords } from '../../domain/life/life.js';
import type { Actor } from '../../domain/task.js';
import { mainQueue, openComments, type PeriodInput, type PlanInput } from '../../workflows/messages.js';
import { kindKey, planKey, stageKey } from '../../workflows/search.js';
import { ask, type Desk, officeUnits } from '../desk.js';
import { launchLadder } from '../launch-ladder.js';
import { newLife } from './begin.js';

/** Where a draft stands before its issue; undefined for a plan that was issued, and for one that is not on record. */
export function draftStage(
  row: Pick<PlanRow, 'status' | 'life'> | undefined,
): Extract<LifeStage, 'drafting' | 'commenting' | 'revising'> | undefined {
  if (row?.status !== 'draft') return undefined;
  const stage = row.life?.stage ?? 'drafting';
  return stage === 'drafting' || stage === 'commenting' || stage === 'revising' ? stage : undefined;
}

/** Starts the workflow of a plan that waits for its launch, with the life on record or a new one, unless it runs. */
export async function beginPlan(desk: Desk, row: PlanRow, actor: Actor): Promise<void> {
  const { office, leadership } = officeUnits(await loadDirectory(desk.ledger));
  const { id, year, title } = row;
  const life = row.life ?? (await newLife(row.plan, { office, leadership }, 'drafting'));
  const input: PlanInput = {
    ...{ plan: id, title, year, tasks: [] },
    // Those of the launch come with it.
    ladder: await launchLadder(undefined, desk.testUnits),
    ...{ office, leadership, rounds: [roundsWorkflowId(office)], launchedBy: actor, life },
    ...(desk.schedules === true ? {} : { supervised: true }),
  };
  try {
    await ask(desk, () =>
      desk.client.workflow.start('planLifecycle', {
        taskQueue: mainQueue,
        workflowId: planWorkflowId(id),
        workflowIdConflictPolicy: 'USE_EXISTING',
        // Only one that an operator ended is started again.
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        args: [input],
        staticSummary: title,
        typedSearchAttributes: [
          { key: planKey, value: id },
          { key: kindKey, value: 'plan' },
          { key: stageKey, value: life.stage },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Puts a draft before the public through its plan, which starts the period, already on record. */
export async function openThroughPlan(desk: Desk, row: PlanRow, period: PeriodInput, actor: Actor): Promise<void> {
  await beginPlan(desk, row, actor);
  await ask(desk, () =>
    desk.client.workflow.getHandle(planWorkflowId(row.id)).executeUpdate(openComments, { args: [period, actor] }),
  );
}

const nextSteps = {
  drafting: (plan: string) => `公开征求意见（duban comment open），或者直接登记印发（duban plan issue ${plan}）`,
  commenting: () => '公布采纳情况（duban comment publish），修改后登记印发',
  revising: (plan: string) => `按采纳的意见修改（duban plan revise ${plan}），再登记印发（duban plan issue ${plan}）`,
} as const;

/** Why a draft whose life runs cannot be launched: it is not issued yet; null when it is, or when it has no life. */
export function notIssuedFault(row: PlanRow): Fault | null {
  const stage = row.life === null ? undefined : draftStage(row);
  return stage === undefined
    ? null
    : fault('life-not-issued', { plan: row.id, stage: lifeStageWords[stage], next: nextSteps[stage](row.id) });
}
