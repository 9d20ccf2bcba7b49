/** The public form against what is not meant well, or simply goes wrong. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DAY_MS, docx, exe, pdf, png, txt } from './public-files.js';
import {
  comment,
  commentWithFiles,
  listComments,
  noticedAt,
  openPeriod,
  type PublicSite,
  publicSite,
  receiptIn,
  tokenOf,
} from './public-site.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const html = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
let site: PublicSite;
let plans = 0;

beforeAll(async () => {
  site = await publicSite({ limits: false });
});
afterAll(async () => site.close());

/** A period of its own, and its comments afterwards. */
async function fresh(): Promise<string> {
  site.clock.now = noticedAt;
  plans += 1;
  return openPeriod(site, `safety-${plans}`);
}
const kept = (period: string) => listComments(site.ledger, period);

describe('texts', () => {
  test('are kept as written and shown as text only', async () => {
    const period = await fresh();
    const text = `=HYPERLINK("http://x","y")\n${html}`;
    expect((await comment(site, period, { text, name: html.slice(0, 40) })).statusCode).toBe(200);
    expect(await kept(period)).toMatchObject([{ text, name: html.slice(0, 40) }]);
    const wrong = await comment(site, period, { text, item: '99', contact: html });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).not.toMatch(/<script|<img/);
    expect(wrong.body).toContain('&lt;script>');
  });

  test('cannot begin a new line where a letter has its head', async () => {
    const period = await fresh();
    await comment(site, period, {
      text: 'a\0b\u202Ec',
      name: '某人\r\nBcc: all@victim.example.org',
      contact: 'a@b.example.org',
    });
    expect(await kept(period)).toMatchObject([{ text: 'abc', name: '某人 Bcc: all@victim.example.org' }]);
    const wrong = await comment(site, period, { text: 'x', contact: 'a@b.example.org\r\nBcc: c@d.example.org' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('不像电子邮箱');
  });

  test('come back with every fault named and tied to its field', async () => {
    const period = await fresh();
    const long = '长'.repeat(5001);
    const { statusCode, body } = await comment(site, period, {
      text: long,
      item: '7',
      name: '名'.repeat(41),
      contact: '请勿联系',
    });
    expect(statusCode).toBe(422);
    for (const words of [
      '有4处要处理',
      '意见内容共5001字，超过上限5000字',
      '征求意见稿没有第“7”项',
      '姓名或单位共41字，超过上限40字',
      '联系方式“请勿联系”不像电子邮箱',
      'href="#text"',
      'aria-describedby="text-fault text-hint"',
      'id="contact-fault"',
    ])
      expect(body).toContain(words);
    expect(body).toContain(`${long}</textarea>`);
    expect((await comment(site, period, { text: ' \n ' })).body).toContain('意见内容不能为空');
    expect(await kept(period)).toEqual([]);
    expect((await comment(site, period, { text: '𠮷'.repeat(5000), contact: '（0991）123-4567' })).statusCode).toBe(
      200,
    );
  });
});

describe('attachments', () => {
  test('lose paths, devices and hidden direction from their names', async () => {
    const period = await fresh();
    const names = ['..\\..\\x.pdf', '../../CON.pdf', 'a\u202Efdp.exe.pdf'];
    const answer = await commentWithFiles(
      site,
      period,
      { text: '见附件' },
      names.map((name) => ({ name, bytes: pdf, type: 'text/html' })),
    );
    expect(answer.statusCode).toBe(200);
    const [one] = await kept(period);
    const stored = one?.files ?? [];
    expect(stored).toHaveLength(3);
    for (const file of stored) {
      expect(file.name).not.toMatch(/[/\\\u202E\r\n]|^\.|^con\./i);
      expect(file.mediaType).toBe('application/pdf');
      expect(file.size).toBe(pdf.length);
    }
  });

  test('are judged by what they hold', async () => {
    const period = await fresh();
    const wrong = await commentWithFiles(site, period, { text: '见附件', name: '某人' }, [
      { name: '程序.pdf', bytes: exe, type: 'application/pdf' },
      { name: '空.txt', bytes: txt('') },
    ]);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('附件“程序.pdf”没有收下');
    expect(wrong.body).toContain('附件“空.txt”没有收下：文件是空的');
    expect(wrong.body).toContain('见附件</textarea>');
    expect(await kept(period)).toEqual([]);
    const good = await commentWithFiles(site, period, { text: '见附件' }, [
      { name: '意见.docx', bytes: docx },
      { name: '照片.png', bytes: png },
      { name: '说明.txt', bytes: txt('一点说明') },
    ]);
    expect(good.statusCode).toBe(200);
    expect((await kept(period))[0]?.files.map((file) => file.name)).toEqual(['意见.docx', '照片.png', '说明.txt']);
  });

  test('that are too many or too large are refused together, and the words stay', async () => {
    const period = await fresh();
    const many = await commentWithFiles(site, period, { text: '四个附件' }, [
      { name: '大.pdf', bytes: Buffer.concat([pdf, Buffer.alloc(5 * 1024 * 1024)]) },
      ...['1.png', '2.png', '3.png'].map((name) => ({ name, bytes: png })),
    ]);
    expect(many.statusCode).toBe(422);
    expect(many.body).toContain('附件有4个，最多3个');
    expect(many.body).toContain('附件“大.pdf”没有收下：超过5MB');
    expect(many.body).toContain('四个附件</textarea>');
    const crowd = Array.from({ length: 30 }, (_, n) => ({ name: `${n}.png`, bytes: png }));
    expect((await commentWithFiles(site, period, { text: '三十个附件' }, crowd)).statusCode).toBe(422);
    const huge = await commentWithFiles(site, period, { text: '太大' }, [
      { name: 'a.pdf', bytes: Buffer.alloc(17 * 1024 * 1024) },
    ]);
    expect(huge.statusCode).toBe(413);
    expect(huge.body).toContain('最多 16 MB');
    expect(await kept(period)).toEqual([]);
  });

  test('of a form that breaks off do not cost the words', async () => {
    const period = await fresh();
    const token = await tokenOf(site.web, `/public/${period}`);
    site.clock.now += 4_000;
    const part = (name: string, value: string) =>
      `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const response = await site.web.inject({
      method: 'POST',
      url: `/public/${period}`,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload: `${part('token', token)}${part('text', '写到一半')}--b\r\ncontent-disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF`,
    });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('写到一半</textarea>');
    expect(await kept(period)).toEqual([]);
  });
});

describe('the form itself', () => {
  test('marks what a machine filled in, and takes it all the same', async () => {
    const period = await fresh();
    expect((await comment(site, period, { text: '买药', website: 'http://spam.example.org' })).statusCode).toBe(200);
    expect(await kept(period)).toMatchObject([{ suspect: true }]);
  });

  test('wants three seconds at least and a day at most, and keeps what was typed', async () => {
    const period = await fresh();
    const token = await tokenOf(site.web, `/public/${period}`);
    site.clock.now += 2_999;
    const quick = await comment(site, period, { text: '太快了', name: '某人', item: '2', token });
    expect(quick.statusCode).toBe(422);
    expect(quick.body).toContain('刚刚打开就提交了');
    expect(quick.body).toContain('太快了</textarea>');
    expect(quick.body).toMatch(/<option value="2" selected>/);
    site.clock.now += DAY_MS;
    const old = await comment(site, period, { text: '太久了', token });
    expect(old.statusCode).toBe(422);
    expect(old.body).toContain('已超过24小时');
    const next = /name="token" value="([^"]+)"/.exec(old.body)?.[1] ?? '';
    expect(next).not.toBe(token);
    site.clock.now += 4_000;
    expect((await comment(site, period, { text: '太久了', token: next })).statusCode).toBe(200);
    expect(await kept(period)).toHaveLength(1);
  });

  test('comes from our page of this very period', async () => {
    const period = await fresh();
    const other = await fresh();
    const foreign = await tokenOf(site.web, `/public/${other}`);
    const own = await tokenOf(site.web, `/public/${period}`);
    site.clock.now += 4_000;
    for (const token of ['', 'x', 'a.b.c', foreign, `${own}x`, own.replace(/^./, (c) => (c === 'm' ? 'n' : 'm'))])
      expect([token, (await comment(site, period, { text: '伪造', token })).statusCode]).toEqual([token, 403]);
    const refused = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example.org' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:8080.evil.example.org', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of refused)
      expect((await comment(site, period, { text: '别处来的', token: own }, headers)).statusCode).toBe(403);
    expect(await kept(period)).toEqual([]);
    const good = { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' };
    expect((await comment(site, period, { text: '本站来的', token: own }, good)).statusCode).toBe(200);
  });

  test('sent twice is one comment; another text from the same page is another one', async () => {
    const period = await fresh();
    const token = await tokenOf(site.web, `/public/${period}`);
    site.clock.now += 4_000;
    const [first, second] = await Promise.all([
      comment(site, period, { text: '连点两下', token }),
      comment(site, period, { text: '连点两下', token }),
    ]);
    expect(receiptIn(first.body)).toBe(receiptIn(second.body));
    const again = await comment(site, period, { text: '连点两下', token });
    expect(receiptIn(again.body)).toBe(receiptIn(first.body));
    expect(again.body).toContain('没有重复登记');
    const another = await comment(site, period, { text: '退回来又写一条', token });
    expect(receiptIn(another.body)).not.toBe(receiptIn(first.body));
    expect(await kept(period)).toHaveLength(2);
  });

  test('is not taken without a length, so that no file goes on for ever', async () => {
    const period = await fresh();
    const response = await site.web.inject({
      method: 'POST',
      url: `/public/${period}`,
      headers: { ...form, 'transfer-encoding': 'chunked' },
      payload: Readable.from(['text=a']),
    });
    expect(response.statusCode).toBe(411);
  });
});

test('an unknown receipt number gets the same answer as one that cannot be, and nothing about others', async () => {
  const ask = (receipt: string) =>
    site.web.inject({
      method: 'POST',
      url: '/public/receipt',
      headers: form,
      payload: new URLSearchParams({ receipt }).toString(),
    });
  const answers = await Promise.all(['0000-0000-0000', 'ZZZZ-ZZZZ-ZZZZ', '0000', "' or 1=1 --", ''].map(ask));
  for (const { statusCode, body } of answers) {
    expect(statusCode).toBe(404);
    expect(body.replace(/ value="[^"]*"| value(?=\s)/, '')).toBe(answers[0]?.body.replace(/ value="[^"]*"/, ''));
  }
});
