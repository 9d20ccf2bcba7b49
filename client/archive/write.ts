/** Writes an archive piece by piece: each file is hashed, packed and handed on before the next one is made. */
import { createHash } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';
import { refuse } from '../../domain/errors.js';
import { MANIFEST, MANIFEST_HASH, type Manifest, type ManifestFile } from './manifest.js';

/** Takes a piece of the archive; resolves when the next one may come. */
export type Sink = (piece: Uint8Array) => Promise<void>;
export type Words = string | Uint8Array;

/** What a ZIP without its 64-bit extension holds, with some room. */
const MOST_FILES = 65_000;
const MOST_BYTES = 4_000_000_000;
/** Packed already: packing again costs time and gains nothing. */
const packed = /\.(docx|xlsx|zip|jpe?g|png|pdf)$/i;

/** A file packed piece by piece with Node's own deflate, several times as fast; pieces that end in a flush join into one stream. */
class Deflated extends ZipPassThrough {
  override compression = 8;

  protected override process(piece: Uint8Array, final: boolean): void {
    const flush = final ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    this.ondata(null, deflateRawSync(piece, { finishFlush: flush }), final);
  }
}

export class ArchiveWriter {
  readonly #sink: Sink;
  readonly #zip: Zip;
  readonly #at: Date;
  readonly #files: ManifestFile[] = [];
  #ready: Uint8Array[] = [];
  #bytes = 0;

  /** @param at epoch ms that the files are dated. */
  constructor(sink: Sink, at: number) {
    this.#sink = sink;
    this.#at = new Date(at);
    this.#zip = new Zip((error, piece) => {
      if (error) throw error;
      this.#ready.push(piece);
    });
  }

  /** Adds a file. A path that is there already gets no second file: the caller names each once. @throws `archive-too-large`. */
  async add(path: string, words: Words | AsyncIterable<Words>): Promise<void> {
    const { size, sha256 } = await this.#write(path, words);
    this.#files.push({ path, size, sha256 });
    if (this.#files.length > MOST_FILES || this.#bytes > MOST_BYTES)
      throw refuse('archive-too-large', { files: this.#files.length, bytes: this.#bytes });
  }

  async json(path: string, value: unknown): Promise<void> {
    await this.add(path, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Ends the archive with its manifest and the manifest's hash, which it answers. */
  async finish(manifest: Omit<Manifest, 'files'>): Promise<string> {
    const whole: Manifest = { ...manifest, files: this.#files };
    const { sha256 } = await this.#write(MANIFEST, `${JSON.stringify(whole, null, 2)}\n`);
    await this.#write(MANIFEST_HASH, `${sha256}  ${MANIFEST}\n`);
    this.#zip.end();
    await this.#drain();
    return sha256;
  }

  async #write(path: string, words: Words | AsyncIterable<Words>): Promise<{ size: number; sha256: string }> {
    const entry = packed.test(path) ? new ZipPassThrough(path) : new Deflated(path);
    entry.mtime = this.#at;
    this.#zip.add(entry);
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of typeof words === 'string' || words instanceof Uint8Array ? [words] : words) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      if (bytes.length === 0) continue;
      hash.update(bytes);
      size += bytes.length;
      entry.push(new Uint8Array(bytes), false);
      await this.#drain();
    }
    entry.push(new Uint8Array(0), true);
    await this.#drain();
    return { size, sha256: hash.digest('hex') };
  }

  async #drain(): Promise<void> {
    const pieces = this.#ready;
    this.#ready = [];
    for (const piece of pieces) {
      this.#bytes += piece.length;
      if (piece.length > 0) await this.#sink(piece);
    }
  }
}
