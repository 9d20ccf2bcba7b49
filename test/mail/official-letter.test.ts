/** 督办函 as a document, read back from its parts. */
import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { officialLetterDocument, officialLetterTitle } from '../../activities/documents/official-letter.js';
import { composeLetter } from '../../activities/mail/compose.js';
import { context, drafts } from './sample.js';

/** The text of one part of a ZIP file, found by its central directory. */
function part(zip: Buffer, name: string): string {
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1')) + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return (zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString('utf8');
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${name} not found`);
}

test('the letter has number, receiver, facts, request, signature, date and copies, in the form of official papers', async () => {
  const draft = drafts['supervision-letter'];
  if (draft === undefined) throw new Error('sample missing');
  const [attachment] = composeLetter(draft, context).attachments;
  if (attachment?.kind !== 'official-letter') throw new Error('no document');
  expect(attachment.filename).toBe('关于“实施3个以上重点技改项目”等2项任务的督办函.docx');
  const bytes = await officialLetterDocument(attachment.letter);
  const xml = part(bytes, 'word/document.xml');
  const words = xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
  for (const expected of [
    '绿发办函〔2024〕3号',
    '关于“实施3个以上重点技改项目”等2项任务的督办函\n',
    '区发展改革局：',
    '2023年12月31日',
    '已逾期10天',
    '未报告',
    '5个工作日内书面报告',
    '2024年1月10日\n',
    '抄送：区城乡建设局，区生态环境分局。',
  ]) {
    expect(words).toContain(expected);
  }
  // A letter to a peer asks; it does not order.
  expect(words).not.toContain('责令');
  // 37/35/28/26 mm in twentieths of a point, 28 points a line, 仿宋.
  const form =
    /<w:pgMar w:top="2097" w:right="1474" w:bottom="1984" w:left="1587"/.test(xml) &&
    /<w:spacing w:line="560" w:lineRule="exact"/.test(xml);
  expect(form).toBe(true);
  expect(xml).toContain('w:eastAsia="仿宋_GB2312"');
  // The form of letters: the sender over a red double line on the first page only, the number at the right edge.
  const head = part(bytes, 'word/header1.xml');
  expect(head.replace(/<[^>]+>/g, '')).toBe(attachment.letter.issuer);
  expect(head).toMatch(/<w:bottom w:val="thickThinSmallGap" w:color="FF0000"/);
  expect(xml).toMatch(/<w:headerReference w:type="first"[\s\S]*<w:titlePg\/>/);
  expect(xml).toMatch(/<w:jc w:val="right"\/>(?:(?!<\/w:p>)[\s\S])*绿发办函〔2024〕3号/);
});

test('a draft without a number says that it waits for one, and hostile words stay words', async () => {
  const xml = part(
    await officialLetterDocument({
      title: officialLetterTitle(['<w:p/>&']),
      issuer: '办公室',
      to: '甲<乙>局',
      copies: [],
      date: '2024-01-10',
      plans: [],
      tasks: [],
      closing: '请报告。',
    }),
    'word/document.xml',
  );
  expect(xml).toContain('（待编号）');
  expect(xml).toContain('甲&lt;乙&gt;局：');
  expect(xml).not.toContain('抄送');
});
