/** Units and people change in mid-year, and two people press at once. */
import { afterEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { linkUrl, makeLink } from '../../activities/links.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { createServer } from '../../client/http/server.js';
import { readIndicatorRecords } from '../../client/indicators/records.js';
import { readRecords } from '../../client/records.js';
import { readReplyRecords } from '../../client/replies/records.js';
import { readCycleRecords } from '../../client/supervision/records.js';
import { dayOf, instantOf } from '../../domain/day.js';
import { DubanError } from '../../domain/errors.js';
import type { Act, Actor } from '../../domain/task.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { launched, mailsSince, office, toDay } from './breakage.js';
import { district, on, planOf, workday } from './year.js';

const monday = on('03-08');
const plan = planOf('people', monday, [
  { title: '建设园区道路', due: workday(monday, 9), duties: 'lead:fgj support:zjj' },
  { title: '改造老旧小区', due: workday(monday, 9), duties: 'lead:zjj support:czj' },
  { title: '新建幼儿园', due: on('09-15'), duties: 'responsible:jyj' },
]);
const task = (number: number): string => `people/${plan.year}/${number}`;
const linkSecret = 'drill'.repeat(8);

let stage: TestStage | undefined;
let web: FastifyInstance | undefined;
afterEach(async () => {
  await web?.close();
  await stage?.close();
  web = undefined;
  stage = undefined;
});

/** What became of acts that were done at once: how many won, and the sentences the others were told. */
async function atOnce(
  acts: readonly Promise<unknown>[],
): Promise<{ readonly won: number; readonly told: readonly DubanError[] }> {
  const ends = await Promise.allSettled(acts);
  const told = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as DubanError] : []));
  expect(told.every((error) => error instanceof DubanError)).toBe(true);
  return { won: ends.length - told.length, told };
}

test('a renamed department, a new contact and a stand-in: the next letter finds the right person under the new name', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await toDay(here, workday(monday, 3));
  await here.office.renameUnit('fgj', '区发展和改革局', office);
  await here.office.setContact('zjj', 'liaison', 'newcomer@zjj.example.org', office);
  await here.office.addStandIn(
    'czj',
    'liaison',
    'deputy@czj.example.org',
    workday(monday, 4),
    workday(monday, 6),
    office,
  );

  let before = here.mail.messages.length;
  await toDay(here, workday(monday, 4), 12 * 60);
  const first = new Map(mailsSince(here, before).map((mail) => [mail.to, mail]));
  // The office hears on this morning who has not signed.
  expect([...first.keys()].sort()).toEqual([
    'deputy@czj.example.org',
    'liaison@fgj.example.org',
    'liaison@office.example.org',
    'newcomer@zjj.example.org',
  ]);
  expect(first.get('liaison@fgj.example.org')?.text).toContain('区发展和改革局');
  expect(first.get('liaison@fgj.example.org')?.text).not.toContain('区发展改革局');
  expect(first.get('newcomer@zjj.example.org')?.text).toContain('区发展和改革局');

  // The stand-in's last day is over: the contact gets the letters again.
  before = here.mail.messages.length;
  await toDay(here, workday(monday, 8), 12 * 60);
  const to = mailsSince(here, before).map((mail) => mail.to);
  expect(to).toContain('deputy@czj.example.org');
  expect(to.indexOf('liaison@czj.example.org')).toBeGreaterThan(to.indexOf('deputy@czj.example.org'));

  const changes = (await Promise.all(['fgj', 'zjj', 'czj'].map((subject) => eventsOf(here.ledger, { subject })))).map(
    ([newest]) => newest,
  );
  expect(changes.map((e) => e?.actor)).toEqual([office, office, office]);
});

test('a new directory that lacks units in office is refused as a whole; before any launch there is nothing to pause', async () => {
  stage = await testStage(district);
  const here = stage;
  await here.until(instantOf(monday, 10 * 60));
  await expect(here.office.pauseUnit('jyj', true, office)).rejects.toMatchObject({ code: 'rounds-not-running' });
  await here.office.importPlan(plan, office);
  await here.office.launch(plan.id, {}, office);

  const header = 'id,name,kind,aliases,members,liaison,head,leader\n';
  const csv = (without: readonly string[]): string =>
    header +
    district.units
      .filter(({ id }) => !without.includes(id))
      .map(({ id, name, kind }) => `${id},${name},${kind},,,liaison@${id}.example.org,,\n`)
      .join('');
  const bureau = 'bureau,区督查局,office,,,liaison@bureau.example.org,,\n';
  const refused = here.office.importUnits(csv(['zjj', 'qsz', 'office']) + bureau, office);
  await expect(refused).rejects.toMatchObject({
    faults: [
      { code: 'unit-in-use', values: { unit: '区住房城乡建设局', count: 2 } },
      { code: 'unit-in-use', values: { unit: '区领导小组办公室', count: 3 } },
    ],
  });
  expect((await loadDirectory(here.ledger)).units.length).toBe(district.units.length);
  expect((await here.office.importUnits(csv(['qsz']), office)).units).toBe(district.units.length - 1);
});

test('the office signs on behalf of a unit: who, for whom and why are on record; without a reason it is refused', async () => {
  stage = await launched(plan, district);
  const here = stage;
  const act: Act = { kind: 'sign', unit: 'jyj' };
  await expect(here.office.act(task(3), act, { ...office, onBehalfOf: 'jyj' })).rejects.toThrow(
    '代单位“区教育局”签收要写明原因',
  );
  await expect(here.office.act(task(3), act, office)).rejects.toMatchObject({ code: 'role-on-behalf' });
  await expect(here.office.act(task(3), act, { name: '区财政局', role: 'unit', unit: 'czj' })).rejects.toMatchObject({
    code: 'role-other-unit',
  });
  const state = await here.office.act(task(3), act, { ...office, onBehalfOf: 'jyj', why: '电话签收，单位断网' });
  expect(state.stage).toBe('signed');
  const history = await eventsOf(here.ledger, { subject: task(3) });
  expect(history.filter((e) => e.kind === 'task.sign').map((e) => e.actor)).toEqual([
    { ...office, onBehalfOf: 'jyj', why: '电话签收，单位断网' },
  ]);
  expect(history.filter((e) => e.kind === 'act.refused').map((e) => e.data['codes'])).toEqual([
    ['role-other-unit'],
    ['role-on-behalf', 'role-why-missing'],
    ['role-why-missing'],
  ]);
});

test('two people decide on one report at once: one wins, the other is told who was first and when', async () => {
  stage = await launched(plan, district);
  const here = stage;
  const unit: Actor = { name: '区教育局 丙', role: 'unit', unit: 'jyj' };
  const { report } = await here.office.act(task(3), { kind: 'report', unit: 'jyj', text: '幼儿园已开园。' }, unit);
  const no = report?.no ?? 0;
  const second: Actor = { name: '办公室 乙', role: 'office' };
  const { won, told } = await atOnce([
    here.office.act(task(3), { kind: 'accept', no }, office),
    here.office.act(task(3), { kind: 'return', no, reason: '缺验收材料' }, second),
  ]);
  expect([won, told.map((e) => e.code)]).toEqual([1, ['report-decided']]);
  expect(told[0]?.message).toMatch(
    new RegExp(
      `^任务${task(3)}的第${no}次报告已由办公室 [甲乙]于${dayOf(await here.now())} \\d\\d:\\d\\d(销号|退回)，本次操作未生效$`,
    ),
  );
  const decisions = (await eventsOf(here.ledger, { subject: task(3) })).filter((e) =>
    ['task.accept', 'task.return'].includes(e.kind),
  );
  expect(decisions.length).toBe(1);
});

test('signing, reporting and launching twice at once: one of two wins, with the name and the time in the answer', async () => {
  stage = await launched(plan, district);
  const here = stage;
  const unit: Actor = { name: '区教育局 丙', role: 'unit', unit: 'jyj' };
  const signing = await atOnce([1, 2].map(() => here.office.act(task(3), { kind: 'sign', unit: 'jyj' }, unit)));
  expect([signing.won, signing.told.map((e) => e.code)]).toEqual([1, ['already-signed']]);
  expect(signing.told[0]?.message).toMatch(
    /^区教育局已于\d{4}-\d\d-\d\d \d\d:\d\d签收任务people\/\d{4}\/3，无需再次签收$/,
  );

  const reports = await atOnce(
    ['开园', '已开园'].map((text) => here.office.act(task(3), { kind: 'report', unit: 'jyj', text }, unit)),
  );
  expect([reports.won, reports.told.map((e) => e.code)]).toEqual([1, ['already-reported']]);

  const other = planOf('people-b', monday, [{ title: '整治河道', due: on('09-15'), duties: 'lead:qsz' }]);
  await here.office.importPlan(other, office);
  const launches = await atOnce([1, 2, 3].map(() => here.office.launch(other.id, {}, office)));
  expect([launches.won, new Set(launches.told.map((e) => e.code))]).toEqual([1, new Set(['plan-launched'])]);
  await toDay(here, monday, 23 * 60);
  expect(here.mail.messages.filter((mail) => mail.to === 'liaison@qsz.example.org').length).toBe(1);
  expect((await eventsOf(here.ledger, { subject: other.id, kind: 'plan.launched' })).length).toBe(1);
});

test('a link in the mail used twice, and by two people at once: shown as done, done once', async () => {
  stage = await launched(plan, district);
  const here = stage;
  const at = await here.now();
  web = await createServer({
    office: here.office,
    records: readRecords(here.ledger, () => at),
    cycles: readCycleRecords(here.ledger, () => at),
    indicators: readIndicatorRecords(here.ledger, () => at),
    replies: readReplyRecords(here.ledger),
    comments: readCommentRecords(here.ledger, here.publicUrl, () => at),
    config: { publicUrl: here.publicUrl },
    token: 'token-of-the-test-office',
    secret: linkSecret,
    mailbox: '/nowhere',
    health: async () => ({ temporal: 'ok', ledger: 'ok' }),
    now: () => at,
  });
  const site = web;
  await toDay(here, monday, 23 * 60);
  const mail = here.mail.messages.find((m) => m.to === 'liaison@jyj.example.org');
  const [url = ''] = new RegExp(`${here.publicUrl}/r/[\\w.-]+`).exec(mail?.text ?? '') ?? [];
  const path = url.slice(here.publicUrl.length);
  expect(path).toMatch(/^\/r\//);
  const sign = () => site.inject({ method: 'POST', url: path, payload: { act: 'sign', by: '丙' } });
  const answers = await Promise.all([sign(), sign()]);
  answers.push(await sign());
  expect(answers.map((a) => a.statusCode)).toEqual([303, 303, 303]);
  expect((await site.inject({ url: path })).body).toContain('已签收');
  expect((await eventsOf(here.ledger, { subject: task(3) })).filter((e) => e.kind === 'task.sign').length).toBe(1);

  const own = linkUrl(
    '',
    makeLink(linkSecret, { unit: 'jyj', purpose: 'task', tasks: [task(3)], expires: '2100-01-01' }),
  );
  const report = () =>
    site.inject({ method: 'POST', url: own, payload: { act: 'report', text: '幼儿园已开园。', by: '丙' } });
  const [one, two] = await Promise.all([report(), report()]);
  // Of two at once one may be told that a report is in: never two reports.
  expect([one.statusCode, two.statusCode].every((code) => code === 303 || code === 409)).toBe(true);
  expect((await report()).statusCode).toBe(303);
  expect((await eventsOf(here.ledger, { subject: task(3) })).filter((e) => e.kind === 'task.report').length).toBe(1);

  const forged = `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`;
  const refused = await site.inject({ method: 'POST', url: forged, payload: { act: 'sign', by: '丁' } });
  expect([refused.statusCode, refused.body.includes('链接')]).toEqual([403, true]);
});
