#!/usr/bin/env node
/** The command `duban`. Exit codes: 0 done, 1 refused with faults, 2 wrong usage (design section 11). */
import { run } from './program.js';

// A reader that closes early (`duban letters | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2));
