/** The local outbox: letters as .eml files in a folder, written whole or not at all, listed newest first. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { clockOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';

export interface MailboxEntry {
  /** File name without `.eml`. */
  readonly id: string;
  readonly subject: string;
  readonly to: string;
  /** ISO instant of the Date header, empty when it has none. */
  readonly date: string;
}

export interface MailboxLetter extends MailboxEntry {
  readonly text: string;
  /** Made by our own layout, but shown in a sandboxed frame all the same. */
  readonly html: string;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly bytes: number }[];
}

/** `20231201T0900-` and the beginning of a hash of the message id. */
const idForm = /^\d{8}T\d{4}-[0-9a-f]{16}$/;

/** Bytes read for a list: more than the headers of any letter of ours. */
const headBytes = 16_384;

/**
 * Writes a message. The name follows from its instant and message id, so a letter that is sent again replaces itself.
 * A crash leaves the old file, the new file, or a `.tmp` that nobody lists. Returns the id.
 */
export async function writeEml(folder: string, messageId: string, at: number, content: Buffer): Promise<string> {
  const stamp = clockOf(at).replace(/[-:]/g, '').replace(' ', 'T');
  const id = `${stamp}-${createHash('sha256').update(messageId).digest('hex').slice(0, 16)}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${id}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, `${id}.eml`));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return id;
}

/** The newest `limit` letters of the folder after skipping `offset`, and how many there are. An absent folder is empty. */
export async function listMailbox(
  folder: string,
  limit = 100,
  offset = 0,
): Promise<{ readonly total: number; readonly letters: readonly MailboxEntry[] }> {
  const ids = (await namesIn(folder)).sort().reverse();
  const letters: MailboxEntry[] = [];
  for (const id of ids.slice(offset, offset + limit))
    letters.push(entryOf(id, await PostalMime.parse(await head(join(folder, `${id}.eml`)))));
  return { total: ids.length, letters };
}

/** One letter with its parts. @throws DubanError letter-not-found for an id that is not in the folder. */
export async function readMailbox(folder: string, id: string): Promise<MailboxLetter> {
  const content = idForm.test(id) ? await readFile(join(folder, `${id}.eml`)).catch(absent) : undefined;
  if (content === undefined) throw refuse('letter-not-found', { id: id.slice(0, 60) });
  const mail = await PostalMime.parse(content);
  return {
    ...entryOf(id, mail),
    text: mail.text ?? '',
    html: mail.html ?? '',
    attachments: mail.attachments.map((a) => ({
      filename: a.filename ?? '',
      contentType: a.mimeType,
      bytes: typeof a.content === 'string' ? Buffer.byteLength(a.content) : a.content.byteLength,
    })),
  };
}

/** The file of one attachment. @throws DubanError letter-not-found. */
export async function readAttachment(
  folder: string,
  id: string,
  index: number,
): Promise<{ readonly filename: string; readonly contentType: string; readonly content: Buffer }> {
  const bytes = idForm.test(id) ? await readFile(join(folder, `${id}.eml`)).catch(absent) : undefined;
  const found = bytes === undefined ? undefined : (await PostalMime.parse(bytes)).attachments[index];
  if (found === undefined) throw refuse('letter-not-found', { id: `${id.slice(0, 60)}/${index}` });
  const content =
    typeof found.content === 'string' ? Buffer.from(found.content) : Buffer.from(found.content as ArrayBuffer);
  return { filename: found.filename ?? '', contentType: found.mimeType, content };
}

function entryOf(id: string, mail: Email): MailboxEntry {
  return {
    id,
    subject: mail.subject ?? '',
    to: (mail.to ?? []).map((a) => a.address ?? '').join(', '),
    date: mail.date ?? '',
  };
}

async function namesIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder).catch(absent)) ?? [];
  return files
    .filter((name) => name.endsWith('.eml'))
    .map((name) => name.slice(0, -4))
    .filter((id) => idForm.test(id));
}

async function head(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    const read = buffer.subarray(0, bytesRead);
    const end = read.indexOf('\r\n\r\n');
    return end < 0 ? read : read.subarray(0, end + 4);
  } finally {
    await file.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
