/** A bulletin as a document, a page and a chart, read back: the same numbers everywhere, each with the tasks behind it. */
import { expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { renderToString } from 'preact-render-to-string';
import { type BulletinPaper, bulletinDocument, bulletinTitle } from '../../activities/documents/bulletin.js';
import { stateChart } from '../../activities/documents/charts.js';
import { BulletinView } from '../../client/console/bulletin-page.js';
import { instantOf } from '../../domain/day.js';
import type { Bulletin } from '../../domain/supervision/bulletin.js';
import { bulletinOf } from '../../domain/supervision/bulletin-of.js';
import { frame, sampleReturn, sampleTask, taskReturn } from '../domain/supervision/sample-tasks.js';

const names: Readonly<Record<string, string>> = {
  water: '区水务局',
  roads: '区<交通>&局',
  schools: '区教育局',
  office: '区督查办公室',
  group: '区重点任务领导小组',
};
const name = (unit: string): string => names[unit] ?? unit;
const tasks = [
  sampleTask(1, 'lead:water'),
  sampleTask(2, 'lead:water', { due: '2023-09-30', firstDue: '2023-06-30', chapter: '二、水利' }),
  sampleTask(3, 'lead:roads', { title: '<script>修路</script>' }),
  sampleTask(4, 'lead:schools'),
];
const returns = [
  sampleReturn('water', [
    taskReturn(1, 'ahead'),
    taskReturn(2, 'behind', { problems: '资金\u0000未到位', help: '请拨款' }),
  ]),
  sampleReturn('roads', [taskReturn(3, 'on-schedule')]),
];
const burden = [{ unit: 'water', requests: 1, forms: 2, letters: 4 }];
const bulletin = bulletinOf(frame, tasks, returns, burden, '2023-10-18');
const approved: BulletinPaper = {
  number: '某督〔2023〕3号',
  officeName: '区督查办公室',
  name,
  day: '2023-10-20',
  copies: ['group'],
};

async function xmlOf(of: Bulletin, paper: BulletinPaper): Promise<string> {
  const part = unzipSync(await bulletinDocument(of, paper))['word/document.xml'];
  if (part === undefined) throw new Error('no document');
  return strFromU8(part);
}

/** One line a paragraph; cells of a row are paragraphs of their own. */
const linesOf = (xml: string): string[] =>
  xml
    .replace(/<w:tab\/>/g, '\t')
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .split('\n');

test('the paper has head, number, title, receivers, numbered parts, signature, date and imprint in the set form', async () => {
  const xml = await xmlOf(bulletin, approved);
  const lines = linesOf(xml);
  const order = [
    '区督查办公室',
    '某督〔2023〕3号',
    '关于某区2023年重点工作任务第三季度落实情况的通报',
    '区水务局、区&lt;交通&gt;&amp;局、区教育局：',
    '现将2023年第三季度重点任务落实情况通报如下（数据截至2023年10月18日）。',
    '一、总体情况',
    '二、分类情况',
    '（一）按类别',
    '（二）按报送单位',
    '三、存在的问题',
    '（一）进度滞后的任务（1项）',
    '资金未到位',
    '请拨款',
    '（二）逾期未办结的任务（1项）',
    '2023年9月30日',
    '逾期18天',
    '2023年6月30日',
    '逾期110天',
    '（三）未按时报送的单位（1个）',
    '未报送：区教育局。',
    '四、要求单位填报的情况',
    '五、异议的提出',
    '区督查办公室',
    '2023年10月20日',
    '抄送：区重点任务领导小组。',
    '区督查办公室\t2023年10月20日印发',
  ];
  let from = 0;
  for (const words of order) {
    const at = lines.indexOf(words, from);
    expect([words, at]).toEqual([words, expect.any(Number)]);
    expect(at).toBeGreaterThanOrEqual(from);
    from = at;
  }
  // 37/35/28/26 mm in twentieths of a point, 28 points a line, 仿宋 text, 小标宋 title, a red line under the number.
  expect(xml).toMatch(/<w:pgMar w:top="2097" w:right="1474" w:bottom="1984" w:left="1587"/);
  expect(xml).toContain('<w:spacing w:line="560" w:lineRule="exact"');
  expect(xml).toMatch(/w:eastAsia="仿宋_GB2312"/);
  expect(xml).toMatch(/w:eastAsia="方正小标宋简体"/);
  expect(xml).toMatch(/<w:bottom w:val="single" w:color="FF0000"/);
});

test('the table of totals adds up to the tasks and to 100.0 %', async () => {
  const lines = linesOf(await xmlOf(bulletin, approved));
  const from = lines.indexOf('占比') + 1;
  const rows = Array.from({ length: 7 }, (_, at) => lines.slice(from + at * 3, from + at * 3 + 3));
  expect(rows.at(-1)).toEqual(['合计', '4', '100.0%']);
  const counts = rows.slice(0, -1).map(([, count]) => Number(count));
  const tenths = rows.slice(0, -1).map(([, , share = '']) => Math.round(Number(share.replace('%', '')) * 10));
  expect([counts.reduce((a, b) => a + b), tenths.reduce((a, b) => a + b)]).toEqual([4, 1000]);
});

test('a draft says so in the place of its number and its date; a correction says what it corrects and why', async () => {
  const corrects = { number: '某督〔2023〕2号', reason: '第2项的数字有误。' };
  const draft = linesOf(await xmlOf({ ...bulletin, corrects }, { ...approved, number: null, day: null }));
  expect(draft).toContain('（草稿，审签后编号）');
  expect(draft).toContain('（待审签）');
  expect(draft.join('')).not.toContain('印发');
  expect(draft).toContain('关于某区2023年重点工作任务第三季度落实情况的更正通报');
  expect(draft.join('\n')).toContain('本通报更正某督〔2023〕2号通报，更正理由：第2项的数字有误。此前通报');
});

test('more receivers than the first page holds stand in the imprint', async () => {
  const to = Array.from({ length: 11 }, (_, at) => `单位${at + 1}`);
  const lines = linesOf(await xmlOf(bulletin, { ...approved, to }));
  expect(lines).toContain(`主送：${to.join('、')}。`);
  expect(lines).not.toContain(`${to.join('、')}：`);
});

test('a cycle in which nothing had to be returned still makes a whole paper, page and chart', async () => {
  const empty = bulletinOf(frame, [], [], [], '2023-10-18');
  expect(linesOf(await xmlOf(empty, approved))).toContain('本期没有应报送的任务。');
  expect(stateChart(empty, name)).toContain('共0项');
  const answer = { draft: true, number: null, bulletin: empty, cycle: frame.cycle, earlier: [], names } as const;
  expect(renderToString(BulletinView({ answer, officeName: '区督查办公室', chartUrl: 'x' }))).not.toContain('<figure');
});

test('the chart is one picture of plain SVG whose description says every number', () => {
  const svg = stateChart(bulletin, name);
  expect(svg).toMatch(/^<svg role="img" aria-labelledby="chart-title chart-desc"/);
  expect(svg).toContain('<title id="chart-title">2023年第三季度各单位任务进展（共4项）</title>');
  expect(svg).toContain(
    '区水务局2项：超前1项，滞后1项。区&lt;交通&gt;&amp;局1项：达到序时进度1项。区教育局1项：未报送1项。',
  );
  expect(svg).not.toMatch(/<script|<style|style="|class="|<交通>/);
  // Each state has its word in the legend and its count in the bar.
  const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);
  for (const word of ['超前', '达到序时进度', '滞后', '未报送', '区水务局']) expect(words).toContain(word);
  expect(words).not.toContain('已完成');
});

test('on the page every number opens the tasks behind it, and every task its record', () => {
  const answer = {
    draft: false,
    number: '某督〔2023〕3号',
    author: '甲',
    approvedBy: '乙',
    at: instantOf('2023-10-20', 600),
    sha256: '0'.repeat(64),
    bulletin,
    cycle: frame.cycle,
    earlier: [],
    names,
  } as const;
  const html = renderToString(
    BulletinView({
      answer,
      officeName: '区督查办公室',
      taskHref: (task) => `/tasks/${task}`,
      chartUrl: '/chart.svg',
      docxUrl: '/bulletin.docx',
    }),
  );
  expect(html).toContain(bulletinTitle(bulletin));
  expect(html).toContain('某督〔2023〕3号');
  const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
  const ids = [...html.matchAll(/id="([^"]+)"/g)].map((match) => match[1]);
  expect(anchors.length).toBeGreaterThan(15);
  expect(anchors.filter((anchor) => !ids.includes(anchor))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const task of bulletin.tasks) expect(html).toContain(`href="/tasks/${task.task}"`);
  // What stands under a unit's number is exactly what it counts.
  expect(html).toMatch(/<li id="u0-behind">滞后1项：<span><a href="#task-2023-2">第2项<\/a><\/span><\/li>/);
  expect(html).not.toMatch(/<script|style="/);
});
