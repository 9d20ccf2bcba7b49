/**
 * What a Jest run needs before its first test, made once for all files: programs of both Temporal servers, one
 * PostgreSQL cluster with a migrated template database, one workflow bundle. Tests find them by the variables below;
 * what could not be made leaves its reason in `…_ERROR`, so that only the tests that need it fail.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import pg from 'pg';
import { type Config, readConfig } from '../../worker/config.js';
import { type Ledger, openLedger } from '../../worker/embedded-ledger.js';
import { livePostmaster, stopPostmaster } from '../../worker/ledger-cluster.js';
import { commandOf } from '../../worker/processes.js';
import { sayOnStderr } from '../../worker/progress.js';
import { fromRoot } from '../../worker/root.js';
import { findTemporal } from '../../worker/temporal-binary.js';
import { timeSkippingServer } from '../../worker/test-server.js';

export const variables = {
  /** Program of the time-skipping server. */
  testServer: 'DUBAN_TEST_SERVER',
  /** Program of the dev server, also given to duban itself. */
  temporal: 'TEMPORAL_CLI_PATH',
  /** Address of the maintenance database `postgres`, as superuser. */
  ledgerUrl: 'DUBAN_TEST_LEDGER_URL',
  /** Name of the migrated database to clone: `create database x template <this>`. */
  ledgerTemplate: 'DUBAN_TEST_LEDGER_TEMPLATE',
  /** File with the bundled workflows. */
  bundle: 'DUBAN_TEST_BUNDLE',
} as const;

const TEMPLATE = 'duban_template';
const FOLDER_PREFIX = 'duban-test-';

interface Running {
  readonly folder: string;
  ledger?: Ledger;
}

/** Prepares everything; returns what takes it down again. */
export async function prepareServers(): Promise<() => Promise<void>> {
  await clearLeftovers();
  const running: Running = { folder: mkdtempSync(join(tmpdir(), FOLDER_PREFIX)) };
  writeFileSync(join(running.folder, 'pid'), String(process.pid));
  const config = readConfig(process.env);
  await Promise.all([
    prepare(variables.ledgerUrl, () => prepareLedger(running)),
    prepare(variables.bundle, () => bundle(running.folder)),
    prepare(variables.testServer, async () => (await timeSkippingServer(config)).path),
  ]);
  // After the others: a build from source keeps both cores busy for minutes.
  await prepare(variables.temporal, async () => (await findTemporal(config)).path);
  return async () => {
    await running.ledger?.stop();
    rmSync(running.folder, { recursive: true, force: true });
  };
}

async function prepare(variable: string, make: () => Promise<string>): Promise<void> {
  try {
    process.env[variable] = await make();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.env[`${variable}_ERROR`] = reason;
    sayOnStderr(`${variable}: ${reason}`);
  }
}

/** A run that was killed leaves its PostgreSQL behind: it is ended by the next one. */
async function clearLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name);
    const pidFile = join(folder, 'pid');
    if (!existsSync(pidFile) || commandOf(Number(readFileSync(pidFile, 'utf8'))) !== undefined) continue;
    const live = livePostmaster(join(folder, 'ledger'));
    if (live !== undefined) await stopPostmaster(live);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepareLedger(running: Running): Promise<string> {
  const dataDir = join(running.folder, 'data');
  mkdirSync(dataDir);
  // Passable for the user that runs PostgreSQL when the tests run as root.
  const config: Pick<Config, 'dataDir' | 'ledgerDir'> = { dataDir, ledgerDir: join(running.folder, 'ledger') };
  chmodSync(running.folder, 0o711);
  running.ledger = await openLedger(config, {
    // Nothing here must survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const url = new URL(running.ledger.url);
  url.pathname = '/postgres';
  await createTemplate(url.href);
  process.env[variables.ledgerTemplate] = TEMPLATE;
  return url.href;
}

async function createTemplate(maintenance: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenance });
  await client.connect();
  try {
    await client.query(`create database ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  if (!existsSync(fromRoot('activities', 'ledger', 'migrate.ts'))) return;
  const { migrateLedger } = await import('../../activities/ledger/migrate.js');
  const template = new URL(maintenance);
  template.pathname = `/${TEMPLATE}`;
  await migrateLedger(template.href);
}

async function bundle(folder: string): Promise<string> {
  const workflowsPath = fromRoot('workflows', 'index.ts');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const file = join(folder, 'workflow-bundle.js');
  writeFileSync(file, code);
  return file;
}
