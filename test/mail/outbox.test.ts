/** The outbox on a real mail server and a real ledger: each letter reaches somebody once, or the office learns why not. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { badAddresses } from '../../activities/ledger/addresses.js';
import { addStandIn, saveDirectory } from '../../activities/ledger/directory.js';
import { loadLetter } from '../../activities/ledger/letters.js';
import { savePlan } from '../../activities/ledger/plans.js';
import { recordTask } from '../../activities/ledger/tasks.js';
import { readLink } from '../../activities/links.js';
import { type OutboxDeps, sendLetter } from '../../activities/mail/outbox.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import { smtpTransport, type Transport } from '../../activities/mail/transport.js';
import { instantOf } from '../../domain/day.js';
import { planSchema } from '../../domain/plan.js';
import { copyOf } from '../../domain/schedule/copies.js';
import type { Actor } from '../../domain/task.js';
import { testLedger } from '../harness/ledger.js';
import { type MailServer, startMailServer } from '../harness/smtp.js';
import { directory, draft, notice, tasks } from './sample.js';

const secret = 'a secret of more than sixteen characters';
const now = instantOf('2023-12-01', 541);
const actor: Actor = { name: '测试', role: 'office' };

let server: MailServer;
let database: Awaited<ReturnType<typeof testLedger>>;
let transport: Transport;
let deps: OutboxDeps;
let count = 0;

/** A fresh letter to 区发展改革局 about tasks 1 and 4. */
const letter = (unit = 'fgj') =>
  draft({
    kind: 'digest',
    unit,
    key: `digest/office/${++count}/${unit}`,
    notices: [notice(1, unit, 'reminder'), notice(4, unit, 'assignment')],
  });

beforeAll(async () => {
  [server, database] = await Promise.all([startMailServer(), testLedger()]);
  await savePlan(
    database.ledger,
    planSchema.parse({
      id: 'lvse',
      title: '绿色发展2023年重点任务',
      number: '区发改〔2023〕15号',
      issuer: '区发展改革局',
      issued: '2023-07-17',
      year: 2023,
      tasks: [{ number: 1, title: '项目', duties: [], due: '2023-12-31', dueSource: 'default' }],
    }),
    now,
  );
  for (const task of tasks) await recordTask(database.ledger, task, []);
  transport = smtpTransport(server.url, {
    timeouts: { connectionTimeout: 2000, greetingTimeout: 2000, socketTimeout: 1000 },
  });
  deps = {
    ledger: database.ledger,
    sources: ledgerSources(database.ledger),
    transport,
    publicUrl: 'https://duban.example.org',
    linkSecret: secret,
  };
});
beforeEach(async () => {
  await saveDirectory(database.ledger, directory, actor, now);
});
afterEach(async () => {
  server.fail(undefined);
  await server.up();
  server.messages.length = 0;
});
afterAll(async () => {
  await transport.close();
  await server.close();
  await database.close();
});

describe('a letter', () => {
  test('leaves once, is on record word for word, and carries links of its unit', async () => {
    const one = letter();
    expect(await sendLetter(deps, one, now)).toEqual({
      key: one.key,
      status: 'sent',
      to: 'liaison@fgj.example.org',
      refused: [],
      copies: [],
    });
    expect(await sendLetter(deps, one, now)).toMatchObject({
      status: 'sent',
      to: 'liaison@fgj.example.org',
      refused: [],
    });
    expect(server.messages).toHaveLength(1);
    const [mail] = server.messages;
    const held = await loadLetter(database.ledger, one.key);
    expect(held).toMatchObject({
      status: 'sent',
      subject: mail?.subject,
      messageId: mail?.messageId,
      templateVersion: 'digest@1',
      perhapsTwice: false,
    });
    expect(mail?.text.trim().replaceAll('\r\n', '\n')).toBe(held?.text?.trim());
    expect(mail?.from).toBe('liaison@office.example.org');
    expect(mail?.text).toContain('《绿色发展2023年重点任务》（区发改〔2023〕15号）');
    const tokens = [...(mail?.text ?? '').matchAll(/https:\/\/duban\.example\.org\/r\/(\S+)/g)].map(([, token]) =>
      readLink(secret, token ?? '', now),
    );
    expect(
      tokens.map((reading) =>
        reading.ok ? [reading.claims.unit, reading.claims.purpose, reading.claims.tasks.length] : reading,
      ),
    ).toEqual([
      ['fgj', 'sign-all', 2],
      ['fgj', 'task', 1],
      ['fgj', 'task', 1],
    ]);
  });

  test('goes to a stand-in on the days of absence, and says so', async () => {
    await addStandIn(
      database.ledger,
      'fgj',
      { role: 'liaison', address: 'daili@fgj.example.org', from: '2023-12-01', until: '2023-12-05' },
      actor,
      now,
    );
    expect(await sendLetter(deps, letter(), now)).toMatchObject({ to: 'daili@fgj.example.org' });
    expect(server.messages[0]?.text).toContain('您作为联络员的代理人收到本信');
    expect(await sendLetter(deps, letter(), instantOf('2023-12-06', 541))).toMatchObject({
      to: 'liaison@fgj.example.org',
    });
  });

  test('refused for good by one address climbs to the head; the address is not tried again', async () => {
    server.refuse('liaison@jsj.example.org', 550);
    const first = await sendLetter(deps, letter('jsj'), now);
    expect(first).toMatchObject({ status: 'sent', to: 'head@jsj.example.org' });
    expect(first.refused).toEqual([{ address: 'liaison@jsj.example.org', reason: expect.stringContaining('550') }]);
    expect(server.messages[0]?.text).toContain('改送主要负责人');
    expect([...(await badAddresses(database.ledger)).keys()]).toEqual(['liaison@jsj.example.org']);
    server.refuse('liaison@jsj.example.org', undefined);
    const second = await sendLetter(deps, letter('jsj'), now);
    expect(second).toMatchObject({ to: 'head@jsj.example.org', refused: [] });
  });

  test('that nobody takes is undeliverable, on record, and leaves when an address is put right', async () => {
    for (const role of ['liaison', 'head', 'leader']) server.refuse(`${role}@hbj.example.org`, 551);
    const one = letter('hbj');
    const lost = await sendLetter(deps, one, now);
    expect(lost).toMatchObject({ status: 'undeliverable' });
    expect(lost.refused).toHaveLength(3);
    expect(await loadLetter(database.ledger, one.key)).toMatchObject({ status: 'undeliverable' });
    const unknown = await sendLetter(deps, letter('no-such-unit'), now);
    expect(unknown).toMatchObject({ status: 'undeliverable', refused: [] });
    const units = directory.units.map((u) =>
      u.id === 'hbj' ? { ...u, contacts: [{ role: 'liaison' as const, address: 'new@hbj.example.org' }] } : u,
    );
    await saveDirectory(database.ledger, { ...directory, units }, actor, now);
    expect(await sendLetter(deps, one, now)).toMatchObject({ status: 'sent', to: 'new@hbj.example.org' });
  });

  test('whose content is refused does not cost its receivers their addresses', async () => {
    server.fail('data', 554);
    const before = (await badAddresses(database.ledger)).size;
    expect(await sendLetter(deps, letter(), now)).toMatchObject({ status: 'undeliverable' });
    expect((await badAddresses(database.ledger)).size).toBe(before);
  });
});

describe('trouble on the way', () => {
  test('a mail server that is down: the caller is told to come again, later the letter leaves once', async () => {
    const one = letter();
    await server.down();
    await expect(sendLetter(deps, one, now)).rejects.toMatchObject({ code: 'mail-unavailable', retryable: true });
    await expect(sendLetter(deps, one, now)).rejects.toMatchObject({ code: 'mail-unavailable' });
    expect(await loadLetter(database.ledger, one.key)).toMatchObject({ status: 'retry', tries: 2 });
    await server.up();
    expect(await sendLetter(deps, one, instantOf('2023-12-03'))).toMatchObject({ status: 'sent' });
    expect(server.messages).toHaveLength(1);
    expect(await loadLetter(database.ledger, one.key)).toMatchObject({ status: 'sent', perhapsTwice: false });
  });

  test('a refusal followed by an outage is still told when the letter leaves at last', async () => {
    await database.ledger.db.execute('delete from bad_address');
    const one = letter('hbj');
    server.refuse('liaison@hbj.example.org', 550);
    server.refuse('head@hbj.example.org', 450);
    await expect(sendLetter(deps, one, now)).rejects.toMatchObject({ code: 'mail-unavailable' });
    server.refuse('head@hbj.example.org', undefined);
    const delivery = await sendLetter(deps, one, now);
    expect(delivery).toMatchObject({ to: 'head@hbj.example.org', refused: [{ address: 'liaison@hbj.example.org' }] });
    expect(await loadLetter(database.ledger, one.key)).toMatchObject({
      refused: [{ address: 'liaison@hbj.example.org' }],
    });
  });

  test('killed between handing over and marking: sent again with the same id, on record as perhaps twice', async () => {
    const one = letter();
    const killed: Transport = {
      ...transport,
      async send(message, signal) {
        await transport.send(message, signal);
        // As after kill -9: nothing that follows in this process happens.
        return new Promise(() => {});
      },
    };
    void sendLetter({ ...deps, transport: killed }, one, now);
    while (server.messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await loadLetter(database.ledger, one.key)).toMatchObject({ status: 'sending' });
    expect(await sendLetter(deps, one, now)).toMatchObject({ status: 'sent' });
    expect(server.messages.map((m) => m.messageId)).toEqual([
      server.messages[0]?.messageId,
      server.messages[0]?.messageId,
    ]);
    expect(await loadLetter(database.ledger, one.key)).toMatchObject({ status: 'sent', perhapsTwice: true });
  });

  test('two workers with one letter at one moment: one sends it', async () => {
    const one = letter();
    const results = await Promise.allSettled([sendLetter(deps, one, now), sendLetter(deps, one, now)]);
    expect(results.filter((r) => r.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    expect(server.messages).toHaveLength(1);
  });

  test('a wrong password keeps the letter and names the setting', async () => {
    const strict = await startMailServer({ login: { user: 'duban', pass: 'right' } });
    const wrong = smtpTransport(strict.url.replace('right', 'wrong'));
    const one = letter();
    await expect(sendLetter({ ...deps, transport: wrong }, one, now)).rejects.toMatchObject({
      code: 'mail-login',
      message: expect.stringContaining('SMTP_URL'),
    });
    await wrong.close();
    await strict.close();
    expect(await sendLetter(deps, one, now)).toMatchObject({ status: 'sent', refused: [] });
  });
});

describe('督办函', () => {
  const formal = () =>
    draft({
      kind: 'supervision-letter',
      role: 'head',
      key: `supervision-letter/office/${++count}/fgj`,
      notices: [notice(1, 'fgj', 'supervision-letter')],
      formal: { id: 'f1', number: '绿发办函〔2024〕3号', copies: ['jsj'], approvedBy: '办公室' },
    });

  test('reaches the head with the document, the supporting unit’s liaison in copy, each under its own key', async () => {
    await database.ledger.db.execute('delete from bad_address');
    const one = formal();
    const delivery = await sendLetter(deps, one, now);
    expect(delivery).toMatchObject({
      to: 'head@fgj.example.org',
      copies: [{ key: `${one.key}/copy/jsj`, to: 'liaison@jsj.example.org' }],
    });
    const [main, copy] = server.messages;
    expect(main?.attachments.map((a) => [a.filename, a.content.subarray(0, 2).toString()])).toEqual([
      ['关于“实施3个以上重点技改项目”任务的督办函.docx', 'PK'],
    ]);
    expect(copy?.attachments).toHaveLength(1);
    expect(copy?.subject).toContain('抄送');
    expect(copy?.text).not.toContain('/r/');
    expect(copy?.messageId).not.toBe(main?.messageId);
  });

  test('whose copy waits for the mail server is not sent to the main receiver again', async () => {
    const one = formal();
    server.refuse('liaison@jsj.example.org', 450);
    await expect(sendLetter(deps, one, now)).rejects.toMatchObject({ code: 'mail-unavailable' });
    server.refuse('liaison@jsj.example.org', undefined);
    expect(await sendLetter(deps, one, now)).toMatchObject({ status: 'sent', copies: [{ status: 'sent' }] });
    expect(server.messages.map((m) => m.to)).toEqual(['head@fgj.example.org', 'liaison@jsj.example.org']);
    expect(copyOf(one, 'jsj').facts).toEqual({ copyOf: 'fgj' });
  });
});
