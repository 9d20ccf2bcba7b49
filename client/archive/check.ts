/**
 * Holds an archive against itself, without a server: every file against the manifest, the manifest against its hash, the
 * chain from first to last, and letters, returns, bulletins, close-outs and the rest against their entries.
 */
import { createHash } from 'node:crypto';
import { DubanError, refuse } from '../../domain/errors.js';
import { Zip } from '../formats/zip.js';
import { readChain } from './check-chain.js';
import { checkLife } from './check-life.js';
import { checkRecords, Evidence } from './check-records.js';
import { isSafePath, MANIFEST, MANIFEST_HASH, type Manifest, manifestSchema } from './manifest.js';

export type ArchiveFaultKind =
  | 'manifest-altered' // the list of contents is not the one its hash names
  | 'file-altered'
  | 'file-missing'
  | 'file-added'
  | 'file-renamed' // its bytes stand under another name
  | 'file-repeated' // the ZIP lists the name twice
  | 'files-reordered'
  | 'file-damaged' // cannot be inflated
  | 'entry-altered' // words of an entry do not give its hash
  | 'entry-removed'
  | 'entry-reordered'
  | 'chain-end' // last entry or number of entries is not what the manifest says
  | 'letter-altered'
  | 'letter-without-entry'
  | 'entry-without-letter'
  | 'record-altered' // return, bulletin, close-out, evaluation or value is not the one recorded
  | 'record-without-entry'
  | 'entry-without-record'
  | 'evidence-missing'; // a file that came with a return or comment is not in it

export interface ArchiveFault {
  readonly what: ArchiveFaultKind;
  /** Path of the file or id of the entry. */
  readonly at: string;
  /** Place in the chain, where it is about an entry. */
  readonly seq?: number;
  /** The other name of a renamed file. */
  readonly other?: string;
}

export interface ArchiveCheck {
  readonly ok: boolean;
  readonly plan: string;
  readonly title: string;
  /** Made while the plan was running. */
  readonly extract: boolean;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly files: number;
  readonly letters: number;
  /** Of the chain, and those among them whose words are in the archive. */
  readonly entries: number;
  readonly planEntries: number;
  readonly hash: string;
  /** sha256 of the manifest: whoever noted it down when the archive was made sees that it is still the same one. */
  readonly manifest: string;
  readonly faults: readonly ArchiveFault[];
}

/** What {@link ArchiveWriter} can write at most. Text is packed to a hundredth at best; held from one MB on. */
const LIMITS = { entries: 65_535, inflated: 8_000_000_000, ratio: 400, claimed: 8_000_000_000 } as const;

/**
 * Checks an archive.
 * @param file what faults call it.
 * @param told is told after each file how many of how many were read.
 * @throws `archive-foreign` for a ZIP that is none or has a dangerous name, `file-zip-damaged`,
 *   `file-zip-bomb`, `file-encrypted`. What was altered is not thrown but listed.
 */
export async function checkArchive(
  bytes: Uint8Array,
  file: string,
  told: (done: number, of: number) => void = () => undefined,
): Promise<ArchiveCheck> {
  const zip = new Zip(bytes, LIMITS);
  const names = zip.names();
  const unsafe = names.find((name) => !isSafePath(name));
  if (unsafe !== undefined)
    throw refuse('archive-foreign', {
      file,
      why: `文件名“${JSON.stringify(unsafe.slice(0, 200)).slice(1, -1)}”不安全，请不要解开`,
    });
  const { manifest, print, altered } = readManifest(zip, file);
  const faults: ArchiveFault[] = [
    ...(altered ? [{ what: 'manifest-altered' as const, at: MANIFEST }] : []),
    ...zip.repeated.map((at): ArchiveFault => ({ what: 'file-repeated', at })),
  ];

  const evidence = new Evidence();
  const hashes = new Map<string, string>();
  const sizes = new Map<string, number>();
  const listed = names.filter((name) => name !== MANIFEST && name !== MANIFEST_HASH);
  for (const [at, name] of listed.entries()) {
    const words = partOf(zip, name);
    if (words === null) faults.push({ what: 'file-damaged', at: name });
    else {
      hashes.set(name, sha256(words));
      sizes.set(name, words.length);
      await evidence.take(name, words);
    }
    told(at + 1, listed.length);
  }
  faults.push(...againstManifest(manifest, listed, hashes, sizes));
  const chain = readChain(evidence.events, manifest);
  faults.push(
    ...chain.faults,
    ...checkRecords(evidence, chain.entries, hashes, manifest.contacts),
    ...checkLife(evidence.life, manifest.plan, chain.entries),
  );
  return {
    ok: faults.length === 0,
    plan: manifest.plan,
    title: manifest.title,
    extract: manifest.extract,
    madeAt: manifest.madeAt,
    files: listed.length,
    letters: evidence.letters.length,
    entries: chain.length,
    planEntries: chain.entries.length,
    hash: chain.hash,
    manifest: print,
    faults,
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function readManifest(
  zip: Zip,
  file: string,
): { readonly manifest: Manifest; readonly print: string; readonly altered: boolean } {
  const bytes = zip.part(MANIFEST);
  if (bytes === null) throw refuse('archive-foreign', { file, why: `没有文件清单 ${MANIFEST}` });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw refuse('archive-foreign', { file, why: `文件清单 ${MANIFEST} 读不出来` });
  }
  const read = manifestSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw refuse('archive-foreign', { file, why: `文件清单的“${issue?.path.join('.') || '内容'}”不对` });
  }
  const named = new TextDecoder().decode(zip.part(MANIFEST_HASH) ?? new Uint8Array(0));
  const print = sha256(bytes);
  return { manifest: read.data, print, altered: named.trim() !== `${print}  ${MANIFEST}` };
}

/** The bytes, or null when they cannot be read; a bomb is thrown. */
function partOf(zip: Zip, name: string): Uint8Array | null {
  try {
    return zip.part(name);
  } catch (error) {
    if (error instanceof DubanError && error.code === 'file-zip-damaged') return null;
    throw error;
  }
}

function againstManifest(
  { files }: Manifest,
  names: readonly string[],
  hashes: ReadonlyMap<string, string>,
  sizes: ReadonlyMap<string, number>,
): ArchiveFault[] {
  const there = new Set(names);
  const known = new Set(files.map((file) => file.path));
  const missing = files.filter((file) => !there.has(file.path));
  const added = new Set(names.filter((name) => !known.has(name)));
  const faults: ArchiveFault[] = [];
  for (const { path, sha256 } of missing) {
    const other = [...added].find((name) => hashes.get(name) === sha256);
    if (other === undefined) faults.push({ what: 'file-missing', at: path });
    else {
      added.delete(other);
      faults.push({ what: 'file-renamed', at: path, other });
    }
  }
  for (const at of added) faults.push({ what: 'file-added', at });
  for (const { path, size, sha256 } of files) {
    const found = hashes.get(path);
    if (found !== undefined && (found !== sha256 || sizes.get(path) !== size))
      faults.push({ what: 'file-altered', at: path });
  }
  const order = files.map((file) => file.path).filter((path) => there.has(path));
  const place = names.filter((name) => known.has(name));
  const wrong = place.find((name, at) => name !== order[at]);
  if (wrong !== undefined) faults.push({ what: 'files-reordered', at: wrong });
  return faults;
}
