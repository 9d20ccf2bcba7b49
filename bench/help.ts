/** How long `duban --help` takes, against Node that does nothing; both measured in turn, the median counts. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromRoot } from '../worker/root.js';
import { median, note, printFigures } from './print.js';

const TIMES = 10;
const LIMIT_S = 0.25;

function seconds(args: readonly string[]): number {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(status)}`);
  return (performance.now() - began) / 1000;
}

const command = fromRoot('dist', 'client', 'cli', 'main.js');
if (!existsSync(command)) {
  note('还没有编译：先运行 npm run build');
  process.exitCode = 1;
} else {
  const help: number[] = [];
  const bare: number[] = [];
  // The first of each fills the page cache and does not count.
  for (let time = 0; time <= TIMES; time++) {
    help.push(seconds([command, '--help']));
    bare.push(seconds(['-e', '0']));
  }
  const [ours, theirs] = [median(help.slice(1)), median(bare.slice(1))];
  printFigures(`命令行：${TIMES} 次，取中位数`, [
    {
      what: 'duban --help',
      value: `${ours.toFixed(3)} 秒`,
      against: `node -e 0：${theirs.toFixed(3)} 秒`,
      ratio: ours / theirs,
      limit: `≤ ${LIMIT_S} 秒`,
      met: ours <= LIMIT_S,
    },
  ]);
}
