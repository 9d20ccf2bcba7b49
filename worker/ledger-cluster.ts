/** One PostgreSQL cluster on 127.0.0.1: make it, start it, find it running, end it. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type DubanError, refuse } from '../domain/errors.js';
import type { LedgerBinaries } from './ledger-binaries.js';
import type { SystemUser } from './ledger-place.js';
import { commandOf, endProcess } from './processes.js';

/** The superuser of the own cluster, and the name of its one database. */
export const LEDGER_NAME = 'duban';

const MEGABYTE = 1024 * 1024;
/** A new cluster takes about 40 MB, the log of changes up to 256 MB. */
const SPACE_TO_CREATE_MB = 320;
const SPACE_TO_START_MB = 64;
const START_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 30_000;

export interface Cluster {
  /** Folder of the ledger; the cluster itself lies in `cluster` below it. */
  readonly directory: string;
  readonly binaries: LedgerBinaries;
  readonly user: SystemUser | undefined;
  readonly password: string;
  /** Further settings of PostgreSQL, as in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A running postmaster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export const clusterFolder = (directory: string) => join(directory, 'cluster');
export const logFile = (directory: string) => join(directory, 'postgres.log');

/** The connection address of a database of the cluster. */
export function urlOf(cluster: Cluster, port: number, database: string = LEDGER_NAME): string {
  return `postgresql://${LEDGER_NAME}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** @throws DubanError `ledger-space` when the disk is too full to create or start a cluster. */
export async function checkSpace(directory: string, exists: boolean): Promise<void> {
  const disk = await statfs(directory);
  const free = Math.floor((disk.bavail * disk.bsize) / MEGABYTE);
  const needed = exists ? SPACE_TO_START_MB : SPACE_TO_CREATE_MB;
  if (free < needed) throw refuse('ledger-space', { directory, free, needed });
}

/** Only what PostgreSQL needs: no secret of duban's environment reaches its processes. */
function surroundings(cluster: Cluster) {
  return {
    cwd: cluster.directory,
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    ...(cluster.user === undefined ? {} : { uid: cluster.user.uid, gid: cluster.user.gid }),
  };
}

/**
 * Makes the cluster in one step: what is broken off half-way is never taken for a cluster.
 * @throws DubanError `ledger-user` when the user cannot reach the folder, `ledger-space`, `ledger-start`.
 */
export function createCluster(cluster: Cluster): void {
  const draft = join(cluster.directory, 'cluster.new');
  const passwordFile = join(cluster.directory, '.initial-password');
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { ...surroundings(cluster), encoding: 'utf8' });
  const probe = run(cluster.binaries.postgres, ['--version']);
  if (probe.error !== undefined || probe.status !== 0) {
    const detail = `该用户进不了目录 ${cluster.directory}（请用 DUBAN_LEDGER_DIR 另指一个目录）`;
    if (cluster.user !== undefined) throw refuse('ledger-user', { detail });
    throw refuse('ledger-start', { detail: probe.error?.message ?? probe.stderr.trim(), log: '无' });
  }
  rmSync(draft, { recursive: true, force: true });
  try {
    writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
    if (cluster.user !== undefined) chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
    const made = run(cluster.binaries.initdb, [
      ...['-D', draft, '-U', LEDGER_NAME, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'],
      ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--no-instructions'],
    ]);
    if (made.status !== 0) {
      throw startFailure(cluster.directory, made.error?.message ?? `${made.stdout}\n${made.stderr}`);
    }
    renameSync(draft, clusterFolder(cluster.directory));
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function startFailure(directory: string, output: string): DubanError {
  if (/No space left on device|ENOSPC/.test(output)) {
    return refuse('ledger-space', { directory, free: 0, needed: SPACE_TO_START_MB });
  }
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|error|could not/i.test(line));
  const detail = (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '').replace(/^.*?(FATAL|PANIC):\s*/, '').trim();
  return refuse('ledger-start', { detail: detail || '没有留下原因', log: logFile(directory) });
}

/**
 * The postmaster that already runs on this cluster, as after a kill -9 of the duban that started it. Its pid file
 * alone proves nothing; the command line of the process must name the cluster's folder.
 */
export function livePostmaster(directory: string): Postmaster | undefined {
  const file = join(clusterFolder(directory), 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const command = commandOf(pid);
  return command?.includes(clusterFolder(directory)) === true && port > 0 ? { pid, port } : undefined;
}

/** Drops a pid file that no live postmaster stands behind, so that a pid given to somebody else blocks nothing. */
function clearStalePid(directory: string): void {
  if (livePostmaster(directory) === undefined) {
    rmSync(join(clusterFolder(directory), 'postmaster.pid'), { force: true });
  }
}

/** Waits until the server answers; false when `limitMs` went by or `died()` says that it never will. */
export async function answers(url: string, limitMs: number, died: () => boolean = () => false): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline && !died()) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

/**
 * Starts the postmaster as a process group of its own: Ctrl-C in the terminal must not end it before the worker is
 * done. Waits until it answers.
 * @throws DubanError `ledger-start` or `ledger-space` with the last words of its log.
 */
export async function startPostmaster(cluster: Cluster, port: number): Promise<Postmaster> {
  const log = logFile(cluster.directory);
  if (existsSync(log) && statSync(log).size > 10 * MEGABYTE) renameSync(log, `${log}.old`);
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    clearStalePid(cluster.directory);
    const from = existsSync(log) ? statSync(log).size : 0;
    const descriptor = openSync(log, 'a', 0o600);
    const child = spawn(cluster.binaries.postgres, flags(cluster, port), {
      ...surroundings(cluster),
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
    const up = await answers(urlOf(cluster, port, 'postgres'), deadline - Date.now(), () => died);
    if (up && child.pid !== undefined && !died) return { pid: child.pid, port };
    const output = readFileSync(log).subarray(from).toString('utf8');
    if (child.pid !== undefined && !died) await endProcess(child.pid, 'SIGINT', STOP_GRACE_MS);
    // Backends of a killed postmaster need a moment to notice; starting over is all that helps.
    if (!/pre-existing shared memory block|lock file .* already exists/.test(output) || Date.now() > deadline) {
      throw startFailure(cluster.directory, output);
    }
    await sleep(500);
  }
}

function flags(cluster: Cluster, port: number): readonly string[] {
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    log_checkpoints: 'off',
    ...cluster.settings,
  };
  return [
    ...['-D', clusterFolder(cluster.directory), '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** Ends a postmaster the "fast" way: open transactions are rolled back, what was committed is safe. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  await endProcess(postmaster.pid, 'SIGINT', STOP_GRACE_MS);
}
