import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { draftCloseOut, loadCloseOut, publishCloseOut } from '../../activities/ledger/comments/close-out.js';
import {
  disposeComments,
  judgeComment,
  mergeComments,
  setAsideComments,
} from '../../activities/ledger/comments/decide.js';
import { errandsOf, takeStock } from '../../activities/ledger/comments/errands.js';
import { loadPeriod, recordPeriod } from '../../activities/ledger/comments/periods.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { redactComment } from '../../activities/ledger/comments/redact.js';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { applyPeriodAct, type PeriodState } from '../../domain/comment/period.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, openPeriod } from './comment-samples.js';
import { office } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeEach(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterEach(() => opened.close());

const NOW = at.open + 40 * 86_400_000;
const change = { where: '第一条', before: '三年内', after: '两年内' };
const reason = '已有规定';

/** A period after its end, with so many comments. */
async function ended(plan: string, comments: number): Promise<PeriodState> {
  const opened = await openPeriod(ledger, plan);
  for (let n = 1; n <= comments; n++) await receiveComment(ledger, commentOf(opened.id, `${n}`, { text: `意见${n}` }));
  const state: PeriodState = { ...opened, stage: 'answering', closedAt: opened.endsAt, seq: 3 };
  await recordPeriod(ledger, state, []);
  return state;
}

async function publish(state: PeriodState, on: Ledger = ledger): Promise<string | null> {
  const outcome = applyPeriodAct(state, { kind: 'publish' }, office, NOW);
  return (await publishCloseOut(on, outcome.state, outcome.event))?.message ?? null;
}

describe('the close-out', () => {
  test('is held up until a person has judged and decided on everything, then published for good', async () => {
    const state = await ended('held', 30);
    const { id } = state;
    await receiveComment(
      ledger,
      commentOf(id, 'letter', { channel: 'post', postmark: '2027-02-03', arrivedAt: state.endsAt + 1 }),
    );
    await takeStock(ledger, id, '2027-02-04', '2027-02-10', NOW);
    expect(await publish(state)).toBe('还有1条意见要由人判定是否在期限内：第31条');
    await judgeComment(ledger, id, 31, true, '邮戳清楚', office, NOW);
    await disposeComments(ledger, id, [1, 4], { kind: 'adopted', change }, office, NOW);
    await mergeComments(ledger, id, [2, 3, 31], 1, office, NOW);
    expect(await publish(state)).toBe(
      `还有26条意见没有处理，不能公布采纳情况：第${Array.from({ length: 20 }, (_, n) => n + 5).join('、')}条`,
    );
    await setAsideComments(ledger, id, [5], '广告', office, NOW);
    const rest = Array.from({ length: 25 }, (_, n) => n + 6);
    await disposeComments(ledger, id, rest, { kind: 'not-adopted', reason }, office, NOW);
    expect((await loadPeriod(ledger, id))?.stage).toBe('answering');
    const draft = await draftCloseOut(ledger, id);

    expect(await publish(state)).toBeNull();
    const counts = {
      received: 31,
      setAside: 1,
      open: 0,
      disposed: { adopted: 5, partly: 0, 'not-adopted': 25, outside: 0 },
    };
    const published = await loadCloseOut(ledger, id);
    expect(published).toMatchObject({
      closeOut: { period: id, title: state.title, issuer: '领导小组办公室', zero: false, counts },
      publishedAt: NOW,
      publishedBy: office.name,
    });
    expect(published?.closeOut).toEqual(draft);
    expect(published?.closeOut.rows[0]).toMatchObject({ nos: [1, 2, 3, 31], channels: ['网页', '信函'] });
    const row = await loadPeriod(ledger, id);
    expect(row).toMatchObject({ stage: 'published', seq: 4, state: { stage: 'published', counts } });
    expect((await errandsOf(ledger, { period: id })).map((one) => one.open)).toEqual([false]);
    const [entry] = await eventsOf(ledger, { subject: `comment/${id}` });
    expect(entry).toMatchObject({ kind: 'comment.publish', data: { sha256: published?.sha256, counts } });
    const body = await ledger.pool.query<{ body: string }>('select body from close_out');
    expect(
      createHash('sha256')
        .update(body.rows[0]?.body ?? '')
        .digest('hex'),
    ).toBe(published?.sha256);
    await expect(ledger.pool.query(`update close_out set body = '{}'`)).rejects.toThrow(/append-only/);
    await expect(disposeComments(ledger, id, [1], { kind: 'adopted', change }, office, NOW)).rejects.toMatchObject({
      code: 'period-over',
    });
    expect((await verifyChain(ledger)).faults).toEqual([]);
  });

  test('of no comments is a zero notice', async () => {
    const state = await ended('zero', 0);
    expect(await publish(state)).toBeNull();
    expect((await loadCloseOut(ledger, state.id))?.closeOut).toMatchObject({ zero: true, rows: [], changes: [] });
  });

  test('is published once, however many press the button, and not after a withdrawal', async () => {
    const state = await ended('twice', 2);
    await disposeComments(ledger, state.id, [1, 2], { kind: 'outside', forwardedTo: '区交通局' }, office, NOW);
    const elsewhere = connectLedger(opened.url);
    expect(await Promise.all([publish(state), publish(state, elsewhere), publish(state)])).toEqual([null, null, null]);
    await elsewhere.close();
    expect(await publish(state)).toBeNull();
    const entries = (await eventsOf(ledger, { subject: `comment/${state.id}` })).filter(
      (one) => one.kind === 'comment.publish',
    );
    expect(entries).toHaveLength(1);
    const gone = await ended('gone', 0);
    await recordPeriod(ledger, { ...gone, stage: 'withdrawn', seq: 4 }, []);
    expect(await publish(gone)).toBe('征求意见“gone/1”已撤回，不能再公布采纳情况');
    expect(await loadCloseOut(ledger, gone.id)).toBeUndefined();
  });

  test('waits for a comment that is just coming in', async () => {
    const state = await ended('race', 1);
    await disposeComments(ledger, state.id, [1], { kind: 'not-adopted', reason }, office, NOW);
    const late = { channel: 'email', arrivedAt: NOW } as const;
    const [said, received] = await Promise.all([
      publish(state),
      receiveComment(ledger, commentOf(state.id, 'late', late)).catch(() => null),
    ]);
    const published = await loadCloseOut(ledger, state.id);
    // Whichever came first, the published numbers are those of the comments that were there.
    if (said === null) expect(published?.closeOut.counts.received).toBe(1);
    else
      expect([said, received?.no, published]).toEqual(['还有1条意见没有处理，不能公布采纳情况：第2条', 2, undefined]);
  });

  test('does not go out when a comment has been lost', async () => {
    const state = await ended('lost', 3);
    await disposeComments(ledger, state.id, [1, 2, 3], { kind: 'not-adopted', reason }, office, NOW);
    await tamper('delete from comment where no = 2');
    expect(await publish(state)).toBe('采纳情况的数字合不上：收到3条，各项合计2条');
    await ledger.pool.query('update comment set disposition = null, merged_into = 2 where no = 3');
    expect(await publish(state)).toBe('采纳情况的数字合不上：收到3条，各项合计1条');
    expect(await loadCloseOut(ledger, state.id)).toBeUndefined();
  });
});

/** What somebody with the database's password can do. */
async function tamper(...statements: readonly string[]): Promise<void> {
  const tables = ['comment', 'close_out', 'event'];
  await ledger.pool.query(
    [
      ...tables.map((table) => `alter table ${table} disable trigger user`),
      ...statements,
      ...tables.map((table) => `alter table ${table} enable trigger user`),
    ].join(';'),
  );
}

const faults = async () => (await verifyChain(ledger)).faults.map((one) => `${one.id} ${one.what}`);

describe('what was done behind its back', () => {
  test('to comments', async () => {
    const { id } = await ended('tampered', 6);
    await redactComment(ledger, id, 5, { what: 'text', reason: '本人要求' }, office, NOW);
    await redactComment(ledger, id, 6, { what: 'names', reason: '本人要求' }, office, NOW);
    expect(await faults()).toEqual([]);
    await tamper(
      `update comment set text = '完全赞成' where no in (1, 5, 6)`,
      `update comment set receipt = 'AAAA-AAAA-AAAA' where no = 2`,
      'delete from comment where no = 3',
      `insert into comment (period, no, receipt, idempotency_key, channel, arrived_at, text, late)
        values ('${id}', 9, 'BBBB-BBBB-BBBB', 'x', 'web', 1, '伪造', false)`,
    );
    expect(await faults()).toEqual([
      `comment/${id}/9 comment-without-entry`,
      `comment/${id}/1/received comment-altered`,
      `comment/${id}/2/received comment-altered`,
      `comment/${id}/3/received entry-without-comment`,
      `comment/${id}/5/received comment-altered`,
      `comment/${id}/6/received comment-altered`,
    ]);
  });

  test.each([
    ['a word', `update close_out set body = replace(body, '未采纳', '采纳')`],
    [
      'a number, with a hash to match',
      `update close_out set body = replace(body, '"received": 1', '"received": 9');
       update close_out set sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex')`,
    ],
    ['all of it', 'delete from close_out'],
  ])('to a published close-out: %s', async (_what, statement) => {
    const state = await ended('printed', 1);
    await disposeComments(ledger, state.id, [1], { kind: 'not-adopted', reason: '未采纳的理由' }, office, NOW);
    expect(await publish(state)).toBeNull();
    expect(await faults()).toEqual([]);
    await tamper(statement);
    expect(await faults()).toEqual([`comment/${state.id}#4 close-out-altered`]);
  });
});
