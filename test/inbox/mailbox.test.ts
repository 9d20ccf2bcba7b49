/** What the service knows of its mailbox, and what it does with one that is full, hostile or out of reach. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { loadMailbox } from '../../activities/ledger/comments/mailbox.js';
import { openMails, recordMail } from '../../activities/ledger/comments/mails.js';
import { announcePeriod } from '../../activities/ledger/comments/periods.js';
import { markReceiptSent } from '../../activities/ledger/comments/receipts.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { redactComment } from '../../activities/ledger/comments/redact.js';
import { receiptMessageId } from '../../activities/mail/receipts.js';
import { takeMail } from '../../client/inbox/take-mail.js';
import { watchMailbox } from '../../client/inbox/watch-mailbox.js';
import { instantOf } from '../../domain/day.js';
import { startImapServer } from '../harness/imap.js';
import { testLedger } from '../harness/ledger.js';
import { at, commentOf, opening, periodOf } from '../ledger/comment-samples.js';
import { office } from '../ledger/samples.js';
import { bounce, mail } from './mails.js';

const publicUrl = 'https://duban.example.org';
const past = instantOf('2024-01-04', 720);
const period = 'box/1';
const to = 'box@example.org';

let database: Awaited<ReturnType<typeof testLedger>>;
let deps: Parameters<typeof takeMail>[0];
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testLedger();
  const { ledger } = database;
  deps = { ledger, publicUrl, receive: (comment) => receiveComment(ledger, comment) };
  const [row, event] = opening(periodOf('box', { stage: 'open' }));
  const terms = { ...row.terms, channels: { web: true, email: to } };
  await announcePeriod(ledger, { ...row, terms }, { ...event, at: past });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => database.close());

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('waited in vain');
}

/** Lines that the watch logs about a server, until the test ends. */
function watch(url: string): readonly string[] {
  const lines: string[] = [];
  const say = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const watching = watchMailbox({
    url,
    deps,
    log: { info: say, warn: say },
    everySeconds: 0.2,
    pause: { first: 20, longest: 50 },
  });
  closers.push(() => watching.stop());
  return lines;
}

test('a certificate that is not accepted is named once in the log, and kept for the page until the mailbox is read', async () => {
  const broken = await startImapServer({ tls: true });
  closers.push(() => broken.close());
  const lines = watch(broken.url);
  await until(async () => (await loadMailbox(database.ledger))?.failure === 'certificate');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^mailbox not read: the TLS certificate of the mail server is not accepted.*CERT_/);
  expect(lines[0]).not.toContain('pass');
  expect((await loadMailbox(database.ledger))?.readAt).toBeNull();
  for (const close of closers.splice(0)) await close();

  const sound = await startImapServer();
  closers.push(() => sound.close());
  const before = Date.now();
  watch(sound.url);
  await until(async () => ((await loadMailbox(database.ledger))?.readAt ?? 0) >= before);
  expect(await loadMailbox(database.ledger)).toMatchObject({ failure: null, failedAt: null });
  await sound.down();
  await until(async () => (await loadMailbox(database.ledger))?.failure === 'connection');
});

test('a mailbox full of mail is read in pieces, with a word on how far it is', async () => {
  const imap = await startImapServer();
  closers.push(() => imap.close());
  // Taken before and seen; opened in another program; new.
  for (let n = 0; n < 231; n++) {
    const id = `full${n}@x.example.org`;
    if (n < 130) await recordMail(database.ledger, { id: `<${id}>`, class: 'empty', subject: '', arrivedAt: past });
    await imap.deliver(mail({ id, to, body: `意见${n}` }), past, n < 150 ? ['\\Seen'] : []);
  }
  const lines = watch(imap.url);
  await until(() => lines.some((line) => line.startsWith('mail taken')));
  expect(lines.map((line) => [line.split(' {')[0], line.match(/"(?:done|of|taken)":\d+/g)])).toEqual([
    ['mail is being taken', ['"done":100', '"of":101']],
    ['mail taken', ['"taken":101']],
  ]);
  const { rows } = await database.ledger.pool.query('select count(*)::int as n from comment where period = $1', [
    period,
  ]);
  expect(rows).toEqual([{ n: 101 }]);
});

test('names and subjects that strangers made endless are cut before anybody lists them', async () => {
  const endless = '长'.repeat(20_000);
  const hostile = mail({
    id: 'endless@x.example.org',
    to,
    from: `${endless} <li@example.net>`,
    subject: endless,
    body: '',
  });
  await takeMail(deps, hostile, past);
  const [line] = await openMails(database.ledger);
  expect(line).toMatchObject({ id: '<endless@x.example.org>', from: 'li@example.net' });
  expect([...(line?.subject ?? '')].length).toBeLessThanOrEqual(300);
});

test('a receipt that comes back leaves no address behind once the personal data of its comment is removed', async () => {
  const { ledger } = database;
  const traces = async () =>
    (
      await ledger.pool.query(`select coalesce(receipt_error, '') as words from comment
      union all select coalesce("from", '') || subject || coalesce(detail, '') from mail_in where class = 'bounce'`)
    ).rows
      .map((row: { words: string }) => row.words)
      .join('\n');
  for (const key of ['before', 'after']) {
    const contact = `${key}@people.example.net`;
    const { no } = await receiveComment(ledger, commentOf(period, key, { contact }));
    await markReceiptSent(ledger, period, no, at.open);
    const back = bounce(receiptMessageId(period, no, publicUrl), contact, `${key}@mx.example.org`);
    const redact = () => redactComment(ledger, period, no, { what: 'names', reason: '本人要求' }, office, at.open);
    if (key === 'after') await redact();
    expect(await takeMail(deps, back, at.open)).toMatchObject({ class: 'bounce' });
    if (key === 'before') {
      expect(await traces()).toContain(contact);
      await redact();
    }
    expect(await traces()).not.toContain('people.example.net');
  }
});
