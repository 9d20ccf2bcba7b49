/** From the mailbox to the receipt, on real servers: each comment once, each receipt once, and no talk between machines. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openMails } from '../../activities/ledger/comments/mails.js';
import { announcePeriod } from '../../activities/ledger/comments/periods.js';
import { receiveComment } from '../../activities/ledger/comments/receive.js';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { receiptMessageId, sendReceipts } from '../../activities/mail/receipts.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import { smtpTransport, type Transport } from '../../activities/mail/transport.js';
import { type InboxDeps, sortedByPerson, takeMail } from '../../client/inbox/take-mail.js';
import { type MailboxWatch, watchMailbox } from '../../client/inbox/watch-mailbox.js';
import { instantOf } from '../../domain/day.js';
import { type ImapServer, startImapServer } from '../harness/imap.js';
import { testLedger } from '../harness/ledger.js';
import { type MailServer, startMailServer } from '../harness/smtp.js';
import { at, commentOf, opening, periodOf } from '../ledger/comment-samples.js';
import { directory } from '../mail/sample.js';
import { bounce, bytes, file, gbk, mail, multipart, pdf } from './mails.js';

const publicUrl = 'https://duban.example.org';
const person = { name: '经办人', role: 'office' } as const;
const hour = 3600_000;
const noon = at.open + 12 * hour;
/** Mail servers may set what arrives in days to come to their own clock. */
const past = instantOf('2024-01-04', 720);

let smtp: MailServer;
let transport: Transport;
let database: Awaited<ReturnType<typeof testLedger>>;
let deps: InboxDeps;
let mailDeps: Parameters<typeof sendReceipts>[0];
let count = 0;
const closers: (() => Promise<void>)[] = [];

/** A period of its own with the address `{plan}@example.org`, announced long ago. */
async function collecting(plan = `plan${++count}`, email = `${plan}@example.org`) {
  const [terms, event] = opening(periodOf(plan, { stage: 'open', title: `${plan}方案` }));
  const asked = { ...terms.terms, channels: { web: true, email } };
  await announcePeriod(database.ledger, { ...terms, terms: asked }, { ...event, at: past });
  return { id: `${plan}/1`, to: email };
}

async function commentsOf(period: string) {
  const { rows } = await database.ledger.pool.query<{
    no: number;
    text: string;
    name: string | null;
    contact: string | null;
    channel: string;
    arrived_at: string;
    files: { name: string; size: number }[];
    receipt: string;
    receipt_status: string;
    receipt_error: string | null;
  }>('select * from comment where period = $1 order by no', [period]);
  return rows.map((row) => ({ ...row, arrivedAt: Number(row.arrived_at) }));
}

async function classOf(id: string): Promise<{ class: string; detail: string | null } | undefined> {
  const { rows } = await database.ledger.pool.query<{ class: string; detail: string | null }>(
    'select class, detail from mail_in where id = $1',
    [id],
  );
  return rows[0];
}

/** Waits for something that another part of the process does. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('waited in vain');
}

interface Watching {
  readonly imap: ImapServer;
  readonly watch: MailboxWatch;
  readonly lines: string[];
}

async function watching(
  options: { idle?: boolean; before?: (imap: ImapServer) => Promise<void>; deps?: InboxDeps } = {},
): Promise<Watching> {
  const imap = await startImapServer(options.idle === undefined ? {} : { idle: options.idle });
  await options.before?.(imap);
  const lines: string[] = [];
  const say = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const watch = watchMailbox({
    url: imap.url,
    deps: options.deps ?? deps,
    log: { info: say, warn: say },
    everySeconds: 0.2,
    pause: { first: 20, longest: 100 },
  });
  closers.push(async () => {
    await watch.stop();
    await imap.close();
  });
  return { imap, watch, lines };
}

beforeAll(async () => {
  [smtp, database] = await Promise.all([startMailServer(), testLedger()]);
  await saveDirectory(database.ledger, directory, { name: '测试', role: 'office' }, at.open);
  transport = smtpTransport(smtp.url, {
    timeouts: { connectionTimeout: 2000, greetingTimeout: 2000, socketTimeout: 2000 },
  });
  deps = { ledger: database.ledger, publicUrl, receive: (comment) => receiveComment(database.ledger, comment) };
  mailDeps = { ledger: database.ledger, sources: ledgerSources(database.ledger), transport, publicUrl };
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  smtp.fail(undefined);
  await smtp.up();
  smtp.messages.length = 0;
});
afterAll(async () => {
  await transport.close();
  await smtp.close();
  await database.close();
});

describe('the mailbox', () => {
  test('gives a GBK mail with its file to the period, at the time our server took it, and marks it read', async () => {
    const { id, to } = await collecting();
    const raw = multipart(
      [{ type: 'text/plain; charset=gb2312', body: gbk.body }, file(bytes(gbk.file, '.pdf'), pdf(3 * 1024 * 1024))],
      {
        id: 'gbk@mail.example.org',
        from: '=?gbk?B?1cXI/Q==?= <zhang@example.org>',
        to,
        headers: 'Date: Tue, 01 Jan 2030 00:00:00 +0800\n',
      },
    );
    const { imap } = await watching({
      before: async (server) => {
        // Nobody had asked for anything when this one came.
        await server.deliver(mail({ id: 'old@x.example.org', to }), past - 90 * 24 * hour);
        await server.deliver(raw, past);
      },
    });
    await until(async () => (await imap.seen()) === 1);
    expect(await commentsOf(id)).toMatchObject([
      {
        no: 1,
        channel: 'email',
        text: '建议加快',
        name: '张三',
        contact: 'zhang@example.org',
        arrivedAt: past,
        files: [{ name: '附件.pdf', size: 3 * 1024 * 1024 }],
        receipt_status: 'due',
      },
    ]);
  });

  test.each([[true], [false]])(
    'is told of new mail (IDLE %s), and one broken or twice sent does not stop the rest',
    async (idle) => {
      const { id, to } = await collecting();
      const { imap, lines } = await watching({ idle });
      await imap.deliver(mail({ id: `${id}-one@x.example.org`, to }), noon);
      await imap.deliver(mail({ id: `${id}-one@x.example.org`, to }), noon + 1000);
      await imap.deliver(Buffer.from([0, 1, 2, 255, 13, 10, 13, 10, 200]), noon);
      await imap.deliver(mail({ id: '', to, body: '没有编号' }), noon);
      await imap.deliver(mail({ id: '', to, body: '没有编号' }), noon);
      await imap.deliver(mail({ id: `${id}-two@x.example.org`, to, body: '第二条' }), noon);
      await until(async () => (await imap.seen()) === 6);
      expect((await commentsOf(id)).map((one) => one.text)).toEqual(['建议加快办理。', '没有编号', '第二条']);
      expect(lines.filter((line) => !line.startsWith('mail taken'))).toEqual([]);
    },
  );

  test('that goes down is found again; the log says so once and never names the password', async () => {
    const { id, to } = await collecting();
    const { imap, lines } = await watching();
    await imap.deliver(mail({ id: 'before@x.example.org', to }), noon);
    await until(async () => (await imap.seen()) === 1);
    await imap.down();
    await until(() => lines.some((line) => line.startsWith('mailbox not read')));
    // Several tries later it is back.
    await new Promise((resolve) => setTimeout(resolve, 400));
    await imap.up();
    await imap.deliver(mail({ id: 'after@x.example.org', to, body: '之后' }), noon);
    await until(async () => (await imap.seen()) === 2);
    await until(() => lines.some((line) => line.startsWith('mailbox read again')));
    expect((await commentsOf(id)).map((one) => one.text)).toEqual(['建议加快办理。', '之后']);
    expect(lines.filter((line) => line.startsWith('mailbox not read'))).toHaveLength(1);
    expect(lines.join('\n')).not.toMatch(/pass|word 1|comments%40|comments@/);
  });

  test('loses no mail that somebody opened in another program first', async () => {
    const { id, to } = await collecting();
    const { imap } = await watching({
      before: (server) => server.deliver(mail({ id: 'opened@x.example.org', to }), noon, ['\\Seen']),
    });
    await until(async () => (await commentsOf(id)).length === 1);
    expect(await imap.seen()).toBe(1);
  });

  test('is read by one process only; when it ends, the next takes over', async () => {
    const { id, to } = await collecting();
    const first = await watching();
    await first.imap.deliver(mail({ id: 'first@x.example.org', to }), noon);
    await until(async () => (await first.imap.seen()) === 1);
    const second = await watching({
      before: (server) => server.deliver(mail({ id: 'second@x.example.org', to, body: '第二条' }), noon),
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await second.imap.seen()).toBe(0);
    await first.watch.stop();
    await until(async () => (await second.imap.seen()) === 1);
    expect(await commentsOf(id)).toHaveLength(2);
  });

  test('offers a mail again while the ledger cannot take it, and in the end puts it before a person', async () => {
    const { to } = await collecting();
    let tries = 0;
    const { imap } = await watching({
      deps: {
        ...deps,
        receive: () => {
          tries++;
          return Promise.reject(new Error('not today'));
        },
      },
      before: (server) => server.deliver(mail({ id: 'never@x.example.org', to }), noon),
    });
    await until(async () => (await imap.seen()) === 1);
    expect(tries).toBe(3);
    expect(await classOf('<never@x.example.org>')).toEqual({
      class: 'unsorted',
      detail: expect.stringContaining('not today'),
    });
  });
});

describe('one mail', () => {
  test('taken again after a crash between comment and record is there once', async () => {
    const { id, to } = await collecting();
    const raw = mail({ id: 'crash@x.example.org', to });
    const crash: InboxDeps = {
      ...deps,
      receive: async (comment) => {
        await deps.receive(comment);
        throw new Error('killed');
      },
    };
    await expect(takeMail(crash, raw, noon)).rejects.toThrow('killed');
    expect(await takeMail(deps, raw, noon)).toMatchObject({ class: 'comment', period: id, no: 1 });
    expect(await takeMail(deps, raw, noon)).toEqual({ class: 'again', id: '<crash@x.example.org>' });
    expect(await commentsOf(id)).toHaveLength(1);
  });

  test('for one of two open periods waits whole for a person, who gives it its place once', async () => {
    const one = await collecting(undefined, 'shared@example.org');
    const two = await collecting(undefined, 'shared@example.org');
    const raw = mail({ id: 'which@x.example.org', to: 'shared@example.org' });
    expect(await takeMail(deps, raw, noon)).toMatchObject({ class: 'unsorted' });
    const waiting = (await openMails(database.ledger)).find((one) => one.id === '<which@x.example.org>');
    expect(waiting?.detail).toContain('分不清属于哪一项征求意见');
    // Two people with two periods at once: one comment.
    const tries = [one, two, one, two].map(({ id }) => sortedByPerson(deps, '<which@x.example.org>', id, person, noon));
    const results = await Promise.allSettled(tries);
    expect(results).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'mail-assigned' }) });
    const became = [...(await commentsOf(one.id)), ...(await commentsOf(two.id))];
    expect(became).toMatchObject([{ text: '建议加快办理。', arrivedAt: noon }]);
    // The title in the subject is enough.
    const named = mail({
      id: 'named@x.example.org',
      to: 'shared@example.org',
      subject: `对${one.id.split('/')[0]}方案的意见`,
    });
    expect(await takeMail(deps, named, noon)).toMatchObject({ class: 'comment', period: one.id });
  });

  test('whose opinion is its subject waits for a person, and the subject becomes the words', async () => {
    const { id, to } = await collecting();
    await takeMail(deps, mail({ id: 'subject@x.example.org', to, subject: '请缩短审批时间', body: '' }), noon);
    expect(await classOf('<subject@x.example.org>')).toMatchObject({ class: 'unsorted' });
    await sortedByPerson(deps, '<subject@x.example.org>', id, person, noon);
    const assigned = { subject: `comment/${id}/1`, kind: 'comment.mailAssigned' };
    expect(await eventsOf(database.ledger, assigned)).toMatchObject([{ actor: person, at: noon }]);
    expect(await commentsOf(id)).toMatchObject([{ text: '主题：请缩短审批时间' }]);
  });
});

describe('a receipt', () => {
  const write = (id: string, to: string, from = 'li@example.net', more = {}) =>
    takeMail(deps, mail({ id, to, from, ...more }), noon);

  test('leaves once, says what it is, and repeats nothing of the comment', async () => {
    const { id, to } = await collecting();
    await write('once@x.example.org', to, '=?utf-8?B?5p2OQmNjOg==?= <once@example.net>', {
      subject: '秘密',
      body: '秘密',
    });
    expect(await sendReceipts(mailDeps, id, noon)).toEqual({ sent: 1, failed: 0, more: false });
    expect(await sendReceipts(mailDeps, id, noon)).toEqual({ sent: 0, failed: 0, more: false });
    const [received] = smtp.messages;
    const [comment] = await commentsOf(id);
    expect(smtp.messages).toHaveLength(1);
    expect(received).toMatchObject({ to: 'once@example.net', from: to, messageId: receiptMessageId(id, 1, publicUrl) });
    expect(received?.subject).toBe(`【意见回执】${id.split('/')[0]}方案`);
    expect(received?.headers.get('auto-submitted')).toBe('auto-replied');
    for (const part of [received?.text, received?.html]) {
      expect(part).toContain(comment?.receipt);
      expect(part).toContain(`${publicUrl}/public/receipt`);
      expect(part).toContain('2027年1月4日 12:00');
      expect(part).not.toContain('秘密');
    }
  });

  test('of a comment that came late says so', async () => {
    const { id, to } = await collecting();
    await takeMail(deps, mail({ id: 'late@x.example.org', to, from: 'late@example.net' }), at.open + 60 * 24 * hour);
    await sendReceipts(mailDeps, id, noon);
    expect(smtp.messages[0]?.text).toContain('按逾期意见登记');
  });

  test('never goes to machines or to ourselves', async () => {
    const { id, to } = await collecting();
    await write('noreply@x.example.org', to, 'no-reply@example.net');
    await write('self@x.example.org', to, to);
    expect(await sendReceipts(mailDeps, id, noon)).toEqual({ sent: 0, failed: 1, more: false });
    expect((await commentsOf(id)).map((one) => [one.receipt_status, one.receipt_error])).toEqual([
      ['none', null],
      ['failed', '是本机构自己的邮箱'],
    ]);
    expect(smtp.messages).toEqual([]);
  });

  test('that is refused for good is failed; one that is put off does not hold the others up', async () => {
    const { id, to } = await collecting();
    for (const name of ['gone', 'busy', 'fine']) await write(`${name}@x.example.org`, to, `${name}@example.net`);
    smtp.refuse('gone@example.net', 550);
    smtp.refuse('busy@example.net', 450);
    await expect(sendReceipts(mailDeps, id, noon)).rejects.toMatchObject({ code: 'mail-unavailable' });
    expect((await commentsOf(id)).map((one) => one.receipt_status)).toEqual(['failed', 'sending', 'sent']);
    smtp.refuse('busy@example.net', undefined);
    await smtp.down();
    await expect(sendReceipts(mailDeps, id, noon)).rejects.toMatchObject({ code: 'mail-unavailable' });
    await smtp.up();
    expect(await sendReceipts(mailDeps, id, noon)).toEqual({ sent: 1, failed: 0, more: false });
    expect(smtp.messages.map((message) => message.to)).toEqual(['fine@example.net', 'busy@example.net']);
  });

  test('that comes back is on record as not delivered', async () => {
    const { id, to } = await collecting();
    await write('bounced@x.example.org', to, 'lost@example.net');
    await sendReceipts(mailDeps, id, noon);
    const back = bounce(receiptMessageId(id, 1, publicUrl), 'lost@example.net');
    expect(await takeMail(deps, back, noon)).toMatchObject({ class: 'bounce' });
    expect(await commentsOf(id)).toMatchObject([
      { receipt_status: 'failed', receipt_error: expect.stringContaining('550') },
    ]);
    expect(await classOf('<bounce@mx.example.org>')).toMatchObject({
      detail: expect.stringContaining('lost@example.net'),
    });
  });

  test('answered by a machine stays unanswered, and one that does not own up stops after five', async () => {
    const { id, to } = await collecting();
    const machine = 'robot@example.net';
    await write('loop0@x.example.org', to, machine);
    await sendReceipts(mailDeps, id, noon);
    const polite = mail({ id: 'polite@x.example.org', to, from: machine, headers: 'Auto-Submitted: auto-replied\n' });
    expect(await takeMail(deps, polite, noon)).toMatchObject({ class: 'auto-reply' });
    for (let turn = 1; turn <= 8; turn++) {
      const answered = `In-Reply-To: ${smtp.messages.at(-1)?.messageId}\n`;
      await takeMail(
        deps,
        mail({ id: `loop${turn}@x.example.org`, to, from: machine, headers: answered, body: `收到${turn}` }),
        noon,
      );
      await sendReceipts(mailDeps, id, noon + turn * 1000);
    }
    expect(smtp.messages).toHaveLength(5);
    expect((await commentsOf(id)).slice(5).map((one) => one.receipt_error)).toEqual(Array(4).fill('回执过多'));
    // The answers themselves are kept: somebody may have written them.
    expect(await commentsOf(id)).toHaveLength(9);
  });

  test('answered to a shared mailbox brings the answer to its period', async () => {
    const one = await collecting(undefined, 'both@example.org');
    await collecting(undefined, 'both@example.org');
    await receiveComment(database.ledger, commentOf(one.id, 'web', { contact: 'web@example.net' }));
    await sendReceipts(mailDeps, one.id, noon);
    const answer = `References: <x@y> ${smtp.messages[0]?.messageId}\n`;
    expect(
      await takeMail(deps, mail({ id: 're@x.example.org', to: 'both@example.org', headers: answer }), noon),
    ).toMatchObject({
      class: 'comment',
      period: one.id,
      no: 2,
    });
  });
});
