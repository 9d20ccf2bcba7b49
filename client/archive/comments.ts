/** comments/: each comment period with its terms, its comments (personal data only when asked for) and its close-out. */
import { eq } from 'drizzle-orm';
import { closeOutDocument } from '../../activities/documents/close-out.js';
import { errandsOf } from '../../activities/ledger/comments/errands.js';
import { listPeriods, loadPeriod, type PeriodRow } from '../../activities/ledger/comments/periods.js';
import { countsOf, fileOf } from '../../activities/ledger/comments/read.js';
import { closeOut } from '../../activities/ledger/comments-schema.js';
import type { CloseOut } from '../../domain/comment/close-out.js';
import { commentChannels } from '../../domain/comment/comment.js';
import { maskNumbers } from '../../domain/comment/mask.js';
import { dayOf } from '../../domain/day.js';
import { readCommentRecords } from '../comments/records.js';
import type { CommentAnswer } from '../http/comment-answers.js';
import { commentsCsv } from '../http/comment-csv.js';
import { closeOutHtml } from './close-out-html.js';
import type { Collecting } from './collect.js';
import { closeOutFile, fileName } from './manifest.js';

export async function addComments(from: Collecting): Promise<void> {
  const periods = await listPeriods(from.read, { plan: from.row.id });
  for (const { id } of periods.toReversed()) {
    const row = await loadPeriod(from.read, id);
    if (row !== undefined) await addPeriod(from, row);
  }
}

async function addPeriod(from: Collecting, row: PeriodRow): Promise<void> {
  const { read, ledger, to, contacts, now } = from;
  const folder = `comments/${row.round}`;
  const { draft, ...terms } = row.terms;
  const { id, plan, round, stage, state, items, rules, openedBy, announcedAt } = row;
  const counts = await countsOf(read, id);
  await to.json(`${folder}/period.json`, {
    ...{ id, plan, round, stage, state, terms, items, rules, openedBy, announcedAt, counts },
  });
  await to.add(`${folder}/draft.txt`, `${draft}\n`);
  await to.json(`${folder}/errands.json`, await errandsOf(read, { period: id }));
  const list = await readCommentRecords(ledger, 'http://archive.invalid/', () => now).comments(id, { contacts });
  // Those that came in since the archive was begun have no entry in it.
  const comments = list.filter((one) => one.no <= row.lastNo).map((one) => (contacts ? one : withoutPerson(one)));
  await to.json(`${folder}/comments.json`, comments);
  await to.add(`${folder}/comments.csv`, commentsCsv(comments, contacts));
  if (contacts) await addFiles(from, row, comments);
  await addCloseOut(from, row);
}

/** Without whatever tells who it was: name, contact, receipt, names of files, and numbers within the words. */
function withoutPerson(one: CommentAnswer): CommentAnswer {
  return {
    ...one,
    text: maskNumbers(one.text),
    name: null,
    contact: null,
    receipt: '',
    files: one.files.map((file, at) => ({ ...file, name: `附件${at + 1}` })),
  };
}

async function addFiles({ read, to }: Collecting, row: PeriodRow, comments: readonly CommentAnswer[]): Promise<void> {
  for (const { no, files } of comments)
    for (const [at, { sha256, name }] of files.entries()) {
      const file = await fileOf(read, row.id, no, sha256);
      if (file !== undefined)
        await to.add(
          `comments/${row.round}/files/${no}/${String(at + 1).padStart(2, '0')}-${fileName(name)}`,
          file.bytes,
        );
    }
}

async function addCloseOut({ read, to }: Collecting, { id, round, terms }: PeriodRow): Promise<void> {
  const [kept] = await read.db.select().from(closeOut).where(eq(closeOut.period, id));
  if (kept === undefined) return;
  const folder = `comments/${round}`;
  const body = JSON.parse(kept.body) as CloseOut;
  const channels = commentChannels.filter((channel) => terms.channels[channel] ?? false);
  // The very words that the hash in the chain covers.
  await to.add(closeOutFile(String(round)), kept.body);
  await to.add(`${folder}/close-out.html`, closeOutHtml(body, kept.publishedAt, channels));
  await to.add(
    `${folder}/close-out.docx`,
    await closeOutDocument(body, { channels, publishedOn: dayOf(kept.publishedAt) }),
  );
}
