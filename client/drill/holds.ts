/**
 * The time-skipping server holds its clock from the end of a child workflow until the parent has heard of it. A parent
 * that has continued as new never does, and the clock would stand still for ever: such holds are counted in the
 * histories of the plans and given back, each once. A real server has no such holds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Ledger } from '../../activities/ledger/connect.js';
import { listPlans } from '../../activities/ledger/plans.js';
import { planWorkflowId } from '../../domain/ids.js';

/** Real ms in which skipped time must get ahead of real time, else the holds are looked at. */
const LOOK_MS = 400;

export interface Holds {
  /** Waits for skipped time to pass, and gives back what holds it up. */
  passing(skip: Promise<unknown>): Promise<void>;
}

/** What a run of a plan left behind, as soon as it is over: its children that it has not heard of, and the run before it. */
interface Run {
  readonly before: string | undefined;
  readonly children: readonly string[];
}

export function watchHolds(env: TestWorkflowEnvironment, ledger: Ledger): Holds {
  const { workflow } = env.client;
  /** Runs before the one that is known by its id; it never changes. */
  const before = new Map<string, string | undefined>();
  /** Runs that are over. */
  const over = new Map<string, Run>();
  /** Children whose holds were given back. */
  const released = new Set<string>();

  const runOf = async (plan: string, runId: string): Promise<Run> => {
    const { events } = await workflow.getHandle(plan, runId).fetchHistory();
    const own = events ?? [];
    const heard = new Set(
      own.map((event) => event.childWorkflowExecutionCompletedEventAttributes?.workflowExecution?.workflowId),
    );
    const started = own.flatMap((event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? []);
    return {
      before: own[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined,
      children: started.filter((child) => !heard.has(child)),
    };
  };
  /** Children of the runs before the newest, which hears of its own. */
  const leftBehind = async (plan: string): Promise<readonly string[]> => {
    const newest = await describedRun(env, plan);
    if (newest === undefined) return [];
    if (!before.has(newest)) before.set(newest, (await runOf(plan, newest)).before);
    const children: string[] = [];
    for (let id = before.get(newest); id !== undefined; id = over.get(id)?.before) {
      if (!over.has(id)) over.set(id, await runOf(plan, id));
      children.push(...(over.get(id)?.children ?? []));
    }
    return children.filter((child) => !released.has(child));
  };
  const release = async (): Promise<void> => {
    // A story may take the ledger away for a while: then there is nothing to give back yet.
    for (const { id, status } of await listPlans(ledger).catch(() => [])) {
      if (status === 'draft') continue;
      for (const child of await leftBehind(planWorkflowId(id))) {
        const { status: state } = await workflow.getHandle(child).describe();
        if (state.name === 'RUNNING') continue;
        released.add(child);
        await env.connection.testService?.unlockTimeSkipping({});
      }
    }
  };
  return {
    async passing(skip) {
      const passed = skip.then(() => true);
      for (let last = await env.currentTimeMs(); ; ) {
        if (await Promise.race([passed, sleep(LOOK_MS, false, { ref: false })])) return;
        const now = await env.currentTimeMs();
        if (now - last < 2 * LOOK_MS) await release();
        last = now;
      }
    },
  };
}

/** Id of the newest run; a plan that lives by its indicators has no workflow of its own. */
async function describedRun({ client }: TestWorkflowEnvironment, workflowId: string): Promise<string | undefined> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).runId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
