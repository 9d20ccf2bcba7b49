import { describe, expect, test } from '@jest/globals';
import { readPlan } from '../../../domain/parse/read-plan.js';
import type { ReadItem, Reading } from '../../../domain/parse/reading.js';
import { directoryOf } from './documents.js';
import { type VariedPlan, variedPlans } from './varied/places.js';

/** The directory knows nobody: names must be told by grammar and shape alone. */
const nobody = directoryOf([]);
const read = ({ text }: VariedPlan): Reading => readPlan(text, { resolve: nobody });
const facts = (item: ReadItem): (string | number | null)[] => [
  item.number,
  item.title,
  ...item.duties.map(({ role, unit, group }) => `${role} ${unit ?? `<${group}>`}`),
];
const named = (name: string): VariedPlan => variedPlans.find((one) => one.name.startsWith(name)) as VariedPlan;

describe('plans of other places, read without a directory', () => {
  test.each(variedPlans.map((one) => [one.name, one] as const))('%s', (_, plan) =>
    expect(read(plan).items.map(facts)).toEqual(plan.items),
  );
});

describe('time and values in them', () => {
  const dates = (item: ReadItem | undefined): (string | null)[] =>
    (item?.deadlines ?? []).filter((one) => one.source === 'text').map((one) => one.due ?? one.kind);
  const values = (item: ReadItem | undefined): string[] =>
    (item?.targets ?? []).map(({ metric, op, value, unit }) => `${metric}${op}${value}${unit}`);

  test('promises (5年内, 48小时内), ceilings of aid (最高500万元) and points (25分) are neither dates nor targets', () => {
    const { items } = read(named('a service guide'));
    expect(items.map(dates)).toEqual([[], [], []]);
    expect(items.map(values)).toEqual([[], [], []]);
  });

  test('a year’s list: months, half years and quarters get its year, 每月 comes again', () => {
    const [first, second, third] = read(named('labels in the bracket')).items;
    expect([dates(first), dates(second), dates(third)]).toEqual([['2024-03-31'], ['recurring'], ['2024-06-30']]);
    expect(values(first)).toEqual(['亿元以上项目=120个', '开工率>=60%']);
  });

  test('two brackets, two dates, two targets: each stays with its sentence', () => {
    const [item] = read(named('several brackets')).items;
    expect(dates(item)).toEqual(['2024-06-30', '2024-09-30']);
    expect(values(item)).toEqual(['镇村道路改造=12公里', '安装路灯=200盏']);
  });

  test('a time limit inside the bracket is a date and no unit', () => {
    expect(read(named('time limit')).items.map(dates)).toEqual([['2024-06-30'], ['2024-12-31'], ['none']]);
  });

  test('a number in a title is a target without its item number; 过100亿元企业2家 counts firms', () => {
    const [first] = read(named('tasks of a work report')).items;
    expect(values(first)).toEqual(['地区生产总值增长~6%']);
    const [opinion] = read(named('an opinion')).items;
    expect(values(opinion)).toEqual(['培育产值超100亿元企业=2家']);
  });

  test('three quarters of 2025 end in its holiday; 定期通报 is supervision, not a deadline', () => {
    const [, second, third] = read(named('prefix left out')).items;
    expect([dates(second), dates(third)]).toEqual([['2025-09-30'], []]);
  });
});

describe('what an inherited duty and a heading say', () => {
  test('the hidden party names the rider that brought it', () => {
    const { items, riders } = read(named('no numbers at all'));
    expect(items.slice(1).map((item) => item.duties.at(-1)?.rider)).toEqual(
      Array(2).fill('以下均需各乡镇落实，不再列出'),
    );
    expect(riders).toMatchObject([{ kind: 'hidden-party', party: '各乡镇' }]);
  });

  test('a lead printed on a chapter is told and not copied', () => {
    const { chapters, findings } = read(named('a lead on each heading'));
    expect(chapters[0]?.duties).toMatchObject([{ role: 'lead', unit: '区海洋发展局' }]);
    expect(findings.filter((one) => one.code === 'chapter-duty')).toHaveLength(1);
  });
});

describe('plans printed as a table', () => {
  const rows = [
    ['序号', '任务内容', '牵头单位', '配合单位', '完成时限'],
    ['一、科技创新'],
    ['1', '建设创新平台，新建重点实验室2家', '县科技局', '县财政局、县工信局', '2024年6月底前'],
    ['2', '改造老旧小区，完成30个小区改造', '县住建局', '各镇街', '12月底前'],
    ['二、安全生产'],
    ['3', '开展安全检查', '县应急局', '', '每季度'],
  ];
  const styles: readonly (readonly [string, (cells: readonly string[]) => string])[] = [
    ['tabs', (cells) => cells.join('\t')],
    ['pipes', (cells) => `| ${cells.join(' | ')} |`],
    ['pipes and tabs, as documents are unpacked', (cells) => `|${cells.join('|\t')}|`],
    ['pipes with empty cells behind', (cells) => `| ${[...cells, ...Array(5 - cells.length).fill('')].join(' | ')} |`],
  ];
  test.each(styles)('%s: a row is a task, a row of one cell a chapter', (_, print) => {
    const text = [
      '关于下达任务的通知',
      '丁县2024年重点工作任务分解表',
      ...rows.map(print),
      '注：本表由县政府办公室负责解释。',
    ].join('\n');
    const { items, document } = readPlan(text, { resolve: nobody });
    expect(items.map((item) => [item.chapter, ...facts(item)])).toEqual([
      ['一、科技创新', 1, '建设创新平台', 'lead 县科技局', 'support 县财政局', 'support 县工信局'],
      ['一、科技创新', 2, '改造老旧小区', 'lead 县住建局', 'support <各镇街>'],
      ['二、安全生产', 3, '开展安全检查', 'lead 县应急局'],
    ]);
    expect(items.map((item) => item.deadlines.map((one) => one.due ?? one.kind))).toEqual([
      ['2024-06-30'],
      ['2024-12-31'],
      ['recurring', '2024-12-31'],
    ]);
    expect(items.flatMap((item) => item.targets.map((one) => one.value))).toEqual([2, 30]);
    expect(document).toMatchObject({ title: '丁县2024年重点工作任务分解表', period: [2024, 2024] });
    for (const { raw, span } of items.flatMap((item) => item.duties)) expect(text.slice(...span)).toBe(raw);
  });
});
