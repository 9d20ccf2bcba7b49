/**
 * Memory a cached key task costs its worker: growth of the worker process (resident memory) over so many tasks, against
 * a bare workflow that only waits, measured the same way in the same run.
 */

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { taskWorkflowId } from '../domain/ids.js';
import { readLadder } from '../domain/schedule/ladder.js';
import type { Ladder } from '../domain/schedule/types.js';
import { fromRoot } from '../worker/root.js';
import type { TemporalLink } from '../worker/temporal.js';
import type { keyTask } from '../workflows/key-task.js';
import { mainQueue, type TaskInput, taskState } from '../workflows/messages.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey, unitsKey } from '../workflows/search.js';
import { BARE_QUEUE, type bareWait } from './bare.js';
import { crowdOf, OFFICE } from './crowd.js';
import { withGround } from './ground.js';
import { answerOf, endChild, forkSource } from './mail-process.js';
import { note, printFigures } from './print.js';

const TASKS = Number(process.argv[2] ?? 500);
/** Started first and not counted: pools, threads and compiled code settle. */
const WARM = 50;
const LIMIT_MB = 0.6;
const AT_ONCE = 20;

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** Growth in MB for each of `TASKS` workflows that `start` starts. */
async function growth(args: readonly string[], start: (at: number) => Promise<unknown>): Promise<number> {
  const child = forkSource('memory-worker.ts', ['--expose-gc'], args);
  try {
    await answerOf(child);
    const memory = async (): Promise<Memory> => {
      await sleep(2000);
      child.send('memory');
      return answerOf<Memory>(child);
    };
    const rest = Array.from({ length: WARM + TASKS }, (_, at) => at).values();
    const many = async (count: number): Promise<void> => {
      let left = count;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          while (left-- > 0) await start(rest.next().value ?? 0);
        }),
      );
    };
    await many(WARM);
    const before = await memory();
    await many(TASKS);
    const after = await memory();
    const each = (after.rss - before.rss) / TASKS / 1e6;
    note(
      `${args[0]}: ${(before.rss / 1e6).toFixed(0)} MB → ${(after.rss / 1e6).toFixed(0)} MB, ${each.toFixed(3)} MB each`,
    );
    return each;
  } finally {
    await endChild(child);
  }
}

async function keyTasks(link: TemporalLink, ladder: Ladder): Promise<(at: number) => Promise<unknown>> {
  const { tasks } = crowdOf(WARM + TASKS);
  return async (at) => {
    const task = tasks[at];
    if (!task) throw new Error(`no task ${at}`);
    const input: TaskInput = { task, ladder, office: OFFICE, rounds: [], schedule: 'due' };
    const handle = await link.client.workflow.start<typeof keyTask>('keyTask', {
      taskQueue: mainQueue,
      workflowId: taskWorkflowId(task.id),
      args: [input],
      typedSearchAttributes: [
        { key: planKey, value: task.plan },
        { key: kindKey, value: 'task' },
        { key: stageKey, value: task.stage },
        { key: unitsKey, value: task.duties.map((duty) => duty.unit) },
        { key: dueKey, value: new Date(task.redAt) },
        { key: overdueKey, value: task.overdue },
      ],
    });
    return handle.query(taskState);
  };
}

await withGround(async (ground) => {
  const base = await ground.ledger();
  const link = await ground.temporal();
  const bundles = { duban: await ground.bundle(), bare: await ground.bundle('bench', 'bare.ts') };
  const ladder = readLadder(readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8'));
  const bare = await growth(['bare', link.address, bundles.bare], async (at) => {
    const options = { taskQueue: BARE_QUEUE, workflowId: `bare/${at}`, args: [] as [] };
    const handle = await link.client.workflow.start<typeof bareWait>('bareWait', options);
    return handle.query('__stack_trace');
  });
  const ours = await growth(
    ['duban', link.address, bundles.duban, await base.fresh('memory')],
    await keyTasks(link, ladder),
  );
  printFigures(`内存：缓存 ${TASKS} 个 keyTask，工作进程常驻内存的增量`, [
    {
      what: '每个 keyTask',
      value: `${ours.toFixed(2)} MB`,
      against: `只会等待的流程 ${bare.toFixed(2)} MB`,
      ratio: ours / bare,
      limit: `≤ ${LIMIT_MB} MB`,
      met: ours <= LIMIT_MB,
    },
  ]);
});
