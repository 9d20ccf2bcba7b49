/** The token that a letter shows, for mail programs that drop the reference to what they answer. Pure. */

/** Letters and figures that nobody confuses (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of a token: 50 bits, so that nobody guesses one. */
const TOKEN_LENGTH = 10;

/** A token from a digest's first bytes; at least 7 of them. */
export function tokenOf(digest: Uint8Array): string {
  let bits = 0n;
  for (const byte of digest.subarray(0, 7)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: TOKEN_LENGTH }, (_, at) => ALPHABET[Number((bits >> BigInt(at * 5)) & 31n)]).join('');
}

/** The token as it stands in subject and text. */
export const tokenMark = (token: string): string => `[督办-${token}]`;

/** Tokens in a text, in its order, each once. */
export function tokensIn(text: string): readonly string[] {
  const found = text.matchAll(
    new RegExp(`[[【［]\\s*督办\\s*[-－—–]\\s*([${ALPHABET}]{${TOKEN_LENGTH}})\\s*[\\]】］]`, 'gi'),
  );
  return [...new Set([...found].map(([, token = '']) => token.toUpperCase()))];
}

/** Heading of the part of a letter that tells how to answer; in an answer it shows that the letter was not cut off. */
export const REPLY_HEADING = '以邮件答复';
