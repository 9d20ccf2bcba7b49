/** Floods from one address are slowed; everybody else notices nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addressBlock, PUBLIC_LIMITS } from '../../client/http/public-guard.js';
import { txt } from './public-files.js';
import {
  comment,
  commentWithFiles,
  listComments,
  openPeriod,
  type PublicSite,
  publicSite,
  type Sent,
  tokenOf,
} from './public-site.js';

let site: PublicSite;
let period: string;
let token: string;

beforeAll(async () => {
  site = await publicSite({ limits: true });
  period = await openPeriod(site, 'flooded');
  token = await tokenOf(site.web, `/public/${period}`);
  site.clock.now += 4_000;
});
afterAll(async () => site.close());

const from = (address: string) => ({ 'x-forwarded-for': address });
const ask = (address: string) =>
  site.web.inject({
    method: 'POST',
    url: '/public/receipt',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...from(address) },
    payload: 'receipt=0000-0000-0000',
  });

test('a flood of comments from one network is told to wait, in Chinese, while another gets through', async () => {
  // The interface part of an IPv6 address is the visitor's own choice: it buys no second share.
  const flood = Array.from({ length: PUBLIC_LIMITS.comment + 2 }, (_, n) => `2001:db8:1:2::${n + 1}`);
  const statuses: number[] = [];
  for (const [n, address] of flood.entries())
    statuses.push((await comment(site, period, { text: `第${n}条`, token }, from(address))).statusCode);
  expect(statuses).toEqual([...Array(PUBLIC_LIMITS.comment).fill(200), 429, 429]);
  const refused = await comment(site, period, { text: '又一条', token }, from('2001:db8:1:2::ffff'));
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.body).toMatch(/操作太频繁，请 \d+ 秒后再试/);
  expect((await comment(site, period, { text: '别处的意见', token }, from('2001:db8:1:3::1'))).statusCode).toBe(200);
  expect((await comment(site, period, { text: '又一处的意见', token }, from('192.0.2.7'))).statusCode).toBe(200);
  expect(await listComments(site.ledger, period)).toHaveLength(PUBLIC_LIMITS.comment + 2);
});

test('receipt numbers cannot be tried out', async () => {
  const statuses: number[] = [];
  for (let n = 0; n <= PUBLIC_LIMITS.lookup; n++) statuses.push((await ask('198.51.100.9')).statusCode);
  expect(statuses).toEqual([...Array(PUBLIC_LIMITS.lookup).fill(404), 429]);
  expect((await ask('198.51.100.10')).statusCode).toBe(404);
});

describe('files of the public', () => {
  const KB = 1024;
  let shared: PublicSite;
  beforeAll(async () => {
    const config = { fileLimits: { period: 30 * KB, address: 20 * KB }, trustProxy: ['10.1.0.0/16'] };
    shared = await publicSite({ limits: true, config });
  });
  afterAll(async () => shared.close());
  /** As the proxy at 10.1.2.3 passes it on. */
  const send = async (id: string, text: string, bytes: number, address: string, plan: Partial<Sent> = {}) => {
    const token = plan.token ?? (await tokenOf(shared.web, `/public/${id}`));
    shared.clock.now += 4_000;
    const files = [{ name: '材料.txt', bytes: txt(`${text}${'x'.repeat(bytes)}`.slice(0, bytes)) }];
    return commentWithFiles(shared, id, { text, token }, files, from(address), '10.1.2.3');
  };

  test('an address has its share of a day; beyond it the words are taken and the page says so', async () => {
    const id = await openPeriod(shared, 'share');
    expect((await send(id, '一', 12 * KB, '192.0.2.1')).body).not.toContain('附件没有收下');
    const token = await tokenOf(shared.web, `/public/${id}`);
    for (let click = 0; click < 2; click++) {
      const over = await send(id, '二', 12 * KB, '192.0.2.1', { token });
      expect(over.statusCode).toBe(200);
      expect(over.body).toMatch(/附件没有收下：您的网络地址今天提交的附件合计已达上限[\s\S]*文字已经登记/);
    }
    expect((await send(id, '三', 12 * KB, '192.0.2.2')).body).not.toContain('附件没有收下');
    const kept = await listComments(shared.ledger, id);
    expect(kept.map((one) => one.files.length)).toEqual([1, 0, 1]);
    expect(kept[1]?.text).toBe('二\n（所附1个附件没有收存：同一网络地址当天的附件已达上限）');
    shared.clock.now += 24 * 3600_000;
    const next = await openPeriod(shared, 'next-day', { start: '2026-03-03' });
    expect((await send(next, '四', 12 * KB, '192.0.2.1')).body).not.toContain('附件没有收下');
  });

  test('a period has its room, however many come at once', async () => {
    const id = await openPeriod(shared, 'room', { start: '2026-03-03' });
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) => send(id, `第${n}条`, 12 * KB, `198.51.100.${n}`)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(200));
    expect(answers.filter(({ body }) => body.includes('本次征求意见收到的附件合计已达上限'))).not.toHaveLength(0);
    const kept = await listComments(shared.ledger, id);
    expect(kept).toHaveLength(5);
    const stored = kept.flatMap((one) => one.files).reduce((sum, { size }) => sum + size, 0);
    expect(stored).toBeLessThanOrEqual(30 * KB);
    const late = await send(id, '最后', 30 * KB, '198.51.100.99');
    expect(late.body).toContain('本次征求意见收到的附件合计已达上限');
  });

  test('only a known proxy is believed when it names an address', async () => {
    const id = await openPeriod(shared, 'proxy', { start: '2026-03-03' });
    const token = await tokenOf(shared.web, `/public/${id}`);
    shared.clock.now += 4_000;
    const ask = (n: number, proxy: string) =>
      comment(shared, id, { text: `第${n}条`, token }, from(`203.0.113.${n}`), proxy);
    const known = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(n, '10.1.9.9')));
    expect(known.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200));
    const forged: number[] = [];
    for (let n = 10; n < 18; n++) forged.push((await ask(n, '10.2.0.1')).statusCode);
    expect(forged).toEqual([...Array(PUBLIC_LIMITS.comment).fill(200), 429, 429]);
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
])('of %s one visitor holds %s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});
