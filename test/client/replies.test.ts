/** Answers by mail that wait for the office: on its pages without script, by the API and by command. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimLetter, markSent, startSending } from '../../activities/ledger/outbox.js';
import { savePlan } from '../../activities/ledger/plans.js';
import { letterWithId } from '../../activities/ledger/replies.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { folderTransport } from '../../activities/mail/transport.js';
import { run } from '../../client/cli/program.js';
import { readMail } from '../../client/inbox/read-mail.js';
import type { ReplyDesk } from '../../client/replies/reply-desk.js';
import { takeReply } from '../../client/replies/take-reply.js';
import { type MailParts, mail } from '../inbox/mails.js';
import { draftOf, rendered } from '../ledger/samples.js';
import { launchedAt, plan, secret, type TestSite, testSite, token } from './site.js';

const unit = 'wch-jjfzj';
const id = (number: number) => `street-2026/2026/${number}`;
let site: TestSite;
let session: Awaited<ReturnType<TestSite['login']>>;
let address = '';
let count = 0;

beforeAll(async () => {
  site = await testSite();
  session = await site.login('李明');
  await savePlan(site.ledger, { ...plan, findings: [] }, launchedAt);
  await site.web.inject({
    method: 'POST',
    url: '/api/plans/street-2026/launch',
    headers: { authorization: `Bearer ${token}` },
    payload: {},
  });
  const draft = { ...draftOf(`digest/${unit}/2026-03-02`, [id(1), id(2)]), unit };
  await claimLetter(site.ledger, draft);
  await startSending(site.ledger, draft.key, rendered);
  await markSent(site.ledger, draft.key, {
    to: rendered.to,
    sentAt: launchedAt,
    response: '250',
    refused: [],
    perhapsTwice: false,
  });
  address = await site.web.listen({ host: '127.0.0.1', port: 0 });
  process.env['DUBAN_URL'] = address;
  process.env['DUBAN_TOKEN'] = token;
});
afterAll(async () => {
  delete process.env['DUBAN_URL'];
  delete process.env['DUBAN_TOKEN'];
  await site.close();
});

/** An answer to the letter, taken as the mailbox would; `auth`: the server whose word on senders is demanded. */
async function answered(parts: MailParts, auth?: string) {
  const office = {
    act: async () => Promise.reject(new Error('nothing is to be carried out')),
    resend: async () => {},
  } satisfies ReplyDesk['office'];
  const desk: ReplyDesk = {
    office,
    transport: folderTransport('/nowhere'),
    replyTo: 'duban@example.org',
    linkSecret: secret,
    now: async () => site.clock.now,
    ...(auth === undefined ? {} : { authServer: auth }),
  };
  const letter = await letterWithId(site.ledger, [rendered.messageId]);
  if (letter === undefined) throw new Error('no letter');
  const read = await readMail(mail({ id: `reply${++count}@mail.example.org`, ...parts }));
  return takeReply(site.ledger, desk, read, letter, site.clock.now, site.clock.now);
}
const page = async (url: string) => (await site.web.inject({ url, headers: { cookie: session.cookie } })).body;
const post = (url: string, fields: Readonly<Record<string, string>>) =>
  site.web.inject({
    method: 'POST',
    url,
    headers: { cookie: session.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...fields, csrf: session.csrf }).toString(),
  });
async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

describe('on the pages', () => {
  test('a mail of a stranger is shown as what it is, and carried out as it was read, with a reason', async () => {
    const { no } = await answered({
      from: 'stranger@mail.example.org',
      subject: '<b>答复</b>',
      body: '第2项进展：<i>已开工</i>',
    });
    expect(await page('/')).toContain('有1封单位的回信等办公室处理');
    expect(await page('/letters')).toContain('href="/replies"');
    const list = await page('/replies');
    expect(list).toContain('待处理的回信（1封）');
    expect(list).toContain('发件地址不是该单位名录中的联系地址');
    expect(list).not.toContain('<b>答复');
    const one = await page(`/replies/${no}`);
    expect(one).toContain('&lt;i>已开工');
    expect(one).toContain('照此代为办理');

    const refused = await post(`/replies/${no}`, { act: 'carry', reason: '' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('理由');
    const done = await post(`/replies/${no}`, { act: 'carry', reason: '已电话核实' });
    expect(done.headers.location).toBe('/replies?done=replyCarried');
    expect((await loadTask(site.ledger, id(2)))?.progress).toMatchObject({ unit, by: '李明' });
    expect(site.asked.at(-1)).toMatchObject([
      'act',
      id(2),
      {},
      { onBehalfOf: unit, why: `已电话核实（第${no}号回信）` },
    ]);
    const again = await post(`/replies/${no}`, { act: 'dismiss', reason: '重复' });
    expect([again.statusCode, again.body.includes('已由李明于')]).toEqual([409, true]);
    expect(await page('/replies?all=yes')).toContain('已代为办理');
  });

  test('words that the rules cannot read: the office says what is meant, and what was typed stays when it is refused', async () => {
    const { no } = await answered({ from: 'stranger@mail.example.org', body: '二号任务弄好了，园区路通了。' });
    const form = { act: 'carry', task: id(2), kind: 'requestExtension', text: '园区路通了', reason: '已核实' };
    const refused = await post(`/replies/${no}`, form);
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('园区路通了</textarea>');
    const other = await post(`/replies/${no}`, { ...form, kind: 'report', task: id(3) });
    expect(other.body).toContain(`不在第${no}号回信所答复的信中`);
    await post(`/replies/${no}`, { ...form, kind: 'report' });
    expect((await loadTask(site.ledger, id(2)))?.report).toMatchObject({ text: '园区路通了', unit });
  });

  test('a page of a mail that is not there, and one without a session', async () => {
    expect((await site.web.inject({ url: '/replies/999', headers: { cookie: session.cookie } })).statusCode).toBe(404);
    expect((await site.web.inject({ url: '/replies' })).statusCode).toBe(401);
  });
});

test('where the mail server must vouch for the sender, its own word on top counts and no other', async () => {
  const { contacts } = (
    await (await import('../../activities/ledger/directory.js')).loadDirectory(site.ledger)
  ).units.find((one) => one.id === unit) ?? { contacts: [] };
  const from = contacts[0]?.address ?? '';
  const result = (words: string) => ({
    from,
    body: '收到？',
    headers: words === '' ? '' : `Authentication-Results: ${words}\n`,
  });
  const whys = [];
  for (const words of [
    '',
    'mx.example.org; spf=pass; dmarc=pass header.from=example.org',
    'evil.example.org; dmarc=pass',
    'mx.example.org; dkim=pass; dmarc=fail',
  ])
    whys.push((await answered(result(words), 'mx.example.org')).why);
  expect(whys).toEqual(['unauthenticated', 'unclear', 'unauthenticated', 'unauthenticated']);
});

test('by command: list, show, carry, dismiss; refused with exit 1, wrong usage with exit 2', async () => {
  const { no } = await answered({ from: 'stranger@mail.example.org', body: '第1项进展：已开工' });
  const { no: other } = await answered({ from: 'stranger@mail.example.org', body: '请问电话多少？' });
  const list = JSON.parse((await duban('reply', 'list', '--json')).out) as { replies: { no: number; why: string }[] };
  expect(list.replies.slice(-2).map((one) => [one.no, one.why])).toEqual([
    [no, 'foreign'],
    [other, 'foreign'],
  ]);
  expect((await duban('reply', 'show', String(no))).out).toContain('报告进展：已开工');
  expect((await duban('reply', 'carry', String(no))).code).toBe(2);
  const carried = await duban('reply', 'carry', String(no), '--why', '电话核实', '--by', '王芳', '--json');
  expect([carried.code, JSON.parse(carried.out).status]).toEqual([0, 'carried']);
  const nothing = await duban('reply', 'carry', String(other), '--why', '电话核实', '--json');
  expect([nothing.code, JSON.parse(nothing.out).faults[0].code]).toEqual([1, 'reply-nothing']);
  expect((await duban('reply', 'dismiss', String(other), '--why', '已电话答复')).out).toContain('已了结');
  expect(JSON.parse((await duban('reply', 'show', '999', '--json')).out).faults[0].code).toBe('reply-unknown');
});
