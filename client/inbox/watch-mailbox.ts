/**
 * Keeps an eye on the mailbox that comments come to, for as long as the service runs:
 *
 *   lock ─▶ connect ─▶ look through ─▶ wait (told by IDLE, or so many seconds) ─▶ look through …
 *     ▲                                                  │ connection lost, server or ledger away
 *     └──────────────── growing pause ◀──────────────────┘
 */
import { ImapFlow } from 'imapflow';
import {
  type MailboxFailure,
  noteMailboxFailure,
  noteMailboxRead,
  setMailbox,
} from '../../activities/ledger/comments/mailbox.js';
import { sendAnswers } from '../../activities/mail/reply-answers.js';
import { type MailboxAddress, readMailboxUrl } from './imap-url.js';
import { lookThrough, newPassState } from './mailbox-pass.js';
import { reasonOf, troubleLine, troubleOf } from './mailbox-trouble.js';
import { type Held, onlyOne } from './only-one.js';
import type { InboxDeps } from './take-mail.js';

/** Where the watch says what happens; pino's loggers fit. */
export interface WatchLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface MailboxWatch {
  /** Ends after the mail under way; resolves when nothing runs any more. A second call waits for the first. */
  stop(): Promise<void>;
}

export interface WatchOptions {
  /** `imaps://user:password@host:993/INBOX` */
  readonly url: string;
  readonly deps: InboxDeps;
  readonly log: WatchLog;
  /** Longest time between two looks; default 60. */
  readonly everySeconds?: number;
  /** Pause after a failure, ms: doubled from the first to the longest. Default 1 s to 5 min. */
  readonly pause?: { readonly first: number; readonly longest: number };
}

/**
 * Watches a mailbox until stopped; never gives up. Over all processes on one ledger one of them watches, the others
 * stand by.
 * @throws TypeError at once when the address is none.
 */
export function watchMailbox(options: WatchOptions): MailboxWatch {
  const watch = new Watch(options, readMailboxUrl(options.url));
  const running = watch.run();
  return {
    stop: async () => {
      watch.stop();
      await running;
    },
  };
}

class Watch {
  readonly #options: WatchOptions;
  readonly #address: MailboxAddress;
  readonly #every: number;
  #stopped = false;
  /** Ends the wait under way. */
  #wake: () => void = () => {};
  /** Mail came, or the connection went, since the last look began. */
  #due = false;
  /** The wait under way ends when mail comes. */
  #forMail = false;
  #client: ImapFlow | undefined;
  #failures = 0;
  /** What the log was told of the trouble under way. */
  #told: MailboxFailure | undefined;

  constructor(options: WatchOptions, address: MailboxAddress) {
    this.#options = options;
    this.#address = address;
    this.#every = (options.everySeconds ?? 60) * 1000;
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      let lock: Held | undefined;
      try {
        lock = await onlyOne(this.#options.deps.ledger);
        if (lock === undefined) await this.#wait(this.#every, false);
        else await this.#session(lock);
      } catch (error) {
        // Without the lock it was the ledger that did not answer.
        await this.#failed(error, lock === undefined ? 'other' : troubleOf(error));
      } finally {
        this.#client?.close();
        this.#client = undefined;
        await lock?.release();
      }
      if (this.#failures > 0) await this.#wait(this.#pause(), false);
    }
  }

  /** One connection, until it is lost, something fails, or we are stopped. */
  async #session(lock: Held): Promise<void> {
    const { deps, log } = this.#options;
    const { shown } = this.#address;
    await setMailbox(deps.ledger, shown, Date.now());
    const client = this.#connect();
    await client.connect();
    await client.mailboxOpen(this.#address.mailbox);
    const state = newPassState();
    const goOn = () => !this.#stopped && lock.held && client.usable;
    const progress = (done: number, of: number) => log.info({ mailbox: shown, done, of }, 'mail is being taken');
    while (goOn()) {
      this.#due = false;
      const began = Date.now();
      const { taken, whole, failure } = await lookThrough(client, deps, state, goOn, progress);
      if (taken > 0) log.info({ mailbox: shown, taken }, 'mail taken');
      await this.#answer();
      if (whole) await this.#read(began);
      else if (failure !== undefined) await this.#failed(failure, 'mail');
      if (goOn()) await this.#wait(failure === undefined ? this.#every : this.#pause(), failure === undefined);
    }
    if (this.#stopped) await client.logout().catch(() => {});
    else throw new Error('connection lost');
  }

  /** Tells those who answered letters what became of it; the mail server may be away without keeping the mailbox from being read. */
  async #answer(): Promise<void> {
    const { replies, ledger, publicUrl } = this.#options.deps;
    if (replies !== undefined) await sendAnswers({ ledger, publicUrl, ...replies }, await replies.now());
  }

  #connect(): ImapFlow {
    const client = new ImapFlow({
      ...this.#address.options,
      // Its lines hold addresses and subjects.
      logger: false,
      clientInfo: { name: 'duban' },
      autoIdleDelay: 1000,
      connectionTimeout: 20_000,
      socketTimeout: 120_000,
      maxLiteralSize: 64 * 1024 * 1024,
      maxResponseSize: 80 * 1024 * 1024,
    });
    this.#client = client;
    const wake = () => {
      this.#due = true;
      if (this.#forMail) this.#wake();
    };
    client.on('exists', wake);
    client.on('close', wake);
    // Without a listener it would end the process; `close` follows.
    client.on('error', () => {});
    return client;
  }

  async #wait(ms: number, forMail: boolean): Promise<void> {
    if (this.#stopped || (forMail && this.#due)) return;
    this.#forMail = forMail;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
    this.#forMail = false;
  }

  #pause(): number {
    const { first, longest } = this.#options.pause ?? { first: 1000, longest: 300_000 };
    return Math.min(longest, first * 2 ** Math.max(0, Math.min(this.#failures - 1, 20)));
  }

  /** Says it once an outage, and again when it turns out to be something else. */
  async #failed(error: unknown, trouble: MailboxFailure): Promise<void> {
    if (this.#stopped) return;
    this.#failures++;
    const { shown } = this.#address;
    const { deps, log } = this.#options;
    if (this.#told !== trouble) log.warn({ mailbox: shown, error: reasonOf(error) }, troubleLine(trouble));
    this.#told = trouble;
    // With the ledger away there is nowhere to keep it, and the log has it.
    await noteMailboxFailure(deps.ledger, shown, trouble, Date.now()).catch(() => {});
  }

  async #read(began: number): Promise<void> {
    if (this.#failures > 0) this.#options.log.info({ mailbox: this.#address.shown }, 'mailbox read again');
    this.#failures = 0;
    this.#told = undefined;
    await noteMailboxRead(this.#options.deps.ledger, this.#address.shown, began);
  }
}
