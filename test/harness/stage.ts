/** A drilled year on the servers of this Jest run, with a mail server that a test can break. */
import { inspect } from 'node:util';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Arrivals } from '../../client/drill/compare.js';
import { type Ground, raiseStage, type Stage } from '../../client/drill/stage.js';
import type { Directory } from '../../domain/org.js';
import { testDatabase } from './ledger.js';
import { type MailServer, startMailServer } from './smtp.js';

export interface TestStage extends Stage {
  readonly mail: MailServer;
  /** Message-ID → how often it arrived. */
  arrivals(): Arrivals;
  /** Error lines that workers, workflows or the native core have logged in this test file so far. */
  readonly errors: readonly string[];
  /** All lines from WARN on, with everything that errors carry along. */
  readonly log: readonly string[];
}

const errors: string[] = [];
const log: string[] = [];
let listening = false;

/** @param more for instance `cached: 0`. */
export async function testStage(directory: Directory, more: Partial<Ground> = {}): Promise<TestStage> {
  listen();
  const [database, mail] = await Promise.all([testDatabase(), startMailServer()]);
  const stage = await raiseStage(
    {
      server: given('DUBAN_TEST_SERVER'),
      bundle: given('DUBAN_TEST_BUNDLE'),
      ledgerUrl: database.url,
      smtpUrl: mail.url,
      ...more,
    },
    directory,
  );
  return {
    ...stage,
    mail,
    get errors() {
      // Lines are kept back for a moment to be sorted by time.
      Runtime.instance().flushLogs();
      return errors;
    },
    get log() {
      Runtime.instance().flushLogs();
      return log;
    },
    arrivals: () => {
      const counts = new Map<string, number>();
      for (const { messageId } of mail.messages) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
      return counts;
    },
    close: async () => {
      await stage.close();
      await mail.close();
      await database.drop();
    },
  };
}

/** What the SDK's core says of itself when a small cache evicts a workflow while its local activities report (sdk-rust #1482). */
const evictionLine = /completion response if the activation was only an eviction/;

/** Once per test file, before the first connection: errors go to standard error and are kept. */
function listen(): void {
  if (listening) return;
  listening = true;
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      log.push(`${level} ${message} ${inspect(meta, { depth: 20 })}`);
      if (level !== 'ERROR' || evictionLine.test(message)) return;
      const line = `${level} ${message} ${meta === undefined ? '' : JSON.stringify(meta)}`;
      errors.push(line);
      process.stderr.write(`${line}\n`);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
    },
    shutdownSignals: [],
  });
}

function given(variable: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(process.env[`${variable}_ERROR`] ?? `${variable} is not set by the set-up of the Jest run`);
  return value;
}
