/** Finds or gets the program of the Temporal server, in the order of design section 8. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../domain/errors.js';
import { alone } from './cache-folder.js';
import { isProgram, onPath, run } from './commands.js';
import type { Config } from './config.js';
import { type Say, sayOnStderr, withProgress } from './progress.js';
import { downloadBySdk } from './sdk-download.js';

/** The newest version of the CLI whose module has no replace directives, so that `go install` takes it. */
const CLI_VERSION = '1.5.1';
const CLI_MODULE = `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`;
const BUILD_LIMIT_MS = 40 * 60_000;

export interface TemporalBinary {
  readonly path: string;
  /** Version of the server inside, such as 1.29.1. */
  readonly server: string;
}

export type BinaryConfig = Pick<Config, 'cacheDir' | 'temporal'>;

/** A database opens only with servers of the same major and minor version (others are refused, not tried). */
export function sameServer(one: string, other: string): boolean {
  const minor = (version: string) => version.split('.').slice(0, 2).join('.');
  return minor(one) === minor(other);
}

/** The server version inside a Temporal CLI; undefined when the file is no Temporal CLI that runs here. */
export async function serverVersionOf(path: string): Promise<string | undefined> {
  const outcome = await run(path, ['--version'], { limitMs: 30_000 });
  return /\(Server (\d+\.\d+\.\d+)/.exec(outcome.stdout)?.[1];
}

/**
 * The program to start: TEMPORAL_CLI_PATH or PATH, the user's cache, the SDK's download, a build by Go.
 * @param expected server version that an existing database needs; programs of another one are passed over.
 * @throws DubanError `temporal-version` when TEMPORAL_CLI_PATH names another version, `temporal-missing` when no way worked.
 */
export async function findTemporal(
  config: BinaryConfig,
  expected?: { readonly server: string; readonly file: string },
  say: Say = sayOnStderr,
): Promise<TemporalBinary> {
  const named = config.temporal.cliPath;
  if (named !== undefined) {
    const server = await serverVersionOf(named);
    if (server === undefined) throw refuse('temporal-missing', { detail: `TEMPORAL_CLI_PATH 指的 ${named} 不能运行` });
    if (expected !== undefined && !sameServer(server, expected.server)) {
      throw refuse('temporal-version', { file: expected.file, expected: expected.server, path: named, found: server });
    }
    return { path: named, server };
  }
  const cached = join(config.cacheDir, `temporal-${CLI_VERSION}`);
  const downloaded = join(config.cacheDir, 'temporal-sdk');
  const passedOver: string[] = [];
  const usable = async (path: string | undefined): Promise<TemporalBinary | undefined> => {
    if (path === undefined || !isProgram(path)) return undefined;
    const server = await serverVersionOf(path);
    if (server !== undefined && (expected === undefined || sameServer(server, expected.server)))
      return { path, server };
    passedOver.push(`${path} 是 ${server ?? '不能运行的程序'}，需要 ${expected?.server ?? '可运行的程序'}`);
    return undefined;
  };
  const known = async () => (await usable(onPath('temporal'))) ?? (await usable(cached)) ?? (await usable(downloaded));
  const found = await known();
  if (found !== undefined) return found;
  return alone(config.cacheDir, 'temporal', async () => {
    // Another process may have made it while this one waited.
    const made = await known();
    if (made !== undefined) return made;
    const noDownload = await withProgress(
      '正在下载 Temporal 服务器',
      () => downloadBySdk('createLocal', downloaded),
      say,
    );
    const fetched = await usable(downloaded);
    if (fetched !== undefined) return fetched;
    const noBuild = await buildWithGo(cached, say);
    const built = await usable(cached);
    if (built !== undefined) return built;
    const reasons = [
      ...passedOver,
      ...(noDownload === undefined ? [] : [`下载不成（${noDownload}）`]),
      ...(noBuild === undefined ? [] : [`编译不成（${noBuild}）`]),
    ];
    throw refuse('temporal-missing', { detail: reasons.join('，') });
  });
}

/** Builds the CLI from its Go module; undefined when it is there, else the reason why not. */
async function buildWithGo(target: string, say: Say): Promise<string | undefined> {
  const go = onPath('go');
  if (go === undefined) return '没有安装 Go';
  const folder = `${target}.build-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    const outcome = await withProgress(
      `正在用 Go 编译 Temporal 服务器 ${CLI_VERSION}（约 5 分钟，只需一次）`,
      () =>
        run(go, ['install', '-ldflags', '-s -w', CLI_MODULE], {
          cwd: folder,
          env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
          limitMs: BUILD_LIMIT_MS,
        }),
      say,
    );
    if (!outcome.ok) return outcome.reason;
    renameSync(join(folder, 'temporal'), target);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
