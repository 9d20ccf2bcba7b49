/**
 * Lines to paragraphs: page numbers and menus that a copy left in the middle of the text are taken out, hard-wrapped
 * lines joined. A join is made only where the structure proves it; what is taken out is returned and reported.
 */
import { type Marker, markerOf } from './marker.js';
import { fold, type Line, Passage, type Span, splitLines } from './passage.js';
import { labelAt } from './words.js';

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
  for (const line of lines) {
    if (line.text === '') {
      gap = true;
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
      !joins({ openText, openLength, lastLength: open.at(-1)?.text.length ?? 0, folded, gap: gap && !cut, cut, width })
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

function paragraphOf(lines: readonly Line[]): Paragraph {
  const passage = new Passage(lines);
  return { passage, marker: markerOf(passage.folded), span: passage.span() };
}

interface Seam {
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
function joins({ openText, openLength, lastLength, folded, gap, cut, width }: Seam): boolean {
  if (openText === '' || markerOf(folded)) return false;
  const pending = openBrackets(openText);
  if (pending > 0 && folded.slice(0, 200).includes(')')) return true;
  if (labelAt(folded, 0) || folded.startsWith('(')) return false;
  if (TERMINAL.test(openText.slice(-1))) return false;
  if (UNFINISHED.test(openText.slice(-1))) return true;
  if (gap) return false;
  if (cut && openLength > 30) return true;
  return lastLength >= width * 0.85;
}

/** Brackets still open at the end. */
function openBrackets(openText: string): number {
  let level = 0;
  for (const char of openText) {
    if (char === '(') level++;
    else if (char === ')' && level > 0) level--;
  }
  return level;
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
