/** A plan of three years as a whole: on the command line, by API, on its page, in its archive. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { unzipSync, zipSync } from 'fflate';
import { loadPlan, savePlan, setPlanStatus } from '../../activities/ledger/plans.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { checkArchive } from '../../client/archive/check.js';
import { writeArchive } from '../../client/archive/collect.js';
import { run } from '../../client/cli/program.js';
import type { PlanLifeAnswer } from '../../client/http/plan-life-answers.js';
import { newLife } from '../../client/life/begin.js';
import { instantOf } from '../../domain/day.js';
import { applyLifeAct } from '../../domain/life/life.js';
import { ladder } from '../ledger/samples.js';
import { plan as sample, type TestSite, testSite, token } from './site.js';

const three = { ...sample, id: 'three', title: '三年行动计划', period: [2026, 2028] as [number, number], findings: [] };
const actor = { name: '办公室', role: 'office' } as const;
let site: TestSite;

beforeAll(async () => {
  site = await testSite();
  const { ledger, clock } = site;
  await savePlan(ledger, three, clock.now);
  const issued = await newLife(three, { office: 'wch-office', leadership: 'wch-leadership' }, 'issued');
  const { life } = applyLifeAct(issued, { kind: 'startYear', year: 2026, tasks: [] }, actor, clock.now, '2026-03-02');
  await setPlanStatus(ledger, 'three', { status: 'executing', ladder, at: clock.now, by: '办公室', life });
  const list = { ...sample, parent: 'three', findings: [] };
  await site.web.inject({
    ...{ method: 'POST', url: '/api/plans', headers: { authorization: `Bearer ${token}` } },
    payload: { name: 'street-2026.yaml', text: JSON.stringify(list) },
  });
  await site.web.inject({
    ...{ method: 'POST', url: '/api/plans/street-2026/launch', headers: { authorization: `Bearer ${token}` } },
    payload: {},
  });
  process.env['DUBAN_URL'] = await site.web.listen({ host: '127.0.0.1', port: 0 });
  process.env['DUBAN_TOKEN'] = token;
});
afterAll(async () => {
  delete process.env['DUBAN_URL'];
  delete process.env['DUBAN_TOKEN'];
  await site.close();
});

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (words) => out.push(words), err: (words) => err.push(words) });
  return { code, out: out.join(''), err: err.join('') };
}
const life = async (id = 'three'): Promise<PlanLifeAnswer> =>
  JSON.parse((await duban('plan', 'show', id, '--json')).out);

test('shows where it stands, what comes next, and its yearly lists with their tasks', async () => {
  expect(await life()).toMatchObject({
    ...{ stage: 'executing', stageWords: '执行中', from: 2026, to: 2028, due: [], parent: null },
    next: { what: '2027年任务清单提示', at: instantOf('2026-12-01', 540) },
    possible: ['pause', 'evaluate', 'close'],
    children: [{ id: 'street-2026', year: 2026, tasks: 3, open: 3, stageWords: '执行中' }],
    total: { tasks: 3, open: 3, accepted: 0 },
  });
  expect((await life('street-2026')).parent).toMatchObject({ id: 'three', title: '三年行动计划' });
  site.clock.now = instantOf('2027-01-20', 600);
  const { out } = await duban('plan', 'show', 'three');
  expect(out).toContain('待办：2027年任务清单，期限 2027-01-15，已逾期 5 天');
  expect(out).toContain('下一次提示：2027-01-22 09:00 2027年任务清单逾期提示');
  expect(out).toContain('连同下级计划：任务 3 项，未办结 3 项（逾期 3 项）');
  expect((await duban('plan', 'show', 'nobody')).code).toBe(1);
});

test('is paused, resumed with its dates settled, and evaluated; what does not fit is refused', async () => {
  expect((await duban('plan', 'pause', 'three', '--reason', '防汛应急响应')).out).toContain('已暂停');
  const again = await duban('plan', 'pause', 'three', '--reason', '再停', '--json');
  expect([again.code, JSON.parse(again.out).faults[0].code]).toEqual([1, 'life-paused']);
  expect((await life()).next).toBeNull();
  for (const dates of [[], ['--give-back', '--keep-dates']])
    expect((await duban('plan', 'resume', 'three', '--reason', '解除', ...dates)).code).toBe(2);
  site.clock.now = instantOf('2027-01-25', 600);
  expect((await duban('plan', 'resume', 'three', '--reason', '解除', '--give-back')).out).toContain('顺延');
  const made = ['--document', '示例〔2027〕3号', '--opinion', '进度符合要求。'];
  expect((await duban('plan', 'evaluate', 'three', 'mid-term', ...made)).out).toContain('示例〔2027〕3号');
  expect((await duban('plan', 'evaluate', 'three', 'mid-term', ...made)).err).toContain('不能重复登记');
  expect((await duban('plan', 'evaluate', 'three', 'yearly', ...made)).code).toBe(2);
  const { timeline, evaluations } = await life();
  expect(timeline.map((one) => one.what)).toEqual([
    '暂停计划：防汛应急响应',
    '恢复计划，时限顺延：解除',
    '登记中期评估：示例〔2027〕3号，进度符合要求。',
  ]);
  expect(evaluations).toMatchObject([{ kind: 'mid-term', on: '2027-01-25' }]);
});

test('has a section with the same on its page; a form that was refused comes again with what was typed', async () => {
  const { cookie, csrf } = await site.login('办公室 甲');
  const send = (path: string, fields: Readonly<Record<string, string>>) =>
    site.web.inject({
      method: 'POST',
      url: `/plans/three/${path}`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, ...fields }).toString(),
    });
  const page = async (id = 'three') => (await site.web.inject({ url: `/plans/${id}`, headers: { cookie } })).body;
  const before = await page();
  for (const words of [
    '计划全周期',
    '2027年任务清单：期限2027年1月15日，已逾期10天',
    '示例〔2027〕3号',
    'href="/plans/street-2026"',
  ])
    expect(before).toContain(words);
  expect(before).toContain('没有终期评估，提前结束');
  expect(await page('street-2026')).toContain('href="/plans/three"');
  const empty = await send('life', { act: 'evaluate', evaluation: 'final', opinion: '基本完成' });
  expect([empty.statusCode, empty.body.includes('基本完成')]).toEqual([400, true]);
  expect(empty.body).toContain('评估文件的文号');
  expect((await send('life', { act: 'resume', reason: '解除', dates: 'keep' })).body).toContain('没有暂停');
  expect((await send('life', { act: 'pause', reason: '防汛<b>' })).statusCode).toBe(303);
  const paused = await page();
  expect(paused).toContain('防汛&lt;b>。暂停期间不提醒、不催办');
  expect((await send('life', { act: 'resume', reason: '解除', dates: 'keep' })).statusCode).toBe(303);
  const wrong = await site.web.inject({ method: 'POST', url: '/plans/three/life', headers: { cookie }, payload: {} });
  expect(wrong.statusCode).toBe(403);
});

test('is in the archive, where a change is found out; and the ledger itself is checked', async () => {
  const pieces: Uint8Array[] = [];
  await writeArchive(site.ledger, 'three', { now: site.clock.now, contacts: false }, async (piece) => {
    pieces.push(piece);
  });
  const whole = Buffer.concat(pieces);
  expect((await checkArchive(whole, 'a.zip')).faults).toEqual([]);
  const files = unzipSync(whole);
  const text = new TextDecoder().decode(files['plan/life.json']);
  expect(JSON.parse(text).recorded).toMatchObject({
    evaluations: [{ document: '示例〔2027〕3号' }],
    pauses: [{ reason: '防汛应急响应', resumed: { giveBack: true } }, { resumed: { giveBack: false } }],
  });
  const found = async (forged: Record<string, Uint8Array>): Promise<string[]> =>
    (await checkArchive(zipSync(forged), 'a.zip')).faults.map(({ what, at }) => `${what} ${at}`);
  const forged = Buffer.from(text.replace('进度符合要求', '进度滞后'));
  expect(await found({ ...files, 'plan/life.json': forged })).toContain('record-altered plan/life.json');
  const { 'plan/life.json': _gone, ...rest } = files;
  expect(await found(rest)).toContainEqual(expect.stringMatching(/^entry-without-record life\/three/));

  expect((await verifyChain(site.ledger)).faults).toEqual([]);
  await site.ledger.db.execute(
    sql`update plan set life = jsonb_set(life, '{evaluations,0,opinion}', '"进度滞后"') where id = 'three'`,
  );
  expect((await verifyChain(site.ledger)).faults).toMatchObject([{ id: 'three', what: 'life-altered' }]);
  expect((await duban('verify')).out).toContain('计划的印发、年度、调整、评估或暂停与台账不符');
  const kept = (await loadPlan(site.ledger, 'three'))?.life;
  expect(kept?.evaluations[0]?.opinion).toBe('进度滞后');
});

test('is closed early and archived in one command', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-life-'));
  const file = join(folder, '档案.zip');
  // Where no file can be written nothing is closed.
  for (const [nowhere, why] of [
    [join(folder, '没有', '档案.zip'), '没有这个目录'],
    [folder, '这是一个目录'],
  ] as const) {
    const refused = await duban('close', 'three', '--reason', '并入新计划', '--early', '--archive', nowhere);
    expect([refused.code, refused.err.includes(`档案不能写到“${nowhere}”：${why}`)]).toEqual([1, true]);
  }
  expect((await life()).possible).toContain('close');
  const closed = await duban('close', 'three', '--reason', '并入新计划', '--early', '--archive', file, '--json');
  expect(JSON.parse(closed.out)).toMatchObject({ plan: 'three', closed: true, archive: { file } });
  // The opinion was altered above.
  const checked = await duban('verify', file);
  expect([checked.code, checked.out.includes('plan/life.json：内容与台账所记不符')]).toEqual([1, true]);
  expect((await life()).possible).toEqual([]);

  const login = await site.web.inject({ method: 'POST', url: '/login', payload: { token, name: '甲' } });
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  const page = await site.web.inject({ url: '/plans/three', headers: { cookie } });
  expect(page.body).toContain('href="/plans/three/archive.zip"');
  const taken = await site.web.inject({ url: '/plans/three/archive.zip', headers: { cookie } });
  expect([taken.headers['content-type'], Object.keys(unzipSync(taken.rawPayload))]).toEqual([
    'application/zip',
    expect.arrayContaining(['plan/life.json']),
  ]);
  expect((await site.web.inject({ url: '/plans/three/archive.zip' })).statusCode).not.toBe(200);
});
