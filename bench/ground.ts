/** What the measurements stand on: a throw-away folder, PostgreSQL, Temporal and workflow bundles, all ended together. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import pg from 'pg';
import { migrateLedger } from '../activities/ledger/migrate.js';
import { type Config, readConfig } from '../worker/config.js';
import { startTemporal } from '../worker/dev-server.js';
import { openLedger } from '../worker/embedded-ledger.js';
import { silentRuntime } from '../worker/observe.js';
import { fromRoot } from '../worker/root.js';
import { connect, prepareNamespace, type TemporalLink } from '../worker/temporal.js';

export interface Ground {
  readonly config: Config;
  /** Ends this when the ground closes; the last one given is ended first. */
  onClose(close: () => unknown): void;
  /** A PostgreSQL of its own, settings as in production unless given. */
  ledger(settings?: Readonly<Record<string, string>>): Promise<Database>;
  /** The dev server with duban's own flags and a database file, as `duban up` starts it. */
  temporal(): Promise<TemporalLink>;
  /** Bundles the workflows of a source file of this package, `workflows/index.ts` unless given; returns the bundle's file. */
  bundle(...source: readonly string[]): Promise<string>;
}

export interface Database {
  /** Makes an empty, migrated ledger and gives its address. */
  fresh(name: string): Promise<string>;
}

/** Runs a measurement on a ground and takes everything down again, whatever happens. */
export async function withGround(measure: (ground: Ground) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-bench-'));
  // Passable for the user that runs PostgreSQL when the measurement runs as root.
  chmodSync(folder, 0o711);
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const { databaseUrl: _database, smtpUrl: _smtp, ...config } = readConfig({ ...process.env, DUBAN_DATA_DIR: dataDir });
  const onClose = (close: () => unknown): void => void closers.push(close);
  try {
    await measure({
      config,
      onClose,
      ledger: async (settings = {}) => {
        const base = await openLedger(
          { dataDir, ledgerDir: join(folder, 'ledger') },
          { settings, say: () => undefined },
        );
        onClose(() => base.stop());
        return { fresh: (name) => freshLedger(base.url, name) };
      },
      temporal: async () => {
        // Only here: the native runtime keeps a process alive that never opens a connection by it.
        silentRuntime();
        const server = await startTemporal(config, { say: () => undefined });
        onClose(() => server.stop());
        const link = await connect(config.temporal, server.address);
        onClose(() => link.close());
        await prepareNamespace(link.connection, link.namespace);
        return link;
      },
      bundle: async (...source) => {
        const path = source.length === 0 ? ['workflows', 'index.ts'] : source;
        const { code } = await bundleWorkflowCode({
          workflowsPath: fromRoot(...path),
          logger: new DefaultLogger('ERROR'),
        });
        const file = join(folder, `${path.join('-')}.js`);
        writeFileSync(file, code);
        return file;
      },
    });
  } finally {
    for (const close of closers.splice(0).reverse()) await close();
  }
}

async function freshLedger(anyUrl: string, name: string): Promise<string> {
  const url = new URL(anyUrl);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  url.pathname = `/${name}`;
  await migrateLedger(url.href);
  return url.href;
}
