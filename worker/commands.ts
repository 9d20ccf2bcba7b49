/** Runs other programs to their end and keeps their last words. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  /** Why it failed, one line: the last line it wrote, or the system's reason. Empty when `ok`. */
  readonly reason: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ended after this long, in ms. */
  readonly limitMs: number;
}

/** Never rejects: a program that is missing, fails or takes too long is an outcome. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const settings = {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      timeout: options.limitMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: 64 * 1024 * 1024,
    };
    execFile(program, [...args], settings, (error, stdout, stderr) => {
      if (error === null) return resolve({ ok: true, stdout, reason: '' });
      const said = `${stdout}\n${stderr}`.trim().split('\n').at(-1)?.trim();
      const reason =
        error.killed === true ? `超过 ${Math.round(options.limitMs / 1000)} 秒未完成` : said || error.message;
      return resolve({ ok: false, stdout, reason: reason.slice(0, 300) });
    });
  });
}

/** The absolute path of a program on PATH, or undefined. */
export function onPath(name: string, path: string = process.env.PATH ?? ''): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of path.split(delimiter)) {
    for (const suffix of suffixes) {
      const candidate = join(folder || '.', name + suffix);
      if (isProgram(candidate)) return candidate;
    }
  }
  return undefined;
}

/** True for a file that may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
