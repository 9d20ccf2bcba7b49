/** The draft as the public sees it: the plan alone, its numbered items, and who leads them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readDraft } from '../../../domain/comment/draft.js';
import { readDirectory } from '../../../domain/directory.js';

const directory = readDirectory(readFileSync(new URL('../../../seeds/units.csv', import.meta.url), 'utf8'));
const real = new URL('../../../../shared/documents/xuecheng-comment-draft.txt', import.meta.url);
const present = existsSync(real);

describe('a draft', () => {
  const text = `关于公开征求意见的公告
现就《河道治理三年行动计划》向社会公开征求意见，请于2023年8月23日前反馈。
电话:0632-1234567
区水务局
2023年7月24日
河道治理三年行动计划(2023-2025年)
(征求意见稿)
为治理河道，制定本计划。
一、清理
1.清理岸线。拆除违法建筑。
两岸各退让十米。(责任单位:区科技局、区工信局,各镇街)
2.清理淤泥。每年一次。(牵头单位:区发改局;配合单位:区财政局)
二、管护
3.明确责任。落实河长制。(责任单位:各镇街)
《河道治理三年行动计划》现解读如下:
一、背景
水质不好。`;

  test('only the plan is shown: title, chapters, items with what belongs to them', () => {
    const { paragraphs, items } = readDraft(text, directory);
    expect(paragraphs.map((one) => [one.kind, one.item ?? null, one.text.slice(0, 6)])).toEqual([
      ['title', null, '河道治理三年'],
      ['title', null, '(征求意见稿'],
      ['text', null, '为治理河道，'],
      ['chapter', null, '一、清理'],
      ['item', 1, '1.清理岸线'],
      ['text', null, '两岸各退让十'],
      ['item', 2, '2.清理淤泥'],
      ['chapter', null, '二、管护'],
      ['item', 3, '3.明确责任'],
    ]);
    // The first unit leads; a group word alone is nobody.
    expect(items).toEqual([
      { number: 1, title: '清理岸线', lead: 'xc-kjj' },
      { number: 2, title: '清理淤泥', lead: 'xc-fgj' },
      { number: 3, title: '明确责任', lead: null },
    ]);
  });

  test('numbers that begin again in each chapter are replaced by running ones, so that each names one item', () => {
    const again = text.replace('3.明确责任', '1.明确责任');
    const { paragraphs, items } = readDraft(again, directory);
    expect(items.map((one) => one.number)).toEqual([1, 2, 3]);
    expect(paragraphs.flatMap((one) => one.item ?? [])).toEqual([1, 2, 3]);
  });

  test('sub-paragraphs with units of their own are one item', () => {
    const sub = `年度重点任务清单
一、产业
1.发展工业。
(1)改造设备。(责任单位:区工信局)
(2)培育企业。(责任单位:区科技局)
2.发展农业。扩大面积。(责任单位:区农业农村局)
3.发展旅游。开发线路。(责任单位:区文旅局)
4.发展商贸。举办节会。(责任单位:区商促局)`;
    const { items, paragraphs } = readDraft(sub, directory);
    expect(items.map((one) => [one.number, one.lead])).toEqual([
      [1, 'xc-gxj'],
      [2, 'xc-nyncj'],
      [3, 'xc-wlj'],
      [4, 'xc-sctj'],
    ]);
    expect(paragraphs.filter((one) => one.item === 1)).toHaveLength(1);
  });

  test('what has no items is shown whole, and can only be commented on as a whole', () => {
    const rules = '养犬管理办法\n(草案)\n第一条 为了规范养犬，制定本办法。\n第二条 养犬应当登记。';
    const { items, paragraphs } = readDraft(rules, directory);
    expect(items).toEqual([]);
    expect(paragraphs.map((one) => one.kind)).toEqual(['title', 'title', 'text', 'text']);
    expect(paragraphs.map((one) => one.text).join('\n')).toBe(rules);
    expect(readDraft('', directory)).toEqual({ items: [], paragraphs: [] });
  });

  // biome-ignore format: one condition
  (present ? test : test.skip)(`the real draft: items 3 to 41, all but one with a lead${present ? '' : ' (shared documents are absent)'}`, () => {
    const { items, paragraphs } = readDraft(readFileSync(real, 'utf8'), directory);
    expect(items.map((one) => one.number)).toEqual(Array.from({ length: 39 }, (_, at) => at + 3));
    expect(paragraphs.flatMap((one) => one.item ?? [])).toEqual(items.map((one) => one.number));
    expect(items.filter((one) => one.lead === null).map((one) => one.number)).toEqual([40]);
    expect(items[0]).toEqual({ number: 3, title: '搭建协同创新科创平台', lead: 'xc-kjj' });
    expect(paragraphs.filter((one) => one.kind === 'chapter')).toHaveLength(9);
    const shown = paragraphs.map((one) => one.text).join('\n');
    for (const other of ['公示期', '解读如下', '截至期满', 'xcxdb@']) expect(shown).not.toContain(other);
  });
});
