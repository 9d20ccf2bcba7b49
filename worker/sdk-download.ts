/**
 * The download that the Temporal SDK brings for its test servers. The SDK offers it only together with a start, and
 * cannot be told to give up; so it runs in a process of its own that is ended when its time is over.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands.js';
import { fromRoot } from './root.js';

const SCRIPT = `
const { TestWorkflowEnvironment } = require('@temporalio/testing');
const [factory, downloadDir] = process.argv.slice(1);
const server = { executable: { type: 'cached-download', downloadDir } };
TestWorkflowEnvironment[factory]({ server }).then(
  async (environment) => { await environment.teardown(); process.exit(0); },
  (error) => { console.error(String(error).split(': ').pop()); process.exit(1); },
);`;

/** Without an answer for this long the network is taken for closed: other ways are tried. */
const LIMIT_MS = 60_000;

/**
 * Downloads one of the SDK's servers to `target`.
 * @returns undefined when it is there, else the reason why not.
 */
export async function downloadBySdk(
  factory: 'createLocal' | 'createTimeSkipping',
  target: string,
): Promise<string | undefined> {
  const folder = `${target}.download-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    const outcome = await run(process.execPath, ['-e', SCRIPT, factory, folder], {
      cwd: fromRoot(),
      limitMs: LIMIT_MS,
    });
    if (!outcome.ok) return outcome.reason;
    const file = readdirSync(folder)[0];
    if (file === undefined) return '没有得到文件';
    renameSync(join(folder, file), target);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
