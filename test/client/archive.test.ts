/** The archive of a plan: complete, the same as what was sent and decided, and found out wherever anybody changed it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync, zipSync } from 'fflate';
import PostalMime from 'postal-mime';
import { eventsOf } from '../../activities/ledger/figures.js';
import { reopenLetter } from '../../activities/ledger/outbox.js';
import { setPlanStatus } from '../../activities/ledger/plans.js';
import { checkArchive } from '../../client/archive/check.js';
import { writeArchive } from '../../client/archive/collect.js';
import type { Manifest } from '../../client/archive/manifest.js';
import { run } from '../../client/cli/program.js';
import type { LedgerEvent } from '../../domain/task.js';
import { fillPlan, now, person } from './archive-plan.js';
import { type TestSite, testSite, token } from './site.js';

type Files = Record<string, Uint8Array>;

let site: TestSite;
let mailbox: string;
let whole: Uint8Array;
let files: Files;

async function archive(contacts = false): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await writeArchive(site.ledger, 'lvse', { now, contacts }, async (piece) => void pieces.push(piece));
  return Buffer.concat(pieces);
}

beforeAll(async () => {
  site = await testSite();
  mailbox = await fillPlan(site.ledger);
  whole = await archive();
  files = unzipSync(whole);
});
afterAll(() => site.close());

const text = (path: string, from: Files = files): string => new TextDecoder().decode(from[path] ?? new Uint8Array(0));
const json = <T>(path: string, from: Files = files): T => JSON.parse(text(path, from)) as T;
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const named = (pattern: RegExp): string[] => Object.keys(files).filter((path) => pattern.test(path));
const one = (pattern: RegExp): string => named(pattern)[0] ?? `no ${pattern.source}`;

async function duban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, { out: (words) => out.push(words), err: (words) => err.push(words) });
  return { code, out: out.join(''), err: err.join('') };
}

describe('the archive', () => {
  test('holds every part of the plan and is found whole', async () => {
    const { faults, ...check } = await checkArchive(whole, 'a.zip');
    expect(faults).toEqual([]);
    expect(check).toMatchObject({
      ok: true,
      plan: 'lvse',
      extract: true,
      letters: 5,
      files: Object.keys(files).length - 2,
    });
    expect(Object.keys(files).map((path) => path.replace(/\d{5}-/, ''))).toEqual(
      expect.arrayContaining([
        'README.txt',
        'plan/plan.yaml',
        'plan/decisions.yaml',
        'plan/units.csv',
        'letters/supervision-letter-2024-01-10-fgj.eml',
        'letters/supervision-letter-2024-01-10-jsj.eml',
        'letters/bulletin-2023-10-18-education.eml',
        'formal/001-绿督〔2024〕1号.docx',
        'comments/1/close-out.json',
        'comments/1/close-out.html',
        'comments/1/close-out.docx',
        'supervision/2023Q3/returns/education/v1.json',
        'supervision/2023Q3/returns/education/v1/01-.._.._证明材料.txt',
        'supervision/2023Q3/returns/education/v2.json',
        'supervision/2023Q3/bulletins/1.json',
        'ledger/events.ndjson',
        'manifest.json',
      ]),
    );
    expect(text('README.txt')).toContain('计划尚未结束');
    expect(sha256(files['manifest.json'] ?? '')).toBe(text('manifest.sha256').slice(0, 64));
    expect(text('plan/tasks.csv')).toContain('lvse/2023/5');
    expect(json<{ number: string }[]>('formal/index.json')).toMatchObject([
      { number: '绿督〔2024〕1号', status: 'approved' },
    ]);
  });

  test('holds the letters as they left: ids, words, calendar entries and files', async () => {
    const sent = await Promise.all(
      readdirSync(mailbox).map(async (name) => PostalMime.parse(readFileSync(join(mailbox, name)))),
    );
    expect(sent).toHaveLength(6);
    for (const path of named(/^letters\/.*\.eml$/)) {
      const mail = await PostalMime.parse(files[path] ?? new Uint8Array(0));
      const left = sent.find((other) => other.messageId === mail.messageId);
      expect(left).toBeDefined();
      const facts = ({ subject, date, to, from, inReplyTo, references }: typeof mail) => ({
        ...{ subject, date, to, from, inReplyTo, references },
      });
      expect(facts(mail)).toEqual(facts(left as typeof mail));
      expect([mail.text?.trim(), mail.html?.trim()]).toEqual([left?.text?.trim(), left?.html?.trim()]);
      const names = (from: typeof mail) => from.attachments.map((file) => [file.filename, file.mimeType]);
      expect(names(mail)).toEqual(names(left as typeof mail));
    }
    const rows = json<{ kind: string; attachments: string[] }[]>('letters/index.json');
    expect(
      rows
        .filter((row) => row.attachments.length > 0)
        .map((row) => row.kind)
        .sort(),
    ).toEqual(['bulletin', 'digest', 'supervision-letter', 'supervision-letter']);
  });

  test('leaves out who commented, and what other plans say', async () => {
    const everything = Object.values(files)
      .map((bytes) => Buffer.from(bytes).toString('utf8'))
      .join('\n');
    for (const words of [
      person.name,
      person.contact,
      '13900002222',
      '身份证明',
      '别的计划的话',
      'of-the-other-plan.eml',
    ])
      expect(everything.includes(words)).toBe(false);
    const comments = json<{ no: number; text: string; receipt: string }[]>('comments/1/comments.json');
    expect(comments.map(({ no, receipt }) => [no, receipt])).toEqual([
      [1, ''],
      [2, ''],
    ]);
    expect(comments[0]?.text).toBe('建议两年内完成，电话***。');
    expect(text('comments/1/comments.csv')).toContain("'=cmd()");
    const lines = text('ledger/events.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { body?: string });
    expect(lines).toHaveLength(json<Manifest>('manifest.json').chain.entries);
    expect(lines.filter((line) => line.body !== undefined)).toHaveLength(json<Manifest>('manifest.json').planEntries);
  });

  test('has names, receipts and files of the public where they were asked for, and holds them against the chain', async () => {
    const bytes = await archive(true);
    const found = unzipSync(bytes);
    expect(json<object[]>('comments/1/comments.json', found)[0]).toMatchObject(person);
    expect(text('comments/1/files/1/01-身份证明.txt', found)).toBe('佐证');
    expect(text('README.txt', found)).toContain('个人信息保护法');
    expect((await checkArchive(bytes, 'a.zip')).faults).toEqual([]);
    const forged = json<{ text: string }[]>('comments/1/comments.json', found);
    if (forged[1] !== undefined) forged[1].text = '赞成';
    const changed = resealed({ ...found, 'comments/1/comments.json': Buffer.from(JSON.stringify(forged)) });
    expect((await checkArchive(changed, 'a.zip')).faults).toMatchObject([
      { what: 'record-altered', at: 'comments/1/comments.json#2' },
    ]);
  });

  test('can be checked by hand as ledger/chain.txt says', () => {
    const lines = text('ledger/events.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    for (const { prev, hash, body } of lines) if (body !== undefined) expect(sha256(`${prev}\n${body}`)).toBe(hash);
    expect(text('ledger/chain.txt')).toContain(lines.at(-1)?.['hash']);
    const saved = lines
      .map((line) => JSON.parse(line['body'] ?? '{}') as Partial<LedgerEvent>)
      .find(({ kind }) => kind === 'cycle.returnSaved');
    expect(saved?.data?.['digest']).toBe(sha256(files['supervision/2023Q3/returns/education/v1.json'] ?? ''));
  });

  test('of a letter that was opened again and has not left since is whole; of a closed plan it is no extract', async () => {
    const key = json<{ key: string }[]>('letters/index.json')[0]?.key ?? '';
    const event = {
      id: 'again',
      at: now,
      actor: { name: '办公室', role: 'office' },
      kind: 'letter.resent',
      subject: key,
      data: {},
    } as const;
    expect(await reopenLetter(site.ledger, key, event)).toBe(true);
    await setPlanStatus(site.ledger, 'lvse', { status: 'closed', at: now });
    const bytes = await archive();
    expect(await checkArchive(bytes, 'a.zip')).toMatchObject({ faults: [], letters: 4, extract: false });
    expect(text('README.txt', unzipSync(bytes))).toContain('结束后的完整档案');
    expect((await eventsOf(site.ledger, { subject: key })).map((entry) => entry.kind)).toEqual([
      'letter.resent',
      'letter.sent',
    ]);
  });
});

/** The files as a ZIP, as they are, in their order. */
const zipped = (from: Files): Uint8Array => zipSync(from);

/** The same with manifest and manifest hash made to fit: what somebody would do who knows the form. */
function resealed(from: Files): Uint8Array {
  const { 'manifest.json': old, 'manifest.sha256': _hash, ...rest } = from;
  const manifest = JSON.parse(new TextDecoder().decode(old)) as Manifest;
  const list = Object.entries(rest).map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }));
  const words = Buffer.from(JSON.stringify({ ...manifest, files: list }));
  return zipped({
    ...rest,
    'manifest.json': words,
    'manifest.sha256': Buffer.from(`${sha256(words)}  manifest.json\n`),
  });
}

const faultsOf = async (bytes: Uint8Array): Promise<string[]> =>
  (await checkArchive(bytes, 'a.zip')).faults.map(({ what, at }) => `${what} ${at}`);
const edit = (path: string, from: string, to: string): Files => {
  const words = text(path);
  expect(words).toContain(from);
  return { ...files, [path]: Buffer.from(words.replace(from, to)) };
};
const without = (path: string): Files => Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));

describe('somebody who changes a file', () => {
  test('is found out by the manifest', async () => {
    const eml = one(/digest.*fgj\.eml$/);
    expect(await faultsOf(zipped(edit('plan/plan.yaml', '任务1', '任务一')))).toEqual(['file-altered plan/plan.yaml']);
    expect(await faultsOf(zipped(without('plan/tasks.csv')))).toEqual(['file-missing plan/tasks.csv']);
    expect(await faultsOf(zipped({ ...files, 'plan/new.txt': Buffer.from('新') }))).toEqual([
      'file-added plan/new.txt',
    ]);
    const renamed = Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [path === eml ? 'letters/00001.eml' : path, bytes]),
    );
    expect(await faultsOf(zipped(renamed))).toEqual([`file-renamed ${eml}`]);
    const [first, second, ...rest] = Object.entries(files);
    const moved = Object.fromEntries([second, first, ...rest].filter((pair) => pair !== undefined));
    expect(await faultsOf(zipped(moved))).toEqual([`files-reordered ${second?.[0]}`]);
    expect(await faultsOf(zipped(edit('manifest.json', '"contacts": false', '"contacts":  false')))).toEqual([
      'manifest-altered manifest.json',
    ]);
    const broken = Buffer.from(whole);
    const at = broken.indexOf('README.txt') + 40;
    broken[at] = (broken[at] ?? 0) ^ 0xff;
    expect(await faultsOf(broken)).toContain('file-damaged README.txt');
  });

  test('and makes the manifest fit is found out by the chain', async () => {
    const eml = one(/digest.*fgj\.eml$/);
    const mail = text(eml);
    const subject = /^Subject: .*$/m.exec(mail)?.[0] ?? '';
    expect(await faultsOf(resealed(edit(eml, subject, 'Subject: other')))).toEqual([`letter-altered ${eml}`]);
    const address = /^To: (.*)\r$/m.exec(mail)?.[1] ?? '';
    expect(await faultsOf(resealed(edit(eml, `To: ${address}`, 'To: else@example.org')))).toEqual([
      `letter-altered ${eml}`,
    ]);
    expect(await faultsOf(resealed(without(eml)))).toEqual([
      expect.stringContaining('entry-without-letter letter.sent/'),
    ]);
    const copy = {
      ...files,
      'letters/99999.eml': Buffer.from(mail),
    };
    expect(await faultsOf(resealed(copy))).toEqual(['letter-without-entry letters/99999.eml']);
    const calendar = /^Content-Type: text\/calendar[\s\S]*?\r\n\r\n(\S{20})/m.exec(mail)?.[1] ?? '';
    const dated = await faultsOf(resealed(edit(eml, calendar, Buffer.from('BEGIN:VEVENT..X').toString('base64'))));
    expect(dated).toEqual([`letter-altered ${eml}`]);

    for (const path of [
      'comments/1/close-out.json',
      'supervision/2023Q3/bulletins/1.json',
      'supervision/2023Q3/returns/education/v2.json',
    ]) {
      expect(await faultsOf(resealed({ ...files, [path]: Buffer.from('{}') }))).toEqual([`record-altered ${path}`]);
      expect(await faultsOf(resealed(without(path)))).toEqual([expect.stringMatching(/^entry-without-record /)]);
    }
    const extra = 'supervision/2023Q3/bulletins/2.json';
    expect(await faultsOf(resealed({ ...files, [extra]: Buffer.from('{}') }))).toEqual([
      `record-without-entry ${extra}`,
    ]);
    const proof = one(/v1\/02-/);
    expect(await faultsOf(resealed({ ...files, [proof]: Buffer.from('换') }))).toEqual([
      expect.stringMatching(/^evidence-missing supervision\/2023Q3\/returns\/education\/v1\//),
    ]);
    const list = json<object[]>('comments/1/comments.json').slice(0, 1);
    expect(
      await faultsOf(resealed({ ...files, 'comments/1/comments.json': Buffer.from(JSON.stringify(list)) })),
    ).toEqual([expect.stringMatching(/^entry-without-record comment\/lvse\/1\/2/)]);
  });

  test('cannot change, remove, swap or cut entries of the chain', async () => {
    const events = 'ledger/events.ndjson';
    const lines = text(events).trimEnd().split('\n');
    const withLines = (list: readonly string[]) =>
      resealed({ ...files, [events]: Buffer.from(`${list.join('\n')}\n`) });
    const at = lines.findIndex((line) => line.includes('task.assigned') && line.includes('body'));
    const id = (JSON.parse(lines[at] ?? '') as { id: string }).id;
    const forged = lines.with(at, (lines[at] ?? '').replace('绿色', '红色').replace('项目', '项日'));
    expect(await faultsOf(withLines(forged))).toEqual([`entry-altered ${id}`]);

    const line = JSON.parse(forged[at] ?? '') as { prev: string; body: string; hash: string };
    const rehashed = forged.with(at, JSON.stringify({ ...line, hash: sha256(`${line.prev}\n${line.body}`) }));
    expect(await faultsOf(withLines(rehashed))).toEqual([`entry-altered ${id}`]);
    expect(await faultsOf(withLines(lines.toSpliced(at, 1)))).toEqual(
      expect.arrayContaining(['entry-removed ', `chain-end ${events}`]),
    );
    const swapped = lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? '');
    expect(await faultsOf(withLines(swapped))).toContain(`entry-reordered ${id}`);
    expect(await faultsOf(withLines(lines.slice(0, -1)))).toContain(`chain-end ${events}`);
    expect(await faultsOf(withLines(lines.with(at, 'not json')))).toContain(`entry-altered ${events}#${at + 1}`);
  });

  test('who hides bombs or ways out of the folder in it is refused', async () => {
    const bomb = { ...files, 'plan/zeros.txt': new Uint8Array(30_000_000) };
    await expect(checkArchive(zipped(bomb), 'a.zip')).rejects.toMatchObject({ code: 'file-zip-bomb' });
    for (const path of ['../out.txt', '/etc/x', 'plan/../../x', 'C:/x', 'a//b', 'a\u202eb'])
      await expect(checkArchive(zipped({ ...files, [path]: Buffer.from('x') }), 'a.zip')).rejects.toMatchObject({
        code: 'archive-foreign',
        message: expect.stringContaining('不安全'),
      });
    await expect(checkArchive(zipped({ 'a.txt': Buffer.from('x') }), 'a.zip')).rejects.toMatchObject({
      code: 'archive-foreign',
    });
    await expect(checkArchive(whole.subarray(0, whole.length - 30), 'a.zip')).rejects.toMatchObject({
      code: 'file-zip-damaged',
    });
  });
});

describe('on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-archive-'));
  beforeAll(async () => {
    process.env['DUBAN_URL'] = await site.web.listen({ host: '127.0.0.1', port: 0 });
    process.env['DUBAN_TOKEN'] = token;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    delete process.env['DUBAN_URL'];
    delete process.env['DUBAN_TOKEN'];
  });

  test('an archive is written whole, found whole, and its faults are said in Chinese', async () => {
    const file = join(folder, 'lvse.zip');
    const written = await duban('export', '--archive', 'lvse', '--out', file, '--by', '档案员');
    expect([written.code, written.out]).toEqual([0, expect.stringContaining(`档案已写到 ${file}`)]);
    expect(readdirSync(folder)).toEqual(['lvse.zip']);
    const good = await duban('verify', file);
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('档案完整')]);
    const found = unzipSync(readFileSync(file));
    const [, manifest = ''] = /清单指纹 ([0-9a-f]{64})/.exec(good.out) ?? [];
    const [made] = await eventsOf(site.ledger, { kind: 'archive.made', subject: 'lvse' });
    expect(made).toMatchObject({
      actor: { name: '档案员', role: 'office' },
      data: { manifest, sha256: sha256(readFileSync(file)), contacts: false },
    });
    expect(written.out).toContain(String(made?.data['sha256']));
    writeFileSync(file, zipped({ ...found, 'plan/tasks.csv': Buffer.from('改') }));
    const bad = await duban('verify', file);
    expect([bad.code, bad.out]).toEqual([
      1,
      expect.stringMatching(/plan\/tasks\.csv：内容与清单不符\n清单指纹 [0-9a-f]{64}\n档案有 1 处不符/),
    ]);
    expect(JSON.parse((await duban('verify', file, '--json')).out)).toMatchObject({ ok: false });
  });

  test('a plan or file that is not there is said, and leaves no file behind', async () => {
    const nothing = join(folder, 'nothing.zip');
    const unknown = await duban('export', '--archive', 'nowhere', '--out', nothing);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('nowhere')]);
    const absent = await duban('verify', nothing);
    expect([absent.code, absent.err]).toEqual([1, expect.stringContaining(nothing)]);
    expect(readdirSync(folder)).not.toContain('nothing.zip');
    const open = await site.web.inject({ url: '/api/plans/lvse/archive' });
    expect(open.statusCode).toBe(401);
  });
});
