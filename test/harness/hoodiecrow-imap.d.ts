/** What the tests use of hoodiecrow-imap, which brings no types. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface Options {
    readonly plugins?: readonly string[];
    readonly users?: Readonly<Record<string, { readonly password: string }>>;
    readonly storage?: object;
    readonly secureConnection?: boolean;
  }
  interface Hoodiecrow {
    readonly server: Server;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
    appendMessage(mailbox: string, flags: string[], internaldate: string, raw: string): void;
  }
  export default function hoodiecrow(options: Options): Hoodiecrow;
}
