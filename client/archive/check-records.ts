/** Holds the files of an archive against the entries of its chain, as the running service does with its tables. */
import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import { z } from 'zod';
import type { ArchiveFault } from './check.js';
import type { ArchivedEntry } from './check-chain.js';
import {
  bulletinFile,
  closeOutFile,
  evaluationFile,
  LIFE_FILE,
  letterEntrySchema,
  returnFile,
  returnFolder,
} from './manifest.js';

interface ArchivedLetter {
  readonly path: string;
  readonly messageId: string;
  readonly to: string;
  /** Digests that its words give, one for each way a mail program may have changed the line ends of the calendar entry. */
  readonly digests: readonly string[];
}

const commentSchema = z.object({
  no: z.number(),
  receipt: z.string(),
  text: z.string(),
  files: z.array(z.object({ sha256: z.string() })),
});

/** What is kept of an archive's files while they are read one after the other. */
export class Evidence {
  events = '';
  /** plan/life.json, where the life of the plan was kept. */
  life: string | undefined;
  readonly letters: ArchivedLetter[] = [];
  readonly index: z.infer<typeof letterEntrySchema>[] = [];
  /** Round → comments. */
  readonly comments = new Map<string, z.infer<typeof commentSchema>[]>();
  /** sha256 of each line of the indicators' values. */
  readonly values = new Set<string>();

  /** Reads a file; one that cannot be understood is left out, which the manifest or the entries then show. */
  async take(path: string, bytes: Uint8Array): Promise<void> {
    if (/^letters\/[^/]+\.eml$/.test(path)) this.letters.push(await readEml(path, bytes));
    else if (path === 'letters/index.json') this.index.push(...listOf(bytes, letterEntrySchema));
    else if (path === 'ledger/events.ndjson') this.events = text(bytes);
    else if (path === LIFE_FILE) this.life = text(bytes);
    else if (path === 'indicators/values.ndjson')
      for (const line of text(bytes).split('\n').slice(0, -1)) this.values.add(sha256(line));
    const [, round] = /^comments\/(\d+)\/comments\.json$/.exec(path) ?? [];
    if (round !== undefined) this.comments.set(round, listOf(bytes, commentSchema));
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const sha256 = (words: string): string => createHash('sha256').update(words, 'utf8').digest('hex');

function listOf<T>(bytes: Uint8Array, schema: z.ZodType<T>): T[] {
  try {
    const read = z.array(schema).safeParse(JSON.parse(text(bytes)));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
}

async function readEml(path: string, bytes: Uint8Array): Promise<ArchivedLetter> {
  const mail = await PostalMime.parse(bytes);
  const calendar = mail.attachments.find((part) => part.mimeType === 'text/calendar')?.content;
  const ics =
    calendar === undefined
      ? ''
      : typeof calendar === 'string'
        ? calendar
        : Buffer.from(calendar as ArrayBuffer).toString('utf8');
  const lines = ics.replace(/\r?\n/g, '\r\n');
  const ways = new Set([ics, lines, lines.replace(/\r\n$/, ''), ics.replace(/\r?\n$/, '')]);
  return {
    path,
    messageId: mail.messageId ?? '',
    to: mail.to?.[0]?.address ?? '',
    digests: [...ways].map((way) => sha256([mail.subject ?? '', mail.text ?? '', mail.html ?? '', way].join('\u001f'))),
  };
}

/** @param hashes path → sha256 of the files that are there. */
export function checkRecords(
  evidence: Evidence,
  entries: readonly ArchivedEntry[],
  hashes: ReadonlyMap<string, string>,
  contacts: boolean,
): ArchiveFault[] {
  return [
    ...checkLetters(evidence, entries),
    ...checkHashed(entries, hashes),
    ...checkReturns(entries, hashes),
    ...checkComments(evidence, entries, hashes, contacts),
    ...checkValues(evidence, entries),
  ];
}

/** The newest delivery of a letter counts; one that was opened again and has not left since has no file. */
function checkLetters({ letters, index }: Evidence, entries: readonly ArchivedEntry[]): ArchiveFault[] {
  const faults: ArchiveFault[] = [];
  const sent = new Map<string, ArchivedEntry>();
  const touched = new Map<string, number>();
  for (const entry of entries) {
    if (entry.event.kind === 'letter.sent') sent.set(entry.event.subject, entry);
    touched.set(entry.event.subject, entry.seq);
  }
  const byId = new Map<string, ArchivedLetter[]>();
  for (const one of letters) {
    const same = byId.get(one.messageId);
    if (same === undefined) byId.set(one.messageId, [one]);
    else same.push(one);
  }
  const named = new Set<string>();
  const reopened = new Set(index.flatMap((one) => (one.file === null ? [one.key] : [])));
  for (const [key, { seq, event }] of sent) {
    const { messageId, to, content } = event.data;
    const all = byId.get(String(messageId)) ?? [];
    // A copy with the same id is one too many; the one whose words are right is the letter.
    const right = all.find((one) => one.to === to && one.digests.includes(String(content)));
    const found = right ?? all[0];
    if (found === undefined) {
      const later = (touched.get(key) ?? 0) > seq && reopened.has(key);
      if (!later) faults.push({ what: 'entry-without-letter', at: event.id, seq });
      continue;
    }
    named.add(found.path);
    if (right === undefined) faults.push({ what: 'letter-altered', at: found.path, seq });
  }
  for (const { path } of letters) if (!named.has(path)) faults.push({ what: 'letter-without-entry', at: path });
  return faults;
}

/** Close-outs, bulletins and evaluations: the sha256 of the file stands in the entry. */
function checkHashed(entries: readonly ArchivedEntry[], hashes: ReadonlyMap<string, string>): ArchiveFault[] {
  const recorded = new Map<string, { readonly sha256: unknown; readonly seq: number; readonly id: string }>();
  for (const { seq, event } of entries) {
    const { id, kind, subject, data } = event;
    const tail = subject.slice(subject.lastIndexOf('/') + 1);
    const path =
      kind === 'comment.publish'
        ? closeOutFile(tail)
        : kind.startsWith('cycle.') && data['sha256'] !== undefined
          ? bulletinFile(tail, Number(data['no']))
          : kind === 'indicator.evaluated'
            ? evaluationFile(String(data['evaluation']))
            : undefined;
    if (path !== undefined && !recorded.has(path)) recorded.set(path, { sha256: data['sha256'], seq, id });
  }
  return againstEntries(recorded, hashes, (path) =>
    /^(comments\/\d+\/close-out|supervision\/[^/]+\/bulletins\/\d+|indicators\/evaluation-[^/]+)\.json$/.test(path),
  );
}

function checkReturns(entries: readonly ArchivedEntry[], hashes: ReadonlyMap<string, string>): ArchiveFault[] {
  const recorded = new Map<string, { readonly sha256: unknown; readonly seq: number; readonly id: string }>();
  const faults: ArchiveFault[] = [];
  for (const { seq, event } of entries) {
    if (event.kind !== 'cycle.returnSaved') continue;
    const { unit, version, digest, files } = event.data;
    const key = event.subject.slice(event.subject.lastIndexOf('/') + 1);
    const path = returnFile(key, String(unit), Number(version));
    recorded.set(path, { sha256: digest, seq, id: event.id });
    const folder = `${returnFolder(key, String(unit))}/v${String(version)}/`;
    faults.push(
      ...missingFiles(folder, files, hashes).map((at): ArchiveFault => ({ what: 'evidence-missing', at, seq })),
    );
  }
  const is = (path: string) => /^supervision\/[^/]+\/returns\/[^/]+\/v\d+\.json$/.test(path);
  return [...againstEntries(recorded, hashes, is), ...faults];
}

function againstEntries(
  recorded: ReadonlyMap<string, { readonly sha256: unknown; readonly seq: number; readonly id: string }>,
  hashes: ReadonlyMap<string, string>,
  is: (path: string) => boolean,
): ArchiveFault[] {
  const faults: ArchiveFault[] = [];
  for (const [path, { sha256, seq, id }] of recorded) {
    const found = hashes.get(path);
    if (found === undefined) faults.push({ what: 'entry-without-record', at: id, seq });
    else if (found !== sha256) faults.push({ what: 'record-altered', at: path, seq });
  }
  for (const path of hashes.keys())
    if (is(path) && !recorded.has(path)) faults.push({ what: 'record-without-entry', at: path });
  return faults;
}

/** Hashes of files that an entry names and the folder lacks, as paths. */
function missingFiles(folder: string, wanted: unknown, hashes: ReadonlyMap<string, string>): string[] {
  if (!Array.isArray(wanted)) return [];
  const there = new Set([...hashes].flatMap(([path, hash]) => (path.startsWith(folder) ? [hash] : [])));
  return wanted.flatMap((hash) => (there.has(String(hash)) ? [] : [`${folder}${String(hash)}`]));
}

/** Every comment that came in is there; with receipts its words can be held against the entry too, unless they were removed on request. */
function checkComments(
  { comments }: Evidence,
  entries: readonly ArchivedEntry[],
  hashes: ReadonlyMap<string, string>,
  contacts: boolean,
): ArchiveFault[] {
  const faults: ArchiveFault[] = [];
  const received = new Map<string, ArchivedEntry>();
  const emptied = new Set<string>();
  for (const entry of entries) {
    const { kind, subject, data } = entry.event;
    if (kind === 'comment.received' && !received.has(subject)) received.set(subject, entry);
    if (kind === 'comment.redacted' && data['text'] === true) emptied.add(subject);
  }
  const found = new Set<string>();
  for (const [subject, { seq, event }] of received) {
    const [, , round = '', no = ''] = subject.split('/');
    const one = comments.get(round)?.find((comment) => comment.no === Number(no));
    found.add(`${round}/${no}`);
    if (one === undefined) {
      faults.push({ what: 'entry-without-record', at: event.id, seq });
      continue;
    }
    if (emptied.has(subject)) continue;
    const at = `comments/${round}/comments.json#${no}`;
    const { digest, files } = event.data;
    const same = JSON.stringify(one.files.map((file) => file.sha256)) === JSON.stringify(files ?? []);
    if (!same || (contacts && sha256(`${one.receipt}\u001f${one.text}`) !== digest))
      faults.push({ what: 'record-altered', at, seq });
    if (contacts)
      faults.push(
        ...missingFiles(`comments/${round}/files/${no}/`, files, hashes).map(
          (path): ArchiveFault => ({ what: 'evidence-missing', at: path, seq }),
        ),
      );
  }
  for (const [round, list] of comments)
    for (const { no } of list)
      if (!found.has(`${round}/${no}`))
        faults.push({ what: 'record-without-entry', at: `comments/${round}/comments.json#${no}` });
  return faults;
}

function checkValues({ values }: Evidence, entries: readonly ArchivedEntry[]): ArchiveFault[] {
  const faults: ArchiveFault[] = [];
  const known = new Set<string>();
  for (const { seq, event } of entries) {
    if (event.kind !== 'indicator.valueSaved') continue;
    const digest = String(event.data['digest']);
    known.add(digest);
    if (!values.has(digest)) faults.push({ what: 'record-altered', at: event.id, seq });
  }
  for (const value of values)
    if (!known.has(value)) faults.push({ what: 'record-without-entry', at: `indicators/values.ndjson#${value}` });
  return faults;
}
