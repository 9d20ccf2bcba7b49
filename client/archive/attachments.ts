/**
 * The documents that letters carried, made anew: the ledger keeps the words of a letter, not its files. A bulletin and an
 * evaluation come out as they were approved; a 督办函 and the sheet of a return follow the tasks as they stand now.
 */
import type { Ledger } from '../../activities/ledger/connect.js';
import type { LetterRow } from '../../activities/ledger/letters.js';
import { attachedFile } from '../../activities/mail/attached-file.js';
import { composeLetter } from '../../activities/mail/compose.js';
import { ledgerSources } from '../../activities/mail/sources.js';
import type { Message } from '../../activities/mail/transport.js';
import { isErrand } from '../../domain/comment/errand.js';
import { approvedEvaluation } from '../../domain/indicators/letters.js';
import type { Directory } from '../../domain/org.js';
import { type BulletinFacts, letterFacts } from '../../domain/supervision/cycle-letters.js';
import { isReturn } from '../../domain/supervision/return.js';

type Files = Message['attachments'];

/** True for letters that can carry a file. */
function carries({ kind, draft }: LetterRow): boolean {
  return (
    kind === 'supervision-letter' ||
    kind === 'bulletin' ||
    kind === 'return-sent-back' ||
    approvedEvaluation(draft) !== undefined ||
    draft.notices.some((notice) => notice.kind === 'assignment' && isReturn(notice.task))
  );
}

/** Gives the files of a letter; `null` when what they were made from is no longer on record. */
export function attachmentsOf(ledger: Ledger, directory: Directory): (row: LetterRow) => Promise<Files | null> {
  const sources = ledgerSources(ledger);
  // One bulletin goes to many units.
  const bulletins = new Map<string, Files>();
  return async (row) => {
    if (!carries(row)) return [];
    const { draft } = row;
    const { cycle, number } = letterFacts<BulletinFacts>(draft);
    const known = row.kind === 'bulletin' ? bulletins.get(`${cycle}#${number}`) : undefined;
    if (known !== undefined) return known;
    const ids = [...new Set(draft.notices.map((notice) => notice.task))];
    const tasks = await sources.tasks(ids.filter((id) => !isErrand(id) && !isReturn(id)));
    const bulletin = row.kind === 'bulletin' ? await sources.bulletin(cycle, number) : undefined;
    const approved = approvedEvaluation(draft);
    const evaluation = approved === undefined ? undefined : await sources.evaluation(...approved);
    try {
      const letter = composeLetter(draft, {
        tasks,
        errands: await sources.errands(ids.filter(isErrand)),
        returns: await sources.returns(ids.filter(isReturn)),
        ...(bulletin === undefined ? {} : { bulletin }),
        ...(evaluation === undefined ? {} : { evaluation }),
        plans: await sources.plans([...new Set([...tasks.values()].map((task) => task.plan))]),
        directory,
        // Only the files are taken; the words are those on record.
        link: () => '',
        publicUrl: 'http://archive.invalid/',
      });
      const files: Files[number][] = [];
      for (const attachment of letter.attachments) files.push(await attachedFile(attachment, directory));
      if (row.kind === 'bulletin') bulletins.set(`${cycle}#${number}`, files);
      return files;
    } catch {
      return null;
    }
  };
}
