/**
 * The cells behind a table's head to rows. A row begins at its number (or behind the row before) and ends at its
 * nature, so that rows broken over lines, merged cells that the copy lost and nature cells that it lost are all seen.
 */
import { natureOf } from './indicator-cells.js';
import type { ColumnRole, TableHead } from './indicator-header.js';
import { headAround } from './indicator-header.js';
import { markerOf } from './marker.js';
import { fold } from './passage.js';
import type { TableCell } from './table-cells.js';

export interface TableRow {
  readonly number: number | null;
  /** The row's cells behind its number; none where the copy lost all but the number. */
  readonly cells: readonly TableCell[];
  /** Where faults of the row are told: its first cell, else what stands in its place. */
  readonly anchor: TableCell;
  /** Words in front of the row that head a group of rows. */
  readonly group: TableCell | null;
  readonly nature: TableCell | null;
  /** Characters of the marker at the head of the first cell. */
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

export interface TableRows {
  readonly rows: readonly TableRow[];
  /** Index of the first cell behind the table. */
  readonly end: number;
  /** Cells that belong to no row. */
  readonly loose: readonly TableCell[];
}

const NOTE = /^(?:备注|附注|注释?|说明) ?[:：]?/;
const PAGE = /^[-—–]{1,2} ?\d{1,4} ?[-—–]{1,2}$|^第 ?\d+ ?页/;

/** Rows of the table whose head ends before `start`. */
export function rowsFrom(cells: readonly (TableCell | null)[], start: number, head: TableHead): TableRows {
  const width = head.columns.length;
  const rows: TableRow[] = [];
  const loose: TableCell[] = [];
  let open: TableCell[] = [];
  let end = start;
  let last = 0;
  const close = (nature: TableCell | null, at: number): void => {
    const row = rowOf(open, nature, last, width, head.columns);
    open = [];
    if (!row) return;
    rows.push(row);
    last = row.number ?? last;
    end = at;
  };
  for (let at = start; at < cells.length; at++) {
    const cell = cells[at];
    if (!cell || NOTE.test(fold(cell.text))) break;
    if (PAGE.test(fold(cell.text))) {
      loose.push(cell);
      continue;
    }
    const again = headAround(cells, at + width - 1);
    if (again && again.from === at) {
      // A head repeated on the next page; before any row it begins another table.
      if (rows.length === 0) break;
      at = again.to - 1;
      continue;
    }
    if (natureOf(cell.text)) {
      close(cell, at + 1);
      // 预期 and 性 on two lines; empty cells that pad a row which lost one.
      while (cells[at + 1] && /^性?$/.test(cells[at + 1]?.text ?? '-')) at++;
      end = at + 1;
      continue;
    }
    if (open.some((one) => startsRow(one, last, head.columns)) && startsRow(cell, last + 1, head.columns))
      close(null, at);
    open.push(cell);
    if (open.length > width * 3 + 8) break;
  }
  if (open.length >= width - 1 && open.some((one) => startsRow(one, last, head.columns)))
    close(null, end + open.length);
  return { rows, end, loose };
}

/** Does the cell carry the number that follows `last`? */
function startsRow(cell: TableCell, last: number, columns: readonly ColumnRole[]): boolean {
  return numberAt(cell, columns)?.number === last + 1;
}

function numberAt(
  cell: TableCell,
  columns: readonly ColumnRole[],
): { readonly number: number; readonly length: number } | null {
  const folded = fold(cell.text);
  const marker = markerOf(folded);
  if (marker && marker.style !== 'hanzi' && marker.style !== 'hanziParen' && marker.style !== 'part') return marker;
  if (columns.includes('number') && /^\d{1,3}$/.test(folded)) return { number: Number(folded), length: folded.length };
  const apart = /^(\d{1,3}) +(?=[^\d\s%])/.exec(folded);
  return apart ? { number: Number(apart[1]), length: apart[0].length } : null;
}

function rowOf(
  open: readonly TableCell[],
  nature: TableCell | null,
  last: number,
  width: number,
  columns: readonly ColumnRole[],
): TableRow | null {
  const first = open[0];
  if (!first || (nature === null && open.length < 2)) return null;
  const at = open.findIndex((cell) => {
    const found = numberAt(cell, columns);
    return (
      found !== null &&
      (found.number === last + 1 ||
        (found.number > last && found.number <= last + 30 && found.length < cell.text.length))
    );
  });
  const expected =
    width -
    (columns.includes('nature') ? 1 : 0) -
    (columns.includes('group') ? 1 : 0) -
    (columns.includes('number') ? 1 : 0);
  const from = first.from;
  const to = (nature ?? open.at(-1) ?? first).to;
  if (at >= 0) {
    const start = open[at] as TableCell;
    const found = numberAt(start, columns);
    const length = found?.length ?? 0;
    const own = length >= start.text.length;
    const cells = own ? open.slice(at + 1) : open.slice(at);
    return {
      number: found?.number ?? null,
      cells,
      anchor: cells[0] ?? nature ?? start,
      group: open.slice(0, at).findLast((cell) => cell.text !== '') ?? null,
      nature,
      marker: own ? 0 : length,
      from,
      to,
    };
  }
  // Without a number the group, if there is one, is what stands in front of a full row.
  let cells = open.filter((cell, i) => cell.text !== '' || i > 0);
  let group: TableCell | null = null;
  if (cells.length > expected && (cells[0]?.text.length ?? 99) <= 12) {
    group = cells[0] ?? null;
    cells = cells.slice(1);
    while (cells[0]?.text === '') cells = cells.slice(1);
  }
  const anchor = cells[0];
  return anchor ? { number: null, cells, anchor, group, nature, marker: 0, from, to } : null;
}
