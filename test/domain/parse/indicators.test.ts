import { describe, expect, test } from '@jest/globals';
import { courseOf } from '../../../domain/indicator.js';
import { toPlan } from '../../../domain/parse/draft.js';
import { readCell } from '../../../domain/parse/indicator-cells.js';
import { readPlan } from '../../../domain/parse/read-plan.js';
import type { ReadIndicator } from '../../../domain/parse/reading.js';
import { planSchema } from '../../../domain/plan.js';
import { directoryOf } from './documents.js';

const resolve = directoryOf(['区科技局']);
const indicatorsOf = (table: string): readonly ReadIndicator[] =>
  readPlan(`甲区国民经济和社会发展第十五个五年规划纲要\n总体要求如下。\n${table}`, { resolve }).indicators;
const codes = ({ findings }: ReadIndicator): string[] => findings.map((one) => one.code);

describe('what a cell means', () => {
  test.each([
    ['95.90', { kind: 'value', op: '=', value: 95.9 }],
    ['1,024', { kind: 'value', op: '=', value: 1024 }],
    ['４．５％以内', { kind: 'value', op: '<=', value: 4.5, unit: '%' }],
    ['2.4左右', { kind: 'value', op: '~', value: 2.4 }],
    ['2万吨以上', { kind: 'value', op: '>=', value: 2, unit: '万吨' }],
    ['≥90', { kind: 'value', op: '>=', value: 90 }],
    ['控制在5.5%以内', { kind: 'value', op: '<=', value: 5.5, unit: '%' }],
    ['超过70', { kind: 'value', op: '>', value: 70 }],
    ['60.6*', { kind: 'value', op: '=', value: 60.6 }],
    ['-13.5', { kind: 'value', op: '=', value: -13.5 }],
    ['6%-6.5%', { kind: 'range', low: 6, high: 6.5, unit: '%' }],
    ['——', { kind: 'none' }],
    ['-', { kind: 'none' }],
    ['完成市分解任务', { kind: 'assigned', by: '市' }],
    ['完成省下达目标', { kind: 'assigned', by: '省' }],
    ['达到国家要求', { kind: 'assigned', by: '国家' }],
    ['与地区生产总值增速同步', { kind: 'relative', op: '~', than: '地区生产总值增速' }],
    ['高于全省平均水平', { kind: 'relative', op: '>', than: '全省平均水平' }],
    ['***', { kind: 'undecided' }],
    ['xx%', { kind: 'undecided' }],
    ['持续改善', { kind: 'words' }],
    ['', { kind: 'lost', proposed: null }],
  ])('%s', (raw, meaning) => expect(readCell(raw)).toMatchObject({ bracketed: false, cell: { raw, ...meaning } }));

  test.each(['[0.05]', '〔0.05〕', '［0.05］', '【0.05】', '(0.05)'])('%s is a total over the period', (raw) =>
    expect(readCell(raw)).toEqual({ bracketed: true, cell: { raw, kind: 'value', op: '=', value: 0.05 } }),
  );
});

describe('how a row is followed', () => {
  const course = (base: string, target: string, growth = '——'): string => {
    const pace = readCell(growth);
    return courseOf({
      base: readCell(base).cell,
      target: readCell(target).cell,
      growth: pace.bracketed ? null : pace.cell,
      cumulative: pace.bracketed ? pace.cell : null,
    });
  };
  test.each([
    ['28.5', '38.5', '[10]', 'path'],
    ['5.2', '4.5以内', '——', 'path'],
    ['4.5%以内', '4.5%以内', '——', 'ceiling'],
    ['2.23', '2万吨以上', '——', 'floor'],
    ['——', '90以上', '——', 'floor'],
    ['——', '96', '——', 'goal'],
    ['10.7', '10.7', '——', 'keep'],
    ['2.4', '——', '7', 'yearly'],
    ['——', '——', '[18]', 'total'],
    ['3.4', '——', '与地区生产总值增速同步', 'relative'],
    ['——', '完成市分解任务', '——', 'assigned'],
    ['——', '——', '——', 'open'],
    ['60.4', '', '——', 'open'],
    ['60.4', '***', '——', 'open'],
  ])('base %s, target %s, growth %s: %s', (base, target, growth, expected) =>
    expect(course(base, target, growth)).toBe(expected),
  );
});

describe('tables as copies carry them', () => {
  const head = '指标(单位) |\n2025年 |\n2030年 |\n年均增速/[累计] |\n属性 |\n';
  const row = (...cells: string[]): string => cells.map((cell) => `${cell} |\n`).join('');

  test('measured against another row: the row is named by its number, otherwise it stays open', () => {
    const read = indicatorsOf(
      head +
        row('(1)地区生产总值增速(%)', '5', '——', '6', '预期性') +
        row('(2)居民收入增长(%)', '5', '——', '与地区生产总值增速同步', '预期性') +
        row('(3)财政收入增长(%)', '5', '——', '与全市平均水平持平', '预期性'),
    );
    expect(read.map((one) => one.growth)).toMatchObject([
      { kind: 'value' },
      { kind: 'relative', to: 1 },
      { kind: 'relative', to: null, than: '全市平均水平' },
    ]);
  });

  test('a nature the copy lost is asked for, the row is kept', () => {
    const read = indicatorsOf(
      head +
        row('(1)甲(%)', '1', '2', '[1]', '约束性') +
        row('(2)乙(%)', '1', '2', '[1]') +
        row('(3)丙(%)', '1', '2', '[1]', '预期性'),
    );
    expect(read.map((one) => [one.number, one.nature, codes(one)])).toEqual([
      [1, 'binding', []],
      [2, null, ['indicator-nature-lost']],
      [3, 'expected', []],
    ]);
  });

  test('a cell in words and a cell not decided are kept as printed and asked about', () => {
    const [first, second] = indicatorsOf(
      head + row('(1)甲(%)', '1', '持续改善', '——', '约束性') + row('(2)乙(%)', '1', '***', '——', '预期性'),
    );
    expect(first).toMatchObject({ target: { raw: '持续改善', kind: 'words' }, course: 'open' });
    expect(second).toMatchObject({ target: { raw: '***', kind: 'undecided' }, course: 'open' });
    expect([first, second].map((one) => one && codes(one))).toEqual([['indicator-words'], ['value-undecided']]);
  });

  test('a total that does not add up is told', () => {
    const [one] = indicatorsOf(
      head + row('(1)甲(%)', '10', '12', '[5]', '约束性') + row('(2)乙(%)', '1', '2', '[1]', '约束性'),
    );
    expect(one && codes(one)).toEqual(['indicator-sum']);
  });

  test('without its head the table is read as the usual five columns, and that is asked about', () => {
    const text = `甲区规划纲要\n${row('(1)甲(%)', '1', '2', '[1]', '约束性')}${row('(2)乙(%)', '1', '2', '[1]', '约束性')}${row('(3)丙(%)', '1', '2', '[1]', '预期性')}`;
    const { indicators, findings } = readPlan(text, { resolve });
    expect(indicators.map((one) => [one.number, one.name, one.targetYear])).toEqual([
      [1, '甲', null],
      [2, '乙', null],
      [3, '丙', null],
    ]);
    expect(findings).toMatchObject([{ code: 'indicator-head-lost', blocking: true }]);
  });

  test('a group column, no numbers, a head with other years: rows are told by their name', () => {
    const read = indicatorsOf(
      [
        '类别\t指标\t2025年\t2030年\t年均/累计\t属性',
        '经济发展\t劳动生产率增长（%）\t2.5\t—\t高于地区生产总值增长\t预期性',
        '\t城镇化率（%）\t60.6*\t65\t—\t预期性',
        '绿色生态\t单位GDP能源消耗降低（%）\t—\t—\t〔13.5〕\t约束性',
        '\t森林覆盖率（%）\t23.2*\t24.1\t—\t约束性',
      ].join('\n'),
    );
    expect(
      read.map(({ number, group, name, unit, base, course }) => [number, group, name, unit, base.raw, course]),
    ).toEqual([
      [null, '经济发展', '劳动生产率增长', '%', '2.5', 'relative'],
      [null, '经济发展', '城镇化率', '%', '60.6*', 'path'],
      [null, '绿色生态', '单位GDP能源消耗降低', '%', '—', 'total'],
      [null, '绿色生态', '森林覆盖率', '%', '23.2*', 'path'],
    ]);
  });

  test('one cell a line, number and unit in cells of their own, cells broken over lines', () => {
    const read = indicatorsOf(
      '序号\n指标\n单位\n2025年\n2030年\n年均增长\n属性\n一、经济发展\n1\n地区生产总值\n亿元\n320\n450\n7%\n预期性\n二、民生福祉\n2\n居民人均可支配收入\n元\n21000\n30000\n与经济增长\n同步\n预期性\n3\n每千人口执业（助理）\n医师数\n人\n2.5\n3.2\n-\n约束\n性',
    );
    expect(
      read.map(({ number, group, name, unit, target, growth, nature }) => [
        number,
        group,
        name,
        unit,
        target.raw,
        growth?.raw,
        nature,
      ]),
    ).toEqual([
      [1, '一、经济发展', '地区生产总值', '亿元', '450', '7%', 'expected'],
      [2, '二、民生福祉', '居民人均可支配收入', '元', '30000', '与经济增长同步', 'expected'],
      [3, '二、民生福祉', '每千人口执业（助理）医师数', '人', '3.2', '-', 'binding'],
    ]);
    expect(read[1]?.growth).toMatchObject({ kind: 'relative', to: 1 });
  });

  test('a plan with tasks and a table gives both; rows of the table are no tasks', () => {
    const reading = readPlan(
      `甲区三年行动计划(2026-2028年)\n一、目标\n主要指标如下。\n${head}${row('1.甲(%)', '1', '2', '[1]', '约束性')}${row('2.乙(%)', '1', '2', '[1]', '预期性')}二、任务\n1.建平台。(区科技局负责)\n2.引人才。(区科技局负责)`,
      { resolve },
    );
    expect(reading.indicators.map((one) => one.name)).toEqual(['甲', '乙']);
    expect(reading.items.map((one) => one.title)).toEqual(['建平台', '引人才']);
  });

  test('prose about 约束性 and 预期性 is no table', () => {
    expect(() => indicatorsOf('坚持约束性和预期性指标相结合。\n预期性\n约束性')).toThrow(/没有读到任务/);
  });

  test('a plan that lives by its indicators is a plan; one with neither is none', () => {
    const reading = readPlan(
      `甲区规划纲要(2026-2030年)\n${head}${row('(1)甲(%)', '1', '2', '[1]', '约束性')}${row('(2)乙(%)', '1', '***', '——', '预期性')}`,
      { resolve },
    );
    const plan = planSchema.parse(toPlan(reading, { id: 'jia-2026', issued: '2026-03-01' }));
    expect(plan.tasks).toEqual([]);
    expect(plan.indicators?.map((one) => [one.name, one.nature])).toEqual([
      ['甲', 'binding'],
      ['乙', 'expected'],
    ]);
    expect(plan.findings).toMatchObject([{ code: 'value-undecided', indicator: 2, blocking: true }]);
    expect(planSchema.safeParse({ ...plan, indicators: undefined }).error?.issues[0]?.message).toBe(
      '计划至少要有一项任务或一项指标',
    );
  });
});
