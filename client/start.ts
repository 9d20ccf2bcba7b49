/** The parts of a running duban: servers of its own where none are given, workers, web server. Started and ended in order. */
import { join } from 'node:path';
import { WorkflowNotFoundError } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { setMailbox } from '../activities/ledger/comments/mailbox.js';
import { connectLedger, type Ledger } from '../activities/ledger/connect.js';
import { loadDirectory, saveDirectory } from '../activities/ledger/directory.js';
import { migrateLedger } from '../activities/ledger/migrate.js';
import { openTransport, type Transport } from '../activities/mail/transport.js';
import { readDirectory } from '../domain/directory.js';
import { refuse } from '../domain/errors.js';
import { officeActor } from '../domain/schedule/rehearsal.js';
import type { Config } from '../worker/config.js';
import { holdDataFolder, httpToken, linkSecret, prepareDataFolder } from '../worker/data-folder.js';
import { startTemporal } from '../worker/dev-server.js';
import { openLedger } from '../worker/embedded-ledger.js';
import { createLogger, installRuntime } from '../worker/observe.js';
import { sayOnStderr } from '../worker/progress.js';
import { type RunningWorkers, startWorkers } from '../worker/run.js';
import { connect, prepareNamespace, type TemporalLink } from '../worker/temporal.js';
import { readTextFile, sampleUnits } from './cli/files.js';
import { receiveMails } from './comments/file-room.js';
import { readCommentRecords } from './comments/records.js';
import { createServer } from './http/server.js';
import type { RunningCase } from './http/site.js';
import { watchMailbox } from './inbox/watch-mailbox.js';
import { readIndicatorRecords } from './indicators/records.js';
import { createOffice } from './office.js';
import { readRecords } from './records.js';
import { readReplyRecords } from './replies/records.js';
import { replyDesk } from './replies/reply-desk.js';
import { resume } from './resume.js';
import { readCycleRecords } from './supervision/records.js';
import { scheduleCycles } from './supervision/schedule.js';

/** Which parts this process runs. `own` also starts Temporal and PostgreSQL where the configuration names none. */
export interface Parts {
  readonly own: boolean;
  readonly workers: boolean;
  readonly web: boolean;
}

/** A process of duban with its parts up. */
export interface RunningDuban {
  /** `http://host:port/`, when the web server is part of it. */
  readonly address: string;
  /** Rejects when a part fails for good. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** Folder of the letters when there is no SMTP server. */
export const mailboxFolder = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'mailbox');

/** Brings the parts up; when one fails, those already up are ended before the error is thrown. */
export async function startDuban(config: Config, parts: Parts): Promise<RunningDuban> {
  const closers: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) {
      // One part that cannot end must not keep the others running.
      await Promise.resolve(closer()).catch((error: unknown) => sayOnStderr(`停止时出错：${String(error)}`));
    }
  };
  try {
    if (!parts.own) requireServers(config, parts);
    prepareDataFolder(config.dataDir);
    if (parts.own) closers.push(holdDataFolder(config.dataDir));
    // Beside people's lines the terminal stays free: the log of a service with servers of its own is a file.
    const log = parts.own
      ? createLogger(config, pino.destination(join(config.dataDir, 'duban.log')))
      : createLogger(config);
    closers.push(installRuntime(log));
    const transport = openTransport(config.smtpUrl, mailboxFolder(config));
    closers.push(() => transport.close());

    const [base, server] = await bothOrNone(openLedger(config), startTemporal(config));
    closers.push(
      () => base.stop(),
      () => server.stop(),
    );
    await migrateLedger(base.url);
    const ledger = connectLedger(base.url);
    closers.push(() => ledger.close());
    const link = await connect(config.temporal, server.address);
    closers.push(() => link.close());
    await prepareNamespace(link.connection, link.namespace);
    // Units of a production directory are the office's own: a forgotten import must not send to sample addresses.
    if (parts.own) await seedUnits(ledger);
    const desk = {
      ledger,
      client: link.client,
      now: async () => Date.now(),
      testUnits: config.testUnits,
      schedules: true,
    };
    const office = createOffice(desk);

    let workers: RunningWorkers | undefined;
    if (parts.workers) {
      workers = await startWorkers({
        connection: link.nativeConnection,
        namespace: link.namespace,
        deps: {
          ledger,
          transport,
          publicUrl: config.publicUrl,
          linkSecret: linkSecret(config),
          ...(config.smtpUrl === undefined ? {} : { from: config.smtpFrom }),
          ...(config.replyTo === undefined ? {} : { replyTo: config.replyTo }),
        },
        mailRate: config.mailRate,
      });
      const running = workers;
      closers.push(() => running.stop());
      await resume(desk, log);
      await scheduleCycles(link.client);
      if (config.imapUrl !== undefined) {
        const mailbox = watchMailbox({
          url: config.imapUrl,
          deps: {
            ledger,
            publicUrl: config.publicUrl,
            receive: receiveMails(ledger, config.fileLimits.period, (comment) => office.comments.receive(comment)),
            ...(config.replyTo === undefined
              ? {}
              : { replies: replyDesk(config, config.replyTo, office, transport, linkSecret(config), desk.now) }),
          },
          log,
        });
        closers.push(() => mailbox.stop());
      } else await setMailbox(ledger, null, Date.now());
    }
    let address = '';
    if (parts.web) {
      const web = await createServer({
        office,
        records: readRecords(ledger),
        comments: readCommentRecords(ledger, config.publicUrl, Date.now),
        cycles: readCycleRecords(ledger, Date.now),
        indicators: readIndicatorRecords(ledger, Date.now),
        replies: readReplyRecords(ledger),
        config,
        token: httpToken(config),
        secret: linkSecret(config),
        mailbox: mailboxFolder(config),
        health: () => health(ledger, link),
        running: () => runningCases(link),
        log,
      });
      closers.push(() => web.close());
      address = await listen(web, config);
    }
    await warnOfMail(config, transport);
    return { address, failed: workers?.failed ?? new Promise<never>(() => undefined), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tables, namespace and search attributes of a production set-up. */
export async function initialise(config: Config): Promise<void> {
  requireServers(config);
  const base = await openLedger(config);
  await migrateLedger(base.url);
  const link = await connect(config.temporal, config.temporal.address ?? '');
  try {
    await prepareNamespace(link.connection, link.namespace);
  } finally {
    await link.close();
  }
}

/** Values that must be the same in every process of a production set-up cannot come from a local folder. */
function requireServers(config: Config, parts: Pick<Parts, 'workers' | 'web'> = { workers: false, web: false }): void {
  const missing = [
    ...(config.databaseUrl === undefined ? ['DATABASE_URL'] : []),
    ...(config.temporal.address === undefined ? ['TEMPORAL_ADDRESS'] : []),
    ...((parts.workers || parts.web) && config.secret === undefined ? ['DUBAN_SECRET'] : []),
    ...(parts.web && config.token === undefined ? ['DUBAN_TOKEN'] : []),
    ...(parts.workers && config.smtpUrl === undefined ? ['SMTP_URL'] : []),
  ];
  if (missing.length > 0) throw refuse('servers-not-named', { names: missing.join('、') });
}

/** Two parts at once; when one fails the other is ended. */
async function bothOrNone<A extends { stop(): Promise<void> }, B extends { stop(): Promise<void> }>(
  a: Promise<A>,
  b: Promise<B>,
): Promise<[A, B]> {
  const [one, two] = await Promise.allSettled([a, b]);
  if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value];
  if (one.status === 'fulfilled') await one.value.stop();
  if (two.status === 'fulfilled') await two.value.stop();
  throw one.status === 'rejected' ? one.reason : (two as PromiseRejectedResult).reason;
}

/** A new ledger starts with the sample directory, so that the sample plans can be tried at once. */
async function seedUnits(ledger: Ledger): Promise<void> {
  if ((await loadDirectory(ledger)).units.length > 0) return;
  const directory = readDirectory(readTextFile(sampleUnits));
  await saveDirectory(ledger, directory, { ...officeActor(directory), role: 'system' }, Date.now());
}

async function listen(web: FastifyInstance, config: Config): Promise<string> {
  try {
    const bound = await web.listen({ host: config.host, port: config.port });
    const { port } = new URL(bound);
    return `http://${config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host}:${port}/`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE') throw refuse('port-in-use', { port: config.port });
    throw error;
  }
}

async function health(
  ledger: Ledger,
  link: TemporalLink,
): Promise<{ readonly temporal: string; readonly ledger: string }> {
  const state = async (call: () => Promise<unknown>): Promise<string> => {
    try {
      await call();
      return 'ok';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  return {
    temporal: await state(() =>
      link.client.withDeadline(Date.now() + 3000, () => link.connection.workflowService.getSystemInfo({})),
    ),
    ledger: await state(() => ledger.db.execute(sql`select 1`)),
  };
}

async function runningCases(link: TemporalLink): Promise<readonly RunningCase[]> {
  const cases: RunningCase[] = [];
  try {
    for await (const found of link.client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
      cases.push({
        id: found.workflowId,
        kind: found.type,
        since: found.startTime.getTime(),
        state: found.status.name,
      });
      if (cases.length >= 200) break;
    }
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  return cases;
}

/** A wrong password or an unreachable server is said at the start, and does not keep duban from starting: letters wait. */
async function warnOfMail(config: Config, transport: Transport): Promise<void> {
  if (config.smtpUrl === undefined) return;
  try {
    await transport.verify();
  } catch (error) {
    sayOnStderr(`发信服务器暂不可用，信件会保留并重试：${error instanceof Error ? error.message : String(error)}`);
  }
}
