/**
 * What has to be put right in the bytes of a mail before a parser reads them: mail programs of the GBK years write
 * Chinese into headers without saying so, and leave the character set of a body out. Bytes travel as a Latin-1 string.
 */

/** Character sets that senders state without meaning them: the default of a program, not what it wrote. */
const UNMEANT =
  /^(?:us-ascii|ascii|ansi_x3\.4-1968|iso-8859-1|latin1|windows-1252|default|unknown-8bit|x-unknown|utf-?8)$/i;

/** The bytes as a string of one character a byte, and back. */
export const asLatin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
export const fromLatin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/**
 * Calls `change` with each header block: that of the mail, and those of its parts, which follow a boundary and begin with
 * a Content- line. Blocks of a mail inside the mail stay as they are.
 */
function inHeaders(mail: string, change: (headers: string) => string): string {
  const end = /\r?\n\r?\n/.exec(mail)?.index ?? mail.length;
  const body = mail
    .slice(end)
    .replace(
      /(\n--[^\r\n]{1,200}\r?\n)(Content-[^\r\n]+(?:\r?\n[^\r\n]+)*)/gi,
      (_, boundary: string, headers: string) => boundary + change(headers),
    );
  return change(mail.slice(0, end)) + body;
}

/** Headers of raw GBK become UTF-8, which parsers expect where nothing is said (RFC 6532). */
export function readableHeaders(mail: string): string {
  return inHeaders(mail, (headers) => {
    if (!/[\x80-\xff]/.test(headers)) return headers;
    return headers
      .split(/(?<=\n)(?![ \t])/)
      .map((line) => {
        const bytes = fromLatin1(line);
        if (decoded(bytes, 'utf-8') !== null) return line;
        return Buffer.from(decoded(bytes, 'gb18030') ?? new TextDecoder('gb18030').decode(bytes)).toString('latin1');
      })
      .join('');
  });
}

/** States `charset` for every text whose own statement is missing or means nothing. */
export function withCharset(mail: string, charset: 'utf-8' | 'gb18030'): string {
  return inHeaders(mail, (headers) => {
    const type = /(?<=^|\n)Content-Type:[^\n]*(?:\n[ \t][^\n]*)*/i.exec(headers);
    // Only the mail's own block may go without: a part without type is left to the parser.
    if (type === null) {
      if (/^Content-/i.test(headers)) return headers;
      return `${headers}${headers === '' ? '' : '\r\n'}Content-Type: text/plain; charset=${charset}`;
    }
    const stated = /^Content-Type:\s*text(?:\/(?:plain|html))?\s*(?:;|\s*$)/i.test(type[0]) ? type[0].trimEnd() : null;
    if (stated === null) return headers;
    const set = /charset\s*=\s*(?:"([^"]*)"|([^\s;"]*))/i.exec(stated);
    if (set !== null && !UNMEANT.test((set[1] ?? set[2] ?? '').trim()) && (set[1] ?? set[2]) !== '') return headers;
    const restated =
      set === null
        ? `${stated.replace(/;\s*$/, '')}; charset=${charset}`
        : `${stated.slice(0, set.index)}charset=${charset}${stated.slice(set.index + set[0].length)}`;
    return (
      headers.slice(0, type.index) +
      restated +
      type[0].slice(stated.length) +
      headers.slice(type.index + type[0].length)
    );
  });
}

function decoded(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
