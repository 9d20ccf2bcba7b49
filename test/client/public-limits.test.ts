/** Floods from one address are slowed; everybody else notices nothing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addressBlock, PUBLIC_LIMITS } from '../../client/http/public-guard.js';
import { comment, listComments, openPeriod, type PublicSite, publicSite, tokenOf } from './public-site.js';

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
