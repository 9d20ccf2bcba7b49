/** Rules and calendars change while plans run: running tasks keep their rules until the office changes them on purpose. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { resumeRounds } from '../../client/rounds.js';
import { addDays } from '../../domain/day.js';
import { roundsWorkflowId } from '../../domain/ids.js';
import { fromRoot } from '../../worker/root.js';
import { roundsTable } from '../../workflows/messages.js';
import type { TestStage } from '../harness/stage.js';
import { carried, launched, office, recorded, toDay } from './breakage.js';
import { district, on, planOf, workday, year } from './year.js';

const monday = on('03-08');
const plan = planOf('rules', monday, [
  { title: '建设园区道路', due: workday(monday, 14), duties: 'lead:fgj support:zjj' },
  { title: '新建幼儿园', due: workday(monday, 9), duties: 'responsible:jyj' },
]);
const ladderFile = readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8');
/** The reminder three days ahead becomes one of five, and it no longer goes to supporting units. */
const changedFile = ladderFile.replace(
  '{ days: 3, to: [lead, support], kind: reminder }',
  '{ days: 5, to: [lead], kind: reminder }',
);

let stage: TestStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** `unit task:rungs` of every letter of a unit's routine between two days, both included. */
async function routine(of: TestStage, from: string, to: string): Promise<readonly string[]> {
  const rows = (await recorded(of)).filter((row) => row.day >= from && row.day <= to && row.kind === 'digest');
  return rows.flatMap((row) => carried(row).map((c) => `${row.day} ${row.unit} ${c}`)).toSorted();
}

test('a changed ladder file touches no running task until it is applied; the preview shows the difference and changes nothing', async () => {
  expect(changedFile).not.toBe(ladderFile);
  stage = await launched(plan, district, ladderFile);
  const here = stage;
  await toDay(here, workday(monday, 3));
  // A plan launched now takes the file as it is now; the running one keeps its own.
  const later = planOf('rules-b', workday(monday, 3), [
    { title: '整治河道', due: workday(monday, 14), duties: 'lead:qsz' },
  ]);
  await here.office.importPlan(later, office);
  await here.office.launch(later.id, { ladder: changedFile }, office);
  const kept = (await loadPlan(here.ledger, plan.id))?.ladder?.before.map((rung) => rung.offset);
  expect(kept).toEqual([30, 15, 7, 3, 1, 0]);
  expect((await loadPlan(here.ledger, later.id))?.ladder?.before.map((rung) => rung.offset)).toEqual([
    30, 15, 7, 5, 1, 0,
  ]);

  // Task 2 is due on the Friday of the second week: three days before is Tuesday, five days before is Sunday, so Friday.
  const due = workday(monday, 9);
  await toDay(here, workday(monday, 6), 12 * 60);
  expect(
    (await routine(here, workday(monday, 5), workday(monday, 6))).filter((line) => !line.includes(' qsz ')),
  ).toEqual([`${addDays(due, -3)} jyj 2:before-3`]);

  const entries = (await eventsOf(here.ledger, { limit: 1000 })).length;
  const preview = await here.office.changeRules(plan.id, changedFile, { preview: true }, office);
  const far = workday(monday, 14);
  const brief = (list: (typeof preview)[number]['added']) => list.map(({ rung, day }) => `${rung} ${day}`);
  expect(preview.map((d) => [d.task, brief(d.added), brief(d.removed)])).toEqual([
    [`rules/${plan.year}/1`, [`before-5 ${addDays(far, -7)}`], [`before-3 ${addDays(far, -3)}`]],
  ]);
  expect((await eventsOf(here.ledger, { limit: 1000 })).length).toBe(entries);
  expect((await loadPlan(here.ledger, plan.id))?.ladder?.before.map((rung) => rung.offset)).toEqual(kept);

  expect(await here.office.changeRules(plan.id, changedFile, { preview: false }, office)).toEqual(preview);
  expect(await here.office.changeRules(plan.id, changedFile, { preview: true }, office)).toEqual([]);
  await toDay(here, workday(monday, 13), 12 * 60);
  const lines = await routine(here, workday(monday, 7), workday(monday, 13));
  // Seven days before falls on the same Friday as five days before: one notice of both, and none on the old Tuesday.
  expect(lines.filter((line) => line.includes(' fgj '))).toEqual([
    `${addDays(far, -7)} fgj 1:before-7,before-5`,
    `${addDays(far, -1)} fgj 1:before-1`,
  ]);
  expect(lines.filter((line) => line.includes(' zjj '))).toEqual([
    `${addDays(far, -7)} zjj 1:before-7`,
    `${addDays(far, -1)} zjj 1:before-1`,
  ]);
  expect((await eventsOf(here.ledger, { subject: plan.id, kind: 'plan.rulesChanged' })).length).toBe(1);
});

test('faults of a new ladder are all told, with their lines, and nothing changes', async () => {
  stage = await launched(plan, district);
  const here = stage;
  const broken = ladderFile
    .replace('days: 30', 'days: -30')
    .replace('to: [office], kind: unsigned-report', 'to: [mayor], kind: unsigned-report');
  const refused = here.office.changeRules(plan.id, broken, { preview: false }, office);
  await expect(refused).rejects.toThrow(/第\d+行：.*mayor[\s\S]*第\d+行：.*-30/);
  await expect(here.office.changeRules('nowhere', ladderFile, { preview: true }, office)).rejects.toMatchObject({
    code: 'plan-unknown',
  });
  expect((await loadPlan(here.ledger, plan.id))?.ladder?.before[0]?.offset).toBe(30);
});

test('a calendar year loaded in mid-year moves the dates of open tasks, and a day off gets no letters', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await toDay(here, workday(monday, 3));
  // The Tuesday of task 2's reminder three days ahead becomes a day off: the reminder moves to the Monday before.
  const tuesday = workday(monday, 6);
  const saturday = addDays(monday, 5);
  const file = `year: ${year}\nnotice: 国办发明电〔${year - 1}〕9号\noff: [${tuesday}]\nwork: [${saturday}]\n`;
  const loaded = await here.office.loadCalendarYear(file, office);
  expect(loaded.year).toBe(year);
  await toDay(here, workday(monday, 7), 12 * 60);
  expect(await routine(here, workday(monday, 5), workday(monday, 7))).toEqual([`${workday(monday, 5)} jyj 2:before-3`]);
  await expect(
    here.office.loadCalendarYear(`year: ${year}\nnotice: x\noff: [02-30]\nwork: []`, office),
  ).rejects.toThrow('“02-30”不是日期');
});

test('rules changed early in the morning: the reminders of that morning still leave', async () => {
  stage = await launched(plan, district);
  const here = stage;
  // Task 2 has its reminder three days ahead on this Tuesday; at eight nobody has got it yet.
  await toDay(here, workday(monday, 6), 8 * 60);
  await here.office.changeRules(plan.id, changedFile.replace('{ days: 5,', '{ days: 3,'), { preview: false }, office);
  await toDay(here, workday(monday, 7), 8 * 60);
  expect(await routine(here, workday(monday, 6), workday(monday, 6))).toEqual([`${workday(monday, 6)} jyj 2:before-3`]);
});

test('rounds that an operator ended start again from the ledger: steps ahead and pauses are there, also after later acts', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await toDay(here, workday(monday, 3));
  await here.office.pauseUnit('zjj', true, office);
  await here.env.client.workflow.getHandle(roundsWorkflowId('office')).terminate('drill');
  const desk = { ledger: here.ledger, client: here.env.client, now: () => here.now(), testUnits: false };
  expect(await resumeRounds(desk)).toBe(2);
  expect(await resumeRounds(desk)).toBeUndefined();
  // An act after the restart names the steps of the task: they must still be there.
  await here.office.act(`rules/${plan.year}/2`, { kind: 'suspend', reason: '等候批文' }, office);
  await here.office.act(`rules/${plan.year}/2`, { kind: 'resume', reason: '批文已到' }, office);
  // The test server keeps its clock locked after a termination: what would leave is read from the table itself.
  const table = await here.env.client.workflow.getHandle(roundsWorkflowId('office')).query(roundsTable);
  expect(Object.keys(table.tasks).sort()).toEqual([`rules/${plan.year}/1`, `rules/${plan.year}/2`]);
  for (const task of Object.values(table.tasks))
    expect(table.schedules[task.schedule]?.slice(task.taken).map((step) => step.rung)).toContain('after-1');
  expect(table.paused).toEqual(['zjj']);
});
