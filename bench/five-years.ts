/**
 * A five-year plan lived in skipped time: 60 tasks a year, 20 quarterly cycles with returns, 21 indicators with yearly
 * values. Seconds once the servers are there, events by type of workflow, the largest history of a single run. The plan
 * and its units are made up; the indicators are those of a real outline.
 */

import { type Cost, costOf } from '../client/drill/count.js';
import { liveYear } from '../client/drill/drill.js';
import { startMailSink } from '../client/drill/mail-sink.js';
import { raiseStage, type Stage } from '../client/drill/stage.js';
import { planFrom, rehearsalSource } from '../client/rehearsal-source.js';
import { instantOf } from '../domain/day.js';
import { resolve } from '../domain/directory.js';
import { indicatorsWorkflowId } from '../domain/ids.js';
import type { Directory, Unit, UnitKind } from '../domain/org.js';
import type { Plan, PlanTask } from '../domain/plan.js';
import { planInYear } from '../domain/plan-year.js';
import { officeActor } from '../domain/schedule/played-actors.js';
import { type RehearsalInput, rehearse } from '../domain/schedule/rehearsal.js';
import { readStory } from '../domain/schedule/story.js';
import type { Actor } from '../domain/task.js';
import { silentRuntime } from '../worker/observe.js';
import { timeSkippingServer } from '../worker/test-server.js';
import { type Ground, withGround } from './ground.js';
import { note, printFigures } from './print.js';

const FIRST = 2027;
const YEARS = 5;
const TASKS = 60;
const UNITS = 20;
/** Units that answer for the indicators, and have no tasks: their letters are not rehearsed. */
const WATCHERS = 5;
const limits = { seconds: 120, events: 10_000 };
const years = Array.from({ length: YEARS }, (_, at) => FIRST + at);

/** Everybody signs; one task in twelve stays open for ever; three units never return, one is sent back each quarter. */
const story = `
name: five-years
supervision: { rhythm: quarterly, silent: [单位1, 单位2, 单位3], sentBack: [单位4], onBehalf: [单位5] }
acts:
  - { day: launch+1, actor: every-unit, act: sign, task: all }
  - { day: [03-15, 05-17, 07-19, 09-13, 10-18, 11-15], actor: reporter, act: report, task: { exceptMultiplesOf: 12 } }
  - { day: after+1, actor: office, act: accept, task: { exceptMultiplesOf: 12 } }
`;

const unit = (id: string, name: string, kind: UnitKind = 'department'): Unit => ({
  ...{ id, name, kind, aliases: [], standIns: [] },
  contacts: (['liaison', 'head', 'leader'] as const).map((role) => ({ role, address: `${role}@${id}.example.org` })),
});

const directory: Directory = {
  units: [
    ...Array.from({ length: UNITS }, (_, at) => unit(`u${at + 1}`, `单位${at + 1}`)),
    ...Array.from({ length: WATCHERS }, (_, at) => unit(`w${at + 1}`, `统计单位${at + 1}`)),
    unit('office', '领导小组办公室', 'office'),
    unit('leadership', '领导小组', 'leadership'),
  ],
  groups: [],
};

/** Numbers go on through the years; a task is due in a month of its year. */
function taskOf(year: number, at: number): PlanTask {
  const number = (year - FIRST) * TASKS + at + 1;
  const due = `${year}-${String(4 + (at % 9)).padStart(2, '0')}-25`;
  return {
    ...{ number, title: `第${number}项重点任务`, chapter: '', due, dueSource: 'text', targets: [] },
    duties: [
      { role: 'lead', unit: `u${(at % UNITS) + 1}`, raw: '' },
      { role: 'support', unit: `u${((at + 7) % UNITS) + 1}`, raw: '' },
    ],
    deadlines: [{ due, raw: '' }],
  };
}

function planOf(): Plan {
  const seed = planFrom('zhangdian-2021', directory);
  const outline = planInYear(seed, FIRST);
  const issued = `${FIRST}-01-04`;
  return {
    ...outline,
    id: 'five-years',
    issued,
    appointment: { by: '（示例）区政府', scope: '五年规划', from: issued, document: '（示例）授权文件' },
    approval: { by: '（示例）区政府主要负责人', on: issued, document: '（示例）立项批准' },
    tasks: years.flatMap((year) => Array.from({ length: TASKS }, (_, at) => taskOf(year, at))),
    indicators: (seed.indicators ?? []).map((one) => ({
      ...one,
      baseYear: (one.baseYear ?? seed.year) + FIRST - seed.year,
      targetYear: (one.targetYear ?? seed.year) + FIRST - seed.year,
    })),
    findings: outline.findings.map((one) => ({ ...one, settled: '以市分解任务为准' })),
  };
}

function inputOf(): RehearsalInput {
  const { ladder, calendar, lifeRules, supervisionRules } = rehearsalSource('wenchanghu-2023', { year: FIRST });
  return {
    plan: planOf(),
    directory,
    resolve: (words) => resolve(directory, words),
    ...{ ladder, calendar, from: `${FIRST}-01-04` },
    ...(lifeRules === undefined ? {} : { lifeRules }),
    ...(supervisionRules === undefined ? {} : { supervisionRules }),
    later: years.slice(1).map((year) => ({ year, from: `${year}-01-01` })),
    story: readStory(story),
  };
}

interface Scene {
  readonly at: number;
  play(stage: Stage): Promise<void>;
}

/** The indicators followed from the launch on; a value of each for every year, in the February after it. */
function indicatorScenes({ plan }: RehearsalInput): readonly Scene[] {
  const office: Actor = officeActor(directory);
  const numbers = (plan.indicators ?? []).map((_, at) => at + 1);
  const watcher = (no: number): string => `w${((no - 1) % WATCHERS) + 1}`;
  const start: Scene = {
    at: instantOf(plan.issued, 14 * 60),
    play: async ({ office: desk }) => {
      for (const no of numbers) await desk.indicators.assign(plan.id, [no], watcher(no), office);
      await desk.indicators.start(plan.id, undefined, office);
    },
  };
  const given = (year: number): Scene => ({
    at: instantOf(`${year + 1}-02-17`, 14 * 60),
    play: async ({ office: desk }) => {
      const value = { value: 10, source: '统计年报', asOf: `${year + 1}-01-31`, note: '' };
      for (const no of numbers) {
        const by = { name: watcher(no), role: 'unit', unit: watcher(no) } as const;
        await desk.indicators.give(plan.id, no, year, { ...value, via: 'link', confirmed: true }, by);
      }
    },
  });
  return [start, ...years.map(given)];
}

/** The stage with scenes of its own between those of the story. */
function withScenes(stage: Stage, scenes: readonly Scene[]): Stage {
  const waiting = [...scenes];
  return {
    ...stage,
    until: async (instant) => {
      for (let [next] = waiting; next !== undefined && next.at <= instant; [next] = waiting) {
        waiting.shift();
        await stage.until(next.at);
        await next.play(stage);
      }
      await stage.until(instant);
    },
  };
}

/** A letter of the indicators, which the rehearsal of tasks and cycles does not have. */
const isOfIndicators = (key: string): boolean => key.startsWith('indicator-') || /\/w\d+$/.test(key);

async function run(ground: Ground): Promise<void> {
  const { path } = await timeSkippingServer(ground.config);
  const bundle = await ground.bundle();
  const base = await ground.ledger({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  const input = inputOf();
  const { cues } = rehearse(input);
  const mail = await startMailSink();
  ground.onClose(() => mail.stop());
  const raised = await raiseStage(
    { server: path, ledgerUrl: await base.fresh('five_years'), smtpUrl: mail.url, bundle },
    directory,
  );
  try {
    const stage = withScenes(raised, indicatorScenes(input));
    let said = '';
    const result = await liveYear(
      stage,
      input,
      () => mail.arrivals,
      (line) => {
        if (line.slice(0, 7) !== said) note(line);
        said = line.slice(0, 7);
      },
    );
    const watch = await costOf(stage.env.client, indicatorsWorkflowId(input.plan.id));
    const { plan, rounds, tasks, cycles } = result.costs;
    const types: Readonly<Record<string, Cost | undefined>> = {
      planLifecycle: plan,
      rounds,
      keyTask: tasks,
      supervisionCycle: cycles,
      indicatorWatch: watch,
    };
    const largest = Math.max(result.largest, watch.largest);
    const differences = result.differences.filter(({ key, what }) => what !== 'stray' || !isOfIndicators(key));
    for (const one of differences.slice(0, 10)) note(JSON.stringify(one));
    printFigures(
      `五年：每年 ${TASKS} 项任务，${YEARS * 4} 个督查周期，${input.plan.indicators?.length} 项指标，办理 ${cues.length} 次`,
      [
        {
          what: '五年用时（服务器已就绪）',
          value: `${result.seconds.toFixed(1)} 秒`,
          limit: `≤ ${limits.seconds} 秒`,
          met: result.seconds <= limits.seconds,
        },
        {
          what: '最长的一份历史',
          value: `${largest} 事件`,
          limit: `< ${limits.events}`,
          met: largest < limits.events,
        },
        {
          what: '推演与实发（不计指标的信）',
          value: `${result.sent} 封`,
          against: `${result.rehearsed} 封`,
          limit: '逐封相等',
          met: differences.length === 0,
        },
        ...Object.entries(types).map(([name, cost]) => ({
          what: `　${name}`,
          value: `${cost?.events ?? 0} 事件`,
          against: `最长 ${cost?.largest ?? 0}，续跑 ${cost?.actions['continued'] ?? 0} 次`,
        })),
      ],
    );
  } finally {
    await raised.close();
  }
}

await withGround(async (ground) => {
  silentRuntime();
  await run(ground);
});
