/** A letter ready to be rendered: content with its frame. Both renderings start from this. */
import type { Block } from './content.js';

export interface Sheet {
  readonly subject: string;
  /** Kind of the letter in words, printed small above the greeting. */
  readonly kindWords: string;
  /** Unit and, above the liaison, whom it is for; ends with a colon. */
  readonly greeting: string;
  readonly blocks: readonly Block[];
  readonly signature: string;
  readonly date: string;
  readonly footer: readonly string[];
}
