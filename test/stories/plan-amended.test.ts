/** A running plan amended in all seven ways at once: everybody concerned hears of it once, and the rest of the year is what was rehearsed. */
import { afterEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { returnFacts } from '../../activities/mail/return-facts.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { createServer } from '../../client/http/server.js';
import { readIndicatorRecords } from '../../client/indicators/records.js';
import { readRecords } from '../../client/records.js';
import { noticeWords } from '../../client/rehearsal-view.js';
import { readReplyRecords } from '../../client/replies/records.js';
import { readCycleRecords } from '../../client/supervision/records.js';
import { DubanError } from '../../domain/errors.js';
import { amendmentText } from '../../domain/life/amendment-file.js';
import { isOpen } from '../../domain/task.js';
import type { TestStage } from '../harness/stage.js';
import { eventually, launched, office, recorded, toDay } from './breakage.js';
import { district, on, planOf, workday, year } from './district.js';

const monday = on('03-08');
const plan = planOf('amended', monday, [
  { title: '建设园区道路', due: on('06-30'), duties: 'lead:fgj support:zjj' },
  { title: '改造老旧小区', due: on('06-30'), duties: 'lead:zjj support:czj' },
  { title: '新建幼儿园', due: on('07-15'), duties: 'lead:jyj' },
  { title: '扩建小学', due: on('07-15'), duties: 'lead:jyj support:czj' },
  { title: '整治河道', due: on('05-31'), duties: 'lead:qsz' },
  { title: '扩大消费', due: on('05-31'), duties: 'lead:fgj' },
  { title: '盘活资产', due: on('04-30'), duties: 'lead:czj' },
  { title: '培育企业', due: on('06-15'), duties: 'lead:fgj support:czj' },
]);
const task = (number: number): string => `amended/${year}/${number}`;
const amending = workday(monday, 20);
const file = amendmentText({
  reason: '省级资金下达',
  approvedBy: '领导小组会议',
  document: '会议纪要〔示例〕3号',
  changes: [
    { add: { title: '建设数字档案馆', lead: '区财政局', due: on('06-20'), targets: ['建成≥1个'] } },
    { drop: 1 },
    {
      split: 2,
      into: [
        { title: '改造东片小区', lead: '区住房城乡建设局', due: on('06-30') },
        { title: '改造西片小区', lead: '青山镇', due: on('07-31') },
      ],
    },
    { merge: [3, 4], into: { title: '增加学位', lead: '区教育局', due: on('07-31') } },
    { move: 5, from: '青山镇', to: '区住房城乡建设局' },
    { target: 6, targets: ['新增企业≥30家'] },
    { date: 7, due: on('07-10') },
  ],
});

const token = 'token-of-the-test-office';

let stage: TestStage | undefined;
let web: FastifyInstance | undefined;
afterEach(async () => {
  await web?.close();
  await stage?.close();
  web = undefined;
  stage = undefined;
});

async function served(here: TestStage, at: number): Promise<FastifyInstance> {
  return createServer({
    office: here.office,
    records: readRecords(here.ledger, () => at),
    cycles: readCycleRecords(here.ledger, () => at),
    indicators: readIndicatorRecords(here.ledger, () => at),
    replies: readReplyRecords(here.ledger),
    comments: readCommentRecords(here.ledger, here.publicUrl, () => at),
    config: { publicUrl: here.publicUrl },
    ...{ token, secret: 'amended'.repeat(8), mailbox: '/nowhere' },
    health: async () => ({ temporal: 'ok', ledger: 'ok' }),
    now: () => at,
  });
}

test('all seven kinds of change at once: told once, followed by the tasks, and the rehearsed rest is what is sent', async () => {
  // Room for one workflow of ten: plan, tasks and rounds are rebuilt from their histories again and again.
  stage = await launched(plan, district, undefined, { cached: 1 });
  const here = stage;
  await here.office.act(
    task(8),
    { kind: 'report', unit: 'fgj', text: '已完成。' },
    { name: 'fgj', role: 'unit', unit: 'fgj' },
  );
  // In the morning's slot: whoever had a letter today hears of it tomorrow, and so does everybody else.
  await toDay(here, amending, 11 * 60);
  const chain = (await eventsOf(here.ledger, { limit: 10_000 })).length;
  const preview = await here.office.amendments.preview(plan.id, file, office);
  expect(await here.office.amendments.preview(plan.id, file, office)).toEqual(preview);
  expect((await eventsOf(here.ledger, { limit: 10_000 })).length).toBe(chain);

  const amended = await here.office.amendments.amend(plan.id, file, office);
  expect([amended.no, amended.life.amendments, amended.told]).toEqual([1, 1, preview.told]);
  const tasks = await eventually(async () => {
    const now = await listTasks(here.ledger, { plan: plan.id });
    return now.length === 12 && now.filter(isOpen).length === 8 ? now : undefined;
  }, 'the amended tasks');
  expect(tasks.map((one) => [one.number, one.stage, one.duties.map((duty) => duty.unit).join(' '), one.due])).toEqual([
    [1, 'cancelled', 'fgj zjj', on('06-30')],
    [2, 'cancelled', 'zjj czj', on('06-30')],
    [3, 'cancelled', 'jyj', on('07-15')],
    [4, 'cancelled', 'jyj czj', on('07-15')],
    [5, 'assigned', 'zjj', on('05-31')],
    [6, 'assigned', 'fgj', on('05-31')],
    [7, 'assigned', 'czj', on('07-10')],
    [8, 'reported', 'fgj czj', on('06-15')],
    [9, 'assigned', 'czj', on('06-20')],
    [10, 'assigned', 'zjj', on('06-30')],
    [11, 'assigned', 'qsz', on('07-31')],
    [12, 'assigned', 'jyj', on('07-31')],
  ]);

  // One letter a unit, the next morning, with all of it and the reason.
  await toDay(here, workday(amending, 1), 12 * 60);
  const told = (await recorded(here)).filter((row) => row.draft.notices.some((notice) => notice.byPlan === true));
  expect(
    Object.fromEntries(
      told.map(({ draft }) => [
        draft.unit,
        draft.notices.filter((one) => one.byPlan === true).map((one) => `${one.task.split('/').at(-1)} ${one.kind}`),
      ]),
    ),
  ).toEqual({
    czj: ['2 cancelled', '4 cancelled', '7 date-changed', '9 assignment'],
    fgj: ['1 cancelled', '6 target-changed'],
    jyj: ['12 assignment'],
    qsz: ['5 transferred', '11 assignment'],
    zjj: ['1 cancelled', '5 assignment', '10 assignment'],
  });
  expect(told.map(({ draft }) => [draft.kind, draft.day])).toEqual(told.map(() => ['digest', workday(amending, 1)]));
  // The preview named the units and what their letters say.
  const said = (draft: (typeof told)[number]['draft']): readonly string[] =>
    draft.notices
      .filter((one) => one.byPlan === true)
      .map((one) => `${noticeWords[one.kind]} 第${one.task.split('/').at(-1)}项`);
  expect(Object.fromEntries(preview.told.map((one) => [one.unit, one.what]))).toEqual(
    Object.fromEntries(told.map(({ draft }) => [draft.unit, said(draft)])),
  );
  const words = new Map(told.map(({ draft, text }) => [draft.unit, text ?? '']));
  expect(words.get('qsz')).toContain('由第2项拆分');
  expect(words.get('jyj')).toContain('由第3、4项合并');
  expect(words.get('czj')).toContain('年中新增');
  expect(words.get('czj')).toContain('建成≥1个');
  expect(words.get('fgj')).toContain('新增企业≥30家');
  for (const text of words.values()) expect(text).toContain('省级资金下达');

  // Nobody answers: what is sent from then on is what was rehearsed.
  await toDay(here, on('07-20'));
  const sent = (await recorded(here)).filter(({ draft }) => draft.day > amending && draft.day <= on('07-20'));
  const rehearsed = preview.after.filter(
    (line) => line.at.slice(0, 10) <= on('07-20') && line.at.slice(0, 10) > amending,
  );
  const routine = sent.filter(({ draft }) => draft.kind !== 'supervision-letter');
  expect(routine.map((row) => row.key).sort()).toEqual(rehearsed.map((line) => line.key).sort());
  expect(rehearsed.length).toBeGreaterThan(20);

  const row = await loadPlan(here.ledger, plan.id);
  expect(row?.plan.tasks.map((one) => one.number)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  expect(row?.plan.tasks.find((one) => one.number === 6)?.targets.map((one) => one.raw)).toEqual(['新增企业≥30家']);
  expect(await here.office.amendments.list(plan.id)).toMatchObject([
    { no: 1, approvedBy: '领导小组会议', reason: '省级资金下达', changes: { length: 7 } },
  ]);
  expect(await verifyChain(here.ledger)).toMatchObject({ ok: true });
  expect(here.errors).toEqual([]);
});

test('what does not fit is refused whole and on record; a second amendment goes on counting; the plan ends with its last task', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await toDay(here, amending, 11 * 60);
  const wrong = amendmentText({
    ...{ reason: '', approvedBy: '', document: '' },
    changes: [{ drop: 99 }, { split: 2, into: [{ title: '一', lead: '区教育局' }] }, { date: 3, due: '2020-01-01' }],
  });
  const refused = await here.office.amendments.amend(plan.id, wrong, office).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(DubanError);
  expect((refused as DubanError).faults.map(({ code, line }) => [code, line])).toEqual([
    ['text-missing', undefined],
    ['text-missing', undefined],
    ['amend-task-unknown', 5],
    ['amend-split-few', 6],
    ['date-past', 10],
  ]);
  const [newest] = await eventsOf(here.ledger, { kind: 'act.refused', limit: 1 });
  expect(newest?.data['act']).toBe('amend');
  expect((await listTasks(here.ledger, { plan: plan.id, open: true })).length).toBe(8);
  await expect(
    here.office.amendments.amend(plan.id, file, { name: '区教育局', role: 'unit', unit: 'jyj' }),
  ).rejects.toMatchObject({ code: 'role-denied' });

  // Two at once: one after the other, each with numbers of its own.
  const add = (title: string): string =>
    amendmentText({
      reason: '新增',
      approvedBy: '局务会',
      document: '',
      changes: [{ add: { title, lead: '区财政局', due: on('06-20') } }],
    });
  const both = await Promise.all(
    ['甲', '乙'].map((title) => here.office.amendments.amend(plan.id, add(title), office)),
  );
  expect(both.map((one) => one.no).sort()).toEqual([1, 2]);
  const numbers = (await listTasks(here.ledger, { plan: plan.id })).map((one) => one.number);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

  // Every task dropped and one added: the plan goes on until that one is done.
  const last = amendmentText({
    ...{ reason: '并入一项', approvedBy: '局务会', document: '' },
    changes: [{ merge: numbers, into: { title: '收官', lead: '区财政局', due: on('06-20') } }],
  });
  await here.office.amendments.amend(plan.id, last, office);
  expect((await loadPlan(here.ledger, plan.id))?.status).toBe('executing');
  await eventually(
    async () => (await listTasks(here.ledger, { plan: plan.id, open: true })).length === 1,
    'one open task',
  );
  const czj = { name: '区财政局', role: 'unit' as const, unit: 'czj' };
  const { report } = await here.office.act(task(11), { kind: 'report', unit: 'czj', text: '办结。' }, czj);
  await here.office.act(task(11), { kind: 'accept', no: report?.no ?? 0 }, office);
  await eventually(async () => (await loadPlan(here.ledger, plan.id))?.status === 'closed', 'the end of the plan');
  expect((await loadPlan(here.ledger, plan.id))?.life).toMatchObject({
    stage: 'closed',
    amendments: 3,
    years: [{ tasks: 11, accepted: 1, cancelled: 10 }],
  });
  await expect(here.office.amendments.amend(plan.id, file, office)).rejects.toMatchObject({ code: 'life-stage' });
  expect(await verifyChain(here.ledger)).toMatchObject({ ok: true });
});

test('amended on a page: chosen in the form, looked at, confirmed; the next return asks for the new target', async () => {
  stage = await launched(plan, district);
  const here = stage;
  await toDay(here, amending, 11 * 60);
  web = await served(here, await here.now());
  const site = web;
  const login = await site.inject({ method: 'POST', url: '/login', payload: { token, name: '甲' } });
  const [cookie = ''] = String(login.headers['set-cookie']).split(';');
  const get = async (url: string): Promise<string> => (await site.inject({ url, headers: { cookie } })).body;
  const blank = await get('/plans/amended/amend');
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(blank) ?? [];
  const post = (url: string, fields: Readonly<Record<string, string>>) =>
    site.inject({
      method: 'POST',
      url,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...fields, csrf }).toString(),
    });
  expect(await get('/plans/amended')).toContain('/plans/amended/amendments');
  expect((await post('/plans/amended/amend', { reason: '好' })).body).toContain('请至少选一种调整');

  const form = {
    ...{ reason: '任务加重', approvedBy: '局务会', kind1: 'target', tasks1: '6', targets1: '新增企业≥30家' },
    ...{ kind2: 'split', tasks2: '2', new2: '改造东片小区｜区住房城乡建设局｜区财政局\n改造西片小区｜青山镇' },
    ...{ kind3: 'drop', tasks3: '3，7', kind4: 'add', new4: '清查资产｜区财政局\n盘活厂房｜区财政局' },
  };
  // Nothing typed is lost: what is missing, left over or cannot be read is told at its place.
  const lost = { ...form, tasks3: '', kind4: '', due2: '2027-12-01', tasks1: '第六项' };
  const told = (await post('/plans/amended/amend', lost)).body;
  for (const fault of [
    '第1处调整的任务序号”不对：“第六项”不是任务序号',
    '第2处调整的调整后的时限”不对：拆分不填这一栏',
    '第3处调整的任务序号”不对：取消要填这一栏',
    '第4处调整的种类”不对：填了内容，请选怎样调整',
  ])
    expect(told).toContain(fault);
  const refused = await post('/plans/amended/amend', { ...form, tasks2: '99' });
  expect([refused.statusCode, refused.body.includes('没有编号为99的任务')]).toEqual([422, true]);
  expect(refused.body).toContain('value="任务加重"');
  const seen = await post('/plans/amended/amend', form);
  expect(seen.statusCode).toBe(200);
  for (const words of [
    '第6项的目标改为新增企业≥30家',
    '交办 第9项',
    '取消第3项',
    '取消第7项',
    '清查资产',
    '盘活厂房',
    '不再发',
    '确认调整',
  ])
    expect(seen.body).toContain(words);
  expect((await listTasks(here.ledger, { plan: plan.id })).length).toBe(8);
  const [, text = ''] = /name="text" value="([^"]+)"/.exec(seen.body) ?? [];
  const confirm = {
    text: text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
    no: /name="no" value="(\d+)"/.exec(seen.body)?.[1] ?? '',
  };
  const confirmed = await post('/plans/amended/amend/confirm', confirm);
  const again = await post('/plans/amended/amend/confirm', confirm);
  expect([again.statusCode, again.body.includes('已有第1次调整')]).toEqual([409, true]);
  expect((await listTasks(here.ledger, { plan: plan.id })).length).toBe(12);
  expect([confirmed.statusCode, confirmed.headers.location]).toEqual([303, '/plans/amended/amendments?done=amended']);
  expect(await get('/plans/amended/amendments?done=amended')).toContain('第2项拆分为第9项');

  const api = (method: 'GET' | 'POST', payload?: Readonly<Record<string, unknown>>) =>
    site.inject({
      method,
      url: '/api/plans/amended/amendments',
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  expect((await api('GET')).json()).toMatchObject({ amendments: [{ no: 1, by: '甲', approvedBy: '局务会' }] });
  expect((await api('POST', { text: 'changes: []', preview: true })).json()).toMatchObject({
    faults: [{ code: 'text-missing' }, { code: 'text-missing' }, { code: 'amend-empty' }],
  });

  const cycle = await here.office.supervision.start(plan.id, `${year}Q2`, {}, office);
  const to = cycle.dates.to.replaceAll('-', '');
  const ids = ['fgj', 'zjj'].map((unit) => `return/${plan.id}/${unit}/${to}`);
  const facts = await returnFacts(here.ledger, ids);
  const leads = (at: number) => facts.get(ids[at] ?? '')?.leads ?? [];
  expect(
    leads(0)
      .find((one) => one.number === 6)
      ?.targets.map((one) => one.raw),
  ).toEqual(['新增企业≥30家']);
  expect(leads(1).map((one) => one.number)).toEqual([9]);
});
