/** A real mail server on loopback for drills: takes every letter and counts Message-IDs. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface MailSink {
  readonly url: string;
  /** Message-ID → how often it arrived. */
  readonly arrivals: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startMailSink(): Promise<MailSink> {
  const arrivals = new Map<string, number>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      let head = '';
      stream.on('data', (part: Buffer) => {
        if (head.length < 16_384) head += part.toString('latin1');
      });
      stream.on('end', () => {
        const id = /^message-id:\s*(\S+)/im.exec(head)?.[1] ?? 'without an id';
        arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
        done();
      });
    },
  });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, arrivals, stop: () => new Promise((done) => server.close(done)) };
}
