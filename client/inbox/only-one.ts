/** One reader of the mailbox over all processes, told by a lock in the ledger's database. */
import pg from 'pg';
import type { Ledger } from '../../activities/ledger/connect.js';

/** Any fixed number; the other locks have theirs. */
const MAILBOX_LOCK = 1_685_414_503;

export interface Held {
  /** False once the connection that carries the lock is lost: somebody else may have it now. */
  readonly held: boolean;
  release(): Promise<void>;
}

/**
 * Takes the lock on a connection of its own, or gives undefined while another process has it.
 * @throws the driver's error when the database cannot be reached.
 */
export async function onlyOne(ledger: Ledger): Promise<Held | undefined> {
  const { connectionString } = ledger.pool.options;
  const client = new pg.Client({
    ...(connectionString === undefined ? {} : { connectionString }),
    application_name: 'duban mailbox',
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
  });
  let held = true;
  const lost = () => {
    held = false;
  };
  client.on('error', lost);
  client.on('end', lost);
  const release = async () => {
    held = false;
    await client.end().catch(() => {});
  };
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [MAILBOX_LOCK]);
    if (rows[0]?.taken === true)
      return {
        get held() {
          return held;
        },
        release,
      };
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}
