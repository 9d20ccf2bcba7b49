/** The rules of following indicators. */
import { readFile } from 'node:fs/promises';
import type { IndicatorRules } from '../../domain/indicators/rules.js';
import { readIndicatorRules } from '../../domain/indicators/rules-file.js';
import { fromRoot } from '../../worker/root.js';

/** The rules given as YAML text, else those of seeds/indicator-rules.yaml. @throws DubanError with every fault of the file. */
export async function indicatorRules(text?: string): Promise<IndicatorRules> {
  return readIndicatorRules(text ?? (await readFile(fromRoot('seeds', 'indicator-rules.yaml'), 'utf8')));
}
