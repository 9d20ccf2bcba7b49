import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DubanError } from '../../domain/errors.js';
import { readConfig, variableNames } from '../../worker/config.js';
import { holdDataFolder, secretFile } from '../../worker/data-folder.js';
import { commandOf } from '../../worker/processes.js';
import { fromRoot, packageRoot } from '../../worker/root.js';

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((fault) => fault.message);
    throw error;
  }
  return [];
}

describe('configuration', () => {
  test('nothing set: everything local, in the package root, links to the own port', () => {
    const config = readConfig({});
    expect(config.dataDir).toBe(join(packageRoot, 'data'));
    expect(config.publicUrl).toBe('http://127.0.0.1:8080');
    expect(config.temporal).toEqual({ namespace: 'default', settings: {} });
    expect(config.databaseUrl).toBeUndefined();
    expect(readConfig({ PORT: '', DUBAN_PUBLIC_URL: ' ' }).port).toBe(8080);
  });

  test('five wrong values are told at once, each with the value and what is allowed', () => {
    const faults = faultsOf(() =>
      readConfig({
        PORT: '80801',
        DATABASE_URL: 'mysql://u:geheim@x/y',
        TEMPORAL_ADDRESS: 'nowhere',
        SMTP_URL: 'smtp://m',
      }),
    );
    expect(faults).toEqual([
      '环境变量 PORT 的值“80801”不对：应为 0 到 65535 的整数，0 表示任选一个空闲端口',
      '环境变量 DATABASE_URL 的值“（保密，不显示）”不对：应为 postgresql:// 开头的 PostgreSQL 连接地址',
      '环境变量 TEMPORAL_ADDRESS 的值“nowhere”不对：应为“主机:端口”，如 temporal.example.org:7233',
      '环境变量 SMTP_FROM 的值“”不对：设了 SMTP_URL 就要写明发件地址',
    ]);
  });

  test('proxies are addresses and nets, never everybody; room for files is told in MB', () => {
    expect(readConfig({}).trustProxy).toEqual(['loopback']);
    expect(readConfig({ DUBAN_TRUST_PROXY: '10.0.0.5, 10.1.0.0/16,fd00::/8' }).trustProxy).toEqual([
      '10.0.0.5',
      '10.1.0.0/16',
      'fd00::/8',
    ]);
    for (const wrong of ['true', '0.0.0.0/0', '10.0.0.0/33', 'proxy.example.org', ','])
      expect(faultsOf(() => readConfig({ DUBAN_TRUST_PROXY: wrong }))).toEqual([
        `环境变量 DUBAN_TRUST_PROXY 的值“${wrong}”不对：应为反向代理的地址或网段，如 10.0.0.5,10.1.0.0/16，本机写 loopback`,
      ]);
    expect(readConfig({ DUBAN_PERIOD_FILES_MB: '1' }).fileLimits.period).toBe(1024 * 1024);
  });

  test('letters come from an address, and are answered by mail only where a mailbox is read', () => {
    const smtp = { SMTP_URL: 'smtp://m.example.org', SMTP_FROM: '督办 <duban@example.org>' };
    expect(readConfig(smtp).smtpFrom).toBe('duban@example.org');
    expect(faultsOf(() => readConfig({ DUBAN_REPLY_TO: 'duban@example.org' }))).toEqual([
      '环境变量 IMAP_URL 的值“”不对：设了 DUBAN_REPLY_TO 就要写明收取回信的邮箱',
    ]);
    const imap = 'imaps://u:p@imap.example.org/INBOX';
    expect(readConfig({ IMAP_URL: imap, DUBAN_REPLY_TO: 'duban@example.org' }).replyTo).toBe('duban@example.org');
  });

  test('.env.example names every variable, and no other', () => {
    const named = readFileSync(fromRoot('.env.example'), 'utf8').match(/^#?[A-Z][A-Z_]*(?==)/gm) ?? [];
    expect(named.map((name) => name.replace('#', '')).sort()).toEqual([...variableNames].sort());
  });

  test('the values shown in .env.example are accepted', () => {
    const shown: Record<string, string> = {};
    for (const line of readFileSync(fromRoot('.env.example'), 'utf8').split('\n')) {
      const [, name, value] = /^#?([A-Z][A-Z_]*)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && name !== 'TEMPORAL_CLI_PATH') shown[name] = value ?? '';
    }
    expect(faultsOf(() => readConfig(shown))).toEqual([]);
  });
});

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'duban-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a secret is made once, for the owner alone', () => {
    const dataDir = join(folder, 'data');
    const secret = secretFile(dataDir, 'token');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(secretFile(dataDir, 'token')).toBe(secret);
    expect(statSync(join(dataDir, 'token')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  test('a folder that is a file is refused with its name', () => {
    expect(faultsOf(() => secretFile(fromRoot('package.json'), 'token'))[0]).toContain('package.json');
  });

  test('a folder that another live process holds is refused with its pid', () => {
    const holder = { pid: process.ppid, command: commandOf(process.ppid) };
    writeFileSync(join(folder, 'duban.pid'), JSON.stringify(holder));
    expect(faultsOf(() => holdDataFolder(folder))[0]).toContain(`正由进程 ${process.ppid} 使用`);
  });

  test('what a dead process held is taken over, letting go frees it', () => {
    // A pid given to somebody else since: the command line differs.
    writeFileSync(join(folder, 'duban.pid'), JSON.stringify({ pid: process.ppid, command: 'node long gone' }));
    const letGo = holdDataFolder(folder);
    expect(existsSync(join(folder, 'duban.pid'))).toBe(true);
    letGo();
    expect(existsSync(join(folder, 'duban.pid'))).toBe(false);
  });
});
