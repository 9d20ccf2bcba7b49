/** Events of an XML part of a docx, names without their prefix. */
import { Parser } from 'htmlparser2';
import { refuse } from '../../domain/errors.js';

/** Documents nest some 30 levels; the parser's stack is not made for more than this. */
export const DEPTH = 1000;

export type Attributes = Readonly<Record<string, string>>;

export interface XmlReader {
  /** `space`: the prefix's namespace is that of word processing, drawing, mathematics …, told by the usual prefix. */
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(words: string): void;
}

/**
 * Runs a part through the reader. Entities declared in a DTD are not expanded, so that no text grows.
 * Element names keep the prefix only where it is not that of the word processing namespace; attributes lose theirs.
 * @throws DubanError `file-too-deep`.
 */
export function readXml(bytes: Uint8Array, reader: XmlReader): void {
  let depth = 0;
  let prefix = 'w:';
  const bare = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (depth++ === 0) prefix = wordPrefix(attributes) ?? prefix;
        if (depth > DEPTH) throw refuse('file-too-deep', { limit: DEPTH });
        const named: Record<string, string> = {};
        for (const [key, value] of Object.entries(attributes)) named[key.slice(key.indexOf(':') + 1)] = value;
        reader.open(bare(name), named);
      },
      onclosetag(name) {
        depth--;
        reader.close(bare(name));
      },
      ontext: (words) => reader.text(words),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xmlText(bytes));
}

/** The prefix that the root element binds to the word processing namespace (transitional or strict); '' for none. */
function wordPrefix(attributes: Attributes): string | null {
  for (const [name, value] of Object.entries(attributes)) {
    if (!/\/wordprocessingml\/(?:2006\/)?main$/.test(value)) continue;
    if (name === 'xmlns') return '';
    if (name.startsWith('xmlns:')) return `${name.slice(6)}:`;
  }
  return null;
}

/** XML is UTF-8 unless a byte order mark says UTF-16. */
function xmlText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
