/**
 * Text with a way back: passages are joined from lines (hard wraps, page numbers taken out), and every index of a
 * passage can be turned into an offset of the decoded source, so that spans quote the source exactly.
 */

/** UTF-16 offsets into the decoded text, end exclusive. */
export type Span = readonly [from: number, to: number];

/** A line without its surrounding white space; `number` is 1-based. */
export interface Line {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Splits at LF, CRLF, CR, form feed and the Unicode line separators. Blank lines are kept, with empty text. */
export function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  const ends = /\r\n|[\n\r\f\v\u0085\u2028\u2029]/g;
  let start = 0;
  for (;;) {
    const end = ends.exec(source);
    lines.push(trimmed(source, start, end?.index ?? source.length, lines.length + 1));
    if (!end) return lines;
    start = ends.lastIndex;
  }
}

function trimmed(source: string, start: number, end: number, number: number): Line {
  let from = start;
  let to = end;
  while (from < to && isSpace(source.charCodeAt(from))) from++;
  while (to > from && isSpace(source.charCodeAt(to - 1))) to--;
  return { number, from, to, text: source.slice(from, to) };
}

/** White space as copies of web pages carry it: ideographic, no-break and zero-width spaces too. */
export function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    code === 0x3000 ||
    code === 0xa0 ||
    (code >= 0x09 && code <= 0x0d) ||
    (code >= 0x2000 && code <= 0x200f) ||
    code === 0xfeff ||
    code === 0x85 ||
    code === 0x2028 ||
    code === 0x2029
  );
}

const folds: Readonly<Record<string, string>> = {
  '﹒': '.',
  '﹑': '、',
  '﹐': ',',
  '﹔': ';',
  '｡': '。',
  '､': '、',
  '﹙': '(',
  '﹚': ')',
};

/**
 * Full-width letters, digits and punctuation to half width, every space to a blank. The result has the same length,
 * so that indexes found in it hold in the original.
 */
export function fold(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000\u00a0\t\u2000-\u200f\ufeff﹒﹑﹐﹔｡､﹙﹚]/g, (char) => {
    const code = char.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return folds[char] ?? ' ';
  });
}

/** A run of text joined from one or more lines. */
export class Passage {
  readonly text: string;
  /** `text` folded, index by index. */
  readonly folded: string;
  /** Number of the first line, 1-based. */
  readonly line: number;
  readonly #lines: readonly Line[];
  readonly #starts: readonly number[];

  constructor(lines: readonly Line[]) {
    const starts: number[] = [];
    let text = '';
    for (const line of lines) {
      starts.push(text.length);
      text += line.text;
    }
    this.text = text;
    this.folded = fold(text);
    this.line = lines[0]?.number ?? 1;
    this.#lines = lines;
    this.#starts = starts;
  }

  /** Span in the source of the characters `from` to `to` (exclusive) of this passage. */
  span(from = 0, to = this.text.length): Span {
    const start = this.#offset(from);
    return [start, to > from ? this.#offset(to - 1) + 1 : start];
  }

  /** Line number of a character. */
  lineAt(index: number): number {
    return this.#lines[this.#piece(index)]?.number ?? this.line;
  }

  #piece(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #offset(index: number): number {
    const piece = this.#piece(index);
    return (this.#lines[piece]?.from ?? 0) + index - (this.#starts[piece] ?? 0);
  }
}
