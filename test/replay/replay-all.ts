/**
 * Replays all golden histories on a bundle and prints what does not fit, as JSON: in a process of its own, because the
 * time zone of a host is set before its start. `node --import ./test/setup/typescript.js test/replay/replay-all.ts BUNDLE`
 */
import { readFileSync } from 'node:fs';
import { silentRuntime } from '../../worker/observe.js';
import { misfits } from './audit.js';
import { goldenHistories } from './golden.js';

silentRuntime();
const found = await misfits(readFileSync(process.argv[2] ?? '', 'utf8'), goldenHistories());
console.log(JSON.stringify({ offset: new Date(2027, 6, 1).getTimezoneOffset(), misfits: found }));
