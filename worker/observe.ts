/** Logs (JSON lines on stderr, pino), Temporal's own lines among them. */
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { type Logger, pino } from 'pino';
import { bareError } from '../activities/ledger/bare-error.js';
import type { Config } from './config.js';

/** Fields whose values never reach a log, on the first three levels of an entry. */
const secretFields = [
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'apiKey',
  'databaseUrl',
  'smtpUrl',
  'imapUrl',
  'link',
];

/** The logger of one process. Standard output stays free for results and the address line. */
export function createLogger(config: Pick<Config, 'logLevel'>, destination = pino.destination(2)): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    {
      level: config.logLevel,
      base: { pid: process.pid },
      redact: { paths, censor: '[secret]' },
      // Both names that errors are logged under: ours and Temporal's.
      serializers: { err: errorFields, error: errorFields },
    },
    destination,
  );
}

/** An error with its causes, without what a failed statement would have written. */
const errorFields = (error: unknown): unknown =>
  error instanceof Error ? pino.stdSerializers.err(bareError(error) as Error) : error;

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Sends all of Temporal's lines (worker, workflows, activities, native core) to the logger. Once per process, before
 * any connection or worker is made. Shutdown on signals stays with the caller, which ends the worker before the servers.
 * The returned function lets the runtime go: one with which nothing was made would keep its process alive for ever.
 */
export function installRuntime(logger: Logger): () => Promise<void> {
  const runtime = Runtime.install({
    logger: new DefaultLogger('TRACE', ({ level, message, meta }) => {
      logger[levels[level]]({ ...meta }, message);
    }),
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) } },
    shutdownSignals: [],
  });
  return () => runtime.shutdown();
}

/** For commands that print their own result: only errors of Temporal's parts are shown. Returns what lets it go. */
export function silentRuntime(): () => Promise<void> {
  const runtime = Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
    },
    shutdownSignals: [],
  });
  return () => runtime.shutdown();
}
