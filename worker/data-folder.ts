/** The data folder: made private, held by one running duban at a time, with the secrets duban makes for itself. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../domain/errors.js';
import type { Config } from './config.js';
import { codeOf, messageOf } from './failures.js';
import { commandOf } from './processes.js';

/**
 * Makes the folder (mode 0700) when it is not there.
 * @throws DubanError `data-folder-unusable` when it cannot be made or is no folder.
 */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

function unusable(directory: string, error: unknown) {
  const words: Readonly<Record<string, string>> = {
    EACCES: '没有读写权限',
    EPERM: '没有读写权限',
    EROFS: '所在磁盘是只读的',
    ENOSPC: '所在磁盘已满',
    EEXIST: '已有同名的文件',
    ENOTDIR: '上级路径不是目录',
  };
  const code = codeOf(error);
  return refuse('data-folder-unusable', { directory, detail: words[code] ?? messageOf(error) });
}

/**
 * A secret kept in the data folder with mode 0600: 32 random bytes in base64url, made on first use. Two processes
 * that ask for the first time at once get the same one.
 */
export function secretFile(dataDir: string, name: string): string {
  prepareDataFolder(dataDir);
  const path = join(dataDir, name);
  try {
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(dataDir, error);
  }
  try {
    chmodSync(path, 0o600);
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') return secret;
  } catch (error) {
    throw unusable(dataDir, error);
  }
  throw refuse('data-folder-unusable', { directory: dataDir, detail: `其中的 ${name} 是空文件，请删去后重试` });
}

/** The token of the HTTP API: DUBAN_TOKEN, else the file `token` of the data folder. */
export function httpToken(config: Pick<Config, 'token' | 'dataDir'>): string {
  return config.token ?? secretFile(config.dataDir, 'token');
}

/** The key that signs links in letters: DUBAN_SECRET, else the file `link-secret` of the data folder. */
export function linkSecret(config: Pick<Config, 'secret' | 'dataDir'>): string {
  return config.secret ?? secretFile(config.dataDir, 'link-secret');
}

/**
 * Holds the folder for this process, so that no second duban runs on the same files; what a killed process left
 * behind is taken over. The returned function lets go.
 * @throws DubanError `data-folder-in-use` with the pid that holds it.
 */
export function holdDataFolder(dataDir: string): () => void {
  prepareDataFolder(dataDir);
  const path = join(dataDir, 'duban.pid');
  const mine = JSON.stringify({ pid: process.pid, command: commandOf(process.pid) });
  for (;;) {
    try {
      writeFileSync(path, mine, { mode: 0o600, flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw unusable(dataDir, error);
    }
    const holder = readHolder(path);
    if (holder !== undefined && holder.pid !== process.pid && commandOf(holder.pid) === holder.command) {
      throw refuse('data-folder-in-use', { directory: dataDir, pid: holder.pid });
    }
    rmSync(path, { force: true });
  }
}

function readHolder(path: string): { pid: number; command: string } | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof read !== 'object' || read === null || !('pid' in read) || !('command' in read)) return undefined;
    return { pid: Number(read.pid), command: String(read.command) };
  } catch {
    return undefined;
  }
}
