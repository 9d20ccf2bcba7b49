/** A comment period from its file to the published close-out, as the office types it and as programs ask for it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { saveCalendarYear } from '../../activities/ledger/calendar-years.js';
import { run } from '../../client/cli/program.js';
import { csvCell } from '../../client/http/comment-csv.js';
import { attachment } from '../../client/http/comment-files.js';
import { readCsv } from '../../domain/csv.js';
import { instantOf } from '../../domain/day.js';
import type { LedgerEvent } from '../../domain/task.js';
import { fromRoot } from '../../worker/root.js';
import { ledgerComments } from './ledger-comments.js';
import { type TestSite, testSite, token } from './site.js';

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

const folder = mkdtempSync(join(tmpdir(), 'duban-comment-'));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const draft = [
  '河湾区2026年重点任务（征求意见稿）',
  '',
  '1.建设园区道路。年底前建成。（牵头单位：区经济发展局；配合单位：区财政局）',
  '',
  '2.整治河道。9月底前完成。（牵头单位：区财政局）',
  '',
].join('\n');
const interpretation = {
  background: '道路不足',
  basis: '区级规划',
  process: '调研后起草',
  goals: '改善出行',
  content: '两项任务',
  contact: '区发展改革局 0632-5551234',
};
const terms = (start: string, more = 'days: 30\n'): string =>
  [
    'plan: hewan-2026',
    'title: 河湾区2026年重点任务',
    'kind: major-decision',
    'issuer: 区发展改革局',
    `start: ${start}`,
    `${more}draft: { file: 草案.txt }`,
    'interpretation: { file: 解读.yaml }',
    'channels:',
    '  web: true',
    '  phone: 0632-5551234',
    '  post: { address: 河湾区解放路1号发展改革局, mark: 重点任务意见 }',
    '',
  ].join('\n');

file('草案.txt', Buffer.from(`\ufeff${draft}`, 'utf16le'));
file('解读.yaml', JSON.stringify(interpretation));

describe('without a service', () => {
  const saved = { ...process.env };
  beforeAll(() => {
    // Nobody listens on the port that discards.
    process.env['DUBAN_URL'] = 'http://127.0.0.1:9';
  });
  afterAll(() => {
    process.env = saved;
  });

  test('check counts the last day three ways and names the lead unit of each item', async () => {
    const path = file('terms.yaml', terms('2099-03-02'));
    const { code, out, err } = await duban('comment', 'check', path, '--json');
    // Nothing but a year that nobody can mean stands against it.
    expect([code, err]).toEqual([1, expect.stringMatching(/^起始日期2099-03-02离今天.*请核对年份\n$/)]);
    expect(JSON.parse(out)).toMatchObject({
      plan: 'hewan-2026',
      source: 'shipped',
      window: {
        start: '2099-03-02',
        byCode: '2099-04-01',
        inclusive: '2099-03-31',
        stated: null,
        unknownYears: [2099],
      },
      faults: [{ code: 'terms-start-far' }],
      items: [
        { number: 1, lead: 'wch-jjfzj' },
        { number: 2, lead: 'wch-czj' },
      ],
    });
    const told = (await duban('comment', 'check', path)).out;
    expect(told).toMatch(/民法典.*2099-04-01\n.*含首日\s+2099-03-31/);
    expect(told).toContain('按随附的放假安排检查');
  });

  test('a period that may not start: exit 1, every fault a sentence, the JSON still whole', async () => {
    const path = file('short.yaml', terms('2099-03-02', 'days: 20\nend: 2099-03-21\n').replace(/channels:[\s\S]*/, ''));
    const { code, out, err } = await duban('comment', 'check', path, '--json');
    expect(code).toBe(1);
    const codes = JSON.parse(out).faults.map((f: { code: string }) => f.code);
    expect(codes).toEqual(['terms-start-far', 'terms-end-differs', 'terms-too-short', 'terms-channel-none']);
    expect(err.trim().split('\n')).toHaveLength(4);
  });

  test('a file that is not there and a misspelt key are told together, with their lines', async () => {
    const path = file('bad.yaml', terms('2099-03-02').replace('草案.txt', '没有.txt').replace('issuer:', 'isuer:'));
    const { code, err } = await duban('comment', 'check', path);
    expect(code).toBe(1);
    expect(err).toContain('第4行');
    expect(err).toMatch(/不认识“isuer”[\s\S]*没有\.txt/);
  });

  test.each([
    [['dispose', 'p/1', '1'], '--adopted、--partly、--not-adopted、--outside 要写一个'],
    [['dispose', 'p/1', '1', '--adopted', '--partly'], '也只能写一个'],
    [['dispose', 'p/1', '5-3', '--adopted'], '“5-3”不能作意见编号'],
    [['dispose', 'p/1', '1,x', '--adopted'], '“x”不能作意见编号'],
    [['merge', 'p/1', '1'], '--into 和 --apart'],
    [['set-aside', 'p/1', '1', '--reason', '广告', '--restore'], '--reason 和 --restore'],
    [['judge', 'p/1', '1', '--reason', '邮戳'], '--in-time 和 --late'],
    [['item', 'p/1', '1'], '--item 和 --whole'],
    [['add', 'p/1', '--channel', 'web', '--text', 'x'], '“web”不能作渠道'],
    [['extend', 'p/1', '--until', '2026-02-30', '--reason', 'x'], '“2026-02-30”不能作截止日'],
    [['frobnicate'], '没有“frobnicate”这个命令'],
  ])('duban comment %j is wrong usage: exit 2', async (args, words) => {
    const { code, err } = await duban('comment', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test('every verb explains itself in Chinese', async () => {
    const { out } = await duban('comment', '--help');
    const verbs = [...out.matchAll(/^ {2}([a-z-]+) /gm)].map((match) => match[1] ?? '').filter((verb) => verb !== '-h');
    expect(verbs).toHaveLength(22);
    for (const verb of verbs) {
      const help = await duban('comment', verb, '--help');
      expect([help.code, help.out]).toEqual([0, expect.not.stringMatching(/Usage|Options|Arguments|\[options\]/)]);
    }
  });
});

test.each([
  ['../../etc/passwd', 'passwd', 'passwd'],
  ['a"b\r\nset-cookie: x.txt', 'a_bset-cookie: x.txt', 'a%22bset-cookie%3A%20x.txt'],
  ['意见（一）.docx', '_____.docx', '%E6%84%8F%E8%A7%81%EF%BC%88%E4%B8%80%EF%BC%89.docx'],
  ['\u202ecod.exe', 'cod.exe', 'cod.exe'],
  ['..', 'file', 'file'],
])('an attachment called %j leaves under a harmless name', (name, ascii, encoded) => {
  expect(attachment(name)).toBe(`attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+8613', "'+8613"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['\n=1', '"\'\n=1"'],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://a.example.org","点")', `"'=HYPERLINK(""http://a.example.org"",""点"")"`],
  ['1=1，即可', '1=1，即可'],
  ['建议，"加宽"', '"建议，""加宽"""'],
])('the cell %j is written %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

describe('with a service', () => {
  let site: TestSite;
  const saved = { ...process.env };
  const period = 'hewan-2026/1';
  const api = async (path: string) =>
    site.web.inject({ url: `/api/comment-periods/${period}${path}`, headers: { authorization: `Bearer ${token}` } });
  const json = async (...args: string[]) => {
    const { code, out, err } = await duban('comment', ...args, '--json');
    return { code, err, value: JSON.parse(out) };
  };

  beforeAll(async () => {
    site = await testSite();
    process.env['DUBAN_URL'] = await site.web.listen({ host: '127.0.0.1', port: 0 });
    process.env['DUBAN_TOKEN'] = token;
  });
  afterAll(async () => {
    process.env = saved;
    await site.close();
  });

  test('the office opens a period from a file and extends it', async () => {
    const opened = await json('open', file('open.yaml', terms('2026-03-02')), '--by', '经办人甲');
    expect([opened.code, opened.err]).toEqual([0, '']);
    expect(opened.value).toMatchObject({
      period,
      window: { byCode: '2026-04-01' },
      state: { stage: 'open', lastDay: '2026-04-01' },
    });
    const again = await json('open', join(folder, 'open.yaml'));
    expect([again.code, again.value.faults[0].code]).toEqual([1, 'period-exists']);
    // A Saturday gives way to the next working day, which this year is behind a holiday.
    const moved = await json('extend', 'hewan-2026', '--until', '2026-04-04', '--reason', '清明前意见较多');
    expect(moved.value).toMatchObject({ lastDay: '2026-04-07', moved: [{ from: '2026-04-01', why: 'extended' }] });
    expect((await duban('comment', 'list')).out).toMatch(/hewan-2026\/1.*征求意见中.*2026-03-02.*2026-04-07/);
  });

  test('the sample can be tried on any day: its length stays, its stated last day is counted anew', async () => {
    const sample = fromRoot('seeds', 'comments', 'xuecheng-2023.yaml');
    const past = await json('check', sample);
    expect(past.value.faults.map((one: { code: string }) => one.code)).toEqual(['terms-start-past']);
    const checked = await json('check', sample, '--start', '2026-03-03');
    expect([checked.code, checked.value.window]).toEqual([
      0,
      expect.objectContaining({ start: '2026-03-03', byCode: '2026-04-02', stated: null }),
    ]);
    const opened = await json('open', sample, '--start', '2026-03-03');
    expect(opened.value).toMatchObject({
      period: 'xuecheng-2023/1',
      state: { stage: 'announced', lastDay: '2026-04-02' },
    });
    const wrong = await duban('comment', 'check', sample, '--start', 'today');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('“today”不能作起始日期')]);
  });

  test('what is told by phone or comes by post is entered, with times that can be true', async () => {
    const future = await json('add', period, '--channel', 'phone', '--text', '修路', '--heard', '2026-03-03 09:00');
    expect([future.code, future.value.faults[0].message]).toEqual([1, expect.stringContaining('还没有到')]);
    const mixed = await json(
      ...['add', period, '--channel', 'phone', '--text', '修路', '--postmark', '2026-03-01'],
      ...['--arrived', '2026-03-02', '--heard', '昨天'],
    );
    expect(mixed.value.faults).toHaveLength(3);
    expect((await json('add', period, '--channel', 'phone', '--text', 'x', '--item', '9')).value.faults[0].code).toBe(
      'comment-item-unknown',
    );
    site.clock.now = instantOf('2026-03-05', 600);
    const phone = await json(
      ...[
        'add',
        period,
        '--channel',
        'phone',
        '--text',
        '=cmd|道路应当加宽',
        '--item',
        '1',
        '--heard',
        '2026-03-04 15:20',
      ],
      ...['--name', '张某', '--contact', '13800000000', '--by', '经办人甲'],
    );
    expect(phone.value).toMatchObject({ no: 1, late: false, again: false });
    expect(phone.value.receipt).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    for (const text of ['道路要加宽', '买保健品', '河道两岸种树', '地铁何时开工'])
      expect((await json('add', period, '--channel', 'phone', '--text', text)).code).toBe(0);
    site.clock.now = instantOf('2026-04-09', 600);
    const letter = await json(
      ...['add', period, '--channel', 'post', '--text', '保留老桥'],
      ...['--postmark', '2026-04-06', '--arrived', '2026-04-08'],
    );
    expect(letter.value).toMatchObject({ no: 6, late: true, question: 'posted-in-window' });
  });

  test('personal data shows only when it is asked for', async () => {
    const [plain, named] = [await json('comments', period), await json('comments', period, '--contacts')];
    expect(plain.value.comments[0]).toMatchObject({ no: 1, name: null, contact: null });
    expect(named.value.comments[0]).toMatchObject({ name: '张某', contact: '13800000000' });
    expect((await duban('comment', 'comments', period)).out).not.toContain('张某');
    expect((await duban('comment', 'comments', period, '--no', '1')).out).toContain('1. 建设园区道路');
    const exported = await json('export', period);
    expect(JSON.stringify(exported.value)).not.toMatch(/张某|13800000000/);
    expect(exported.value.comments).toHaveLength(6);
  });

  test('a table opens in a spreadsheet as words, never as a formula', async () => {
    const answer = await api('/export?format=csv');
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const { rows } = readCsv(answer.body);
    expect(answer.body.startsWith('\ufeff编号,')).toBe(true);
    expect(rows[1]?.fields).toContain("'=cmd|道路应当加宽");
    expect(answer.body).not.toMatch(/张某|13800000000/);
    const out = join(folder, 'all.csv');
    expect((await json('export', period, '--csv', '--contacts', '--out', out)).value).toEqual({
      file: out,
      contacts: true,
    });
    expect(readFileSync(out, 'utf8')).toContain('张某');
  });

  test('every comment is disposed of, the close-out adds up and is published once', async () => {
    const comments = ledgerComments(site.ledger, () => site.clock.now);
    await comments.pass(period, 'closed');
    await comments.pass(period, 'answering');
    expect((await json('publish', period)).value.faults[0].code).toBe('comments-in-question');
    const bare = await json('dispose', period, '1', '--adopted', '--where', '第1项');
    expect(bare.value.faults.map((f: { code: string }) => f.code)).toEqual([
      'disposition-missing',
      'disposition-missing',
    ]);
    expect((await json('merge', period, '2', '--into', '1')).value.counts).toMatchObject({ merged: 1 });
    const adopted = await json(
      ...[
        'dispose',
        period,
        '1',
        '--adopted',
        '--where',
        '第1项',
        '--before',
        '年底前建成',
        '--after',
        '加宽，年底前建成',
      ],
    );
    expect(adopted.value.counts).toMatchObject({ received: 6, open: 4, disposed: { adopted: 2 } });
    expect((await json('set-aside', period, '3', '--reason', '广告')).value.counts).toMatchObject({ setAside: 1 });
    expect((await json('set-aside', period, '3', '--restore')).value.counts).toMatchObject({ setAside: 0 });
    expect((await json('set-aside', period, '3', '--reason', '广告')).code).toBe(0);
    expect((await json('item', period, '4', '--item', '2')).code).toBe(0);
    expect((await json('dispose', period, '4', '--not-adopted', '--reason', '堤防不宜种树')).code).toBe(0);
    expect((await json('dispose', period, '5', '--outside', '--forwarded-to', '市交通局')).code).toBe(0);
    expect((await json('judge', period, '6', '--in-time', '--reason', '邮戳在期限内')).value.counts.questions).toBe(0);
    expect((await json('publish', period)).value.faults[0].code).toBe('comments-undisposed');
    expect((await duban('comment', 'dispose', period, '6', '--not-adopted', '--reason', '老桥不在范围')).out).toContain(
      '未处理 0',
    );
    const { value: reviewed } = await json('close-out', period);
    expect(reviewed).toMatchObject({ published: false, closeOut: { zero: false } });
    await json('dispose', period, '6', '--not-adopted', '--reason', '老桥已列入文物保护');
    const stale = await json('publish', period, '--digest', reviewed.digest);
    expect([stale.code, stale.value.faults[0].code]).toEqual([1, 'close-out-changed']);
    const { digest } = (await json('close-out', period)).value;
    const published = await json('publish', period, '--digest', digest, '--by', '经办人乙');
    expect(published.value).toMatchObject({ stage: 'published', published: { by: '经办人乙' } });
    const out = join(folder, 'close-out.docx');
    expect((await json('close-out', period, '--docx', out)).value).toEqual({ file: out, published: true });
    expect(readFileSync(out).subarray(0, 2).toString('latin1')).toBe('PK');
    const shown = await duban('comment', 'show', 'hewan-2026');
    expect(shown.out).toContain('采纳 2');
    expect(shown.out).toContain('/public/hewan-2026/1/close-out');
    expect((await json('publish', period)).value.faults[0].code).toBe('period-over');
  });

  test('a person may have name and words removed; the count stays', async () => {
    expect((await json('redact', period, '1', '--reason', '本人要求', '--text')).value).toEqual({
      no: 1,
      redacted: true,
      left: false,
    });
    const { value } = await json('comments', period, '--no', '1', '--contacts');
    expect(value).toMatchObject({ no: 1, name: null, contact: null });
    expect(value.text).not.toContain('加宽');
    expect((await json('show', period)).value.counts.received).toBe(6);
  });

  test('the holidays the office has loaded count: check asks the service, an extension says what is not known yet', async () => {
    const next = file('next.yaml', terms('2026-12-07').replace('hewan-2026', 'xinhe-2026'));
    const shown = async (...more: string[]) => (await json('check', next, ...more)).value;
    const guessed = { byCode: '2027-01-06', unknownYears: [2027] };
    expect(await shown()).toMatchObject({ source: 'service', plan: 'xinhe-2026', window: guessed, faults: [] });
    expect((await json('open', next)).value.window).toMatchObject(guessed);
    const extended = await duban('comment', 'extend', 'xinhe-2026', '--until', '2027-01-08', '--reason', '意见较多');
    expect(extended.out).toMatch(/截止日 2027-01-08。\n注意：还没有2027年的放假安排/);
    const slip = await json('extend', 'xinhe-2026', '--until', '2072-01-11', '--reason', '意见较多');
    expect([slip.code, slip.value.faults[0].code]).toEqual([1, 'period-too-late']);

    const data = { year: 2027, notice: '放假安排', off: ['2027-01-06'], work: [] };
    const event = {
      id: 'calendar',
      at: site.clock.now,
      actor: { name: '办公室', role: 'office' },
      kind: 'calendar.loaded',
    };
    await saveCalendarYear(site.ledger, data, [{ ...event, subject: '2027', data: {} } as LedgerEvent]);
    const service = await shown();
    expect(service).toMatchObject({ source: 'service', window: { byCode: '2027-01-07', unknownYears: [] } });
    expect(service.items[0]).toMatchObject({ lead: 'wch-jjfzj' });
    expect((await duban('comment', 'check', next)).out).not.toContain('随附的放假安排');
    expect(await shown('--units', 'seeds/units.csv')).toMatchObject({ source: 'shipped', window: guessed });
    const again = await json('extend', 'xinhe-2026', '--until', '2027-01-11', '--reason', '意见较多');
    expect(again.value).toMatchObject({ lastDay: '2027-01-11', unknownYears: [] });
    expect((await json('withdraw', 'xinhe-2026', '--reason', '试办')).code).toBe(0);
  });

  test('what does not exist is said with what does', async () => {
    expect((await json('show', 'nowhere')).value.faults[0].code).toBe('period-unknown');
    expect((await json('comments', period, '--no', '99')).value.faults[0].code).toBe('comment-unknown');
    expect((await json('mails')).value).toEqual({ mails: [], counts: {}, next: null });
    expect((await json('assign-mail', '<a@b>', period)).value.faults[0].code).toBe('mail-unknown');
    expect((await api(`/comments/1/files/${'0'.repeat(64)}`)).statusCode).toBe(404);
    const stranger = await site.web.inject({ url: `/api/comment-periods/${period}/export?contacts=1` });
    expect(stranger.statusCode).toBe(401);
  });
});
