/** Starts the mail server of mail-server.ts and talks to it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '../worker/root.js';

export interface MailProcess {
  readonly url: string;
  /** Message-ID and instant (epoch ms) of everything taken since the last call. */
  arrivals(): Promise<readonly (readonly [string, number])[]>;
  stop(): Promise<void>;
}

/** A source file of this folder as a process that answers messages. */
export function forkSource(name: string, flags: readonly string[] = [], args: readonly string[] = []): ChildProcess {
  const hooks = `file://${fromRoot('test', 'setup', 'typescript.js')}`;
  return fork(fileURLToPath(new URL(`./${name}`, import.meta.url)), [...args], {
    execArgv: [...flags, '--import', hooks],
  });
}

/** The next message of a child. @throws when it ends instead. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      once(child, 'exit', { signal: ended.signal }).then(([code]) => {
        throw new Error(`child process ended with ${String(code)}`);
      }),
    ]);
    return message as T;
  } finally {
    ended.abort();
  }
}

/** Ends a child by closing its channel and waits until it is gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}

/** Starts on a free port of 127.0.0.1. */
export async function startMailProcess(): Promise<MailProcess> {
  const child = forkSource('mail-server.ts');
  const { port } = await answerOf<{ readonly port: number }>(child);
  return {
    url: `smtp://127.0.0.1:${port}`,
    arrivals: async () => {
      child.send('arrivals');
      return (await answerOf<{ readonly arrivals: readonly (readonly [string, number])[] }>(child)).arrivals;
    },
    stop: () => endChild(child),
  };
}
