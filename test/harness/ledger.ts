/** A ledger of its own for a test file: a database cloned from the migrated template that the Jest run made once. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';

/** URL of a database on the run's PostgreSQL, as a superuser. */
function serverUrl(): string {
  const url = process.env['DUBAN_TEST_LEDGER_URL'];
  if (url === undefined)
    throw new Error(
      `no PostgreSQL for tests: ${process.env['DUBAN_TEST_LEDGER_URL_ERROR'] ?? 'global set-up did not run'}`,
    );
  return url;
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** A new database: a copy of the migrated template, or an empty one. */
export async function testDatabase(
  template = process.env['DUBAN_TEST_LEDGER_TEMPLATE'] ?? 'duban_template',
): Promise<TestDatabase> {
  const name = `duban_${randomBytes(6).toString('hex')}`;
  await asSuperuser((client) => client.query(`create database ${name} template ${template}`));
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asSuperuser(async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

/** A migrated ledger that nobody else uses; `close` ends the connections and drops the database. */
export async function testLedger(): Promise<{ url: string; ledger: Ledger; close: () => Promise<void> }> {
  const { url, drop } = await testDatabase();
  const ledger = connectLedger(url);
  return {
    url,
    ledger,
    close: async () => {
      await ledger.close();
      await drop();
    },
  };
}
