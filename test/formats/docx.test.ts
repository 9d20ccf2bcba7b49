/** What Word keeps apart from the words: automatic numbers, revisions, tables, notes, hidden text. */
import { describe, expect, test } from '@jest/globals';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { textOf } from '../../client/formats/text-of.js';
import { indicatorsIn } from '../../domain/parse/indicators.js';
import { level, listed, para, type RawParts, rawDocx, run } from './docx-files.js';

const read = (parts: RawParts): string[] => textOf(rawDocx(parts), 'a.docx').text.trimEnd().split('\n');

describe('automatic numbers', () => {
  const outline = `<w:abstractNum w:abstractNumId="7">${level(0, 'chineseCountingThousand', '%1、', '<w:suff w:val="nothing"/>')}${level(1, 'chineseCounting', '（%2）', '<w:suff w:val="nothing"/>')}${level(2, 'decimal', '%3.', '<w:suff w:val="space"/>')}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>`;

  test('levels nest and begin again under the next heading', () => {
    expect(
      read({
        numbering: outline,
        body: [
          para(run('科技'), listed(3)),
          para(run('平台'), listed(3, 1)),
          para(run('实验室'), listed(3, 2)),
          para(run('工程中心'), listed(3, 2)),
          para(run('人才'), listed(3, 1)),
          para(run('引育'), listed(3, 2)),
          para(run('绿色'), listed(3)),
          para(run('河道'), listed(3, 1)),
        ].join(''),
      }),
    ).toEqual([
      '一、科技',
      '（一）平台',
      '1. 实验室',
      '2. 工程中心',
      '（二）人才',
      '1. 引育',
      '二、绿色',
      '（一）河道',
    ]);
  });

  test('the eleventh and the twentieth are written as officials write them', () => {
    const lines = read({ numbering: outline, body: para(run('项'), listed(3)).repeat(21) });
    expect([lines[9], lines[10], lines[19], lines[20]]).toEqual(['十、项', '十一、项', '二十、项', '二十一、项']);
  });

  test('a second list on the same pattern goes on, unless it is told to start over', () => {
    const two = `${outline}<w:num w:numId="4"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`;
    expect(
      read({
        numbering: two,
        body: [3, 4, 5, 5].map((num) => para(run('章'), listed(num))).join(''),
      }),
    ).toEqual(['一、章', '二、章', '一、章', '二、章']);
  });

  test('numbers come from styles too, and list 0 takes them away', () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="task"><w:basedOn w:val="base"/></w:style>';
    const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'decimalFullWidth', '第%1条')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
    const task = '<w:pStyle w:val="task"/>';
    expect(
      read({
        styles,
        numbering,
        body:
          para(run('甲'), task) +
          para(run('无号'), `${task}<w:numPr><w:numId w:val="0"/></w:numPr>`) +
          para('', task) +
          para(run('乙'), task),
      }),
    ).toEqual(['第１条 甲', '无号', '第３条 乙']);
  });
});

describe('revisions', () => {
  test('the last version counts: deleted out, inserted in, moved once', () => {
    expect(
      read({
        body: para(
          `${run('责任单位：')}<w:del><w:r><w:delText>区财政局</w:delText></w:r></w:del><w:ins>${run('区科技局')}</w:ins><w:moveFrom>${run('旧处')}</w:moveFrom><w:moveTo>${run('。新处')}</w:moveTo>`,
        ),
      }),
    ).toEqual(['责任单位：区科技局。新处']);
  });

  test('a deleted paragraph mark joins two paragraphs, a deleted paragraph does not count, a deleted row is gone', () => {
    const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
    const gone = '<w:rPr><w:del w:id="1"/></w:rPr>';
    const cell = (text: string): string => `<w:tc>${para(run(text))}</w:tc>`;
    expect(
      read({
        numbering,
        body: [
          para(run('建设平台'), `${listed(1)}${gone}`),
          para(run('和中心'), listed(1)),
          para('<w:del><w:r><w:delText>删去的任务</w:delText></w:r></w:del>', `${listed(1)}${gone}`),
          para(run('引育人才'), listed(1)),
          `<w:tbl><w:tr>${cell('甲')}${cell('1')}</w:tr><w:tr><w:trPr><w:del w:id="2"/></w:trPr>${cell('乙')}${cell('2')}</w:tr><w:tr>${cell('丙')}${cell('3')}</w:tr></w:tbl>`,
        ].join(''),
      }),
    ).toEqual(['1. 建设平台和中心', '2. 引育人才', '', '| 甲 |\t1 |', '| 丙 |\t3 |']);
  });

  test('properties from before a change of format are not those of the paragraph', () => {
    expect(
      read({
        body: para(
          run('可见', '<w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'),
          '<w:pPrChange w:id="2"><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr></w:pPrChange>',
        ),
      }),
    ).toEqual(['可见']);
  });
});

describe('the page around the words', () => {
  test('line breaks, tabs, hyphens, hidden text, fields and split runs', () => {
    expect(
      read({
        body: para(
          `${run('区发')}${run('改局')}<w:r><w:br/></w:r>${run('第二行')}<w:r><w:tab/></w:r>${run('后')}<w:r><w:noBreakHyphen/></w:r>${run('藏', '<w:vanish/>')}<w:r><w:instrText> PAGE </w:instrText></w:r>${run('A&amp;B&#x4E00;')}`,
        ),
      }),
    ).toEqual(['区发改局', '第二行 后-A&B一']);
  });

  test('a text box stands once, behind its paragraph; a footnote too, so that 列第一位的为牵头单位 is read', () => {
    const box = `<w:txbxContent>${para(run('框内'))}</w:txbxContent>`;
    expect(
      read({
        footnotes: `<w:footnote w:type="separator" w:id="-1">${para(run('—'))}</w:footnote><w:footnote w:id="2">${para(run('列第一位的为牵头单位，下同'))}</w:footnote>`,
        body: para(
          `${run('正文')}<w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:footnoteReference w:id="2"/></w:r>${run('接着')}`,
        ),
      }),
    ).toEqual(['正文接着', '框内', '列第一位的为牵头单位，下同']);
  });

  test('an indicator table keeps its rows, empty cells and merged cells, and the reader finds every indicator', async () => {
    const cell = (text: string, more: object = {}): TableCell =>
      new TableCell({ children: text.split('\n').map((line) => new Paragraph(line)), ...more });
    const row = (...cells: string[]): TableRow => new TableRow({ children: cells.map((one) => cell(one)) });
    const file = new Document({
      sections: [
        {
          children: [
            new Paragraph('甲区国民经济和社会发展第十四个五年规划'),
            new Paragraph('“十四五”时期经济社会发展主要指标表'),
            new Table({
              rows: [
                row('指标（单位）', '2020年', '2025年', '年均增速/[累计]', '属性'),
                new TableRow({ children: [cell('经济发展', { columnSpan: 5 })] }),
                row('（1）地区生产总值增速\n（%）', '2.4', '——', '7', '预期性'),
                row('（2）常住人口城镇化率（%）', '95.90', '95.95', '[0.05]', '预期性'),
                new TableRow({ children: [cell('绿色生态', { columnSpan: 5 })] }),
                new TableRow({
                  children: [
                    cell('（3）单位地区生产总值能耗降低（%）'),
                    cell('——'),
                    cell(''),
                    cell('完成市分解任务', { rowSpan: 2 }),
                    cell('约束性'),
                  ],
                }),
                new TableRow({
                  children: [cell('（4）单位地区生产总值二氧化碳排放降低（%）'), cell('——'), cell(''), cell('约束性')],
                }),
              ],
            }),
          ],
        },
      ],
    });
    const { text } = textOf(new Uint8Array(await Packer.toBuffer(file)), 'a.docx');
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        '经济发展',
        '| （1）地区生产总值增速 （%） |\t2.4 |\t—— |\t7 |\t预期性 |',
        '| （4）单位地区生产总值二氧化碳排放降低（%） |\t—— |\t|\t完成市分解任务 |\t约束性 |',
      ]),
    );
    const { indicators } = indicatorsIn(text);
    expect(indicators.map((one) => [one.number, one.group, one.nature])).toEqual([
      [1, '经济发展', 'expected'],
      [2, '经济发展', 'expected'],
      [3, '绿色生态', 'binding'],
      [4, '绿色生态', 'binding'],
    ]);
  });
});
