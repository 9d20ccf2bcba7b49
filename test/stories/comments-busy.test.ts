import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadCloseOut } from '../../activities/ledger/comments/close-out.js';
import { loadPeriod } from '../../activities/ledger/comments/periods.js';
import { listComments } from '../../activities/ledger/comments/read.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { Comment } from '../../domain/comment/comment.js';
import { errandId } from '../../domain/comment/errand.js';
import type { Actor } from '../../domain/task.js';
import type { TestStage } from '../harness/stage.js';
import { toDay } from './breakage.js';
import { office, officeLetters, opened, say, termsOf } from './comments.js';
import { lettersSent, on, planOf, type SentLetter, workday } from './year.js';

/** Forty comments by four channels: the same opinion three times, spam, letters that come late, a unit that stays silent. */
const start = on('06-01');
const period = 'busy/1';
const zjj: Actor = { name: '区住房城乡建设局', role: 'unit', unit: 'zjj' };
const afternoon = 15 * 60;

describe('forty comments', () => {
  let stage: TestStage;
  let letters: readonly SentLetter[];
  let lastDay: string;
  let refusals: string[];
  let comments: readonly Comment[];

  beforeAll(async () => {
    stage = await opened(termsOf('busy', start));
    const all = (): Promise<Comment[]> => listComments(stage.ledger, period, { limit: 100 });
    const state = (await loadPeriod(stage.ledger, period))?.state;
    lastDay = state?.lastDay ?? '';
    refusals = [];
    const refused = async (call: Promise<unknown>): Promise<void> => {
      const error: unknown = await call.then(
        () => new Error('not refused'),
        (reason: unknown) => reason,
      );
      refusals.push((error as { readonly code?: string }).code ?? String(error));
    };

    // A plan runs beside it, so that units get letters about tasks and about comments on the same mornings.
    const first = workday(start, 1);
    const plan = planOf('beside', start, [
      { title: '完善路网', due: workday(start, 10), duties: 'lead:zjj support:jyj' },
      { title: '扩大学位', due: workday(start, 10), duties: 'lead:jyj' },
    ]);
    await stage.office.importPlan(plan, office);
    await stage.office.launch('beside', {}, office);

    await toDay(stage, first, afternoon);
    for (let n = 0; n < 4; n++) {
      await say(stage, period, { item: 1, text: `公园多种树（${n}）` });
      await say(stage, period, { item: 2, text: `学校离家太远（${n}）` });
      await say(stage, period, { text: `总体赞成（${n}）` });
    }
    const second = workday(first, 1);
    await toDay(stage, second, afternoon);
    for (let n = 0; n < 12; n++)
      await say(stage, period, {
        channel: 'email',
        text: n < 2 ? '公园多种树' : `来信意见${n}`,
        contact: `person${n}@people.example.org`,
        ...(n < 2 ? { item: 1 } : {}),
      });
    // The unit of item 1 answers what it has; the unit of item 2 stays silent.
    for (const { no } of (await all()).filter((c) => c.errand === errandId(period, 'zjj', second)))
      await stage.office.comments.giveOpinion(errandId(period, 'zjj', second), no, 'adopted', '建议采纳', zjj);
    const third = workday(second, 1);
    await toDay(stage, third, afternoon);
    for (let n = 0; n < 6; n++) await say(stage, period, { channel: 'phone', text: `来电意见${n}` });
    for (let n = 0; n < 3; n++) await say(stage, period, { text: `贷款请加微信${n}`, suspect: true });
    for (let n = 0; n < 3; n++)
      await say(stage, period, { channel: 'post', text: `来信${n}`, postmark: workday(third, -2) });
    for (const { no } of (await all()).filter((c) => c.item === 1 && c.opinion === null && c.errand !== null))
      await stage.office.comments.giveOpinion(errandId(period, 'zjj', third), no, 'adopted', '同前', zjj);

    const after = workday(lastDay, 1);
    await toDay(stage, after, afternoon);
    for (let n = 0; n < 2; n++) await say(stage, period, { text: `来晚了${n}` });
    await say(stage, period, { channel: 'post', text: '期限内寄出', postmark: lastDay });
    await say(stage, period, { channel: 'post', text: '期限后寄出', postmark: after });

    const { comments: desk } = stage.office;
    await toDay(stage, workday(after, 2), afternoon);
    await refused(desk.act(period, { kind: 'publish' }, office));
    const now = await all();
    const trees = now.filter((c) => c.text.startsWith('公园多种树')).map((c) => c.no);
    const [main = 0, ...same] = trees;
    await desk.merge(period, same, main, office);
    const change = { where: '重点任务第1项', before: '新建口袋公园10处', after: '新建口袋公园10处，多种乔木' };
    await desk.dispose(period, [main], { kind: 'adopted', change }, office);
    await refused(desk.dispose(period, [same[0] ?? 0], { kind: 'not-adopted', reason: '重复' }, office));
    await desk.setAside(
      period,
      now.filter((c) => c.suspect).map((c) => c.no),
      '广告',
      office,
    );
    const question = now.find((c) => c.question !== null)?.no ?? 0;
    await refused(desk.act(period, { kind: 'publish' }, office));
    await desk.judge(period, question, true, '邮戳在期限内', office);
    const rest = (await all()).filter((c) => c.disposition === null && c.mergedInto === null && c.setAside === null);
    await desk.dispose(
      period,
      rest.slice(0, 5).map((c) => c.no),
      { kind: 'outside', forwardedTo: '区信访局' },
      office,
    );
    await desk.dispose(
      period,
      rest.slice(5).map((c) => c.no),
      { kind: 'not-adopted', reason: '已有相应安排' },
      office,
    );
    await desk.act(period, { kind: 'publish' }, office);
    await toDay(stage, workday(after, 12));
    letters = await lettersSent(stage);
    comments = await all();
  }, 120_000);
  afterAll(() => stage?.close());

  test('nothing is lost, and the sums of the close-out add up', async () => {
    expect(comments.length).toBe(40);
    expect(comments.map((c) => c.no)).toEqual(comments.map((_, at) => at + 1));
    expect(new Set(comments.map((c) => c.receipt)).size).toBe(40);
    const published = await loadCloseOut(stage.ledger, period);
    expect(published?.closeOut).toMatchObject({
      zero: false,
      counts: {
        received: 40,
        byChannel: { web: 17, email: 12, phone: 6, post: 5 },
        late: 3,
        merged: 5,
        setAside: 3,
        disposed: { adopted: 6, partly: 0, 'not-adopted': 26, outside: 5 },
        open: 0,
        questions: 0,
      },
    });
    expect(published?.closeOut.changes).toHaveLength(1);
  });

  test('publication waits for every answer and for a person who judges the late letter', () => {
    expect(refusals).toEqual([
      expect.stringMatching(/^comments-/),
      'comment-merged',
      expect.stringMatching(/^comments-/),
    ]);
  });

  test('each person with an address gets one receipt', () => {
    const receipts = stage.mail.messages.filter((mail) => mail.to.endsWith('@people.example.org'));
    expect(receipts.map((mail) => mail.to).sort()).toEqual(
      Array.from({ length: 12 }, (_, n) => `person${n}@people.example.org`).sort(),
    );
  });

  test('the silent unit is reminded, chased, and reported to the office; the one that answered hears no more', () => {
    const handedOn = workday(start, 2);
    const due = workday(handedOn, 5);
    const about = (unit: string, kind: string): readonly string[] =>
      letters
        .filter((l) => l.unit === unit && l.notices.some((n) => n.task.startsWith('opinion/') && n.kind === kind))
        .map((l) => l.day);
    expect(about('jyj', 'assignment')).toEqual([handedOn]);
    expect(about('jyj', 'reminder')).toEqual([workday(due, -1)]);
    expect(about('jyj', 'chase')).toEqual([workday(due, 1)]);
    expect(about('office', 'opinion-report')).toEqual([workday(due, 3)]);
    expect(about('zjj', 'assignment')).toEqual([handedOn, workday(handedOn, 1)]);
    expect(about('zjj', 'chase')).toEqual([]);
  });

  test('a unit gets at most one routine letter a day, about tasks and comments together', () => {
    const digests = letters.filter((l) => l.kind === 'digest').map((l) => `${l.unit} ${l.day}`);
    expect(new Set(digests).size).toBe(digests.length);
    const both = letters.filter(
      (l) => new Set(l.notices.map((n) => n.task.startsWith('opinion/'))).size === 2 && l.kind === 'digest',
    );
    expect(both.length).toBeGreaterThan(0);
  });

  test('the office hears of new comments daily, of the end, and nothing after publication', async () => {
    const rungs = (await officeLetters(stage)).map((line) => line.replace(/ 09:00 office comment-office/, ''));
    const after = workday(lastDay, 1);
    expect(rungs.slice(0, 3)).toEqual([1, 2, 3].map((n) => `${workday(workday(start, n), 1)} daily`));
    expect(rungs).toContain(`${after} ended`);
    expect(rungs).toContain(`${workday(after, 1)} daily`);
    expect(rungs.at(-1)).toBe(`${workday(after, 1)} daily`);
    expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
    expect(stage.errors).toEqual([]);
  });
});
