/** `duban cycle plan` and `duban cycle dates`, which need no service. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { run } from '../../client/cli/program.js';
import { fromRoot } from '../../worker/root.js';

const folder = mkdtempSync(join(tmpdir(), 'duban-cycle-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function duban(...args: readonly string[]) {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

test('the third quarter of 2023 with its days and the units it asks', async () => {
  const { code, out } = await duban('cycle', 'plan', 'wenchanghu-2023', '2023Q3', '--json');
  const plan = JSON.parse(out);
  expect([code, plan.plan, plan.key, plan.from, plan.to]).toEqual([
    0,
    'wenchanghu-2023',
    '2023Q3',
    '2023-07-01',
    '2023-09-30',
  ]);
  expect([plan.request, plan.due, plan.compile, plan.unknownYears]).toEqual([
    '2023-09-21',
    '2023-10-11',
    '2023-10-18',
    [],
  ]);
  expect(plan.rungs.map((rung: { readonly day: string }) => rung.day)).toEqual([
    '2023-10-12',
    '2023-10-16',
    '2023-10-18',
  ]);
  const leads = plan.units.flatMap((unit: { readonly leads: readonly string[] }) => unit.leads);
  expect(new Set(leads).size).toBe(leads.length);
  expect(plan.units[0]).toMatchObject({ unit: 'wch-jjfzj', name: '区经济发展局' });
  const text = await duban('cycle', 'plan', fromRoot('seeds', 'plans', 'wenchanghu-2023.yaml'), '2023q3');
  expect(text.out).toContain('报送期限：2023年10月11日');
});

test.each([
  ['2023Q5', '不是督查周期'],
  ['2023-Q3', '不是督查周期'],
  ['2024Q1', '期限为2023-01-01至2023-12-31，不含2024Q1'],
])('%s is refused', async (key, words) => {
  const { code, err } = await duban('cycle', 'plan', 'wenchanghu-2023', key);
  expect([code, err]).toEqual([1, expect.stringContaining(words)]);
});

test('a plan that is neither file nor sample is looked for on the service', async () => {
  const { code, err } = await duban('cycle', 'plan', 'street-2026', '2026Q4');
  expect([code, err]).toEqual([1, expect.stringContaining('duban cycle backfill street-2026 2026Q4')]);
});

test('all cycles of a year, by the rhythm of the rules or another', async () => {
  const file = join(folder, 'rules.yaml');
  const rules = readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8');
  writeFileSync(file, rules.replace('rhythm: quarterly', 'rhythm: half-yearly'));
  const keysOf = async (...args: readonly string[]): Promise<readonly string[]> =>
    JSON.parse((await duban('cycle', 'dates', '2026', ...args, '--json')).out).cycles.map(
      (one: { readonly key: string }) => one.key,
    );
  expect(await keysOf()).toEqual(['2026Q1', '2026Q2', '2026Q3', '2026Q4']);
  expect(await keysOf('--rules', file)).toEqual(['2026H1', '2026H2']);
  expect(await keysOf('--rules', file, '--rhythm', 'monthly')).toHaveLength(12);
  expect((await duban('cycle', 'dates', '2026')).out).toContain('还没有2027年的放假安排');
  writeFileSync(file, rules.replace('due: 5', 'due: soon'));
  const refused = await duban('cycle', 'dates', '2026', '--rules', file);
  expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/^第\d+行：督查规则“due”的值“soon”不对/)]);
});
