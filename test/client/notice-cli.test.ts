/** `duban notice` as the office types it: what it prints for people, its JSON, and a file it cannot read. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run } from '../../client/cli/program.js';

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

const folder = mkdtempSync(join(tmpdir(), 'duban-notice-'));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

test('a web page whose thirty days are twenty-nine is explained in Chinese and exits with 0', async () => {
  const page = file(
    'notice.html',
    '<html><body><h1>关于公开征求意见的公告</h1><p>发布日期：2023-07-25 09:00</p><p>现就水源保护公开征求意见，公示期为2023年7月24日至8月22日，共30日。</p><p>邮寄地址：甲区解放路1号，信封注明“水源”字样。</p><p>甲区水务局</p><p>2023年7月24日</p></body></html>',
  );
  const { code, out, err } = await duban('notice', page);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('结论：期限不足');
  expect(out).toContain('首日不计（民法典）：共29日；写明的30日应在2023年8月23日（星期三）截止');
  expect(out).toContain('邮寄：甲区解放路1号（注明“水源”）');
  expect(out).toContain('网页发布日期2023年7月25日晚于起始日期2023年7月24日');
  const json: unknown = JSON.parse((await duban('notice', page, '--json')).out);
  expect(json).toMatchObject({ byCode: { days: 29, end: '2023-08-23' }, posted: '2023-07-25', verdict: 'too-short' });
});

test('a file that is no document is refused with 1', async () => {
  const { code, err } = await duban('notice', file('scan.pdf', '%PDF-1.7 \u0000\u0001'));
  expect([code, err]).toEqual([1, expect.stringContaining('scan.pdf')]);
});
