/** Opens the ledger's database: the one of DATABASE_URL, else a PostgreSQL that duban runs itself (design section 7). */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { DubanError, fault, refuse } from '../domain/errors.js';
import { prepareDataFolder, secretFile } from './data-folder.js';
import { messageOf } from './failures.js';
import { copiedBinaries, type LedgerBinaries, repaired, shippedBinaries } from './ledger-binaries.js';
import {
  answers,
  type Cluster,
  checkSpace,
  clusterFolder,
  createCluster,
  LEDGER_NAME,
  livePostmaster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
  urlOf,
} from './ledger-cluster.js';
import {
  type LedgerConfig,
  ledgerDirectory,
  ledgerUser,
  prepareDirectory,
  programsFolder,
  readNote,
  writeNote,
} from './ledger-place.js';
import { freePort } from './processes.js';
import { type Say, sayOnStderr } from './progress.js';
import { supervise } from './supervise.js';

const PASSWORD_FILE = 'ledger-password';
const REMOTE_LIMIT_MS = 5000;
/** A postmaster left over may still replay its log after a crash. */
const ADOPT_LIMIT_MS = 30_000;

export interface Ledger {
  /** Connection address with password: never to be printed. */
  readonly url: string;
  /** Pid of the own server; undefined with DATABASE_URL. */
  pid(): number | undefined;
  /** Ends the own server; does nothing to a foreign one. */
  stop(): Promise<void>;
}

export interface LedgerOptions {
  readonly say?: Say;
  /** Settings of PostgreSQL on top of duban's own, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Opens the ledger and waits until it answers. The own server is started as a user other than root, on 127.0.0.1,
 * with a random password and a port that stays the same; one left running by a killed duban is taken over; one that
 * dies is started again until `stop`.
 * @throws DubanError `ledger-*` or `data-folder-unusable`; what was on disk is untouched then.
 */
export async function openLedger(config: LedgerConfig, options: LedgerOptions = {}): Promise<Ledger> {
  if (config.databaseUrl !== undefined) return openForeign(config.databaseUrl);
  const cluster = await prepareCluster(config, options);
  let postmaster = await adopt(cluster);
  if (postmaster === undefined) {
    await checkSpace(cluster.directory, true);
    postmaster = await startSomewhere(cluster, config);
  }
  remember(config, cluster, postmaster.port);
  await createDatabase(cluster, postmaster.port);
  const stopWatch = supervise(
    '台账数据库',
    () => livePostmaster(cluster.directory) !== undefined,
    async () => {
      postmaster = await startPostmaster(cluster, postmaster?.port ?? (await freePort()));
    },
    options.say,
  );
  return {
    url: urlOf(cluster, postmaster.port),
    pid: () => livePostmaster(cluster.directory)?.pid,
    stop: async () => {
      await stopWatch();
      const live = livePostmaster(cluster.directory);
      if (live !== undefined) await stopPostmaster(live);
    },
  };
}

async function openForeign(url: string): Promise<Ledger> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: REMOTE_LIMIT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    const detail = messageOf(cause);
    const where = `${hostname}:${port || 5432}${pathname}`;
    throw new DubanError([fault('ledger-unreachable', { where, detail })], { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
  return { url, pid: () => undefined, stop: async () => undefined };
}

/** Finds or makes the cluster on disk; nothing runs yet. */
async function prepareCluster(config: LedgerConfig, options: LedgerOptions): Promise<Cluster> {
  prepareDataFolder(config.dataDir);
  const note = readNote(config.dataDir);
  const directory = ledgerDirectory(config, note);
  const folder = clusterFolder(directory);
  const known = note !== undefined && existsSync(join(config.dataDir, PASSWORD_FILE));
  if (known && !existsSync(folder) && (note.directory ?? join(config.dataDir, 'ledger')) === directory) {
    throw refuse('ledger-incomplete', { directory, missing: folder });
  }
  if (!known && existsSync(folder)) await setAside(directory, options.say ?? sayOnStderr);
  const user = ledgerUser(folder);
  prepareDirectory(directory, user);
  await checkSpace(directory, existsSync(folder));
  const cluster: Cluster = {
    directory,
    user,
    binaries: await runnableBinaries(directory, user !== undefined),
    password: secretFile(config.dataDir, PASSWORD_FILE),
    settings: options.settings ?? {},
  };
  if (!existsSync(folder)) createCluster(cluster);
  checkVersion(cluster);
  return cluster;
}

async function runnableBinaries(directory: string, otherUser: boolean): Promise<LedgerBinaries> {
  const shipped = await shippedBinaries();
  if (!otherUser && (await repaired(shipped))) return shipped;
  return copiedBinaries(shipped, programsFolder(directory));
}

/**
 * A cluster whose data folder was deleted: its password is lost with it. A new data folder starts empty, the old
 * cluster is kept under another name.
 */
async function setAside(directory: string, say: Say): Promise<void> {
  const live = livePostmaster(directory);
  if (live !== undefined) await stopPostmaster(live);
  const aside = `${clusterFolder(directory)}.${new Date().toISOString().replace(/[:.]/g, '')}`;
  renameSync(clusterFolder(directory), aside);
  say(`数据目录是新的，原有的台账已改名保存在 ${aside}`);
}

function checkVersion(cluster: Cluster): void {
  const directory = clusterFolder(cluster.directory);
  const file = join(directory, 'PG_VERSION');
  if (!existsSync(file)) throw refuse('ledger-incomplete', { directory, missing: 'PG_VERSION' });
  const found = readFileSync(file, 'utf8').trim();
  const expected = cluster.binaries.major;
  if (found !== expected) throw refuse('ledger-version', { directory, found, expected });
}

/** Takes over a running postmaster; one that does not answer in time is ended. */
async function adopt(cluster: Cluster): Promise<Postmaster | undefined> {
  const live = livePostmaster(cluster.directory);
  if (live === undefined) return undefined;
  const died = () => livePostmaster(cluster.directory) === undefined;
  if (await answers(urlOf(cluster, live.port, 'postgres'), ADOPT_LIMIT_MS, died)) return live;
  await stopPostmaster(live);
  return undefined;
}

/** Starts on the remembered port where it is free; a port lost to somebody in between costs another try. */
async function startSomewhere(cluster: Cluster, config: LedgerConfig): Promise<Postmaster> {
  const remembered = readNote(config.dataDir)?.port;
  for (let tries = 1; ; tries += 1) {
    const port = await freePort(tries === 1 ? remembered : undefined);
    try {
      return await startPostmaster(cluster, port);
    } catch (error) {
      const taken = /Address already in use|could not bind|TCP\/IP sockets/.test(messageOf(error));
      if (!taken || tries === 3) throw error;
    }
  }
}

function remember(config: LedgerConfig, cluster: Cluster, port: number): void {
  const inside = cluster.directory === join(config.dataDir, 'ledger');
  writeNote({ dataDir: config.dataDir, port, ...(inside ? {} : { directory: cluster.directory }) });
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [LEDGER_NAME]);
    if (found.rowCount === 0) await client.query(`create database ${LEDGER_NAME}`);
  } finally {
    await client.end();
  }
}
