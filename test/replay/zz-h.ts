import { testStage } from '../harness/stage.js';
import { prepareServers } from '../setup/servers.js';
import { auditBundle, replay } from './audit.js';
import { directory, liveStory, runsOf } from './story.js';
const down = await prepareServers();
const code = await auditBundle();
for (const c of process.argv.slice(2).map(Number)) {
  const stage = await testStage(directory, { cached: c });
  try {
    const t = Date.now();
    await liveStory(stage, 2027).catch((e) => console.log('ERR', e.message));
    const runs = await runsOf(stage, 2027);
    const r = await replay(code, runs);
    console.log(c, Date.now() - t, runs.map((x, i) => { const ev = (x.history as any).events.map((e: any) => e.eventType.replace('EVENT_TYPE_WORKFLOW_TASK_','W'));
      let merged = 0; for (let k = 0; k + 1 < ev.length; k++) if (ev[k] === 'WCOMPLETED' && ev[k+1] === 'WSCHEDULED') merged++;
      return `${x.name}:${r[i]?.refused?.slice(0, 300) ?? 'ok'} adj=${merged} failed=${ev.filter((e: string) => e === 'WFAILED').length}`; }).join('\n  '));
  } finally { await stage.close(); }
}
await down();
