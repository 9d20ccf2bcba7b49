/** A duban of its own as child processes of the built command: start, ask, stop, kill -9 with all its servers. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterFolder, livePostmaster } from '../../worker/ledger-cluster.js';
import { commandOf, gone } from '../../worker/processes.js';
import { fromRoot } from '../../worker/root.js';

const program = fromRoot('dist', 'client', 'cli', 'main.js');
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 40_000;

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A data folder with the port its service listens on; nothing runs by itself. */
export interface Place {
  readonly dataDir: string;
  readonly port: number;
  readonly url: string;
  /** Starts `duban up` and waits for its address. @throws when it ends before, with what it said. */
  up(env?: Record<string, string>): Promise<Running>;
  /** Runs `duban up` that is expected to refuse. */
  tryUp(env?: Record<string, string>): Promise<Said>;
  /** Runs another command against the service, or without one. */
  duban(...args: string[]): Promise<Said>;
  dubanWith(env: Record<string, string>, ...args: string[]): Promise<Said>;
  /** A command whose `--json` answer is read; it must succeed. */
  answer<T>(...args: string[]): Promise<T>;
  /** Writes a file into the folder for command arguments; returns its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Pids of Temporal and PostgreSQL that live on this data folder. */
  servers(): { readonly temporal: number | undefined; readonly ledger: number | undefined };
  readonly clusterFolder: string;
  /** Ends whatever still runs and removes everything. */
  close(): Promise<void>;
}

export interface Running {
  readonly pid: number;
  /** Everything said on standard error so far. */
  said(): string;
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>;
  /** kill -9 of duban, then of its Temporal and PostgreSQL. */
  kill(): Promise<void>;
}

export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-service-'));
  // Passable for the user that runs PostgreSQL when the tests run as root.
  chmodSync(folder, 0o711);
  const dataDir = join(folder, 'data');
  const ledgerDir = join(folder, 'ledger');
  const port = await freePort();
  const children: ChildProcess[] = [];
  const environment = (env: Record<string, string> = {}): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    ...(process.env['TEMPORAL_CLI_PATH'] === undefined ? {} : { TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'] }),
    DUBAN_DATA_DIR: dataDir,
    DUBAN_LEDGER_DIR: ledgerDir,
    DUBAN_TEST_UNITS: '1',
    PORT: String(port),
    ...env,
  });
  const temporal = (): number | undefined => {
    const note = join(dataDir, 'temporal.json');
    if (!existsSync(note)) return undefined;
    const { pid } = JSON.parse(readFileSync(note, 'utf8')) as { readonly pid: number };
    return commandOf(pid)?.includes(dataDir) === true ? pid : undefined;
  };
  const servers = () => ({ temporal: temporal(), ledger: livePostmaster(ledgerDir)?.pid });
  const run = (args: readonly string[], env: Record<string, string>): Promise<Said> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [program, ...args],
        { env: environment(env), cwd: folder, timeout: START_LIMIT_MS },
        (_error, out, err) => resolve({ code: child.exitCode, out, err }),
      );
    });
  const end = async (pid: number | undefined, signal: NodeJS.Signals): Promise<void> => {
    if (pid === undefined || commandOf(pid) === undefined) return;
    process.kill(pid, signal);
    await gone(pid, STOP_LIMIT_MS);
  };

  return {
    dataDir,
    port,
    url: `http://127.0.0.1:${port}`,
    clusterFolder: clusterFolder(ledgerDir),
    servers,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    duban: (...args) => run(args, {}),
    dubanWith: (env, ...args) => run(args, env),
    async answer<T>(...args: string[]): Promise<T> {
      const said = await run([...args, '--json'], {});
      if (said.code !== 0) throw new Error(`duban ${args.join(' ')}: ${said.code} ${said.err}`);
      return JSON.parse(said.out) as T;
    },
    tryUp: (env = {}) => run(['up'], env),
    async up(env = {}) {
      const child = spawn(process.execPath, [program, 'up'], {
        env: environment(env),
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      let out = '';
      let err = '';
      child.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
      child.stderr.on('data', (part: Buffer) => (err += part.toString('utf8')));
      const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
      const deadline = Date.now() + START_LIMIT_MS;
      while (!/^http:\S+\n$/m.test(out)) {
        if (child.exitCode !== null || Date.now() > deadline)
          throw new Error(`duban up did not come up: ${child.exitCode} ${err}`);
        await pause(50);
      }
      const pid = child.pid ?? 0;
      return {
        pid,
        said: () => err,
        interrupt: async () => {
          process.kill(pid, 'SIGINT');
          return ended;
        },
        kill: async () => {
          // Duban first, or it would start its servers again.
          await end(pid, 'SIGKILL');
          const left = servers();
          await Promise.all([end(left.temporal, 'SIGKILL'), end(left.ledger, 'SIGKILL')]);
        },
      };
    },
    async close() {
      for (const child of children)
        if (child.exitCode === null && child.signalCode === null) await end(child.pid, 'SIGKILL');
      const left = servers();
      await Promise.all([end(left.temporal, 'SIGKILL'), end(left.ledger, 'SIGQUIT')]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** A plan file for the sample directory: tasks with `lead:unit support:unit`, all due in the year's last days. */
export function planFile(
  id: string,
  today: string,
  tasks: readonly (readonly [title: string, duties: string])[],
): string {
  const year = Number(today.slice(0, 4));
  const mandate = { document: '授权文件', by: '区委' };
  return JSON.stringify({
    id,
    title: `${year}年重点任务（${id}）`,
    issuer: '区委办公室',
    issued: today,
    year,
    appointment: { ...mandate, scope: '重点任务督办', from: today },
    approval: { ...mandate, on: today },
    tasks: tasks.map(([title, duties], at) => ({
      number: at + 1,
      title,
      duties: duties.split(' ').map((words) => {
        const [role, unit] = words.split(':');
        return { role, unit, raw: unit };
      }),
      due: `${year}-12-31`,
      dueSource: 'text',
    })),
  });
}

export interface SecondsLadder {
  readonly slot: number;
  readonly sign?: readonly number[];
  readonly before?: readonly number[];
  readonly after?: readonly number[];
}

/** A ladder that counts in seconds; a deadline falls twenty slots after the assignment. */
export function secondsLadder({ slot, sign = [], before = [], after = [] }: SecondsLadder): string {
  const rungs = (list: readonly number[], to: string, kind: string) =>
    JSON.stringify(list.map((seconds) => ({ seconds, to: to.split(' '), kind })));
  return [
    'hour: "09:00"',
    `sign: ${rungs(sign, 'unsigned', 'sign-chase')}`,
    `before: ${rungs(before, 'lead support', 'reminder')}`,
    `after: ${rungs(after, 'lead', 'chase')}`,
    'weekly: monday',
    'approvalWithin: 2',
    `slotSeconds: ${slot}`,
    '',
  ].join('\n');
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Asks every `everyMs` until there is something. @throws after `limitMs`, naming what was waited for. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  limitMs = 30_000,
  everyMs = 200,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms in vain for: ${what}`);
    await pause(everyMs);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise<void>((resolve) => {
    probe.close(() => resolve());
  });
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
