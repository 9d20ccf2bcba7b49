import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  assignItem,
  disposeComments,
  judgeComment,
  mergeComments,
  setAsideComments,
} from '../../activities/ledger/comments/decide.js';
import { recordPeriod } from '../../activities/ledger/comments/periods.js';
import { listComments, loadComment } from '../../activities/ledger/comments/read.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { Comment } from '../../domain/comment/comment.js';
import { DubanError } from '../../domain/errors.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, openPeriod } from './comment-samples.js';
import { office } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeAll(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterAll(async () => {
  expect((await verifyChain(ledger)).faults).toEqual([]);
  await opened.close();
});

const NOW = at.open + 90_000;
const change = { where: '第一条', before: '三年内', after: '两年内' };

async function periodWith(plan: string, comments: number): Promise<string> {
  const { id } = await openPeriod(ledger, plan);
  for (let n = 1; n <= comments; n++) await receiveComment(ledger, commentOf(id, `${n}`, { text: `公众的话${n}` }));
  return id;
}

async function refused(act: Promise<unknown>): Promise<string[]> {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DubanError)) throw new Error(`not refused but ${String(error)}`);
  return error.faults.map((one) => one.message);
}

async function states(period: string): Promise<string[]> {
  const word = (one: Comment): string =>
    one.mergedInto !== null ? `→${one.mergedInto}` : one.setAside ? '—' : (one.disposition?.kind ?? '?');
  return (await listComments(ledger, period)).map((one) => `${one.no} ${word(one)}`);
}

describe('an office at work', () => {
  test('merges three of the same, disposes of the main one, and all three are answered', async () => {
    const id = await periodWith('merging', 4);
    expect(await mergeComments(ledger, id, [2, 3], 1, office, NOW)).toMatchObject({ merged: 2, open: 4 });
    const counts = await disposeComments(ledger, id, [1], { kind: 'adopted', change }, office, NOW);
    expect(counts).toMatchObject({ received: 4, open: 1, disposed: { adopted: 3 } });
    expect(await loadComment(ledger, id, 1)).toMatchObject({
      disposition: { kind: 'adopted', change, at: NOW, by: office.name },
    });
    expect(
      await disposeComments(ledger, id, [1, 4], { kind: 'not-adopted', reason: '已有规定' }, office, NOW),
    ).toMatchObject({
      open: 0,
      disposed: { adopted: 0, 'not-adopted': 4 },
    });
    const [entry] = await eventsOf(ledger, { subject: `comment/${id}/4` });
    expect(entry).toMatchObject({
      kind: 'comment.disposed',
      actor: office,
      data: { kind: 'not-adopted', nos: [1, 4], reason: '已有规定' },
    });
    const told = await ledger.pool.query(`select 1 from event where body like '%公众的话%'`);
    expect(told.rowCount).toBe(0);
  });

  test('moves a main comment with those that follow it, and takes them apart again', async () => {
    const id = await periodWith('moving', 5);
    await mergeComments(ledger, id, [2], 1, office, NOW);
    await disposeComments(ledger, id, [1], { kind: 'outside', forwardedTo: '区交通局' }, office, NOW);
    await mergeComments(ledger, id, [4], 3, office, NOW);
    // 4 follows 3, so what is merged into 4 follows 3 too.
    await mergeComments(ledger, id, [1], 4, office, NOW);
    expect(await states(id)).toEqual(['1 →3', '2 →3', '3 ?', '4 →3', '5 ?']);
    await mergeComments(ledger, id, [1, 2, 5], null, office, NOW);
    expect(await states(id)).toEqual(['1 ?', '2 ?', '3 ?', '4 →3', '5 ?']);
    expect(await refused(mergeComments(ledger, id, [3, 5], 4, office, NOW))).toEqual([
      '第3条意见不能并入第4条：同是一条，或已随它一并答复',
    ]);
  });

  test('sets spam aside with a reason and brings a mistake back', async () => {
    const id = await periodWith('spam', 3);
    expect(await refused(setAsideComments(ledger, id, [1], ' ', office, NOW))).toEqual(['理由不能为空']);
    expect(await setAsideComments(ledger, id, [1, 2], '广告', office, NOW)).toMatchObject({ setAside: 2, open: 1 });
    expect(await refused(disposeComments(ledger, id, [1], { kind: 'adopted', change }, office, NOW))).toEqual([
      '第1条意见已定为“不作为有效意见”（广告），恢复后才能办理',
    ]);
    expect(await refused(mergeComments(ledger, id, [3], 2, office, NOW))).toEqual([
      '第2条意见已定为“不作为有效意见”（广告），恢复后才能办理',
    ]);
    expect(await setAsideComments(ledger, id, [1, 3], null, office, NOW)).toMatchObject({ setAside: 1, open: 2 });
    expect((await eventsOf(ledger, { subject: `comment/${id}/3` })).map((one) => one.kind)).toEqual([
      'comment.received',
    ]);
  });

  test('judges a letter that was posted in the window, once', async () => {
    const { id } = await openPeriod(ledger, 'posted', { endsAt: at.open + 500 });
    const letter = { channel: 'post', postmark: '2027-01-04', arrivedAt: at.open + 86_400_000 } as const;
    expect(await receiveComment(ledger, commentOf(id, 'a', letter))).toMatchObject({ question: 'posted-in-window' });
    await receiveComment(ledger, commentOf(id, 'b', letter));
    // Late until somebody says otherwise.
    expect(await judgeComment(ledger, id, 1, true, '邮戳为截止日当天', office, NOW)).toMatchObject({
      questions: 1,
      late: 1,
    });
    expect(await judgeComment(ledger, id, 2, false, '邮戳不可信', office, NOW)).toMatchObject({
      questions: 0,
      late: 1,
    });
    expect(await loadComment(ledger, id, 1)).toMatchObject({ late: false, question: null });
    expect(await refused(judgeComment(ledger, id, 2, true, '', office, NOW))).toEqual([
      '理由不能为空',
      '第2条意见没有待判定的时间',
    ]);
  });

  test('is told everything that is wrong at once, and nothing is half done', async () => {
    const id = await periodWith('faults', 3);
    await mergeComments(ledger, id, [2], 1, office, NOW);
    await setAsideComments(ledger, id, [3], '空白', office, NOW);
    const before = await verifyChain(ledger);
    expect(await refused(disposeComments(ledger, id, [1, 2, 3, 4, 9], { kind: 'not-adopted' }, office, NOW))).toEqual([
      '处理结果为“未采纳”的，要写明理由',
      '征求意见“faults/1”没有第4条意见，共3条',
      '征求意见“faults/1”没有第9条意见，共3条',
      '第2条意见已并入第1条，请办理第1条',
      '第3条意见已定为“不作为有效意见”（空白），恢复后才能办理',
    ]);
    expect(await refused(assignItem(ledger, id, [1, 0.5], 7, office, NOW))).toEqual([
      '草案没有第7项，可用的项：1、2',
      '征求意见“faults/1”没有第0.5条意见，共3条',
    ]);
    expect(await refused(setAsideComments(ledger, id, [2, 4], '广告', office, NOW))).toEqual([
      '征求意见“faults/1”没有第4条意见，共3条',
      '第2条意见已并入第1条，请办理第1条',
    ]);
    expect(await refused(mergeComments(ledger, id, [], 1, office, NOW))).toEqual(['意见的序号不能为空']);
    expect(
      await refused(disposeComments(ledger, 'none/1', [1], { kind: 'adopted', change }, office, NOW)),
    ).toHaveLength(1);
    expect(await states(id)).toEqual(['1 ?', '2 →1', '3 —']);
    expect((await verifyChain(ledger)).entries).toBe(before.entries);
  });

  test('can do nothing more after a withdrawal', async () => {
    const { id, ...state } = await openPeriod(ledger, 'withdrawn');
    await receiveComment(ledger, commentOf(id, '1'));
    await recordPeriod(ledger, { id, ...state, stage: 'withdrawn', seq: 2 }, []);
    const words = '征求意见“withdrawn/1”已撤回，不能再';
    expect(await refused(disposeComments(ledger, id, [1], { kind: 'adopted', change }, office, NOW))).toEqual([
      `${words}处理意见`,
    ]);
    expect(await refused(mergeComments(ledger, id, [1], null, office, NOW))).toEqual([`${words}拆分意见`]);
    expect(await refused(assignItem(ledger, id, [1], null, office, NOW))).toEqual([`${words}指定条目`]);
  });

  test('decides at two desks at once: one comes after the other, and both are on record', async () => {
    const id = await periodWith('desks', 6);
    await Promise.all([
      mergeComments(ledger, id, [2, 3], 1, office, NOW),
      mergeComments(ledger, id, [1], 4, office, NOW),
      disposeComments(ledger, id, [5, 6], { kind: 'adopted', change }, office, NOW),
    ]);
    expect(await states(id)).toEqual(['1 →4', '2 →4', '3 →4', '4 ?', '5 adopted', '6 adopted']);
  });
});
