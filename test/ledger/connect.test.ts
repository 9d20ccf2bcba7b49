import { expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { appendEvents } from '../../activities/ledger/chain.js';
import { connectLedger } from '../../activities/ledger/connect.js';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { testLedger } from '../harness/ledger.js';
import { directory, NOW, office } from './samples.js';

test('a server that goes away in the middle of a transaction loses nothing that was answered, and work goes on', async () => {
  const { ledger, url, close } = await testLedger();
  await appendEvents(ledger, [{ id: 'a', at: NOW, actor: office, kind: 'note', subject: 'a', data: {} }]);
  const other = connectLedger(url);
  const killed = ledger.db.transaction(async (tx) => {
    await tx.execute(sql`select append_events('[{"id":"b","at":1,"kind":"note","subject":"b"}]')`);
    await other.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tx.execute(sql`select 1`);
  });
  await expect(killed).rejects.toThrow();
  await saveDirectory(ledger, directory, office, NOW);
  expect(await verifyChain(ledger)).toMatchObject({ ok: true, entries: 1 + directory.units.length });
  await other.close();
  await close();
});
