/** What a file is, told by its first bytes and not by its name: names lie, contents do not. */
import { type DubanError, refuse } from '../../domain/errors.js';

/** `zip` and `text` want a closer look; every other kind cannot be read and `refusalOf` says why. */
export type Kind = 'zip' | 'text' | 'pdf' | 'ole' | 'picture' | 'archive' | 'rtf' | 'mht' | 'word-xml';

const signatures: readonly (readonly [kind: Kind, head: string, word: string])[] = [
  ['zip', '504b0304', 'zip'],
  ['zip', '504b0506', 'zip'],
  ['ole', 'd0cf11e0a1b11ae1', ''],
  ['pdf', '25504446', 'PDF'],
  ['picture', 'ffd8ff', 'JPEG 图片'],
  ['picture', '89504e47', 'PNG 图片'],
  ['picture', '47494638', 'GIF 图片'],
  ['picture', '424d', 'BMP 图片'],
  ['picture', '49492a00', 'TIFF 图片'],
  ['picture', '4d4d002a', 'TIFF 图片'],
  ['picture', '52494646', 'WebP 图片'],
  ['archive', '52617221', 'RAR 压缩包'],
  ['archive', '377abcaf271c', '7z 压缩包'],
  ['archive', '1f8b', 'gzip 压缩包'],
];

interface Sniffed {
  readonly kind: Kind;
  readonly word: string;
}

/** The kind of the file, with a word for it where it cannot be read. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  const signature = signatures.find(([kind, start, word]) => head.startsWith(start) && !textual(kind, word, bytes));
  if (signature) return { kind: signature[0], word: signature[2] };
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  // Some producers put a few bytes in front of the mark of a PDF; readers accept it within the first kilobyte.
  if (/^[^<]{0,1000}%PDF-\d/.test(start.slice(0, 1024))) return { kind: 'pdf', word: 'PDF' };
  if (start.startsWith('{\\rtf')) return { kind: 'rtf', word: 'RTF 文档' };
  if (/^\s*(?:From: |MIME-Version:|Content-Type: multipart)/i.test(start) && /multipart\/related/i.test(start))
    return { kind: 'mht', word: '单文件网页（mht）' };
  if (/progid="Word\.Document"|<pkg:package/.test(start)) return { kind: 'word-xml', word: 'Word XML 文档' };
  return { kind: 'text', word: '' };
}

/** "BM" and "RIFF" also begin texts; pictures have zero bytes among the first. */
function textual(kind: Kind, word: string, bytes: Uint8Array): boolean {
  return kind === 'picture' && /BMP|WebP/.test(word) && !bytes.subarray(0, 16).includes(0);
}

/** One sentence on why a file of this kind is not read and what to hand in instead; null for what may be read. */
export function refusalOf({ kind, word }: Sniffed, bytes: Uint8Array): DubanError | null {
  if (kind === 'zip' || kind === 'text') return null;
  if (kind === 'pdf') return refuse('file-pdf');
  if (kind === 'picture') return refuse('file-picture', { kind: word });
  if (kind === 'ole') return oleRefusal(bytes);
  if (kind === 'archive') return refuse('file-archive', { kind: word });
  return refuse('file-other-kind', { kind: word });
}

/** Office files before 2007, and encrypted ones of today, are "compound files" that name their streams in UTF-16. */
function oleRefusal(bytes: Uint8Array): DubanError {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (stream: string): boolean => file.includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) return refuse('file-encrypted');
  if (holds('WordDocument')) return refuse('file-old-word');
  if (holds('Workbook') || holds('Book\0')) return refuse('file-spreadsheet', { kind: 'Excel 表格（xls）' });
  if (holds('PowerPoint Document')) return refuse('file-other-kind', { kind: '演示文稿（ppt）' });
  return refuse('file-old-word');
}
