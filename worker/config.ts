/**
 * Everything that can be set from outside, by environment variables (design section 8, `.env.example`). Read once
 * at start; all faults are reported together, values of secrets are never repeated.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { DubanError, fault } from '../domain/errors.js';
import { fromRoot, packageRoot } from './root.js';

/** The environment of a process, or anything shaped like it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface TemporalConfig {
  /** host:port of a cluster or Temporal Cloud; absent: duban runs a server of its own. */
  readonly address?: string;
  readonly namespace: string;
  /** The Temporal CLI program to start the own server with. */
  readonly cliPath?: string;
  /** All TEMPORAL_* variables, for the SDK's own reading of TLS, API key and profile file. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Bytes of files that the public may leave; what comes beyond them is taken without its files. */
export interface FileLimits {
  /** One comment period, all its channels. */
  readonly period: number;
  /** One visitor's address on the web, a day. */
  readonly address: number;
}

export interface Config {
  /** Absolute. Holds the token, the Temporal database file, the ledger (unless root) and the local outbox. */
  readonly dataDir: string;
  /** Absolute. Programs that are fetched or built once per user live here. */
  readonly cacheDir: string;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Base of every link in a letter, without a slash at the end. */
  readonly publicUrl: string;
  /** Where commands find the service; absent: on this machine at `port`. Without a slash at the end. */
  readonly serviceUrl?: string;
  readonly databaseUrl?: string;
  /** Absolute. Where the own PostgreSQL keeps its files when duban is started by root, or when set. */
  readonly ledgerDir?: string;
  readonly smtpUrl?: string;
  /** Sender address of letters, without a name: the office's own stands before it. */
  readonly smtpFrom: string;
  /** Mailbox that comments and answers to letters come to; its path names the folder, INBOX without one. */
  readonly imapUrl?: string;
  /** Address of that mailbox, which letters ask to be answered at; absent: letters are not answered by mail. */
  readonly replyTo?: string;
  /** Mail server whose finding on senders (DMARC) is demanded before an answer is carried out. */
  readonly replyAuth?: string;
  /** Letters per second at most, all workers together; 0 = no limit. */
  readonly mailRate: number;
  readonly token?: string;
  readonly secret?: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Ladder files may count in seconds. For tests with real clocks only. */
  readonly testUnits: boolean;
  /** Addresses and nets of reverse proxies that are believed when they name a visitor's address. */
  readonly trustProxy: readonly string[];
  readonly fileLimits: FileLimits;
  readonly temporal: TemporalConfig;
}

const url = (protocols: readonly string[], allowed: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), allowed);

const text = z.string();
const integer = (from: number, to: number, allowed: string) =>
  z
    .string()
    .refine((value) => /^\d{1,6}$/.test(value) && Number(value) >= from && Number(value) <= to, allowed)
    .transform(Number);

/** `loopback`, an address, or a net such as 10.0.0.0/8; several with commas between them. */
const proxies = z
  .string()
  .transform((value) => value.split(/[,，\s]+/).filter((part) => part !== ''))
  .refine(
    (parts) => parts.length > 0 && parts.every(isProxy),
    '应为反向代理的地址或网段，如 10.0.0.5,10.1.0.0/16，本机写 loopback',
  );

function isProxy(part: string): boolean {
  if (part === 'loopback') return true;
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
  const kind = isIP(address);
  // A net of every address would let each visitor choose his own.
  return kind !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (kind === 4 ? 32 : 128)));
}

const MB = 1024 * 1024;

const hostPort = z.string().refine((value) => {
  const port = /^[^\s/:]+:(\d{1,5})$|^\[[0-9a-f:]+\]:(\d{1,5})$/i.exec(value);
  return port !== null && Number(port[1] ?? port[2]) <= 65_535;
}, '应为“主机:端口”，如 temporal.example.org:7233');

const schema = z.object({
  DUBAN_DATA_DIR: text.optional(),
  DUBAN_CACHE_DIR: text.optional(),
  DUBAN_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, '应为要监听的地址，如 127.0.0.1 或 0.0.0.0')
    .default('127.0.0.1'),
  PORT: integer(0, 65_535, '应为 0 到 65535 的整数，0 表示任选一个空闲端口').default(8080),
  DUBAN_PUBLIC_URL: url(['http:', 'https:'], '应为 http:// 或 https:// 开头的网址，收信人要能打开').optional(),
  DUBAN_URL: url(['http:', 'https:'], '应为 http:// 或 https:// 开头的网址').optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], '应为 postgresql:// 开头的 PostgreSQL 连接地址').optional(),
  DUBAN_LEDGER_DIR: text.optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], '应为 smtp:// 或 smtps:// 开头的发信服务器地址').optional(),
  SMTP_FROM: z
    .string()
    .regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, '应为邮箱地址，如 督办 <duban@example.org>')
    .optional(),
  IMAP_URL: url(['imap:', 'imaps:'], '应为 imap:// 或 imaps:// 开头的收信服务器地址，末尾可写邮箱文件夹').optional(),
  DUBAN_REPLY_TO: z
    .string()
    .regex(/^[^\s<>@,;"]{1,64}@[^\s<>@,;"]{1,190}$/, '应为收信邮箱的地址，如 duban@example.org')
    .optional(),
  DUBAN_REPLY_AUTH: z
    .string()
    .regex(/^[\w.-]+$/, '应为收信服务器在 Authentication-Results 中的名称，如 mx.example.org')
    .optional(),
  DUBAN_MAIL_RATE: integer(0, 1000, '应为 0 到 1000 的整数（每秒封数），0 表示不限').default(20),
  DUBAN_TOKEN: z.string().min(16, '口令至少 16 个字符').optional(),
  DUBAN_SECRET: z.string().min(32, '签名密钥至少 32 个字符').optional(),
  DUBAN_TRUST_PROXY: proxies.default(['loopback']),
  DUBAN_PERIOD_FILES_MB: integer(1, 999_999, '应为 1 到 999999 的整数（MB）').default(2048),
  DUBAN_ADDRESS_FILES_MB: integer(1, 999_999, '应为 1 到 999999 的整数（MB）').default(60),
  DUBAN_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], '应为 trace、debug、info、warn、error、silent 之一')
    .default('info'),
  DUBAN_TEST_UNITS: z.enum(['0', '1'], '应为 0 或 1').default('0'),
  TEMPORAL_ADDRESS: hostPort.optional(),
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_CLI_PATH: z
    .string()
    .refine((path) => existsSync(path), '没有这个文件')
    .optional(),
});

/** Every variable duban itself reads; the SDK reads further TEMPORAL_* ones. Held equal to `.env.example` by a test. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

const secretNames = new Set(['DATABASE_URL', 'SMTP_URL', 'IMAP_URL', 'DUBAN_TOKEN', 'DUBAN_SECRET']);

/** Node's own reader, which Node 20.3 to 20.11 lack: there `KEY=value` lines, quoted or not, are read here. */
function loadEnvFile(file: string): void {
  if (typeof process.loadEnvFile === 'function') {
    process.loadEnvFile(file);
    return;
  }
  for (const [, key = '', quoted, plain] of readFileSync(file, 'utf8').matchAll(
    /^\s*(\w+)\s*=\s*(?:"([^"]*)"|([^#\r\n]*))/gm,
  )) {
    process.env[key] ??= quoted ?? (plain ?? '').trim();
  }
}

/** The process environment, completed by a `.env` file in the package root; what is set already wins. */
export function readEnvironment(): Environment {
  const file = fromRoot('.env');
  if (existsSync(file)) loadEnvFile(file);
  return process.env;
}

/**
 * Reads and checks the configuration; an empty variable counts as not set. Relative folders are taken from the
 * current folder, the default data folder lies in the package root, so that commands find it from any folder.
 * @throws DubanError `config-invalid`, one fault per wrong variable.
 */
export function readConfig(env: Environment = readEnvironment()): Config {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== '') given[name] = value.trim();
  }
  const read = schema.safeParse(given);
  const faults = (read.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]);
    return fault('config-invalid', { name, value: shown(name, given[name] ?? ''), allowed: issue.message });
  });
  if (given.SMTP_URL !== undefined && given.SMTP_FROM === undefined) {
    faults.push(fault('config-invalid', { name: 'SMTP_FROM', value: '', allowed: '设了 SMTP_URL 就要写明发件地址' }));
  }
  if (given.DUBAN_REPLY_TO !== undefined && given.IMAP_URL === undefined) {
    faults.push(
      fault('config-invalid', { name: 'IMAP_URL', value: '', allowed: '设了 DUBAN_REPLY_TO 就要写明收取回信的邮箱' }),
    );
  }
  if (read.data === undefined || faults.length > 0) throw new DubanError(faults);
  return build(read.data, given);
}

function build(read: z.infer<typeof schema>, given: Readonly<Record<string, string>>): Config {
  const settings = Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith('TEMPORAL_')));
  return {
    dataDir: read.DUBAN_DATA_DIR === undefined ? join(packageRoot, 'data') : resolve(read.DUBAN_DATA_DIR),
    cacheDir: read.DUBAN_CACHE_DIR === undefined ? defaultCacheDir(given) : resolve(read.DUBAN_CACHE_DIR),
    host: read.DUBAN_HOST,
    port: read.PORT,
    publicUrl: (read.DUBAN_PUBLIC_URL ?? `http://127.0.0.1:${read.PORT}`).replace(/\/+$/, ''),
    smtpFrom: bareAddress(read.SMTP_FROM ?? 'duban@example.org'),
    mailRate: read.DUBAN_MAIL_RATE,
    logLevel: read.DUBAN_LOG_LEVEL,
    testUnits: read.DUBAN_TEST_UNITS === '1',
    trustProxy: read.DUBAN_TRUST_PROXY,
    fileLimits: { period: read.DUBAN_PERIOD_FILES_MB * MB, address: read.DUBAN_ADDRESS_FILES_MB * MB },
    temporal: {
      namespace: read.TEMPORAL_NAMESPACE,
      settings,
      ...(read.TEMPORAL_ADDRESS === undefined ? {} : { address: read.TEMPORAL_ADDRESS }),
      ...(read.TEMPORAL_CLI_PATH === undefined ? {} : { cliPath: resolve(read.TEMPORAL_CLI_PATH) }),
    },
    ...(read.DUBAN_URL === undefined ? {} : { serviceUrl: read.DUBAN_URL.replace(/\/+$/, '') }),
    ...(read.DATABASE_URL === undefined ? {} : { databaseUrl: read.DATABASE_URL }),
    ...(read.DUBAN_LEDGER_DIR === undefined ? {} : { ledgerDir: resolve(read.DUBAN_LEDGER_DIR) }),
    ...(read.SMTP_URL === undefined ? {} : { smtpUrl: read.SMTP_URL }),
    ...(read.IMAP_URL === undefined ? {} : { imapUrl: read.IMAP_URL }),
    ...(read.DUBAN_REPLY_TO === undefined ? {} : { replyTo: read.DUBAN_REPLY_TO }),
    ...(read.DUBAN_REPLY_AUTH === undefined ? {} : { replyAuth: read.DUBAN_REPLY_AUTH }),
    ...(read.DUBAN_TOKEN === undefined ? {} : { token: read.DUBAN_TOKEN }),
    ...(read.DUBAN_SECRET === undefined ? {} : { secret: read.DUBAN_SECRET }),
  };
}

/** The address out of `督办 <duban@example.org>`. */
const bareAddress = (words: string): string => /<([^<>]+)>/.exec(words)?.[1] ?? words;

function shown(name: string, value: string): string {
  return secretNames.has(name) ? '（保密，不显示）' : value;
}

/** The user's cache folder as the platform has it (XDG on Linux); a home that is no folder falls back to tmp. */
function defaultCacheDir(given: Readonly<Record<string, string>>): string {
  const xdg = given.XDG_CACHE_HOME;
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'duban');
  const home = homedir();
  if (!isAbsolute(home) || !existsSync(home)) return join(tmpdir(), 'duban-cache');
  return process.platform === 'darwin' ? join(home, 'Library', 'Caches', 'duban') : join(home, '.cache', 'duban');
}
