/**
 * Lives the short story and prints its outcome as JSON, in a process of its own so that a test can choose the time zone
 * of the host: `node --import ./test/setup/typescript.js test/replay/live.ts CACHED YEAR`, with the servers of the Jest
 * run in the environment.
 */
import { readFileSync } from 'node:fs';
import { testStage } from '../harness/stage.js';
import { replay } from './audit.js';
import { directory, liveStory, outcomeOf, runsOf } from './story.js';

const [cached, year] = process.argv.slice(2).map(Number);
const stage = await testStage(directory, { cached: cached ?? 0 });
try {
  await liveStory(stage, year ?? 0);
  const offset = new Date(2027, 6, 1).getTimezoneOffset();
  const bundle = readFileSync(process.env.DUBAN_TEST_BUNDLE ?? '', 'utf8');
  const replayed = await replay(bundle, await runsOf(stage, year ?? 0));
  const refused = replayed.flatMap((one) => one.refused ?? []);
  console.log(JSON.stringify({ offset, refused, ...(await outcomeOf(stage, year ?? 0)) }));
} finally {
  await stage.close();
}
