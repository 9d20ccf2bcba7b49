/** `duban parse FILE`: reads a plan document; needs no service. */
import { readDirectory, resolve } from '../../domain/directory.js';
import { readPlan } from '../../domain/parse/read-plan.js';
import { readPlanText, readTextFile, sampleUnits } from './files.js';
import { answer, type Io } from './io.js';
import { parseView } from './parse-view.js';

/** Prints the reading (design section 11): as JSON, or as tables with what is to be settled. */
export async function parse(file: string, options: { readonly units?: string }, io: Io): Promise<void> {
  const directory = readDirectory(readTextFile(options.units ?? sampleUnits));
  const reading = readPlan(readPlanText(file), { resolve: (words) => resolve(directory, words) });
  answer(io, reading, io.json ? '' : parseView(reading));
}
