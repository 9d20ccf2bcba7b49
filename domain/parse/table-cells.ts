/**
 * The cells of tables as copies carry them: rows on one line with pipes, tabs or wide gaps between the cells, or each
 * cell on a line of its own, with or without a pipe behind it. What belongs to which row is the reader's to find out.
 */
import { isSpace, type Line } from './passage.js';

export interface TableCell {
  readonly text: string;
  /** Offsets into the decoded source, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly line: Line;
}

/** A line's cells; null for a line of prose, which ends a table. Rules between rows have no cells. */
export function cellsOfLine(line: Line): TableCell[] | null {
  const { text } = line;
  // A rule (---|---) or a row that is nothing but pipes; a pipe alone is one empty cell.
  if (/^[|\s:+-]*-{3,}[|\s:+-]*$/.test(text) || /^\|[|\s]*\|$/.test(text)) return [];
  if (text.includes('|')) return piped(line);
  if (text.includes('\t')) return pieces(line, /\t/g);
  const apart = pieces(line, /[ \u3000]{2,}/g);
  if (apart.length >= 3) return apart;
  return text.length > 80 || /。./.test(text) ? null : [cut(line, 0, text.length)];
}

function piped(line: Line): TableCell[] {
  const cells = pieces(line, /\|/g);
  if (cells.length > 2 && cells[0]?.text === '') cells.shift();
  if (cells.length > 1 && cells.at(-1)?.text === '') cells.pop();
  return cells;
}

function pieces(line: Line, separator: RegExp): TableCell[] {
  const cells: TableCell[] = [];
  let from = 0;
  for (const match of line.text.matchAll(separator)) {
    cells.push(cut(line, from, match.index));
    from = match.index + match[0].length;
  }
  return [...cells, cut(line, from, line.text.length)];
}

function cut(line: Line, start: number, end: number): TableCell {
  let from = start;
  let to = end;
  while (from < to && isSpace(line.text.charCodeAt(from))) from++;
  while (to > from && isSpace(line.text.charCodeAt(to - 1))) to--;
  return { text: line.text.slice(from, to), from: line.from + from, to: line.from + to, line };
}
