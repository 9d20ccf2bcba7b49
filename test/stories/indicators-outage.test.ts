import { afterEach, expect, test } from '@jest/globals';
import { loadWatch } from '../../activities/ledger/indicators/watches.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { clockOf } from '../../domain/day.js';
import type { TestStage } from '../harness/stage.js';
import { testStage } from '../harness/stage.js';
import { office, toDay, toDayWithoutWorkers } from './breakage.js';
import { shifted } from './indicators.js';
import { calendar, district, lettersSent, workday, year } from './year.js';

const plan = 'zhangdian';
let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

test('nobody works over the new year: the units are asked once, when the workers are back, and a warning leaves once', async () => {
  stage = await testStage(district, { cached: 0 });
  const { office: desk, ledger } = stage;
  await toDay(stage, calendar.onOrAfter(`${year}-02-01`), 600);
  await desk.importPlan(shifted(plan), office);
  const all = Array.from({ length: 21 }, (_, at) => at + 1);
  await desk.indicators.assign(plan, all, 'fgj', office);
  await desk.indicators.assign(plan, [10], 'jyj', office);
  await desk.settle(
    plan,
    [3, 4, 5].map((finding) => ({ finding, note: '以市分解任务为准' })),
    office,
  );
  await desk.indicators.start(plan, undefined, office);
  await toDay(stage, `${year}-12-20`);
  await stage.stopWorkers();
  const back = calendar.onOrAfter(`${year + 1}-01-20`);
  await toDayWithoutWorkers(stage, back, 600);
  await stage.startWorkers();
  await toDay(stage, back);
  const asked = (await lettersSent(stage)).map(({ unit, kind, at }) => `${clockOf(at).slice(0, 10)} ${unit} ${kind}`);
  expect(asked.sort()).toEqual([`${back} fgj digest`, `${back} jyj digest`]);
  expect((await loadWatch(ledger, plan))?.state.asked).toMatchObject({
    year,
    due: calendar.onOrBefore(`${year + 1}-03-31`),
    open: true,
  });

  const given = {
    value: 12,
    source: '统计年报',
    asOf: `${year + 1}-01-15`,
    note: '',
    via: 'link',
    confirmed: true,
  } as const;
  const jyj = { name: 'jyj', role: 'unit', unit: 'jyj' } as const;
  expect(await desk.indicators.give(plan, 10, year, given, jyj)).toMatchObject({ version: 1, verdict: 'behind' });
  await stage.stopWorkers();
  await stage.startWorkers();
  await toDay(stage, workday(back, 2));
  const told = (await lettersSent(stage)).filter(({ kind }) => kind === 'indicator-behind').map(({ unit }) => unit);
  expect(told.sort()).toEqual(['leadership', 'office']);
  expect(await verifyChain(ledger)).toMatchObject({ ok: true });
}, 120_000);
