/** Brings a database to the schema of this version. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** Any fixed number; all processes that migrate take this advisory lock first. */
const MIGRATION_LOCK = 0x64_75_62_61;

/** SQL files are not compiled: from `dist` too they are read from the package's source folder. */
function migrationsFolder(): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json'))) {
    if (root === dirname(root)) throw new Error(`no package.json above ${import.meta.url}`);
    root = dirname(root);
  }
  return join(root, 'activities', 'ledger', 'migrations');
}

/**
 * Applies the migrations that are missing. Several processes may call it at once: one works, the others wait and find
 * nothing left to do.
 * @param url address of an existing database, encoding UTF8.
 * @throws the driver's error when the server cannot be reached or a statement fails (then nothing of it is kept).
 */
export async function migrateLedger(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // Without a listener a connection lost between two statements would end the process; the statement itself rejects.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: migrationsFolder() });
  } finally {
    // The lock belongs to the session and goes with it.
    await client.end();
  }
}
