/** What a workflow cost: history events, and billable actions by Temporal Cloud's published rules. */
import type { Client } from '@temporalio/client';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];

export interface Cost {
  readonly events: number;
  /** Events of the largest history of a single run. */
  readonly largest: number;
  /** By cause: start, child (2 each), timer, activity (each try), local (one a workflow task), signal, update, attributes, continued. */
  readonly actions: Readonly<Record<string, number>>;
}

export const noCost: Cost = { events: 0, largest: 0, actions: {} };

/** Sum of two costs. */
export function addCost(a: Cost, b: Cost): Cost {
  const actions: Record<string, number> = { ...a.actions };
  for (const [cause, count] of Object.entries(b.actions)) actions[cause] = (actions[cause] ?? 0) + count;
  return { events: a.events + b.events, largest: Math.max(a.largest, b.largest), actions };
}

/** All actions together. */
export function actionsOf(cost: Cost): number {
  return Object.values(cost.actions).reduce((sum, n) => sum + n, 0);
}

/** Costs of a workflow over all its runs. */
export async function costOf(client: Client, workflowId: string): Promise<Cost> {
  let total = noCost;
  // From the newest run back to the first.
  for (let run: string | undefined, more = true; more; more = run !== undefined) {
    const { events } = await client.workflow.getHandle(workflowId, run).fetchHistory();
    total = addCost(total, costOfRun(events ?? []));
    run = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  }
  return total;
}

function costOfRun(events: readonly HistoryEvent[]): Cost {
  const actions: Record<string, number> = {};
  const localTasks = new Set<string>();
  for (const event of events) {
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName === 'core_local_activity') localTasks.add(String(marker.workflowTaskCompletedEventId));
    for (const [cause, count] of causesOf(event)) actions[cause] = (actions[cause] ?? 0) + count;
  }
  // Local activities count one action a workflow task, however many ran in it.
  if (localTasks.size > 0) actions.local = localTasks.size;
  return { events: events.length, largest: events.length, actions };
}

/** What one event bills. */
function causesOf(event: HistoryEvent): readonly (readonly [cause: string, count: number])[] {
  const started = event.workflowExecutionStartedEventAttributes;
  const attempt = event.activityTaskStartedEventAttributes?.attempt ?? 1;
  const billed: readonly (readonly [billed: boolean, cause: string, count: number])[] = [
    // A child's start is counted with its parent (2), a further run with continue-as-new.
    [Boolean(started && !started.parentWorkflowExecution && !started.continuedExecutionRunId), 'start', 1],
    [Boolean(event.startChildWorkflowExecutionInitiatedEventAttributes), 'child', 2],
    [Boolean(event.timerStartedEventAttributes), 'timer', 1],
    [Boolean(event.activityTaskScheduledEventAttributes), 'activity', 1],
    [attempt > 1, 'activity', attempt - 1],
    [Boolean(event.workflowExecutionSignaledEventAttributes), 'signal', 1],
    [Boolean(event.workflowExecutionUpdateAcceptedEventAttributes), 'update', 1],
    [Boolean(event.upsertWorkflowSearchAttributesEventAttributes), 'attributes', 1],
    [Boolean(event.workflowExecutionContinuedAsNewEventAttributes), 'continued', 1],
  ];
  return billed.filter(([counts]) => counts).map(([, cause, count]) => [cause, count]);
}
