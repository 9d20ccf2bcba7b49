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
      ...['supervisionCycle', 'cycleStarter', 'letters', 'indicatorWatch', 'unitReorganisation'],
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
  /** Looked for in the histories of one type, and in one that the change does not touch. */
  const found = async (type: string, changed: string): Promise<readonly string[]> => {
    const looked = current.filter((one) => one.type === type || one.type === 'cycleStarter');
    const types = new Map(looked.map((one) => [one.name, one.type]));
    return [...new Set((await misfits(changed, looked)).map(({ name, by }) => `${types.get(name)} by ${by}`))];
  };

  test.each([
    ['a deadline watched one second longer', 'keyTask', /redAt - Date\.now\(\)/, 'redAt + 1000 - Date.now()'],
    ['another word for the ledger', 'keyTask', /kind: 'task\.overdue'/, "kind: 'task.late'"],
    ['another word in the Temporal UI', 'rounds', /summary: `下次发信/, 'summary: `下一次发信'],
    [
      'a comment period that ends one second later',
      'commentPeriod',
      /Math\.min\(state\.endsAt, turnAt\)/,
      'Math.min(state.endsAt + 1000, turnAt)',
    ],
    ['another word for a stage of a comment period', 'commentPeriod', /`comment\.stage\./, '`comment.step.'],
    [
      'a pause of a plan given back with one day more',
      'planLifecycle',
      /since,(.*dayOf\)\(now\)\)) : 0/,
      'since,$1 + 1 : 0',
    ],
  ] as const)('%s: replay is content, the commands are not', async (_what, type, from, to) => {
    expect(await found(type, altered(from, to))).toEqual([`${type} by commands`]);
  });

  test.each([
    ['a step left out', 'keyTask', /await \(0,\w+\.recordTask\)\(task, events\);/, ''],
    ['comments not handed on to the units in the morning', 'commentPeriod', /await handOn\(stock\);/, ''],
    ['receipts asked for once more', 'commentReceipts', /if \(more\)\s+asked = true;/, 'if (!more) asked = true;'],
  ] as const)('%s: replay itself refuses', async (_what, type, from, to) => {
    expect(await found(type, altered(from, to))).toEqual([`${type} by replay`]);
  });
});
