/**
 * Records the golden histories anew: `node --import ./test/setup/typescript.js test/replay/record.ts`. When this is
 * allowed and when never: docs/CONTRIBUTING.md.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Directory } from '../../domain/org.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { prepareServers } from '../setup/servers.js';
import { district } from '../stories/district.js';
import { auditBundle, type Recording, replay } from './audit.js';
import { cycleWorkflows, liveCycles } from './cycle-story.js';
import { currentVersion, histories } from './golden.js';
import { lifeWorkflows, liveLife } from './life-story.js';
import { directory, liveStory, runsNamed, runsOf } from './story.js';

const takeDown = await prepareServers();
try {
  const year = new Date().getFullYear() + 1;
  const code = await auditBundle();
  const runs = [
    ...(await lived(directory, async (stage) => {
      await liveStory(stage, year);
      return runsOf(stage, year);
    })),
    ...(await lived(district, async (stage) => {
      await liveCycles(stage);
      return runsNamed(stage, cycleWorkflows);
    })),
    ...(await lived(district, async (stage) => {
      await liveLife(stage);
      return runsNamed(stage, lifeWorkflows);
    })),
  ];
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

/** What a story has left behind on a stage of its own. */
async function lived<T>(units: Directory, story: (stage: TestStage) => Promise<T>): Promise<T> {
  const stage = await testStage(units);
  try {
    return await story(stage);
  } finally {
    await stage.close();
  }
}

/** One event or command a line, so that a difference is seen in a review. */
function asText({ workflowId, type, history, commands }: Recording): string {
  const lines = (list: readonly unknown[]): string => list.map((one) => JSON.stringify(one)).join(',\n');
  const { events } = history as { readonly events: readonly unknown[] };
  return `{"workflowId":${JSON.stringify(workflowId)},"type":${JSON.stringify(type)},"history":{"events":[\n${lines(events)}\n]},"commands":[\n${lines(commands)}\n]}\n`;
}
