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
  // What a word before it calls a number to be reached under; a span of years is none.
  /(?<=(?:电话|手机|致电|拨打|联系方式|号码|传真|座机|\bTel|\bPhone|\bMobile)[^\d\n。;,]{0,6})(?<!\d)\d[\d \-–—]{4,}\d(?![\d年])/gi,
  // Fixed lines without area code, 7 or 8 digits, in the rest of a sentence that tells how to reach somebody.
  /(?<=(?:联系|电话|手机|来电|回电)[^\d\n。;]{0,20})(?<!\d)(?:\d{7,8}|\d{3,4}[ \-–—]\d{4})(?![\d年])/g,
  /(?<=(?:QQ|微信)(?:号码|号)?[ :为是]{0,3})[A-Za-z\d][\w-]{4,24}/g,
];

/** Whom a comment names as its author: what stands in its fields, so that its words can be searched for it. */
export type Known = readonly (string | null | undefined)[];

/** What people write into the field of the name without naming themselves. */
const nobody =
  /^(?:匿名|市民|居民|村民|群众|网友|业主|住户|学生|家长|教师|老师|老百姓|热心市民|普通市民|无|不详|保密)$/;

/**
 * The words with telephone and identity numbers, mail addresses and card-like runs of digits replaced by ***, in any
 * width of digits; `known` names and contacts too, however they are spaced. Nothing else changes.
 */
export function maskNumbers(text: string, known: Known = []): string {
  let shown = text;
  for (const pattern of [...known.flatMap(patternOf), ...patterns]) shown = replaced(shown, pattern);
  return shown;
}

/** True where {@link maskNumbers} would hide something. */
export function isPersonal(text: string, known: Known = []): boolean {
  return maskNumbers(text, known) !== text;
}

/** The pattern of one name or contact; none for what is too short or too general to tell anybody. */
function patternOf(known: string | null | undefined): RegExp[] {
  const plain = fold(known ?? '').replace(/\s+/g, '');
  const characters = [...plain];
  if (characters.length < 2 || nobody.test(plain) || /^\d{1,4}$/.test(plain)) return [];
  const between = /^[\d+()\-–—]+$/.test(plain) ? '[ ()\\-–—]{0,3}' : ' {0,3}';
  const parts = characters
    .filter((one) => between === ' {0,3}' || /[\d+]/.test(one))
    .map((one) => one.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  return [new RegExp(parts.join(between), 'gi')];
}

/** The words as {@link maskNumbers} leaves them, without superfluous blanks, cut at {@link OPINION_LENGTH} characters. */
export function maskPersonal(text: string, known: Known = []): string {
  const flat = text
    .trim()
    .replace(/[ \t\u3000]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n');
  const shown = maskNumbers(flat, known);
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
