/** The rules of supervision cycles. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Rhythm } from '../../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import { readSupervisionRules } from '../../domain/supervision/rules-file.js';
import { fromRoot } from '../../worker/root.js';

/** The rules given as YAML text, else those of seeds/supervision-rules.yaml. @throws DubanError with every fault of the file. */
export async function supervisionRules(text?: string): Promise<SupervisionRules> {
  return readSupervisionRules(text ?? (await readFile(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8')));
}

/** The shipped rules as YAML text, in another rhythm. */
export function rulesInRhythm(rhythm: Rhythm): string {
  return readFileSync(fromRoot('seeds', 'supervision-rules.yaml'), 'utf8').replace(
    /^rhythm: \S+/m,
    `rhythm: ${rhythm}`,
  );
}
