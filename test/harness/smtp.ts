/** A real mail server on loopback that keeps what it receives, and refuses, hangs or goes down when a test says so. */
import { type AddressInfo, createServer } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  /** Envelope receiver. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Text of the calendar part. */
  readonly ics?: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Buffer;
  }[];
  readonly raw: Buffer;
}

export type Stage = 'mail' | 'rcpt' | 'data' | 'reset-in-data' | 'reset-after-data' | 'silent';

export interface MailServer {
  /** For SMTP_URL; the port stays the same while it is down. */
  readonly url: string;
  readonly port: number;
  /** Everything taken so far, in order. */
  readonly messages: ReceivedMail[];
  /** Refuses an address at RCPT with this code until cleared with `undefined`. */
  refuse(address: string, code: number | undefined): void;
  /** Makes every transaction fail at a stage, with a code where the stage has one; `undefined` clears. */
  fail(stage: Stage | undefined, code?: number): void;
  /** Stops listening and drops open connections. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. With `login`, it takes only this user and password. */
export async function startMailServer(
  options: { readonly login?: { readonly user: string; readonly pass: string } } = {},
): Promise<MailServer> {
  const messages: ReceivedMail[] = [];
  const refused = new Map<string, number>();
  let failure: { readonly stage: Stage; readonly code: number } | undefined;
  const failing = (stage: Stage) => (failure?.stage === stage ? smtpError(failure.code) : undefined);

  const settings: SMTPServerOptions = {
    disabledCommands: ['STARTTLS', ...(options.login === undefined ? ['AUTH'] : [])],
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: 20_000_000,
    logger: false,
    closeTimeout: 200,
    onAuth(auth, _session, done) {
      if (auth.username === options.login?.user && auth.password === options.login?.pass)
        done(null, { user: auth.username });
      else done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 }));
    },
    onMailFrom(_address, _session, done) {
      done(failing('mail'));
    },
    onRcptTo(address, _session, done) {
      const code = refused.get(address.address);
      done(code === undefined ? failing('rcpt') : smtpError(code, ` to <${address.address}>`));
    },
    onData(stream, session, done) {
      if (failure?.stage === 'reset-in-data') {
        stream.once('data', () => drop(session.remotePort));
        stream.resume();
        return;
      }
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts);
        const error = failing('data');
        if (error !== undefined) return done(error);
        void receive(raw, session.envelope.rcptTo[0]?.address ?? '').then((mail) => {
          messages.push(mail);
          if (failure?.stage === 'reset-after-data') drop(session.remotePort);
          else if (failure?.stage !== 'silent') done();
        });
      });
    },
  };

  let server = new SMTPServer(settings);
  const drop = (remotePort: number) => {
    for (const connection of server.connections) {
      const socket = (connection as { readonly _socket?: { readonly remotePort?: number; destroy(): void } })._socket;
      if (socket?.remotePort === remotePort) socket.destroy();
    }
  };
  const port = await freePort();
  const listen = async () => {
    server = new SMTPServer(settings);
    server.on('error', () => {});
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
  };
  const stop = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  };
  await listen();
  let running = true;
  const login =
    options.login === undefined
      ? ''
      : `${encodeURIComponent(options.login.user)}:${encodeURIComponent(options.login.pass)}@`;
  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    port,
    messages,
    refuse(address, code) {
      if (code === undefined) refused.delete(address);
      else refused.set(address, code);
    },
    fail(stage, code = 451) {
      failure = stage === undefined ? undefined : { stage, code };
    },
    async down() {
      if (running) await stop();
      running = false;
    },
    async up() {
      if (!running) await listen();
      running = true;
    },
    async close() {
      if (running) await stop();
      running = false;
    },
  };
}

/** `about`: most servers repeat the address that they refuse. */
function smtpError(code: number, about = ''): Error {
  return Object.assign(new Error(`test server says ${code}${about}`), { responseCode: code });
}

async function receive(raw: Buffer, to: string): Promise<ReceivedMail> {
  const mail: Email = await PostalMime.parse(raw);
  const parts = mail.attachments.map((a) => ({
    filename: a.filename ?? '',
    contentType: a.mimeType,
    content: typeof a.content === 'string' ? Buffer.from(a.content) : Buffer.from(a.content as ArrayBuffer),
  }));
  const calendar = parts.find((part) => part.contentType === 'text/calendar');
  return {
    to,
    from: mail.from?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    messageId: mail.messageId ?? '',
    headers: new Map(mail.headers.map((h) => [h.key, h.value])),
    ...(calendar === undefined ? {} : { ics: calendar.content.toString('utf8') }),
    attachments: parts,
    raw,
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    probe.close(() => resolve());
  });
  return port;
}
