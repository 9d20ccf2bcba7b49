/** The close-out as a document and as a page, read back. */
import { expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { renderToString } from 'preact-render-to-string';
import { closeOutDocument } from '../../activities/documents/close-out.js';
import { closeOutPage } from '../../client/console/close-out-page.js';
import { PublicLayout } from '../../client/console/public-layout.js';
import { closeOutOf } from '../../domain/comment/close-out-of.js';
import { noComments } from '../../domain/comment/comment.js';
import { instantOf } from '../../domain/day.js';
import { countsOf, frame, made } from '../domain/comment/close-out-sample.js';

const by = { at: 0, by: '办公室' } as const;
const comments = [
  made(1, {
    item: 3,
    disposition: { kind: 'adopted', change: { where: '第3条', before: '', after: '新建步道' }, ...by },
  }),
  made(2, { channel: 'phone', mergedInto: 1 }),
  made(3, {
    channel: 'post',
    text: '<w:p/>&\u0000换行\n第二行',
    disposition: { kind: 'not-adopted', reason: '与规划不符', ...by },
  }),
  made(4, { channel: 'email', setAside: { reason: '广告', ...by } }),
];
const full = closeOutOf(frame, comments, countsOf(comments));
const zero = closeOutOf(frame, [], noComments);

async function xmlOf(bytes: Promise<Buffer>): Promise<string> {
  const part = unzipSync(new Uint8Array(await bytes))['word/document.xml'];
  if (part === undefined) throw new Error('no document');
  return strFromU8(part);
}
const wordsOf = (xml: string): string => xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
/** The tables as words: rows of cells. */
const tablesOf = (xml: string): string[][][] =>
  [...xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)].map(([table]) =>
    [...table.matchAll(/<w:tr>.*?<\/w:tr>|<w:tr .*?<\/w:tr>/gs)].map(([row]) =>
      [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => wordsOf(cell).trim()),
    ),
  );

test('the document has title, counts that add up, a row per opinion, the changes, and who signs it', async () => {
  const xml = await xmlOf(closeOutDocument(full, { publishedOn: '2023-09-01' }));
  // A4, 37/35/28/26 mm in twentieths of a point.
  expect(xml).toContain('<w:pgSz w:w="11905" w:h="16837"');
  expect(xml).toContain('<w:pgMar w:top="2097" w:right="1474" w:bottom="1984" w:left="1587"');
  const words = wordsOf(xml);
  expect(words).toMatch(/^关于《河道治理三年行动计划》公开征求意见采纳情况的反馈\n/);
  expect(words).toMatch(/区水务局\n2023年9月1日\n$/);
  const [channels, results, opinions, changes, ...more] = tablesOf(xml);
  expect(more).toEqual([]);
  expect(channels).toEqual([
    ['渠道', '条数'],
    ['网页', '1'],
    ['电子邮件', '1'],
    ['电话', '1'],
    ['信函', '1'],
    ['合计', '4'],
  ]);
  const counts = (results ?? []).slice(1).map((row) => Number(row[1]));
  expect(counts.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(counts.at(-1));
  expect(counts.at(-1)).toBe(4);
  expect(opinions).toEqual([
    ['序号', '渠道', '涉及内容', '意见', '采纳情况', '说明'],
    ['1、2', '网页、电话', '第3项 清理岸线', '建议增加步道', '采纳', '已对第3条作相应修改。'],
    ['3', '信函', '全文', '&lt;w:p/&gt;&amp;换行\n第二行', '未采纳', '与规划不符。'],
  ]);
  expect(changes).toEqual([
    ['修改处', '修改前', '修改后', '对应意见'],
    ['第3条', '（新增）', '新建步道', '第1、2条'],
  ]);
});

test('without a comment the document is the zero notice, without tables; before publication it says so', async () => {
  const xml = await xmlOf(closeOutDocument(zero, { channels: ['email', 'phone', 'post'] }));
  expect(tablesOf(xml)).toEqual([]);
  expect(wordsOf(xml)).toContain('开通电子邮件、电话、信函共3种渠道。\n截至期限届满，没有收到意见。\n');
  expect(wordsOf(xml)).toMatch(/区水务局\n（待公布）\n$/);
});

const page = (closeOut: typeof full): string =>
  renderToString(
    closeOutPage({
      closeOut,
      publishedAt: instantOf('2023-09-01', 600),
      docxUrl: '/public/river-2023/1/close-out.docx',
      pageUrl: '/public/river-2023/1',
      publicLayout: PublicLayout,
    }),
  );

test('the page says the same, with captions and heads for readers of screens and phones, and no script', () => {
  const html = page(full);
  expect(html.match(/<h1>/g)).toHaveLength(1);
  expect(html.match(/<table>/g)).toHaveLength(4);
  expect(html.match(/<caption>[^<]+<\/caption>/g)).toHaveLength(4);
  for (const [, cell] of html.matchAll(/<td([^>]*)>/g)) expect(cell).toContain('data-head="');
  for (const words of [
    '共收到意见4条',
    '采纳2条，未采纳1条',
    '另有1条',
    '&lt;w:p/>&amp;',
    '2023年9月1日',
    'href="/public/river-2023/1"',
  ])
    expect(html).toContain(words);
  expect(html).not.toMatch(/<script|style=|本人姓名|13800000000/);
  const nothing = page(zero);
  expect(nothing).toContain('没有收到意见');
  expect(nothing).not.toContain('<table');
});
