/** The user's cache folder: programs fetched or built once, by one process at a time, never seen half-made. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './failures.js';
import { commandOf } from './processes.js';

/**
 * Runs `work` while no other process of this user makes the same thing; a lock left by a killed process is broken.
 * @param name of the thing made, a plain file name.
 */
export async function alone<T>(cacheDir: string, name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(cacheDir, { recursive: true });
  const lock = join(cacheDir, `${name}.lock`);
  while (!take(lock)) {
    if (commandOf(holderOf(lock)) === undefined) rmSync(lock, { force: true });
    else await sleep(500);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}
