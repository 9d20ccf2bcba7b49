/** The list of a plan's second year before it begins: on the command line, by API, and on its page without script. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { savePlan, setPlanStatus } from '../../activities/ledger/plans.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { run } from '../../client/cli/program.js';
import { newLife } from '../../client/life/begin.js';
import { assignTask, seedsOf } from '../../domain/assign.js';
import { instantOf } from '../../domain/day.js';
import { applyLifeAct } from '../../domain/life/life.js';
import type { Plan } from '../../domain/plan.js';
import { ladder } from '../ledger/samples.js';
import { plan as sample, type TestSite, testSite, token } from './site.js';

const [first, second, third] = sample.tasks;
if (first === undefined || second === undefined || third === undefined) throw new Error('sample changed');
const road = { metric: '里程', op: '>=', value: 90, unit: '公里', raw: '到2028年达到90公里', year: 2028 } as const;
const three: Plan = {
  ...{ ...sample, id: 'three', title: '三年行动计划', period: [2026, 2028], findings: [] },
  appointment: { by: '区政府', scope: '督办', from: '2026-01-01', document: '授权文件' },
  approval: { by: '区长', on: '2026-01-01', document: '批件' },
  tasks: [
    { ...first, title: '绿化街道' },
    { ...second, recurring: '每年', targets: [road] },
    { ...third, undated: true },
  ],
};
const actor = { name: '办公室', role: 'office' } as const;
const page = '/plans/three/years/2027';
let site: TestSite;
let session: Awaited<ReturnType<TestSite['login']>>;

beforeAll(async () => {
  site = await testSite();
  const { ledger, clock } = site;
  await savePlan(ledger, three, clock.now);
  const issued = await newLife(three, { office: 'wch-office', leadership: 'wch-leadership' }, 'issued');
  const { life } = applyLifeAct(issued, { kind: 'startYear', year: 2026, tasks: [] }, actor, clock.now, '2026-03-02');
  await setPlanStatus(ledger, 'three', { status: 'executing', ladder, at: clock.now, by: '办公室', life });
  for (const seed of seedsOf(three).slice(0, 2)) {
    const task = assignTask('three', 2026, seed, '2026-03-02', clock.now, clock.now + 1);
    const stage = seed.number === 1 ? 'underway' : 'accepted';
    await recordTask(ledger, { ...task, stage }, []);
  }
  // From the day on which the second year's list is asked for.
  clock.now = instantOf('2026-12-01', 600);
  session = await site.login('李明');
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
const text = async (url: string) => (await site.web.inject({ url, headers: { cookie: session.cookie } })).body;
const post = (url: string, fields: Readonly<Record<string, string>>) =>
  site.web.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams({ ...fields, csrf: session.csrf }).toString() },
    headers: { cookie: session.cookie, 'content-type': 'application/x-www-form-urlencoded' },
  });

test('the command shows the list, writes its questions for filling in, and takes them back', async () => {
  const { code, out } = await duban('plan', 'year', 'three', '2027');
  expect(code).toBe(0);
  expect(out).toContain('三年行动计划，2027年任务清单（未启动）');
  expect(out).toMatch(/2 +建设园区道路/);
  expect(out).toContain('1. 绿化街道（three/2026/1');
  expect(out).toContain('3. 整治河道：没有写明时限，需要时另选');
  expect(out).toContain('任务2“建设园区道路”：“里程”在这一年的目标值（公里）；文件只写了2028年的目标');

  const file = join(mkdtempSync(join(tmpdir(), 'duban-year-')), 'answers.yaml');
  expect((await duban('plan', 'year', 'three', '2027', '--out', file)).out).toContain(`--answers ${file}`);
  const form = readFileSync(file, 'utf8');
  writeFileSync(file, form.replace('value: null', 'value: 四十'));
  const wrong = await duban('plan', 'year', 'three', '2027', '--answers', file, '--json');
  expect([wrong.code, JSON.parse(wrong.out).faults]).toEqual([
    1,
    [expect.objectContaining({ code: 'life-year-file', line: 7, message: expect.stringContaining('数值或 none') })],
  ]);
  expect(wrong.out).toContain('第1条答复');
  writeFileSync(file, form.replace('value: null', 'value: 40'));
  const taken = await duban(
    'plan',
    'year',
    'three',
    '2027',
    '--answers',
    file,
    '--with',
    '3',
    '--by',
    '王芳',
    '--json',
  );
  expect(JSON.parse(taken.out)).toMatchObject({
    ...{ year: 2027, started: null, further: true, questions: [], faults: [], carried: [{ task: 'three/2026/1' }] },
    tasks: [
      { number: 2, targets: [{ metric: '里程', value: 40, year: 2027 }] },
      { number: 3, targets: [] },
    ],
    answered: [{ task: 2, target: { name: '里程', place: 1 }, answer: 40 }],
    picked: [{ task: 3 }],
  });
  expect((await duban('plan', 'year', 'three', '2027')).out).toContain(
    '启动：duban launch three --year 2027 --approved-by 批准人',
  );
  expect((await duban('plan', 'year', 'three', '2030')).out).toContain('没有2030年');
  expect((await duban('plan', 'year', 'three', '二〇二七')).code).toBe(2);
  expect((await duban('launch', 'three', '--year', '2027', '--approved-on', '2026-13-01')).code).toBe(2);
  const unread = { year: 2027, approval: { by: '局务会', on: '三月一日' } };
  const refused = await site.web.inject({
    ...{ method: 'POST', url: '/api/plans/three/launch', payload: unread },
    headers: { authorization: `Bearer ${token}` },
  });
  expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining('YYYY-MM-DD')]);
  expect((await duban('plan', 'year', 'nowhere', '2027')).err).toContain('nowhere');
});

test('the page shows the same, keeps what was typed when it is refused, and foresees the letters', async () => {
  const shown = await text(page);
  for (const words of [
    '列入清单（2项）',
    '上年未办结，继续办理（1项）',
    '里程≥40公里',
    '2026年（2项，未办结1项）',
    '清单批准人',
  ])
    expect(shown).toContain(words);
  expect(shown).toMatch(/若2026年12月1日启动、全年无人答复，会发出\d+封信/);

  const refused = await post(`${page}/answers`, { 'v-2-1': '四十公里', pick: '3' });
  expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining('value="四十公里"')]);
  const kept = await post(`${page}/answers`, { 'v-2-1': '不分解', pick: '' });
  expect(kept.headers.location).toBe(`${page}?done=settled`);
  expect(await text(page)).toMatch(/列入清单（1项）[\s\S]*value="不分解"/);

  const unsure = await post(`${page}/launch`, { by: '局务会', on: '2026-03-01', document: '示例〔2026〕1号' });
  expect([unsure.statusCode, unsure.body]).toEqual([400, expect.stringContaining('value="局务会"')]);
  expect((await post(`${page}/launch`, { by: '局务会', sure: 'yes' })).headers.location).toBe(
    '/plans/three?year=2027&done=yearLaunched',
  );
  expect(site.asked.at(-1)?.slice(0, 2)).toEqual(['launch', 'three']);
});

test('the page of the plan shows one year at a time and leads to the lists of the others', async () => {
  const newest = await text('/plans/three?year=2026');
  expect(newest).toContain(`<a href="${page}">2027年清单</a>`);
  expect(newest).toContain('/tasks/three/2026/1');
  expect(await text('/plans/three?year=2028')).not.toContain('/tasks/three/2026/1');
  expect((await duban('status', 'three', '--json')).code).toBe(0);
});
