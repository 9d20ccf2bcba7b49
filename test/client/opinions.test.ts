/** What a unit does about comments by the signed link in its letter. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { disposeComments, mergeComments, setAsideComments } from '../../activities/ledger/comments/decide.js';
import { takeStock } from '../../activities/ledger/comments/errands.js';
import { announcePeriod } from '../../activities/ledger/comments/periods.js';
import { loadComment } from '../../activities/ledger/comments/read.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { redactComment } from '../../activities/ledger/comments/redact.js';
import { makeLink } from '../../activities/links.js';
import { errandId } from '../../domain/comment/errand.js';
import { instantOf } from '../../domain/day.js';
import type { Actor } from '../../domain/task.js';
import { at, commentOf, opening, periodOf } from '../ledger/comment-samples.js';
import { secret, type TestSite, testSite } from './site.js';

const period = 'lvse/1';
const own = 'wch-jjfzj';
const errand = errandId(period, own, '2027-01-05');
const office: Actor = { name: '办公室', role: 'office' };
const bytes = Buffer.from('%PDF-1.4 sample');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const otherBytes = Buffer.from('of another unit');
const otherSha = createHash('sha256').update(otherBytes).digest('hex');
const file = (name: string, content: Buffer, hash: string) => ({
  name,
  mediaType: 'application/pdf',
  size: content.length,
  sha256: hash,
  bytes: content,
});
const linkOf = (unit: string, id: string) =>
  `/r/${makeLink(secret, { unit, purpose: 'opinion', tasks: [id], expires: '2027-03-12' })}`;
const link = linkOf(own, errand);

let site: TestSite;
beforeAll(async () => {
  site = await testSite();
  site.clock.now = instantOf('2027-01-05', 600);
  const [plan, event] = opening(periodOf('lvse'));
  const items = [
    { number: 1, title: '甲<b>', lead: own },
    { number: 2, title: '乙', lead: 'wch-czj' },
  ];
  await announcePeriod(site.ledger, { ...plan, items }, event);
  const person = { name: '张三丰', contact: 'zhang@example.org' };
  await receiveComment(
    site.ledger,
    commentOf(period, 'a', { ...person, text: '<script>一</script>', files: [file('图 一.pdf', bytes, sha256)] }),
  );
  await receiveComment(site.ledger, commentOf(period, 'b', { text: '二' }));
  await receiveComment(site.ledger, commentOf(period, 'c', { text: '三' }));
  await receiveComment(site.ledger, commentOf(period, 'd', { text: '四' }));
  await receiveComment(
    site.ledger,
    commentOf(period, 'e', { item: 2, text: '别人的', files: [file('b.pdf', otherBytes, otherSha)] }),
  );
  await takeStock(site.ledger, period, '2027-01-05', '2027-01-12', at.open);
});
afterAll(() => site.close());

const get = (url: string) => site.web.inject({ url });
const post = (url: string, payload: Readonly<Record<string, string>>) =>
  site.web.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(payload).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const opinionOf = async (no: number) => (await loadComment(site.ledger, period, no))?.opinion;
const propose = (no: number, kind: string, words = '', by = '') =>
  post(link, { act: 'opinion', no: String(no), kind, words, by });

describe('the page of an errand', () => {
  test('shows the words of the public and nothing of who they are, and only what is the unit’s own', async () => {
    const { statusCode, body } = await get(link);
    expect(statusCode).toBe(200);
    expect(body).toContain('共4条，4条待提建议');
    expect(body).toContain('&lt;script>一&lt;/script>');
    expect(body).toContain('对第1项“甲&lt;b>”');
    expect(body).not.toMatch(/张三丰|zhang@|别人的|<script/);
    expect(body.match(/<form /g)).toHaveLength(4);
  });

  test('gives the files of its own comments to be saved, and no others', async () => {
    const given = await get(`${link}/files/1/${sha256}`);
    expect(given.rawPayload.equals(bytes)).toBe(true);
    expect(given.headers['content-disposition']).toMatch(/^attachment; .*%E5%9B%BE/);
    for (const url of [
      `${link}/files/5/${otherSha}`,
      `${link}/files/1/${otherSha}`,
      `${link}/files/2/${sha256}`,
      `/r/${makeLink(secret, { unit: own, purpose: 'task', tasks: ['street-2026/2026/1'], expires: '2027-03-12' })}/files/1/${sha256}`,
    ])
      expect((await get(url)).statusCode).toBe(404);
    expect((await get(`${link}x/files/1/${sha256}`)).statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('a proposal', () => {
  test('is kept in the unit’s name; pressed twice it is one', async () => {
    for (const _ of [1, 2]) {
      const { statusCode, headers } = await propose(1, 'adopted', '第三条改为两年', '王');
      expect([statusCode, headers.location]).toEqual([303, `${link}?did=opinion-1#c1`]);
      site.clock.now += 60_000;
    }
    expect(await opinionOf(1)).toEqual({
      unit: own,
      kind: 'adopted',
      words: '第三条改为两年',
      at: instantOf('2027-01-05', 600),
      by: '区经济发展局 王',
    });
    const { body } = await get(`${link}?did=opinion-1`);
    expect(body).toContain('共4条，3条待提建议');
    expect(body).toMatch(/id="c1".*处理建议已提交.*第三条改为两年/);
  });

  test('wants reasons where it does not simply adopt, and one of the four kinds', async () => {
    const bare = await propose(2, 'not-adopted');
    expect(bare.statusCode).toBe(422);
    expect(bare.body).toContain('处理建议的理由');
    for (const kind of ['', 'perhaps']) expect((await propose(2, kind, '理由')).body).toContain('请选择一项处理建议');
    expect(await opinionOf(2)).toBeNull();
  });

  test('may be changed until the office has decided, and then not', async () => {
    await propose(2, 'partly', '部分可行');
    await propose(2, 'not-adopted', '上位法另有规定');
    expect(await opinionOf(2)).toMatchObject({ kind: 'not-adopted', words: '上位法另有规定' });
    await disposeComments(
      site.ledger,
      period,
      [2],
      { kind: 'not-adopted', reason: '已有规定' },
      office,
      site.clock.now,
    );
    const late = await propose(2, 'adopted');
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('第2条意见已由办公室处理');
    expect(await opinionOf(2)).toMatchObject({ kind: 'not-adopted' });
    expect((await get(link)).body).toMatch(/id="c2".*办公室已处理本条（未采纳），处理建议不能再改/);
  });

  test('is asked for no more on what was merged or set aside', async () => {
    await mergeComments(site.ledger, period, [3], 1, office, site.clock.now);
    await setAsideComments(site.ledger, period, [4], '广告', office, site.clock.now);
    const { body } = await get(link);
    expect(body).toContain('没有待提建议的');
    expect(body).toMatch(/id="c3".*已并入第1条意见/);
    expect(body).toMatch(/id="c4".*已将本条定为“不作为有效意见”/);
    expect(body.match(/<form /g)).toHaveLength(1);
  });

  test('cannot reach a comment of another unit, nor be given by another unit’s link', async () => {
    expect((await propose(5, 'adopted')).body).toContain('第5条意见不在转交给本单位的意见之中');
    const forged = linkOf('wch-czj', errand);
    expect((await post(forged, { act: 'opinion', no: '1', kind: 'outside', words: '无关' })).statusCode).toBe(404);
    const shown = await get(forged);
    expect(shown.statusCode).toBe(404);
    expect(shown.body).not.toContain('第三条改为两年');
    expect(await opinionOf(5)).toBeNull();
    expect(await opinionOf(1)).toMatchObject({ kind: 'adopted' });
  });
});

test('a comment that is only a file is not said to be removed, and a title keeps its own marks', async () => {
  const title = '关于《绿色发展规划》的说明（征求意见稿）';
  const [plan, event] = opening(periodOf('files', { title }));
  await announcePeriod(site.ledger, { ...plan, items: [{ number: 1, title: '甲', lead: own }] }, event);
  const files = [file('图.pdf', bytes, sha256)];
  await receiveComment(site.ledger, commentOf('files/1', 'a', { text: '', files }));
  await receiveComment(site.ledger, commentOf('files/1', 'b', { text: '删' }));
  await redactComment(site.ledger, 'files/1', 2, { what: 'text', reason: '本人要求' }, office, site.clock.now);
  await takeStock(site.ledger, 'files/1', '2027-01-05', '2027-01-12', at.open);
  const { body } = await get(linkOf(own, errandId('files/1', own, '2027-01-05')));
  expect(body).toMatch(/id="c1".*（没有文字，内容见附件）.*图\.pdf.*id="c2".*（内容已按本人要求删除）/s);
  expect(body).toContain(`<h1>${title}公众意见处理建议</h1>`);
});

describe('the link', () => {
  test('does what it is for and nothing else', async () => {
    const task = `/r/${makeLink(secret, { unit: own, purpose: 'task', tasks: ['street-2026/2026/1'], expires: '2027-03-12' })}`;
    expect((await post(task, { act: 'opinion', no: '1', kind: 'adopted' })).statusCode).toBe(400);
    expect((await post(link, { act: 'sign' })).statusCode).toBe(400);
    for (const tasks of [['street-2026/2026/1'], [errand, errandId(period, own, '2027-01-06')]])
      expect(
        (await get(`/r/${makeLink(secret, { unit: own, purpose: 'opinion', tasks, expires: '2027-03-12' })}`)).body,
      ).toContain('不完整或被改动过');
    expect(
      (await get(`/r/${makeLink(secret, { unit: own, purpose: 'task', tasks: [errand], expires: '2027-03-12' })}`))
        .body,
    ).toContain('不完整或被改动过');
  });

  test('says kindly that it is over, and shows no comment then', async () => {
    const before = site.clock.now;
    site.clock.now = instantOf('2027-03-13');
    const { statusCode, body } = await get(link);
    site.clock.now = before;
    expect(statusCode).toBe(410);
    expect(body).toContain('公众意见的处理建议（lvse/1）');
    expect(body).not.toContain('第三条改为两年');
  });
});
