/** Takes personal data out of a comment's words before they stand in a published table. Pure. */
import { fold } from '../parse/passage.js';

/** What stands in the place of a number or an address. */
const MASK = '***';
/** Characters of an opinion that the table of opinions carries. */
export const OPINION_LENGTH = 300;

const gap = '[ \\-–—]{0,3}';
const patterns: readonly RegExp[] = [
  // E-mail addresses.
  /[\w.%+-]+ ?@ ?[\w-]+(?: ?\. ?[\w-]+)+/g,
  // Eleven digits and more in a run: mobiles with and without country code, identity cards (15, 18), bank cards (16 to 19).
  /\d{11,}[Xx]?/g,
  // Identity cards and bank cards written in groups.
  new RegExp(`(?<!\\d)\\d{6}${gap}(?:19|20)\\d{2}${gap}\\d{4}${gap}\\d{3}[\\dXx]`, 'g'),
  /(?<!\d)\d{4}([ -])\d{4}\1\d{4}\1\d{3,4}(?:\1\d{1,4})?(?!\d)/g,
  // Mobiles written in groups; a word or date may follow at once on the usual grouping.
  new RegExp(`(?<!\\d)(?:\\+?86${gap})?1[3-9]\\d${gap}\\d{4}${gap}\\d{4}`, 'g'),
  new RegExp(`(?<!\\d)(?:\\+?86${gap})?1${gap}[3-9](?:${gap}\\d){9}(?!\\d)`, 'g'),
  // Fixed lines with area code.
  /(?<![\d.])\(?0\d{2,3}\)?[ \-–—]{0,3}[2-9]\d{6,7}(?:(?: ?转 ?|-)\d{1,5})?(?!\d)/g,
  // What a word before it calls a number to be reached under.
  /(?<=(?:电话|手机|致电|拨打|联系方式|号码|传真|座机)[^\d\n。;,]{0,6})(?<!\d)\d[\d \-–—]{4,}\d/g,
  /(?<=(?:QQ|微信)(?:号码|号)?[ :为是]{0,3})[A-Za-z\d][\w-]{4,24}/g,
];

/**
 * The words with telephone and identity numbers, mail addresses and card-like runs of digits replaced by ***, in any
 * width of digits, cut at {@link OPINION_LENGTH} characters.
 */
export function maskPersonal(text: string): string {
  const flat = text
    .trim()
    .replace(/[ \t\u3000]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n');
  let shown = flat;
  for (const pattern of patterns) shown = replaced(shown, pattern);
  const characters = [...shown];
  return characters.length <= OPINION_LENGTH ? shown : `${characters.slice(0, OPINION_LENGTH - 1).join('')}…`;
}

/** Matches are found in the folded text, which keeps every index, so that full-width digits count too. */
function replaced(text: string, pattern: RegExp): string {
  let out = '';
  let at = 0;
  for (const match of fold(text).matchAll(pattern)) {
    out += text.slice(at, match.index) + MASK;
    at = match.index + match[0].length;
  }
  return out + text.slice(at);
}
