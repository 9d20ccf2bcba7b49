import { expect, test } from '@jest/globals';
import { connectLedger } from '../../activities/ledger/connect.js';
import { migrateLedger } from '../../activities/ledger/migrate.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { testDatabase } from '../harness/ledger.js';

test('three processes migrate an empty database at once, and again: one does the work, nobody fails', async () => {
  const { url, drop } = await testDatabase('template1');
  await Promise.all([migrateLedger(url), migrateLedger(url), migrateLedger(url)]);
  await migrateLedger(url);
  const ledger = connectLedger(url);
  expect(await verifyChain(ledger)).toEqual({
    ok: true,
    entries: 0,
    hash: '0'.repeat(64),
    lettersChecked: 0,
    faults: [],
  });
  const { rows } = await ledger.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations');
  expect(rows).toEqual([{ n: 7 }]);
  await ledger.close();
  await drop();
});
