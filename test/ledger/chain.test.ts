import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendEvents } from '../../activities/ledger/chain.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { claimLetter, markSent, startSending } from '../../activities/ledger/outbox.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { LedgerEvent } from '../../domain/task.js';
import { testLedger } from '../harness/ledger.js';
import { draftOf, rendered } from './samples.js';

const signed = (n: number): LedgerEvent => ({
  id: `signed/${n}`,
  at: 1_798_938_000_000 + n,
  actor: { name: '教育局', role: 'unit', unit: 'education' },
  kind: 'task.signed',
  subject: `sample/2027/${n}`,
  data: { unit: 'education', n },
});

let opened: Awaited<ReturnType<typeof testLedger>>;

beforeEach(async () => {
  opened = await testLedger();
  await appendEvents(
    opened.ledger,
    Array.from({ length: 20 }, (_, at) => signed(at + 1)),
  );
});
afterEach(() => opened.close());

/** What somebody with the database's password can do: switch the guard off, change entries, switch it on again. */
async function tamper(...statements: readonly string[]): Promise<void> {
  const all = ['alter table event disable trigger user', ...statements, 'alter table event enable trigger user'];
  await opened.ledger.pool.query(all.join(';'));
}

async function faults(anchor?: { entries: number; hash: string }) {
  return (await verifyChain(opened.ledger, anchor)).faults.map((one) => `${one.seq} ${one.id} ${one.what}`);
}

describe('the chain of events', () => {
  test('is whole after appends from many sides, in order and without repeats', async () => {
    const { ledger } = opened;
    await Promise.all(Array.from({ length: 40 }, (_, at) => appendEvents(ledger, [signed(at + 1), signed(at + 101)])));
    expect(await verifyChain(ledger)).toMatchObject({ ok: true, entries: 80, faults: [] });
    const [newest] = await eventsOf(ledger, { subject: 'sample/2027/7' });
    expect(newest).toMatchObject(signed(7));
  });

  test('refuses update, delete and truncate', async () => {
    const attempts = [
      `update event set body = '{}' where seq = 3`,
      'delete from event where seq = 3',
      'truncate event',
      'delete from chain_head',
    ];
    for (const attempt of attempts) await expect(opened.ledger.pool.query(attempt)).rejects.toThrow(/append-only/);
    expect(await faults()).toEqual([]);
  });

  test('takes words that PostgreSQL cannot hold', async () => {
    await appendEvents(opened.ledger, [{ ...signed(21), data: { text: '零\0字节，半个字\uD83D' } }]);
    expect((await eventsOf(opened.ledger, { limit: 1 }))[0]?.data).toEqual({ text: '零\uFFFD字节，半个字\uFFFD' });
  });

  test('shows ten thousand entries within two seconds', async () => {
    await appendEvents(
      opened.ledger,
      Array.from({ length: 9_980 }, (_, at) => signed(at + 21)),
    );
    const began = performance.now();
    expect(await verifyChain(opened.ledger)).toMatchObject({ ok: true, entries: 10_000 });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('what was done behind its back', () => {
  test('an entry with other words', async () => {
    await tamper(`update event set body = replace(body, '教育局', '财政局') where seq = 5`);
    expect(await faults()).toEqual(['5 signed/5 altered']);
  });

  test('an entry with other words and a hash to match', async () => {
    await tamper(
      `update event set body = replace(body, '教育局', '财政局') where seq = 5`,
      `update event set hash = encode(sha256(convert_to(prev || E'\\n' || body, 'UTF8')), 'hex') where seq = 5`,
    );
    expect(await faults()).toEqual(['5 signed/5 altered']);
  });

  test('an entry taken out', async () => {
    await tamper('delete from event where seq = 5');
    expect(await faults()).toEqual(['6 signed/6 removed']);
  });

  test('an entry taken out and the rest numbered anew', async () => {
    await tamper(
      'delete from event where seq = 5',
      'update event set seq = -seq where seq > 5',
      'update event set seq = -seq - 1 where seq < 0',
    );
    expect(await faults()).toEqual(['5 signed/6 removed', '20  removed']);
  });

  test('the newest entries cut off', async () => {
    await tamper('delete from event where seq > 17');
    expect(await faults()).toEqual(['20  removed']);
  });

  test('two entries in each other’s place', async () => {
    await tamper(
      'update event set seq = -5 where seq = 5',
      'update event set seq = 5 where seq = 6',
      'update event set seq = 6 where seq = -5',
    );
    expect(await faults()).toEqual(['5 signed/6 reordered', '6 signed/5 reordered', '7 signed/7 reordered']);
  });

  test('the tail and the head cut off together, by an anchor noted down before', async () => {
    const { entries, hash } = await verifyChain(opened.ledger);
    await tamper(
      'delete from event where seq > 17',
      'update chain_head set entries = 17, hash = (select hash from event where seq = 17)',
    );
    expect(await faults()).toEqual([]);
    expect(await faults({ entries, hash })).toEqual(['20  removed']);
    await appendEvents(opened.ledger, [signed(31), signed(32), signed(33)]);
    expect(await faults({ entries, hash })).toEqual(['20 signed/33 anchor-altered']);
  });

  test('a sent letter with other words, one that is gone, one that the chain does not know', async () => {
    const { ledger } = opened;
    for (const key of ['one', 'two', 'three']) {
      await claimLetter(ledger, draftOf(key));
      await startSending(ledger, key, rendered);
      await markSent(ledger, key, {
        to: rendered.to,
        sentAt: 1_798_938_100_000,
        response: '250 ok',
        refused: [],
        perhapsTwice: false,
      });
    }
    expect(await verifyChain(ledger)).toMatchObject({ ok: true, lettersChecked: 3 });
    await ledger.pool.query(`update letter set text = text || '！' where key = 'one'`);
    await ledger.pool.query(`delete from letter where key = 'two'`);
    await claimLetter(ledger, draftOf('four'));
    await ledger.pool.query(`update letter set status = 'sent' where key = 'four'`);
    expect((await faults()).map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'four letter-without-entry',
      'letter.sent/one/0 letter-altered',
      'letter.sent/two/0 entry-without-letter',
    ]);
  });
});
