/** Mail that waits keeps a close-out from saying that nobody commented. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stockOf } from '../../activities/comments.js';
import { publishCloseOut } from '../../activities/ledger/comments/close-out.js';
import { noteMailboxFailure, noteMailboxRead, setMailbox } from '../../activities/ledger/comments/mailbox.js';
import { dismissMail, recordMail } from '../../activities/ledger/comments/mails.js';
import { announcePeriod, recordPeriod } from '../../activities/ledger/comments/periods.js';
import { waitingMail } from '../../activities/ledger/comments/waiting-mail.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { officeCalendar } from '../../activities/schedules.js';
import { morningLetters } from '../../domain/comment/office-letters.js';
import { applyPeriodAct, type PeriodState } from '../../domain/comment/period.js';
import { noWaitingMail } from '../../domain/comment/waiting-mail.js';
import { instantOf } from '../../domain/day.js';
import { testLedger } from '../harness/ledger.js';
import { at, opening, periodOf } from './comment-samples.js';
import { office } from './samples.js';

let opened: Awaited<ReturnType<typeof testLedger>>;
let ledger: Ledger;
beforeEach(async () => {
  opened = await testLedger();
  ledger = opened.ledger;
});
afterEach(() => opened.close());

const NOW = at.open + 40 * 86_400_000;
const box = 'imap.example.org:993/INBOX';

/** A period after its end (2027-02-03); with an address unless `email` is left out. */
async function ended(plan: string, email: string | undefined = 'comments@example.org'): Promise<PeriodState> {
  const announced = periodOf(plan);
  const [row, event] = opening(announced);
  const channels = { web: true, ...(email === '' ? {} : { email }) };
  await announcePeriod(ledger, { ...row, terms: { ...row.terms, channels } }, event);
  const state: PeriodState = { ...announced, stage: 'answering', closedAt: announced.endsAt, seq: 3 };
  await recordPeriod(ledger, state, []);
  return state;
}

const mail = (id: string, arrivedAt: number) =>
  recordMail(ledger, { id, class: 'unsorted', subject: '意见', from: 'li@example.net', arrivedAt, detail: '分不清' });

async function publish(state: PeriodState, mailboxUnread?: true) {
  const outcome = applyPeriodAct(state, { kind: 'publish', mailboxUnread }, office, NOW);
  return publishCloseOut(ledger, outcome.state, outcome.event);
}

const waiting = async (state: PeriodState, now = NOW) =>
  waitingMail(ledger, state.id, await officeCalendar(ledger), now);

test('a zero notice waits for each mail that may be a comment, and the office hears of it in the morning', async () => {
  const state = await ended('zero');
  const days = (day: string) => instantOf(day, 600);
  // Before the announcement, in the window, on the fifth working day after it.
  await mail('<old@x>', at.open - 1);
  await mail('<in@x>', days('2027-01-20'));
  await mail('<fifth@x>', days('2027-02-10'));
  const other = await ended('web-only', '');
  const stock = await stockOf(ledger, state, '2027-02-11', NOW, opening(state)[0].rules, await officeCalendar(ledger));
  expect(stock?.mail).toEqual({ unsorted: 2, since: days('2027-01-20'), unread: false, readAt: null });
  const [letter] = morningLetters(state, state.counts, '2027-02-11', [], { hour: 540 }, false, stock?.mail);
  expect(letter?.facts).toMatchObject({ rungs: 'mail', received: 0, unsorted: 2 });
  expect(await publish(state)).toMatchObject({
    code: 'comments-unsorted',
    message: expect.stringContaining('有2封来信没有归类（最早的于2027-01-20 10:00收到）'),
  });
  // A period that takes no mail has nothing to wait for.
  expect(await waiting(other)).toEqual(noWaitingMail);
  expect(await publish(other)).toBeNull();

  await dismissMail(ledger, '<in@x>', '广告', office, NOW);
  expect((await publish(state))?.code).toBe('comments-unsorted');
  await dismissMail(ledger, '<fifth@x>', '广告', office, NOW);
  expect(await publish(state)).toBeNull();
});

test('a mailbox that was not read since the end is told of, and published over only when the office vouches for it', async () => {
  const state = await ended('unread');
  // The service reads no mailbox: nothing to say.
  expect((await waiting(state)).unread).toBe(false);
  await setMailbox(ledger, box, at.open);
  await noteMailboxRead(ledger, box, state.endsAt - 1);
  await noteMailboxFailure(ledger, box, 'certificate', state.endsAt);
  expect(await waiting(state)).toEqual({ unsorted: 0, since: null, unread: true, readAt: state.endsAt - 1 });
  expect(await publish(state)).toMatchObject({
    code: 'mailbox-unread',
    message: expect.stringContaining('上次读成是2027-02-03 23:59'),
  });
  expect(await publish(state, true)).toBeNull();
  const [event] = await eventsOf(ledger, { kind: 'comment.publish' });
  expect(event?.data['mailboxUnread']).toEqual({ readAt: state.endsAt - 1 });
});

test('a mailbox read after the end needs no word, and none is put on record', async () => {
  const state = await ended('read');
  await setMailbox(ledger, box, at.open);
  await noteMailboxRead(ledger, box, state.endsAt);
  await noteMailboxFailure(ledger, box, 'connection', state.endsAt + 1);
  expect(await publish(state, true)).toBeNull();
  const [event] = await eventsOf(ledger, { kind: 'comment.publish' });
  expect(event?.data).not.toHaveProperty('mailboxUnread');
});

test('during the window the office is told once when the mailbox was not read for a day', async () => {
  const state = await ended('open');
  const running: PeriodState = { ...state, stage: 'open', seq: 4 };
  await recordPeriod(ledger, running, []);
  await setMailbox(ledger, box, at.open);
  const day = 86_400_000;
  expect((await waiting(running, at.open + day)).unread).toBe(false);
  const mailTold = await waiting(running, at.open + day + 1);
  expect(mailTold.unread).toBe(true);
  const morning = (toldMail: PeriodState['toldMail']) =>
    morningLetters(
      { ...running, ...(toldMail === undefined ? {} : { toldMail }) },
      running.counts,
      '2027-01-06',
      [],
      { hour: 540 },
      false,
      mailTold,
    );
  expect(morning(undefined)[0]?.facts).toMatchObject({ rungs: 'mail', mailboxUnread: true });
  expect(morning({ unsorted: 0, unread: true })).toEqual([]);
  // Another mailbox: what is known of the old one says nothing.
  await setMailbox(ledger, 'other.example.org:993/INBOX', at.open + day);
  expect((await waiting(running, at.open + day + 1)).unread).toBe(false);
  await setMailbox(ledger, null, at.open + day);
  expect(await waiting(running, at.open + 9 * day)).toEqual(noWaitingMail);
});
