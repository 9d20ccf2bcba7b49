/**
 * Records the golden histories anew: `node --import ./test/setup/typescript.js test/replay/record.ts`. When this is
 * allowed and when never: docs/CONTRIBUTING.md.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testStage } from '../harness/stage.js';
import { prepareServers } from '../setup/servers.js';
import { auditBundle, type Recording, replay } from './audit.js';
import { currentVersion, histories } from './golden.js';
import { directory, liveStory, runsOf } from './story.js';

const takeDown = await prepareServers();
try {
  const year = new Date().getFullYear() + 1;
  const code = await auditBundle();
  const stage = await testStage(directory);
  const runs = await (async () => {
    try {
      await liveStory(stage, year);
      return await runsOf(stage, year);
    } finally {
      await stage.close();
    }
  })();
  const replayed = await replay(code, runs);
  for (const [index, { name }] of runs.entries()) {
    const refused = replayed[index]?.refused;
    if (refused !== undefined) throw new Error(`${name} does not fit its own history: ${refused}`);
  }
  const target = join(histories, currentVersion);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [index, { name, workflowId, type, history }] of runs.entries()) {
    const recording: Recording = { workflowId, type, history, commands: replayed[index]?.commands ?? [] };
    const text = asText(recording);
    writeFileSync(join(target, `${name}.json`), text);
    console.log(
      `${currentVersion}/${name}.json: ${recording.commands.length} commands, ${Math.round(text.length / 1024)} KB`,
    );
  }
} finally {
  await takeDown();
}

/** One event or command a line, so that a difference is seen in a review. */
function asText({ workflowId, type, history, commands }: Recording): string {
  const lines = (list: readonly unknown[]): string => list.map((one) => JSON.stringify(one)).join(',\n');
  const { events } = history as { readonly events: readonly unknown[] };
  return `{"workflowId":${JSON.stringify(workflowId)},"type":${JSON.stringify(type)},"history":{"events":[\n${lines(events)}\n]},"commands":[\n${lines(commands)}\n]}\n`;
}
