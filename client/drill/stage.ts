/** Everything a drilled year runs on: time-skipping server, ledger, mail server, workers, office. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkerOptions } from '@temporalio/worker';
import { connectLedger, type Ledger } from '../../activities/ledger/connect.js';
import { saveDirectory } from '../../activities/ledger/directory.js';
import { migrateLedger } from '../../activities/ledger/migrate.js';
import { smtpTransport } from '../../activities/mail/transport.js';
import type { Directory } from '../../domain/org.js';
import { officeActor } from '../../domain/schedule/rehearsal.js';
import type { Config } from '../../worker/config.js';
import { openLedger } from '../../worker/embedded-ledger.js';
import { type RunningWorkers, startWorkers } from '../../worker/run.js';
import { prepareNamespace } from '../../worker/temporal.js';
import { timeSkippingServer } from '../../worker/test-server.js';
import { createOffice, type Office } from '../office.js';
import { watchHolds } from './holds.js';
import { type MailSink, startMailSink } from './mail-sink.js';

/** What a stage stands on; whoever gives it takes it down again after `close`. */
export interface Ground {
  /** Program of the time-skipping server. */
  readonly server: string;
  /** A migrated, empty ledger. */
  readonly ledgerUrl: string;
  readonly smtpUrl: string;
  /** Mailbox that letters ask to be answered at; a drill has none. */
  readonly replyTo?: string;
  /** File with the bundled workflows; default the one the build made. */
  readonly bundle?: string;
  /** Cached workflows; 0 replays everything at every step. */
  readonly cached?: number;
  readonly workerOptions?: Partial<WorkerOptions>;
}

export interface Stage {
  readonly env: TestWorkflowEnvironment;
  readonly ledger: Ledger;
  readonly office: Office;
  readonly publicUrl: string;
  /** Skips time up to an instant (epoch ms) of the server's clock; does nothing when it has passed. */
  until(instant: number): Promise<void>;
  now(): Promise<number>;
  /** An outage of the workers: letters and ledger writes rest until `startWorkers`. */
  stopWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

export const drillUrl = 'http://drill.example.org';

/** Brings a stage up on given ground. */
export async function raiseStage(ground: Ground, directory: Directory): Promise<Stage> {
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: ground.server } },
    });
    closers.push(() => env.teardown());
    await prepareNamespace(env.connection);
    const ledger = connectLedger(ground.ledgerUrl);
    closers.push(() => ledger.close());
    const holds = watchHolds(env, ledger);
    const now = (): Promise<number> => env.currentTimeMs();
    await saveDirectory(ledger, directory, officeActor(directory), await now());
    const transport = smtpTransport(ground.smtpUrl);
    closers.push(() => transport.close());
    let workers: RunningWorkers | undefined;
    const stage: Stage = {
      env,
      ledger,
      publicUrl: drillUrl,
      office: createOffice({ ledger, client: env.client, now, testUnits: false }),
      until: async (instant) => {
        const ahead = instant - (await now());
        if (ahead > 0) await holds.passing(env.sleep(ahead));
      },
      now,
      stopWorkers: async () => {
        await workers?.stop();
        workers = undefined;
      },
      startWorkers: async () => {
        workers ??= await startWorkers({
          connection: env.nativeConnection,
          namespace: 'default',
          deps: {
            ledger,
            transport,
            publicUrl: drillUrl,
            linkSecret: 'drill'.repeat(8),
            ...(ground.replyTo === undefined ? {} : { replyTo: ground.replyTo }),
          },
          mailRate: 0,
          ...(ground.bundle === undefined ? {} : { bundle: ground.bundle }),
          ...(ground.cached === undefined ? {} : { cached: ground.cached }),
          ...(ground.workerOptions === undefined ? {} : { more: ground.workerOptions }),
        });
      },
      close,
    };
    closers.push(() => stage.stopWorkers());
    await stage.startWorkers();
    return stage;
  } catch (error) {
    await close();
    throw error;
  }
}

/** A stage on ground of its own, brought up for one drill. */
export async function openStage(config: Config, directory: Directory): Promise<Stage & { readonly mail: MailSink }> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-drill-'));
  // Passable for the user that runs PostgreSQL when the drill runs as root.
  chmodSync(folder, 0o711);
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    const mail = await startMailSink();
    closers.push(() => mail.stop());
    // Nothing of a drill must survive a power cut.
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    const base = await openLedger({ dataDir, ledgerDir: join(folder, 'ledger') }, { settings, say: () => undefined });
    closers.push(() => base.stop());
    await migrateLedger(base.url);
    const { path } = await timeSkippingServer(config);
    const stage = await raiseStage({ server: path, ledgerUrl: base.url, smtpUrl: mail.url }, directory);
    closers.push(() => stage.close());
    return { ...stage, mail, close };
  } catch (error) {
    await close();
    throw error;
  }
}
