/** A worker in a process of its own whose memory is measured: either duban's, or one that runs the bare workflow. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import { connectLedger } from '../activities/ledger/connect.js';
import { smtpTransport } from '../activities/mail/transport.js';
import { silentRuntime } from '../worker/observe.js';
import { startWorkers } from '../worker/run.js';
import { BARE_QUEUE } from './bare.js';

const [kind, address = '', bundle = '', ledgerUrl = ''] = process.argv.slice(2);
silentRuntime();
const connection = await NativeConnection.connect({ address });
const stop = kind === 'bare' ? await bare() : await duban();

async function bare(): Promise<() => Promise<void>> {
  const worker = await Worker.create({
    connection,
    taskQueue: BARE_QUEUE,
    workflowBundle: { codePath: bundle },
    maxCachedWorkflows: 1000,
  });
  const run = worker.run();
  return async () => {
    worker.shutdown();
    await run;
  };
}

async function duban(): Promise<() => Promise<void>> {
  const ledger = connectLedger(ledgerUrl);
  const transport = smtpTransport('smtp://127.0.0.1:9');
  const workers = await startWorkers({
    connection,
    namespace: 'default',
    deps: { ledger, transport, publicUrl: 'https://duban.example.org', linkSecret: 'bench'.repeat(8) },
    mailRate: 0,
    bundle,
  });
  return async () => {
    await workers.stop();
    await transport.close();
    await ledger.close();
  };
}

process.on('message', () => {
  void (async () => {
    // The heaps of the worker's threads cannot be told to collect; this one is.
    globalThis.gc?.();
    await sleep(500);
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ rss, heapUsed });
  })();
});
process.on('disconnect', () => {
  void stop().then(async () => {
    await connection.close();
    process.exit(0);
  });
});
process.send?.({ ready: true });
