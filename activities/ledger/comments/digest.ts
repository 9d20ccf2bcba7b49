/** Short digests of what a person saw, so that an act on it is refused when somebody has changed it meanwhile. */
import { createHash } from 'node:crypto';
import type { CloseOut } from '../../../domain/comment/close-out.js';
import type { Comment } from '../../../domain/comment/comment.js';

/** Of a comment nothing is decided on. */
export const UNDECIDED = 'none';

/** What was seen decided on the comments of an act: one digest for all, or one by serial number; see {@link decidedDigest}. */
export type Seen = string | Readonly<Record<string, string>>;

/** Of a draft of the close-out: 16 hex digits. The same words and numbers give the same digest. */
export const closeOutDigest = (closeOut: CloseOut): string => digestOf(closeOut);

/** Of what is decided on a comment, by whom and when: 16 hex digits, or {@link UNDECIDED}. */
export function decidedDigest({
  disposition,
  mergedInto,
  setAside,
}: Pick<Comment, 'disposition' | 'mergedInto' | 'setAside'>): string {
  return disposition === null && mergedInto === null && setAside === null
    ? UNDECIDED
    : digestOf({ disposition, mergedInto, setAside });
}

/** The order of keys says nothing: the ledger gives them back in its own. */
function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
