/**
 * The reference story of 2027 lived in skipped time: seconds once the servers are there, events, billable actions and
 * letters (counted, exact), and the time against a bare workflow with as many timers and activities on the same server.
 */
import { Worker } from '@temporalio/worker';
import { type DrillResult, liveYear } from '../client/drill/drill.js';
import { startMailSink } from '../client/drill/mail-sink.js';
import { raiseStage } from '../client/drill/stage.js';
import { rehearsalSource } from '../client/rehearsal-source.js';
import { silentRuntime } from '../worker/observe.js';
import { timeSkippingServer } from '../worker/test-server.js';
import { BARE_QUEUE, type BareActivities, type BareInput, type bareYear } from './bare.js';
import { type Ground, withGround } from './ground.js';
import { type Figure, median, note, printFigures, secondsOf } from './print.js';

const YEAR = 2027;
/** Runs of the year; each on a server, a ledger and workers of its own. */
const RUNS = Number(process.argv[2] ?? 3);
const limits = { seconds: 15, events: 5000, actions: 1300, routine: 230 };
const DAY_MS = 86_400_000;

interface Run {
  readonly result: DrillResult;
  readonly bare: number;
}

async function run(
  ground: Ground,
  bundles: { readonly duban: string; readonly bare: string },
  ledgerUrl: string,
): Promise<Run> {
  const { path } = await timeSkippingServer(ground.config);
  const input = rehearsalSource('wenchanghu-2023', { year: YEAR, story: 'reference' });
  const mail = await startMailSink();
  const stage = await raiseStage(
    { server: path, ledgerUrl, smtpUrl: mail.url, bundle: bundles.duban },
    input.directory,
  );
  try {
    const result = await liveYear(
      stage,
      input,
      () => mail.arrivals,
      () => undefined,
    );
    const { plan, rounds, tasks } = result.costs;
    const sum = (cause: string): number => [plan, rounds, tasks].reduce((n, cost) => n + (cost.actions[cause] ?? 0), 0);
    const asMany: BareInput = { timers: sum('timer'), activities: sum('activity'), pause: DAY_MS };
    const activities: BareActivities = { nothing: async () => undefined };
    const worker = await Worker.create({
      connection: stage.env.nativeConnection,
      namespace: 'default',
      taskQueue: BARE_QUEUE,
      workflowBundle: { codePath: bundles.bare },
      activities,
    });
    const bare = await worker.runUntil(() =>
      secondsOf(() =>
        stage.env.client.workflow.execute<typeof bareYear>('bareYear', {
          taskQueue: BARE_QUEUE,
          workflowId: 'bare',
          args: [asMany],
        }),
      ),
    );
    note(
      `drill ${result.seconds} s, bare ${bare.toFixed(1)} s (${asMany.timers} timers, ${asMany.activities} activities)`,
    );
    return { result, bare };
  } finally {
    await stage.close();
    await mail.stop();
  }
}

function byCause({ costs }: DrillResult): readonly Figure[] {
  const kinds = { planLifecycle: costs.plan, rounds: costs.rounds, keyTask: costs.tasks };
  return Object.entries(kinds).map(([name, cost]) => ({
    what: `　${name}`,
    value: `${cost.events} 事件`,
    against: Object.entries(cost.actions)
      .map(([cause, many]) => `${cause} ${many}`)
      .join('，'),
  }));
}

await withGround(async (ground) => {
  silentRuntime();
  const bundles = { duban: await ground.bundle(), bare: await ground.bundle('bench', 'bare.ts') };
  const runs: Run[] = [];
  // As a drill sets its ledger: nothing of it must survive a power cut.
  const base = await ground.ledger({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  for (let at = 0; at < RUNS; at++) runs.push(await run(ground, bundles, await base.fresh(`drill_${at}`)));
  const seconds = median(runs.map((one) => one.result.seconds));
  const bare = median(runs.map((one) => one.bare));
  const { result } = runs[0] as Run;
  const actions = Math.max(...runs.map((one) => one.result.actions));
  const events = Math.max(...runs.map((one) => one.result.events));
  const { routine } = result.letters;
  printFigures(`演练：文昌湖 2023 计划放到 ${YEAR} 年，参考剧本，${RUNS} 次，用时取中位数，计数取最大`, [
    {
      what: '一年用时（服务器已就绪）',
      value: `${seconds.toFixed(1)} 秒`,
      limit: `≤ ${limits.seconds} 秒`,
      met: seconds <= limits.seconds,
      against: `同样多的定时器和活动 ${bare.toFixed(1)} 秒`,
      ratio: seconds / bare,
    },
    {
      what: '历史事件',
      value: String(events),
      limit: `≤ ${limits.events}`,
      met: events <= limits.events,
      ratio: events / limits.events,
      against: `上限 ${limits.events}`,
    },
    {
      what: '计费动作',
      value: String(actions),
      limit: `≤ ${limits.actions}`,
      met: actions <= limits.actions,
      ratio: actions / limits.actions,
      against: `上限 ${limits.actions}`,
    },
    {
      what: '例行函件',
      value: String(routine),
      limit: `≤ ${limits.routine}`,
      met: routine <= limits.routine,
      ratio: routine / limits.routine,
      against: `上限 ${limits.routine}`,
    },
    {
      what: '推演与实发',
      value: `${result.sent} 封`,
      against: `${result.rehearsed} 封`,
      limit: '逐封相等',
      met: runs.every((one) => one.result.equal),
    },
    ...byCause(result),
  ]);
});
