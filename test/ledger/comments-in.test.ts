import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { judgeComment } from '../../activities/ledger/comments/decide.js';
import {
  announcePeriod,
  latestRound,
  listPeriods,
  loadPeriod,
  recordPeriod,
} from '../../activities/ledger/comments/periods.js';
import {
  commentByReceipt,
  countsOf,
  fileOf,
  listComments,
  loadComment,
} from '../../activities/ledger/comments/read.js';
import { receiveComment, tellDue } from '../../activities/ledger/comments/receive.js';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { applyPeriodAct, endOf } from '../../domain/comment/period.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, opening, openPeriod, periodOf } from './comment-samples.js';
import { office } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
/** A second process on the same ledger. */
let other: Ledger;
beforeAll(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
  other = connectLedger(opened.url);
});
afterAll(async () => {
  expect(await verifyChain(ledger)).toMatchObject({ ok: true });
  await other.close();
  await opened.close();
});

describe('rounds', () => {
  test('of two who announce at once one gets through; a second round waits for the end of the first', async () => {
    const tries = await Promise.allSettled(
      [ledger, other].map((on) => announcePeriod(on, ...opening(periodOf('twice')))),
    );
    expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'period-exists' });
    const second = periodOf('twice', { id: 'twice/2', round: 2 });
    await expect(announcePeriod(ledger, ...opening(second))).rejects.toMatchObject({
      code: 'period-exists',
      message: expect.stringContaining('twice/1'),
    });
    expect(await latestRound(ledger, 'twice')).toBe(1);
    expect(await latestRound(ledger, 'never')).toBe(0);

    const { state, event } = applyPeriodAct(
      periodOf('twice'),
      { kind: 'withdraw', reason: '草案重拟' },
      office,
      at.open,
    );
    await recordPeriod(ledger, state, [event]);
    await announcePeriod(ledger, ...opening(second));
    expect(await latestRound(ledger, 'twice')).toBe(2);
    expect((await listPeriods(ledger, { plan: 'twice', live: true })).map((one) => one.id)).toEqual(['twice/2']);
    const [line] = await listPeriods(ledger, { plan: 'twice', live: false });
    expect(line).toMatchObject({ id: 'twice/1', stage: 'withdrawn', terms: { title: second.title } });
    expect(line?.terms).not.toHaveProperty('draft');
    expect(await loadPeriod(ledger, 'twice/2')).toMatchObject({ terms: { draft: '一、甲\n二、乙' }, lastNo: 0 });
  });

  test('the newest state stays with its events; one never announced writes nothing', async () => {
    const first = await openPeriod(ledger, 'states');
    const write = (seq: number, lastDay = first.lastDay) =>
      recordPeriod(ledger, { ...first, seq, lastDay, endsAt: endOf(lastDay) }, [
        {
          id: `comment/states/1#${seq}`,
          at: at.open,
          actor: office,
          kind: 'comment.test',
          subject: 'comment/states/1',
          data: {},
        },
      ]);
    const lost = recordPeriod(ledger, periodOf('nowhere', { seq: 5 }), [
      {
        id: 'comment/nowhere/1#5',
        at: at.open,
        actor: office,
        kind: 'comment.test',
        subject: 'comment/nowhere/1',
        data: {},
      },
    ]);
    const failed = expect(lost).rejects.toMatchObject({ code: 'period-unknown' });
    await Promise.all([write(3), write(5, '2027-02-20'), write(4), write(5, '2027-02-20'), failed]);
    await write(2);
    expect(await loadPeriod(ledger, 'states/1')).toMatchObject({ seq: 5, endsAt: endOf('2027-02-20') });
    const ids = (await eventsOf(ledger, { subject: 'comment/states/1' })).map((event) => event.id);
    expect(ids.filter((id) => id.includes('#')).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `comment/states/1#${n}`));
    expect(await eventsOf(ledger, { subject: 'comment/nowhere/1' })).toEqual([]);
  });
});

describe('taking comments in', () => {
  test('two thousand from eight sides: no gap, no double, receipts all different, no personal data in the chain', async () => {
    await openPeriod(ledger, 'popular');
    const began = performance.now();
    const taken = await Promise.all(
      Array.from({ length: 8 }, async (_, side) => {
        const on = side % 2 === 0 ? ledger : other;
        return Promise.all(
          Array.from({ length: 250 }, (_, n) =>
            receiveComment(on, commentOf('popular/1', `side-${side}-${n}`, { name: '某甲' })),
          ),
        );
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    console.info(`2000 comments in ${seconds.toFixed(2)} s: ${Math.round(2000 / seconds)} a second`);
    const all = taken.flat();
    expect(all.map((one) => one.no).sort((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, n) => n + 1));
    expect(new Set(all.map((one) => one.receipt)).size).toBe(2000);
    expect(await countsOf(ledger, 'popular/1')).toMatchObject({ received: 2000, open: 2000, byChannel: { web: 2000 } });
    const { rows } = await ledger.pool.query(
      `select count(*)::int as n, count(*) filter (where body like '%某甲%' or body like '%建议%')::int as told,
        count(*) filter (where exists (select 1 from comment c where 'comment/' || c.period || '/' || c.no = event.subject
          and body::jsonb -> 'data' ->> 'digest' = comment_digest(c.receipt, c.text)))::int as matching
       from event where kind = 'comment.received' and subject like 'comment/popular/1/%'`,
    );
    expect(rows).toEqual([{ n: 2000, told: 0, matching: 2000 }]);
  });

  test('the same key gives the same receipt: once, in one batch, from two processes, and later', async () => {
    await openPeriod(ledger, 'again');
    const same = commentOf('again/1', 'form-1');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => receiveComment(n % 2 === 0 ? ledger : other, same)),
    );
    answers.push(await receiveComment(other, { ...same, text: '改了主意' }));
    expect(new Set(answers.map((one) => `${one.no} ${one.receipt}`)).size).toBe(1);
    expect(answers.filter((one) => !one.again)).toHaveLength(1);
    expect(await receiveComment(ledger, commentOf('again/1', 'form-2'))).toMatchObject({ no: 2, again: false });
    expect(await commentByReceipt(ledger, answers[0]?.receipt ?? '')).toMatchObject({ no: 1, text: same.text });
    // Out at last: who asks again for what he sent still gets his receipt.
    const { state, event } = applyPeriodAct(
      periodOf('again'),
      { kind: 'withdraw', reason: '草案重拟' },
      office,
      at.open,
    );
    await recordPeriod(ledger, state, [event]);
    expect(await receiveComment(ledger, same)).toMatchObject({ no: 1, again: true });
    await expect(receiveComment(ledger, commentOf('again/1', 'form-3'))).rejects.toMatchObject({ code: 'period-over' });
  });

  test('one that the database cannot take and one for no period fail alone', async () => {
    await openPeriod(ledger, 'bad');
    const results = await Promise.allSettled([
      receiveComment(ledger, commentOf('bad/1', 'a')),
      receiveComment(ledger, commentOf('bad/1', 'b', { item: 2 ** 40 })),
      receiveComment(ledger, commentOf('nothing/1', 'c')),
      receiveComment(ledger, commentOf('bad/1', 'd', { text: '有\0空\uD800字符' })),
    ]);
    expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(results[2]).toMatchObject({ reason: { code: 'period-unknown' } });
    expect((await listComments(ledger, 'bad/1')).map((one) => [one.no, one.text])).toEqual([
      [1, '建议加快'],
      [2, '有\uFFFD空\uFFFD字符'],
    ]);
  });

  test('a receipt number that was given before is drawn again', async () => {
    await openPeriod(ledger, 'unlucky');
    const { receipt } = await receiveComment(ledger, commentOf('unlucky/1', 'first'));
    // The first number drawn from now on is one that is taken; a sequence counts failed tries too.
    await ledger.pool.query(`
      create sequence draws;
      create function unlucky() returns trigger language plpgsql as $$
        begin if nextval('draws') = 1 then new.receipt := '${receipt}'; end if; return new; end $$;
      create trigger unlucky before insert on comment for each row execute function unlucky()`);
    try {
      expect(await receiveComment(ledger, commentOf('unlucky/1', 'second'))).toMatchObject({ no: 2, again: false });
    } finally {
      await ledger.pool.query('drop trigger unlucky on comment');
    }
    expect(await countsOf(ledger, 'unlucky/1')).toMatchObject({ received: 2 });
  });

  test('files are kept once for a period, and a comment gives out only its own', async () => {
    await openPeriod(ledger, 'files');
    await openPeriod(ledger, 'elsewhere');
    const bytes = new Uint8Array(Buffer.from('%PDF-1.7 两份一样的附件'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { name: '意见.pdf', mediaType: 'application/pdf', size: bytes.length, sha256, bytes };
    await Promise.all([
      receiveComment(ledger, commentOf('files/1', 'a', { files: [file] })),
      receiveComment(other, commentOf('files/1', 'b', { files: [{ ...file, name: '另一份.pdf' }] })),
      receiveComment(ledger, commentOf('elsewhere/1', 'c')),
    ]);
    const { rows } = await ledger.pool.query('select period from comment_file');
    expect(rows).toEqual([{ period: 'files/1' }]);
    const [first] = await listComments(ledger, 'files/1');
    expect(await fileOf(ledger, 'files/1', 1, sha256)).toEqual({ ...first?.files[0], bytes: Buffer.from(bytes) });
    expect(await fileOf(ledger, 'elsewhere/1', 1, sha256)).toBeUndefined();
    expect((await eventsOf(ledger, { subject: 'comment/files/1/1' }))[0]?.data).toMatchObject({ files: [sha256] });
  });
});

describe('in time or late', () => {
  test('the last millisecond of the last day is in time, the next is late; an extension moves that instant', async () => {
    const state = await openPeriod(ledger, 'edge');
    const take = (key: string, arrivedAt: number, on = ledger) =>
      receiveComment(on, commentOf('edge/1', key, { arrivedAt }));
    expect(await take('a', state.endsAt - 1)).toMatchObject({ late: false });
    expect(await take('b', state.endsAt)).toMatchObject({ late: true, question: null });
    const longer = applyPeriodAct(state, { kind: 'extend', to: '2027-02-20', reason: '来信较多' }, office, at.open, {
      lastDay: '2027-02-20',
      closeOutDue: '2027-03-22',
    });
    await recordPeriod(other, longer.state, [longer.event]);
    expect(await take('c', state.endsAt)).toMatchObject({ late: false });
    expect(await take('d', endOf('2027-02-20'))).toMatchObject({ late: true });
    expect(await countsOf(ledger, 'edge/1')).toMatchObject({ received: 4, late: 2 });
  });

  test('while it is suspended the page is closed, mail and post come in and are never late', async () => {
    const state = await openPeriod(ledger, 'paused');
    const since = at.open + 3_600_000;
    const { state: paused, event } = applyPeriodAct(state, { kind: 'suspend', reason: '网页故障' }, office, since);
    await recordPeriod(ledger, paused, [event]);
    const take = (channel: 'web' | 'email' | 'post', arrivedAt: number) =>
      receiveComment(ledger, commentOf('paused/1', `${channel}-${arrivedAt}`, { channel, arrivedAt }));
    await expect(take('web', since)).rejects.toMatchObject({ code: 'period-suspended' });
    expect(await take('web', since - 1)).toMatchObject({ no: 1, late: false });
    expect(await take('email', since)).toMatchObject({ no: 2, late: false });
    expect(await take('post', state.endsAt + 1)).toMatchObject({ no: 3, late: false, question: null });
  });

  test('before the first day the page is closed; what came by mail is kept', async () => {
    await openPeriod(ledger, 'early', { stage: 'announced' });
    const take = (channel: 'web' | 'email') =>
      receiveComment(ledger, commentOf('early/1', channel, { channel, arrivedAt: at.open - 1 }));
    await expect(take('web')).rejects.toMatchObject({
      code: 'period-not-open',
      message: expect.stringContaining('2027-01-04'),
    });
    expect(await take('email')).toMatchObject({ no: 1, late: false });
    // The timer may be slow; the clock decides.
    expect(await receiveComment(ledger, commentOf('early/1', 'first', { arrivedAt: at.open }))).toMatchObject({
      no: 2,
    });
  });

  test('a letter posted in the window is a question, one posted later is late; telephone and mail are late after the end', async () => {
    const state = await openPeriod(ledger, 'posted');
    const take = (channel: 'email' | 'phone' | 'post', postmark?: typeof state.lastDay) =>
      receiveComment(
        ledger,
        commentOf('posted/1', `${channel}-${postmark}`, {
          channel,
          arrivedAt: state.endsAt + 86_400_000,
          enteredBy: '经办人',
          ...(postmark === undefined ? {} : { postmark }),
        }),
      );
    expect(await take('post', state.lastDay)).toMatchObject({ late: true, question: 'posted-in-window' });
    expect(await take('post', '2027-02-04')).toMatchObject({ late: true, question: null });
    // Nothing can be read: envelope and letter have to tell.
    expect(await take('post')).toMatchObject({ late: true, question: 'posted-in-window' });
    expect(await take('post', '2026-12-31')).toMatchObject({ late: true, question: null });
    expect(await take('phone')).toMatchObject({ late: true, question: null });
    expect(await take('email')).toMatchObject({ late: true, question: null });
    expect(await countsOf(ledger, 'posted/1')).toMatchObject({
      received: 6,
      late: 6,
      questions: 2,
      byChannel: { web: 0, email: 1, phone: 1, post: 4 },
    });
    expect(await loadComment(ledger, 'posted/1', 1)).toMatchObject({ postmark: state.lastDay, enteredBy: '经办人' });
    expect((await eventsOf(ledger, { subject: 'comment/posted/1/1' }))[0]?.actor).toEqual({
      name: '经办人',
      role: 'office',
    });
  });
});

describe('the time of entry', () => {
  test('stands in the chain by the clock, the arrival beside it as claimed; a claim made after the end is a question', async () => {
    const state = await openPeriod(ledger, 'claimed');
    const enter = (channel: 'phone' | 'post' | 'email', arrivedAt: number, now: number) =>
      receiveComment(
        ledger,
        commentOf('claimed/1', `${channel} ${arrivedAt} ${now}`, { channel, arrivedAt, enteredBy: '经办人' }),
        now,
      );
    const inside = state.endsAt - 86_400_000;
    expect(await enter('phone', inside, state.endsAt - 1)).toMatchObject({ late: false, question: null });
    expect(await enter('phone', inside, state.endsAt)).toMatchObject({ late: false, question: 'entered-late' });
    expect(await enter('post', inside, state.endsAt + 1)).toMatchObject({ late: false, question: 'entered-late' });
    // The mailbox tells its own time, however late it is read.
    const mailed = commentOf('claimed/1', 'mail', { channel: 'email', arrivedAt: inside });
    expect(await receiveComment(ledger, mailed, state.endsAt + 9)).toMatchObject({ late: false, question: null });
    const [entry] = await eventsOf(ledger, { subject: 'comment/claimed/1/2' });
    expect(entry).toMatchObject({ at: state.endsAt, data: { arrivedAt: inside, question: 'entered-late' } });
    const counts = await judgeComment(ledger, 'claimed/1', 2, false, '没有接听记录', office, state.endsAt);
    expect(counts).toMatchObject({ received: 4, late: 1, questions: 1 });
  });

  test('nobody can have been heard before the announcement, to the minute and for letters to the day', async () => {
    await openPeriod(ledger, 'unheard');
    await ledger.pool.query(`update comment_period set announced_at = $1 where id = 'unheard/1'`, [at.open + 90_000]);
    const enter = (channel: 'phone' | 'post', arrivedAt: number) =>
      receiveComment(
        ledger,
        commentOf('unheard/1', `${channel} ${arrivedAt}`, { channel, arrivedAt, enteredBy: '经办人' }),
      );
    await expect(enter('phone', at.open + 59_000)).rejects.toMatchObject({
      code: 'comment-before-announced',
      message: '收到的时间2027-01-04 00:00早于征求意见公布的时间2027-01-04 00:01，请核对',
    });
    await expect(enter('post', at.open - 1)).rejects.toMatchObject({ code: 'comment-before-announced' });
    expect(await enter('phone', at.open + 60_000)).toMatchObject({ no: 1 });
    expect(await enter('post', at.open)).toMatchObject({ no: 2 });
  });
});

test('the workflow is told at most four times an hour over all processes', async () => {
  await openPeriod(ledger, 'told');
  const ask = (now: number) => Promise.all([ledger, other, ledger].map((on) => tellDue(on, 'told/1', now)));
  expect((await ask(at.open)).filter(Boolean)).toHaveLength(1);
  expect(await ask(at.open + 899_999)).toEqual([false, false, false]);
  expect((await ask(at.open + 900_000)).filter(Boolean)).toHaveLength(1);
});
