/**
 * Starts the supervision cycles whose request day has come. Fired each morning by a Temporal Schedule; where there are
 * no schedules a plan does the same by itself (plan-lifecycle). Both ways give one cycle: the id is used once.
 */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { cycleWorkflowId } from '../domain/ids.js';
import type { CycleInput } from './messages.js';
import { startableCycles } from './proxies.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey } from './search.js';
import { supervisionCycle } from './supervision-cycle.js';

/** @param plan only this plan's cycles; default those of all running plans. @returns ids of the cycles that were due. */
export async function cycleStarter(plan?: string): Promise<readonly string[]> {
  const due = await startableCycles(Date.now(), plan ?? null);
  for (const input of due) await startCycle(input);
  return due.map(({ state }) => state.id);
}

/** Starts one cycle; one that runs or ran already is left alone. */
export async function startCycle(input: CycleInput): Promise<void> {
  const { state } = input;
  try {
    await startChild(supervisionCycle, {
      workflowId: cycleWorkflowId(state.id),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `${state.title} ${state.key}`,
      typedSearchAttributes: [
        { key: planKey, value: state.plan },
        { key: kindKey, value: 'cycle' },
        { key: stageKey, value: state.stage },
        { key: dueKey, value: new Date(state.dueAt) },
        { key: overdueKey, value: false },
      ],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
