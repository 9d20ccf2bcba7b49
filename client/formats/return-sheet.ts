/** Reads the Excel sheet of a return as it comes back: all of it, or every fault with the name of its cell. */
import ExcelJS from 'exceljs';
import {
  columnsOf,
  HEADER_ROW,
  KEY_SHEET,
  keyNames,
  rowName,
  SHEET_FORM,
  SUPPORT_HEADING,
  stateWords,
  valueColumn,
} from '../../activities/documents/return-sheet-form.js';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import {
  type ReturnContent,
  returnStates,
  returnStateWords,
  type TaskReturn,
} from '../../domain/supervision/return.js';
import { type AskedTask, RETURN_TEXT } from '../../domain/supervision/return-faults.js';
import { openWorkbook } from './workbook.js';

export interface ExpectedSheet {
  readonly plan: string;
  /** `{plan}/{key}` */
  readonly cycle: string;
  readonly unit: string;
  /** The tasks the unit reports on. */
  readonly tasks: readonly AskedTask[];
}

/** A table with its faults as they are found; cells are looked up by the header of their column. */
interface Reading {
  readonly sheet: ExcelJS.Worksheet;
  /** Header → column number, from 1; a header that is missing is not in it. */
  readonly columns: ReadonlyMap<string, number>;
  /** Cells of merged ranges are not read. */
  readonly merged: readonly string[];
  readonly faults: Fault[];
}

const { ValueType } = ExcelJS;
/** Nobody reads more, and a sheet pasted full of rows has thousands. */
const MOST_FAULTS = 200;

/**
 * Never takes a part: a sheet with one fault is no return. What the values mean is not judged here
 * (domain/supervision/return-faults.ts); a number that is text is refused and not guessed.
 */
export async function readReturnSheet(
  bytes: Uint8Array,
  expected: ExpectedSheet,
): Promise<{ readonly content: ReturnContent } | { readonly faults: readonly Fault[] }> {
  try {
    const { book, merged } = await openWorkbook(bytes);
    const foreign = ownerFaults(book, expected);
    if (foreign.length > 0) return { faults: foreign };
    const sheet = book.worksheets.find((one) => one.name !== KEY_SHEET);
    if (sheet === undefined) return { faults: [fault('sheet-foreign')] };
    return readTable(sheet, merged, expected);
  } catch (error) {
    if (error instanceof DubanError) return { faults: error.faults };
    throw error;
  }
}

/** Another unit's sheet has other rows: what else is wrong with it says nothing. */
function ownerFaults(book: ExcelJS.Workbook, expected: ExpectedSheet): Fault[] {
  const hidden = book.getWorksheet(KEY_SHEET);
  if (hidden === undefined) return [fault('sheet-foreign')];
  const keys = new Map(keyNames.map((name, at) => [name, textOf(hidden.getCell(at + 1, 2))]));
  if (keyNames.some((name, at) => textOf(hidden.getCell(at + 1, 1)) !== name)) return [fault('sheet-foreign')];
  if (keys.get('form') !== String(SHEET_FORM)) return [fault('sheet-foreign')];
  return (
    [
      ['plan', '计划'],
      ['cycle', '督查周期'],
      ['unit', '单位'],
    ] as const
  ).flatMap(([name, what]) => {
    const value = keys.get(name) ?? '';
    return value === expected[name] ? [] : [fault('sheet-other', { what, value, expected: expected[name] })];
  });
}

function readTable(
  sheet: ExcelJS.Worksheet,
  merged: readonly string[],
  { tasks }: ExpectedSheet,
): { readonly content: ReturnContent } | { readonly faults: readonly Fault[] } {
  const headers = columnsOf(tasks);
  const faults: Fault[] = merged.map((range) => fault('sheet-merged', { range }));
  const first = headers[0] ?? '';
  const header = [HEADER_ROW, 1, 2, 4, 5, 6].find((row) => textOf(sheet.getCell(row, 1)) === first);
  if (header !== HEADER_ROW) faults.push(fault('sheet-header', { row: HEADER_ROW, expected: first }));
  const row = header ?? HEADER_ROW;
  const columns = columnsAt(sheet, row, headers, faults);
  const reading: Reading = { sheet, columns, merged, faults };
  const rows = rowsBelow(reading, row, tasks, headers.length);
  const content = tasks.flatMap((task) => {
    const at = rows.get(task.id);
    return at === undefined ? [] : [taskAt(reading, at, task)];
  });
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS) } : { content: { tasks: content } };
}

/** Where each column is now. A column that moved is a fault, yet its cells are checked where it went. */
function columnsAt(
  sheet: ExcelJS.Worksheet,
  row: number,
  headers: readonly string[],
  faults: Fault[],
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const width = Math.max(headers.length, sheet.getRow(row).cellCount);
  for (let column = 1; column <= width; column++) {
    const cell = sheet.getCell(row, column);
    const words = textOf(cell);
    if (headers.includes(words) && !found.has(words)) found.set(words, column);
    const expected = headers[column - 1] ?? '';
    if (words !== expected) {
      faults.push(
        fault('sheet-column', {
          cell: cell.address,
          expected: expected || '空白',
          value: words.slice(0, 20) || '空白',
        }),
      );
    }
  }
  return found;
}

/** The row of each task; rows that are no task's, are there twice or are missing are faults. */
function rowsBelow(
  { sheet, merged, faults }: Reading,
  header: number,
  tasks: readonly AskedTask[],
  width: number,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const ids = tasks.map((task) => task.id);
  const byNumber = new Map(tasks.map((task) => [String(rowName(task.id, ids)), task]));
  let supports = false;
  sheet.eachRow((row, at) => {
    if (at <= header) return;
    const name = row.getCell(1);
    const words = textOf(name);
    if (words.startsWith(SUPPORT_HEADING)) supports = true;
    const cells = filledOf(row, Math.max(width, row.cellCount));
    if (supports || cells.length === 0) {
      faults.push(...(supports ? cells : []).flatMap((cell) => supportFault(cell, cell.address)));
      return;
    }
    const task = byNumber.get(words);
    const other = task && rows.get(task.id);
    if (task === undefined) {
      if (!isMerged(name.address, merged)) faults.push(extraFault(name, words, tasks));
    } else if (other !== undefined) {
      faults.push(fault('sheet-row-twice', { cell: name.address, number: task.number, other: `A${other}` }));
    } else rows.set(task.id, at);
    faults.push(...cells.flatMap((cell) => outsideFault(cell, width)));
  });
  const missing = tasks.filter((task) => !rows.has(task.id));
  faults.push(...missing.map(({ number, title }) => fault('sheet-row-missing', { number, title })));
  return rows;
}

function extraFault(cell: ExcelJS.Cell, words: string, tasks: readonly AskedTask[]): Fault {
  const allowed = tasks.map((task) => task.number).join('、');
  return fault('sheet-row-extra', { cell: cell.address, value: words.slice(0, 20) || '空白', allowed });
}

/** Supported tasks fill the first four columns; what is written behind them would be lost in silence. */
function supportFault(cell: ExcelJS.Cell, address: string): Fault[] {
  if (Number(cell.col) <= 4) return [];
  const allowed = '配合的任务由牵头单位报送，请清空';
  return [fault('sheet-value', { cell: address, field: SUPPORT_HEADING, value: textOf(cell).slice(0, 20), allowed })];
}

function outsideFault(cell: ExcelJS.Cell, width: number): Fault[] {
  if (Number(cell.col) <= width) return [];
  return [valueFault(cell, '表格以外', '不会读取，请写到表格里面再清空')];
}

function filledOf(row: ExcelJS.Row, width: number): ExcelJS.Cell[] {
  return Array.from({ length: width }, (_, at) => row.getCell(at + 1)).filter(
    (cell) => cell.type !== ValueType.Null && textOf(cell) !== '',
  );
}

function taskAt(reading: Reading, row: number, task: AskedTask): TaskReturn {
  const state = stateAt(reading, row);
  const progress = wordsAt(reading, row, '进展情况');
  const problems = wordsAt(reading, row, '存在问题');
  const cell = (field: string): string => reading.sheet.getCell(row, reading.columns.get(field) ?? 1).address;
  if (progress === '') reading.faults.push(fault('sheet-missing', { cell: cell('进展情况'), field: '进展情况' }));
  if (problems === '' && state === 'behind') {
    const field = '存在问题（进度滞后要写明原因）';
    reading.faults.push(fault('sheet-missing', { cell: cell('存在问题'), field }));
  }
  const values = [...reading.columns.keys()].flatMap((field) => {
    const target = Array.from({ length: 99 }, (_, at) => at).find((at) => valueColumn(at) === field);
    const value = target === undefined ? undefined : numberAt(reading, row, field, target < task.targets.length);
    return target === undefined || value === undefined ? [] : [{ target, value }];
  });
  return {
    task: task.id,
    state: state ?? 'other',
    progress: progress ?? '',
    values: values.toSorted((a, b) => a.target - b.target),
    problems: problems ?? '',
    help: wordsAt(reading, row, '需协调事项') ?? '',
  };
}

/** The cell of a column, unless the column is missing, or the cell holds what is never taken: that is a fault already. */
function cellAt({ sheet, columns, merged, faults }: Reading, row: number, field: string): ExcelJS.Cell | undefined {
  const column = columns.get(field);
  if (column === undefined) return undefined;
  const cell = sheet.getCell(row, column);
  if (isMerged(cell.address, merged)) return undefined;
  if (cell.type === ValueType.Formula) {
    faults.push(fault('sheet-formula', { cell: cell.address, field }));
    return undefined;
  }
  if (cell.type === ValueType.Error || cell.type === ValueType.Boolean) {
    faults.push(valueFault(cell, field, '请填文字或数字'));
    return undefined;
  }
  return cell;
}

function valueFault(cell: ExcelJS.Cell, field: string, allowed: string): Fault {
  const words = cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : textOf(cell);
  return fault('sheet-value', { cell: cell.address, field, value: words.slice(0, 40), allowed });
}

function stateAt(reading: Reading, row: number): TaskReturn['state'] | undefined {
  const cell = cellAt(reading, row, '进度状态');
  if (cell === undefined) return undefined;
  const words = textOf(cell);
  const state = returnStates.find((one) => returnStateWords[one] === words);
  if (words === '') reading.faults.push(fault('sheet-missing', { cell: cell.address, field: '进度状态' }));
  else if (state === undefined) {
    reading.faults.push(valueFault(cell, '进度状态', `可用：${stateWords.join('、')}`));
  }
  return state;
}

/** Text of a cell; undefined where it could not be taken, so that the same cell is not called empty as well. */
function wordsAt(reading: Reading, row: number, field: string): string | undefined {
  const cell = cellAt(reading, row, field);
  if (cell === undefined) return undefined;
  if (cell.value instanceof Date) {
    reading.faults.push(valueFault(cell, field, '这是日期，请填文字'));
    return undefined;
  }
  const words = textOf(cell);
  const { length } = [...words];
  if (length <= RETURN_TEXT) return words;
  reading.faults.push(fault('sheet-text-long', { cell: cell.address, field, length, limit: RETURN_TEXT }));
  return undefined;
}

function numberAt(reading: Reading, row: number, field: string, asked: boolean): number | undefined {
  const cell = cellAt(reading, row, field);
  if (cell === undefined || textOf(cell) === '') return undefined;
  const { value } = cell;
  if (asked && typeof value === 'number' && Number.isFinite(value)) return value;
  const allowed = !asked
    ? '这项任务没有这个目标，请清空'
    : value instanceof Date
      ? '这是日期，请把单元格设为数值格式后填数字'
      : looksNumeric(textOf(cell))
        ? '这是文本，请改为数值格式的半角数字'
        : '只填数字，不带单位和文字';
  reading.faults.push(valueFault(cell, field, allowed));
  return undefined;
}

const looksNumeric = (words: string): boolean => /^[+-]?[\d,]*\.?\d+%?$/.test(words.normalize('NFKC').trim());

/** What the cell shows, trimmed; line breaks as LF. */
function textOf(cell: ExcelJS.Cell): string {
  const { value } = cell;
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  const text =
    typeof value === 'object'
      ? 'richText' in value
        ? value.richText.map((run) => run.text).join('')
        : 'text' in value
          ? String(value.text)
          : 'error' in value
            ? value.error
            : '公式'
      : String(value);
  return text.replaceAll('_x000D_', '').replace(/\r\n?/g, '\n').trim();
}

/** True for a cell within one of the ranges. */
function isMerged(address: string, ranges: readonly string[]): boolean {
  const [column, row] = placeOf(address);
  return ranges.some((range) => {
    const [from = '', to = from] = range.split(':');
    const [left, top] = placeOf(from);
    const [right, bottom] = placeOf(to);
    return column >= left && column <= right && row >= top && row <= bottom;
  });
}

function placeOf(address: string): readonly [column: number, row: number] {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  return [[...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0), Number(digits)];
}
