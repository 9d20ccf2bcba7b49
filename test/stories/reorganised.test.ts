/** Units are renamed, merged, split and dissolved in mid-year: open duties follow, and nobody is sent new paper. */
import { afterEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { loadDirectory, saveDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { applyReorganisation } from '../../activities/ledger/reorganisations.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { linkUrl, makeLink } from '../../activities/links.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { createServer } from '../../client/http/server.js';
import { readIndicatorRecords } from '../../client/indicators/records.js';
import { readRecords } from '../../client/records.js';
import { readReplyRecords } from '../../client/replies/records.js';
import { readCycleRecords } from '../../client/supervision/records.js';
import { addDays, instantOf } from '../../domain/day.js';
import { resolve } from '../../domain/directory.js';
import type { NamedSuccessor, ReorganisationRequest } from '../../domain/reorganisation-request.js';
import type { Actor } from '../../domain/task.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { eventually, launched, mailsSince, office, recorded, toDay } from './breakage.js';
import { district, on, planOf, workday } from './year.js';

const monday = on('03-08');
const due = workday(monday, 12);
const plan = planOf('reform', monday, [
  { title: '建设园区道路', due, duties: 'lead:zjj support:czj' },
  { title: '新建幼儿园', due, duties: 'responsible:jyj support:fgj' },
  { title: '建设文化站', due, duties: 'lead:jyj' },
  { title: '整治河道', due, duties: 'lead:qsz' },
]);
const draft = planOf('reform-draft', monday, [{ title: '编制规划', due, duties: 'lead:jyj support:qsz' }]);
const task = (number: number): string => `reform/${plan.year}/${number}`;
const secret = 'drill'.repeat(8);

/** Day on which three of the four are in force; the township ends later. */
const day = workday(monday, 4);
const later = workday(monday, 6);

const founded = (id: string, name: string): NamedSuccessor => ({
  ...{ id, name, kind: 'department', aliases: [] },
  contacts: [{ role: 'liaison', address: `liaison@${id}.example.org` }],
});
const asked = (request: Partial<ReorganisationRequest>): ReorganisationRequest => ({
  ...{
    kind: 'merge',
    units: [],
    successors: [],
    on: day,
    document: '清编发〔2027〕3号',
    reason: '机构改革',
    assign: [],
  },
  ...request,
});
const merge = asked({ units: ['zjj', '区财政局'], successors: [founded('zcj', '区建设财政局')] });
const split = asked({
  ...{ kind: 'split', units: ['jyj'], successors: [founded('jtj', '区教体局'), founded('wlj', '区文旅局')] },
  assign: [{ to: '区文旅局', tasks: ['reform/3'] }],
});
const dissolve = asked({ kind: 'dissolve', units: ['青山镇'], successors: [{ unit: 'fgj' }], on: later });

let stage: TestStage | undefined;
let web: FastifyInstance | undefined;
afterEach(async () => {
  await web?.close();
  await stage?.close();
  web = undefined;
  stage = undefined;
});

async function serve(here: TestStage, at: number): Promise<FastifyInstance> {
  return createServer({
    office: here.office,
    records: readRecords(here.ledger, () => at),
    cycles: readCycleRecords(here.ledger, () => at),
    indicators: readIndicatorRecords(here.ledger, () => at),
    replies: readReplyRecords(here.ledger),
    comments: readCommentRecords(here.ledger, here.publicUrl, () => at),
    config: { publicUrl: here.publicUrl },
    ...{ token: 'token-of-the-test-office', secret, mailbox: '/nowhere' },
    health: async () => ({ temporal: 'ok', ledger: 'ok' }),
    now: () => at,
  });
}

const dutiesOf = async (here: TestStage, number: number): Promise<readonly string[]> =>
  (await loadTask(here.ledger, task(number)))?.duties.map(({ unit, role }) => `${role}:${unit}`) ?? [];

test('renamed, merged, split and dissolved: duties, reminders and links follow without new paper, the old names stay in the record', async () => {
  // Room for one workflow of many: all are rebuilt from their histories, also between being told and being on record.
  stage = await launched(plan, district, undefined, { cached: 1 });
  const here = stage;
  await here.office.importPlan(draft, office);
  const zjj: Actor = { name: '区住房城乡建设局 乙', role: 'unit', unit: 'zjj' };
  await here.office.act(task(1), { kind: 'sign', unit: 'zjj' }, zjj);

  // Seen before: what goes to whom, and what nobody said.
  const seen = await here.office.reorganisations.preview({ ...split, assign: [] });
  expect(seen.duties.map((one) => [one.task ?? `${one.plan}/${one.number}`, one.to.name, one.byDefault])).toEqual([
    [task(2), '区教体局', true],
    [task(3), '区教体局', true],
    ['reform-draft/1', '区教体局', true],
  ]);
  expect(seen.warnings[0]).toContain('3项没有写明归谁，都由区教体局承接');
  expect((await eventsOf(here.ledger, { kind: 'reorganisation.decided' })).length).toBe(0);

  // Decided ahead of its day; what waits already, or is not for this role, is refused and leaves its trace.
  const unit: Actor = { name: '区财政局 丙', role: 'unit', unit: 'czj' };
  await expect(here.office.reorganisations.decide(merge, unit)).rejects.toMatchObject({ code: 'role-denied' });
  await here.office.reorganisations.decide(asked({ kind: 'rename', units: ['fgj'], name: '区发展和改革局' }), office);
  await here.office.reorganisations.decide(merge, office);
  await here.office.reorganisations.decide(split, office);
  await expect(here.office.reorganisations.decide({ ...dissolve, units: ['czj'] }, office)).rejects.toMatchObject({
    faults: [{ code: 'reorganisation-waiting' }, { code: 'reorganisation-waiting' }],
  });
  const open = { ...dissolve, successors: [{ unit: 'leadership' }] };
  const { change } = await here.office.reorganisations.decide(open, office);
  await here.office.reorganisations.withdraw(change.id, '承接单位写错', office);
  await expect(here.office.reorganisations.withdraw(change.id, '再撤一次', office)).rejects.toMatchObject({
    code: 'reorganisation-begun',
  });
  expect((await eventsOf(here.ledger, { kind: 'act.refused' })).length).toBe(3);

  // Midnight: the tasks are told first, the end is on record once none of them is left.
  await here.until(instantOf(day) + 20_000);
  const before = here.mail.messages.length;
  await eventually(async () => (await dutiesOf(here, 3))[0] === 'lead:wlj', 'the tasks to follow');
  expect((await eventsOf(here.ledger, { kind: 'reorganisation.done' })).length).toBe(0);
  await toDay(here, day, 60);
  expect((await eventsOf(here.ledger, { kind: 'reorganisation.done' })).length).toBe(3);
  expect(await Promise.all([1, 2, 3, 4].map((number) => dutiesOf(here, number)))).toEqual([
    ['lead:zcj'],
    ['responsible:jtj', 'support:fgj'],
    ['lead:wlj'],
    ['lead:qsz'],
  ]);
  // Signed for by the one that had, carried over; the draft and its later years have followed as well.
  expect((await loadTask(here.ledger, task(1)))?.stage).toBe('signed');
  expect(Object.keys((await loadTask(here.ledger, task(1)))?.signed ?? {})).toEqual(['zcj']);
  const planned = (await loadPlan(here.ledger, draft.id))?.plan.tasks[0]?.duties.map((one) => one.unit);
  expect(planned).toEqual(['jtj', 'qsz']);

  // An old link of the ended unit still works, and counts for whoever holds the task.
  web = await serve(here, await here.now());
  const old = (number: number) =>
    linkUrl('', makeLink(secret, { unit: 'jyj', purpose: 'task', tasks: [task(number)], expires: '2100-01-01' }));
  expect((await web.inject({ url: old(3) })).body).toContain('区文旅局');
  const form = { act: 'progress', text: '已选址。', by: '丁' };
  expect((await web.inject({ method: 'POST', url: old(3), payload: form })).statusCode).toBe(303);
  expect((await loadTask(here.ledger, task(3)))?.progress).toMatchObject({ unit: 'wlj', by: '区文旅局 丁' });
  const digest = makeLink(secret, {
    unit: 'jyj',
    purpose: 'sign-all',
    tasks: [task(2), task(3)],
    expires: '2100-01-01',
  });
  expect((await web.inject({ method: 'POST', url: linkUrl('', digest), payload: { act: 'sign' } })).statusCode).toBe(
    303,
  );
  expect(Object.keys((await loadTask(here.ledger, task(2)))?.signed ?? {})).toEqual(['jtj']);

  // A second one over the withdrawn: the township ends on its own later day.
  const again = await here.office.reorganisations.decide(dissolve, office);
  expect(again.change.id).toBe(`${change.id}-2`);
  await toDay(here, addDays(due, 4));
  expect(await dutiesOf(here, 4)).toEqual(['lead:fgj']);

  // Every letter from that day on goes to who stands, one a day, none of them an assignment.
  const letters = (await recorded(here)).filter((row) => row.day >= day && row.kind === 'digest');
  expect(letters.length).toBeGreaterThan(8);
  expect(letters.flatMap((row) => row.draft.notices.map((one) => one.kind))).not.toContain('assignment');
  const marks = letters.map((row) => `${row.day} ${row.recipient}`);
  expect(new Set(marks).size).toBe(marks.length);
  const mails = mailsSince(here, before);
  const gone = ['zjj', 'czj', 'jyj'].map((id) => `liaison@${id}.example.org`);
  expect(mails.map((mail) => mail.to).filter((to) => gone.includes(to))).toEqual([]);
  for (const id of ['zcj', 'jtj', 'wlj', 'fgj'])
    expect(mails.some((mail) => mail.to === `liaison@${id}.example.org` && mail.text.includes('逾期'))).toBe(true);
  const township = letters.filter((row) => row.recipient === 'liaison@qsz.example.org');
  expect(township.filter((row) => row.day >= later)).toEqual([]);

  // The record keeps the old names; a new document may still use them.
  const directory = await loadDirectory(here.ledger);
  expect(directory.units.find((one) => one.id === 'jyj')).toMatchObject({ name: '区教育局', ended: { on: day } });
  expect(resolve(directory, '区财政局')).toMatchObject({ kind: 'unit', unit: { id: 'zcj' }, by: 'alias' });
  expect(resolve(directory, '区发展改革局')).toMatchObject({ unit: { name: '区发展和改革局' } });
  const past = (await recorded(here)).filter((row) => row.day < day && row.unit === 'jyj');
  expect(past.every((row) => row.text?.includes('区教育局'))).toBe(true);
  const told = await readRecords(here.ledger).reorganisations();
  expect(told.reorganisations.map((one) => [one.words.split('，')[0], one.stage])).toEqual([
    ['青山镇撤销', 'done'],
    ['青山镇撤销', 'withdrawn'],
    ['区教育局拆分为区教体局、区文旅局', 'done'],
    ['区住房城乡建设局、区财政局合并为区建设财政局', 'done'],
    ['区发展改革局更名为区发展和改革局', 'done'],
  ]);
  const { formerNames } = told.units.find((one) => one.id === 'fgj') ?? {};
  expect(formerNames).toEqual([{ name: '区发展改革局', until: day }]);
  expect((await verifyChain(here.ledger)).ok).toBe(true);
  expect(here.errors).toEqual([]);
}, 60_000);

test('a day that has come is in force at once; a directory file need not know ended units, and brings none back by itself', async () => {
  stage = await testStage(district);
  const here = stage;
  await here.until(instantOf(monday, 10 * 60));
  const { change, warnings } = await here.office.reorganisations.decide({ ...merge, on: monday }, office);
  expect(warnings[0]).toContain('立即生效');
  // A worker that died after the ledger had followed tries again: nothing happens twice.
  const [entries, held] = [await eventsOf(here.ledger), await loadDirectory(here.ledger)];
  expect(await applyReorganisation(here.ledger, change, office, await here.now())).toBe(true);
  expect([await eventsOf(here.ledger), await loadDirectory(here.ledger)]).toEqual([entries, held]);
  const csv = (without: readonly string[]): string =>
    [
      'id,name,kind,aliases,members,liaison,head,leader',
      ...district.units
        .concat({ ...founded('zcj', '区建设财政局'), standIns: [] } as never)
        .filter(({ id }) => !without.includes(id))
        .map(({ id, name, kind }) => `${id},${name},${kind},,,liaison@${id}.example.org,,`),
    ].join('\n');
  await expect(here.office.importUnits(csv(['czj']), office)).rejects.toMatchObject({
    faults: [{ code: 'unit-restored', values: { unit: '区住房城乡建设局', successors: '区建设财政局' } }],
  });
  await here.office.importUnits(csv(['czj', 'zjj']), office);
  const ends = async () =>
    (await loadDirectory(here.ledger)).units.filter((one) => one.ended !== undefined).map((one) => one.id);
  expect((await ends()).sort()).toEqual(['czj', 'zjj']);
  await here.office.importUnits(csv(['zjj']), office, true);
  expect(await ends()).toEqual(['zjj']);
  // A plan that still names an ended unit is not launched.
  await here.office.importPlan(planOf('late', monday, [{ title: '修桥', due, duties: 'lead:zjj' }]), office);
  await expect(here.office.launch('late', {}, office)).rejects.toMatchObject({ faults: [{ code: 'unit-ended' }] });
}, 30_000);

test('what the directory stands against on its day changes nothing, and the office hears of it at once', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await here.office.reorganisations.decide(merge, office);
  // The new unit's name is given to another one in the meantime.
  const directory = await loadDirectory(here.ledger);
  const taken = { ...founded('zxj', '区建设财政局'), standIns: [] } as never;
  await saveDirectory(here.ledger, { ...directory, units: [...directory.units, taken] }, office, await here.now());
  await here.until(instantOf(day) + 20_000);
  const letter = await eventually(
    () => here.mail.messages.find((mail) => mail.subject.includes('未能生效')),
    'the letter to the office',
  );
  expect(letter.to).toBe('liaison@office.example.org');
  expect(letter.text).toContain('区住房城乡建设局、区财政局合并为区建设财政局');
  expect(letter.text).toContain('“区建设财政局”已是');
  expect((await loadTask(here.ledger, task(1)))?.duties[0]?.unit).toBe('zjj');
  expect((await eventsOf(here.ledger, { kind: 'reorganisation.blocked' })).length).toBe(1);
}, 30_000);
