/** How a file that came from outside leaves the service: always saved, never shown, under a harmless name. */
import type { FastifyReply } from 'fastify';

/**
 * `Content-Disposition: attachment` with the name twice: plain ASCII for old programs, RFC 5987 for all others. Paths,
 * quotation marks and control characters do not survive, so that no name can end the header or leave the folder.
 */
export function attachment(name: string): string {
  const base =
    (name.split(/[\\/]/).at(-1) ?? '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .replace(/^\.+/, '')
      // Half a character, such as a cut leaves, cannot be written in UTF-8.
      .slice(0, 150)
      .replace(/\p{Surrogate}/gu, '')
      .trim() || 'file';
  const ascii = base.replace(/[^\x20-\x7e]|["\\;%]/g, '_');
  const encoded = encodeURIComponent(base).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Sends bytes to be saved: no browser guesses at them or runs them. */
export function sendFile(
  reply: FastifyReply,
  file: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array },
): FastifyReply {
  return reply
    .header('content-disposition', attachment(file.name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(
      /^[\w.+-]+\/[\w.+-]+(;\s*charset=utf-8)?$/i.test(file.mediaType) ? file.mediaType : 'application/octet-stream',
    )
    .send(Buffer.from(file.bytes));
}
