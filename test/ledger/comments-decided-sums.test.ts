import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  assignItem,
  disposeComments,
  mergeComments,
  setAsideComments,
} from '../../activities/ledger/comments/decide.js';
import { takeStock } from '../../activities/ledger/comments/errands.js';
import { listComments } from '../../activities/ledger/comments/read.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { CommentCounts, DispositionInput } from '../../domain/comment/comment.js';
import { DubanError } from '../../domain/errors.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, openPeriod } from './comment-samples.js';
import { office } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
beforeAll(async () => {
  opened = await testLedger();
});
afterAll(() => opened.close());

const NOW = at.open + 90_000;
const change = { where: '第一条', before: '三年内', after: '两年内' };
const inputs: readonly DispositionInput[] = [
  { kind: 'adopted', change },
  { kind: 'partly', change, reason: '分步' },
  { kind: 'not-adopted', reason: '已有规定' },
  { kind: 'outside', forwardedTo: '区交通局' },
];

/** Folded into the numbers of a period, and one more, so that some acts name a comment that is not there. */
const no = fc.nat({ max: 10_000 });
const nos = fc.array(no, { minLength: 1, maxLength: 5 });
const anyAct = fc.oneof(
  fc.record({ kind: fc.constant('dispose' as const), nos, input: fc.constantFrom(...inputs) }),
  fc.record({ kind: fc.constant('merge' as const), nos, into: fc.option(no, { freq: 5 }) }),
  fc.record({ kind: fc.constant('set aside' as const), nos, reason: fc.option(fc.constant('广告'), { freq: 1 }) }),
  fc.record({ kind: fc.constant('item' as const), nos, item: fc.constantFrom(1, 2, null) }),
  fc.record({ kind: fc.constant('stock' as const) }),
);
type AnyAct = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;

const sumOf = ({ disposed, setAside, open }: CommentCounts): number =>
  disposed.adopted + disposed.partly + disposed['not-adopted'] + disposed.outside + setAside + open;

test('whatever the office does, every comment is counted once and no chain of merges is longer than one', async () => {
  const { ledger } = opened;
  let round = 0;
  const carryOut = async (period: string, size: number, act: AnyAct): Promise<CommentCounts> => {
    const fold = (n: number): number => (n % (size + 1)) + 1;
    if (act.kind === 'stock') return (await takeStock(ledger, period, '2027-01-05', '2027-01-11', NOW)).counts;
    const chosen = act.nos.map(fold);
    if (act.kind === 'dispose') return disposeComments(ledger, period, chosen, act.input, office, NOW);
    if (act.kind === 'set aside') return setAsideComments(ledger, period, chosen, act.reason, office, NOW);
    if (act.kind === 'item') return assignItem(ledger, period, chosen, act.item, office, NOW);
    return mergeComments(ledger, period, chosen, act.into === null ? null : fold(act.into), office, NOW);
  };
  let done = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.array(anyAct, { maxLength: 15 }), async (size, acts) => {
      const { id } = await openPeriod(ledger, `sums${++round}`);
      await Promise.all(Array.from({ length: size }, (_, n) => receiveComment(ledger, commentOf(id, `${n}`))));
      for (const act of acts) {
        const counts = await carryOut(id, size, act).catch((error: unknown) => {
          if (error instanceof DubanError) return null;
          throw error;
        });
        if (counts !== null) done++;
        if (counts !== null) expect([sumOf(counts), counts.received]).toEqual([size, size]);
        const all = await listComments(ledger, id);
        const merged = new Set(all.filter((one) => one.mergedInto !== null).map((one) => one.no));
        for (const one of all) {
          expect(one.mergedInto === null || !merged.has(one.mergedInto)).toBe(true);
          const states = [one.mergedInto, one.setAside, one.disposition].filter((state) => state !== null);
          expect(states.length).toBeLessThan(2);
        }
      }
    }),
    { numRuns: 30 },
  );
  // Most acts were carried out, not refused.
  expect(done).toBeGreaterThan(50);
  expect((await verifyChain(ledger)).faults).toEqual([]);
});
