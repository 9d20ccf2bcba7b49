/** A draft on its way to the issue, as the office types it and sees it: what is next, the changes, refusals. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readPlanText } from '../../client/cli/files.js';
import { run } from '../../client/cli/program.js';
import { instantOf } from '../../domain/day.js';
import type { Actor } from '../../domain/task.js';
import { ledgerComments } from './ledger-comments.js';
import { type TestSite, testSite, token } from './site.js';

const office: Actor = { name: '办公室 甲', role: 'office' };
const folder = mkdtempSync(join(tmpdir(), 'duban-draft-'));
const draft = [
  '河湾区2026年重点任务（征求意见稿）',
  '1.建设园区道路。年底前建成。（牵头单位：区经济发展局；配合单位：区财政局）',
  '2.整治河道。9月底前完成。（牵头单位：区财政局）',
].join('\n');
const part = '区发展改革局';
const terms = {
  ...{ plan: 'hewan-2026', title: '河湾区2026年重点任务', kind: 'major-decision', issuer: part, draft },
  ...{ start: '2026-03-02', days: 30, channels: { web: true } },
  interpretation: { background: part, basis: part, process: part, goals: part, content: part, contact: part },
};

let site: TestSite;
const saved = { ...process.env };

beforeAll(async () => {
  site = await testSite();
  await site.web.listen({ host: '127.0.0.1', port: 0 });
  process.env['DUBAN_URL'] = `http://127.0.0.1:${(site.web.server.address() as AddressInfo).port}`;
  process.env['DUBAN_TOKEN'] = token;
});
afterAll(async () => {
  process.env = saved;
  await site.close();
});

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

test('from the draft to the issue: each step tells the next, what was adopted stands in file and page', async () => {
  const comments = ledgerComments(site.ledger, () => site.clock.now);
  site.clock.now = instantOf(terms.start, 600);
  const file = join(folder, 'hewan-2026.txt');
  writeFileSync(file, draft);
  await duban('import', file);
  expect((await duban('plan', 'draft', 'hewan-2026')).out).toMatch(/起草\n下一步：公开征求意见/);
  expect((await duban('plan', 'revise', 'hewan-2026')).err).toContain('没有公布过采纳情况');
  let { cookie, csrf } = await site.login();
  const get = async (url: string): Promise<string> => (await site.web.inject({ url, headers: { cookie } })).body;
  expect(await get('/plans/hewan-2026')).toContain('，起草中，尚未印发');
  // A yearly list pasted on the page names the plan above it.
  const paste = (name: string, parent: string) =>
    site.web.inject({
      method: 'POST',
      url: '/plans/import',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ name, text: draft, parent, csrf }).toString(),
    });
  expect((await paste('list-2026', 'hewan-2026')).headers.location).toBe('/plans/list-2026?done=imported');
  expect(await get('/plans/list-2026')).toContain('<a href="/plans/hewan-2026">');
  expect(await get('/comments/new?plan=hewan-2026')).toMatch(/name="plan"[^>]*value="hewan-2026"/);

  const { state } = await comments.open(terms, office);
  await comments.receive({
    ...{ period: state.id, channel: 'web', arrivedAt: site.clock.now, item: 1, text: '装路灯', name: null },
    ...{ contact: null, files: [], idempotencyKey: 'one' },
  });
  expect((await duban('plan', 'revise', 'hewan-2026')).err).toContain('公布采纳情况之后才能据以修改');
  expect(await get('/plans/hewan-2026/draft')).not.toContain('登记印发</button>');
  site.clock.now = instantOf(state.lastDay, 24 * 60);
  await comments.pass(state.id, 'closed');
  await comments.pass(state.id, 'answering');
  const change = { where: '第1项', before: '年底前建成。', after: '年底前建成，安装路灯。' };
  await comments.dispose(state.id, [1], { kind: 'adopted', change }, office);
  await comments.act(state.id, { kind: 'publish' }, office);
  ({ cookie, csrf } = await site.login());

  const out = join(folder, '修改稿.docx');
  const preview = await duban('plan', 'revise', 'hewan-2026', '--preview', '--out', out, '--json');
  expect([preview.code, JSON.parse(preview.out)]).toMatchObject([
    0,
    { imported: null, changes: [{ nos: [1], item: 1 }] },
  ]);
  expect(readPlanText(out)).toContain('1.建设园区道路。年底前建成，安装路灯。');
  expect(await get('/plans/hewan-2026/draft')).toMatch(/年底前建成，安装路灯。[\s\S]*改进草案并导入<\/button>/);
  const plain = join(folder, '修改稿.txt');
  const revised = await duban('plan', 'revise', 'hewan-2026', '--out', plain);
  expect([revised.code, revised.out]).toEqual([0, expect.stringMatching(/改动草案 1 处[\s\S]*已导入：2 项任务/)]);
  expect(readFileSync(plain, 'utf8')).toBe(draft.replace(change.before, change.after));
  const shown = await get('/plans/hewan-2026/draft');
  expect(shown).toMatch(/已改进草案[\s\S]*登记印发<\/button>/);
  expect(shown).not.toContain('改进草案并导入</button>');

  const early = await duban('plan', 'issue', 'hewan-2026', '--number', '河政字〔2026〕5号', '--on', '2026-03-20');
  expect([early.code, early.err]).toEqual([1, expect.stringContaining('截止之后的日期')]);
  const wrong = await site.web.inject({
    ...{ method: 'POST', url: '/plans/hewan-2026/draft/issue', headers: { cookie } },
    payload: { csrf, number: '河政字2026-5', on: '2026-12-01' },
  });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.body).toMatch(/文号“河政字2026-5”不对[\s\S]*还没有到[\s\S]*value="河政字2026-5"/);
  expect((await duban('plan', 'revise', 'hewan-2026', '--out', 'x.pdf')).code).toBe(2);
  expect((await duban('plan', 'issue', 'hewan-2026', '--number', 'x')).code).toBe(2);
  expect((await duban('plan', 'draft', 'nowhere')).err).toContain('nowhere');
});
