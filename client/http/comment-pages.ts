/** Every comment of a period, however many there are. */
import type { CommentAnswer, CommentRecords } from './comment-answers.js';

const BATCH = 1000;

/**
 * All comments in the order of their numbers, read in batches.
 * @param contacts with name and contact; without it also receipt numbers and names of files, which people call after
 * themselves, are left out, and telephone numbers and the like in the words are hidden.
 */
export async function allComments(
  records: Pick<CommentRecords, 'comments'>,
  period: string,
  contacts: boolean,
): Promise<readonly CommentAnswer[]> {
  const all: CommentAnswer[] = [];
  for (let from = 1; ; ) {
    const batch = await records.comments(period, { contacts, masked: !contacts, from, limit: BATCH });
    // A batch that overlaps the one before adds nothing twice.
    const fresh = batch.filter((one) => one.no >= from);
    all.push(...(contacts ? fresh : fresh.map(withoutNames)));
    const last = fresh.at(-1);
    if (last === undefined || fresh.length < BATCH) return all;
    from = last.no + 1;
  }
}

function withoutNames(one: CommentAnswer): CommentAnswer {
  const files = one.files.map((file, at) => ({ ...file, name: `附件${at + 1}${suffixOf(file.name)}` }));
  return { ...one, receipt: '', name: null, contact: null, files };
}

function suffixOf(name: string): string {
  return /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? '';
}
