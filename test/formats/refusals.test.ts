/** What is no plan: each gets one Chinese sentence that says what it is and what to hand in instead. */
import { randomFillSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';

import { plainTextOf, textOf } from '../../client/formats/text-of.js';
import { ZIP_LIMITS } from '../../client/formats/zip.js';
import { DubanError } from '../../domain/errors.js';
import { para, rawDocx, run } from './docx-files.js';
import { joined, utf16 } from './encode.js';

function refusalOf(bytes: Uint8Array, name = 'a.docx', read: typeof textOf | typeof plainTextOf = textOf): DubanError {
  try {
    read(bytes, name);
  } catch (error) {
    if (error instanceof DubanError) return error;
    throw error;
  }
  throw new Error('it was read');
}

/** The head of a compound file and the name of a stream in it. */
const ole = (stream: string): Uint8Array =>
  joined(
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    new Uint8Array(504),
    utf16(stream, 'le'),
    new Uint8Array(64),
  );
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const zip = (...names: string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<a/>')])));

const cases: readonly (readonly [what: string, bytes: Uint8Array, code: string, words: string, name?: string])[] = [
  ['an old doc', ole('WordDocument'), 'file-old-word', '另存为 docx', '计划.doc'],
  ['an old doc renamed to docx', ole('WordDocument'), 'file-old-word', '改文件名不会改变格式'],
  ['an encrypted docx', ole('EncryptedPackage'), 'file-encrypted', '取消密码'],
  ['an xls', ole('Workbook'), 'file-spreadsheet', 'duban units import', '任务.xls'],
  ['an xlsx', zip('xl/workbook.xml'), 'file-spreadsheet', 'CSV', '任务.xlsx'],
  ['an xlsx renamed to docx', zip('xl/workbook.xml'), 'file-spreadsheet', 'xlsx'],
  ['a CSV file', utf8('id,name\na,甲局\n'), 'file-spreadsheet', 'duban units import', 'units.csv'],
  ['a pptx', zip('ppt/presentation.xml'), 'file-other-kind', 'pptx'],
  ['an odt', zip('mimetype', 'content.xml'), 'file-other-kind', 'OpenDocument'],
  ['an OFD', zip('OFD.xml'), 'file-ofd', '文字版'],
  ['a zip that is no docx', zip('readme.txt'), 'file-archive', '不是 docx'],
  ['a PDF', utf8('%PDF-1.7\n1 0 obj'), 'file-pdf', '文字版', '计划.pdf'],
  ['a PDF named txt, with a few bytes in front', utf8('\n\n%PDF-1.4\n'), 'file-pdf', '文字版', '计划.txt'],
  ['a photograph', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'file-picture', '文字版', '计划.jpg'],
  ['an RTF file', utf8('{\\rtf1\\ansi 1. }'), 'file-other-kind', 'RTF', '计划.doc'],
  [
    'a web archive',
    utf8('MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n'),
    'file-other-kind',
    'mht',
    'a.mht',
  ],
  [
    'a Word XML file',
    utf8('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'),
    'file-other-kind',
    'Word XML',
    'a.xml',
  ],
  ['a rar file', Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7), 'file-archive', 'RAR'],
  ['an empty file', new Uint8Array(), 'file-empty', '空的', 'a.txt'],
  ['a docx without words', rawDocx({ body: para('') }), 'file-docx-empty', '没有文字'],
  [
    'a page without words',
    utf8('<html><body><script>1</script><img src="a.png"></body></html>'),
    'file-empty',
    '空的',
    'a.html',
  ],
  ['half a docx', rawDocx({ body: para(run('甲')) }).subarray(0, 300), 'file-zip-damaged', '已损坏'],
  ['noise', Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31) % 256), 'file-binary', '二进制', 'a.txt'],
];

describe('what cannot be read', () => {
  test.each(cases)('%s', (_what, bytes, code, words, ...[name]) => {
    const refusal = refusalOf(bytes, name);
    expect(refusal.code).toBe(code);
    expect(refusal.faults).toHaveLength(1);
    expect(refusal.message).toContain(words);
    expect(refusal.message).not.toMatch(/[{}\n]/);
  });

  test('a docx in which one byte of the text was changed is refused, not read with a wrong word', () => {
    const stored = zipSync(
      {
        'word/document.xml': strToU8(
          '<w:document><w:body><w:p><w:r><w:t>7日内完成</w:t></w:r></w:p></w:body></w:document>',
        ),
      },
      { level: 0 },
    );
    expect(textOf(stored, 'a.docx').text).toBe('7日内完成\n');
    const at = stored.indexOf('7'.charCodeAt(0), 40);
    stored[at] = '9'.charCodeAt(0);
    expect(refusalOf(stored).code).toBe('file-zip-damaged');
  });

  test('an encrypted entry of a zip is called encrypted', () => {
    const file = rawDocx({ body: para(run('甲')) });
    for (let at = 0; at + 4 < file.length; at++) {
      if (file[at] === 0x50 && file[at + 1] === 0x4b && file[at + 2] === 1 && file[at + 3] === 2) file[at + 8] = 1;
    }
    expect(refusalOf(file).code).toBe('file-encrypted');
  });

  test('where plain text is wanted, a spreadsheet still hears which import takes it', () => {
    expect(refusalOf(zip('xl/workbook.xml'), 'units.xlsx', plainTextOf).message).toContain('另存为 CSV');
    expect(refusalOf(ole('Workbook'), 'units.xls', plainTextOf).message).toContain('另存为 CSV');
    expect(plainTextOf(utf8('id,name\n'))).toBe('id,name\n');
  });
});

describe('files made to do harm', () => {
  const zeros = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0x20);
  /** Time of the processor, not of the wall: a busy machine must not fail the test. */
  const within = (milliseconds: number, act: () => void): void => {
    const from = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000).toBeLessThan(milliseconds);
  };

  test('a zip bomb is given up at the limit, whatever size it claims', () => {
    const bomb = zipSync({ 'word/document.xml': zeros(ZIP_LIMITS.inflated + 4096) });
    const lying = bomb.slice();
    const view = new DataView(lying.buffer);
    for (let at = 0; at + 4 < lying.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1000, true);
    within(3000, () => {
      expect(refusalOf(bomb).code).toBe('file-zip-bomb');
      expect(refusalOf(lying).code).toBe('file-zip-bomb');
    });
  });

  test('many entries and entries that claim terabytes are refused by the list alone', () => {
    const many = zipSync(
      Object.fromEntries(Array.from({ length: ZIP_LIMITS.entries + 1 }, (_, i) => [`${i}`, new Uint8Array()])),
    );
    expect(refusalOf(many).code).toBe('file-zip-bomb');
    const claims = zip('word/document.xml');
    const view = new DataView(claims.buffer);
    for (let at = 0; at + 4 < claims.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xfffffff0, true);
    expect(refusalOf(claims).code).toBe('file-zip-bomb');
  });

  test('entities of entities are not expanded', () => {
    const xml =
      '<!DOCTYPE a [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>甲&b;乙</w:t></w:r></w:p></w:body></w:document>';
    expect(textOf(zipSync({ 'word/document.xml': strToU8(xml) }), 'a.docx').text).toBe('甲&b;乙\n');
  });

  test('markup nested without end is refused at once', () => {
    within(1000, () => {
      expect(refusalOf(utf8(`<html>${'<b>'.repeat(1_000_000)}`)).code).toBe('file-too-deep');
      expect(refusalOf(rawDocx({ body: '<w:sdt>'.repeat(100_000) })).code).toBe('file-too-deep');
    });
  });

  test('a merged cell over a thousand rows, tables in tables and menus in menus stay small and quick', () => {
    within(3000, () => {
      const merged = `<table><tr><td rowspan=9999 colspan=9999>${'长'.repeat(150)}<td>1${'<tr><td>2<td>3'.repeat(20_000)}</table>`;
      expect(textOf(utf8(`<html>${merged}`), 'a').text.length).toBeLessThan(8_000_000);
      textOf(utf8(`<html>${'<table><tr><td>甲'.repeat(300)}${'<p>乙</p>'.repeat(100_000)}`), 'a');
      textOf(utf8(`<html>${'<div class=nav>'.repeat(900)}${'<p>乙。</p>'.repeat(100_000)}`), 'a');
    });
  });

  test('10 MB are refused or read within five seconds', () => {
    const megabytes = 10 * 1024 * 1024;
    const line = '1. 建设平台。（区科技局负责）\n';
    const big = utf8(line.repeat(Math.ceil(megabytes / utf8(line).length)));
    within(5000, () => {
      expect(refusalOf(big, 'a.txt').code).toBe('file-too-large');
      expect(refusalOf(joined(utf8('<html>'), big), 'a.html').code).toBe('file-too-large');
      // A docx with ten megabytes of pictures is a docx: pictures are not inflated.
      const noise = randomFillSync(new Uint8Array(megabytes));
      const file = zipSync({
        'word/document.xml': strToU8('<w:document><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'),
        'word/media/a.png': [noise, { level: 0 }],
      });
      expect(textOf(file, 'a.docx').text).toBe('甲\n');
    });
  });
});
