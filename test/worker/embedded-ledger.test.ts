/** The own PostgreSQL through what happens to it: kill -9, moves, copies, foreign versions, deleted folders. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Ledger, openLedger } from '../../worker/embedded-ledger.js';
import { clusterFolder, livePostmaster } from '../../worker/ledger-cluster.js';
import { commandOf, gone } from '../../worker/processes.js';

const silent = () => undefined;

async function ask(ledger: Ledger, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: ledger.url });
  await client.connect();
  try {
    const answer = [await client.query({ text: sql, rowMode: 'array' })].flat().at(-1);
    return (answer?.rows ?? []).flat();
  } finally {
    await client.end();
  }
}

describe('the own ledger database', () => {
  let folder: string;
  let config: { dataDir: string; ledgerDir: string };
  const open: Ledger[] = [];

  const start = async (settings: { dataDir: string; ledgerDir?: string } = config): Promise<Ledger> => {
    const ledger = await openLedger(settings, { say: silent });
    open.push(ledger);
    return ledger;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'duban-ledger-'));
    chmodSync(folder, 0o711);
    config = { dataDir: join(folder, 'data'), ledgerDir: join(folder, 'ledger') };
  });

  afterEach(async () => {
    for (const ledger of open.splice(0)) await ledger.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('keeps its rows and its port over a stop, leaves no process, listens on this machine only', async () => {
    const first = await start();
    const pid = first.pid() ?? 0;
    await ask(first, 'create table t (n int); insert into t values (57)');
    expect(await ask(first, 'show listen_addresses')).toEqual(['127.0.0.1']);
    expect(await ask(first, "select pg_encoding_to_char(encoding) from pg_database where datname = 'duban'")).toEqual([
      'UTF8',
    ]);
    expect(statSync(join(config.dataDir, 'ledger-password')).mode & 0o777).toBe(0o600);
    expect(commandOf(pid)).not.toContain(new URL(first.url).password);
    await first.stop();
    expect(commandOf(pid)).toBeUndefined();

    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second, 'select n from t')).toEqual([57]);
  });

  test('a server that a killed duban left behind is taken over, not started twice', async () => {
    const left = await start();
    const again = await start();
    expect(again.pid()).toBe(left.pid());
    expect(again.url).toBe(left.url);
  });

  test('killed with -9 while running, it comes back on the same port without losing a row', async () => {
    const ledger = await start();
    await ask(ledger, 'create table t (n int); insert into t values (1)');
    const killed = ledger.pid() ?? 0;
    process.kill(killed, 'SIGKILL');
    await gone(killed, 5000);
    const deadline = Date.now() + 20_000;
    while (ledger.pid() === undefined && Date.now() < deadline) await sleep(50);
    let rows: readonly unknown[] | undefined;
    while (rows === undefined && Date.now() < deadline) {
      rows = await ask(ledger, 'select n from t').catch(() => sleep(100).then(() => undefined));
    }
    expect(rows).toEqual([1]);
    expect(ledger.pid()).not.toBe(killed);
  });

  test('a pid file whose pid now belongs to somebody else does not block the start', async () => {
    await (await start()).stop();
    const pidFile = join(clusterFolder(config.ledgerDir), 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${clusterFolder(config.ledgerDir)}\n0\n5432\n\n\n\nready\n`, {
      mode: 0o644,
    });
    expect(livePostmaster(config.ledgerDir)).toBeUndefined();
    expect(await ask(await start(), 'select 1')).toEqual([1]);
  });

  test('a cluster of another major version is refused and left as it is', async () => {
    await (await start()).stop();
    const version = join(clusterFolder(config.ledgerDir), 'PG_VERSION');
    writeFileSync(version, '15\n');
    await expect(start()).rejects.toThrow('是 PostgreSQL 15 的，本版督办只认 18');
    expect(readFileSync(version, 'utf8')).toBe('15\n');
  });

  test('a ledger that vanished is never silently replaced by an empty one', async () => {
    await (await start()).stop();
    renameSync(clusterFolder(config.ledgerDir), join(folder, 'elsewhere'));
    await expect(start()).rejects.toThrow('不完整');
    expect(existsSync(clusterFolder(config.ledgerDir))).toBe(false);
  });

  test('a new data folder does not inherit the ledger of a deleted one; the old one is kept beside', async () => {
    const first = await start();
    await ask(first, 'create table t (n int)');
    await first.stop();
    rmSync(config.dataDir, { recursive: true });
    const said: string[] = [];
    const fresh = await openLedger(config, { say: (line) => said.push(line) });
    open.push(fresh);
    expect(await ask(fresh, "select to_regclass('t')")).toEqual([null]);
    expect(said.join()).toMatch(/已改名保存在 .*cluster\./);
  });

  test('a data folder moves together with its ledger, a copy of it is refused', async () => {
    const home = { dataDir: config.dataDir, ledgerDir: config.ledgerDir };
    await (await start(home)).stop();
    const copy = join(folder, 'copy');
    cpSync(config.dataDir, copy, { recursive: true });
    await expect(start({ dataDir: copy })).rejects.toThrow(/是 .* 的副本/);
    rmSync(copy, { recursive: true });
    const moved = join(folder, 'moved');
    renameSync(config.dataDir, moved);
    expect(await ask(await start({ dataDir: moved }), 'select 1')).toEqual([1]);
  });

  test('a foreign database that does not answer is refused without its password', async () => {
    const refused = openLedger({ dataDir: config.dataDir, databaseUrl: 'postgresql://u:geheim@127.0.0.1:1/duban' });
    await expect(refused).rejects.toThrow('连不上台账数据库 127.0.0.1:1/duban');
    await expect(refused).rejects.not.toThrow('geheim');
  });
});
