/**
 * Where the own PostgreSQL keeps its files, and as which user of the system it runs. PostgreSQL refuses root, so
 * that a duban started by root hands it to a user that can neither read the data folder nor the checkout: cluster
 * and programs then lie in a folder of their own (design section 7).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../domain/errors.js';
import type { Config } from './config.js';
import { messageOf } from './failures.js';

export type LedgerConfig = Pick<Config, 'dataDir' | 'databaseUrl' | 'ledgerDir'>;

/** What the data folder remembers of its ledger, in `ledger.json`. */
export interface LedgerNote {
  /** The data folder when this was written; differs after a move or a copy. */
  readonly dataDir: string;
  /** Absent: inside the data folder. */
  readonly directory?: string;
  readonly port: number;
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const SHARED_BASE = '/var/lib/duban-ledger';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

const noteFile = (dataDir: string) => join(dataDir, 'ledger.json');

export function readNote(dataDir: string): LedgerNote | undefined {
  try {
    return JSON.parse(readFileSync(noteFile(dataDir), 'utf8')) as LedgerNote;
  } catch {
    return undefined;
  }
}

export function writeNote(note: LedgerNote): void {
  writeFileSync(noteFile(note.dataDir), `${JSON.stringify(note)}\n`, { mode: 0o600 });
}

/**
 * The ledger's folder: DUBAN_LEDGER_DIR, else the one remembered, else by the kind of user.
 * @throws DubanError `ledger-copied` when the data folder is a copy whose original still uses that ledger.
 */
export function ledgerDirectory(config: LedgerConfig, note: LedgerNote | undefined): string {
  if (config.ledgerDir !== undefined) return config.ledgerDir;
  if (note !== undefined) {
    if (note.directory === undefined) return join(config.dataDir, 'ledger');
    if (note.dataDir !== config.dataDir && existsSync(noteFile(note.dataDir))) {
      throw refuse('ledger-copied', { directory: config.dataDir, original: note.dataDir });
    }
    return note.directory;
  }
  if (!isRoot()) return join(config.dataDir, 'ledger');
  return join(SHARED_BASE, createHash('sha256').update(config.dataDir).digest('hex').slice(0, 16));
}

/** Folder that holds the copied programs: one copy serves all ledgers under the shared base. */
export function programsFolder(directory: string): string {
  return dirname(directory) === SHARED_BASE ? SHARED_BASE : directory;
}

/**
 * The user to run PostgreSQL as: undefined for "as myself"; for root the owner of an existing cluster, else
 * `postgres` where the system has it, else `duban-ledger`, made when missing.
 * @throws DubanError `ledger-user`.
 */
export function ledgerUser(cluster: string): SystemUser | undefined {
  if (!isRoot()) return undefined;
  if (existsSync(cluster)) {
    const owner = statSync(cluster);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const known = lookUp('postgres') ?? lookUp('duban-ledger');
  if (known !== undefined) return known;
  for (const [program, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'duban-ledger'],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', 'duban-ledger'],
  ] as const) {
    try {
      execFileSync(program, args, { stdio: 'ignore' });
      const made = lookUp('duban-ledger');
      if (made !== undefined) return made;
    } catch {
      // The other program is tried; the refusal below names both.
    }
  }
  throw refuse('ledger-user', {
    detail: '系统里没有 postgres 用户，也没能用 useradd 或 adduser 建立 duban-ledger 用户',
  });
}

function lookUp(name: string): SystemUser | undefined {
  try {
    const number = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const user = { uid: number('-u'), gid: number('-g') };
    return user.uid > 0 ? user : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes the folder, private to the user that runs PostgreSQL, its newly made parents passable.
 * @throws DubanError `data-folder-unusable`.
 */
export function prepareDirectory(directory: string, user: SystemUser | undefined): void {
  try {
    makePassable(dirname(directory), user !== undefined);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (user !== undefined) {
      chownSync(directory, user.uid, user.gid);
      chmodSync(directory, 0o700);
    }
  } catch (error) {
    throw refuse('data-folder-unusable', { directory, detail: messageOf(error) });
  }
}

function makePassable(folder: string, forOthers: boolean): void {
  if (existsSync(folder)) return;
  makePassable(dirname(folder), forOthers);
  mkdirSync(folder, { mode: forOthers ? 0o711 : 0o700 });
  if (forOthers) chmodSync(folder, 0o711);
}
