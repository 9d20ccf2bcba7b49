/** A real IMAP server on loopback: mail can be put into it, seen marks read, and it can go down and come back. */
import type { AddressInfo, Server, Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { startDovecot } from './dovecot.js';

interface StoredMessage {
  readonly uid: number;
  readonly flags: string[];
}

export interface ImapServer {
  /** For IMAP_URL; the port stays the same while it is down. */
  readonly url: string;
  /** Puts a mail into the inbox. `at`: epoch ms of its arrival, to the second. */
  deliver(raw: Uint8Array, at: number, flags?: readonly string[]): Promise<void>;
  /** How many mails carry the mark of those that were read. */
  seen(): Promise<number>;
  /** Stops listening and drops open connections; mail stays. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** With characters that have a meaning in addresses. */
const password = 'pass/word 1';

/**
 * Starts a server on a free port of 127.0.0.1: hoodiecrow in this process, or dovecot where DUBAN_TEST_DOVECOT=1 asks for it
 * (docs/imap.md). Without `idle` it cannot tell of new mail, and has to be asked. With `tls`, hoodiecrow shows the
 * certificate it comes with, which ran out years ago and nobody signed.
 */
export async function startImapServer(
  options: { readonly idle?: boolean; readonly tls?: boolean } = {},
): Promise<ImapServer> {
  if (process.env['DUBAN_TEST_DOVECOT'] === '1' && options.tls !== true) return startDovecot(password);
  const storage = { INBOX: { messages: [] as StoredMessage[] }, '': { separator: '/', folders: {} } };
  const make = () =>
    hoodiecrow({
      secureConnection: options.tls === true,
      plugins: ['ID', ...(options.idle === false ? [] : ['IDLE'])],
      users: { 'comments@example.org': { password } },
      storage,
    });
  let server = make();
  const sockets = new Set<Socket>();
  const listen = async (port: number) => {
    const net: Server = server.server;
    net.on('connection', (socket) => {
      sockets.add(socket);
      // It answers in several small pieces, which would wait for each other.
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (net.address() as AddressInfo).port;
  };
  const port = await listen(0);
  let running = true;
  const down = async () => {
    if (!running) return;
    running = false;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: `imap${options.tls === true ? 's' : ''}://comments%40example.org:${encodeURIComponent(password)}@127.0.0.1:${port}/INBOX`,
    deliver: async (raw, at, flags = []) => {
      server.appendMessage('INBOX', [...flags], dated(at), Buffer.from(raw).toString('latin1'));
    },
    seen: async () => storage.INBOX.messages.filter((message) => message.flags.includes('\\Seen')).length,
    down,
    up: async () => {
      if (running) return;
      server = make();
      await listen(port);
      running = true;
    },
    close: down,
  };
}

/** INTERNALDATE of an instant, in Beijing time: `01-Mar-2026 09:00:00 +0800`. */
function dated(at: number): string {
  const [, day, month, year, clock] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at + 8 * 3600_000).toUTCString()) ?? [];
  return `${day}-${month}-${year} ${clock} +0800`;
}
