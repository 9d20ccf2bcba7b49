/** What a workflow cost: history events, and billable actions by Temporal Cloud's published rules. */
import type { Client } from '@temporalio/client';

export interface Cost {
  readonly events: number;
  /** By cause: start, child (2 each), timer, activity (each try), local (one a workflow task), signal, update, attributes, continued. */
  readonly actions: Readonly<Record<string, number>>;
}

export const noCost: Cost = { events: 0, actions: {} };

/** Sum of two costs. */
export function addCost(a: Cost, b: Cost): Cost {
  const actions: Record<string, number> = { ...a.actions };
  for (const [cause, count] of Object.entries(b.actions)) actions[cause] = (actions[cause] ?? 0) + count;
  return { events: a.events + b.events, actions };
}

/** All actions together. */
export function actionsOf(cost: Cost): number {
  return Object.values(cost.actions).reduce((sum, n) => sum + n, 0);
}

/** Costs of a workflow over all its runs, the first to the last. */
export async function costOf(client: Client, workflowId: string, firstRun?: string): Promise<Cost> {
  let total = noCost;
  let run: string | undefined = firstRun;
  do {
    const history = await client.workflow.getHandle(workflowId, run).fetchHistory();
    const actions: Record<string, number> = {};
    const add = (cause: string, count = 1): void => {
      actions[cause] = (actions[cause] ?? 0) + count;
    };
    const localTasks = new Set<string>();
    let next: string | undefined;
    for (const event of history.events ?? []) {
      const started = event.workflowExecutionStartedEventAttributes;
      // A child's start is counted with its parent (2), a further run with continue-as-new.
      if (started && !started.parentWorkflowExecution && !started.continuedExecutionRunId) add('start');
      if (event.startChildWorkflowExecutionInitiatedEventAttributes) add('child', 2);
      if (event.timerStartedEventAttributes) add('timer');
      if (event.activityTaskScheduledEventAttributes) add('activity');
      const attempt = event.activityTaskStartedEventAttributes?.attempt ?? 1;
      if (attempt > 1) add('activity', attempt - 1);
      if (event.markerRecordedEventAttributes?.markerName === 'core_local_activity')
        localTasks.add(String(event.markerRecordedEventAttributes.workflowTaskCompletedEventId));
      if (event.workflowExecutionSignaledEventAttributes) add('signal');
      if (event.workflowExecutionUpdateAcceptedEventAttributes) add('update');
      if (event.upsertWorkflowSearchAttributesEventAttributes) add('attributes');
      if (event.workflowExecutionContinuedAsNewEventAttributes) {
        add('continued');
        next = event.workflowExecutionContinuedAsNewEventAttributes.newExecutionRunId ?? undefined;
      }
    }
    if (localTasks.size > 0) add('local', localTasks.size);
    total = addCost(total, { events: history.events?.length ?? 0, actions });
    run = next;
  } while (run !== undefined);
  return total;
}
