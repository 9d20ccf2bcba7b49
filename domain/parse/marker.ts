/**
 * Numbers at the head of a paragraph: 第一章, 一、, （一）, 1., （1）, ①. Read from folded text, so that full-width
 * digits and punctuation need no rules of their own.
 */

/** From the outermost to the innermost, the order in which official papers nest them. */
export const markerStyles = [
  'part',
  'section',
  'hanzi',
  'hanziParen',
  'clause',
  'arabic',
  'arabicParen',
  'circled',
] as const;
export type MarkerStyle = (typeof markerStyles)[number];

export interface Marker {
  readonly style: MarkerStyle;
  readonly number: number;
  /** Characters of the marker, blanks behind it included. */
  readonly length: number;
}

/** Nesting depth of a style: 0 is outermost. */
export function depthOf(style: MarkerStyle): number {
  return markerStyles.indexOf(style);
}

const NUMERAL = '[一二三四五六七八九十百零〇两]';

interface Rule {
  readonly style: MarkerStyle;
  readonly pattern: RegExp;
}

const rules: readonly Rule[] = [
  {
    style: 'part',
    pattern: new RegExp(`^第 ?(${NUMERAL}{1,5}|\\d{1,3}) ?(?:章|篇|部分)(?![为是的,，]) {0,4}[、:.]? {0,4}`),
  },
  { style: 'section', pattern: new RegExp(`^第 ?(${NUMERAL}{1,5}|\\d{1,3}) ?节(?![为是的,，]) {0,4}[、:.]? {0,4}`) },
  { style: 'clause', pattern: new RegExp(`^第 ?(${NUMERAL}{1,5}|\\d{1,3}) ?[条项](?![为是的,，]) {0,4}[、:.]? {0,4}`) },
  { style: 'hanziParen', pattern: new RegExp(`^\\( ?(${NUMERAL}{1,4}) ?\\) {0,4}[、.]? {0,4}`) },
  { style: 'hanzi', pattern: new RegExp(`^(${NUMERAL}{1,4}) ?[、.] {0,4}(?!${NUMERAL}?产业)`) },
  { style: 'circled', pattern: new RegExp(`^(${NUMERAL}{1,3}) ?是[,:]? {0,4}(?=[\u4e00-\u9fff“《])`) },
  { style: 'arabicParen', pattern: /^\( ?(\d{1,3}) ?\) {0,4}[、.]? {0,4}/ },
  { style: 'arabicParen', pattern: /^(\d{1,3}) ?\) {0,4}/ },
  // "1.5万亩" is a value and no item; "1.2023年…" is item 1 that begins with a year.
  { style: 'arabic', pattern: /^(\d{1,3}) ?(?:[.、:]、?(?!\d)|[.、](?=20\d\d ?年)|[.、] (?=\d)) {0,4}/ },
];

/** The marker at the head of a folded paragraph, or null. */
export function markerOf(folded: string): Marker | null {
  const head = folded.slice(0, 24);
  const circled = head.charCodeAt(0) - 0x245f;
  if (circled >= 1 && circled <= 20) return { style: 'circled', number: circled, length: 1 };
  for (const { style, pattern } of rules) {
    const match = pattern.exec(head);
    const number = match?.[1] === undefined ? 0 : numeral(match[1]);
    if (match && number > 0) return { style, number, length: match[0].length };
  }
  return null;
}

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** 二十一 → 21, 10 → 10; 0 when it is no number. */
export function numeral(words: string): number {
  if (/^\d+$/.test(words)) return Number(words);
  let total = 0;
  let current = 0;
  for (const char of words) {
    if (char === '百' || char === '十') {
      total += (current || 1) * (char === '百' ? 100 : 10);
      current = 0;
    } else current = digits[char] ?? 0;
  }
  return total + current;
}
