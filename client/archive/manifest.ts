/** The list of contents of an archive: what is in it, of which plan, and where the chain stood. */
import { z } from 'zod';

export const MANIFEST = 'manifest.json';
/** `sha256  manifest.json`, as sha256sum writes it. */
export const MANIFEST_HASH = 'manifest.sha256';
/** Raised when the layout changes, so that an archive is not misread. */
export const ARCHIVE_FORM = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestSchema = z.strictObject({
  form: z.literal(ARCHIVE_FORM),
  plan: z.string(),
  title: z.string(),
  status: z.enum(['draft', 'executing', 'closed']),
  /** True for an extract of a plan that still runs: it will go on changing. */
  extract: z.boolean(),
  /** Epoch ms. */
  madeAt: z.number().int(),
  /** Names, contacts, receipts and files of the public's comments are in it. */
  contacts: z.boolean(),
  /** Length and last hash of the whole chain when the archive was made: an anchor. */
  chain: z.strictObject({ entries: z.number().int().min(0), hash }),
  /** Entries of the chain about the plan, which are in it with their words. */
  planEntries: z.number().int().min(0),
  /** Every file but the manifest and its hash, in the order of the archive. `size` in bytes. */
  files: z.array(z.strictObject({ path: z.string(), size: z.number().int().min(0), sha256: hash })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** One line of letters/index.json. */
export const letterEntrySchema = z.object({
  key: z.string(),
  status: z.string(),
  /** Name of the .eml beside the index; null for a letter that has not left. */
  file: z.string().nullable(),
  messageId: z.string().nullable(),
});

/** One line of ledger/events.ndjson; `body` only where the entry is about the plan. */
export const chainLineSchema = z.strictObject({
  seq: z.number().int(),
  id: z.string(),
  prev: z.string(),
  hash: z.string(),
  body: z.string().optional(),
});
export type ChainLine = z.infer<typeof chainLineSchema>;

/** A unit's returns of a cycle, and the canonical text of one version, whose sha256 stands in the chain. */
export const returnFolder = (key: string, unit: string): string => `supervision/${key}/returns/${unit}`;
export const returnFile = (key: string, unit: string, version: number): string =>
  `${returnFolder(key, unit)}/v${version}.json`;
export const bulletinFile = (key: string, no: number): string => `supervision/${key}/bulletins/${no}.json`;
export const closeOutFile = (round: string): string => `comments/${round}/close-out.json`;
/** The life of the plan, where it was kept. */
export const LIFE_FILE = 'plan/life.json';
export const evaluationFile = (kind: string): string => `indicators/evaluation-${kind}.json`;

/**
 * A file name that every system takes, made from a name that came from outside: no path, no control or direction
 * characters, no sign that Windows refuses, at most 80 characters. Put a number before it.
 */
export function fileName(name: string): string {
  const base = name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\\/:*?"<>|]+/g, '_')
    .replace(/\p{Surrogate}/gu, '');
  const dot = base.lastIndexOf('.');
  const end = dot > 0 ? base.slice(dot, dot + 10) : '';
  const head = [...(dot > 0 ? base.slice(0, dot) : base)].slice(0, 70).join('');
  return `${head}${end}`.replace(/[. ]+$/, '') || 'file';
}

/** What a path may not be: absolute, with a step up, a drive, a backslash, a control character, or too long to unpack. */
export function isSafePath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (path.length > 240 || /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\\:]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
