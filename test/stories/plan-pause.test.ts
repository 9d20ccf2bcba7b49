/** A plan that rests: no letters, no cycle, no red light; and goes on with its time given back, or as it was. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listCycles } from '../../activities/ledger/supervision/cycles.js';
import { listTasks, loadTask } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { addDays, daysBetween, inChinese } from '../../domain/day.js';
import { fromRoot } from '../../worker/root.js';
import type { TestStage } from '../harness/stage.js';
import { testStage } from '../harness/stage.js';
import { office, toDay } from './breakage.js';
import { calendar, district, lettersSent, on, planOf, workday, year } from './year.js';

const rules = readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8');
const launch = on('02-01');
/** Before the first quarter's request, and after its due day. */
const pause = on('03-10');
const resume = on('04-12');
const days = daysBetween(pause, resume);
const due = `${year}-03-31`;

let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

test('tasks stand still with their plan; each gets back what it lost, but for the one the office holds', async () => {
  stage = await testStage(district);
  const desk = stage.office;
  const { life, supervision } = desk;
  const drafted = planOf('rests', launch, [
    { title: '完善路网', due, duties: 'lead:zjj support:czj' },
    { title: '扩大学位', due: `${year}-09-30`, duties: 'lead:jyj' },
    { title: '整治河道', due: `${year}-06-30`, duties: 'lead:qsz' },
    { title: '修缮校舍', due: on('03-05'), duties: 'lead:fgj' },
  ]);
  await toDay(stage, launch, 600);
  await desk.importPlan({ ...drafted, period: [year, year + 1] }, office);
  await desk.launch('rests', { supervision: rules }, office);
  const id = (number: number): string => `rests/${year}/${number}`;
  const dues = async (): Promise<readonly string[]> =>
    (await listTasks((stage as TestStage).ledger, { plan: 'rests' })).map((task) => task.due);
  await toDay(stage, on('03-01'), 600);
  await desk.act(id(3), { kind: 'suspend', reason: '等候批复' }, office);

  await toDay(stage, pause, 600);
  await life.pause('rests', '防汛应急响应', office);
  await expect(life.pause('rests', '再停', office)).rejects.toMatchObject({ code: 'life-paused' });
  await toDay(stage, addDays(pause, 1));
  const before = (await lettersSent(stage)).length;
  expect((await listTasks(stage.ledger, { plan: 'rests' })).map((task) => task.suspended?.reason)).toEqual([
    '防汛应急响应',
    '防汛应急响应',
    '等候批复',
    '防汛应急响应',
  ]);
  await toDay(stage, addDays(resume, -1));
  // Task 1 fell due, task 4 was chased, the request of the first quarter came: nobody heard of any of it.
  expect((await lettersSent(stage)).length).toBe(before);
  expect(await listCycles(stage.ledger)).toEqual([]);
  expect((await loadTask(stage.ledger, id(1)))?.overdue).toBe(false);

  await toDay(stage, resume, 600);
  await life.resume('rests', { reason: '响应解除', giveBack: true }, office);
  await expect(life.resume('rests', { reason: '响应解除', giveBack: true }, office)).rejects.toMatchObject({
    code: 'life-not-paused',
  });
  await toDay(stage, workday(resume, 1));
  expect(await dues()).toEqual([
    addDays(due, days),
    addDays(`${year}-09-30`, days),
    `${year}-06-30`,
    addDays(on('03-05'), days),
  ]);
  const [first, , held] = await listTasks(stage.ledger, { plan: 'rests' });
  expect([first?.firstDue, first?.suspended, held?.suspended?.reason]).toEqual([due, undefined, '等候批复']);
  const resumed = (await lettersSent(stage)).slice(before).filter((letter) => letter.kind === 'digest');
  const told = resumed.flatMap(({ unit, notices }) =>
    notices.filter((n) => n.task.startsWith('rests/')).map((n) => `${unit} ${n.task.split('/').at(-1)} ${n.kind}`),
  );
  // What is overdue even so is chased in the same letter.
  expect(told.toSorted()).toEqual(['czj 1 resumed', 'fgj 4 chase', 'jyj 2 resumed', 'zjj 1 resumed']);
  expect(resumed.find(({ unit }) => unit === 'zjj')?.mail.text).toContain(
    `任务已恢复办理，请不迟于${inChinese(addDays(due, days))}办结`,
  );
  // The cycle that the pause held back begins, late.
  expect((await listCycles(stage.ledger)).map((one) => one.id)).toEqual([`rests/${year}Q1`]);
  const [requested] = await eventsOf(stage.ledger, { kind: 'cycle.requested' });
  expect(requested?.data['late']).toMatchObject({ why: 'paused' });
  await supervision.act(`rests/${year}Q1`, { kind: 'skip', reason: '不再需要' }, office);

  // Reminders follow the new date.
  await toDay(stage, addDays(due, days - 1));
  const reminders = (await lettersSent(stage)).filter(({ unit, tasks }) => unit === 'zjj' && tasks.includes(1));
  expect(reminders.at(-1)?.rungs.some((rung) => rung === 'before-1' || rung === 'before-3')).toBe(true);
  expect(reminders.at(-1)?.day).toBe(calendar.onOrBefore(addDays(due, days - 1)));

  // A second pause, whose days are not given back.
  await toDay(stage, on('05-10'), 600);
  const kept = await dues();
  await life.pause('rests', '汛情', office);
  await toDay(stage, on('05-20'), 600);
  await life.resume('rests', { reason: '解除', giveBack: false }, office);
  await toDay(stage, on('05-20'));
  expect(await dues()).toEqual(kept);

  await expect(desk.closePlan('rests', { reason: '并入新计划', cancelOpen: true }, office)).rejects.toMatchObject({
    code: 'life-evaluation-missing',
  });
  await desk.closePlan('rests', { reason: '并入新计划', cancelOpen: true, early: true }, office);
  expect((await loadPlan(stage.ledger, 'rests'))?.life?.stage).toBe('closed');
  await expect(life.pause('rests', '再停', office)).rejects.toMatchObject({ code: 'plan-not-executing' });
  await expect(life.pause('nobody', '停', office)).rejects.toMatchObject({ code: 'plan-unknown' });
  expect((await eventsOf(stage.ledger, { kind: 'act.refused' })).map(({ data }) => data['act'])).toEqual([
    ...['pause', 'pause', 'closePlan', 'resume', 'pause'],
  ]);
  expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
  expect(stage.errors).toEqual([]);
}, 90_000);
