/**
 * Lines to paragraphs: page numbers and menus that a copy left in the middle of the text are taken out, hard-wrapped
 * lines joined. A join is made only where the structure proves it; what is taken out is returned and reported.
 */
import { type Marker, markerOf } from './marker.js';
import { fold, type Line, Passage, type Span, splitLines } from './passage.js';
import { labelAt, looksLikeUnit, verbAtEnd } from './words.js';

export interface Paragraph {
  readonly passage: Passage;
  readonly marker: Marker | null;
  readonly span: Span;
}

export interface Noise {
  readonly kind: 'page-number' | 'menu';
  readonly line: Line;
}

export interface Paragraphs {
  readonly paragraphs: readonly Paragraph[];
  readonly noise: readonly Noise[];
}

const TERMINAL = /[。!?;:)\]】」”…]$/;
/** No annotation is longer, so no more of an open paragraph is looked at. */
const TAIL = 400;
const UNFINISHED = /[,、(《“—]$/;

/** Splits a decoded document into paragraphs. */
export function paragraphsOf(source: string): Paragraphs {
  const lines = splitLines(source);
  const width = wrapWidth(lines);
  const gapsTell = blankLinesTell(lines);
  const noise: Noise[] = [];
  const paragraphs: Paragraph[] = [];
  let open: Line[] = [];
  /** The last characters of the open paragraph. */
  let openText = '';
  let openLength = 0;
  let gap = false;
  let cut = false;
  const close = (): void => {
    if (open.length > 0) paragraphs.push(paragraphOf(open));
    open = [];
    openText = '';
    openLength = 0;
  };
  for (const [at, line] of lines.entries()) {
    if (line.text === '') {
      gap = gapsTell;
      continue;
    }
    const kind = noiseKind(line.text, openText);
    if (kind) {
      noise.push({ kind, line });
      cut = true;
      continue;
    }
    const folded = fold(line.text);
    if (
      !joins({
        closes: (level) => closesAhead(lines, at, level),
        openText,
        openLength,
        lastLength: open.at(-1)?.text.length ?? 0,
        folded,
        gap: gap && !cut,
        cut,
        width,
      })
    )
      close();
    open.push(line);
    openText = (openText + folded).slice(-TAIL);
    openLength += folded.length;
    gap = false;
    cut = false;
  }
  close();
  return { paragraphs, noise };
}

/** Copies of web pages put a blank line behind every line; there a blank line does not end a paragraph. */
function blankLinesTell(lines: readonly Line[]): boolean {
  const filled = lines.filter((line) => line.text !== '').length;
  const blanks = lines.filter((line, i) => line.text === '' && lines[i - 1]?.text !== '').length;
  return blanks < filled * 0.6;
}

function paragraphOf(lines: readonly Line[]): Paragraph {
  const passage = new Passage(lines);
  return { passage, marker: markerOf(passage.folded), span: passage.span() };
}

interface Seam {
  readonly closes: (open: number) => boolean;
  readonly openText: string;
  readonly openLength: number;
  readonly lastLength: number;
  readonly folded: string;
  /** A blank line lies between. */
  readonly gap: boolean;
  /** A page number or menu was taken out between. */
  readonly cut: boolean;
  readonly width: number;
}

/** Does the line go on with the open paragraph? */
function joins({ closes, openText, openLength, lastLength, folded, gap, cut, width }: Seam): boolean {
  if (openText === '' || markerOf(folded)) return false;
  const pending = openBracket(openText);
  if (pending !== null && (closes(pending.level) || (!gap && cutOff(pending.words, folded)))) return true;
  if (labelAt(folded, 0) || folded.startsWith('(')) return false;
  // A label alone on its line waits for its units.
  if (openText.length < 24 && labelAt(openText, 0)?.length === openText.length && !gap) return true;
  if (TERMINAL.test(openText.slice(-1))) return false;
  if (UNFINISHED.test(openText.slice(-1))) return true;
  if (gap) return false;
  if (cut && openLength > 30) return true;
  return lastLength >= width * 0.85;
}

/** Do this line and the three behind it, before any other item, close all brackets now open? */
function closesAhead(lines: readonly Line[], from: number, open: number): boolean {
  let level = open;
  for (let at = from, seen = 0; at < lines.length && seen < 4; at++) {
    const folded = fold(lines[at]?.text.slice(0, TAIL) ?? '');
    if (folded === '') continue;
    seen++;
    if (at > from && markerOf(folded)) return false;
    for (const char of folded) {
      if (char === '(') level++;
      else if (char === ')' && --level === 0) return true;
    }
  }
  return false;
}

/** The words behind the last bracket still open at the end, and how many are open; null when none is. */
function openBracket(openText: string): { readonly words: string; readonly level: number } | null {
  const opens: number[] = [];
  for (let at = 0; at < openText.length; at++) {
    if (openText[at] === '(') opens.push(at);
    else if (openText[at] === ')') opens.pop();
  }
  const at = opens.at(-1);
  return at === undefined ? null : { words: openText.slice(at + 1), level: opens.length };
}

/** Words that cannot be the end of an annotation: no verb, no name and no full stop closes them. */
function cutOff(words: string, next: string): boolean {
  if (/^[、,;]/.test(next)) return true;
  return (
    !TERMINAL.test(words.slice(-1)) &&
    !verbAtEnd(words.slice(-40)) &&
    !looksLikeUnit(words.split(/[、,;:]/).at(-1) ?? '')
  );
}

/**
 * Width of a hard-wrapped document in characters, else infinity. Wrapped means: at least a third of the lines end in
 * the middle of a sentence, and these are of nearly one length.
 */
function wrapWidth(lines: readonly Line[]): number {
  const all = lines.filter((line) => line.text.length > 12);
  const broken = all.filter((line) => !TERMINAL.test(fold(line.text))).map((line) => line.text.length);
  if (broken.length < 5 || broken.length * 3 < all.length) return Number.POSITIVE_INFINITY;
  broken.sort((a, b) => a - b);
  const width = broken[Math.floor(broken.length * 0.9)] ?? 0;
  const full = broken.filter((length) => length >= width * 0.85).length;
  return full * 2 >= broken.length ? width : Number.POSITIVE_INFINITY;
}

function noiseKind(text: string, openText: string): Noise['kind'] | null {
  const folded = fold(text);
  if (
    folded.length <= 24 &&
    /^[-—–_·\s]{0,6}(?:第 ?)?\d{1,4}(?: ?页)?(?: ?[/,、] ?(?:共 ?)?\d{1,4}(?: ?页)?)?[-—–_·\s]{0,6}$/.test(folded)
  ) {
    // A lone number is a page number, unless the sentence before waits for a number's rest.
    return /^\d+$/.test(folded) && folded.length > 3 ? null : 'page-number';
  }
  if (/^(?:首页|当前位置|您(?:现在)?的位置)[ >:»|]/.test(folded) || folded === '首页') return 'menu';
  if (openText !== '' && /^(?:返回顶部|打印本页|关闭窗口|字体:|字号:|分享到)/.test(folded)) return 'menu';
  return null;
}
