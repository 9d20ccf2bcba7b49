/** The workers of one process: workflows with quick activities on one queue, letters with their rate limit on another. */
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type ActivityDeps, createActivities } from '../activities/index.js';
import { mailQueue, mainQueue } from '../workflows/messages.js';
import { fromRoot } from './root.js';

export interface RunOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly deps: ActivityDeps;
  /** Letters per second at most, over all workers; 0 = no limit. */
  readonly mailRate: number;
  /** File with the bundled workflows; default the one the build made. */
  readonly bundle?: string;
  /** Cached workflows; 0 replays every task from its start (tests of determinism). */
  readonly cached?: number;
  /** Further options of the workflow worker, such as sinks of a test. */
  readonly more?: Partial<WorkerOptions>;
}

export interface RunningWorkers {
  /** Rejects when a worker fails for good. */
  readonly failed: Promise<never>;
  /** Lets letters under way finish, then stops. */
  stop(): Promise<void>;
}

/**
 * Letters under way at once: four times the connections to the mail server, so that these never wait for the ledger
 * (see bench/outbox.ts).
 */
export const MAIL_AT_ONCE = 20;
/** About half a megabyte each (see bench/). */
const CACHED_WORKFLOWS = 1000;
const GRACE = '30s';

/** Starts both workers; returns when they poll. */
export async function startWorkers(options: RunOptions): Promise<RunningWorkers> {
  const { connection, namespace } = options;
  const activities = createActivities(options.deps);
  const shared = { connection, namespace, activities, shutdownGraceTime: GRACE, shutdownForceTime: '60s' } as const;
  const main = await Worker.create({
    ...shared,
    taskQueue: mainQueue,
    workflowBundle: { codePath: options.bundle ?? fromRoot('dist', 'workflow-bundle.js') },
    maxCachedWorkflows: options.cached ?? CACHED_WORKFLOWS,
    maxConcurrentWorkflowTaskExecutions: 100,
    ...(options.cached === 0 ? {} : { workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 5, maximum: 50 } }),
    ...options.more,
  });
  const mail = await Worker.create({
    ...shared,
    taskQueue: mailQueue,
    maxConcurrentActivityTaskExecutions: MAIL_AT_ONCE,
    ...(options.mailRate > 0 ? { maxTaskQueueActivitiesPerSecond: options.mailRate } : {}),
  });
  const workers = [main, mail];
  const runs = workers.map((worker) => worker.run());
  const failed = Promise.race(runs.map((run) => run.then(() => new Promise<never>(() => undefined))));
  failed.catch(() => undefined);
  return {
    failed,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}
