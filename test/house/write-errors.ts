/** Writes docs/errors.md anew: `node --import ./test/setup/typescript.js test/house/write-errors.ts`. */
import { writeFileSync } from 'node:fs';
import { fromRoot } from '../../worker/root.js';
import { errorsPage } from './errors-page.js';

writeFileSync(fromRoot('docs', 'errors.md'), errorsPage());
