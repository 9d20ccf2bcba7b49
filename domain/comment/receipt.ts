/**
 * Receipt numbers: twelve characters of Crockford's base 32 (no I, L, O, U) in groups of four, 60 bits of chance, so
 * that nobody finds another person's comment by trying.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What the person hears whose comment was put down after the period was over: the same in the receipt by mail, on the
 * receipt page and in the lookup. It promises no answer, because there will be none.
 */
export function afterCloseWords(stage: 'published' | 'withdrawn'): string {
  return stage === 'published'
    ? '这条意见登记时，本次征求意见的采纳情况已经公布，没有列入公布的数字，不再单独公布处理结果；意见保留在案，已转征求意见的单位参考。'
    : '这条意见登记时，本次征求意见已经撤回，不会公布处理结果；意见保留在案，已转征求意见的单位参考。';
}

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
