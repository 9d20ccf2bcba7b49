/** Reads what a browser sends from the public form, as multipart or urlencoded, into plain fields and files. */
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ATTACHMENT_LIMITS } from '../formats/attached.js';

/** The fields that people fill in, as typed; also what the page shows again. */
export interface FormValues {
  readonly text: string;
  /** Number of the item as sent; empty: the whole. */
  readonly item: string;
  readonly name: string;
  readonly contact: string;
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Longer than one file may be; the bytes are cut. */
  readonly cut: boolean;
}

export interface SentForm {
  readonly values: FormValues;
  readonly token: string;
  /** Filled in what no person sees. */
  readonly trap: boolean;
  readonly files: readonly SentFile[];
  /** Files chosen, also those beyond the limit that were not kept. */
  readonly fileCount: number;
  /** False when the body broke off or is no form. */
  readonly whole: boolean;
}

/** Name of the field that only machines fill in. */
export const TRAP = 'website';

/** Most files of one comment on the web. */
export const FILE_COUNT = 3;

/** Bytes of one text field; 5,000 characters take at most 20,000. */
const FIELD_BYTES = 256 * 1024;
const fieldNames: readonly string[] = ['text', 'item', 'name', 'contact', 'token', TRAP];

export const emptyValues: FormValues = { text: '', item: '', name: '', contact: '' };

/** Reads the form; what it lacks is empty. Never throws on what was sent. */
export async function readForm(request: FastifyRequest): Promise<SentForm> {
  return request.isMultipart() ? readParts(request) : formOf(fieldsOf(request.body), [], 0, true);
}

function fieldsOf(body: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(typeof body === 'object' && body !== null ? body : {})) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (fieldNames.includes(name) && typeof first === 'string') fields.set(name, first);
  }
  return fields;
}

async function readParts(request: FastifyRequest): Promise<SentForm> {
  const fields = new Map<string, string>();
  const files: SentFile[] = [];
  let count = 0;
  try {
    const limits = { fields: 20, files: 20, parts: 40, fieldSize: FIELD_BYTES, fileSize: ATTACHMENT_LIMITS.bytes };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        if (fieldNames.includes(part.fieldname) && !fields.has(part.fieldname) && typeof part.value === 'string')
          fields.set(part.fieldname, part.value);
        continue;
      }
      const file = await readFile(part, count < FILE_COUNT);
      if (file === undefined) continue;
      count += 1;
      if (count <= FILE_COUNT) files.push(file);
    }
    return formOf(fields, files, count, true);
  } catch {
    // Broken off, or not built as forms are: the person gets back what was read so far.
    return formOf(fields, files, count, false);
  }
}

/** One file's bytes, or undefined where a browser sends an empty part because none was chosen. */
async function readFile(part: MultipartFile, keep: boolean): Promise<SentFile | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (keep) chunks.push(chunk);
  }
  const name = part.filename ?? '';
  if (name === '' && size === 0) return undefined;
  return { name, bytes: Buffer.concat(chunks), cut: part.file.truncated };
}

function formOf(
  fields: ReadonlyMap<string, string>,
  files: readonly SentFile[],
  fileCount: number,
  whole: boolean,
): SentForm {
  const text = (name: string) => fields.get(name) ?? '';
  return {
    values: {
      text: manyLines(text('text')),
      item: oneLine(text('item')),
      name: oneLine(text('name')),
      contact: oneLine(text('contact')),
    },
    token: text('token'),
    trap: text(TRAP).trim() !== '',
    files,
    fileCount,
    whole,
  };
}

/** Text as people wrote it, lines apart by `\n`; without control and direction characters, which no one can see. */
function manyLines(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/^\n+|\s+$/g, '');
}

/** The same on one line, so that it can go into a letter's head. */
function oneLine(text: string): string {
  return manyLines(text).replace(/\s+/g, ' ').trim();
}
