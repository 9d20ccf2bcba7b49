/** Indicators by API, by the signed page of a unit, and on the office's page. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadWatch, recordWatch } from '../../activities/ledger/indicators/watches.js';
import { makeLink } from '../../activities/links.js';
import { instantOf } from '../../domain/day.js';
import { valueId } from '../../domain/indicators/value.js';
import { askValues, draftEvaluation } from '../../domain/indicators/watch.js';
import { fromRoot } from '../../worker/root.js';
import { secret, type TestSite, testSite, token } from './site.js';

const plan = 'zhangdian-2021';
const own = 'wch-jjfzj';
const linkOf = (unit: string) =>
  `/r/${makeLink(secret, { unit, purpose: 'value', tasks: [valueId(plan, unit, 2021)], expires: '2022-12-31' })}`;

let site: TestSite;
beforeAll(async () => {
  site = await testSite();
  site.clock.now = instantOf('2021-07-01', 600);
});
afterAll(() => site.close());

const api = async (method: 'GET' | 'POST', path: string, payload?: object) => {
  const response = await site.web.inject({
    method,
    url: `/api/indicators/${plan}${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json() };
};
const codes = (body: { readonly faults: readonly { readonly code: string }[] }) => [
  ...new Set(body.faults.map((one) => one.code)),
];
const send = (unit: string, fields: Readonly<Record<string, string>>) =>
  site.web.inject({
    method: 'POST',
    url: linkOf(unit),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ act: 'value', ...fields }).toString(),
  });

test('the office reads the table, settles units and starts; what is missing is said all at once', async () => {
  const text = readFileSync(fromRoot('seeds', 'plans', 'zhangdian-2021-2025.yaml'), 'utf8');
  const headers = { authorization: `Bearer ${token}` };
  const post = (url: string, payload: object) => site.web.inject({ method: 'POST', url, headers, payload });
  await post('/api/plans', { name: 'zhangdian-2021-2025.yaml', text });
  const before = await api('GET', '');
  expect(before.body.indicators).toHaveLength(21);
  expect(before.body.indicators[9]).toMatchObject({ no: 10, wayWords: '逐年均匀', natureWords: '约束性', unit: null });
  const refused = await api('POST', '/start', {});
  expect(refused.status).toBe(409);
  expect(codes(refused.body).sort()).toEqual(['indicator-unassigned', 'plan-findings-open']);
  expect(
    (await api('POST', '/values', { no: 1, year: 2021, value: 7, source: 'x', asOf: '2021-12-31', onBehalf: 'y' }))
      .status,
  ).toBe(409);
  const settled = await post(`/api/plans/${plan}/settle`, {
    decisions: [3, 4, 5].map((finding) => ({ finding, note: '以市分解任务为准' })),
  });
  expect(settled.statusCode).toBe(200);
  const nos = Array.from({ length: 21 }, (_, at) => at + 1);
  expect((await api('POST', '/assign', { nos: [99], unit: own })).status).toBe(404);
  expect((await api('POST', '/assign', { nos, unit: '区经济发展局' })).body).toMatchObject({ unit: own });
  expect((await api('POST', '/start', { by: '甲' })).status).toBe(200);
  expect(codes((await api('POST', '/start', {})).body)).toEqual(['indicator-watching']);

  site.clock.now = instantOf('2022-01-10', 600);
  const kept = await loadWatch(site.ledger, plan);
  if (!kept) throw new Error('nothing on record');
  const asked = askValues(
    kept.state,
    { year: 2021, due: '2022-03-31', chaseUntil: instantOf('2022-04-30') },
    {},
    site.clock.now,
  );
  await recordWatch(site.ledger, asked.state, [asked.event]);
});

test('a unit reads what is asked, an absurd value is asked back and taken once confirmed, a revision keeps the old one', async () => {
  const shown = await site.web.inject({ url: linkOf(own) });
  expect(shown.statusCode).toBe(200);
  expect(shown.body).toContain('劳动年龄人口平均受教育年限');
  expect(shown.body).toContain('共21项，21项待报');
  const good = { no: '10', value: '１２.４', source: '<b>教育局</b>', asOf: '2021-12-31', note: '', by: '王' };
  const wrong = await send(own, { ...good, value: '十二', asOf: '2023-01-01', source: '' });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.body).toContain('不是数');
  const all = await send(own, { ...good, asOf: '2023-01-01', source: '' });
  expect(all.body).toContain('数据来源不能为空');
  expect(all.body).toContain('2023-01-01');
  const doubted = await send(own, { ...good, value: '1240' });
  expect(doubted.statusCode).toBe(200);
  expect(doubted.body).toContain('是否为单位错误');
  // Another value than the one that was asked about is looked at anew.
  expect((await send(own, { ...good, value: '1250', confirmed: '1240' })).body).toContain('是否为单位错误');
  expect((await send(own, { ...good, value: '1240', confirmed: '1240' })).statusCode).toBe(303);
  expect((await send(own, good)).statusCode).toBe(303);
  // Sent twice, it is one act.
  expect((await send(own, good)).statusCode).toBe(303);
  const same = {
    no: 10,
    year: 2021,
    value: 12.4,
    source: '<b>教育局</b>',
    asOf: '2021-12-31',
    onBehalf: '电话',
    by: '甲',
  };
  expect((await api('POST', '/values', same)).body).toMatchObject({ kept: true, version: 2, verdict: 'on' });
  const { indicators } = (await api('GET', '')).body;
  expect(indicators[9].years[0]).toMatchObject({ year: 2021, value: 12.4, verdictWords: '达到进度' });
  expect(indicators[9].years[0].versions.map((one: { value: number }) => one.value)).toEqual([1240, 12.4]);
  const after = await site.web.inject({ url: `${linkOf(own)}?did=value-10` });
  expect(after.body).toContain('共21项，20项待报');
  expect(after.body).not.toContain('<b>教育局</b>');
  // A link of another unit, or one made for a task, opens nothing here.
  expect((await site.web.inject({ url: linkOf('wch-czj') })).statusCode).toBe(404);
  expect((await site.web.inject({ method: 'POST', url: linkOf(own), payload: { act: 'sign' } })).statusCode).toBe(400);
});

test('entered on behalf with the reason; a year to come, a computed row and an unknown row are refused', async () => {
  const empty = (await api('POST', '/values', { confirmed: 'x', extra: 1 })).body.faults.map(
    (one: { readonly message: string }) => one.message,
  );
  expect(empty).toEqual([
    '“序号（no）”不对：没有填写',
    '“年份（year）”不对：没有填写',
    '“数值（value）”不对：没有填写',
    '“数据来源（source）”不对：没有填写',
    '“数据日期（asOf）”不对：没有填写',
    '“代为填报的原因（onBehalf）”不对：没有填写',
    '“核对无误（confirmed）”不对：应为 true 或 false',
    '“内容”不对：没有“extra”这一项',
  ]);
  const value = { no: 19, year: 2021, value: 10, source: '电话', asOf: '2021-12-31', onBehalf: '电话报送', by: '甲' };
  expect((await api('POST', '/values', value)).body).toMatchObject({ kept: true, version: 1, verdict: 'behind' });
  expect(codes((await api('POST', '/values', { ...value, year: 2022 })).body)).toEqual([
    'indicator-year',
    'indicator-as-of',
  ]);
  expect(codes((await api('POST', '/values', { ...value, no: 77 })).body)).toEqual(['indicator-unknown']);
  const judged = { no: 15, year: 2021, verdict: 'on', basis: '市里已确认', by: '甲' };
  expect((await api('POST', '/judgements', judged)).status).toBe(200);
  expect(codes((await api('POST', '/judgements', { ...judged, no: 10 })).body)).toEqual(['indicator-computed']);
  expect(codes((await api('POST', '/approve', { evaluation: 'mid', by: '乙' })).body)).toEqual(['evaluation-none']);
});

test('the yearly evaluation scores binding and expected ones apart, as JSON, page and document', async () => {
  const { body } = await api('GET', '/evaluation?kind=year&year=2021');
  expect(body).toMatchObject({ draft: true });
  expect(body.evaluation.binding.score).toEqual({ total: 8, met: 2, behind: 1, waiting: 5 });
  expect(body.evaluation.expected.score).toEqual({ total: 13, met: 0, behind: 0, waiting: 13 });
  const { cookie } = await site.login('乙');
  const shown = await site.web.inject({ url: `/indicators/${plan}`, headers: { cookie } });
  expect(shown.statusCode).toBe(200);
  expect(shown.body).toContain('约束性指标8项：达到进度2项，落后1项，待定5项。');
  expect(shown.body).toContain('等待市级分解的数字');
  expect(shown.body).toContain('<svg');
  expect(shown.body).not.toMatch(/ style="|<script/);
  expect((await site.web.inject({ url: `/indicators/${plan}` })).statusCode).toBe(401);
  const docx = await site.web.inject({ url: `/indicators/${plan}/evaluation.docx?kind=year`, headers: { cookie } });
  expect(docx.statusCode).toBe(200);
  expect(docx.rawPayload.subarray(0, 2).toString()).toBe('PK');
});

test('on its page the office settles units, judges, writes and approves; two people, and a number', async () => {
  const as = { drafter: await site.login('李明'), approver: await site.login('王芳') };
  const page = async (who: keyof typeof as) =>
    (await site.web.inject({ url: `/indicators/${plan}`, headers: { cookie: as[who].cookie } })).body;
  const act = (who: keyof typeof as, fields: readonly (readonly [string, string])[]) =>
    site.web.inject({
      method: 'POST',
      url: `/indicators/${plan}/acts`,
      headers: { cookie: as[who].cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams([...fields.map((one) => [...one]), ['csrf', as[who].csrf]]).toString(),
    });
  const done = async (answer: ReturnType<typeof act>) => (await answer).headers.location;
  const unticked = await act('drafter', [
    ['kind', 'assign'],
    ['unit', 'wch-czj'],
  ]);
  expect([unticked.statusCode, unticked.body.includes('没有勾选')]).toEqual([400, true]);
  const assigned = act('drafter', [
    ['kind', 'assign'],
    ['unit', 'wch-czj'],
    ['indicators', '1'],
    ['indicators', '3'],
  ]);
  expect(await done(assigned)).toBe(`/indicators/${plan}?done=indicatorsAssigned`);
  const { indicators } = (await api('GET', '')).body;
  expect([0, 1, 2].map((at) => indicators[at].unit)).toEqual(['wch-czj', own, 'wch-czj']);
  // The values of the year that was asked stay with the unit that was asked, by its link and on behalf.
  const given = { no: '1', value: '7.2', source: '年报', asOf: '2021-12-31', note: '' };
  expect((await send(own, given)).statusCode).toBe(303);
  const byPhone = { no: 3, year: 2021, value: 7, source: '电话', asOf: '2021-12-31', onBehalf: '电话报送', by: '甲' };
  expect((await api('POST', '/values', byPhone)).status).toBe(200);
  const versions = (await api('GET', '')).body.indicators;
  expect([0, 2].map((at) => versions[at].years[0].versions[0].unit)).toEqual([own, own]);

  const judged = [
    ['kind', 'judge'],
    ['no', '16'],
    ['year', '2021'],
    ['basis', '市里已确认'],
  ] as const;
  const unsaid = await act('drafter', judged);
  expect([unsaid.statusCode, unsaid.body.includes('市里已确认</textarea>')]).toEqual([400, true]);
  expect(await done(act('drafter', [...judged, ['verdict', 'on']]))).toContain('done=indicatorJudged');

  const kept = await loadWatch(site.ledger, plan);
  if (!kept) throw new Error('nothing on record');
  const drafted = draftEvaluation(kept.state, 'mid', site.clock.now + 86_400_000, site.clock.now);
  await recordWatch(site.ledger, drafted.state, [drafted.event]);
  const written = act('drafter', [
    ['kind', 'write'],
    ['evaluation', 'mid'],
    ['opinion', '总体平稳。'],
  ]);
  expect(await done(written)).toContain('done=evaluationWritten');
  expect(await page('drafter')).toContain('不能自己审签');
  const sure = [
    ['kind', 'approve'],
    ['evaluation', 'mid'],
    ['sure', 'yes'],
  ] as const;
  expect((await act('drafter', sure)).statusCode).toBe(403);
  expect((await act('approver', sure.slice(0, 2))).body).toContain('我已核对');
  expect(await done(act('approver', sure))).toContain('done=evaluationApproved');
  const shown = await page('approver');
  expect(shown).toContain('领办评〔2022〕1号已由王芳审签，不再变化。');
  expect(shown).not.toMatch(/待审签| style="|<script/);
  // The office settled the lost target of no. 16; neither page nor evaluation calls it missing.
  expect(shown).toContain('<td>以市分解任务为准</td>');
  expect(shown).not.toContain('（缺）');

  site.clock.now = instantOf('2026-01-10', 600);
  const running = await loadWatch(site.ledger, plan);
  if (!running) throw new Error('nothing on record');
  const last = draftEvaluation(running.state, 'final', site.clock.now + 86_400_000, site.clock.now);
  await recordWatch(site.ledger, last.state, [last.event]);
  // A session does not last for years.
  as.approver = await site.login('王芳');
  expect(await page('approver')).toContain('2025年还缺21项指标的数值（第1、2、3、');
  const end = [
    ['kind', 'approve'],
    ['evaluation', 'final'],
    ['sure', 'yes'],
  ] as const;
  const early = await act('approver', end);
  expect([early.statusCode, early.body.includes('2025年还缺21项指标的数值（第1、2、3、')]).toEqual([409, true]);
  expect(await done(act('approver', [...end, ['incomplete', '统计口径已取消']]))).toContain('done=evaluationApproved');
  const over = await page('approver');
  expect(over).toContain('终期评估已经审签，跟踪已结束');
  expect(over).toContain('数值没有收齐，理由：统计口径已取消');
  expect(over).not.toMatch(/未报齐|明确责任单位/);
  expect(codes((await api('POST', '/assign', { nos: [1], unit: own })).body)).toEqual(['indicator-over']);
});
