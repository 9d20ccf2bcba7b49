import { describe, expect, test } from '@jest/globals';
import { DubanError } from '../../../domain/errors.js';
import { decodeText, MAX_BYTES } from '../../../domain/parse/decode.js';

const text = '一、任务\n1. 建设平台。(区科技局负责)\n';
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf16 = (words: string, little: boolean): Uint8Array =>
  Uint8Array.from(
    [...words].flatMap((char) =>
      little
        ? [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]
        : [char.charCodeAt(0) >> 8, char.charCodeAt(0) & 255],
    ),
  );
/** 任务 and a full stop in GB18030, made by hand: the platform has no encoder for it. */
const gb18030 = bytes(0xc8, 0xce, 0xce, 0xf1, 0xa1, 0xa3, 0x31, 0x0a);

const refusal = (input: Uint8Array): string => {
  try {
    decodeText(input);
  } catch (error) {
    if (error instanceof DubanError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
};

describe('bytes to text', () => {
  test('UTF-8 and UTF-16, with and without a byte order mark, give the same text', () => {
    const utf8 = new TextEncoder().encode(text);
    for (const input of [
      utf8,
      bytes(0xef, 0xbb, 0xbf, ...utf8),
      bytes(0xff, 0xfe, ...utf16(text, true)),
      bytes(0xfe, 0xff, ...utf16(text, false)),
      utf16(text, true),
      utf16(text, false),
    ]) {
      expect(decodeText(input).text).toBe(text);
    }
  });

  test('GB18030 is read, not refused', () => {
    expect(decodeText(gb18030)).toEqual({ text: '任务。1\n', encoding: 'gb18030' });
  });

  test('what is no text is refused with its kind and a way out', () => {
    expect(refusal(bytes())).toMatch(/^file-empty 文件是空的/);
    expect(refusal(new TextEncoder().encode(' \r\n　'))).toMatch(/^file-empty/);
    expect(refusal(bytes(0x50, 0x4b, 0x03, 0x04, 1, 2))).toMatch(/^file-binary 这是Word/);
    expect(refusal(new TextEncoder().encode('%PDF-1.7'))).toMatch(/^file-binary 这是PDF/);
    expect(refusal(Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256))).toMatch(/^file-binary/);
    expect(refusal(new Uint8Array(MAX_BYTES + 1))).toMatch(/^file-too-large/);
  });

  test('a UTF-8 file with a broken byte is refused instead of read as GB18030 rubbish', () => {
    const broken = new TextEncoder().encode(text.repeat(20));
    broken[7] = 0xff;
    expect(refusal(broken)).toMatch(/^file-undecodable .*UTF-8/);
  });
});
