/** A reorganisation seen before it is decided: on pages without script, by the API and by command. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { savePlan } from '../../activities/ledger/plans.js';
import { run } from '../../client/cli/program.js';
import type { ReorganisationPreview } from '../../client/http/reorganise-answers.js';
import { launchedAt, plan, type TestSite, testSite, token } from './site.js';

let site: TestSite;
let session: Awaited<ReturnType<TestSite['login']>>;
const folder = mkdtempSync(join(tmpdir(), 'duban-reorganise-'));

beforeAll(async () => {
  site = await testSite();
  session = await site.login('李明');
  await savePlan(site.ledger, { ...plan, findings: [] }, launchedAt);
  await site.web.inject({
    method: 'POST',
    url: '/api/plans/street-2026/launch',
    headers: { authorization: `Bearer ${token}` },
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

const split = {
  ...{ step: 'preview', kind: 'split', units: '区经济发展局', heirs: '区财政局' },
  ...{ name1: '区数字经济发展局', id1: 'wch-szjj', kind1: 'department', liaison1: 'liaison@szjj.wch.example.org' },
  ...{ on: '2026-06-01', document: '文编发〔2026〕5号', reason: '机构改革' },
};
const post = (payload: Readonly<Record<string, string>>) =>
  site.web.inject({
    ...{ method: 'POST', url: '/units/reorganise', headers: { cookie: session.cookie } },
    payload: { csrf: session.csrf, ...payload },
  });

async function duban(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

test('the form shows who takes which task, lets it be chosen, and keeps what was typed when it is refused', async () => {
  const seen = await post(split);
  expect(seen.statusCode).toBe(200);
  expect(seen.body).toContain('区经济发展局拆分为区财政局、区数字经济发展局，2026年6月1日起');
  expect(seen.body).toContain('2项没有写明归谁，都由区财政局承接：street-2026/2026/1、street-2026/2026/2');
  expect(seen.body).toContain('1项任务原由几个单位共同承担');
  expect(seen.body.match(/<select name="assign:street-2026\/[12]"/g)).toHaveLength(2);
  const chosen = await post({ ...split, 'assign:street-2026/1': 'wch-szjj', 'assign:street-2026/2': 'wch-czj' });
  expect(chosen.body).toContain('<option value="wch-szjj" selected');
  expect(chosen.body).not.toContain('没有写明归谁');

  const refused = await post({ ...split, on: '2036-06-01', liaison1: 'nobody' });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain('生效日期“2036-06-01”不可用');
  expect(refused.body).toContain('“nobody”不是电子邮件地址');
  expect(refused.body).toContain('value="文编发〔2026〕5号"');
  expect((await site.web.inject({ url: '/units/reorganise' })).statusCode).toBe(401);
});

test('the command previews a file, and names every fault with its line', async () => {
  const file = join(folder, 'change.yaml');
  const text = (units: string) =>
    `kind: dissolve\nunits: [${units}]\nsuccessors:\n  - unit: 区城建局\non: 2026-06-01\ndocument: 文编发〔2026〕5号\nreason: 机构改革\n`;
  writeFileSync(file, text('区财政局'));
  const told = await duban('units', 'reorganise', file, '--preview');
  expect([told.code, told.err]).toEqual([0, '']);
  expect(told.out).toContain('区财政局撤销，职责由区城乡建设局承接，2026年6月1日起');
  expect(told.out).toMatch(/street-2026\/2026\/3\s+整治河道\s+.*区财政局\s+区城乡建设局/);
  expect(told.out).toContain('以上是预览，没有登记。');
  const json = await duban('units', 'reorganise', file, '--preview', '--json');
  const seen = JSON.parse(json.out) as ReorganisationPreview;
  expect(seen.duties.map((one) => [one.task, one.to.id])).toEqual([
    ['street-2026/2026/1', 'wch-cxjsj'],
    ['street-2026/2026/3', 'wch-cxjsj'],
  ]);
  writeFileSync(file, `${text('区财政, 区管委会办公室').replace('2026-06-01', '6月1日')}extra: 1\n`);
  const wrong = await duban('units', 'reorganise', file, '--preview');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('第8行：机构变更文件的“文件”不对：不认识“extra”');
  writeFileSync(file, text('区财政, 区管委会办公室').replace('2026-06-01', '6月1日'));
  expect((await duban('units', 'reorganise', file, '--preview')).err.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^第2行：名录中没有“区财政”/),
    '第5行：“6月1日”不是日期，应为 YYYY-MM-DD',
  ]);
  expect((await duban('units', 'reorganisations')).out).toContain('没有登记过机构变更。');
  expect((await duban('units', 'withdraw', 'none', '--reason', '误')).code).toBe(1);
});
