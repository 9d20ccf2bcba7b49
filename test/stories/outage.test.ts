/** Servers go away for days and come back: what fell due meanwhile leaves once, merged, and says what day it was meant for. */
import { afterEach, expect, test } from '@jest/globals';
import { verifyChain } from '../../activities/ledger/verify.js';
import { addDays, inChinese } from '../../domain/day.js';
import type { TestStage } from '../harness/stage.js';
import { carried, cutLedger, eventually, launched, recorded, toDay, toDayWithoutWorkers } from './breakage.js';
import { district, on, planOf, workday } from './year.js';

/** A Monday in March: no holiday of any year falls into the three weeks after it. */
const monday = on('03-08');
const friday = workday(monday, 4);
const tuesday = workday(monday, 6);
const wednesday = workday(monday, 7);
const thursday = workday(monday, 8);

/** Tasks 1 and 2 have a reminder on Monday or Tuesday of the second week, and on Wednesday; task 3 is due in autumn. */
const plan = planOf('outage', monday, [
  { title: '建设园区道路', due: workday(monday, 9), duties: 'lead:fgj support:zjj' },
  { title: '改造老旧小区', due: thursday, duties: 'lead:fgj support:czj' },
  { title: '新建幼儿园', due: on('09-15'), duties: 'responsible:jyj' },
]);

let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** Nothing lost, nothing doubled: every letter on record was sent, and its mail arrived once. */
async function expectEachOnce(of: TestStage): Promise<void> {
  const rows = await recorded(of);
  expect(rows.filter((row) => row.status !== 'sent').map((row) => [row.key, row.status])).toEqual([]);
  expect([...of.arrivals().keys()].sort()).toEqual(rows.map((row) => row.messageId).sort());
  expect([...of.arrivals().values()].filter((count) => count !== 1)).toEqual([]);
  expect((await verifyChain(of.ledger)).ok).toBe(true);
}

test('workers and ledger away from Saturday to Wednesday evening: one letter a unit makes up for the missed mornings', async () => {
  // Without a cache: this server, unlike the real one, would keep work for ever for the worker that had it cached.
  stage = await launched(plan, district, undefined, { cached: 0 });
  const here = stage;
  await toDay(here, friday);
  const before = here.mail.messages.length;

  await here.stopWorkers();
  const restore = await cutLedger(here);
  await toDayWithoutWorkers(here, wednesday);
  expect(here.mail.messages.length).toBe(before);
  await restore();
  await here.startWorkers();
  await eventually(() => here.mail.messages.length >= before + 3, 'the letters that were missed');
  await toDay(here, wednesday, 23 * 60);

  const made = (await recorded(here)).slice(before);
  expect(Object.fromEntries(made.map((row) => [row.unit, carried(row)]))).toEqual({
    // The reminder of Wednesday morning is of today; those before it name the day they were meant for.
    fgj: [`1:before-3:${tuesday}`, `2:before-3,before-1:${workday(monday, 5)}`],
    zjj: [`1:before-3:${tuesday}`],
    czj: [`2:before-3,before-1:${workday(monday, 5)}`],
  });
  expect(made.every((row) => row.day === wednesday)).toBe(true);
  const letter = here.mail.messages.find(
    (mail) => mail.to === 'liaison@zjj.example.org' && here.mail.messages.indexOf(mail) >= before,
  );
  expect(letter?.text).toContain('其中1项原应更早告知，现一并补发');
  expect(letter?.text).toContain(`原应于${inChinese(tuesday)}告知`);

  // Back to normal: the next morning brings that morning's reminders and nothing of the past.
  await toDay(here, thursday);
  const next = (await recorded(here)).filter((row) => row.day === thursday);
  expect(Object.fromEntries(next.map((row) => [row.unit, carried(row)]))).toEqual({
    fgj: ['1:before-1', '2:before-0'],
    zjj: ['1:before-1'],
    czj: ['2:before-0'],
  });
  await expectEachOnce(here);
});

test('the ledger alone is away for three days: letters and records wait for it, and an act is refused in words', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await toDay(here, addDays(friday, 1));
  const before = here.mail.messages.length;

  const restore = await cutLedger(here);
  await expect(
    here.office.act('outage/x/3', { kind: 'suspend', reason: '试' }, { name: '甲', role: 'office' }),
  ).rejects.toThrow();
  await toDay(here, wednesday);
  expect(here.mail.messages.length).toBe(before);
  await restore();
  await toDay(here, thursday);

  const rungs = (await recorded(here)).slice(before).flatMap((row) => carried(row).map((c) => `${row.unit} ${c}`));
  expect(rungs.map((line) => line.split(':').slice(0, 2).join(':')).sort()).toEqual([
    'czj 2:before-0',
    'czj 2:before-1',
    'czj 2:before-3',
    'fgj 1:before-1',
    'fgj 1:before-3',
    'fgj 2:before-0',
    'fgj 2:before-1',
    'fgj 2:before-3',
    'zjj 1:before-1',
    'zjj 1:before-3',
  ]);
  await expectEachOnce(here);
});
