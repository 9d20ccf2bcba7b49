/** The connection to the ledger: one pool a process, shared by everything that reads or writes. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema.js';

export type LedgerDb = NodePgDatabase<typeof schema>;

export interface Ledger {
  readonly db: LedgerDb;
  readonly pool: pg.Pool;
  /** Waits for queries under way, then closes every connection. A second call does nothing. */
  close(): Promise<void>;
}

/**
 * Opens a pool on a migrated ledger; connects on first use, and again by itself after the server was away.
 * @param url `postgres://user:password@host:port/database`.
 * @param options.max most connections at once, default 10.
 */
export function connectLedger(url: string, options: { readonly max?: number } = {}): Ledger {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    keepAlive: true,
    application_name: 'duban',
    // A plan made while a table was small would be kept while it grows: statements are parsed once, planned each time.
    options: '-c plan_cache_mode=force_custom_plan',
  });
  // A connection that dies (server stopped) must not end the process, be it idle or in a transaction between two
  // statements: the next query rejects and says what is wrong.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = drizzle(pool, { schema, casing: 'snake_case' });
  let closing: Promise<void> | undefined;
  return {
    db,
    pool,
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}
