/** The real documents beside the checkout, and small directories for made-up ones. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from '@jest/globals';
import { readDirectory, resolve as resolveIn } from '../../../domain/directory.js';
import type { Resolution } from '../../../domain/org.js';
import { decodeText } from '../../../domain/parse/decode.js';

const root = new URL('../../../', import.meta.url);
const shared = (path: string): string => fileURLToPath(new URL(`../shared/${path}`, root));

/** A test on a real document; where the documents are absent it is skipped and says so. */
export function realTest(name: string, document: string, run: (text: string) => void): void {
  const file = shared(`documents/${document}`);
  if (existsSync(file)) test(name, () => run(decodeText(readFileSync(file)).text));
  // biome-ignore lint/suspicious/noSkippedTests: the real documents lie beside the checkout and may be absent
  else test.skip(`${name} (skipped: ../shared/documents/${document} is absent)`, () => undefined);
}

/** The reference labels of a real document. */
export function labelsOf(name: string): unknown {
  return JSON.parse(readFileSync(shared(`labels/${name}.json`), 'utf8'));
}

const sample = readDirectory(readFileSync(new URL('seeds/units.csv', root), 'utf8'));

/** The sample directory of the shipped plan. */
export function sampleResolve(words: string): Resolution {
  return resolveIn(sample, words);
}

/** A directory that knows exactly these units and groups. */
export function directoryOf(
  units: readonly string[],
  groups: Readonly<Record<string, readonly string[]>> = {},
): (words: string) => Resolution {
  return (words) => {
    if (units.includes(words)) {
      return {
        kind: 'unit',
        by: 'name',
        unit: { id: words, name: words, kind: 'department', aliases: [], contacts: [], standIns: [] },
      };
    }
    const members = groups[words];
    if (members) return { kind: 'group', group: { word: words, aliases: [], members } };
    return { kind: 'unknown', nearest: [] };
  };
}
