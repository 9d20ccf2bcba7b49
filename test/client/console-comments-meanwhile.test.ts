/** Two people at the office's desk: nobody overwrites a decision, or publishes a draft, that he has not seen. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadComment } from '../../activities/ledger/comments/read.js';
import { instantOf } from '../../domain/day.js';
import { ledgerComments } from './ledger-comments.js';
import { terms } from './public-site.js';
import { type TestSite, testSite, token } from './site.js';

const actor = { name: '办公室', role: 'office' } as const;
let site: TestSite;
let acts: ReturnType<typeof ledgerComments>;
let li: Awaited<ReturnType<TestSite['login']>>;
let wang: Awaited<ReturnType<TestSite['login']>>;

beforeAll(async () => {
  site = await testSite();
  acts = ledgerComments(site.ledger, () => site.clock.now);
  await login();
});
afterAll(() => site.close());

async function login(): Promise<void> {
  li = await site.login('李明');
  wang = await site.login('王芳');
}
/** A period with so many comments on its first item. */
async function open(plan: string, comments: number): Promise<string> {
  site.clock.now = instantOf(terms.start, 600);
  const { state } = await acts.open({ ...terms, plan }, actor);
  site.clock.now += 60_000;
  for (let n = 1; n <= comments; n++)
    await acts.receive({
      ...{ period: state.id, channel: 'web', arrivedAt: site.clock.now, item: 1, text: `意见${n}` },
      ...{ name: null, contact: null, files: [], idempotencyKey: `${plan}-key-${n}` },
    });
  return state.id;
}
const page = async (url: string) => (await site.web.inject({ url, headers: { cookie: li.cookie } })).body;
const hidden = async (url: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(await page(url))?.[1] ?? '';
const post = (url: string, fields: Readonly<Record<string, string>>, as = li) =>
  site.web.inject({
    method: 'POST',
    url,
    headers: { cookie: as.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...fields, csrf: as.csrf }).toString(),
  });
const api = (url: string, payload: object) =>
  site.web.inject({ method: 'POST', url, headers: { authorization: `Bearer ${token}` }, payload });

test('who opened the page before somebody else decided is told, and decides again with what is there now', async () => {
  const id = await open('both', 2);
  const here = `/comments/${id}`;
  const seen = await hidden(`${here}/1`, 'seen');
  expect(seen).toBe('none');
  const first = { act: 'dispose', kind: 'not-adopted', reason: '没有内容', seen };
  // A second click is the same decision.
  for (let click = 0; click < 2; click++) expect((await post(`${here}/1`, first)).statusCode).toBe(303);
  const other = { act: 'dispose', kind: 'outside', forwardedTo: '区公安局' };
  for (const act of [other, { act: 'setAside', reason: '广告' }, { act: 'merge', into: '2' }]) {
    const refused = await post(`${here}/1`, { ...act, seen }, wang);
    expect(refused.statusCode).toBe(409);
    expect(refused.body).toContain('第1条意见在您打开之后已另有处理，内容已有变动，请重新核对');
    expect(refused.body).toContain('李明于');
  }
  const list = await post(`${here}/batch`, { act: 'setAside', reason: '广告', nos: '1', seen: '1:none,2:none' }, wang);
  expect(list.statusCode).toBe(409);
  expect((await loadComment(site.ledger, id, 1))?.disposition).toMatchObject({ kind: 'not-adopted', by: '李明' });
  const knowing = await post(`${here}/1`, { ...other, seen: await hidden(`${here}/1`, 'seen') }, wang);
  expect(knowing.statusCode).toBe(303);
  expect((await loadComment(site.ledger, id, 1))?.disposition).toMatchObject({ kind: 'outside', by: '王芳' });

  const path = `/api/comment-periods/${id}/dispose`;
  const body = { nos: [1, 2], kind: 'not-adopted', reason: '已有规定' };
  const stale = await api(path, { ...body, seen: 'none' });
  expect([stale.statusCode, stale.json().faults.map((one: { code: string }) => one.code)]).toEqual([
    409,
    ['comment-decided-meanwhile'],
  ]);
  expect((await loadComment(site.ledger, id, 2))?.disposition).toBeNull();
  expect((await api(path, { ...body, seen: 'yesterday' })).statusCode).toBe(400);
  expect((await api(path, { ...body, seen: { 2: 'none' } })).statusCode).toBe(200);
});

test('what is published is the draft that was reviewed, or nothing', async () => {
  const id = await open('reviewed', 1);
  const here = `/comments/${id}/close-out`;
  await acts.dispose(id, [1], { kind: 'not-adopted', reason: '已有规定' }, actor);
  site.clock.now = instantOf('2026-04-02', 600);
  await login();
  await acts.pass(id, 'closed');
  await acts.pass(id, 'answering');
  const digest = await hidden(here, 'digest');
  await acts.dispose(id, [1], { kind: 'not-adopted', reason: '另有规定' }, actor);
  for (const old of [{ digest }, {}]) {
    const changed = await post(here, { sure: 'yes', ...old });
    expect(changed.statusCode).toBe(409);
    expect(changed.body).toContain('采纳情况反馈在您核对之后内容已有变动，请重新核对后再公布');
    expect(changed.body).toContain('另有规定');
  }
  const stale = await api(`/api/comment-periods/${id}/acts`, { kind: 'publish', digest });
  expect(stale.json().faults[0].code).toBe('close-out-changed');
  const headers = { authorization: `Bearer ${token}` };
  const draft = await site.web.inject({ url: `/api/comment-periods/${id}/close-out`, headers });
  expect(draft.json().digest).toBe(await hidden(here, 'digest'));
  const published = await post(here, { sure: 'yes', digest: draft.json().digest });
  expect(published.headers.location).toBe(`${here}?done=published`);
});

test('of a withdrawn period the pages ask for nothing more', async () => {
  const id = await open('withdrawn', 1);
  await login();
  await acts.act(id, { kind: 'withdraw', reason: '草案须重大修改' }, actor);
  const body = await page(`/comments/${id}`);
  expect(body).toContain('征求意见已撤回，不公布采纳情况');
  expect(body).toContain('撤回时未处理');
  expect(body).not.toMatch(/待处理|核对采纳情况|不迟于/);
  const one = await page(`/comments/${id}/1`);
  expect(one).toContain('没有收到这条意见。');
  expect(one).not.toMatch(/待处理|下一个工作日/);
  expect(await page('/comments')).toContain('已撤回，不公布');
});
