/**
 * A mail as it came over the wire, read into the words and files of a comment. Nothing is lost silently: what is not
 * taken is named in the words, and a mail that is too long comes along whole as a file.
 */
import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import type { IncomingComment } from '../../domain/comment/comment.js';
import { refuse } from '../../domain/errors.js';
import { oneLine } from '../../domain/letter-words.js';
import { ATTACHMENT_LIMITS, judgeAttachment, safeName } from '../formats/attached.js';
import { htmlText } from '../formats/html.js';
import { asLatin1, fromLatin1, readableHeaders, withCharset } from './mail-bytes.js';
import { withoutQuoted } from './quoted.js';
import { type DeliveryReport, readReport } from './read-report.js';

export const MAIL_LIMITS = {
  /** Bytes of a whole mail. */
  bytes: 20 * 1024 * 1024,
  /** Characters of a comment's words; longer ones come as a file too. */
  text: 5000,
} as const;

type File = IncomingComment['files'][number];

export interface ReadMail {
  /** Message-ID with its brackets, or `<sha256 of the mail@no-message-id>`. */
  readonly id: string;
  /** Null where the mail names no usable address. */
  readonly from: string | null;
  readonly fromName: string | null;
  /** Addresses in To, Cc and Delivered-To, lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  /** What the sender dates it (epoch ms); says nothing about its arrival. */
  readonly date: number | null;
  /** The whole text, earlier mail included. */
  readonly whole: string;
  /** Words of the comment, at most {@link MAIL_LIMITS}.text characters. */
  readonly text: string;
  readonly files: readonly File[];
  /** By lower-case name; the first where one stands twice. */
  readonly headers: ReadonlyMap<string, string>;
  /** Message-IDs that it answers, the nearest first. */
  readonly answers: readonly string[];
  /** What a mail server reports about a mail of ours. */
  readonly report: DeliveryReport | null;
}

/**
 * Reads a mail. GBK is read with and without being stated, in headers, names of files and bodies.
 * @throws DubanError `mail-too-large`, `mail-unreadable`.
 */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  if (raw.length > MAIL_LIMITS.bytes) throw refuse('mail-too-large', { size: raw.length, limit: MAIL_LIMITS.bytes });
  const mail = await parse(raw);
  const headers = new Map<string, string>();
  for (const { key, value } of mail.headers) if (!headers.has(key)) headers.set(key, value);
  const subject = oneLine(mail.subject ?? '', 300);
  const from = flat([mail.from]).at(0);
  const address = (from?.address ?? '').trim();
  const parts = mail.attachments.map((part) => ({ part, bytes: bytesOf(part) }));
  const whole = bodyOf(mail);
  const text = withoutQuoted(whole, /^(?:\s|【.*?】)*(?:fwd?|转发)\s*[：:]/i.test(subject));
  const report = readReport({ headers, from: address, subject, text, parts });
  const { words, files } = report === null ? commentOf(text, parts) : { words: text, files: [] };
  return {
    id: messageId(mail.messageId, raw),
    from: /^[^\s<>@,;"]{1,64}@[^\s<>@,;"]{1,190}$/.test(address) ? address : null,
    fromName: oneLine(from?.name ?? '', 50) || null,
    recipients: [...new Set(addressees(mail))],
    subject,
    date: dateOf(mail.date),
    whole,
    text: words,
    files,
    headers,
    answers: [...idsIn(mail.inReplyTo), ...idsIn(mail.references).reverse()].slice(0, 50),
    report,
  };
}

/** The id alone, of a mail that cannot be read any further. */
export function messageIdOfRaw(raw: Uint8Array): string {
  const head = asLatin1(raw.subarray(0, 256 * 1024));
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length;
  return messageId(/^Message-ID:[ \t]*(?:\r?\n[ \t]+)?(\S+)/im.exec(head.slice(0, end))?.[1], raw);
}

function messageId(stated: string | undefined, raw: Uint8Array): string {
  const [id] = idsIn(stated);
  if (id !== undefined) return id;
  const bare = (stated ?? '').trim();
  if (/^[\x21-\x7e]{3,250}$/.test(bare)) return `<${bare.replace(/[<>]/g, '')}>`;
  return `<${createHash('sha256').update(raw).digest('hex')}@no-message-id>`;
}

/** Message-IDs in a header; over-long ones are left out. */
export function idsIn(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(/<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>/g)].map(([id]) => id);
}

/** Parses with the character set that leaves the fewest unreadable characters where the mail states none. */
async function parse(raw: Uint8Array): Promise<Email> {
  const mail = readableHeaders(asLatin1(raw));
  let best: { readonly email: Email; readonly lost: number } | undefined;
  for (const variant of [withCharset(mail, 'utf-8'), withCharset(mail, 'gb18030'), mail]) {
    const email = await parsed(fromLatin1(variant));
    const lost = `${email.text ?? ''}${email.html ?? ''}`.split('\ufffd').length - 1;
    if (best === undefined || lost < best.lost) best = { email, lost };
    if (best.lost === 0) break;
  }
  if (best === undefined) throw refuse('mail-unreadable', { detail: 'no variant' });
  return best.email;
}

async function parsed(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: 50, maxRfc822NestingDepth: 3 });
  } catch (error) {
    throw refuse('mail-unreadable', { detail: error instanceof Error ? error.message : String(error) });
  }
}

/** The plain text, or what a reader of the HTML sees. */
function bodyOf(mail: Email): string {
  const plain = tidy(mail.text ?? '');
  // Some programs write nothing but an excuse into the plain text.
  if (plain !== '' && !(plain.length < 80 && /html/i.test(plain) && mail.html !== undefined)) return plain;
  if (mail.html === undefined) return plain;
  try {
    return tidy(htmlText(mail.html)) || plain;
  } catch {
    return tidy(mail.html.replace(/<[^<>]*>/g, ' ')) || plain;
  }
}

/** Line ends as \n, without characters that nobody sees (direction marks, control characters); `-- ` keeps its blank. */
function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]|(?![\n\t])\p{Cc}/gu, '')
    .replace(/(?<!^--)[ \t\u00a0]+$/gm, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
}

/** Words and files of a comment; files that are not taken are named at the end of the words. */
function commentOf(text: string, parts: readonly Part[]): { readonly words: string; readonly files: readonly File[] } {
  const files: File[] = [];
  const refused: string[] = [];
  // Pictures of a signature come after the files that were attached on purpose.
  for (const { part, bytes } of [...parts].sort(
    (a, b) => Number(a.part.related ?? false) - Number(b.part.related ?? false),
  )) {
    const name = part.filename ?? (part.mimeType === 'message/rfc822' ? '附带的邮件.eml' : '附件');
    const judged = judgeAttachment(name, bytes);
    if (!judged.ok) refused.push(`附件未收：${safeName(name)}（${judged.why}）`);
    else if (files.length >= ATTACHMENT_LIMITS.count)
      refused.push(`附件未收：${judged.name}（超过${ATTACHMENT_LIMITS.count}个）`);
    else files.push(fileOf(judged.name, judged.mediaType, bytes));
  }
  const notes = limited(refused);
  const whole = [text, ...notes].filter((line) => line !== '').join('\n\n');
  if ([...whole].length <= MAIL_LIMITS.text) return { words: whole, files };
  const tail = ['（全文较长，见附件mail.txt）', ...notes].join('\n\n');
  const cut = [...text].slice(0, MAIL_LIMITS.text - [...tail].length - 2).join('');
  // Beside the limit on files: it is the comment itself.
  files.unshift(fileOf('mail.txt', 'text/plain', Buffer.from(text, 'utf8')));
  return { words: `${cut}\n\n${tail}`, files };
}

/** Twenty names are enough for the words; the rest is counted. */
function limited(notes: readonly string[]): readonly string[] {
  if (notes.length <= 20) return notes.length === 0 ? [] : [notes.join('\n')];
  return [[...notes.slice(0, 20), `另有${notes.length - 20}个附件未收`].join('\n')];
}

interface Part {
  readonly part: Attachment;
  readonly bytes: Uint8Array;
}

function bytesOf({ content }: Attachment): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content, 'utf8');
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

function fileOf(name: string, mediaType: string, bytes: Uint8Array): File {
  return { name, mediaType, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

function addressees(mail: Email): string[] {
  const named = flat([...(mail.to ?? []), ...(mail.cc ?? [])]).map((one) => one.address);
  return [...named, mail.deliveredTo ?? ''].map((one) => one.trim().toLowerCase()).filter((one) => one !== '');
}

/** Addresses with groups opened. */
function flat(addresses: readonly (Address | undefined)[]): { readonly name: string; readonly address: string }[] {
  return addresses.flatMap((one) => (one === undefined ? [] : one.group === undefined ? [one] : one.group));
}

function dateOf(stated: string | undefined): number | null {
  const at = Date.parse(stated ?? '');
  return Number.isNaN(at) ? null : at;
}
