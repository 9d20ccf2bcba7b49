import { prepareServers } from '../setup/servers.js';
import { execFileSync } from 'node:child_process';
const down = await prepareServers();
for (const c of process.argv.slice(2)) {
  const t = Date.now();
  try { const o = execFileSync(process.execPath, ['--import','./test/setup/typescript.js','test/replay/live.ts',c,'2027'],{encoding:'utf8',env:process.env,stdio:['ignore','pipe','pipe'], maxBuffer:1e8});
  const j = JSON.parse(o.trim().split('\n').at(-1)!); console.log(c, 'ok', Date.now()-t, j.letters.length, Object.values(j.events as Record<string,number>).reduce((a,b)=>a+b,0)); 
  (await import('node:fs')).writeFileSync('/tmp/live-'+c+'.json', JSON.stringify(j,null,1)); } catch (e) { console.log(c, 'FAIL', Date.now()-t, String((e as any).stderr).match(/at .*story.ts:\d+/)?.[0]); }
}
await down();
