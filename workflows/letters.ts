/** Sends a few letters that belong to no running case, such as the 专报 about a major problem, and ends. */
import { letterKindWords } from '../domain/letter-words.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import { send } from './send.js';

/** Ends when every letter has left, or was given up and the office told. */
export async function letters(drafts: readonly LetterDraft[]): Promise<void> {
  await Promise.all(drafts.map((draft) => send(draft, `${letterKindWords[draft.kind]} ${draft.unit}`)));
}
