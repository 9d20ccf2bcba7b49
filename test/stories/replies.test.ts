/** A unit answers its letters by mail, strangers and robots write too, and a letter comes back: on real servers, in skipped time. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { badAddresses } from '../../activities/ledger/addresses.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import { smtpTransport, type Transport } from '../../activities/mail/transport.js';
import { type MailboxWatch, watchMailbox } from '../../client/inbox/watch-mailbox.js';
import { readReplyRecords } from '../../client/replies/records.js';
import type { TaskState } from '../../domain/task.js';
import { type ImapServer, startImapServer } from '../harness/imap.js';
import type { ReceivedMail } from '../harness/smtp.js';
import type { TestStage } from '../harness/stage.js';
import { bounce, bytes, mail, multipart } from '../inbox/mails.js';
import { eventually, launched, office, recorded, toDay } from './breakage.js';
import { district, on, planOf, workday, year } from './year.js';

const monday = on('03-08');
const mailbox = 'duban@example.org';
const plan = planOf('replies', monday, [
  { title: '建设园区道路', due: workday(monday, 60), duties: 'lead:fgj support:czj' },
  { title: '改造老旧小区', due: workday(monday, 60), duties: 'lead:fgj' },
  { title: '新建幼儿园', due: workday(monday, 60), duties: 'lead:zjj' },
]);
const linkSecret = 'drill'.repeat(8);

let stage: TestStage;
let imap: ImapServer;
let watch: MailboxWatch;
let transport: Transport;
let letter: ReceivedMail;
let count = 0;
/** What every act runs into, as long as it is set. */
let trouble: Error | undefined;

beforeAll(async () => {
  stage = await launched(plan, district, undefined, { replyTo: mailbox });
  await toDay(stage, monday, 11 * 60);
  letter = await eventually(() => to('liaison@fgj.example.org')[0], 'the letter that gives the tasks');
  imap = await startImapServer();
  transport = smtpTransport(stage.mail.url);
  watch = watchMailbox({
    url: imap.url,
    everySeconds: 1,
    log: { info: () => {}, warn: () => {} },
    deps: {
      ledger: stage.ledger,
      publicUrl: stage.publicUrl,
      receive: () => Promise.reject(new Error('nobody asks for comments')),
      replies: { office: troubled(stage.office), transport, replyTo: mailbox, linkSecret, now: () => stage.now() },
    },
  });
});
afterAll(async () => {
  await watch.stop();
  await transport.close();
  await imap.close();
  await stage.close();
});

const troubled = (desk: TestStage['office']): TestStage['office'] => ({
  ...desk,
  act: (...given) => (trouble === undefined ? desk.act(...given) : Promise.reject(trouble)),
});
const to = (address: string): readonly ReceivedMail[] => stage.mail.messages.filter((one) => one.to === address);
const answersTo = (address: string) => to(address).filter((one) => one.subject.startsWith('回复：'));
const replies = () => readReplyRecords(stage.ledger).replies(true);
const taskOf = async (number: number): Promise<TaskState> => {
  const task = await loadTask(stage.ledger, `replies/${year}/${number}`);
  if (task === undefined) throw new Error(`no task ${number}`);
  return task;
};

/** Puts a mail into the mailbox and waits until it was taken; the newest row of mail_in tells what it was taken for. */
async function taken(raw: Buffer, id: string): Promise<string> {
  await imap.deliver(raw, Date.now());
  return eventually(async () => {
    const { rows } = await stage.ledger.pool.query<{ class: string }>('select class from mail_in where id = $1', [
      `<${id}>`,
    ]);
    return rows[0]?.class;
  }, `mail ${id}`);
}

/** An answer as a mail program writes it, with the letter quoted under it. */
async function answered(
  from: string,
  body: string,
  { subject = `回复：${letter.subject}`, reference = true, headers = '' } = {},
): Promise<string> {
  const id = `answer${++count}@mail.example.org`;
  const quoted = letter.text.replace(/^/gm, '> ');
  const raw = mail({
    id,
    from: `经办人 <${from}>`,
    to: mailbox,
    subject,
    headers: `${reference ? `In-Reply-To: ${letter.messageId}\nReferences: ${letter.messageId}\n` : ''}${headers}`,
    body: `${body}\n\n在 ${year}年3月9日，区领导小组办公室 写道：\n${quoted}\n`,
  });
  return taken(raw, id);
}

test('the letter says how it can be answered, once, and where to', () => {
  expect(letter.headers.get('reply-to')).toBe(mailbox);
  expect(letter.subject).toMatch(/ \[督办-[0-9A-Z]{10}\]$/);
  expect(letter.text.split('以邮件答复')).toHaveLength(2);
  expect(letter.text).toContain('报办结、进展和申请延期要写明第几项');
});

test('“收到” in GBK signs for every task of the letter, in the name of the contact; the sender is told once', async () => {
  const id = 'gbk@mail.example.org';
  const raw = bytes(
    `Message-ID: <${id}>\nFrom: liaison@fgj.example.org\nTo: ${mailbox}\nSubject: Re: x\nIn-Reply-To: ${letter.messageId}\n`,
    'MIME-Version: 1.0\nContent-Type: text/plain\n\n',
    // 收到，谢谢！
    Buffer.from('cad5b5bda3acd0bbd0bba3a1', 'hex'),
    // 原始邮件
    bytes('\n\n-----', Buffer.from('d4adcabcd3cabcfe', 'hex'), '-----\n'),
    Buffer.from('b6bdb0ec', 'hex'),
  );
  expect(await taken(raw, id)).toBe('reply');
  for (const number of [1, 2]) expect((await taskOf(number)).signed['fgj']?.by).toBe('区发展改革局 联络员（邮件）');
  const answer = await eventually(() => answersTo('liaison@fgj.example.org')[0], 'the answer');
  expect(answer.text).toContain('第1项');
  expect(answer.headers.get('auto-submitted')).toBe('auto-replied');
  expect(answer.headers.get('reply-to')).toBe(mailbox);
  expect(answer.headers.get('in-reply-to')).toBe(`<${id}>`);

  // The same mail once more, and the same words in another: nothing is done or said twice for the first.
  await imap.deliver(raw, Date.now());
  expect(await answered('LIAISON@fgj.example.org', '收到')).toBe('reply');
  expect(await replies()).toHaveLength(2);
});

test('report and extension in one mail that lost its reference: the token of the subject leads to the letter', async () => {
  await answered(
    'head@fgj.example.org',
    `第1项已完成：道路已通车，\n已验收。\n第2项申请延期至${year}年12月20日，原因：资金未到位`,
    {
      reference: false,
    },
  );
  expect((await taskOf(1)).report).toMatchObject({
    unit: 'fgj',
    text: '道路已通车，\n已验收。',
    by: '区发展改革局 主要负责人（邮件）',
  });
  expect((await taskOf(1)).stage).toBe('reported');
  expect((await taskOf(2)).extension).toMatchObject({ to: `${year}-12-20`, reason: '资金未到位' });
  const answer = await eventually(() => answersTo('head@fgj.example.org')[0], 'the answer');
  expect(answer.text).toContain('由办公室审核后销号');
});

test('an address of nobody in the unit waits for the office, which carries it out on behalf', async () => {
  await answered('somebody@mail.example.org', '第2项进展：已开工');
  expect((await taskOf(2)).progress).toBeUndefined();
  const [waiting] = await readReplyRecords(stage.ledger).replies(false);
  expect(waiting).toMatchObject({ why: 'foreign', senderWords: null, unit: { id: 'fgj' }, letter: expect.any(String) });
  const answer = await eventually(() => answersTo('somebody@mail.example.org')[0], 'the answer');
  expect(answer.text).not.toContain('进展');

  const no = waiting?.no ?? 0;
  await expect(stage.office.replies.carry(no, { reason: ' ' }, office)).rejects.toMatchObject({ code: 'text-missing' });
  await stage.office.replies.carry(no, { reason: '已电话核实' }, office);
  expect((await taskOf(2)).progress?.text).toBe('已开工');
  const event = (await eventsOf(stage.ledger, { subject: `replies/${year}/2` })).findLast(
    (one) => one.kind === 'task.progress',
  );
  expect(event?.actor).toMatchObject({ onBehalfOf: 'fgj', why: `已电话核实（第${no}号回信）` });
  await expect(stage.office.replies.dismiss(no, '重复', office)).rejects.toMatchObject({ code: 'reply-settled' });
});

test('unclear words and refused acts wait with their reason; robots are neither obeyed nor answered', async () => {
  await answered('liaison@fgj.example.org', '已完成：小区改造完毕');
  await answered('liaison@fgj.example.org', '第1项已完成：道路又通车');
  const waiting = await readReplyRecords(stage.ledger).replies(false);
  expect(waiting.map((one) => one.why)).toEqual(['number-missing', 'refused']);
  expect(waiting[1]?.acts[0]?.refused).toContain('报告');

  const before = (await replies()).length;
  const robot = await answered('liaison@fgj.example.org', '收到', { headers: 'Auto-Submitted: auto-replied\n' });
  expect(robot).toBe('auto-reply');
  expect(await answered('liaison@fgj.example.org', '您好，我出差了', { subject: '自动回复：外出' })).toBe('auto-reply');
  expect(await replies()).toHaveLength(before);

  // Nobody knows what a stranger's mail without any reference is about; he is not told that anybody reads here.
  await answered('stranger@mail.example.org', '收到', { subject: '你好', reference: false });
  const [stranger] = (await readReplyRecords(stage.ledger).replies(false)).slice(-1);
  // The quoted letter still shows its token.
  expect(stranger).toMatchObject({ why: 'foreign' });
  for (const { no } of await readReplyRecords(stage.ledger).replies(false))
    await stage.office.replies.dismiss(no, '已电话答复', office);
  expect(await readReplyRecords(stage.ledger).waiting()).toBe(0);
});

test('an answer that runs into an error three times waits for the office instead of being under way for ever', async () => {
  trouble = new Error('disk full');
  expect(await answered('liaison@fgj.example.org', '第2项进展：外墙已改造一半')).toBe('reply');
  trouble = undefined;
  const [row] = await replies();
  expect(row).toMatchObject({ status: 'waiting', why: 'stuck', acts: [{ task: `replies/${year}/2` }] });
  await stage.office.replies.carry(row?.no ?? 0, { reason: '已电话核实' }, office);
  expect((await replies())[0]).toMatchObject({ no: row?.no, status: 'carried' });
});

test('a delayed mail changes nothing; a bounce marks the address, the letter climbs, the office hears of it once', async () => {
  const sent = to('liaison@zjj.example.org')[0];
  if (sent === undefined) throw new Error('no letter to zjj');
  const delayed = multipart(
    [
      { type: 'text/plain', body: 'Still trying.' },
      {
        type: 'message/delivery-status',
        body: 'Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; liaison@zjj.example.org\nAction: delayed\nStatus: 4.4.1\n',
      },
      { type: 'message/rfc822', body: `Message-ID: ${sent.messageId}\n\nx` },
    ],
    {
      id: 'delayed@mx.example.org',
      from: 'MAILER-DAEMON@mx.example.org',
      type: 'multipart/report; report-type=delivery-status',
    },
  );
  expect(await taken(delayed, 'delayed@mx.example.org')).toBe('letter-bounce');
  expect((await badAddresses(stage.ledger)).size).toBe(0);

  const gone = bounce(sent.messageId, 'liaison@zjj.example.org', 'bounce1@mx.example.org');
  expect(await taken(gone, 'bounce1@mx.example.org')).toBe('letter-bounce');
  const climbed = await eventually(() => to('head@zjj.example.org')[0], 'the letter at the head of the unit');
  expect(climbed.messageId).toBe(sent.messageId);
  expect(climbed.text).toContain('改送主要负责人');
  expect([...(await badAddresses(stage.ledger)).keys()]).toEqual(['liaison@zjj.example.org']);
  const told = () => to('liaison@office.example.org').filter((one) => one.subject.includes('送达异常'));
  expect((await eventually(() => told()[0], 'the letter to the office')).text).toContain('550 5.1.1');

  // Another server reports the same again.
  await taken(bounce(sent.messageId, 'liaison@zjj.example.org', 'bounce2@mx.example.org'), 'bounce2@mx.example.org');
  expect(to('head@zjj.example.org')).toHaveLength(1);
  expect(told()).toHaveLength(1);
  expect(await readReplyRecords(stage.ledger).waiting()).toBe(0);

  // The head bounces as well: the leader gets it, and the office finds it among what waits.
  await taken(bounce(sent.messageId, 'head@zjj.example.org', 'bounce3@mx.example.org'), 'bounce3@mx.example.org');
  await eventually(() => to('leader@zjj.example.org')[0], 'the letter at the leader of the unit');
  expect((await readReplyRecords(stage.ledger).replies(false)).map((one) => one.why)).toEqual(['bounce-again']);
});

test('every step is on the chain, and no address or word of a sender', async () => {
  expect((await verifyChain(stage.ledger)).ok).toBe(true);
  const { rows } = await stage.ledger.pool.query<{ body: string }>(
    "select body from event where subject like 'reply/%'",
  );
  expect(rows.length).toBeGreaterThan(6);
  for (const { body } of rows) expect(body).not.toMatch(/@|已开工/);
  expect((await recorded(stage)).filter((row) => row.kind === 'undelivered')).toHaveLength(1);
});
