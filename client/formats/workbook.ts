/**
 * Opens a workbook that came from outside. Only the parts that hold cells reach the reader, read under the limits of
 * zip.ts, and without what it would expand cell by cell: a range over the whole sheet in a merge, a validation, a
 * column or a defined name costs a few bytes in the file and all of the memory in the reader.
 */
import ExcelJS from 'exceljs';
import { zipSync } from 'fflate';
import { DubanError, refuse } from '../../domain/errors.js';
import { sniff } from './sniff.js';
import { Zip } from './zip.js';

/** Bytes of the file, and of its sheets when inflated. */
export const SHEET_LIMITS = { file: 5 * 1024 * 1024, inflated: 8 * 1024 * 1024 } as const;

export interface OpenedBook {
  readonly book: ExcelJS.Workbook;
  /** Merged ranges of all sheets, such as `D7:E8`. */
  readonly merged: readonly string[];
}

const needed =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml))$/;
const dropped = [
  'cols',
  'mergeCells',
  'dataValidations',
  'conditionalFormatting',
  'definedNames',
  'hyperlinks',
  'tableParts',
  'extLst',
  'drawing',
  'legacyDrawing',
  'legacyDrawingHF',
  'picture',
  'oleObjects',
  'controls',
];
/** The last row that Excel knows; the reader would walk through all rows up to the last one named. */
const LAST_ROW = 1_048_576;
const MERGED = 200;

/** @throws DubanError `sheet-too-large`, `sheet-kind`, `sheet-bomb` or `sheet-damaged`. */
export async function openWorkbook(bytes: Uint8Array): Promise<OpenedBook> {
  if (bytes.length > SHEET_LIMITS.file) {
    throw refuse('sheet-too-large', { size: bytes.length, limit: SHEET_LIMITS.file });
  }
  const { kind, word } = sniff(bytes);
  if (kind === 'ole') throw refuse('sheet-kind', { kind: '旧版 Excel 表格（xls）或加了密码的文档' });
  if (kind !== 'zip') throw refuse('sheet-kind', { kind: kind === 'text' ? '文本（如 csv）' : word });
  const parts = partsOf(bytes);
  const merged: string[] = [];
  const clean: Record<string, Uint8Array> = {};
  for (const [name, part] of parts) {
    const isSheet = name.startsWith('xl/worksheets/');
    if (!isSheet && name !== 'xl/workbook.xml') {
      clean[name] = part;
      continue;
    }
    const xml = new TextDecoder().decode(part);
    if (isSheet) merged.push(...mergedIn(xml));
    clean[name] = new TextEncoder().encode(without(xml));
  }
  const book = new ExcelJS.Workbook();
  try {
    const packed = Buffer.from(zipSync(clean, { level: 0 }));
    await book.xlsx.load(packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength));
  } catch {
    throw refuse('sheet-damaged');
  }
  return { book, merged };
}

function partsOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  try {
    const zip = new Zip(bytes);
    if (!zip.has('xl/workbook.xml')) {
      throw refuse('sheet-kind', { kind: zip.has('word/document.xml') ? 'Word 文档' : '压缩包' });
    }
    let size = 0;
    for (const name of zip.names().filter((one) => needed.test(one))) {
      const part = zip.part(name);
      if (part === null) continue;
      size += part.length;
      if (size > SHEET_LIMITS.inflated) throw refuse('sheet-bomb');
      parts.set(name, part);
    }
  } catch (error) {
    if (!(error instanceof DubanError) || error.code.startsWith('sheet-')) throw error;
    if (error.code === 'file-encrypted') throw refuse('sheet-kind', { kind: '加了密码的文档' });
    throw refuse(error.code === 'file-zip-bomb' ? 'sheet-bomb' : 'sheet-damaged');
  }
  return parts;
}

/** One pass an element, forwards only: a file with a million openings and no end must not cost a million searches. */
function without(xml: string): string {
  let rest = xml;
  for (const tag of dropped) {
    const kept: string[] = [];
    let from = 0;
    for (let at = rest.indexOf(`<${tag}`); at >= 0; at = rest.indexOf(`<${tag}`, from)) {
      const open = rest.indexOf('>', at);
      if (open < 0) throw refuse('sheet-damaged');
      const named = /[\s/>]/.test(rest.charAt(at + tag.length + 1));
      kept.push(rest.slice(from, named ? at : open + 1));
      from = open + 1;
      if (!named || rest.charAt(open - 1) === '/') continue;
      const close = rest.indexOf(`</${tag}>`, open);
      if (close < 0) throw refuse('sheet-damaged');
      from = close + tag.length + 3;
    }
    rest = [...kept, rest.slice(from)].join('');
  }
  for (const [, row] of rest.matchAll(/\br="[A-Z]{0,3}(\d{7,})"/g)) {
    if (Number(row) > LAST_ROW) throw refuse('sheet-damaged');
  }
  return rest;
}

/** Ranges of merged cells; a few hundred are enough to say what is wrong. */
function mergedIn(xml: string): string[] {
  const found: string[] = [];
  for (const [, range = ''] of xml.matchAll(/<mergeCell\s[^>]{0,200}?ref="([A-Z0-9:]{1,24})"/g)) {
    found.push(range);
    if (found.length >= MERGED) break;
  }
  return found;
}
