/** The public's pages as a citizen meets them, from the notice to what became of the comment. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { instantOf } from '../../domain/day.js';
import { DAY_MS } from './public-files.js';
import {
  comment,
  listComments,
  noticedAt,
  office,
  openPeriod,
  type PublicSite,
  publicSite,
  receiptIn,
  terms,
  tokenOf,
} from './public-site.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
let site: PublicSite;

beforeAll(async () => {
  site = await publicSite({ limits: false });
});
afterAll(async () => site.close());

const get = (url: string) => site.web.inject(url);
const lookup = (receipt: string) =>
  site.web.inject({
    method: 'POST',
    url: '/public/receipt',
    headers: form,
    payload: new URLSearchParams({ receipt }).toString(),
  });

test('a citizen reads, comments on one item, and later learns by the receipt what became of it', async () => {
  site.clock.now = noticedAt;
  const period = await openPeriod(site, 'story');
  const list = await get('/public');
  expect(list.body).toContain('<a href="/public/story/1">');
  const page = await get('/public/story/1');
  for (const words of [
    '征求意见中',
    '距截止还有30天，最后一天是2026年4月1日，到当天24:00为止',
    '30日，自2026年3月2日起，至2026年4月1日24:00止',
    'comments@street.example.org',
    '0991-1234567',
    '信封上请注明“行动计划意见”',
    '起草背景',
    'id="item-3"',
    'href="?item=3#comment"',
  ])
    expect(page.body).toContain(words);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['set-cookie']).toBeUndefined();
  expect(page.body).not.toContain('<script');
  expect((await get('/public/story/1?item=2')).body).toMatch(/<option value="2" selected>/);
  expect((await get('/public/story')).headers.location).toBe('/public/story/1');

  const answer = await comment(site, period, {
    text: '建议增加道路照明。\r\n夜间很暗。',
    item: '1',
    name: '某居民',
    contact: 'resident@home.example.org',
  });
  expect(answer.statusCode).toBe(200);
  const receipt = receiptIn(answer.body);
  expect(receipt).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect(answer.body).toContain('编号还会发到您留的电子邮箱');
  expect(await listComments(site.ledger, period)).toMatchObject([
    { no: 1, item: 1, text: '建议增加道路照明。\n夜间很暗。', contact: 'resident@home.example.org', late: false },
  ]);

  const counted = await get('/public/story/1');
  expect(counted.body).toContain('网页 <b>1</b>');
  expect(counted.body).not.toMatch(/某居民|resident@|夜间很暗/);

  const waiting = await lookup(` ${receipt.toLowerCase().replaceAll('-', ' ')} `);
  expect(waiting.body).toContain('正在办理');
  expect(waiting.body).not.toMatch(/某居民|resident@|夜间很暗/);
  expect((await get('/public/story/1/close-out')).statusCode).toBe(404);
  expect((await get('/public/story/1/close-out.docx')).statusCode).toBe(404);

  site.clock.now = instantOf('2026-04-02', 600);
  await site.comments.pass(period, 'closed');
  await site.comments.pass(period, 'answering');
  await site.comments.dispose(
    period,
    [1],
    { kind: 'adopted', change: { where: '第1项', before: '保证道路畅通', after: '保证道路畅通、照明完好' } },
    office,
  );
  await site.comments.act(period, { kind: 'publish' }, office);
  const published = await get('/public/story/1');
  expect(published.body).toContain('href="/public/story/1/close-out"');
  expect(published.body).not.toContain('name="token"');
  const closeOut = await get('/public/story/1/close-out');
  expect(closeOut.statusCode).toBe(200);
  expect(closeOut.body).toContain('照明完好');
  expect(closeOut.body).not.toMatch(/某居民|resident@/);
  const paper = await get('/public/story/1/close-out.docx');
  expect(paper.headers['content-disposition']).toMatch(/^attachment/);
  expect(paper.rawPayload.subarray(0, 2).toString()).toBe('PK');
  expect((await lookup(receipt)).body).toContain('<strong>采纳</strong>');
});

describe('the clock', () => {
  test('decides to the millisecond what is late, by the beginning of the request', async () => {
    site.clock.now = noticedAt;
    const period = await openPeriod(site, 'to-the-second');
    const end = instantOf('2026-04-02');
    site.clock.now = end - 10_000;
    const token = await tokenOf(site.web, `/public/${period}`);
    site.clock.now = end - 1;
    const inTime = await comment(site, period, { text: '最后一刻', token });
    expect(inTime.body).not.toContain('逾期');
    site.clock.now = end;
    const page = await get(`/public/${period}`);
    expect(page.body).toContain('现在提交的意见仍会收下，记为逾期意见');
    const late = await comment(site, period, { text: '晚了一步', token });
    expect(late.statusCode).toBe(200);
    expect(late.body).toContain('这条意见记为逾期意见');
    expect((await listComments(site.ledger, period)).map((one) => [one.text, one.late])).toEqual(
      expect.arrayContaining([
        ['最后一刻', false],
        ['晚了一步', true],
      ]),
    );
  });

  test('keeps the form away until the first day', async () => {
    site.clock.now = noticedAt;
    const period = await openPeriod(site, 'coming', { start: '2026-03-09' });
    const page = await get(`/public/${period}`);
    expect(page.body).toContain('2026年3月9日开始接收意见');
    expect(page.body).toContain('id="item-1"');
    expect(page.body).not.toContain('name="token"');
  });
});

describe('when the office acts', () => {
  test('an extension and its reason stand on the page, beside the first date', async () => {
    site.clock.now = noticedAt;
    const period = await openPeriod(site, 'longer');
    await site.comments.act(period, { kind: 'extend', to: '2026-04-20', reason: '应多位居民要求' }, office);
    const { body } = await get(`/public/${period}`);
    expect(body).toContain('截止日由2026年4月1日改为2026年4月20日');
    expect(body).toContain('理由：应多位居民要求');
    expect(body).toContain('至2026年4月20日24:00止（原定2026年4月1日截止）');
  });

  test('a suspension takes draft and form down, and nobody loses what was just written', async () => {
    site.clock.now = noticedAt;
    const period = await openPeriod(site, 'paused');
    const token = await tokenOf(site.web, `/public/${period}`);
    site.clock.now += DAY_MS / 2;
    await site.comments.act(period, { kind: 'suspend', reason: '附件有误' }, office);
    const page = await get(`/public/${period}`);
    expect(page.body).toContain('理由：附件有误');
    expect(page.body).not.toMatch(/id="item-1"|name="token"|政策解读|href="#draft"/);
    // Only the page rests: whoever wants to write or call still finds out how.
    expect(page.body).toContain('网页暂不接收意见');
    expect(page.body).toContain('暂停期间仍可以通过电子邮件、电话、信函提出意见');
    for (const way of ['id="notice"', 'comments@street.example.org', '0991-1234567', '示范路1号示范街道办事处'])
      expect(page.body).toContain(way);
    const refused = await comment(site, period, { text: '写了很久的意见', token });
    expect(refused.statusCode).toBe(409);
    expect(refused.body).toContain('写了很久的意见');
    expect(refused.body).toContain('没有提交');
    expect(await listComments(site.ledger, period)).toEqual([]);
    await site.comments.act(period, { kind: 'resume', reason: '附件已更正' }, office);
    const resumed = await get(`/public/${period}`);
    expect(resumed.body).toContain('id="item-1"');
    expect(resumed.body).toContain('恢复征求意见并补足时间，截止日由2026年4月1日改为');
    expect(resumed.body).toContain('理由：附件有误');
    expect((await comment(site, period, { text: '再交一次' })).statusCode).toBe(200);
  });

  test('a withdrawal leaves only what happened and why', async () => {
    site.clock.now = noticedAt;
    const period = await openPeriod(site, 'withdrawn');
    const answer = await comment(site, period, { text: '一条意见' });
    await site.comments.act(period, { kind: 'withdraw', reason: '上级文件调整' }, office);
    const { body } = await get(`/public/${period}`);
    expect(body).toContain('理由：上级文件调整');
    expect(body).not.toMatch(/id="item-1"|name="token"/);
    expect((await lookup(receiptIn(answer.body))).body).toContain('本次征求意见已经撤回');
  });

  test('a short period shows its reason, and without the web channel there is no form', async () => {
    site.clock.now = noticedAt;
    const { web: _web, ...others } = terms.channels;
    const period = await openPeriod(site, 'short', {
      days: 10,
      reasonForShort: '汛期临近，须尽快印发',
      channels: { web: false, ...others },
    });
    const { body } = await get(`/public/${period}`);
    expect(body).toContain('汛期临近，须尽快印发');
    expect(body).not.toContain('name="token"');
  });
});

test('thousands of visitors are few questions to the ledger: pages keep what they read for a moment', async () => {
  const busy = await publicSite({ limits: false, publicAge: 60_000 });
  try {
    const period = await openPeriod(busy, 'busy');
    const seen = async () => [
      (await busy.web.inject('/public')).body.includes('正在征求意见'),
      (await busy.web.inject('/public/busy/1')).body.includes('name="token"'),
    ];
    const token = await tokenOf(busy.web, '/public/busy/1');
    expect(await seen()).toEqual([true, true]);
    busy.clock.now += 4_000;
    await busy.comments.act(period, { kind: 'withdraw', reason: '上级文件调整' }, office);
    expect(await seen()).toEqual([true, true]);
    // Whether a comment is taken is never decided by what was kept.
    const refused = await comment(busy, period, { text: '来不及了', token });
    expect(refused.statusCode).toBe(409);
    expect(await seen()).toEqual([true, false]);
  } finally {
    await busy.close();
  }
});

test('addresses that lead nowhere say so in one way and send to the list', async () => {
  for (const url of ['/public/none/1', '/public/none', '/public/story/0', '/public/story/x', '/public/a/b/c/d']) {
    const { statusCode, body } = await get(url);
    expect([url, statusCode]).toEqual([url, 404]);
    expect(body).toContain('<a href="/public">查看全部征求意见</a>');
    expect(body).not.toContain('withdrawn/1');
  }
});
