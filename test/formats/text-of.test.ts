/** The same plan gives the same reading, whatever it was typed, copied or saved in. */
import { describe, expect, test } from '@jest/globals';
import { pastedText, textOf } from '../../client/formats/text-of.js';
import { readPlan } from '../../domain/parse/read-plan.js';
import { directoryOf } from '../domain/parse/documents.js';
import { BOM, gb18030, joined, utf16 } from './encode.js';
import { asDocx, asHtml, asText, title } from './invented-plan.js';

const units = [
  '区科技局',
  '区财政局',
  '区人力资源社会保障局',
  '区教育体育局',
  '区水利局',
  '区住房城乡建设局',
  '区发展改革局',
];
const resolve = directoryOf(units, { 各镇街: ['甲镇'] });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What an official would compare: tasks, duties, dates, targets. */
function readingOf(text: string): unknown {
  const { document, items, chapters, findings } = readPlan(text, { resolve });
  return {
    title: document.title,
    chapters: chapters.map((chapter) => chapter.title.replace(/^[一二]、\s*/, '')),
    items: items.map((item) => ({
      number: item.number,
      chapter: item.chapter?.replace(/\s/g, ''),
      title: item.title,
      duties: item.duties.map(({ role, unit, group, open }) => [role, unit ?? group, open]),
      deadlines: item.deadlines.map(({ raw, kind, due, source }) => [raw, kind, due, source]),
      targets: item.targets.map(({ metric, op, value, unit }) => [metric, op, value, unit]),
      findings: item.findings.map(({ code }) => code),
    })),
    findings: findings.map(({ code }) => code),
  };
}

const expected = readingOf(asText());

describe('one plan in every format', () => {
  test('the reading to compare with holds what was written', () => {
    const { items } = readPlan(asText(), { resolve });
    expect(items.map((item) => [item.number, item.title, item.duties.length, item.deadlines[0]?.due ?? null])).toEqual([
      [1, '建设创新平台', 2, '2026-06-30'],
      [2, '加大人才引育', 2, '2026-12-31'],
      [3, '整治重点河道', 2, '2026-09-30'],
      [4, '推广清洁取暖', 3, '2026-12-31'],
      [5, '发展循环经济', 1, '2026-11-30'],
    ]);
  });

  const encodings: [string, Uint8Array][] = [];
  for (const [name, encoded] of [
    ['utf-8', utf8(asText())],
    ['utf-16le', utf16(asText(), 'le')],
    ['utf-16be', utf16(asText(), 'be')],
    ['gb18030', gb18030(asText())],
  ] as const) {
    encodings.push([name, encoded], [`${name} with mark`, joined(BOM[name], encoded)]);
  }
  test.each(encodings)('text in %s', (name, encoded) => {
    const read = textOf(encoded, '计划.txt');
    expect([read.format, read.encoding]).toEqual(['txt', name.replace(' with mark', '')]);
    expect(read.text).toBe(asText());
  });

  test.each([
    ['CRLF and ideographic indents', asText('\r\n', '　　')],
    [
      'line ends of three kinds',
      asText('\r\n')
        .replace('\r\n', '\n')
        .replace(/\r\n(?=2\.)/, '\r'),
    ],
    ['a blank line behind each', asText('\n\n')],
  ])('pasted text with %s', (_what, pasted) => {
    expect(readingOf(textOf(utf8(pasted), '粘贴').text)).toEqual(expected);
    expect(pastedText(pasted)).toBe(pasted);
  });

  test('docx with automatic numbers', async () => {
    const read = textOf(await asDocx(), '计划.docx');
    expect(read.format).toBe('docx');
    expect(read.text.split('\n').slice(0, 4)).toEqual([
      title,
      expect.anything(),
      '一、 加快科技创新',
      expect.stringMatching(/^1\. 建设创新平台。/),
    ]);
    expect(readingOf(read.text)).toEqual(expected);
  });

  test.each([
    ['UTF-8 that says so', utf8(asHtml('utf-8'))],
    ['GB18030 that says so', gb18030(asHtml('gb2312'))],
    ['GB18030 that claims UTF-8', gb18030(asHtml('utf-8'))],
    ['UTF-8 that claims GB2312', utf8(asHtml('gb2312'))],
    ['UTF-16 with mark', joined(BOM['utf-16le'], utf16(asHtml('utf-8'), 'le'))],
  ])('a page in %s: menus, scripts, hidden parts and comments are no tasks', (_what, encoded) => {
    const read = textOf(encoded, 'page.txt');
    expect(read.format).toBe('html');
    expect(read.text).not.toMatch(/假任务|注释|隐藏|领导之窗|版权|color/);
    expect(readingOf(read.text)).toEqual(expected);
  });

  test('markup pasted into the form is read as the page it is', () => {
    expect(readingOf(pastedText(asHtml('utf-8')))).toEqual(expected);
  });

  test.each([
    ['UTF-8 mark before GB18030', joined(BOM['utf-8'], gb18030(asText()))],
    ['UTF-16 mark before UTF-8', joined(BOM['utf-16le'], utf8(asText()))],
    ['UTF-16BE mark before GB18030', joined(BOM['utf-16be'], gb18030(asText()))],
    ['UTF-16LE mark before UTF-16BE', joined(BOM['utf-16le'], utf16(asText(), 'be'))],
  ])('a byte order mark that lies (%s) is seen through', (_what, encoded) => {
    expect(textOf(encoded, '计划.txt').text).toBe(asText());
  });
});
