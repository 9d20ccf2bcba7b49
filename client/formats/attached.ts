/**
 * Files that people attach to a comment, on the public page or by mail: which are taken, told by content and not by
 * name, and the name under which they are kept.
 */
import { decodeText } from '../../domain/parse/decode.js';
import { sniff } from './sniff.js';
import { Zip } from './zip.js';

/** How many files one comment may carry, and how many bytes each. */
export const ATTACHMENT_LIMITS = { count: 5, bytes: 5 * 1024 * 1024 } as const;

/** What is taken, in words for people. */
export const attachmentKindWords = 'pdf、docx、doc、xlsx、txt、jpg、png';

const NAME_LIMIT = 100;

const kinds = {
  pdf: { mediaType: 'application/pdf', endings: ['pdf'] },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    endings: ['docx'],
  },
  doc: { mediaType: 'application/msword', endings: ['doc'] },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', endings: ['xlsx'] },
  txt: { mediaType: 'text/plain', endings: ['txt'] },
  jpg: { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  png: { mediaType: 'image/png', endings: ['png'] },
} as const;

type AttachmentKind = keyof typeof kinds;

export type JudgedAttachment =
  | { readonly ok: true; readonly name: string; readonly mediaType: string }
  | { readonly ok: false; readonly why: string };

/**
 * Whether a file is taken. `name` comes back safe and with the ending that its content has; `why` is half a sentence
 * for the person who sent it. Nothing is run or inflated, no limit but the size of one file (`limit` bytes) is looked at.
 */
export function judgeAttachment(
  name: string,
  bytes: Uint8Array,
  limit: number = ATTACHMENT_LIMITS.bytes,
): JudgedAttachment {
  if (bytes.length === 0) return { ok: false, why: '文件是空的' };
  if (bytes.length > limit) return { ok: false, why: `超过${limit / 1024 / 1024}MB` };
  const kind = kindOf(name, bytes);
  if (typeof kind !== 'string') return { ok: false, why: kind.why };
  return { ok: true, name: withEnding(safeName(name), kind), mediaType: kinds[kind].mediaType };
}

/**
 * A file name that no system reads as a path, a device or another kind of file: the last part of a path, without
 * control and direction characters, at most 100 characters. `附件` when nothing is left.
 */
export function safeName(name: string): string {
  const last =
    name
      .normalize('NFC')
      .split(/[/\\]/)
      .filter((part) => part.trim() !== '')
      .at(-1) ?? '';
  const plain = last
    // Control, direction and invisible characters, lone surrogates, what Windows forbids.
    .replace(/[\p{C}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    // A leading dot hides a file, a trailing one is dropped by Windows.
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const named = plain === '' ? '附件' : plain;
  // Windows opens a device under these names, whatever the ending.
  const safe = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i.test(named)
    ? `_${named}`
    : named;
  return shortened(safe, NAME_LIMIT);
}

/** Cuts the middle out, so that the ending stays. */
function shortened(name: string, limit: number): string {
  const points = [...name];
  if (points.length <= limit) return name;
  const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? '';
  return (
    points
      .slice(0, limit - ending.length)
      .join('')
      .trimEnd() + ending
  );
}

/** A second ending is added where the name claims another kind: `a.exe` that is a PDF becomes `a.exe.pdf`. */
function withEnding(name: string, kind: AttachmentKind): string {
  const { endings } = kinds[kind];
  const ending = /\.([^.\s]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (endings.some((allowed) => allowed === ending)) return name;
  return `${[...name].slice(0, NAME_LIMIT - endings[0].length - 1).join('')}.${endings[0]}`;
}

const otherKind = { why: `不是可以接收的文件类型，只收${attachmentKindWords}` } as const;

function kindOf(name: string, bytes: Uint8Array): AttachmentKind | { readonly why: string } {
  const { kind, word } = sniff(bytes);
  switch (kind) {
    case 'pdf':
      return 'pdf';
    case 'picture':
      return word === 'JPEG 图片' ? 'jpg' : word === 'PNG 图片' ? 'png' : otherKind;
    case 'zip':
      return officeKind(bytes);
    case 'ole':
      return oleKind(bytes);
    case 'text':
      return textKind(name, bytes);
    default:
      return otherKind;
  }
}

/** Word and Excel files are zip files with a known part; macros are programs, which nobody needs for a comment. */
function officeKind(bytes: Uint8Array): AttachmentKind | { readonly why: string } {
  let zip: Zip;
  try {
    zip = new Zip(bytes);
  } catch {
    return { why: '文件损坏，打不开' };
  }
  if (zip.names().some((part) => /vbaProject\.bin$/i.test(part))) return { why: '文件带有宏' };
  if (!zip.has('[Content_Types].xml')) return otherKind;
  if (zip.names().some((part) => /^word\/document\d*\.xml$/.test(part))) return 'docx';
  return zip.has('xl/workbook.xml') ? 'xlsx' : otherKind;
}

/** "Compound files" name their streams in UTF-16; Word before 2007 is one of many formats kept in them. */
function oleKind(bytes: Uint8Array): AttachmentKind | { readonly why: string } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (stream: string): boolean => file.includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) return { why: '文件加了密，打不开' };
  if (holds('_VBA_PROJECT')) return { why: '文件带有宏' };
  return holds('WordDocument') ? 'doc' : otherKind;
}

/** Text has no mark of its own: the name must say so, and it must read as text that is no web page. */
function textKind(name: string, bytes: Uint8Array): AttachmentKind | { readonly why: string } {
  if (!/\.txt$/i.test(safeName(name))) return otherKind;
  try {
    const { text } = decodeText(bytes);
    return /^[\ufeff\s]*<(?:[!?]|[a-z])/i.test(text) ? otherKind : 'txt';
  } catch {
    return otherKind;
  }
}
