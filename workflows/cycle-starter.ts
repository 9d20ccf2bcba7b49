/**
 * Starts the supervision cycles whose request day has come. Fired each morning by a Temporal Schedule; where there are
 * no schedules a plan does the same by itself (plan-lifecycle). Both ways give one cycle: the id is used once.
 */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { StartableCycle } from '../activities/supervision.js';
import { cycleWorkflowId } from '../domain/ids.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import { letters } from './letters.js';
import { nextCycleMorning, startableCycles } from './proxies.js';
import { cycleListed } from './search.js';
import { supervisionCycle } from './supervision-cycle.js';

/** @param plan only this plan's cycles; default those of all running plans. @returns ids of the cycles that were due. */
export async function cycleStarter(plan?: string): Promise<readonly string[]> {
  const due = await startableCycles(Date.now(), plan ?? null);
  for (const input of due) await startCycle(input);
  return due.map(({ state }) => state.id);
}

/** Starts one cycle, or puts it before the office; one that runs or ran already is left alone. */
export async function startCycle({ held, ...input }: StartableCycle): Promise<void> {
  const { state } = input;
  try {
    if (held !== undefined) await putBeforeOffice(state.id, held);
    else
      await startChild(supervisionCycle, {
        workflowId: cycleWorkflowId(state.id),
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: `${state.title} ${state.key}`,
        typedSearchAttributes: cycleListed(state),
      });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function putBeforeOffice(cycle: string, letter: LetterDraft): Promise<void> {
  await startChild(letters, {
    workflowId: `cycle-held/${cycle}/${letter.day}`,
    args: [[letter]],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: '督查超过填报上限，待批准',
  });
}

/** A plan starts its cycles itself where no Temporal Schedule does (skipped time); `working` keeps it from ending in between. */
export async function holdCycles(
  plan: string,
  over: () => boolean,
  working: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  while (!over()) {
    const morning = await nextCycleMorning(plan, Date.now());
    if (morning === null) return;
    if (await condition(over, Math.max(1, morning - Date.now()), { summary: '督查周期' })) return;
    await working(async () => {
      for (const due of await startableCycles(Date.now(), plan)) await startCycle(due);
    });
  }
}
