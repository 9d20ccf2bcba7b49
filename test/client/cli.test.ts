/** The command line as the office types it: exit codes, Chinese sentences, JSON that stays JSON. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as listen } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../client/cli/program.js';
import { fromRoot } from '../../worker/root.js';
import { plan, type TestSite, testSite, token } from './site.js';

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

const folder = mkdtempSync(join(tmpdir(), 'duban-cli-'));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const units = fromRoot('seeds', 'units.csv');

describe('without a service', () => {
  test.each([
    [['calendar', 'add', '2023-03-06', '30', '--json'], { day: '2023-04-06', unknownYears: [] }],
    [['calendar', 'add', '2023-09-28', '3', '--workdays', '--json'], { day: '2023-10-09', unknownYears: [] }],
    [['calendar', 'add', '2027-01-01', '30', '--json'], { day: '2027-02-01', unknownYears: [2027] }],
    [
      ['calendar', 'check', '2023', '--json'],
      { year: 2023, workdays: 249, known: true, notice: '国办发明电〔2022〕16号' },
    ],
  ])('duban %j answers exactly', async (args, value) => {
    const { code, out, err } = await duban(...args);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(value);
  });

  test('reads a plan and a directory from files', async () => {
    const path = file(
      'plan.txt',
      '2026年重点任务\n\n1.建设园区道路。年底前建成。（牵头单位：区经济发展局；配合单位：区财政局）\n\n2.整治河道。9月底前完成。（牵头单位：区财政局）\n',
    );
    const { code, out } = await duban('parse', path, '--units', units, '--json');
    expect(code).toBe(0);
    const items: { number: number; duties: { role: string; resolved: { name: string } }[] }[] = JSON.parse(out).items;
    expect(items.map((i) => [i.number, i.duties.map((d) => [d.role, d.resolved.name])])).toEqual([
      [
        1,
        [
          ['lead', '区经济发展局'],
          ['support', '区财政局'],
        ],
      ],
      [2, [['lead', '区财政局']]],
    ]);
    expect((await duban('units', 'check', units)).code).toBe(0);
  });

  test.each([
    ['a file that is not there', () => ['parse', '/nowhere.txt'], '没有文件“/nowhere.txt”'],
    ['a folder', () => ['parse', folder], '这是一个目录'],
    ['an empty file', () => ['parse', file('empty.txt', '')], '是空的'],
    [
      'a picture',
      () => ['parse', file('a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10))],
      '请提供文字版',
    ],
    ['a text without tasks', () => ['parse', file('note.txt', '今天天气很好。\n')], '没有读到任务'],
    ['a ladder with unknown keys', () => ['ladder', 'check', file('l.yaml', 'hour: "25:00"\nfoo: 1\n')], '第1行'],
  ])('%s is refused with one clear sentence and exit 1', async (_what, args, words) => {
    const { code, out, err } = await duban(...args());
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at |Error:/);
    expect(out).toBe('');
  });

  test('faults come as JSON too when JSON was asked for', async () => {
    const { code, out } = await duban('parse', '/nowhere.txt', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).faults).toEqual([expect.objectContaining({ code: 'file-missing' })]);
  });

  test.each([
    [['frobnicate'], '没有“frobnicate”这个命令'],
    [['parse'], '缺少参数'],
    [['parse', 'a', 'b'], '参数太多'],
    [['calendar', 'add', '2023-02-30', '3'], '“2023-02-30”不能作日期'],
    [['calendar', 'check', 'x'], '应为 2000 到 2100 的整数'],
    [['calendar', 'check', '2023', '--nope'], '没有“--nope”这个选项'],
    [['task', 'sign', 'p/2026/1', '--unit', 'a'], '必须给出选项“--why <原因>”'],
    [['task', 'decide', 'p/2026/1', '--no', '1', '--reason', 'x'], '--approve 和 --refuse 要写一个'],
    [[], '请写明要做什么'],
  ])('duban %j is wrong usage: exit 2', async (args, words) => {
    const { code, err } = await duban(...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  test('help is Chinese and exits 0', async () => {
    const { code, out } = await duban('task', '--help');
    expect(code).toBe(0);
    expect(out).toContain('用法：');
    expect(out).not.toMatch(/Usage|Options|\[options\]/);
  });
});

describe('with a service', () => {
  let site: TestSite;
  const saved = { ...process.env };

  beforeAll(async () => {
    site = await testSite();
    process.env['DUBAN_URL'] = await site.web.listen({ host: '127.0.0.1', port: 0 });
    process.env['DUBAN_TOKEN'] = token;
  });
  afterAll(async () => {
    process.env = saved;
    await site.close();
  });

  test('a plan goes from file to launch, a report is accepted, and status, letters and verify show it', async () => {
    const imported = await duban('import', file('street.json', JSON.stringify(plan)), '--json');
    expect([imported.code, JSON.parse(imported.out).openFindings]).toEqual([0, 1]);
    const settled = await duban('settle', 'street-2026', '3=区财政局', '#0=已核对', '#1=会议确定', '--json');
    expect(JSON.parse(settled.out)).toMatchObject({ openFindings: 0, hints: 0 });
    expect((await duban('launch', 'street-2026', '--by', '经办人甲')).out).toContain('已启动');
    const task = 'street-2026/2026/2';
    expect(
      (await duban('task', 'report', task, '--unit', '区经济发展局', '--why', '电话报告', '--text', '已通车')).code,
    ).toBe(0);
    expect((await duban('task', 'accept', task, '--no', '1')).out).toContain('已办结');
    const again = await duban('task', 'return', task, '--no', '1', '--reason', '再核', '--json');
    expect([again.code, JSON.parse(again.out).faults[0].code]).toEqual([1, 'report-decided']);
    const status = JSON.parse((await duban('status', 'street-2026', '--json')).out);
    expect(status.list.map((t: { light: { colour: string } }) => t.light.colour)).toEqual(['green', 'done', 'green']);
    expect((await duban('status')).out).toMatch(/street-2026\s+2026年重点任务\s+执行中/);
    expect((await duban('task', 'show', task)).out).toContain('办公室（代区经济发展局，电话报告）');
    expect((await duban('letters', '--json')).out).toContain('"letters"');
    expect((await duban('verify')).code).toBe(0);
  });

  test('a decision that cannot be read and a unit nobody knows are refused', async () => {
    expect((await duban('settle', 'street-2026', '五十六')).err).toContain('应为“56=区经济发展局”');
    expect((await duban('task', 'sign', 'street-2026/2026/1', '--unit', '某局', '--why', '电话')).code).toBe(1);
  });

  test('a wrong token, a foreign server and no server each say what to do', async () => {
    process.env['DUBAN_TOKEN'] = 'not-the-token-of-this-office';
    expect((await duban('status')).err).toContain('口令缺失或不对');
    process.env['DUBAN_TOKEN'] = token;
    const foreign = listen((_request, response) => response.end('<h1>hello</h1>')).listen(0, '127.0.0.1');
    await new Promise((done) => foreign.once('listening', done));
    const address = foreign.address();
    process.env['DUBAN_URL'] = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect((await duban('status')).err).toContain('不是督办服务');
    await new Promise((done) => foreign.close(done));
    const { code, err } = await duban('status');
    expect([code, err.trim().split('\n').length]).toEqual([1, 1]);
    expect(err).toContain('督办服务没有在');
  });
});
