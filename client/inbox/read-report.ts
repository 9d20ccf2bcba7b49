/** What a mail server reports about a mail of ours that it could not deliver (RFC 3464), and what looks like that. */
import type { Attachment } from 'postal-mime';
import { oneLine } from '../../domain/letter-words.js';

export interface DeliveryReport {
  /** False while the server goes on trying. */
  readonly failed: boolean;
  /** The server says that the address will never take this mail: Action failed with a status of 5.x.x (RFC 3463). */
  readonly forGood: boolean;
  /** Addresses that the report names as receivers: the one written to, and the one it was passed on to. */
  readonly receivers: readonly string[];
  /** Address that refused, where one is named. */
  readonly address: string | null;
  /** The server's words, on one line. */
  readonly reason: string;
  /** Message-IDs that stand in the report: among them that of the mail it is about. */
  readonly about: readonly string[];
}

interface Reported {
  readonly headers: ReadonlyMap<string, string>;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly parts: readonly { readonly part: Attachment; readonly bytes: Uint8Array }[];
}

/** Names under which mail servers write. */
const server = /^(?:mailer[-._]?daemon|postmaster)(?:[-+._].*)?(?:@|$)/i;
const failure =
  /undeliver|delivery (?:status|failure|has failed)|failure notice|returned (?:mail|to sender)|delivery incomplete|mail delivery failed|退信|退回|投递失败|发送失败|未能送达|无法送达|无法投递/i;

/** The report a mail is, or null when it is none. */
export function readReport(mail: Reported): DeliveryReport | null {
  const type = mail.headers.get('content-type') ?? '';
  const status = mail.parts.find(({ part }) => /^message\/(?:global-)?delivery-status$/.test(part.mimeType));
  const formal =
    status !== undefined || (/^multipart\/report/i.test(type) && /report-type\s*=\s*"?delivery-status/i.test(type));
  const informal = server.test(mail.from) && failure.test(`${mail.subject}\n${mail.text.slice(0, 3000)}`);
  if (!formal && !informal) return null;
  const fields = wordsOf(status?.bytes);
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}:[ \\t]*((?:.|\\n[ \\t])*)`, 'im').exec(fields)?.[1]?.replace(/\s+/g, ' ').trim();
  const recipient = field('Final-Recipient') ?? field('Original-Recipient') ?? mail.headers.get('x-failed-recipients');
  const action = field('Action')?.toLowerCase();
  const reason = field('Diagnostic-Code') ?? field('Status') ?? mail.subject;
  const originals = mail.parts
    .filter(({ part }) => /^(?:message\/|text\/)/.test(part.mimeType))
    .map(({ bytes }) => wordsOf(bytes));
  return {
    failed: action === undefined || action === 'failed',
    forGood: action === 'failed' && /^5\.\d{1,3}\.\d{1,3}\b/.test(field('Status') ?? ''),
    receivers: [field('Final-Recipient'), field('Original-Recipient')].flatMap((words) => addressIn(words) ?? []),
    address: addressIn(recipient) ?? addressIn(mail.text, mail.from),
    reason: oneLine(reason, 300),
    about: [...new Set([...originals, mail.text].flatMap(idsOf))].slice(0, 50),
  };
}

/** The first bytes of a part as text; what is looked for is ASCII. */
function wordsOf(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  return Buffer.from(bytes.subarray(0, 64 * 1024))
    .toString('latin1')
    .replace(/\r\n?/g, '\n');
}

/** The first address in words such as `rfc822; someone@example.org`, other than `except`. */
function addressIn(words: string | undefined, except = ''): string | null {
  for (const [address] of (words ?? '').slice(0, 20_000).matchAll(/[\w.+%=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}/g))
    if (address.toLowerCase() !== except.toLowerCase() && !server.test(address)) return address;
  return null;
}

function idsOf(words: string): string[] {
  return [...words.matchAll(/<[\x21-\x3b\x3d\x3f-\x7e]{1,200}@[\x21-\x3b\x3d\x3f-\x7e]{1,100}>/g)].map(([id]) => id);
}
