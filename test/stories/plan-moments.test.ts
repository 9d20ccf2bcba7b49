/** A plan of three years whose office forgets: it is asked, reminded and reported, until the list is started and the plan evaluated. */
import { afterEach, expect, test } from '@jest/globals';
import { loadPlan } from '../../activities/ledger/plans.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { checkArchive } from '../../client/archive/check.js';
import { writeArchive } from '../../client/archive/collect.js';
import { readLife } from '../../client/life/records.js';
import { addDays, type Day } from '../../domain/day.js';
import { planWorkflowId } from '../../domain/ids.js';
import type { LifeAct } from '../../domain/life/life.js';
import type { Actor } from '../../domain/task.js';
import { lifeAct } from '../../workflows/messages.js';
import type { TestStage } from '../harness/stage.js';
import { testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { shifted } from './indicators.js';
import { calendar, district, lettersSent, on, planOf, workday, year } from './year.js';

const launch = on('02-01');
const unit: Actor = { name: 'zjj', role: 'unit', unit: 'zjj' };
const dayIn = (n: number, monthDay: string): Day => calendar.onOrAfter(`${year + n}-${monthDay}`);

let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

test('what the office of a plan leaves undone climbs to the leadership group, one letter a day', async () => {
  stage = await testStage(district);
  const here = stage;
  const drafted = planOf('three', launch, [{ title: '完善路网', due: `${year}-06-30`, duties: 'lead:zjj' }]);
  const three = { ...drafted, title: '清源区路网建设三年行动计划', period: [year, year + 2] as [number, number] };
  const act = (one: LifeAct) =>
    here.env.client.workflow.getHandle(planWorkflowId('three')).executeUpdate(lifeAct, { args: [one, office] });
  const startYear = (n: number) =>
    act({
      ...{ kind: 'startYear', year: year + n },
      tasks: [
        {
          ...{ number: 1, title: '完善路网', chapter: '', duties: [{ unit: 'zjj', role: 'lead' as const }] },
          ...{ due: `${year + n}-12-31`, dueSource: 'text' },
        },
      ],
      approval: { by: '局务会', on: dayIn(n, '01-10'), document: '清办字〔示例〕3号' },
    });
  const finish = async (n: number): Promise<void> => {
    const task = `three/${year + n}/1`;
    await here.office.act(task, { kind: 'report', unit: 'zjj', text: '已建成通车' }, unit);
    await here.office.act(task, { kind: 'accept', no: 1 }, office);
  };

  await toDay(here, launch, 600);
  await here.office.importPlan(three, office);
  await here.office.launch('three', {}, office);
  await toDay(here, workday(launch, 1), 600);
  await finish(0);
  // Its yearly list is a plan of its own, below it; no plan can stand above itself.
  const list = {
    ...planOf('list', launch, [{ title: '修建公路', due: `${year}-12-31`, duties: 'lead:zjj' }]),
    findings: [],
  };
  const below = (parent: string) => here.office.importPlan({ ...list, parent }, office);
  await expect(below('list')).rejects.toMatchObject({ code: 'parent-self' });
  await expect(below('four')).rejects.toMatchObject({ code: 'parent-unknown' });
  await below('three');
  await expect(here.office.importPlan({ ...list, id: 'three', parent: 'list' }, office)).rejects.toMatchObject({
    code: 'parent-ring',
  });

  // The second year's list is started seven weeks late.
  await toDay(here, dayIn(1, '03-05'), 600);
  await startYear(1);
  await act({ kind: 'evaluate', evaluation: 'mid-term', document: '清办字〔示例〕4号', opinion: '进度符合要求。' });
  await toDay(here, workday(dayIn(1, '03-05'), 1), 600);
  await finish(1);
  await toDay(here, dayIn(1, '12-20'), 600);
  await startYear(2);
  await toDay(here, workday(dayIn(1, '12-20'), 1), 600);
  await finish(2);
  await toDay(here, dayIn(3, '05-10'), 600);

  const list1 = dayIn(1, '01-15');
  const final = dayIn(3, '03-31');
  const told = (await lettersSent(here)).filter(({ kind }) => kind === 'plan-office' || kind === 'plan-overdue');
  expect(
    told.map(
      ({ day, unit: to, facts = {} }) => `${day} ${to} ${String(facts['matters']).replace(/\/[^/,]*(?=,|$)/g, '')}`,
    ),
  ).toEqual([
    ...[dayIn(0, '12-01'), workday(list1, -5), workday(list1, -1), workday(list1, 1), workday(list1, 5)].map(
      (day) => `${day} office list/${year + 1}`,
    ),
    `${workday(list1, 10)} office list/${year + 1}`,
    `${workday(list1, 10)} leadership list/${year + 1}`,
    `${dayIn(1, '02-01')} office list/${year + 1}`,
    `${dayIn(1, '02-01')} leadership list/${year + 1}`,
    `${dayIn(1, '03-01')} office list/${year + 1},mid-term/${year + 1}`,
    `${dayIn(1, '03-01')} leadership list/${year + 1}`,
    `${dayIn(1, '12-01')} office list/${year + 2}`,
    ...[dayIn(3, '01-05'), workday(final, -5), workday(final, -1), workday(final, 1), workday(final, 5)].map(
      (day) => `${day} office final/${year + 3}`,
    ),
    `${workday(final, 10)} office final/${year + 3}`,
    `${workday(final, 10)} leadership final/${year + 3}`,
    `${dayIn(3, '05-01')} office final/${year + 3}`,
    `${dayIn(3, '05-01')} leadership final/${year + 3}`,
  ]);
  expect(told.every(({ at, day }) => at === told.find((one) => one.day === day)?.at)).toBe(true);
  expect(told[0]?.mail.text).toContain('任务1项，已销号1项，未办结0项');

  // The end: not before the final evaluation is on record.
  const row = await loadPlan(here.ledger, 'three');
  expect(row?.life?.stage).toBe('evaluating');
  const closing = { reason: '计划到期', cancelOpen: false };
  await expect(here.office.closePlan('three', closing, office)).rejects.toMatchObject({
    code: 'life-evaluation-missing',
  });
  const made = { evaluation: 'final', document: '清办字〔示例〕5号', opinion: '任务全部完成。' } as const;
  await here.office.life.evaluate('three', made, office);
  await here.office.closePlan('three', closing, office);
  await toDay(here, addDays(dayIn(3, '05-10'), 60), 600);
  expect((await lettersSent(here)).filter(({ kind }) => kind.startsWith('plan-'))).toHaveLength(told.length);
  expect(await readLife(here.ledger, 'three', await here.now())).toMatchObject({
    ...{ stage: 'closed', due: [], next: null, possible: [] },
    years: [0, 1, 2].map((n) => ({ year: year + n, tasks: 1, accepted: 1 })),
    children: [{ id: 'list', stageWords: '草稿' }],
  });

  const pieces: Uint8Array[] = [];
  await writeArchive(here.ledger, 'three', { now: await here.now(), contacts: false }, async (piece) => {
    pieces.push(piece);
  });
  const { faults, letters } = await checkArchive(Buffer.concat(pieces), 'three.zip');
  expect([faults, letters >= told.length]).toEqual([[], true]);
  expect(await verifyChain(here.ledger)).toMatchObject({ ok: true });
  expect(here.errors).toEqual([]);
}, 90_000);

test('with indicators their evaluations are the plan’s own: nothing is asked twice, and the end needs no other', async () => {
  stage = await testStage(district);
  const here = stage;
  const other: Actor = { name: '办公室 乙', role: 'office' };
  const drafted = planOf('measured', launch, [{ title: '完善路网', due: `${year}-06-30`, duties: 'lead:zjj' }]);
  const [education] = (shifted('measured').indicators ?? []).filter((one) => one.number === 10);
  if (education === undefined) throw new Error('no indicator');
  await toDay(here, launch, 600);
  await here.office.importPlan({ ...drafted, period: [year, year + 2], indicators: [education] }, office);
  await here.office.indicators.assign('measured', [10], 'jyj', office);
  await here.office.launch('measured', {}, office);
  await here.office.indicators.start('measured', undefined, office);
  await toDay(here, workday(launch, 1), 600);
  await here.office.act(`measured/${year}/1`, { kind: 'report', unit: 'zjj', text: '已建成通车' }, unit);
  await here.office.act(`measured/${year}/1`, { kind: 'accept', no: 1 }, office);
  const evaluations = async () => (await loadPlan(here.ledger, 'measured'))?.life?.evaluations ?? [];

  await toDay(here, workday(dayIn(2, '04-01'), 1), 600);
  await here.office.indicators.approve('measured', 'mid', other);
  expect(await evaluations()).toMatchObject([
    { kind: 'mid-term', document: `领办评〔${year + 2}〕1号`, by: '办公室 乙' },
  ]);
  await toDay(here, dayIn(3, '01-10'), 600);
  expect((await loadPlan(here.ledger, 'measured'))?.life?.stage).toBe('evaluating');
  await toDay(here, dayIn(3, '04-10'), 600);
  await here.office.indicators.approve('measured', 'final', other, '单位未报，不再等待');
  expect((await evaluations()).map((one) => one.kind)).toEqual(['mid-term', 'final']);
  await toDay(here, workday(dayIn(3, '04-10'), 1), 600);
  const told = (await lettersSent(here)).filter(({ kind }) => kind === 'plan-office');
  expect(told.filter(({ facts = {} }) => !/^(list\/[^,]*,?)+$/.test(String(facts['matters'])))).toEqual([]);
  await here.office.closePlan('measured', { reason: '计划到期', cancelOpen: false }, office);
  expect(await verifyChain(here.ledger)).toMatchObject({ ok: true });
  expect(here.errors).toEqual([]);
}, 90_000);
