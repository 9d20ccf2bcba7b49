/** The address of a mailbox: `imaps://user:password@host:993/INBOX`. */
import type { ImapFlowOptions } from 'imapflow';

export interface MailboxAddress {
  readonly options: Pick<ImapFlowOptions, 'host' | 'port' | 'secure' | 'auth'>;
  /** Mailbox on the server; INBOX where the address names none. */
  readonly mailbox: string;
  /** For logs: without user and password. */
  readonly shown: string;
}

/**
 * Reads a mailbox address; user, password and mailbox may be percent-encoded. `imaps` is TLS from the first byte, `imap`
 * upgrades where the server can.
 * @throws TypeError when it is no imap:// or imaps:// address with a host; the message names no part of it.
 */
export function readMailboxUrl(url: string): MailboxAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secure = parsed?.protocol === 'imaps:';
  if (parsed === undefined || (!secure && parsed.protocol !== 'imap:') || parsed.hostname === '')
    throw new TypeError('IMAP_URL is no imap:// or imaps:// address');
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = parsed.port === '' ? (secure ? 993 : 143) : Number(parsed.port);
  const user = plain(parsed.username);
  const mailbox = plain(parsed.pathname.replace(/^\/+/, '')) || 'INBOX';
  return {
    options: { host, port, secure, ...(user === '' ? {} : { auth: { user, pass: plain(parsed.password) } }) },
    mailbox,
    shown: `${parsed.hostname}:${port}/${mailbox}`,
  };
}

/** A password with a bare % was not meant as an encoding. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
