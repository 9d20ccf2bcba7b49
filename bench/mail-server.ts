/**
 * A mail server in a process of its own, so that it takes no time from the event loop that is measured. Started by
 * mail-process.ts; tells its port, and on a word what arrived when.
 */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

const arrivals: [string, number][] = [];

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    let head = '';
    stream.on('data', (part: Buffer) => {
      if (head.length < 4096) head += part.toString('latin1');
    });
    stream.on('end', () => {
      arrivals.push([/^message-id:\s*(\S+)/im.exec(head)?.[1] ?? '', Date.now()]);
      done();
    });
  },
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ arrivals: arrivals.splice(0) }));
process.on('disconnect', () => process.exit(0));
