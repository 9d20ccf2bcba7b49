/**
 * Lets plain Node import the TypeScript sources: `node --import ./test/setup/typescript.js bench/some.ts`, and the
 * set-up of a Jest run, which Jest itself does not transform.
 */
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
