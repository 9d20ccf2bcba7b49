/**
 * The Excel sheet of a return, sent out with the request: one row a task with what is on file, to be filled in and sent
 * back (client/formats/return-sheet.ts reads it). Protected without a password, so that nobody moves a column by mistake.
 */
import ExcelJS from 'exceljs';
import { type Day, inChinese } from '../../domain/day.js';
import type { Target } from '../../domain/plan.js';
import { returnStateWords, type TaskReturn } from '../../domain/supervision/return.js';
import { RETURN_TEXT } from '../../domain/supervision/return-faults.js';
import {
  columnsOf,
  HEADER_ROW,
  KEY_SHEET,
  keyNames,
  lastColumns,
  rowName,
  SHEET_FORM,
  SUPPORT_HEADING,
  stateWords,
  targetWords,
  valueColumn,
} from './return-sheet-form.js';

export interface SheetTask {
  readonly task: string;
  readonly number: number;
  readonly title: string;
  readonly due: Day;
  readonly targets: readonly Pick<Target, 'metric' | 'op' | 'value' | 'unit'>[];
  /** What is on file last, and its day. */
  readonly last?: { readonly text: string; readonly day: Day };
  /** What the unit returned already, filled in again when its return was sent back. */
  readonly given?: TaskReturn;
}

export interface ReturnSheet {
  readonly plan: string;
  readonly planTitle: string;
  /** `{plan}/{key}` */
  readonly cycle: string;
  /** `2023年第三季度` */
  readonly period: string;
  readonly unit: string;
  /** Printed name; the id stands in for it. */
  readonly unitName?: string;
  readonly due: Day;
  /** Version of the return on record when the sheet is written; 0 before the first. */
  readonly version: number;
  readonly leads: readonly SheetTask[];
  readonly supports: readonly SheetTask[];
}

const widths: Readonly<Record<string, number>> = {
  编号: 6,
  任务: 26,
  时限: 13,
  目标: 26,
  在案情况: 30,
  进度状态: 13,
  进展情况: 44,
  存在问题: 28,
  需协调事项: 24,
};
const VALUE_WIDTH = 12;
/** Longest text on file that is printed; the page has the whole. */
const ON_FILE = 500;

const thin = { style: 'thin', color: { argb: 'FF808080' } } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin };
const grey: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEFEFEF' } };
const yellow: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFFBE6' } };
const face = { name: '宋体', size: 10 };

/** The sheet as the bytes of an .xlsx file: A4 landscape, one page wide. */
export async function returnSheet(sheet: ReturnSheet): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const table = book.addWorksheet('督查报送表', {
    views: [{ state: 'frozen', xSplit: 2, ySplit: HEADER_ROW }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${HEADER_ROW}:${HEADER_ROW}`,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.2, footer: 0.3 },
    },
    headerFooter: { oddFooter: '第&P页 共&N页' },
  });
  const columns = columnsOf(sheet.leads);
  table.columns = columns.map((name) => ({ width: widths[name] ?? VALUE_WIDTH, style: { font: face } }));
  heading(table, sheet);
  const header = table.getRow(HEADER_ROW);
  columns.forEach((name, at) => {
    const cell = header.getCell(at + 1);
    cell.value = name;
    Object.assign(cell, { font: { ...face, bold: true }, fill: grey, border });
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  });
  header.height = 24;
  const led = sheet.leads.map((one) => one.task);
  sheet.leads.forEach((task, at) => {
    taskRow(table.getRow(HEADER_ROW + 1 + at), columns, task, rowName(task.task, led));
  });
  addRules(table, columns, sheet.leads.length);
  supportRows(table, sheet, HEADER_ROW + sheet.leads.length + 2);
  await table.protect('', {
    selectLockedCells: true,
    selectUnlockedCells: true,
    formatRows: true,
    formatColumns: true,
  });
  keySheet(book, sheet);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** No merged cells: a title runs over empty neighbours by itself, and a merged cell is a fault when it comes back. */
function heading(table: ExcelJS.Worksheet, { planTitle, period, unit, unitName, due }: ReturnSheet): void {
  const title = table.getCell('A1');
  title.value = `《${planTitle}》${period}督查报送表`;
  title.font = { name: '黑体', size: 14 };
  table.getRow(1).height = 26;
  table.getCell('A2').value =
    `报送单位：${unitName ?? unit}    报送期限：${inChinese(due)}    只填浅黄色的格；数值只填数字，不带单位，不用公式；请不要增删、移动行和列。`;
}

function taskRow(row: ExcelJS.Row, columns: readonly string[], task: SheetTask, number: string | number): void {
  const { title, due, targets, last, given } = task;
  const values: Readonly<Record<string, string | number | undefined>> = {
    编号: number,
    任务: title,
    时限: inChinese(due),
    目标: targets.map(targetWords).join('\n'),
    在案情况: last === undefined ? '' : `${inChinese(last.day)}：${[...last.text].slice(0, ON_FILE).join('')}`,
    进度状态: given === undefined ? undefined : returnStateWords[given.state],
    进展情况: given?.progress,
    存在问题: given?.problems,
    需协调事项: given?.help,
    ...Object.fromEntries((given?.values ?? []).map(({ target, value }) => [valueColumn(target), value])),
  };
  columns.forEach((name, at) => {
    const cell = row.getCell(at + 1);
    const open = isOpenColumn(name, targets.length);
    const value = values[name];
    cell.value = value === undefined || value === '' ? null : value;
    Object.assign(cell, { font: face, border, protection: { locked: !open }, fill: open ? yellow : grey });
    cell.alignment = { vertical: 'top', wrapText: true };
  });
}

/** The cells a unit fills in; a value column only as far as the task has targets. */
function isOpenColumn(name: string, targets: number): boolean {
  if (name === '进度状态' || name === '进展情况') return true;
  if ((lastColumns as readonly string[]).includes(name)) return true;
  return Array.from({ length: targets }, (_, at) => valueColumn(at)).includes(name);
}

/**
 * One rule a column. Given cell by cell, the library squeezes them into ranges that overlap from row 10 on, which Excel
 * may call a damaged file; its way to give a range is not in its types.
 */
function addRules(table: ExcelJS.Worksheet, columns: readonly string[], rows: number): void {
  if (rows === 0) return;
  const { dataValidations } = table as unknown as {
    readonly dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
  };
  columns.forEach((name, at) => {
    if (!isOpenColumn(name, columns.length)) return;
    const letter = table.getColumn(at + 1).letter;
    dataValidations.add(`${letter}${HEADER_ROW + 1}:${letter}${HEADER_ROW + rows}`, ruleOf(name));
  });
}

function ruleOf(name: string): ExcelJS.DataValidation {
  const errorTitle = name;
  if (name === '进度状态')
    return {
      type: 'list',
      allowBlank: false,
      formulae: [`"${stateWords.join(',')}"`],
      showErrorMessage: true,
      errorTitle,
      error: `请选择：${stateWords.join('、')}`,
    };
  if (widths[name] !== undefined)
    return {
      type: 'textLength',
      operator: 'lessThanOrEqual',
      formulae: [RETURN_TEXT],
      allowBlank: true,
      showErrorMessage: true,
      errorTitle,
      error: `不超过${RETURN_TEXT}个字`,
    };
  return {
    type: 'decimal',
    operator: 'between',
    formulae: [-1e15, 1e15],
    allowBlank: true,
    showErrorMessage: true,
    errorTitle,
    error: '只填数字，不带单位',
  };
}

/** Read only, for information: the lead reports on them. */
function supportRows(table: ExcelJS.Worksheet, { supports }: ReturnSheet, from: number): void {
  if (supports.length === 0) return;
  const head = table.getCell(from, 1);
  head.value = `${SUPPORT_HEADING}（${supports.length}项，由牵头单位报送，不需填写）`;
  head.font = { ...face, bold: true };
  supports.forEach(({ number, title, due, targets }, at) => {
    const cells = [number, title, inChinese(due), targets.map(targetWords).join('\n')];
    cells.forEach((value, column) => {
      const cell = table.getCell(from + 1 + at, column + 1);
      cell.value = value;
      Object.assign(cell, { font: face, border, fill: grey, alignment: { vertical: 'top', wrapText: true } });
    });
  });
}

function keySheet(book: ExcelJS.Workbook, { plan, cycle, unit, version }: ReturnSheet): void {
  const keys: Readonly<Record<(typeof keyNames)[number], string | number>> = {
    form: SHEET_FORM,
    plan,
    cycle,
    unit,
    version,
  };
  const hidden = book.addWorksheet(KEY_SHEET, { state: 'veryHidden' });
  for (const name of keyNames) hidden.addRow([name, keys[name]]);
}
