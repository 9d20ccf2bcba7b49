/**
 * Running cases survive an upgrade: the workflows of today fit every golden history, and command to the word what they
 * commanded when it was recorded. When a test here fails: docs/CONTRIBUTING.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentRuntime } from '../../worker/observe.js';
import { fromRoot, packageRoot } from '../../worker/root.js';
import { auditBundle, misfits } from './audit.js';
import { currentVersion, goldenHistories, histories } from './golden.js';

const golden = goldenHistories();
const folder = mkdtempSync(join(tmpdir(), 'duban-replay-'));
const bundleFile = join(folder, 'bundle.js');
let code = '';

beforeAll(async () => {
  silentRuntime();
  code = await auditBundle();
  writeFileSync(bundleFile, code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of today's workflows with one place of their code changed. */
function altered(from: RegExp, to: string): string {
  expect(code.match(new RegExp(from, 'g'))).toHaveLength(1);
  return code.replace(from, to);
}

describe('golden histories', () => {
  test('there is one of every workflow type, the rounds across the end of a quarter, each small enough to review', () => {
    const current = golden.filter(({ name }) => name.startsWith(`${currentVersion}/`));
    const types = [
      ...['planLifecycle', 'keyTask', 'rounds', 'commentPeriod', 'commentReceipts'],
      ...['supervisionCycle', 'cycleStarter', 'letters', 'indicatorWatch'],
    ];
    expect(new Set(current.map(({ type }) => type))).toEqual(new Set(types));
    expect(current.filter(({ type }) => type === 'rounds').length).toBeGreaterThan(1);
    for (const { name, commands } of golden) {
      expect(commands.length).toBeGreaterThan(0);
      expect(statSync(join(histories, `${name}.json`)).size).toBeLessThan(350 * 1024);
    }
  });

  test('every one replays, and every command is as recorded', async () => {
    expect(await misfits(code, golden)).toEqual([]);
  });

  test('the same on a host in another time zone', () => {
    const args = ['--import', './test/setup/typescript.js', fromRoot('test', 'replay', 'replay-all.ts'), bundleFile];
    const printed = execFileSync(process.execPath, args, {
      cwd: packageRoot,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'America/New_York' },
    });
    expect(JSON.parse(printed.trim().split('\n').at(-1) ?? '')).toEqual({ offset: 240, misfits: [] });
  });
});

describe('a changed workflow is caught', () => {
  const current = golden.filter(({ name }) => name.startsWith(`${currentVersion}/`));
  const found = async (changed: string): Promise<readonly string[]> =>
    [
      ...new Set(
        (await misfits(changed, current)).map(({ name, by }) => `${name.replace(/^.*\/|-\d+$/g, '')} by ${by}`),
      ),
    ].sort();

  test('a deadline watched one second longer: replay is content, the commands are not', async () => {
    expect(await found(altered(/redAt - Date\.now\(\)/, 'redAt + 1000 - Date.now()'))).toEqual([
      'key-task by commands',
    ]);
  });

  test('another word for the ledger: replay is content, the commands are not', async () => {
    expect(await found(altered(/kind: 'task\.overdue'/, "kind: 'task.late'"))).toEqual(['key-task by commands']);
  });

  test('another word in the Temporal UI: replay is content, the commands are not', async () => {
    expect(await found(altered(/summary: `下次发信/, 'summary: `下一次发信'))).toEqual(['rounds by commands']);
  });

  test('a step left out: replay itself refuses', async () => {
    expect(await found(altered(/await \(0,\w+\.recordTask\)\(task, events\);/, ''))).toEqual(['key-task by replay']);
  });

  test('a comment period that ends one second later: replay is content, the commands are not', async () => {
    const changed = altered(/Math\.min\(state\.endsAt, turnAt\)/, 'Math.min(state.endsAt + 1000, turnAt)');
    expect(await found(changed)).toEqual(['comment-period by commands']);
  });

  test('another word for a stage of a comment period: replay is content, the commands are not', async () => {
    expect(await found(altered(/`comment\.stage\./, '`comment.step.'))).toEqual(['comment-period by commands']);
  });

  test('comments not handed on to the units in the morning: replay itself refuses', async () => {
    expect(await found(altered(/await handOn\(stock\);/, ''))).toEqual(['comment-period by replay']);
  });

  test('receipts asked for once more: replay itself refuses', async () => {
    expect(await found(altered(/if \(more\)\s+asked = true;/, 'if (!more) asked = true;'))).toEqual([
      'comment-receipts by replay',
    ]);
  });
});
