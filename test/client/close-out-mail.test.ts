/** The close-out at the office's desk while mail waits: what it shows, what it asks, and what goes on record. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { noteMailboxFailure, noteMailboxRead, setMailbox } from '../../activities/ledger/comments/mailbox.js';
import { dismissMail, recordMail } from '../../activities/ledger/comments/mails.js';
import { loadPeriod } from '../../activities/ledger/comments/periods.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import type { CloseOutAnswer } from '../../client/http/comment-answers.js';
import { ledgerComments } from './ledger-comments.js';
import { terms } from './public-site.js';
import { type TestSite, testSite, token } from './site.js';

const id = 'street-2026/1';
const here = `/comments/${id}/close-out`;
const api = `/api/comment-periods/${id}`;
const actor = { name: '办公室', role: 'office' } as const;
const box = 'imap.example.org:993/INBOX';

let site: TestSite;
let acts: ReturnType<typeof ledgerComments>;
let session: Awaited<ReturnType<TestSite['login']>>;
let endsAt: number;

beforeAll(async () => {
  site = await testSite();
  acts = ledgerComments(site.ledger, () => site.clock.now);
  await acts.open({ ...terms, channels: { ...terms.channels, email: 'yijian@office.example.org' } }, actor);
  endsAt = (await loadPeriod(site.ledger, id))?.endsAt ?? 0;
  const subject = `关于道路的意见${'长'.repeat(250)}`;
  const arrivedAt = site.clock.now + 3600_000;
  await recordMail(site.ledger, {
    id: '<wang@x.example.org>',
    class: 'unsorted',
    subject,
    from: 'wang@example.net',
    arrivedAt,
  });
  await setMailbox(site.ledger, box, site.clock.now);
  await noteMailboxRead(site.ledger, box, endsAt - 60_000);
  await noteMailboxFailure(site.ledger, box, 'certificate', endsAt - 30_000);
  site.clock.now = endsAt + 1000;
  await acts.pass(id, 'closed');
  await acts.pass(id, 'answering');
  session = await site.login('李明');
});
afterAll(() => site.close());

const get = async (url: string) => (await site.web.inject({ url, headers: { cookie: session.cookie } })).body;
const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
  site.web.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });

test('the desk lists the mails that wait and says why the mailbox is not read; nothing can be published', async () => {
  const body = await get(here);
  expect(body).toContain('还不能公布');
  expect(body).toContain('有1封来信没有归类');
  expect(body).toContain('href="/comments/mails/view?id=%3Cwang%40x.example.org%3E"');
  expect(body).not.toContain('长'.repeat(100));
  expect(body).toContain('证书不被信任');
  expect(await get('/comments/mails')).not.toContain('长'.repeat(100));
  const admin = await get('/admin');
  expect(admin).toContain(box);
  expect(admin).toContain('证书不被信任');
  const answer = (await ask('GET', `${api}/close-out`)).json<CloseOutAnswer>();
  expect(answer).toMatchObject({
    published: false,
    mail: { unsorted: 1, unread: true, failure: 'certificate', mails: [{ id: '<wang@x.example.org>' }] },
  });
  const refused = await ask('POST', `${api}/acts`, { kind: 'publish', mailboxUnread: true });
  expect([refused.statusCode, refused.json<{ faults: { code: string }[] }>().faults[0]?.code]).toEqual([
    409,
    'comments-unsorted',
  ]);
});

test('with the mails dismissed, publication still asks whether somebody looked into the mailbox', async () => {
  await dismissMail(site.ledger, '<wang@x.example.org>', '广告', actor, site.clock.now);
  const refused = await ask('POST', `${api}/acts`, { kind: 'publish' });
  expect(refused.json<{ faults: { code: string }[] }>().faults[0]?.code).toBe('mailbox-unread');
  const body = await get(here);
  expect(body).toContain('可以公布');
  const digest = /name="digest" value="([0-9a-f]+)"/.exec(body)?.[1] ?? '';
  const send = (fields: Readonly<Record<string, string>>) =>
    site.web.inject({
      method: 'POST',
      url: here,
      headers: { cookie: session.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...fields, digest, sure: 'yes', csrf: session.csrf }).toString(),
    });
  const without = await send({});
  expect([without.statusCode, without.body.includes('收信邮箱一直没有读成')]).toEqual([409, true]);
  expect((await send({ mailboxUnread: 'yes' })).statusCode).toBe(303);
  const [event] = await eventsOf(site.ledger, { kind: 'comment.publish' });
  expect(event).toMatchObject({ actor: { name: '李明' }, data: { mailboxUnread: { readAt: endsAt - 60_000 } } });
});

test('a refused assignment stands in the chain without the id that the sender made', async () => {
  const refused = acts.assignMail('<wang@x.example.org>', id, actor);
  await expect(refused).rejects.toMatchObject({ code: 'mail-unknown' });
  const [event] = await eventsOf(site.ledger, { kind: 'act.refused' });
  expect(event?.data).toMatchObject({ act: 'assignMail', codes: ['mail-unknown'] });
  expect(JSON.stringify(event)).not.toContain('wang');
});
