/**
 * Collects the visible text of a marked-up document as lines: paragraphs, line breaks and tables. Shared by docx and
 * HTML, so that both give the same text for the same page.
 *
 * A table is set off by blank lines; each row is one line between pipes, its cells parted by a pipe and a tab
 * (`| 指标 |\t2020年 |\t属性 |`), so that empty cells at either end keep their place. A cell merged over rows is repeated in
 * each of them, one merged over columns is followed by empty cells. A row with fewer than two filled cells, or one that
 * holds half a document (tables used to lay out a page), is written as plain lines.
 */

/** How a cell spans: `down` more rows are covered by it ('above' in formats that mark the covered cells instead). */
export interface CellSpan {
  readonly columns: number;
  readonly down: number | 'above';
}

interface Cell {
  readonly lines: readonly string[];
  readonly span: CellSpan;
  readonly nested: boolean;
}

interface Table {
  readonly rows: Cell[][];
}

interface Frame {
  readonly lines: string[];
  open: string;
  nested: boolean;
  readonly span: CellSpan;
}

/** More lines or characters than a cell of a real table holds. */
const CELL_LINES = 60;
const CELL_CHARACTERS = 3000;
/** Longer words are not repeated along merged rows, and no table has more columns. */
const REPEATED = 200;
const COLUMNS = 60;
/** Tables within tables beyond this depth are plain lines. */
const NESTING = 12;

const single: CellSpan = { columns: 1, down: 0 };

export class Sheet {
  readonly #frames: Frame[] = [frameOf(single)];
  readonly #tables: Table[] = [];
  #tooDeep = 0;

  /** Adds text to the open line. Control characters and invisible ones that split words are left out. */
  write(text: string): void {
    this.#top.open += text;
  }

  /** The open line so far; empty where a line begins. */
  get open(): string {
    return this.#top.open;
  }

  /** Ends the open line; does nothing where no text stands on it. */
  endLine(): void {
    const { open } = this.#top;
    if (open.trim() !== '') this.#top.lines.push(clean(open));
    this.#top.open = '';
  }

  /** Where the finished lines stand now, to be given to `dropSince` at the same place of the nesting. */
  mark(): number {
    return this.#top.lines.length;
  }

  /** Takes back the lines finished since the mark. */
  dropSince(mark: number): void {
    this.#top.lines.length = Math.min(mark, this.#top.lines.length);
  }

  openTable(): void {
    if (this.#tables.length >= NESTING) {
      this.#tooDeep++;
      return;
    }
    this.endLine();
    this.#top.nested = true;
    this.#tables.push({ rows: [] });
  }

  openRow(): void {
    if (this.#tooDeep === 0) this.#tables.at(-1)?.rows.push([]);
    else this.endLine();
  }

  /** Takes the last row back, with all its cells. */
  dropRow(): void {
    if (this.#tooDeep === 0) this.#tables.at(-1)?.rows.pop();
  }

  openCell(span: CellSpan = single): void {
    if (this.#tooDeep === 0 && this.#tables.length > 0) this.#frames.push(frameOf(span));
    else this.endLine();
  }

  closeCell(): void {
    this.endLine();
    const table = this.#tables.at(-1);
    if (this.#tooDeep > 0 || !table || this.#frames.length < 2) return;
    const { lines, span, nested } = this.#top;
    this.#frames.pop();
    if (table.rows.length === 0) table.rows.push([]);
    table.rows.at(-1)?.push({ lines, span, nested });
  }

  closeTable(): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      return;
    }
    const table = this.#tables.pop();
    if (!table) return;
    const lines = tableLines(table.rows);
    if (lines.length > 0) this.#append(['', ...lines, '']);
  }

  /** The whole text, lines parted by LF. */
  text(): string {
    this.endLine();
    const { lines } = this.#top;
    return lines.length === 0
      ? ''
      : `${lines
          .join('\n')
          .replace(/\n{3,}/g, '\n\n')
          .trim()}\n`;
  }

  get #top(): Frame {
    const top = this.#frames.at(-1);
    if (!top) throw new Error('the sheet has no frame');
    return top;
  }

  #append(lines: readonly string[]): void {
    for (const line of lines) this.#top.lines.push(line);
  }
}

function frameOf(span: CellSpan): Frame {
  return { lines: [], open: '', nested: false, span };
}

/** Drops control characters, soft hyphens and zero-width marks: they are not seen, but would split a unit's name. */
function clean(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b\ufeff]/g, '').trimEnd();
}

function tableLines(rows: readonly Cell[][]): string[] {
  const lines: string[] = [];
  /** By column: the words of a merged cell and how many rows below still show them. */
  const merged = new Map<number, { readonly words: string; left: number }>();
  for (const row of rows) {
    const words = rowWords(row, merged);
    const filled = words.filter((one) => one !== '').length;
    if (filled < 2 || row.some(isLayout)) for (const cell of row) for (const line of cell.lines) lines.push(line);
    else lines.push(`| ${words.map((one) => (one === '' ? '|' : `${one} |`)).join('\t')}`);
  }
  return lines;
}

function rowWords(row: readonly Cell[], merged: Map<number, { readonly words: string; left: number }>): string[] {
  const words: string[] = [];
  const fromAbove = (): void => {
    for (;;) {
      const above = merged.get(words.length);
      if (!above || above.left <= 0) return;
      above.left--;
      words.push(above.words);
    }
  };
  for (const { lines, span } of row) {
    fromAbove();
    if (words.length >= COLUMNS) return words;
    const at = words.length;
    const own = lines
      .filter((line) => line !== '')
      .join(' ')
      // A pipe of the text itself must not end the cell.
      .replaceAll('|', '｜');
    const shown = span.down === 'above' && own === '' ? (merged.get(at)?.words ?? '') : own;
    const repeated = shown.length <= REPEATED ? shown : '';
    const columns = Math.min(Math.max(1, span.columns), COLUMNS);
    for (let i = 0; i < columns; i++) {
      const down = span.down === 'above' ? 0 : span.down;
      merged.set(at + i, { words: i === 0 ? repeated : '', left: down });
      words.push(i === 0 ? shown : '');
    }
  }
  fromAbove();
  return words;
}

function isLayout({ lines, nested }: Cell): boolean {
  return nested || lines.length > CELL_LINES || lines.reduce((sum, line) => sum + line.length, 0) > CELL_CHARACTERS;
}
