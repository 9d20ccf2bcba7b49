import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DubanError } from '../../../domain/errors.js';
import { readPlan } from '../../../domain/parse/read-plan.js';
import type { ReadIndicator } from '../../../domain/parse/reading.js';
import { directoryOf, realTest } from './documents.js';

const resolve = directoryOf(['区科技局']);
const indicatorsOf = (table: string): readonly ReadIndicator[] =>
  readPlan(`甲区国民经济和社会发展第十五个五年规划纲要\n总体要求如下。\n${table}`, { resolve }).indicators;

interface Row {
  readonly name: string;
  readonly unit: string;
  readonly base: string;
  readonly target: string;
  readonly growth: string;
  readonly nature: string;
}

const value = fc.constantFrom('2.4', '95.90', '38.5', '120', '1,024', '60.4', '7左右', '4.5%以内', '2万吨以上', '0.69');
const row: fc.Arbitrary<Row> = fc.record({
  name: fc.constantFrom(
    '地区生产总值增速',
    '每千人拥有执业(助理)医师数',
    '“四新”经济增加值占比',
    '森林覆盖率',
    '每千人口拥有3岁以下婴幼儿托位数',
    '单位地区生产总值能源消耗降低',
    '全社会研发经费投入占地区生产总值比重',
  ),
  unit: fc.constantFrom('%', '件', '万吨', '岁', '万吨标准煤', '个', '元/人'),
  base: fc.oneof(value, fc.constant('——')),
  target: fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom('完成市分解任务', '——') }),
  growth: fc.oneof(value, fc.constantFrom('——', '[0.5]', '[2.6左右]', '〔10〕')),
  nature: fc.constantFrom('预期性', '约束性', '预期 性'),
});
const table = fc.record({
  groups: fc.array(fc.array(row, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
  style: fc.constantFrom('pipe lines', 'plain lines', 'pipe rows', 'markdown', 'tabs', 'gaps'),
  ownNumber: fc.boolean(),
  ownUnit: fc.boolean(),
  number: fc.constantFrom('(1)', '（1）', '1.', '1、'),
  newline: fc.constantFrom('\n', '\r\n', '\n\n'),
  breakNames: fc.boolean(),
  pages: fc.boolean(),
  wide: fc.boolean(),
  headBroken: fc.boolean(),
});
type TableShape = typeof table extends fc.Arbitrary<infer Shape> ? Shape : never;

const groupNames = ['经济发展', '创新驱动', '民生福祉', '绿色生态', '安全保障'];
const perLine = (style: string): boolean => style.endsWith('lines');

/** Prints the table in one of the styles, with the damage of copies. */
function render({
  groups,
  style,
  ownNumber,
  ownUnit,
  number,
  newline,
  breakNames,
  pages,
  wide,
  headBroken,
}: TableShape): string {
  const lines: string[] = [
    '甲区国民经济和社会发展第十五个五年规划纲要',
    '全区发展目标如下，须认真落实。',
    '主要指标表',
  ];
  const put = (cells: readonly string[]): void => {
    if (style === 'pipe lines') lines.push(...cells.map((cell) => `${cell} |`));
    else if (style === 'plain lines') lines.push(...cells);
    else if (style === 'pipe rows') lines.push(cells.join(' | '));
    else if (style === 'markdown') lines.push(`| ${cells.join(' | ')} |`);
    else lines.push(cells.join(style === 'tabs' ? '\t' : '    '));
  };
  put([
    ...(ownNumber ? ['序号'] : []),
    ownUnit ? '指标名称' : '指标(单位)',
    ...(ownUnit ? ['单位'] : []),
    '2025年',
    '2030年',
    ...(headBroken && perLine(style) ? ['年均增速/', '[累计]'] : ['年均增速/[累计]']),
    '属性',
  ]);
  if (style === 'markdown') lines.push('|---|---|---|---|---|');
  let n = 0;
  const rowLines = (one: Row): void => {
    const mark = ownNumber ? '' : number.replace('1', String(n));
    const name = `${mark}${one.name}${ownUnit ? '' : `(${one.unit})`}`;
    const cut = breakNames && perLine(style) ? mark.length + 4 : 0;
    const values = [...(ownUnit ? [one.unit] : []), one.base, one.target, one.growth, one.nature];
    if (ownNumber && cut > 0) put([String(n)]);
    // A broken name has no pipe behind its first part.
    if (cut > 0) lines.push(name.slice(0, cut));
    put([...(ownNumber && cut === 0 ? [String(n)] : []), name.slice(cut), ...values]);
  };
  groups.forEach((rows, g) => {
    lines.push(...(style === 'pipe lines' ? [`${groupNames[g]} |`, '||||'] : [groupNames[g] ?? '']));
    for (const one of rows) {
      n++;
      rowLines(one);
      if (pages && n % 3 === 0) lines.push(`— ${n} —`);
    }
  });
  lines.push('', '全区上下要切实抓好落实。各部门要按职责分工推进。');
  const text = lines.join(newline);
  return wide ? text.replace(/[()]/g, (char) => (char === '(' ? '（' : '）')) : text;
}

test('a table printed in any style reads back cell by cell', () => {
  fc.assert(
    fc.property(table, (shape) => {
      const text = render(shape);
      const fold = (words: string): string => words.replace(/（/g, '(').replace(/）/g, ')');
      const read = readPlan(text, { resolve }).indicators.map((one) => [
        one.number,
        one.group,
        fold(one.name),
        one.unit,
        one.base.raw,
        one.target.raw,
        (one.growth ?? one.cumulative)?.raw,
        one.nature,
        one.cumulative !== null,
      ]);
      let n = 0;
      const expected = shape.groups.flatMap((rows, g) =>
        rows.map((one) => [
          ++n,
          groupNames[g],
          one.name,
          one.unit,
          one.base,
          one.target,
          one.growth,
          one.nature === '约束性' ? 'binding' : 'expected',
          /^[[〔]/.test(one.growth),
        ]),
      );
      expect(read).toEqual(expected);
    }),
    { numRuns: 600 },
  );
});

test('a merged cell lost in any run of rows is proposed, never filled in, and nothing else moves', () => {
  const plain = fc.tuple(fc.constantFrom('——', '60.4', '12'), fc.constantFrom('预期性', '约束性'));
  fc.assert(
    fc.property(
      fc.array(plain, { minLength: 1, maxLength: 4 }),
      fc.array(plain, { minLength: 1, maxLength: 3 }),
      (lost, whole) => {
        const line = (...cells: string[]): string => cells.map((cell) => `${cell} |\n`).join('');
        let n = 1;
        const text = [
          '指标(单位) |\n2020年 |\n2025年 |\n年均增速/[累计] |\n属性 |\n',
          line('(1)甲(%)', '——', '完成市分解任务', '——', '约束性'),
          ...lost.map(([base, nature]) => line(`(${++n})乙(%)`, base, '——', nature, '')),
          ...whole.map(([, nature]) => line(`(${++n})丙(%)`, '1', '2', '[1]', nature)),
        ].join('');
        const read = indicatorsOf(text);
        expect(read.map((one) => [one.target.kind, one.base.raw, one.growth?.raw ?? one.cumulative?.raw])).toEqual([
          ['assigned', '——', '——'],
          ...lost.map(([base]) => ['lost', base, '——']),
          ...whole.map(() => ['value', '1', '[1]']),
        ]);
        expect(read.filter((one) => one.target.kind === 'lost').map((one) => one.target)).toEqual(
          lost.map(() => ({ raw: '', kind: 'lost', proposed: '完成市分解任务' })),
        );
      },
    ),
  );
});

realTest(
  '300 mutations of the real table: each is read or refused with a sentence',
  'zhangdian-fourteenth-five-year-outline.txt',
  (text) => {
    const table = text.slice(0, text.indexOf('打造全市新经济'));
    const odd = [
      '|',
      '\t',
      '\n',
      '\r',
      '(7)',
      '约束性',
      '预期性',
      '属性 |',
      '[',
      '指标 |',
      '——',
      '2025年 |',
      ' ',
      '\u0000',
      '***',
    ];
    const edit = fc.record({
      at: fc.integer({ min: table.indexOf('主要指标表') - 40, max: table.length }),
      cut: fc.constantFrom(0, 1, 3, 20, 200),
      put: fc.constantFrom('', ...odd),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 10 }), (edits) => {
        const mutated = edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), table);
        try {
          const { indicators } = readPlan(mutated, { resolve });
          for (const one of indicators) {
            // Without words a cell is lost, or its whole column is.
            for (const { raw, kind } of [one.base, one.target])
              expect(raw !== '' || kind === 'lost' || kind === 'none').toBe(true);
            for (const { span, words } of one.findings) expect(mutated.slice(...span)).toBe(words);
          }
        } catch (error) {
          if (!(error instanceof DubanError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  },
);
