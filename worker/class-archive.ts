/**
 * The Java server's loaded classes as a snapshot (application class data sharing, JDK 13 and later): a start takes a
 * third of the time with it. Without it, or with another JDK later, the server starts as before.
 */
import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './processes.js';

/** Beside the launcher; the launcher uses it when it is there. */
export const CLASS_ARCHIVE = 'classes.jsa';
/** Left where this JDK makes none, so that it is not tried again. */
const NONE = 'classes.none';
const START_MS = 15_000;
const END_MS = 30_000;

/** True when the folder has its snapshot, or is known to get none. */
export function archiveSettled(folder: string): boolean {
  return [CLASS_ARCHIVE, NONE].some((name) => existsSync(join(folder, name)));
}

/**
 * Starts the server once, keeps what it has loaded, ends it. Never throws: the snapshot only saves time, and a folder
 * that cannot be written to stays as it is.
 * @param launcher text of the launcher that knows of the snapshot; a folder of an earlier version has another.
 */
export async function archiveClasses(folder: string, launcher: string): Promise<void> {
  const draft = join(folder, `${CLASS_ARCHIVE}.${process.pid}`);
  try {
    writeFileSync(join(folder, 'test-server'), launcher);
    await runOnce(folder, draft);
    if (existsSync(draft)) renameSync(draft, join(folder, CLASS_ARCHIVE));
    else writeFileSync(join(folder, NONE), '');
    rmSync(draft, { force: true });
  } catch {
    // Tried again at the next start.
  }
}

async function runOnce(folder: string, draft: string): Promise<void> {
  const port = await freePort();
  const server = spawn(join(folder, 'test-server'), [String(port)], {
    stdio: 'ignore',
    env: { ...process.env, CLASSES_TO: draft },
  });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  if (await answers(port, ended)) server.kill('SIGINT');
  const late = sleep(END_MS, 'late', { ref: false });
  if ((await Promise.race([ended, late])) === 'late') server.kill('SIGKILL');
}

async function answers(port: number, ended: Promise<void>): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + START_MS; !over && Date.now() < deadline; await sleep(50)) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.end());
    });
    if (open) return true;
  }
  return false;
}
