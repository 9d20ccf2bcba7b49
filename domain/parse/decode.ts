/**
 * Bytes of a plan document to text. Offices hand in UTF-8, UTF-16 and GB18030 files, with or without a byte order
 * mark; anything that is not text is refused with one sentence that says what to do.
 */
import { refuse } from '../errors.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface Decoded {
  /** Without byte order mark: offset 0 is the first character. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** Longest plan seen in the wild: 140 KB. Four MB leave room and keep reading well under a second. */
export const MAX_BYTES = 4 * 1024 * 1024;

const signatures: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['Word/Excel 文档（docx、xlsx）或压缩包', [0x50, 0x4b, 0x03, 0x04]],
  ['旧版 Office 文档（doc、xls、wps）', [0xd0, 0xcf, 0x11, 0xe0]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['JPEG 图片', [0xff, 0xd8, 0xff]],
  ['PNG 图片', [0x89, 0x50, 0x4e, 0x47]],
  ['GIF 图片', [0x47, 0x49, 0x46, 0x38]],
  ['RAR 压缩包', [0x52, 0x61, 0x72, 0x21]],
  ['7z 压缩包', [0x37, 0x7a, 0xbc, 0xaf]],
  ['gzip 压缩包', [0x1f, 0x8b]],
];

/**
 * Decodes a plan document. Order: byte order mark, UTF-16 by its zero bytes, UTF-8, GB18030.
 * @throws DubanError `file-empty`, `file-too-large`, `file-binary` or `file-undecodable`.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) throw refuse('file-empty');
  if (bytes.length > MAX_BYTES) throw refuse('file-too-large', { size: bytes.length, limit: MAX_BYTES });
  const signature = signatures.find(([, head]) => head.every((byte, i) => bytes[i] === byte));
  if (signature) throw refuse('file-binary', { kind: signature[0] });
  const decoded = byMark(bytes) ?? byZeros(bytes) ?? byContent(bytes);
  if (!/\S/.test(decoded.text)) throw refuse('file-empty');
  if (controlShare(decoded.text) > 0.01) throw refuse('file-binary', { kind: '二进制文件' });
  return decoded;
}

function strict(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The encoding a byte order mark names, and the length of the mark. */
const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * A mark is believed where the text behind it reads accordingly. Some programs put the mark of one encoding before the
 * text of another: then the content decides, where it can.
 */
function byMark(bytes: Uint8Array): Decoded | null {
  const mark = marks.find(([, head]) => head.every((byte, i) => bytes[i] === byte));
  if (!mark) return null;
  const [encoding, head] = mark;
  const behind = bytes.subarray(head.length);
  const text = strict(behind, encoding);
  if (text !== null && (encoding === 'utf-8' || readsAsChinese(text))) return { text, encoding };
  try {
    return byZeros(behind) ?? byContent(behind);
  } catch {
    if (text !== null) return { text, encoding };
    throw refuse('file-undecodable', { tried: encoding.toUpperCase() });
  }
}

/** UTF-16 without a mark: digits, spaces and line ends have a zero byte, other encodings have none. */
function byZeros(bytes: Uint8Array): Decoded | null {
  if (!bytes.includes(0)) return null;
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    const text = bytes.length % 2 === 0 ? strict(bytes, encoding) : null;
    if (text !== null && readsAsChinese(text)) return { text, encoding };
  }
  throw refuse('file-binary', { kind: '二进制文件' });
}

function byContent(bytes: Uint8Array): Decoded {
  const utf8 = strict(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  // A UTF-8 file with a few broken bytes also decodes as GB18030, into rubbish: it must be refused, not read.
  const loose = new TextDecoder('utf-8').decode(bytes);
  const lost = (loose.match(/\ufffd/g) ?? []).length;
  if (lost * 50 < loose.length && readsAsChinese(loose)) throw refuse('file-undecodable', { tried: 'UTF-8' });
  const gb = strict(bytes, 'gb18030');
  if (gb !== null && readsAsChinese(gb)) return { text: gb, encoding: 'gb18030' };
  throw refuse('file-undecodable', { tried: 'UTF-8、UTF-16、GB18030' });
}

/** At least nine of ten characters are Chinese, ASCII or the punctuation that plans use. */
function readsAsChinese(text: string): boolean {
  const usual = (
    text.match(
      /[\t\n\r\x20-\x7e\u00b7\u2010-\u203b\u2160-\u217f\u2460-\u2473\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]/g,
    ) ?? []
  ).length;
  return usual >= text.length * 0.9;
}

function controlShare(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: counting control characters is the point
  return (text.match(/[\x00-\x08\x0e-\x1f\x7f]/g) ?? []).length / text.length;
}
