import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  assignItem,
  disposeComments,
  mergeComments,
  setAsideComments,
} from '../../activities/ledger/comments/decide.js';
import { errandsOf, loadErrand, takeStock } from '../../activities/ledger/comments/errands.js';
import { giveOpinion } from '../../activities/ledger/comments/opinions.js';
import { announcePeriod, recordPeriod } from '../../activities/ledger/comments/periods.js';
import { loadComment } from '../../activities/ledger/comments/read.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { PeriodState } from '../../domain/comment/period.js';
import type { Actor } from '../../domain/task.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, opening, periodOf } from './comment-samples.js';
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

const DAY = 86_400_000;
const NOW = at.open + DAY;
const MONDAY = '2027-01-04';
const TUESDAY = '2027-01-05';
const DUE = '2027-01-11';
const education: Actor = { name: '区教育局', role: 'unit', unit: 'education' };
const change = { where: '第一条', before: '三年内', after: '两年内' };

/** Items: 1 and 2 of education, 3 of finance, 4 of nobody the directory knows. */
async function announced(plan: string): Promise<PeriodState> {
  const state = periodOf(plan);
  const [one, event] = opening(state);
  const items = ['education', 'education', 'finance', null].map((lead, n) => ({
    number: n + 1,
    title: `条目${n + 1}`,
    lead,
  }));
  await announcePeriod(ledger, { ...one, items }, event);
  return state;
}

async function comments(period: string, ...items: readonly (number | null)[]): Promise<void> {
  for (const item of items) {
    const key = `${period} ${Math.random()}`;
    await receiveComment(ledger, commentOf(period, key, { item }));
  }
}

/** `unit: comments (waiting) open seq` of every errand. */
async function errands(period: string): Promise<string[]> {
  const all = await errandsOf(ledger, { period });
  return all.map(
    (one) =>
      `${one.unit} ${one.day}: ${one.comments.join()} (${one.waiting.join()}) ${one.open ? 'open' : 'closed'} ${one.seq}`,
  );
}

describe('comments on their way to the units', () => {
  test('go to the lead of their item, the same answer when asked twice, more of them on the same day', async () => {
    const { id } = await announced('routed');
    await comments(id, 1, 2, 3, 4, null, 1);
    await setAsideComments(ledger, id, [6], '广告', office, NOW);
    const first = await takeStock(ledger, id, MONDAY, DUE, NOW);
    expect(first.counts).toMatchObject({ received: 6, awaited: 3 });
    expect(first.errands).toEqual([
      {
        id: `opinion/${id}/education/20270104`,
        period: id,
        unit: 'education',
        day: MONDAY,
        due: DUE,
        comments: [1, 2],
        open: true,
        seq: 1,
      },
      expect.objectContaining({ unit: 'finance', comments: [3] }),
    ]);
    expect(await takeStock(ledger, id, MONDAY, DUE, NOW + 5)).toEqual(first);
    await comments(id, 2);
    await takeStock(ledger, id, MONDAY, DUE, NOW + 9);
    await comments(id, 3);
    await takeStock(ledger, id, TUESDAY, DUE, NOW + DAY);
    expect(await errands(id)).toEqual([
      'education 2027-01-04: 1,2,7 (1,2,7) open 2',
      'finance 2027-01-04: 3 (3) open 1',
      'finance 2027-01-05: 8 (8) open 1',
    ]);
    const told = (await eventsOf(ledger, { subject: `comment/${id}` })).filter((one) => one.kind === 'comment.errand');
    expect(told.map((one) => one.data['nos']).sort()).toEqual([[1, 2], [3], [7], [8]]);
  });

  test('close with the last opinion, open again when something waits, and are forgotten after ten days', async () => {
    const { id } = await announced('answered');
    await comments(id, 1, 1, 2);
    const errand = `opinion/${id}/education/20270104`;
    await takeStock(ledger, id, MONDAY, DUE, NOW);
    await giveOpinion(ledger, errand, 1, { kind: 'adopted', words: '' }, education, NOW);
    await mergeComments(ledger, id, [2], 1, office, NOW);
    expect((await loadErrand(ledger, errand))?.waiting).toEqual([3]);
    await giveOpinion(ledger, errand, 3, { kind: 'not-adopted', words: '已有安排' }, education, NOW + 1);
    expect(await errands(id)).toEqual(['education 2027-01-04: 1,2,3 () closed 2']);
    await mergeComments(ledger, id, [2], null, office, NOW);
    expect((await takeStock(ledger, id, TUESDAY, DUE, NOW + DAY)).errands).toMatchObject([{ open: true, seq: 3 }]);
    await disposeComments(ledger, id, [2], { kind: 'adopted', change }, office, NOW);
    expect((await takeStock(ledger, id, TUESDAY, DUE, NOW + DAY)).errands).toMatchObject([{ open: false, seq: 4 }]);
    expect((await takeStock(ledger, id, TUESDAY, DUE, NOW + 11 * DAY)).errands).toMatchObject([{ seq: 4 }]);
    expect((await takeStock(ledger, id, TUESDAY, DUE, NOW + 12 * DAY)).errands).toEqual([]);
  });

  test('take another way when the office names another item, unless the unit has answered', async () => {
    const { id } = await announced('moved');
    await comments(id, 1, 1, null);
    await takeStock(ledger, id, MONDAY, DUE, NOW);
    await giveOpinion(ledger, `opinion/${id}/education/20270104`, 1, { kind: 'adopted', words: '好' }, education, NOW);
    await assignItem(ledger, id, [1, 2, 3], 3, office, NOW);
    await takeStock(ledger, id, TUESDAY, DUE, NOW + DAY);
    expect(await errands(id)).toEqual(['education 2027-01-04: 1 () closed 2', 'finance 2027-01-05: 2,3 (2,3) open 1']);
    expect((await eventsOf(ledger, { subject: `comment/${id}/3` }))[0]?.data).toEqual({ item: 3, from: null });
  });

  test('end with the period', async () => {
    const state = await announced('over');
    await comments(state.id, 1, 3);
    await takeStock(ledger, state.id, MONDAY, DUE, NOW);
    await comments(state.id, 2);
    await recordPeriod(ledger, { ...state, stage: 'withdrawn', seq: 2 }, []);
    await takeStock(ledger, state.id, TUESDAY, DUE, NOW + DAY);
    expect(await errands(state.id)).toEqual([
      'education 2027-01-04: 1 (1) closed 2',
      'finance 2027-01-04: 2 (2) closed 2',
    ]);
    await expect(
      giveOpinion(ledger, `opinion/${state.id}/education/20270104`, 1, { kind: 'adopted', words: '' }, education, NOW),
    ).rejects.toMatchObject({ code: 'period-over' });
  });
});

describe("a unit's opinion", () => {
  test('can be changed until the office has decided, and is its own', async () => {
    const { id } = await announced('opinions');
    await comments(id, 1, 1, 3, 1);
    await takeStock(ledger, id, MONDAY, DUE, NOW);
    const errand = `opinion/${id}/education/20270104`;
    const give = (no: number, kind: 'adopted' | 'partly', words: string, actor = education) =>
      giveOpinion(ledger, errand, no, { kind, words }, actor, NOW);
    await give(1, 'adopted', '可行');
    expect(await give(1, 'partly', ' 分步实施 ')).toMatchObject({ awaited: 3, open: 4 });
    expect(await loadComment(ledger, id, 1)).toMatchObject({
      opinion: { unit: 'education', kind: 'partly', words: '分步实施', at: NOW, by: '区教育局' },
    });
    expect(await eventsOf(ledger, { subject: `comment/${id}/1` })).toMatchObject([
      { kind: 'comment.opinion', actor: education, data: { errand, kind: 'partly' } },
      { kind: 'comment.opinion', data: { kind: 'adopted' } },
      { kind: 'comment.received' },
    ]);
    await expect(give(3, 'partly', '')).rejects.toMatchObject({
      faults: [
        { message: '处理建议的理由不能为空' },
        { message: '第3条意见不在转交给本单位的意见之中，可提出处理建议的是：第1、2、4条' },
      ],
    });
    await expect(give(2, 'adopted', '', { name: '区财政局', role: 'unit', unit: 'finance' })).rejects.toMatchObject({
      code: 'role-other-unit',
    });
    await mergeComments(ledger, id, [2], 1, office, NOW);
    await disposeComments(ledger, id, [1], { kind: 'adopted', change }, office, NOW);
    await setAsideComments(ledger, id, [4], '广告', office, NOW);
    for (const no of [1, 2])
      await expect(give(no, 'adopted', '')).rejects.toMatchObject({ code: 'comment-disposed-already' });
    await expect(give(4, 'adopted', '')).rejects.toMatchObject({ code: 'comment-set-aside' });
    await expect(
      giveOpinion(ledger, 'opinion/none/1/x/20270104', 1, { kind: 'adopted', words: '' }, education, NOW),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
