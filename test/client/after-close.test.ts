/** What comes when a period is over: kept, in no count, told honestly to its author, shown to the office until it is seen. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMails } from '../../activities/ledger/comments/mails.js';
import { loadPeriod } from '../../activities/ledger/comments/periods.js';
import { countsOf, loadComment } from '../../activities/ledger/comments/read.js';
import { dueReceipts, periodsWithReceipts } from '../../activities/ledger/comments/receipts.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { commentReceipt } from '../../activities/mail/templates/comment-receipt.js';
import { readCommentRecords } from '../../client/comments/records.js';
import { takeMail } from '../../client/inbox/take-mail.js';
import { instantOf } from '../../domain/day.js';
import { mail } from '../inbox/mails.js';
import { ledgerComments } from './ledger-comments.js';
import { office, terms } from './public-site.js';
import { type TestSite, testSite, token } from './site.js';

const publicUrl = 'http://127.0.0.1:8080';
let site: TestSite;
let acts: ReturnType<typeof ledgerComments>;
let session: Awaited<ReturnType<TestSite['login']>>;

beforeAll(async () => {
  site = await testSite();
  acts = ledgerComments(site.ledger, () => site.clock.now);
  session = await site.login('李明');
});
afterAll(async () => {
  expect(await verifyChain(site.ledger)).toMatchObject({ ok: true });
  await site.close();
});

const page = async (url: string) => (await site.web.inject({ url, headers: { cookie: session.cookie } })).body;
const api = async (url: string) => {
  const { body } = await site.web.inject({ url: `/api${url}`, headers: { authorization: `Bearer ${token}` } });
  return JSON.parse(body) as { comments: { no: number; afterClose: boolean }[]; mails: { id: string; no: number }[] };
};
const send = (url: string, fields: Readonly<Record<string, string>>) =>
  site.web.inject({
    method: 'POST',
    url,
    headers: { cookie: session.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...fields, csrf: session.csrf }).toString(),
  });

/** A period with one comment, over on 10 April 2026 by publication or withdrawal. */
async function overPeriod(plan: string, how: 'publish' | 'withdraw'): Promise<string> {
  site.clock.now = instantOf('2026-03-02', 600);
  const channels = { ...terms.channels, email: `${plan}@street.example.org` };
  const { state } = await acts.open({ ...terms, plan, channels }, office);
  const { id } = state;
  const first = { period: id, channel: 'web', item: null, text: '路灯太少', name: null, contact: null } as const;
  const arrivedAt = site.clock.now + 1000;
  await receiveComment(site.ledger, { ...first, arrivedAt, files: [], idempotencyKey: 'first-comment' });
  if (how === 'withdraw') {
    await acts.act(id, { kind: 'withdraw', reason: '草案重拟' }, office);
    return id;
  }
  site.clock.now = instantOf('2026-04-10', 600);
  await acts.pass(id, 'closed');
  await acts.pass(id, 'answering');
  await acts.dispose(id, [1], { kind: 'not-adopted', reason: '已有安排' }, office);
  await acts.act(id, { kind: 'publish' }, office);
  return id;
}

const takeLate = (plan: string, body: string) =>
  takeMail(
    {
      ledger: site.ledger,
      publicUrl,
      receive: (comment) => receiveComment(site.ledger, comment, site.clock.now),
    },
    mail({ id: `${plan}@x.example.org`, to: `${plan}@street.example.org`, from: 'late@example.net', body }),
    site.clock.now,
  );

describe.each([
  ['publish', 'published-plan', '采纳情况已经公布', '公布后登记'],
  ['withdraw', 'withdrawn-plan', '征求意见已经撤回', '撤回后登记'],
] as const)('after %s', (how, plan, said, mark) => {
  test('a mail is kept and told honestly; the counts stay as they were', async () => {
    const id = await overPeriod(plan, how);
    const before = await countsOf(site.ledger, id);
    const shown = await page(`/public/${id}`);
    site.clock.now += 3 * 86_400_000;
    expect(await takeLate(plan, '来晚了的建议')).toMatchObject({ class: 'comment', period: id, no: 2 });

    expect(await countsOf(site.ledger, id)).toEqual(before);
    expect((await loadPeriod(site.ledger, id))?.lastNo).toBe(2);
    const sums = (body: string) => /<ul class="counts">[\s\S]*?<\/ul>/.exec(body)?.[0] ?? 'none';
    expect(sums(shown)).toContain('<b>1</b>条合计');
    expect(sums(await page(`/public/${id}`))).toBe(sums(shown));

    const one = await loadComment(site.ledger, id, 2);
    expect(one).toMatchObject({ afterClose: true, question: null, text: '来晚了的建议' });
    const [receipt] = await dueReceipts(site.ledger, id, 5);
    // When the service comes back, it is mailed although the period is over.
    expect(await periodsWithReceipts(site.ledger)).toContain(id);
    if (receipt === undefined) throw new Error('no receipt due');
    const letter = JSON.stringify(commentReceipt(receipt, { office: '办公室', publicUrl, now: site.clock.now }));
    expect(letter).toContain(said);
    expect(letter).not.toMatch(/届时|正在办理|统一公布/);
    const found = await send('/public/receipt', { receipt: one?.receipt ?? '' });
    expect(found.body).toContain(said);
    expect(found.body).not.toMatch(/正在办理|可以看到结果|逾期/);
    await expect(acts.dispose(id, [2], { kind: 'not-adopted', reason: '来迟' }, office)).rejects.toMatchObject({
      code: 'period-over',
    });
  });

  test('the office sees it apart from the others, in the list and among the mails, until it is dismissed', async () => {
    // A session ends after half a day.
    session = await site.login('李明');
    const id = `${plan}/1`;
    const here = `/comments/${id}`;
    expect((await api(`/comment-periods/${id}/comments`)).comments.map((one) => one.no)).toEqual([1]);
    expect((await api(`/comment-periods/${id}/comments?after=1`)).comments.map((one) => one.no)).toEqual([2]);
    expect((await api(`/comment-periods/${id}/export`)).comments.map((one) => [one.no, one.afterClose])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await page(`${here}?show=all`)).not.toContain('来晚了的建议');
    expect(await page(here)).toContain(`${mark}（1）`);
    expect(await page(`${here}?show=after`)).toMatch(/来晚了的建议[\s\S]*留存参考/);
    expect(await page(`${here}/2`)).toContain(`${mark}，留存参考`);

    const mailId = `<${plan}@x.example.org>`;
    expect((await api('/mails')).mails).toContainEqual(expect.objectContaining({ id: mailId, no: 2 }));
    expect(await page('/comments/mails')).toMatch(/公布或撤回后收到的意见（1封）[\s\S]*第2条/);
    const empty = await send('/comments/mails', { act: 'dismiss', mail: mailId });
    expect([empty.statusCode, empty.body.includes('理由不能为空')]).toEqual([422, true]);
    const seen = await send('/comments/mails', { act: 'dismiss', mail: mailId, reason: '已转起草组' });
    expect(seen.headers.location).toBe('/comments/mails?done=dismissed');
    expect(await openMails(site.ledger)).toEqual([]);
    const [event] = await eventsOf(site.ledger, { kind: 'comment.mailDismissed', limit: 1 });
    expect(event).toMatchObject({ actor: { name: '李明' }, data: { class: 'comment', reason: '已转起草组' } });
  });
});

test('a unit and an export see neither number nor name in the words of the public', async () => {
  site.clock.now = instantOf('2026-03-02', 600);
  const { state } = await acts.open({ ...terms, plan: 'masked-plan' }, office);
  const { id } = state;
  await receiveComment(site.ledger, {
    ...{ period: id, channel: 'web', arrivedAt: site.clock.now + 1, item: 1, contact: '0632-5551234', files: [] },
    ...{ name: '赵小河', text: '我是赵小河，请加宽道路，联系５５５１２３４', idempotencyKey: 'masked-comment' },
  });
  await site.ledger.pool.query(`update comment set errand = 'opinion/masked' where period = $1`, [id]);
  await site.ledger.pool.query(
    `insert into comment_errand (id, period, unit, day, due, assigned_at, open, seq)
     values ('opinion/masked', $1, 'wch-jjfzj', '2026-03-03', '2026-03-10', 0, true, 1)`,
    [id],
  );
  const records = readCommentRecords(site.ledger, publicUrl, () => site.clock.now);
  const { comments } = await records.errand('opinion/masked');
  expect(comments).toMatchObject([{ name: null, text: '我是***，请加宽道路，联系***' }]);
  expect((await api(`/comment-periods/${id}/export`)).comments).toMatchObject([
    { text: '我是***，请加宽道路，联系***' },
  ]);
  expect((await api(`/comment-periods/${id}/export?contacts=1`)).comments).toMatchObject([
    { name: '赵小河', text: expect.stringContaining('５５５１２３４') },
  ]);
  await acts.dispose(id, [1], { kind: 'not-adopted', reason: '已有安排' }, office);
  expect((await records.draft(id)).rows).toMatchObject([{ opinion: '我是***，请加宽道路，联系***' }]);
});
