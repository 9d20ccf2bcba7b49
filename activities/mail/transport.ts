/**
 * Hands one message to one address: by SMTP, or without SMTP_URL into a folder of .eml files that the console shows
 * as a mailbox. Both write the same message.
 */
import { createTransport, type SendMailOptions } from 'nodemailer';
import { refuse } from '../../domain/errors.js';
import { oneLine } from '../../domain/letter-words.js';
import { writeEml } from './mailbox.js';

/** A letter ready for one receiver. */
export interface Message {
  /** With angle brackets; the same on every try. */
  readonly messageId: string;
  /** When the letter was meant to leave (epoch ms): names the .eml file. */
  readonly at: number;
  /** Date header (epoch ms). */
  readonly date: number;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** First is In-Reply-To, all are References. */
  readonly references: readonly string[];
  readonly ics?: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly content: Buffer;
    readonly contentType: string;
  }[];
}

export interface Transport {
  /** Resolves when the server (or the folder) has taken the message. Rejects with the error as it came: see classify. */
  send(message: Message, signal?: AbortSignal): Promise<{ readonly response: string }>;
  /** Checks connection and login. Rejects with the error as it came. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/** How long a server may keep us waiting (ms): to connect, to greet, between two words. */
const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/** Waiting for a free connection included. Less than a try's two minutes: no letter may wait in the pool for a try that is over. */
const HAND_OVER_MS = 100_000;

export interface SmtpOptions {
  /** Overrides of the timeouts, in ms. */
  readonly timeouts?: Partial<typeof timeouts>;
  /** Connections kept open at most; default 5. */
  readonly connections?: number;
}

/**
 * A pooled SMTP transport. It never tries again by itself: retries belong to the caller, who keeps count in the ledger.
 * @throws DubanError smtp-url when the address is not smtp:// or smtps:// with a host. The password is never printed.
 */
export function smtpTransport(url: string, options: SmtpOptions = {}): Transport {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || (parsed.protocol !== 'smtp:' && parsed.protocol !== 'smtps:') || parsed.hostname === '') {
    throw refuse('smtp-url', { value: url.replace(/:[^:@/]*@/, ':***@') });
  }
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: options.connections ?? 5,
    // Default 5: the pool would send a message again behind the ledger's back.
    maxRequeues: 0,
    // A letter is made of given parts only; nothing in it may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...timeouts,
    ...options.timeouts,
  });
  return {
    async send(message, signal) {
      const limit = AbortSignal.timeout(HAND_OVER_MS);
      const info = await pool.sendMail({
        ...mailOptions(message),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      return { response: oneLine(String(info.response), 300) };
    },
    async verify() {
      await pool.verify();
    },
    async close() {
      pool.close();
    },
  };
}

/** A transport that writes each message into `folder` as an .eml file, whole or not at all. */
export function folderTransport(folder: string): Transport {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(message) {
      const info = await writer.sendMail(mailOptions(message));
      const content = info.message;
      if (!Buffer.isBuffer(content)) throw new Error('stream transport gave no buffer');
      const id = await writeEml(folder, message.messageId, message.at, content);
      return { response: `saved as ${id}` };
    },
    async verify() {},
    async close() {},
  };
}

/** SMTP when `smtpUrl` is given, else the folder. */
export function openTransport(smtpUrl: string | undefined, folder: string, options: SmtpOptions = {}): Transport {
  return smtpUrl === undefined || smtpUrl === '' ? folderTransport(folder) : smtpTransport(smtpUrl, options);
}

function mailOptions(message: Message): SendMailOptions {
  const [parent] = message.references;
  return {
    messageId: message.messageId,
    date: new Date(message.date),
    from: { name: oneLine(message.from.name, 60), address: message.from.address },
    // As an object: a string would be parsed as a list of addresses.
    to: { name: '', address: message.to },
    subject: oneLine(message.subject, 200),
    text: message.text,
    html: message.html,
    ...(parent === undefined ? {} : { inReplyTo: parent, references: [...message.references] }),
    // RFC 3834: out-of-office robots do not answer.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(message.ics === undefined
      ? {}
      : { icalEvent: { method: 'PUBLISH', filename: 'duban.ics', content: message.ics } }),
    attachments: message.attachments.map((a) => ({
      filename: a.filename,
      content: a.content,
      contentType: a.contentType,
    })),
  };
}
