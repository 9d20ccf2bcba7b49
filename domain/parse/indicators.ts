/**
 * Indicator tables of a document: finds them by their head, reads every cell with its meaning, puts right what a lost
 * merged cell shifted (as a proposal for the office to confirm), and says what stands where.
 */
import { type Course, courseOf, type Indicator, type IndicatorCell } from '../indicator.js';
import { type FindingCode, finding, type ReadingFinding } from './findings.js';
import { natureOf, readCell } from './indicator-cells.js';
import { type ColumnRole, headAround, type TableHead } from './indicator-header.js';
import { rowsFrom, type TableRow } from './indicator-rows.js';
import { Passage, type Span, splitLines } from './passage.js';
import { cellsOfLine, type TableCell } from './table-cells.js';

export interface ReadIndicator extends Indicator {
  readonly course: Course;
  readonly findings: readonly ReadingFinding[];
  readonly span: Span;
  readonly line: number;
}

export interface IndicatorReading {
  readonly indicators: readonly ReadIndicator[];
  readonly findings: readonly ReadingFinding[];
  /** Where the tables stand, their remarks included. */
  readonly spans: readonly Span[];
}

/** Head of a table whose own head the copy lost; its years must be settled. */
const USUAL: TableHead = { columns: ['name', 'base', 'target', 'growth', 'nature'], baseYear: null, targetYear: null };
const NONE: IndicatorReading = { indicators: [], findings: [], spans: [] };

/** All indicators of decoded text; a document without such a table costs one look for the words 预期性 and 约束性. */
export function indicatorsIn(source: string): IndicatorReading {
  if (!/(?:预\s*期|约\s*束)\s*性?/.test(source)) return NONE;
  const cells = splitLines(source).flatMap((line): (TableCell | null)[] =>
    line.text === '' ? [] : (cellsOfLine(line) ?? [null]),
  );
  const tables = new Tables(cells);
  for (let at = 0; at < cells.length; at++) {
    const found = headAround(cells, at);
    if (found) at = tables.read(found.from, found.to, found.head) - 1;
  }
  if (tables.indicators.length === 0) headless(cells, tables);
  return tables;
}

/** Rows without any head: three natures close to each other prove a table. */
function headless(cells: readonly (TableCell | null)[], tables: Tables): void {
  const natures = cells.flatMap((cell, i) => (cell && natureOf(cell.text) ? [i] : []));
  const first = natures.find((at, i) => (natures[i + 2] ?? Number.POSITIVE_INFINITY) - at <= 24);
  if (first === undefined) return;
  let start = first;
  while (start > 0 && first - start < 6 && cells[start - 1] && !natureOf(cells[start - 1]?.text ?? '')) start--;
  while (start < first && !/^\(?1[).、.]/.test(cells[start]?.text ?? '') && first - start > 4) start++;
  tables.read(start, start, USUAL);
  const head = cells[start];
  if (tables.indicators.length > 0 && head) tables.findings.push(found('indicator-head-lost', head));
}

class Tables implements IndicatorReading {
  readonly indicators: ReadIndicator[] = [];
  readonly findings: ReadingFinding[] = [];
  readonly spans: Span[] = [];
  readonly #cells: readonly (TableCell | null)[];

  constructor(cells: readonly (TableCell | null)[]) {
    this.#cells = cells;
  }

  /** Reads the table whose head is cells[from, to); returns the index of the first cell behind it. */
  read(from: number, to: number, head: TableHead): number {
    const { rows, end, loose } = rowsFrom(this.#cells, to, head);
    // Without a head one row may be prose about indicators; a table has more.
    if (rows.filter((row) => row.nature !== null).length < (to > from ? 1 : 2)) return Math.max(to, from + 1);
    let group: string | null = null;
    let above: ReadIndicator | null = null;
    const read: ReadIndicator[] = [];
    for (const row of rows) {
      group = row.group?.text.trim() || group;
      above = indicatorOf(row, head, group, above);
      read.push(above);
    }
    this.indicators.push(...read.map((one) => related(one, read)));
    for (const cell of loose) this.findings.push(found('page-number', cell));
    const first = this.#cells[from]?.from ?? rows[0]?.from ?? 0;
    const behind = this.#notes(end, read);
    this.spans.push([first, Math.max(rows.at(-1)?.to ?? first, this.#cells[behind - 1]?.to ?? 0)]);
    return Math.max(behind, to, from + 1);
  }

  /** Remarks under the table: kept as findings, on the row whose number they carry. */
  #notes(at: number, rows: ReadIndicator[]): number {
    const cell = this.#cells[at];
    if (!cell || !/^(?:备注|附注|注释?|说明) ?[:：]?/.test(cell.text)) return at;
    let end = at;
    for (; end < this.#cells.length && end - at < 40; end++) {
      const note = this.#cells[end];
      if (!note || (end > at && !/^[(（\d①-⑳]|^注/.test(note.text))) break;
      this.findings.push(found('indicator-note', note));
    }
    // A long remark is a line of prose; it still belongs to the table when it begins with a row's number.
    return end > at && rows.length > 0 ? end : at;
  }
}

function found(
  code: FindingCode,
  cell: TableCell,
  values: Readonly<Record<string, string | number>> = {},
): ReadingFinding {
  const passage = new Passage([cell.line]);
  return finding(code, passage, cell.from - cell.line.from, cell.to - cell.line.from, values);
}

const valueRoles: readonly ColumnRole[] = ['base', 'between', 'target', 'growth'];
const columnWords: Partial<Record<ColumnRole, string>> = {
  base: '基期值',
  between: '中间年份值',
  target: '目标值',
  growth: '年均增速或累计',
};

function indicatorOf(row: TableRow, head: TableHead, group: string | null, above: ReadIndicator | null): ReadIndicator {
  const roles = head.columns.filter((role) => valueRoles.includes(role));
  const withUnit = head.columns.includes('unit');
  const { name, unit, values } = partsOf(row, roles.length, withUnit);
  const placed = placedCells(values, roles, above);
  const findings: ReadingFinding[] = [];
  const { anchor } = row;
  const label = row.number === null ? `“${name.slice(0, 16)}”` : `第${row.number}项`;
  const cellOf = (role: ColumnRole): { readonly cell: IndicatorCell; readonly bracketed: boolean } => {
    const at = roles.indexOf(role);
    if (at < 0) return { cell: { raw: '', kind: 'none' }, bracketed: false };
    const printed = placed[at];
    const read = readCell(printed?.text ?? '');
    if (read.cell.kind !== 'lost') {
      if (read.cell.kind === 'words' && printed)
        findings.push(found('indicator-words', printed, { label, column: columnWords[role] ?? '' }));
      if (read.cell.kind === 'undecided' && printed) findings.push(found('value-undecided', printed));
      return read;
    }
    const proposed = proposedFor(role, above);
    const values = {
      label,
      column: columnWords[role] ?? '',
      proposed: proposed === null ? '，请补充' : `，上一行同栏为“${proposed}”，疑为合并单元格，请确认`,
    };
    findings.push(found('indicator-cell-lost', anchor, values));
    return { cell: { raw: '', kind: 'lost', proposed }, bracketed: false };
  };
  const base = cellOf('base').cell;
  for (const role of head.columns) if (role === 'between') cellOf(role);
  const aim = cellOf('target');
  const pace = cellOf('growth');
  const printsPace = roles.includes('growth');
  const cumulative = pace.bracketed ? pace.cell : aim.bracketed ? aim.cell : null;
  const growth = !printsPace || pace.bracketed ? null : pace.cell;
  const nature = row.nature ? natureOf(row.nature.text) : null;
  if (nature === null) findings.push(found('indicator-nature-lost', anchor, { label }));
  if (name === '') findings.push(found('indicator-name-lost', anchor, { label }));
  for (const cell of values.slice(roles.length)) findings.push(found('indicator-cell-spare', cell, { label }));
  if (disagrees(base, aim.cell, cumulative)) findings.push(found('indicator-sum', anchor, { label }));
  const target = aim.cell;
  return {
    number: row.number,
    group,
    name,
    unit,
    baseYear: head.baseYear,
    targetYear: head.targetYear,
    base,
    target,
    growth,
    cumulative,
    nature,
    course: courseOf({ base, target, growth, cumulative }),
    findings,
    span: [row.from, row.to],
    line: anchor.line.number,
  };
}

/** The name with its unit, and the value cells behind it. */
function partsOf(row: TableRow, count: number, withUnit: boolean): { name: string; unit: string; values: TableCell[] } {
  const cells = [...row.cells];
  const head = cells[0];
  const title = (head?.text ?? '').slice(row.marker).trim();
  const names = [title];
  let at = 1;
  const named = count + 1 + (withUnit ? 1 : 0);
  if (cells.length !== named) {
    // Broken over lines: words go on until the unit's bracket closes or the values begin.
    while (at < cells.length && cells.length - at > (withUnit ? 1 : 0) && isName(cells, at, names.join(''), withUnit)) {
      names.push(cells[at]?.text ?? '');
      at++;
    }
  }
  let unit = '';
  if (withUnit) {
    if (cells.length === named || names.length === 1) unit = cells[at++]?.text ?? '';
    else unit = names.pop() ?? '';
  }
  const name = names.join('').replace(/\s+/g, '');
  const own = /^(.+?)[(（]([^()（）]{1,14})[)）]$/.exec(name);
  const values = joinBroken(cells.slice(at), count);
  return own && !withUnit
    ? { name: own[1] ?? name, unit: own[2] ?? '', values }
    : { name, unit: unit.replace(/\s+/g, ''), values };
}

function isName(cells: readonly TableCell[], at: number, before: string, withUnit: boolean): boolean {
  const text = cells[at]?.text ?? '';
  if (text === '' || readCell(text).cell.kind !== 'words') return false;
  // A closed bracket ends the name: what follows is a cell in words, such as 持续改善.
  return withUnit || !/[)）]$/.test(before) || /^[(（]/.test(text);
}

/** Value cells broken over lines are joined where only the whole has a meaning. */
function joinBroken(cells: readonly TableCell[], count: number): TableCell[] {
  const joined = [...cells];
  for (let at = 0; at + 1 < joined.length && joined.length > count; ) {
    const left = joined[at] as TableCell;
    const right = joined[at + 1] as TableCell;
    const whole = left.text + right.text;
    const unread = readCell(left.text).cell.kind === 'words';
    if (unread && right.text !== '' && readCell(whole).cell.kind !== 'words')
      joined.splice(at, 2, { ...left, text: whole, to: left.to });
    else at++;
  }
  while (joined.length > count && joined.at(-1)?.text === '') joined.pop();
  return joined;
}

/** One cell per column; where the copy lost some, the place that fits the cells and the row above best stays empty. */
function placedCells(
  values: readonly TableCell[],
  roles: readonly ColumnRole[],
  above: ReadIndicator | null,
): (TableCell | null)[] {
  if (values.length >= roles.length) return values.slice(0, roles.length);
  let best: (TableCell | null)[] = [];
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const kept of choices(roles.length, values.length)) {
    const placed = roles.map((_, i) => (kept.includes(i) ? (values[kept.indexOf(i)] ?? null) : null));
    const score = roles.reduce((sum, role, i) => sum + fitness(role, placed[i] ?? null, above), 0);
    if (score > bestScore) [best, bestScore] = [placed, score];
  }
  return best;
}

/** All ways to keep `size` of `count` places, in order; tables have four value columns at most. */
function choices(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const all: number[][] = [];
  for (let i = from; i <= count - size; i++) for (const rest of choices(count, size - 1, i + 1)) all.push([i, ...rest]);
  return all;
}

function fitness(role: ColumnRole, cell: TableCell | null, above: ReadIndicator | null): number {
  // A cell that words fill in the row above may have been merged downwards.
  if (cell === null) return proposedFor(role, above) === null ? -1 : 2;
  const { cell: read, bracketed } = readCell(cell.text);
  if (bracketed) return role === 'growth' ? 3 : -1;
  if (read.kind === 'value' || read.kind === 'range') return role === 'base' ? 2 : role === 'target' ? 1.5 : 0;
  if (read.kind === 'relative') return role === 'growth' ? 2 : 0;
  if (read.kind === 'assigned') return role === 'target' ? 2 : 0;
  return read.kind === 'none' ? (role === 'growth' ? 0.5 : 0) : 0;
}

/** What a merged cell would repeat: words of the row above in this column, or what was proposed there. */
function proposedFor(role: ColumnRole, above: ReadIndicator | null): string | null {
  const cell =
    above &&
    (role === 'base' ? above.base : role === 'target' ? above.target : role === 'growth' ? above.growth : null);
  if (!cell) return null;
  if (cell.kind === 'lost') return cell.proposed;
  return cell.kind === 'assigned' || cell.kind === 'relative' || cell.kind === 'words' ? cell.raw : null;
}

function disagrees(base: IndicatorCell, target: IndicatorCell, cumulative: IndicatorCell | null): boolean {
  if (base.kind !== 'value' || target.kind !== 'value' || cumulative?.kind !== 'value' || cumulative.raw === target.raw)
    return false;
  return Math.abs(base.value + cumulative.value - target.value) > 0.011 * Math.max(1, Math.abs(target.value) / 100);
}

/** 与地区生产总值增速同步: the row it is measured against, when exactly one other row carries these words. */
function related(one: ReadIndicator, rows: readonly ReadIndicator[]): ReadIndicator {
  const findings = [...one.findings];
  const find = <Cell extends IndicatorCell | null>(cell: Cell): Cell => {
    if (cell?.kind !== 'relative') return cell;
    const than = cell.than.replace(/^(?:经济|GDP)(?=增)/i, '地区生产总值');
    const fitting = rows.filter((row) => row !== one && (row.name.includes(than) || than.includes(row.name)));
    const to = fitting.length === 1 ? (fitting[0]?.number ?? null) : null;
    return { ...cell, to };
  };
  return { ...one, findings, base: find(one.base), target: find(one.target), growth: find(one.growth) };
}

/** The text with the tables blotted out, same length and same lines: their numbered rows are no items. */
export function withoutTables(source: string, spans: readonly Span[]): string {
  let text = '';
  let at = 0;
  for (const [from, to] of spans) {
    text += source.slice(at, from) + source.slice(from, to).replace(/[^\n\r]/g, ' ');
    at = to;
  }
  return text + source.slice(at);
}
