/**
 * Receipt numbers: twelve characters of Crockford's base 32 (no I, L, O, U) in groups of four, 60 bits of chance, so
 * that nobody finds another person's comment by trying.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A receipt number from at least 12 random bytes: `K7Q2-9XWD-M3TB`. */
export function receiptOf(random: Uint8Array): string {
  if (random.length < 12) throw new Error('12 random bytes wanted');
  const symbols = [...random.slice(0, 12)].map((byte) => alphabet[byte & 31]).join('');
  return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
}

/** A number as people type it (lower case, blanks, O for 0, I and L for 1), or undefined when it cannot be one. */
export function readReceipt(text: string): string | undefined {
  const symbols = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (symbols.length !== 12 || [...symbols].some((c) => !alphabet.includes(c))) return undefined;
  return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
}
