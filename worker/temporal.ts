/** The connection to Temporal and what duban needs to find there: retention and search attributes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { DubanError, fault, refuse } from '../domain/errors.js';
import { dueKey, kindKey, overdueKey, planKey, stageKey, unitsKey } from '../workflows/search.js';
import type { TemporalConfig } from './config.js';
import { codeOf, messageOf } from './failures.js';

/** All typed search attributes of duban's workflows. */
const searchAttributes = [planKey, kindKey, stageKey, unitsKey, dueKey, overdueKey];

/** Numbers of temporal.api.enums.v1.IndexedValueType. */
const wireTypes = { KEYWORD: 2, DATETIME: 6, BOOL: 5, KEYWORD_LIST: 7 } as const;

/** What finished stays readable in Temporal this long; the ledger keeps it for ever. */
const RETENTION_SECONDS = 30 * 86_400;
const ATTRIBUTES_LIMIT_MS = 15_000;

export interface TemporalLink {
  readonly address: string;
  readonly namespace: string;
  readonly connection: Connection;
  readonly client: Client;
  /** For workers. */
  readonly nativeConnection: NativeConnection;
  close(): Promise<void>;
}

/**
 * Connects client and worker side. TLS, API key and a profile file are read from the TEMPORAL_* variables by the
 * SDK's own rules; a file is looked for only when TEMPORAL_CONFIG_FILE or TEMPORAL_PROFILE asks for it.
 * @param address host:port of the server, as `startTemporal` gives it.
 * @throws DubanError `temporal-unreachable`.
 */
export async function connect(config: TemporalConfig, address: string): Promise<TemporalLink> {
  const { settings } = config;
  const asked = settings.TEMPORAL_CONFIG_FILE !== undefined || settings.TEMPORAL_PROFILE !== undefined;
  let connection: Connection | undefined;
  try {
    // Nothing is asked of the environment for the own server: its address is a local one without TLS.
    const own = config.address === undefined;
    const loaded = own ? undefined : loadClientConnectConfig({ overrideEnvVars: { ...settings }, disableFile: !asked });
    const namespace = loaded?.namespace ?? config.namespace;
    const options = { ...loaded?.connectionOptions, address };
    connection = await Connection.connect({ ...options, connectTimeout: '10s' });
    const nativeConnection = await NativeConnection.connect(options);
    const open = connection;
    return {
      address,
      namespace,
      connection,
      client: new Client({ connection, namespace }),
      nativeConnection,
      close: async () => {
        await nativeConnection.close();
        await open.close();
      },
    };
  } catch (cause) {
    await connection?.close();
    const detail = messageOf(cause);
    throw new DubanError([fault('temporal-unreachable', { address, detail })], { cause });
  }
}

/**
 * Makes the namespace fit: retention of at least 30 days (the dev server keeps finished workflows for one) and the
 * search attributes. May be repeated; a server that does not let duban change these, as Temporal Cloud, is only asked
 * whether the attributes are there. Flags of the server are no way: it ignores them for a database that exists.
 * @throws DubanError `temporal-attributes` with the names that an administrator must add.
 */
export async function prepareNamespace(connection: Connection, namespace = 'default'): Promise<void> {
  await raiseRetention(connection, namespace);
  const entries = searchAttributes.map((key) => [key.name, wireTypes[key.type]] as const);
  const request = { namespace, searchAttributes: Object.fromEntries(entries) };
  await unlessRefused(async () => connection.operatorService.addSearchAttributes(request));
  const names = entries.map(([name]) => name);
  await unlessUnimplemented(async () => untilListed(connection, namespace, names));
}

const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

async function unlessRefused(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (![ALREADY_EXISTS, PERMISSION_DENIED, UNIMPLEMENTED].includes(Number(codeOf(error)))) throw error;
  }
}

/** The time-skipping server has no list of attributes, nor namespaces to describe. */
async function unlessUnimplemented(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (Number(codeOf(error)) !== UNIMPLEMENTED) throw error;
  }
}

async function raiseRetention(connection: Connection, namespace: string): Promise<void> {
  await unlessUnimplemented(async () => {
    const found = await connection.workflowService.describeNamespace({ namespace });
    const seconds = Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    if (seconds >= RETENTION_SECONDS) return;
    const config = { workflowExecutionRetentionTtl: msToTs(RETENTION_SECONDS * 1000) };
    await unlessRefused(async () => connection.workflowService.updateNamespace({ namespace, config }));
  });
}

/** The server takes new attributes into use a moment after it accepted them. */
async function untilListed(connection: Connection, namespace: string, names: readonly string[]): Promise<void> {
  const deadline = Date.now() + ATTRIBUTES_LIMIT_MS;
  for (;;) {
    const listed = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = names.filter((name) => listed.customAttributes?.[name] === undefined);
    if (missing.length === 0) return;
    if (Date.now() > deadline) throw refuse('temporal-attributes', { namespace, names: missing.join('、') });
    await sleep(100);
  }
}
