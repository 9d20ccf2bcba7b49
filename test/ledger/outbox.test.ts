import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import { counts, eventsOf, onTime } from '../../activities/ledger/figures.js';
import { deliveryOf, lettersOf, loadLetter, tasksOfLetter } from '../../activities/ledger/letters.js';
import {
  claimLetter,
  markSent,
  markUndeliverable,
  noteFailure,
  reopenLetter,
  startSending,
  withdrawLetter,
} from '../../activities/ledger/outbox.js';
import { testLedger } from '../harness/ledger.js';
import { draftOf, NOW, office, rendered } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeAll(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterAll(() => opened.close());

const mark = { to: rendered.to, sentAt: NOW + 2_000, response: '250 ok', refused: [], perhapsTwice: false };
const redo = (key: string) => ({
  id: `resend/${key}/${NOW}`,
  at: NOW,
  actor: office,
  kind: 'letter.resend',
  subject: key,
  data: {},
});

describe('a letter', () => {
  test('is claimed, written down, marked; its tasks can be traced both ways; a second mark changes nothing', async () => {
    expect(await claimLetter(ledger, draftOf('way', ['sample/2027/1', 'sample/2027/2', 'sample/2027/1']))).toBe('new');
    await startSending(ledger, 'way', rendered);
    await markSent(ledger, 'way', mark);
    await markSent(ledger, 'way', { ...mark, to: 'other@example.org' });
    expect(await claimLetter(ledger, draftOf('way'))).toBe('sent');
    expect(await deliveryOf(ledger, 'way')).toEqual({ key: 'way', status: 'sent', to: rendered.to, refused: [] });
    expect(await tasksOfLetter(ledger, 'way')).toEqual(['sample/2027/1', 'sample/2027/2']);
    expect((await lettersOf(ledger, { task: 'sample/2027/2' })).map((row) => row.key)).toEqual(['way']);
    expect((await lettersOf(ledger, { plan: 'sample', status: 'sent' })).map((row) => row.key)).toEqual(['way']);
    expect(await lettersOf(ledger, { plan: 'sampl' })).toEqual([]);
    expect(await onTime(ledger)).toEqual({ sent: 1, p50: 2_000, p95: 2_000, max: 2_000 });
    expect(await eventsOf(ledger, { subject: 'way' })).toMatchObject([
      { kind: 'letter.sent', at: mark.sentAt, data: { to: rendered.to } },
    ]);
  });

  test('that failed goes again; one left while it was handed over is perhaps there twice and says so for ever', async () => {
    await claimLetter(ledger, draftOf('crash'));
    expect(await claimLetter(ledger, draftOf('crash'))).toBe('again'); // stopped before handing over
    await startSending(ledger, 'crash', rendered);
    await noteFailure(ledger, 'crash', '451 try later');
    expect(await loadLetter(ledger, 'crash')).toMatchObject({ status: 'retry', tries: 1, lastError: '451 try later' });
    expect(await claimLetter(ledger, draftOf('crash'))).toBe('again');
    await startSending(ledger, 'crash', rendered);
    expect(await claimLetter(ledger, draftOf('crash'))).toBe('perhaps-twice');
    await startSending(ledger, 'crash', rendered);
    await noteFailure(ledger, 'crash', '451 try later');
    expect(await claimLetter(ledger, draftOf('crash'))).toBe('perhaps-twice');
    await startSending(ledger, 'crash', rendered);
    await markSent(ledger, 'crash', mark);
    expect(await eventsOf(ledger, { subject: 'crash' })).toMatchObject([
      { kind: 'letter.sent', data: { perhapsTwice: true } },
    ]);
  });

  test('goes on to the next address of the unit, or stops when there is none, until the office sends it again', async () => {
    await claimLetter(ledger, draftOf('refused'));
    await startSending(ledger, 'refused', rendered);
    await startSending(ledger, 'refused', { ...rendered, to: 'education-head@example.org' });
    const refused = [{ address: rendered.to, reason: '550 no such user' }];
    await markUndeliverable(ledger, 'refused', refused, NOW);
    await markUndeliverable(ledger, 'refused', refused, NOW);
    expect(await deliveryOf(ledger, 'refused')).toEqual({ key: 'refused', status: 'undeliverable', refused });
    expect((await counts(ledger)).undeliverable).toBe(1);
    expect(await reopenLetter(ledger, 'refused', redo('refused'))).toBe(true);
    expect(await claimLetter(ledger, draftOf('refused'))).toBe('again');
    await startSending(ledger, 'refused', rendered);
    await markSent(ledger, 'refused', mark);
    expect((await eventsOf(ledger, { subject: 'refused' })).map((e) => e.kind)).toEqual([
      'letter.sent',
      'letter.resend',
      'letter.undeliverable',
    ]);
  });

  test('that was withdrawn never leaves', async () => {
    await claimLetter(ledger, draftOf('back'));
    expect(
      await withdrawLetter(ledger, 'back', { ...redo('back'), id: 'withdraw/back', kind: 'letter.withdrawn' }),
    ).toBe(true);
    await expect(claimLetter(ledger, draftOf('back'))).rejects.toMatchObject({ code: 'letter-withdrawn' });
    await expect(startSending(ledger, 'back', rendered)).rejects.toMatchObject({ code: 'letter-taken' });
  });
});

test('fifty who claim the same letters at once, from two processes: each letter is let through once', async () => {
  const other = connectLedger(opened.url);
  const keys = Array.from({ length: 20 }, (_, at) => `crowd/${at}`);
  const attempts = keys.flatMap((key) =>
    Array.from({ length: 50 }, (_, n) => ({ key, from: n % 2 === 0 ? ledger : other })),
  );
  const claims = await Promise.all(
    attempts.map(async ({ from, key }) => ({ key, claim: await claimLetter(from, draftOf(key)) })),
  );
  expect(
    claims
      .filter((one) => one.claim === 'new')
      .map((one) => one.key)
      .sort(),
  ).toEqual([...keys].sort());
  expect(new Set(claims.map((one) => one.claim))).toEqual(new Set(['new', 'again']));
  const gates = await Promise.allSettled(attempts.map(({ from, key }) => startSending(from, key, rendered)));
  const through = attempts.filter((_, at) => gates[at]?.status === 'fulfilled').map((one) => one.key);
  expect(through.sort()).toEqual([...keys].sort());
  await other.close();
});

test('one bad letter in a burst fails alone', async () => {
  const bad = { ...draftOf('bad'), at: 'soon' } as unknown as ReturnType<typeof draftOf>;
  const results = await Promise.allSettled([
    claimLetter(ledger, draftOf('good/1')),
    claimLetter(ledger, bad),
    claimLetter(ledger, draftOf('good/2')),
  ]);
  expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
