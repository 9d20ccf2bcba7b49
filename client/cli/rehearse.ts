/** `duban rehearse`: every letter of a plan, before anything starts. */
import { rehearse as play } from '../../domain/schedule/rehearsal.js';
import { rehearsalSource, type SourceOptions } from '../rehearsal-source.js';
import { rehearsalJson, rehearsalText } from '../rehearsal-view.js';
import { answer, type Io } from './io.js';

/** Prints the letters of the story, by day. */
export async function rehearse(plan: string, options: SourceOptions, io: Io): Promise<void> {
  const input = rehearsalSource(plan, options);
  const rehearsal = play(input);
  answer(io, rehearsalJson(rehearsal, input.directory), rehearsalText(rehearsal, input.directory));
}
