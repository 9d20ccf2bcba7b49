/** The Temporal server that duban runs itself: one program, one SQLite file in the data folder (design section 3). */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { refuse } from '../domain/errors.js';
import type { Config } from './config.js';
import { prepareDataFolder } from './data-folder.js';
import { messageOf } from './failures.js';
import { commandOf, endProcess, freePort, gone } from './processes.js';
import { type Say, sayOnStderr } from './progress.js';
import { supervise } from './supervise.js';
import { findTemporal, type TemporalBinary } from './temporal-binary.js';

export type DevServerConfig = Pick<Config, 'dataDir' | 'cacheDir' | 'temporal'>;

export interface TemporalServer {
  /** host:port */
  readonly address: string;
  /** Pid of the own server; undefined for a foreign one. */
  pid(): number | undefined;
  /** Ends the own server; does nothing to a foreign one. */
  stop(): Promise<void>;
}

export interface DevServerOptions {
  readonly say?: Say;
  /** Flags on top of duban's own; tests shorten the timer grain of 1 s by them. */
  readonly extraArgs?: readonly string[];
}

/** What the data folder remembers of its server, in `temporal.json`. */
interface Note {
  /** Version of the server that made the database file: a file may not open with another one. */
  readonly server: string;
  readonly port: number;
  readonly pid: number;
}

const START_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 15_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

const databaseFile = (dataDir: string) => join(dataDir, 'temporal.db');
const logFile = (dataDir: string) => join(dataDir, 'temporal.log');
const noteFile = (dataDir: string) => join(dataDir, 'temporal.json');

/**
 * Starts the own server and waits until it is healthy; with TEMPORAL_ADDRESS there is nothing to start. A server
 * left running by a killed duban is taken over when healthy, else ended; one that dies is started again until `stop`.
 * @throws DubanError `temporal-missing`, `temporal-version`, `temporal-start`.
 */
export async function startTemporal(config: DevServerConfig, options: DevServerOptions = {}): Promise<TemporalServer> {
  if (config.temporal.address !== undefined) {
    return { address: config.temporal.address, pid: () => undefined, stop: async () => undefined };
  }
  prepareDataFolder(config.dataDir);
  const file = databaseFile(config.dataDir);
  const note = readNote(config.dataDir);
  let live = await adopt(config.dataDir, note);
  if (live === undefined) {
    const expected = existsSync(file) && note !== undefined ? { server: note.server, file } : undefined;
    const binary = await findTemporal(config, expected, options.say);
    live = await startSomewhere(config, binary, note?.port, options);
  }
  const { port } = live;
  const stopWatch = supervise(
    'Temporal 服务器',
    () => liveProcess(config.dataDir) !== undefined,
    async () => {
      const server = readNote(config.dataDir)?.server;
      const binary = await findTemporal(config, server === undefined ? undefined : { server, file }, options.say);
      await start(config, binary, port, options);
    },
    options.say ?? sayOnStderr,
  );
  return {
    address: `127.0.0.1:${port}`,
    pid: () => liveProcess(config.dataDir)?.pid,
    stop: async () => {
      await stopWatch();
      const process = liveProcess(config.dataDir);
      if (process !== undefined) await endProcess(process.pid, 'SIGINT', STOP_GRACE_MS);
    },
  };
}

function readNote(dataDir: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteFile(dataDir), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

/** The server that runs on this data folder, told by the database file in its command line. */
function liveProcess(dataDir: string): Note | undefined {
  const note = readNote(dataDir);
  return note !== undefined && commandOf(note.pid)?.includes(databaseFile(dataDir)) === true ? note : undefined;
}

async function adopt(dataDir: string, note: Note | undefined): Promise<Note | undefined> {
  const live = liveProcess(dataDir);
  if (live === undefined || note === undefined) return undefined;
  if (await healthy(`127.0.0.1:${live.port}`, 10_000, () => liveProcess(dataDir) === undefined)) return live;
  await endProcess(live.pid, 'SIGINT', STOP_GRACE_MS);
  return undefined;
}

async function startSomewhere(
  config: DevServerConfig,
  binary: TemporalBinary,
  remembered: number | undefined,
  options: DevServerOptions,
): Promise<Note> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort(tries === 1 ? remembered : undefined);
    try {
      return await start(config, binary, port, options);
    } catch (error) {
      const taken = /address already in use|can't set frontend port/i.test(messageOf(error));
      if (!taken || tries === 3) throw error;
    }
  }
}

async function start(
  config: DevServerConfig,
  binary: TemporalBinary,
  port: number,
  options: DevServerOptions,
): Promise<Note> {
  const log = logFile(config.dataDir);
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.old`);
  const from = existsSync(log) ? statSync(log).size : 0;
  const descriptor = openSync(log, 'a', 0o600);
  // A process group of its own: Ctrl-C in the terminal must not end the server before the worker is done.
  const child = spawn(binary.path, flags(config, port, options), {
    cwd: config.dataDir,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? config.dataDir, TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  let died = false;
  child.once('exit', () => {
    died = true;
  });
  child.once('error', () => {
    died = true;
  });
  child.unref();
  if (child.pid !== undefined) {
    const note: Note = { server: binary.server, port, pid: child.pid };
    writeFileSync(noteFile(config.dataDir), `${JSON.stringify(note)}\n`, { mode: 0o600 });
    if (await healthy(`127.0.0.1:${port}`, START_LIMIT_MS, () => died)) return note;
    if (!died) await endProcess(child.pid, 'SIGINT', STOP_GRACE_MS);
    await gone(child.pid, 1000);
  }
  const output = readFileSync(log).subarray(from).toString('utf8').trim();
  const detail = output.split('\n').at(-1)?.slice(0, 300) ?? '';
  throw refuse('temporal-start', { detail: detail || '没有留下原因', log });
}

function flags(config: DevServerConfig, port: number, options: DevServerOptions): readonly string[] {
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)],
    ...['--namespace', config.temporal.namespace, '--db-filename', databaseFile(config.dataDir)],
    // Three times the speed of the default journal; survived kill -9 without losing a timer.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...['--dynamic-config-value', 'matching.useNewMatcher=true', '--log-level', 'warn'],
    ...(options.extraArgs ?? []),
  ];
}

/** Asks the server's health until it serves; false when `limitMs` went by or `died()` says that it never will. */
async function healthy(address: string, limitMs: number, died: () => boolean): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline && !died()) {
    let connection: Connection | undefined;
    try {
      connection = await Connection.connect({ address, connectTimeout: '2s' });
      const answer = await connection.healthService.check({
        service: 'temporal.api.workflowservice.v1.WorkflowService',
      });
      if (answer.status === 1) return true;
    } catch {
      // Not up yet; asked again below.
    } finally {
      await connection?.close();
    }
    await sleep(100);
  }
  return false;
}
