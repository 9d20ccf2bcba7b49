/** The way from the bytes of a file to the text that the reader takes (domain/parse/read-plan). */
import { refuse } from '../../domain/errors.js';
import { decodeText, type Encoding } from '../../domain/parse/decode.js';
import { docxText, mainPartOf } from './docx.js';
import { htmlText } from './html.js';
import { refusalOf, sniff } from './sniff.js';
import { Zip } from './zip.js';

export interface FileText {
  /** What spans refer to. For docx and html: the text extracted, one paragraph or table row a line. */
  readonly text: string;
  readonly format: 'txt' | 'docx' | 'html';
  readonly encoding: Encoding;
}

/** A docx may carry pictures, which are not read; text has its own, smaller limit (domain/parse/decode). */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/**
 * Recognises a file by its content and gives its text. The name is looked at only where the content leaves it open.
 * @throws DubanError one sentence on what the file is and what to hand in instead (region parse of domain/errors).
 */
export function textOf(bytes: Uint8Array, fileName: string): FileText {
  if (bytes.length > MAX_FILE_BYTES) throw refuse('file-too-large', { size: bytes.length, limit: MAX_FILE_BYTES });
  const sniffed = sniff(bytes);
  const refusal = refusalOf(sniffed, bytes);
  if (refusal) throw refusal;
  if (sniffed.kind === 'zip') return { text: zipText(new Zip(bytes)), format: 'docx', encoding: 'utf-8' };
  const { text, encoding } = decodeText(bytes);
  if (isMarkup(text)) return { text: shownText(text), format: 'html', encoding };
  if (/\.(?:csv|tsv)$/i.test(fileName)) throw refuse('file-spreadsheet', { kind: 'CSV 表格' });
  return { text, format: 'txt', encoding };
}

/**
 * The text of a file that must be plain text (a directory, a ladder, a plan as YAML).
 * @throws DubanError as `decodeText`; a spreadsheet gets the sentence that says which import takes it.
 */
export function plainTextOf(bytes: Uint8Array): string {
  const sniffed = sniff(bytes);
  const refusal = refusalOf(sniffed, bytes);
  if (refusal?.code === 'file-spreadsheet') throw refusal;
  if (sniffed.kind === 'zip') {
    const kind = spreadsheetKind(new Zip(bytes));
    if (kind) throw refuse('file-spreadsheet', { kind });
  }
  return decodeText(bytes).text;
}

/** Text that was pasted or sent: markup becomes what it shows, everything else stays as it is. */
export function pastedText(text: string): string {
  return isMarkup(text) ? shownText(text) : text;
}

function shownText(markup: string): string {
  const text = htmlText(markup);
  if (!/\S/.test(text)) throw refuse('file-empty');
  return text;
}

/** A page or a piece of one: it begins with a tag, a comment or a document type, and holds tags of text. */
function isMarkup(text: string): boolean {
  const head = text.slice(0, 4096).replace(/^[\ufeff\s]+/, '');
  if (!head.startsWith('<')) return false;
  if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(head)) return true;
  return (
    /^<(?:[!?]|[a-z][a-z0-9]*[\s/>])/i.test(head) &&
    /<\/?(?:p|div|br|table|tr|td|span|li|h[1-6]|html|body)\b[^<>]*>/i.test(text)
  );
}

function zipText(zip: Zip): string {
  const main = mainPartOf(zip);
  if (main !== null) return docxText(zip, main);
  if (zip.has('EncryptedPackage') || zip.has('encryption.xml')) throw refuse('file-encrypted');
  if (zip.has('xl/workbook.xml') || zip.has('xl/workbook.bin'))
    throw refuse('file-spreadsheet', { kind: 'Excel 表格（xlsx）' });
  if (zip.has('ppt/presentation.xml')) throw refuse('file-other-kind', { kind: '演示文稿（pptx）' });
  if (zip.has('OFD.xml')) throw refuse('file-ofd');
  if (zip.has('content.xml')) throw refuse('file-other-kind', { kind: 'OpenDocument 文件（odt、ods）' });
  throw refuse('file-archive', { kind: 'zip 压缩包，不是 docx' });
}

function spreadsheetKind(zip: Zip): string | null {
  return zip.has('xl/workbook.xml') || zip.has('xl/workbook.bin') ? 'Excel 表格（xlsx）' : null;
}
