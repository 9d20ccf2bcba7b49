/** A comment period on the office's pages: from its terms to the published close-out, without script. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { takeStock } from '../../activities/ledger/comments/errands.js';
import { recordMail } from '../../activities/ledger/comments/mails.js';
import { loadComment } from '../../activities/ledger/comments/read.js';
import { eventWords } from '../../client/words.js';
import type { IncomingComment } from '../../domain/comment/comment.js';
import { errandId } from '../../domain/comment/errand.js';
import { periodActWords } from '../../domain/comment/period.js';
import { instantOf } from '../../domain/day.js';
import { ledgerComments } from './ledger-comments.js';
import { terms } from './public-site.js';
import { launchedAt, type TestSite, testSite } from './site.js';

const id = 'street-2026/1';
const here = `/comments/${id}`;
const actor = { name: '办公室', role: 'office' } as const;
const bytes = Buffer.from('%PDF-1.4 sample');
const sha256 = createHash('sha256').update(bytes).digest('hex');

let site: TestSite;
let acts: ReturnType<typeof ledgerComments>;
let session: Awaited<ReturnType<TestSite['login']>>;
let second: Awaited<ReturnType<TestSite['login']>>;

beforeAll(async () => {
  site = await testSite();
  acts = ledgerComments(site.ledger, () => site.clock.now);
  session = await site.login('李明');
  second = await site.login('王芳');
});
afterAll(() => site.close());

const get = (url: string, as = session) => site.web.inject({ url, headers: { cookie: as.cookie } });
const post = (url: string, fields: Readonly<Record<string, string | readonly string[]>>, as = session) => {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one]),
  );
  return site.web.inject({
    method: 'POST',
    url,
    headers: { cookie: as.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams([...pairs, ['csrf', as.csrf]]).toString(),
  });
};
const form = {
  plan: terms.plan,
  title: terms.title,
  kind: terms.kind,
  issuer: terms.issuer,
  start: terms.start,
  length: '30',
  unit: 'days',
  draft: terms.draft,
  ...terms.interpretation,
  web: 'yes',
  phone: '0632-5551234',
} as Readonly<Record<string, string>>;
const multipart = (
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly bytes: Buffer },
) => {
  const end = 'boundary-of-the-test';
  const parts = Object.entries({ ...fields, csrf: session.csrf }).map(([name, value]) =>
    Buffer.from(`--${end}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const head = `--${end}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\n\r\n`;
  return site.web.inject({
    method: 'POST',
    url: '/comments/new',
    headers: { cookie: session.cookie, 'content-type': `multipart/form-data; boundary=${end}` },
    payload: Buffer.concat([...parts, Buffer.from(head), file.bytes, Buffer.from(`\r\n--${end}--\r\n`)]),
  });
};
const receive = (key: string, change: Partial<IncomingComment> = {}) =>
  acts.receive({
    period: id,
    channel: 'web',
    arrivedAt: site.clock.now,
    item: null,
    text: `意见${key}`,
    name: null,
    contact: null,
    files: [],
    idempotencyKey: `test-${key}`,
    ...change,
  });
const commentOf = (no: number) => loadComment(site.ledger, id, no);
const faultsIn = (body: string) => /<div class="fault"[\s\S]*?<\/div>/.exec(body)?.[0].match(/<li>/g)?.length ?? 0;

describe('opening', () => {
  test('the check tells the last day three ways and the units, and changes nothing', async () => {
    const { statusCode, body } = await post('/comments/new', { ...form, act: 'check' });
    expect(statusCode).toBe(200);
    expect(body).toMatch(/2026年4月1日（按民法典[\s\S]*含首日计[\s\S]*2026年3月31日[\s\S]*没有写截止日期/);
    expect(body).toContain('区经济发展局');
    expect((await get(here)).statusCode).toBe(404);
  });

  test('every fault comes at once, of the shape and of the law, and nothing typed is lost', async () => {
    const wrong = { ...form, plan: '大写 PLAN', background: '', phone: '12', issuer: '', reasonForShort: '急办<b>' };
    const { statusCode, body } = await post('/comments/new', { ...wrong, act: 'open' });
    expect(statusCode).toBe(422);
    expect(faultsIn(body)).toBe(4);
    for (const words of ['编号', '起草背景', '电话', '征求意见的单位'])
      expect(/<div class="fault"[\s\S]*?<\/div>/.exec(body)?.[0]).toContain(words);
    expect(body).toContain('value="大写 PLAN"');
    expect(body).toContain('急办&lt;b>');
    expect(body).toContain('整治河道');
    expect((await get(here)).statusCode).toBe(404);
  });

  test('a length and a start that cannot be read do not hide the other faults', async () => {
    const { body } = await post('/comments/new', { ...form, start: '', length: '三十', web: '', phone: '' });
    expect(faultsIn(body)).toBe(3);
  });

  test('the draft may come as a file; its text then stands in the form', async () => {
    const { draft: _draft, ...rest } = form;
    const page = await multipart(
      { ...rest, draft: '', act: 'check' },
      { name: '稿.txt', bytes: Buffer.from(terms.draft) },
    );
    expect(page.statusCode).toBe(200);
    expect(page.body).toMatch(/<textarea name="draft"[^>]*>示范街道/);
    const sheet = await multipart({ ...rest, draft: '', act: 'check' }, { name: '稿.pdf', bytes });
    expect(sheet.statusCode).toBe(422);
    expect(sheet.body).toContain('稿.pdf');
  });

  test('only the office, and only from our own page', async () => {
    const stranger = await site.web.inject({ method: 'POST', url: '/comments/new', payload: {} });
    expect(stranger.statusCode).toBe(401);
    const foreign = await site.web.inject({
      method: 'POST',
      url: '/comments/new',
      headers: { cookie: session.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...form, act: 'open' }).toString(),
    });
    expect(foreign.statusCode).toBe(403);
    for (const url of ['/comments', '/comments/new', '/comments/mails', here, `${here}/1`, `${here}/close-out`])
      expect((await site.web.inject(url)).statusCode).toBe(401);
  });

  test('opens, and the list says what is next', async () => {
    const opened = await post('/comments/new', { ...form, act: 'open' });
    expect([opened.statusCode, opened.headers.location]).toEqual([303, `${here}?done=announced`]);
    const { body } = await get('/comments');
    expect(body).toMatch(/征求意见中[\s\S]*还有30天[\s\S]*等待意见和截止/);
  });
});

describe('while it is open', () => {
  test('a call is entered once, however often the button is pressed', async () => {
    const key = /name="idempotencyKey" value="([^"]+)"/.exec((await get(here)).body)?.[1] ?? '';
    const call = {
      channel: 'phone',
      text: '路灯太少',
      item: '1',
      name: '赵某',
      heardAt: '2026-03-02T10:00',
      idempotencyKey: key,
    };
    // Nobody can have called before anything was announced.
    const early = await post(`${here}/enter`, { ...call, heardAt: '2026-03-02T09:30' });
    expect([early.statusCode, /早于征求意见公布的时间[\s\S]*路灯太少/.test(early.body)]).toEqual([422, true]);
    for (let i = 0; i < 2; i++)
      expect((await post(`${here}/enter`, call)).headers.location).toBe(`${here}/1?done=entered`);
    const { body } = await get(`${here}/1?done=entered`);
    expect(body).toContain('李明登记');
    expect(body).toMatch(/<details>\s*<summary>提意见人和回执编号[\s\S]*赵某/);
    const wrong = await post(`${here}/enter`, { channel: 'phone', text: '又一条', heardAt: '2026-03-09T09:30' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toMatch(/接到的时间[\s\S]*又一条/);
  });

  test('the end is moved with a reason; a refused act keeps what was typed', async () => {
    const back = await post(`${here}/acts`, { kind: 'extend', to: '2026-03-20', reason: '时间不够' });
    expect(back.statusCode).toBe(422);
    expect(back.body).toMatch(/<details open>\s*<summary>延长期限[\s\S]*时间不够/);
    await post(`${here}/acts`, { kind: 'extend', to: '2026-04-10', reason: '应群众要求' });
    const { body } = await get(here);
    expect(body).toMatch(/延长期限：2026年4月1日改为2026年4月10日/);
    expect(body).toContain('延长期限：截止日由2026年4月1日改为2026年4月10日，应群众要求');
  });

  test('files are saved, not shown; the words of the public are never markup', async () => {
    const file = { name: '图.pdf', mediaType: 'application/pdf', size: bytes.length, sha256, bytes };
    await receive('二', { item: 1, text: '<script>x</script>', files: [file], suspect: true });
    expect((await get(here)).body).toContain('疑似机器填写');
    const { body } = await get(`${here}/2`);
    expect(body).toContain('&lt;script>x');
    const saved = await get(`${here}/2/files/${sha256}`);
    expect(saved.headers['content-disposition']).toMatch(/^attachment/);
    expect((await site.web.inject(`${here}/2/files/${sha256}`)).statusCode).toBe(401);
  });
});

describe('deciding', () => {
  test('the unit’s opinion goes into the form by one click', async () => {
    await takeStock(site.ledger, id, '2026-03-02', '2026-03-09', site.clock.now);
    const errand = errandId(id, 'wch-jjfzj', '2026-03-02');
    await acts.giveOpinion(errand, 1, 'partly', '先装主路', {
      name: '张工',
      role: 'unit',
      unit: 'wch-jjfzj',
    });
    const { body } = await get(`${here}/1`);
    const link = /href="([^"]*copy=opinion[^"]*)"/.exec(body)?.[1] ?? '';
    const copied = (await get(link.replace('#disposition', ''))).body;
    expect(copied).toMatch(/value="partly" checked/);
    expect(copied).toMatch(/<textarea name="reason"[^>]*>先装主路/);
    expect((await get(here)).body).toContain('还有7天');
  });

  test('all that a result lacks is told at once, with what was typed', async () => {
    const { statusCode, body } = await post(`${here}/1`, { act: 'dispose', kind: 'partly', before: '原句' });
    expect(statusCode).toBe(422);
    expect(faultsIn(body)).toBe(3);
    expect(body).toMatch(/<textarea name="before"[^>]*>原句/);
    expect((await post(`${here}/1`, { act: 'dispose' })).body).toContain('“处理结果”不对');
    expect((await commentOf(1))?.disposition).toBeNull();
  });

  test('saves, and leads to the next open comment', async () => {
    const saved = await post(`${here}/1`, {
      act: 'dispose',
      go: 'next',
      kind: 'partly',
      where: '第1项',
      before: '改造三条道路',
      after: '改造三条道路\r\n并安装路灯',
      reason: '先装主路',
    });
    expect(saved.headers.location).toBe(`${here}/2?done=disposedNext`);
    expect((await commentOf(1))?.disposition?.change?.after).toBe('改造三条道路\n并安装路灯');
  });

  test('two people one after the other: the last word counts, and the record shows both', async () => {
    await post(`${here}/2`, { act: 'dispose', kind: 'not-adopted', reason: '没有内容' });
    const again = await post(`${here}/2`, { act: 'dispose', kind: 'outside', forwardedTo: '区公安局' }, second);
    expect(again.statusCode).toBe(303);
    const { body } = await get(`${here}/2`);
    expect(body).toMatch(/王芳于[\s\S]*不属于本次征求意见范围/);
    expect(body).toMatch(
      /处理意见：不属于本次征求意见范围，转区公安局[\s\S]*王芳[\s\S]*处理意见：未采纳，没有内容[\s\S]*李明/,
    );
  });

  test('several are set aside or merged from the list, and taken back one by one', async () => {
    for (const key of ['三', '四', '五', '六']) await receive(key, { item: 3 });
    const none = await post(`${here}/batch`, { act: 'setAside', reason: '广告' });
    expect([none.statusCode, faultsIn(none.body)]).toEqual([400, 1]);
    await post(`${here}/batch`, { act: 'setAside', reason: '广告', nos: ['3', '4'] });
    const merged = await post(`${here}/batch?show=all&item=3`, { act: 'merge', into: '5', nos: ['5', '6'] });
    expect(merged.headers.location).toBe(`${here}?show=all&item=3&done=decided#comments`);
    expect((await commentOf(6))?.mergedInto).toBe(5);
    expect((await get(`${here}/5`)).body).toMatch(/随本条一并答复：[\s\S]*\/6"/);
    await post(`${here}/4`, { act: 'restore' });
    await post(`${here}/6`, { act: 'part' });
    await post(`${here}/6`, { act: 'item', item: 'whole' });
    expect([(await commentOf(4))?.setAside, (await commentOf(6))?.mergedInto, (await commentOf(6))?.item]).toEqual([
      null,
      null,
      null,
    ]);
    const unknown = await post(`${here}/6`, { act: 'merge', into: '99' });
    expect(unknown.statusCode).toBe(404);
    expect(unknown.body).toMatch(/没有第99条意见[\s\S]*value="99"/);
  });

  test('a person is taken out of the record on request, the comment still counts', async () => {
    await post(`${here}/1`, { act: 'redact', reason: '本人来电要求' });
    const { body } = await get(`${here}/1`);
    expect(body).not.toContain('赵某');
    expect(body).toContain('路灯太少');
    // Whoever removes the name only is told of the number in the words, before and after.
    await site.ledger.pool.query(`update comment set text = '请回电13800000000' where no = 5`);
    expect((await get(`${here}/5`)).body).toContain('意见内容里还有电话');
    const left = await post(`${here}/5`, { act: 'redact', reason: '本人来电要求' });
    expect(left.headers.location).toBe(`${here}/5?done=redactedLeft`);
    await post(`${here}/5`, { act: 'redact', what: 'numbers', reason: '本人来电要求' });
    expect((await commentOf(5))?.text).toBe('请回电***');
  });

  test('pages of fifty, open ones first', async () => {
    for (let i = 0; i < 60; i++) await receive(`多${i}`);
    const { body } = await get(here);
    expect(body.match(/name="nos"/g)).toHaveLength(50);
    const next = /href="([^"]*from=\d+)#comments"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await get(next)).body.match(/name="nos"/g)).toHaveLength(13);
    await acts.dispose(
      id,
      Array.from({ length: 60 }, (_, i) => i + 7),
      { kind: 'not-adopted', reason: '已有规定' },
      actor,
    );
  });
});

describe('mails', () => {
  test('one that belongs to nobody knows what is given to a period', async () => {
    const raw = Buffer.from('From: a@example.org\r\nSubject: 建议\r\nMessage-ID: <1@example.org>\r\n\r\n多种树\r\n');
    const mail = { id: '<1@example.org>', subject: '建议', from: 'a@example.org', arrivedAt: launchedAt };
    await recordMail(site.ledger, { ...mail, class: 'unsorted', raw, detail: '没有写明哪一次征求意见' });
    expect((await get('/comments')).body).toContain('有1封邮件');
    expect((await get('/comments/mails')).body).toContain('没有写明哪一次征求意见');
    const { body } = await get(`/comments/mails/view?id=${encodeURIComponent('<1@example.org>')}`);
    expect(body).toMatch(/<pre class="letter">多种树/);
    expect((await post('/comments/mails', { mail: '<1@example.org>' })).statusCode).toBe(400);
    const sorted = await post('/comments/mails', { mail: '<1@example.org>', period: id });
    expect(sorted.headers.location).toBe('/comments/mails?done=assigned');
    expect((await commentOf(67))?.text).toContain('多种树');
    const twice = await post('/comments/mails', { mail: '<1@example.org>', period: id });
    expect(twice.body).toContain('没有重复登记');
  });
});

describe('the close-out', () => {
  test('is a draft that says what still blocks it, number by number', async () => {
    expect((await get(`${here}/close-out`)).body).toContain('截止之后才能公布');
    site.clock.now = instantOf('2026-04-13', 600);
    session = await site.login('李明');
    second = await site.login('王芳');
    await acts.pass(id, 'closed');
    await acts.pass(id, 'answering');
    await post(`${here}/enter`, { channel: 'post', text: '来信', postmark: '2026-04-09', arrived: '2026-04-13' });
    const { body } = await get(`${here}/close-out`);
    expect(body).toMatch(/有1条意见要判定[\s\S]*\/comments\/street-2026\/1\/68"/);
    expect(body).toMatch(/有5条意见没有处理[\s\S]*\/4"[\s\S]*\/5"[\s\S]*\/6"[\s\S]*\/67"[\s\S]*\/68"/);
    expect(body).not.toContain('name="sure"');
    expect((await get('/comments')).body).toContain('判定1条意见是否在期限内，处理5条意见');
    const early = await post(`${here}/close-out`, { sure: 'yes' });
    expect([early.statusCode, faultsIn(early.body)]).toEqual([409, 1]);
  });

  test('the last open comment leads back to the period', async () => {
    expect((await post(`${here}/68`, { act: 'judge', reason: '邮戳' })).statusCode).toBe(400);
    await post(`${here}/68`, { act: 'judge', inTime: 'yes', reason: '邮戳日在截止日之前' });
    expect((await commentOf(68))?.late).toBe(false);
    await acts.dispose(id, [4, 5, 6, 67], { kind: 'not-adopted', reason: '已有规定' }, actor);
    const last = await post(`${here}/68`, { act: 'dispose', kind: 'not-adopted', reason: '已有规定', go: 'next' });
    expect(last.headers.location).toBe(`${here}?done=disposedLast`);
  });

  test('is published once, after a person said so; a second click is told', async () => {
    expect((await post(`${here}/close-out`, {})).body).toContain('确认公布');
    const draft = await get(`${here}/close-out.docx`);
    expect(draft.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const digest = /name="digest" value="([^"]+)"/.exec((await get(`${here}/close-out`)).body)?.[1] ?? '';
    const sure = { sure: 'yes', digest };
    expect((await post(`${here}/close-out`, sure)).headers.location).toBe(`${here}/close-out?done=published`);
    const again = await post(`${here}/close-out`, sure, second);
    expect(again.headers.location).toBe(`${here}/close-out?done=publishedAlready`);
    const { body } = await get(`${here}/close-out`);
    expect(body).toContain(`http://127.0.0.1:8080/public/${id}/close-out`);
    const late = await post(`${here}/2`, { act: 'dispose', kind: 'not-adopted', reason: '改主意' });
    expect(late.statusCode).toBe(409);
    expect((await get('/comments')).body).toContain('已公布的网页');
  });
});

test('everything that is put on record about comments has words', async () => {
  const kinds = [
    ...Object.keys(periodActWords).map((act) => `comment.${act}`),
    ...['open', 'closed', 'answering'].map((stage) => `comment.stage.${stage}`),
    ...['announced', 'received', 'disposed', 'merged', 'parted', 'setAside', 'restored', 'judged', 'itemAssigned'].map(
      (act) => `comment.${act}`,
    ),
    ...['comment.opinion', 'comment.errand', 'comment.redacted', 'comment.mailAssigned', 'comment.mailDismissed'],
  ];
  expect(kinds.filter((kind) => eventWords({ kind, data: {} }) === kind)).toEqual([]);
  const { rows } = await site.ledger.db.execute<{ kind: string }>(
    "select distinct kind from event where kind like 'comment.%'",
  );
  expect(rows.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
});
