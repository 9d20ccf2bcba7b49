/** The rules of a launch. */
import { readFile } from 'node:fs/promises';
import { readLadder } from '../domain/schedule/ladder.js';
import type { Ladder } from '../domain/schedule/types.js';
import { fromRoot } from '../worker/root.js';

/** The rules a launch uses: the text given, else seeds/ladder.yaml. @throws DubanError with every fault of the file. */
export async function launchLadder(text: string | undefined, testUnits: boolean): Promise<Ladder> {
  return readLadder(text ?? (await readFile(fromRoot('seeds', 'ladder.yaml'), 'utf8')), { testUnits });
}
