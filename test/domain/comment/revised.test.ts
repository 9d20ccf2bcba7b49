import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AdoptedChange, adoptedChanges, reviseDraft } from '../../../domain/comment/revised.js';
import type { DraftParagraph } from '../../../domain/comment/terms.js';

const change = (nos: number[], where: string, before: string, after: string, items: number[] = []): AdoptedChange => ({
  ...{ nos, where, before, after, items },
});

/** A draft whose lines are set as a page sets them: items begin with their number, one breaks in the middle. */
const text = `某某三年行动计划
一、重点任务
1.建设口袋公园。新建口袋公园
10处，保证道路畅通。
2.扩大学位供给。保证道路畅通。
3.盘活资产。完成清查。`;
const paragraphs: readonly DraftParagraph[] = [
  { text: '某某三年行动计划', kind: 'title' },
  { text: '一、重点任务', kind: 'chapter' },
  { text: '1.建设口袋公园。新建口袋公园10处，保证道路畅通。', kind: 'item', item: 1 },
  { text: '2.扩大学位供给。保证道路畅通。', kind: 'item', item: 2 },
  { text: '3.盘活资产。完成清查。', kind: 'item', item: 3 },
];
const said = (changes: readonly AdoptedChange[]): readonly string[] =>
  reviseDraft(text, paragraphs, changes).faults.map((one) => one.message.split('，请')[0] ?? '');

describe('adopted changes in the draft', () => {
  test('are carried out once, over line breaks, in the item they name or the comment was about', () => {
    const revised = reviseDraft(text, paragraphs, [
      change([4], '第3项', '完成清查', '年底前完成清查'),
      change([2], '口袋公园', '新建口袋公园10处', '新建口袋公园12处'),
      change([1], '第一项', '道路畅通', '道路畅通、照明完好'),
      // The same words for the same place, asked for by another.
      change([3], '第1项第二句', '道路畅通', '道路畅通、照明完好', [1]),
      change([5], '学位', '保证道路畅通。', '（删去）', [2]),
    ]);
    expect(revised.faults).toEqual([]);
    expect(revised.text).toBe(`某某三年行动计划
一、重点任务
1.建设口袋公园。新建口袋公园12处，保证道路畅通、照明完好。
2.扩大学位供给。
3.盘活资产。年底前完成清查。`);
    expect(revised.changes.map(({ item, nos }) => [item, nos])).toEqual([
      [1, [2]],
      [1, [1, 3]],
      [2, [5]],
      [3, [4]],
    ]);
  });

  test('that do not fit are all told, with their comments; the others are carried out', () => {
    const faults = [
      change([1], '第1项', '完成清查', '不做清查'),
      change([2], '正文', '道路畅通', '道路整洁'),
      change([3], '第3项', '盘活资产。完成清查', '盘活'),
      change([4, 6], '第3项', '清查', '核查'),
      change([5], '第9页', '没有的话', '有'),
    ];
    expect(said(faults)).toEqual([
      '第1条意见采纳的修改对不上：征求意见稿的“第1项”中没有“完成清查”',
      '第2条意见采纳的修改不能确定改哪一处：“道路畅通”在征求意见稿中有2处（修改之处写作“正文”）',
      '第5条意见采纳的修改对不上：征求意见稿的“第9页”中没有“没有的话”',
      '第3条和第4、6条意见采纳的修改改到了同一处文字：“盘活资产。完成清查”与“清查”',
    ]);
    expect(reviseDraft(text, paragraphs, faults).text).toBe(text);
  });

  test('come from the close-out with the items their comments were about', () => {
    const row = { channels: [], itemTitle: '', opinion: '', words: '', result: 'adopted' } as const;
    const one = { where: '甲', before: '乙', after: '丙', nos: [1, 3] };
    const rows = [
      { ...row, nos: [1], item: 2 },
      { ...row, nos: [3, 4], item: null },
      { ...row, nos: [2], item: 5 },
    ];
    expect(adoptedChanges({ changes: [one], rows })).toEqual([{ ...one, items: [2] }]);
  });

  test('applied in any order, the draft differs from the former one in exactly these places', () => {
    // Words of the draft end in a full stop that no change touches, so that the pieces of both drafts can be told apart.
    const piece = fc.string({ unit: fc.constantFrom(...'甲乙丙丁戊己'), minLength: 1, maxLength: 6 });
    const draft = fc.array(fc.tuple(piece, fc.option(piece)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(draft, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 3 }), (pieces, dice, perLine) => {
        // The running number makes every piece one of its kind.
        const words = pieces.map(([one], at) => `〔${at}〕${one}。`);
        const lines = words.flatMap((_, at) => (at % perLine === 0 ? [words.slice(at, at + perLine).join('')] : []));
        const changes = pieces.flatMap(([one, other], at) =>
          other === null || other === one ? [] : [change([at + 1], '正文', `〔${at}〕${one}`, `〔${at}〕${other}`)],
        );
        const order = dice[Symbol.iterator]();
        const shuffled = changes
          .map((value) => ({ value, by: order.next().value ?? 0 }))
          .toSorted((a, b) => a.by - b.by)
          .map(({ value }) => value);
        const given = lines.map((line): DraftParagraph => ({ text: line, kind: 'text' }));
        const revised = reviseDraft(lines.join('\n'), given, shuffled);
        expect(revised.faults).toEqual([]);
        const parts = (whole: string): readonly string[] => whole.replaceAll('\n', '').split('。');
        const after = parts(revised.text);
        const differences = parts(lines.join('\n')).flatMap((before, at) =>
          before === after[at] ? [] : [{ before, after: after[at] }],
        );
        expect(differences).toEqual(changes.map(({ before, after: to }) => ({ before, after: to })));
        expect(revised.changes.map(({ before, after: to }) => ({ before, after: to }))).toEqual(differences);
        expect(revised.text.split('\n')).toHaveLength(lines.length);
      }),
      { numRuns: 300 },
    );
  });
});
