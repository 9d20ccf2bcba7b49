/**
 * A workflow that looks at a clock or a zone of its host finishes as long as it stays in the worker's memory, and hangs
 * or goes another way once it is rebuilt from its history. So the story is lived twice: at ease, and on a host in another
 * zone with room for three of the eleven workflows, so that they are rebuilt all the time. (With no room at all this
 * version of the SDK's core evicts a workflow while its local activities report: sdk-rust #1482.)
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { packageRoot } from '../../worker/root.js';

const run = promisify(execFile);
const year = new Date().getFullYear() + 1;

interface Outcome {
  readonly offset: number;
  /** Histories that do not replay although their own workers have just written them. */
  readonly refused: readonly string[];
  readonly letters: readonly string[];
  readonly tasks: readonly string[];
  readonly periods: readonly string[];
  readonly events: Readonly<Record<string, number>>;
}

async function live(cached: number, zone: string): Promise<Outcome> {
  const args = ['--import', './test/setup/typescript.js', 'test/replay/live.ts', String(cached), String(year)];
  const { stdout } = await run(process.execPath, args, {
    cwd: packageRoot,
    env: { ...process.env, TZ: zone },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('half a year gives the same letters, ends and events on a worker that forgets, in another time zone', async () => {
  const kept = await live(100, 'UTC');
  const rebuilt = await live(3, 'America/New_York');
  expect([kept.offset, rebuilt.offset]).toEqual([0, 240]);
  expect([kept.refused, rebuilt.refused]).toEqual([[], []]);
  expect(kept.letters.length).toBeGreaterThan(50);
  expect(kept.tasks.map((task) => task.split(' ')[1])).toEqual([
    'accepted',
    'cancelled',
    'cancelled',
    'accepted',
    'cancelled',
  ]);
  const stages = kept.periods.map((line) => line.split(' ')[1]);
  expect(stages).toEqual(expect.arrayContaining(['published', 'withdrawn']));
  expect(rebuilt.periods).toEqual(kept.periods);
  expect(rebuilt.letters).toEqual(kept.letters);
  expect(rebuilt.tasks).toEqual(kept.tasks);
  expect(rebuilt.events).toEqual(kept.events);
}, 120_000);
