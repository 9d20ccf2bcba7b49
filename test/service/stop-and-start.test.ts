/** What stands in the way of a start, what a wrong mail password does, and that Ctrl-C leaves nothing running and loses nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LetterAnswer, StatusAnswer } from '../../client/http/answers.js';
import { dayOf } from '../../domain/day.js';
import { commandOf } from '../../worker/processes.js';
import { makePlace, type Place, planFile, type Running, type Said, secondsLadder, until } from '../harness/service.js';
import { type MailServer, startMailServer } from '../harness/smtp.js';

let place: Place;
let mail: MailServer;
let running: Running | undefined;
const today = dayOf(Date.now());
/** Deadlines 50 minutes away: nothing but the assignment is sent while the test runs. */
const quiet = secondsLadder({ slot: 150 });
const settings = (password: string) => ({
  SMTP_URL: `smtp://duban:${password}@127.0.0.1:${mail.port}`,
  SMTP_FROM: 'duban@example.org',
});

beforeAll(async () => {
  place = await makePlace();
  mail = await startMailServer({ login: { user: 'duban', pass: 'right' } });
});
afterAll(async () => {
  await place.close();
  await mail.close();
});

const letters = async () => (await place.answer<{ readonly letters: readonly LetterAnswer[] }>('letters')).letters;

/** Refused with one Chinese sentence as its last word, exit code 1. */
function expectRefused(said: Said, sentence: RegExp): void {
  const lines = said.err.trim().split('\n');
  expect([said.code, lines.at(-1)]).toEqual([1, expect.stringMatching(sentence)]);
  expect(said.err).not.toMatch(/^\s+at |Error:/m);
}

test('with a wrong mail password the service starts and says so; letters wait and none is lost', async () => {
  running = await place.up(settings('wrong'));
  expect(running.said()).toMatch(/发信服务器暂不可用，信件会保留并重试：.*535/);
  expect(running.said()).not.toContain('wrong');
  await place.answer(
    'import',
    place.file(
      'plan.json',
      planFile('waiting', today, [
        ['建设园区道路', 'lead:wch-jjfzj'],
        ['整治河道', 'lead:wch-msz support:wch-czj'],
      ]),
    ),
  );
  await place.answer('launch', 'waiting', '--ladder', place.file('ladder.yaml', quiet));
  const waiting = await until(async () => {
    const found = await letters();
    return found.length === 3 && found.every((l) => l.status === 'retry') && found;
  }, 'three letters that wait');
  expect(waiting.map((l) => l.lastError)).toEqual(waiting.map(() => expect.stringContaining('535')));
  expect(mail.messages).toEqual([]);
});

test('a second duban on the same folder, or on a port in use, is refused and disturbs nobody', async () => {
  const other = await makePlace();
  try {
    const [same, port] = await Promise.all([place.tryUp(), other.tryUp({ PORT: String(place.port) })]);
    expectRefused(
      same,
      new RegExp(
        `^数据目录 ${place.dataDir} 正由进程 ${running?.pid} 使用；请先停掉它，或用 DUBAN_DATA_DIR 另指一个目录$`,
      ),
    );
    expectRefused(port, new RegExp(`^端口 ${place.port} 已被别的程序占用；请用 PORT 另指一个端口`));
    expect(other.servers()).toEqual({ temporal: undefined, ledger: undefined });
  } finally {
    await other.close();
  }
  expect((await letters()).length).toBe(3);
});

test('Ctrl-C ends everything; files of another version are refused untouched; the next start goes on where it was', async () => {
  const before = await place.answer<StatusAnswer>('status');
  const tasks = await place.answer('status', 'waiting');
  const { temporal = 0, ledger = 0 } = place.servers();
  expect([temporal, ledger].every((pid) => pid > 0)).toBe(true);
  expect(await running?.interrupt()).toBe(0);
  expect([temporal, ledger].map(commandOf)).toEqual([undefined, undefined]);
  expectRefused(await place.duban('status'), new RegExp(`^督办服务没有在 ${place.url} 运行`));

  // The ladder file is another one when the service starts again: what runs keeps the rules it was launched with.
  const changed = place.file('ladder.yaml', secondsLadder({ slot: 150, before: [60] }));
  const version = join(place.clusterFolder, 'PG_VERSION');
  const cluster = readFileSync(version, 'utf8');
  writeFileSync(version, '15\n');
  expectRefused(await place.tryUp(), /^台账目录 \S+ 是 PostgreSQL 15 的，本版督办只认 \d+；.*原目录未作改动$/);
  writeFileSync(version, cluster);
  const note = join(place.dataDir, 'temporal.json');
  const server = readFileSync(note, 'utf8');
  writeFileSync(note, server.replace(/"server":"[^"]+"/, '"server":"1.7.0"'));
  expectRefused(
    await place.tryUp({ TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'] ?? '' }),
    /^数据文件 \S+temporal\.db 由 Temporal 服务器 1\.7\.0 建立，.*原文件未作改动$/,
  );
  expect(place.servers()).toEqual({ temporal: undefined, ledger: undefined });
  writeFileSync(note, server);

  running = await place.up(settings('right'));
  expect(running.said()).not.toContain('发信服务器暂不可用');
  expect(await place.answer('status')).toEqual(before);
  expect(await place.answer('status', 'waiting')).toEqual(tasks);
  const preview = await place.answer<{
    readonly applied: boolean;
    readonly differences: readonly { readonly added: readonly { readonly rung: string }[] }[];
  }>('ladder', 'apply', 'waiting', changed, '--preview');
  expect([preview.applied, preview.differences.map((d) => d.added.map((step) => step.rung))]).toEqual([
    false,
    [['before-60'], ['before-60']],
  ]);
  expect(await place.answer('status', 'waiting')).toEqual(tasks);
  await until(() => mail.messages.length === 3, 'the letters that waited', 60_000);
  expect((await letters()).map((l) => [l.status, l.perhapsTwice])).toEqual([1, 2, 3].map(() => ['sent', false]));
  expect(new Set(mail.messages.map((m) => m.messageId)).size).toBe(3);
  expect((await place.answer<{ readonly ok: boolean }>('verify')).ok).toBe(true);
  expect(await running.interrupt()).toBe(0);
}, 150_000);
