/**
 * Collects the archive of a plan: everything is read from one state of the ledger and handed on as it is read, letters a
 * few at a time, so that a plan of many years fits in little memory.
 */
import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { appendEvents } from '../../activities/ledger/chain.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { chainHead } from '../../activities/ledger/schema.js';
import { refuse } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import { officeEvent } from '../desk.js';
import { addComments } from './comments.js';
import { addIndicators } from './indicators.js';
import { addLedger } from './ledger.js';
import { addLetters, letterKeys } from './letters.js';
import { addLife } from './life.js';
import { ARCHIVE_FORM } from './manifest.js';
import { addPlan } from './plan.js';
import { chainWords, readmeWords } from './readme.js';
import { addSupervision } from './supervision.js';
import { ArchiveWriter, type Sink } from './write.js';

export interface ArchiveOptions {
  /** Epoch ms. */
  readonly now: number;
  /** Names, contacts, receipts and files of the public's comments as well. */
  readonly contacts: boolean;
}

/** What tells an archive from every other. */
export interface ArchiveMade {
  /** sha256 of its manifest, as `duban verify` prints it. */
  readonly manifest: string;
  /** Length and last hash of the chain in it. */
  readonly chain: { readonly entries: number; readonly hash: string };
}

/** What each part of an archive is collected from. */
export interface Collecting extends ArchiveOptions {
  /** One state of the ledger: all that is held against the chain is read here, one statement after the other. */
  readonly read: Ledger;
  /** The ledger as it goes on, for what letters and documents are made from anew. */
  readonly ledger: Ledger;
  readonly row: PlanRow;
  readonly to: ArchiveWriter;
}

/**
 * The archive of a plan as a stream of a ZIP file. When the reader goes away the work ends; when the work fails the
 * stream is destroyed with its error. Its fingerprint is on record before its last byte leaves: whoever has all of it can
 * have it confirmed.
 * @param by who takes it away.
 * @throws `not-found` before the first byte.
 */
export async function openArchive(ledger: Ledger, plan: string, options: ArchiveOptions, by: Actor): Promise<Readable> {
  if ((await loadPlan(ledger, plan)) === undefined) throw refuse('not-found', { what: plan });
  const out = new PassThrough();
  const gone = new Promise<never>((_resolve, reject) => {
    out.once('close', () => reject(new Error('nobody takes the archive any more')));
  });
  // Closing after the end is the usual course.
  gone.catch(() => undefined);
  const whole = createHash('sha256');
  let last: Uint8Array | undefined;
  let bytes = 0;
  const push: Sink = async (piece) => {
    if (out.destroyed) return gone;
    if (out.write(piece)) return;
    await Promise.race([new Promise<void>((resolve) => void out.once('drain', resolve)), gone]);
  };
  // One piece is kept back until the archive is on record.
  const sink: Sink = async (piece) => {
    whole.update(piece);
    bytes += piece.length;
    const before = last;
    last = piece;
    if (before !== undefined) await push(before);
  };
  const record = async (made: ArchiveMade): Promise<void> => {
    const data = { ...made, sha256: whole.digest('hex'), bytes, contacts: options.contacts };
    await appendEvents(ledger, [officeEvent(by, options.now, 'archive.made', plan, data)]);
    if (last !== undefined) await push(last);
  };
  writeArchive(ledger, plan, options, sink)
    .then(record)
    .then(
      () => out.end(),
      (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  return out;
}

/** Writes the archive of a plan piece by piece. @throws `not-found`, `archive-too-large`, and what the sink throws. */
export async function writeArchive(
  ledger: Ledger,
  plan: string,
  options: ArchiveOptions,
  sink: Sink,
): Promise<ArchiveMade> {
  return ledger.db.transaction(
    async (tx) => {
      const read: Ledger = { ...ledger, db: tx };
      const row = await loadPlan(read, plan);
      if (row === undefined) throw refuse('not-found', { what: plan });
      const to = new ArchiveWriter(sink, options.now);
      const from: Collecting = { ...options, read, ledger, row, to };
      const [head] = await tx.select().from(chainHead).where(eq(chainHead.id, 1));
      const chain = { entries: head?.entries ?? 0, hash: head?.hash ?? '0'.repeat(64) };
      await to.add('README.txt', readmeWords(row, options, chain));
      await addPlan(from);
      await addLife(from);
      const keys = await letterKeys(read, plan);
      await addLetters(from, keys);
      await addComments(from);
      await addSupervision(from);
      await addIndicators(from);
      const planEntries = await addLedger(from, keys);
      await to.add('ledger/chain.txt', chainWords(chain));
      const manifest = await to.finish({
        form: ARCHIVE_FORM,
        plan,
        title: row.title,
        status: row.status,
        extract: row.status !== 'closed',
        madeAt: options.now,
        contacts: options.contacts,
        chain,
        planEntries,
      });
      return { manifest, chain };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
