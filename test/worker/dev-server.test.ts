/** The own Temporal server on a real data folder: what is kept over stops and kills, and what is refused. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Config } from '../../worker/config.js';
import { readConfig } from '../../worker/config.js';
import { startTemporal, type TemporalServer } from '../../worker/dev-server.js';
import { commandOf, gone } from '../../worker/processes.js';
import { connect, prepareNamespace } from '../../worker/temporal.js';
import { findTemporal } from '../../worker/temporal-binary.js';

const silent = () => undefined;

describe('the own Temporal server', () => {
  let folder: string;
  let config: Config;
  const open: TemporalServer[] = [];

  const start = async (settings: Config = config): Promise<TemporalServer> => {
    const server = await startTemporal(settings, { say: silent });
    open.push(server);
    return server;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'duban-temporal-'));
    config = readConfig({ ...process.env, DUBAN_DATA_DIR: folder });
  });

  afterEach(async () => {
    for (const server of open.splice(0)) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('keeps retention and search attributes over a stop, on the same port; leaves no process', async () => {
    const first = await start();
    const pid = first.pid() ?? 0;
    const link = await connect(config.temporal, first.address);
    await prepareNamespace(link.connection);
    await prepareNamespace(link.connection);
    await link.close();
    expect(existsSync(join(folder, 'temporal.db-wal'))).toBe(true);
    await first.stop();
    expect(commandOf(pid)).toBeUndefined();

    const second = await start();
    expect(second.address).toBe(first.address);
    const again = await connect(config.temporal, second.address);
    const namespace = await again.connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(namespace.config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
    const listed = await again.connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(listed.customAttributes ?? {})).toEqual(
      expect.arrayContaining(['dubanPlan', 'dubanKind', 'dubanState', 'dubanUnits', 'dubanDue', 'dubanOverdue']),
    );
    await again.close();
  });

  test('left behind by a killed duban it is taken over; killed itself it comes back on its port', async () => {
    const left = await start();
    const again = await start();
    expect(again.pid()).toBe(left.pid());
    await left.stop();
    const server = await start();
    const killed = server.pid() ?? 0;
    process.kill(killed, 'SIGKILL');
    await gone(killed, 5000);
    const deadline = Date.now() + 20_000;
    while (server.pid() === undefined && Date.now() < deadline) await sleep(50);
    expect(server.pid()).not.toBe(killed);
    expect(server.address).toBe(left.address);
    const link = await connect(config.temporal, server.address);
    await link.close();
  });

  test('a program of another server version does not touch the database file', async () => {
    await (await start()).stop();
    const note = JSON.parse(readFileSync(join(folder, 'temporal.json'), 'utf8'));
    writeFileSync(join(folder, 'temporal.json'), JSON.stringify({ ...note, server: '1.77.0' }));
    await expect(start()).rejects.toThrow('由 Temporal 服务器 1.77.0 建立');
  });

  test('nobody at the address: one sentence with the address', async () => {
    const away = readConfig({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
    await expect(connect(away.temporal, '127.0.0.1:1')).rejects.toThrow('连不上 Temporal 服务器 127.0.0.1:1');
  });

  test('a program that is no Temporal CLI is named', async () => {
    const wrong = join(folder, 'temporal');
    writeFileSync(wrong, '#!/bin/sh\necho no\n');
    chmodSync(wrong, 0o755);
    const settings = { ...config, temporal: { ...config.temporal, cliPath: wrong } };
    await expect(findTemporal(settings, undefined, silent)).rejects.toThrow(`${wrong} 不能运行`);
  });
});
