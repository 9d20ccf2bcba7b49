import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Indicator, IndicatorCell } from '../../../domain/indicator.js';
import { expectationShort, judge } from '../../../domain/indicators/judge.js';
import { expectedIn, isComputed } from '../../../domain/indicators/path.js';
import { readIndicatorRules } from '../../../domain/indicators/rules-file.js';
import { valueDoubt } from '../../../domain/indicators/value.js';
import { planSchema } from '../../../domain/plan.js';
import { fromRoot } from '../../../worker/root.js';

const rules = readIndicatorRules(readFileSync(fromRoot('seeds', 'indicator-rules.yaml'), 'utf8'));
const seed = planSchema.parse(parse(readFileSync(fromRoot('seeds', 'plans', 'zhangdian-2021-2025.yaml'), 'utf8')));
const rows = new Map((seed.indicators ?? []).map((one) => [one.number ?? 0, one]));
const row = (no: number): Indicator => {
  const found = rows.get(no);
  if (!found) throw new Error(`no row ${no}`);
  return found;
};

/** Worked out by hand from the printed cells: how each row is followed, and what it asks for in each year. */
const byHand: readonly (readonly [no: number, way: string, ...years: string[]])[] = [
  [1, 'rate', '7', '7', '7', '7', '7'],
  [2, 'cumulative', '95.91', '95.92', '95.93', '95.94', '95.95'],
  [3, 'rate', '6.65～7.35', '6.65～7.35', '6.65～7.35', '6.65～7.35', '6.65～7.35'],
  [4, 'cumulative', '30.5', '32.5', '34.5', '36.5', '38.5'],
  [5, 'cumulative', '1.51', '1.61', '1.71', '1.81', '1.91'],
  [6, 'cumulative', '33.24', '33.57', '33.91', '34.24', '34.58'],
  // Base and total are about; in the target year the target is printed without it.
  [7, 'cumulative', '2.774～3.066', '3.268～3.612', '3.762～4.158', '4.256～4.704', '5'],
  [8, 'person', '—', '—', '—', '—', '—'],
  [9, 'ceiling', '≤4.5', '≤4.5', '≤4.5', '≤4.5', '≤4.5'],
  [10, 'linear', '12.4', '12.8', '13.2', '13.6', '14'],
  [11, 'keep', '10.7', '10.7', '10.7', '10.7', '10.7'],
  [12, 'cumulative', '92.32', '93.24', '94.16', '95.08', '96'],
  [13, 'cumulative', '0.89', '1.09', '1.29', '1.49', '1.69'],
  [14, 'cumulative', '82.1', '82.2', '82.3', '82.4', '82.5'],
  [15, 'person', '—', '—', '—', '—', '—'],
  [16, 'person', '—', '—', '—', '—', '—'],
  [17, 'person', '—', '—', '—', '—', '—'],
  [18, 'person', '—', '—', '—', '—', '—'],
  [19, 'keep', '10.06', '10.06', '10.06', '10.06', '10.06'],
  [20, 'floor', '≥2', '≥2', '≥2', '≥2', '≥2'],
  [21, 'person', '—', '—', '—', '—', '—'],
];

describe('the 21 indicators of a five-year plan', () => {
  test.each(byHand)('no. %i is followed as %s', (no, way, ...years) => {
    expect([2021, 2022, 2023, 2024, 2025].map((year) => expectationShort(expectedIn(row(no), year, rules)))).toEqual(
      years,
    );
    expect(expectedIn(row(no), 2023, rules).way).toBe(way);
  });

  test('of the 8 binding ones 10, 19 and 20 are computed; the others wait for the city and say so', () => {
    const binding = [...rows.values()].filter((one) => one.nature === 'binding');
    expect(binding.map((one) => one.number)).toEqual([10, 15, 16, 17, 18, 19, 20, 21]);
    expect(binding.filter((one) => isComputed(one, rules)).map((one) => one.number)).toEqual([10, 19, 20]);
    for (const one of binding.filter((other) => !isComputed(other, rules)))
      expect(judge(one, 2023, 1, rules)).toMatchObject({
        verdict: 'for-a-person',
        why: expect.stringContaining('等待市级分解的数字'),
      });
  });

  test.each([
    [10, 2023, 13.2, 'on', '2023年应为13.2年（逐年均匀），实际13.2年'],
    [10, 2023, 12.9, 'behind', '实际12.9年'],
    [10, 2023, 13.3, 'ahead', '实际13.3年'],
    // An upper bound is met or not; being far below it is not "ahead".
    [9, 2022, 4.5, 'on', '应不高于4.5%'],
    [9, 2022, 3.1, 'on', '应不高于4.5%'],
    [9, 2022, 4.51, 'behind', '应不高于4.5%'],
    [20, 2025, 2, 'on', '应不低于2万吨'],
    [20, 2025, 1.99, 'behind', '应不低于2万吨'],
    [7, 2021, 2.78, 'on', '2.92左右'],
    [7, 2021, 2.77, 'behind', '2.92左右'],
    [7, 2021, 3.07, 'ahead', '2.92左右'],
    [7, 2025, 4.99, 'behind', '应为5%'],
    [3, 2024, 6.65, 'on', '每年的增速'],
    [19, 2021, 10.05, 'behind', '保持不变'],
    [6, 2022, 33.57, 'on', '33.57'],
    [8, 2022, 6, 'for-a-person', '第1项'],
  ] as const)('no. %i in %i at %d is %s', (no, year, value, verdict, words) => {
    expect(judge(row(no), year, value, rules)).toEqual({ verdict, why: expect.stringContaining(words) });
  });

  test('a slip of the unit of measure is asked back, a plain value is not', () => {
    expect(valueDoubt(4, row(4), 385)).toContain('是否为单位错误');
    expect(valueDoubt(10, row(10), -1)).toContain('数值为负');
    expect(valueDoubt(10, row(10), 12.4)).toBeUndefined();
  });
});

describe('other rows', () => {
  const number = (value: number, op: '=' | '~' | '<=' | '>=' = '='): IndicatorCell => ({
    raw: String(value),
    kind: 'value',
    op,
    value,
  });
  const none: IndicatorCell = { raw: '——', kind: 'none' };
  const made = (more: Partial<Indicator>): Indicator => ({
    ...{ number: 1, group: null, name: '规模', unit: '亿元', baseYear: 2020, targetYear: 2025 },
    ...{ base: none, target: none, growth: null, cumulative: null, nature: 'binding' },
    ...more,
  });

  test('a printed rate bends the path; of an amount without a target it compounds', () => {
    const bent = made({ base: number(100), target: number(161.05), growth: number(10) });
    expect(expectedIn(bent, 2022, rules)).toMatchObject({ way: 'compound', value: 121 });
    expect(expectedIn(bent, 2025, rules)).toMatchObject({ value: 161.05 });
    const open = made({ base: number(100), growth: number(10, '>=') });
    expect(expectedIn(open, 2022, rules)).toMatchObject({ way: 'compound', low: 121, high: null });
  });

  test('less is better where the path falls, or the name says so', () => {
    const falling = made({ base: number(10), target: number(5, '<=') });
    expect(judge(falling, 2022, 7.9, rules).verdict).toBe('ahead');
    expect(judge(falling, 2022, 8.1, rules).verdict).toBe('behind');
    const kept = made({ name: '婴儿死亡率', unit: '‰', base: number(4), target: number(4) });
    expect(judge(kept, 2022, 4.1, rules).verdict).toBe('behind');
    expect(judge(kept, 2022, 3.9, rules).verdict).toBe('ahead');
  });

  test('without a base only the target year can be judged; a total is spread over the years', () => {
    expect(judge(made({ target: number(5) }), 2023, 5, rules).verdict).toBe('for-a-person');
    expect(judge(made({ target: number(5) }), 2025, 4, rules).verdict).toBe('behind');
    const total = made({ cumulative: number(50) });
    expect(expectedIn(total, 2022, rules)).toMatchObject({ way: 'cumulative', value: 20 });
    expect(expectedIn(made({ base: number(1), target: number(2), baseYear: null }), 2022, rules).way).toBe('person');
  });

  test('paths run from base to target without turning, and both bounds decide', () => {
    const cell = fc.integer({ min: 1, max: 100_000 }).map((n) => n / 100);
    const op = fc.constantFrom('=' as const, '~' as const);
    fc.assert(
      fc.property(cell, cell, op, fc.boolean(), fc.boolean(), (from, to, how, compound, total) => {
        const one = made({
          base: number(from),
          target: number(to, how),
          growth: compound ? number(5) : null,
          cumulative: total ? number(to - from) : null,
        });
        const years = [2020, 2021, 2022, 2023, 2024, 2025];
        const path = years.map((year) => expectedIn(one, year, rules));
        for (const [at, { value, low, high }] of path.entries()) {
          const before = path[at - 1]?.value ?? from;
          if (value === null || low === null || high === null) throw new Error('no path');
          expect((value - before) * Math.sign(to - from)).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          const year = years[at] ?? 0;
          const better = to < from ? 'less' : 'more';
          const step = Math.max(0.01, value / 1000);
          expect(judge(one, year, low, rules).verdict).toBe('on');
          expect(judge(one, year, high, rules).verdict).toBe('on');
          expect(judge(one, year, low - step, rules).verdict).toBe(better === 'more' ? 'behind' : 'ahead');
          expect(judge(one, year, high + step, rules).verdict).toBe(better === 'more' ? 'ahead' : 'behind');
        }
        expect(path[0]?.value).toBe(from);
        expect(path[5]?.value).toBe(to);
      }),
    );
  });

  test('what a person judges never becomes a number, whatever is reported', () => {
    const open: IndicatorCell[] = [
      none,
      { raw: '***', kind: 'undecided' },
      { raw: '', kind: 'lost', proposed: null },
      { raw: '完成省分解任务', kind: 'assigned', by: '省' },
      { raw: '明显提高', kind: 'words' },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...open), fc.double({ noNaN: true }), (target, value) => {
        const { verdict, why } = judge(made({ target }), 2023, value, rules);
        expect(verdict).toBe('for-a-person');
        expect(why).toContain('由人判断');
      }),
    );
  });
});
