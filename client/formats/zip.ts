/**
 * Reads single parts of a zip file under hard limits. The list comes from the central directory; a part is inflated
 * piece by piece and given up as soon as it passes a limit, whatever size the directory claims.
 */
import { Inflate } from 'fflate';
import { refuse } from '../../domain/errors.js';

/** A docx of 100 pages has under 100 entries and under 3 MB of XML; pictures are never inflated. */
export const ZIP_LIMITS = {
  entries: 5000,
  /** Bytes of all parts read, inflated. */
  inflated: 24 * 1024 * 1024,
  /** Bytes out per byte in; XML written by offices stays under 60. Held from one MB on. */
  ratio: 250,
  /** Bytes that all entries together claim to have. */
  claimed: 512 * 1024 * 1024,
} as const;

export type ZipLimits = { readonly [limit in keyof typeof ZIP_LIMITS]: number };

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

const PIECE = 16 * 1024;

export class Zip {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #entries = new Map<string, Entry>();
  readonly #limits: ZipLimits;
  #inflated = 0;
  /** Names that the directory lists more than once; the last entry counts. */
  readonly repeated: string[] = [];

  /** @throws DubanError `file-zip-damaged` without a readable directory, `file-zip-bomb` past a limit, `file-encrypted`. */
  constructor(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#readDirectory();
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Names of all entries. */
  names(): string[] {
    return [...this.#entries.keys()];
  }

  /** A part's bytes, or null when there is none. @throws DubanError `file-zip-damaged` or `file-zip-bomb`. */
  part(name: string): Uint8Array | null {
    const entry = this.#entries.get(name);
    if (!entry) return null;
    const at = entry.offset;
    if (at + 30 > this.#bytes.length || this.#view.getUint32(at, true) !== 0x04034b50) throw refuse('file-zip-damaged');
    const from = at + 30 + this.#view.getUint16(at + 26, true) + this.#view.getUint16(at + 28, true);
    if (from + entry.packed > this.#bytes.length) throw refuse('file-zip-damaged');
    const packed = this.#bytes.subarray(from, from + entry.packed);
    const part = entry.method === 0 ? this.#stored(packed) : this.#inflate(packed);
    if (crc32(part) !== entry.crc) throw refuse('file-zip-damaged');
    return part;
  }

  #readDirectory(): void {
    const end = this.#endRecord();
    const count = this.#view.getUint16(end + 10, true);
    let at = this.#view.getUint32(end + 16, true);
    if (count > this.#limits.entries) throw this.#bomb();
    let claimed = 0;
    for (let i = 0; i < count; i++) {
      if (at + 46 > this.#bytes.length || this.#view.getUint32(at, true) !== 0x02014b50)
        throw refuse('file-zip-damaged');
      const name = this.#view.getUint16(at + 28, true);
      const next = at + 46 + name + this.#view.getUint16(at + 30, true) + this.#view.getUint16(at + 32, true);
      if (this.#view.getUint16(at + 8, true) & 1) throw refuse('file-encrypted');
      claimed += this.#view.getUint32(at + 24, true);
      const named = new TextDecoder().decode(this.#bytes.subarray(at + 46, at + 46 + name)).replaceAll('\\', '/');
      if (this.#entries.has(named)) this.repeated.push(named);
      this.#entries.set(named, {
        method: this.#view.getUint16(at + 10, true),
        crc: this.#view.getUint32(at + 16, true),
        packed: this.#view.getUint32(at + 20, true),
        offset: this.#view.getUint32(at + 42, true),
      });
      at = next;
    }
    if (claimed > this.#limits.claimed) throw this.#bomb();
  }

  /** The record that ends a zip, behind which only a comment of up to 64 KB may stand. */
  #endRecord(): number {
    for (let at = this.#bytes.length - 22; at >= Math.max(0, this.#bytes.length - 22 - 65_535); at--) {
      if (this.#view.getUint32(at, true) === 0x06054b50) return at;
    }
    throw refuse('file-zip-damaged');
  }

  #stored(packed: Uint8Array): Uint8Array {
    this.#count(packed.length, packed.length);
    return packed;
  }

  #inflate(packed: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const inflate = new Inflate((piece) => {
      pieces.push(piece);
      length += piece.length;
      this.#count(piece.length, packed.length, length);
    });
    for (let at = 0; at === 0 || at < packed.length; at += PIECE) {
      try {
        inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
      } catch (error) {
        if (error instanceof Error && error.name === 'DubanError') throw error;
        throw refuse('file-zip-damaged');
      }
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  #count(more: number, packed: number, length = more): void {
    this.#inflated += more;
    if (this.#inflated > this.#limits.inflated) throw this.#bomb();
    if (length > 1024 * 1024 && length > packed * this.#limits.ratio) throw this.#bomb();
  }

  #bomb(): Error {
    return refuse('file-zip-bomb', { limit: Math.round(this.#limits.inflated / 1024 / 1024) });
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (crcTable[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
