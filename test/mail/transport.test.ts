/** What a real mail server says and does, and what it means for a letter. */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { classify, type Failure } from '../../activities/mail/classify.js';
import { listMailbox, readAttachment, readMailbox } from '../../activities/mail/mailbox.js';
import {
  folderTransport,
  type Message,
  openTransport,
  smtpTransport,
  type Transport,
} from '../../activities/mail/transport.js';
import { instantOf } from '../../domain/day.js';
import { type MailServer, startMailServer } from '../harness/smtp.js';

const message = (change: Partial<Message> = {}): Message => ({
  messageId: '<abc@duban.example.org>',
  at: instantOf('2023-12-01', 540),
  date: instantOf('2023-12-01', 541),
  from: { name: '领导小组办公室', address: 'office@office.example.org' },
  to: 'liaison@fgj.example.org',
  subject: '【督办】2023-12-01 区发展改革局：临期提醒3项',
  text: '正文',
  html: '<p>正文</p>',
  references: ['<root1@duban.example.org>', '<root2@duban.example.org>'],
  attachments: [],
  ...change,
});

const quick = { timeouts: { connectionTimeout: 2000, greetingTimeout: 2000, socketTimeout: 400 } };

describe('a mail server', () => {
  let server: MailServer;
  let transport: Transport;

  beforeAll(async () => {
    server = await startMailServer();
    transport = smtpTransport(server.url, quick);
  });
  afterEach(() => {
    server.fail(undefined);
    server.messages.length = 0;
  });
  afterAll(async () => {
    await transport.close();
    await server.close();
  });

  const failureOf = async (change: Partial<Message> = {}): Promise<Failure> =>
    transport.send(message(change)).then(
      () => {
        throw new Error('the server took it');
      },
      (error: unknown) => classify(error),
    );

  test('receives a letter whole: headers, both texts, calendar, document', async () => {
    const ics = 'BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n';
    const document = {
      filename: '关于“技改”任务的督办函.docx',
      content: Buffer.from('PK'),
      contentType: 'application/octet-stream',
    };
    const { response } = await transport.send(message({ ics, attachments: [document] }));
    expect(response).toMatch(/^250/);
    const [mail] = server.messages;
    expect(mail?.to).toBe('liaison@fgj.example.org');
    expect(mail?.subject).toBe('【督办】2023-12-01 区发展改革局：临期提醒3项');
    expect(mail?.messageId).toBe('<abc@duban.example.org>');
    expect(mail?.headers.get('in-reply-to')).toBe('<root1@duban.example.org>');
    expect(mail?.headers.get('references')).toBe('<root1@duban.example.org> <root2@duban.example.org>');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.text.trim()).toBe('正文');
    expect(mail?.html.trim()).toBe('<p>正文</p>');
    expect(mail?.ics).toContain('METHOD:PUBLISH');
    expect(mail?.attachments.map((a) => a.filename)).toContain('关于“技改”任务的督办函.docx');
  });

  test('cannot be given a second receiver or header by words in a letter', async () => {
    await transport.send(
      message({
        subject: '甲\r\nBcc: spy@example.org\r\n\r\n乙',
        from: { name: '局\r\nReply-To: spy@example.org', address: 'a@example.org' },
      }),
    );
    const [mail] = server.messages;
    expect([...(mail?.headers.keys() ?? [])]).not.toContain('bcc');
    expect([...(mail?.headers.keys() ?? [])]).not.toContain('reply-to');
    await transport.send(message({ to: 'a@example.org, spy@example.org' })).catch(() => {});
    expect(server.messages.map((m) => m.to)).not.toContain('spy@example.org');
  });

  test.each([
    [450, 'transient', 'server'],
    [550, 'permanent', 'address'],
    [421, 'transient', 'server'],
  ] as const)('answers %i to the receiver: %s', async (code, kind, blames) => {
    server.refuse('liaison@fgj.example.org', code);
    const failure = await failureOf();
    server.refuse('liaison@fgj.example.org', undefined);
    // On 421 the server hangs up and its words are lost.
    expect(failure).toMatchObject({
      class: kind,
      blames,
      reason: expect.stringContaining(code === 421 ? '连接' : `test server says ${code}`),
    });
  });

  test.each([
    [451, 'transient', 'server'],
    [554, 'permanent', 'message'],
    [552, 'permanent', 'message'],
  ] as const)('answers %i to the message: %s', async (code, kind, blames) => {
    server.fail('data', code);
    expect(await failureOf()).toMatchObject({ class: kind, blames });
  });

  test('refuses our own sender: our configuration, nobody’s address', async () => {
    server.fail('mail', 553);
    expect(await failureOf()).toMatchObject({ class: 'configuration', blames: 'server' });
  });

  test.each(['reset-in-data', 'reset-after-data', 'silent'] as const)(
    '%s: transient, to be tried again with the same id',
    async (stage) => {
      server.fail(stage);
      expect(await failureOf()).toMatchObject({ class: 'transient' });
    },
  );

  test('an address that is none is permanent before any server is asked', async () => {
    expect(await failureOf({ to: '' })).toMatchObject({ class: 'permanent', blames: 'address' });
  });

  test('that is down or unknown is transient, and takes the letter when it is up again', async () => {
    await server.down();
    expect(await failureOf()).toMatchObject({ class: 'transient' });
    await server.up();
    await transport.send(message());
    expect(server.messages).toHaveLength(1);
    const nowhere = smtpTransport('smtp://no-such-host.invalid:25', quick);
    const failure = await nowhere.send(message()).catch(classify);
    expect(failure).toMatchObject({ class: 'transient' });
    await nowhere.close();
  });

  test('an aborted activity ends its sending', async () => {
    server.fail('silent');
    const slow = smtpTransport(server.url);
    const stop = new AbortController();
    const sending = slow.send(message(), stop.signal).catch(classify);
    setTimeout(() => stop.abort(), 100);
    expect(await sending).toMatchObject({ class: 'transient' });
    await slow.close();
  });
});

test('a wrong password is a fault of the configuration, not of a receiver', async () => {
  const server = await startMailServer({ login: { user: 'duban', pass: 'right' } });
  const wrong = smtpTransport(server.url.replace('right', 'wrong'), quick);
  const right = smtpTransport(server.url, quick);
  try {
    expect(classify(await wrong.verify().catch((e: unknown) => e))).toMatchObject({ class: 'configuration' });
    expect(classify(await wrong.send(message()).catch((e: unknown) => e))).toMatchObject({
      class: 'configuration',
      blames: 'server',
    });
    const nobody = smtpTransport(`smtp://127.0.0.1:${server.port}`, quick);
    expect(classify(await nobody.send(message()).catch((e: unknown) => e))).toMatchObject({ class: 'configuration' });
    await nobody.close();
    await right.verify();
    expect(await right.send(message())).toEqual({ response: expect.stringMatching(/^250/) });
  } finally {
    await wrong.close();
    await right.close();
    await server.close();
  }
});

test('an SMTP_URL that is none is named without its password', () => {
  for (const url of ['mail.example.org', 'http://mail.example.org', 'smtp://'])
    expect(() => smtpTransport(url)).toThrow('SMTP_URL');
  expect(() => smtpTransport('ftp://u:geheim@mail.example.org')).toThrow('***');
  expect(() => smtpTransport('ftp://u:geheim@mail.example.org')).not.toThrow('geheim');
});

describe('without a mail server', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duban-mailbox-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('letters are files that only we may read, listed newest first, opened whole', async () => {
    const outbox = join(folder, 'outbox');
    expect(await listMailbox(outbox)).toEqual({ total: 0, letters: [] });
    const transport = openTransport(undefined, outbox);
    const attachment = {
      filename: '督办函.docx',
      content: Buffer.from('PK\u0003\u0004'),
      contentType: 'application/octet-stream',
    };
    await transport.send(message());
    await transport.send(
      message({
        messageId: '<second@h>',
        at: instantOf('2023-12-04', 540),
        subject: '第二封',
        attachments: [attachment],
      }),
    );
    const { total, letters } = await listMailbox(outbox);
    expect(total).toBe(2);
    expect(letters.map((l) => [l.subject, l.to])).toEqual([
      ['第二封', 'liaison@fgj.example.org'],
      ['【督办】2023-12-01 区发展改革局：临期提醒3项', 'liaison@fgj.example.org'],
    ]);
    expect((await listMailbox(outbox, 1, 1)).letters.map((l) => l.id)).toEqual([letters[1]?.id]);
    const opened = await readMailbox(outbox, letters[0]?.id ?? '');
    expect(opened).toMatchObject({
      text: expect.stringContaining('正文'),
      html: expect.stringContaining('<p>正文</p>'),
    });
    expect(opened.attachments).toEqual([
      { filename: '督办函.docx', contentType: 'application/octet-stream', bytes: 4 },
    ]);
    expect((await readAttachment(outbox, letters[0]?.id ?? '', 0)).content.toString()).toBe('PK\u0003\u0004');
    expect((await stat(join(outbox, `${letters[0]?.id}.eml`))).mode & 0o777).toBe(0o600);
  });

  test('a letter written twice is there once, and half-written files are not listed', async () => {
    const outbox = join(folder, 'twice');
    const transport = folderTransport(outbox);
    await transport.send(message());
    await transport.send(message({ date: instantOf('2023-12-02') }));
    await writeFile(join(outbox, '.20231201T0900-0123456789abcdef.aa.tmp'), 'half');
    expect((await listMailbox(outbox)).total).toBe(1);
    expect((await readdir(outbox)).filter((f) => f.endsWith('.eml'))).toHaveLength(1);
  });

  test('no name leads out of the folder', async () => {
    for (const id of ['../../etc/passwd', '20231201T0900-0123456789abcdef', '']) {
      await expect(readMailbox(folder, id)).rejects.toThrow('没有');
    }
  });
});
