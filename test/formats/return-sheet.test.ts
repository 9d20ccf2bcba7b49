import { describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { type ReturnSheet, returnSheet } from '../../activities/documents/return-sheet.js';
import { type ExpectedSheet, readReturnSheet } from '../../client/formats/return-sheet.js';
import { SHEET_LIMITS } from '../../client/formats/workbook.js';
import { type ReturnContent, returnStates, returnStateWords } from '../../domain/supervision/return.js';

const target = { metric: '新建泵站', op: '>=', value: 20, unit: '座' } as const;
const day = { due: '2023-12-31' } as const;
const leads = [
  { task: 'p/2023/3', number: 3, title: '修泵站', targets: [target, { ...target, metric: '投资' }], ...day },
  { task: 'p/2023/7', number: 7, title: '清河道', targets: [], ...day },
];
const sheet: ReturnSheet = {
  plan: 'p',
  planTitle: '某区2023年重点工作任务',
  cycle: 'p/2023Q3',
  period: '2023年第三季度',
  unit: 'water',
  unitName: '区水务局',
  due: '2023-10-11',
  version: 0,
  leads: leads.map((one) => ({ ...one, last: { text: '=已开工', day: '2023-08-01' } })),
  supports: [{ task: 'p/2023/9', number: 9, title: '修道路', targets: [target], ...day }],
};
const expected: ExpectedSheet = {
  plan: 'p',
  cycle: 'p/2023Q3',
  unit: 'water',
  tasks: leads.map(({ task, number, title, targets }) => ({ id: task, number, title, targets })),
};
/** Columns: A 编号 … F 进度状态, G 进展情况, H 目标1, I 目标2, J 存在问题, K 需协调事项; row 4 is task 3, row 5 task 7. */
const whole: Readonly<Record<string, ExcelJS.CellValue>> = {
  F4: '达到序时进度',
  G4: '完成主体',
  H4: 12,
  I4: 0.5,
  F5: '滞后',
  G5: '正在招标',
  J5: '资金未到位',
};

async function filled(
  cells: Readonly<Record<string, ExcelJS.CellValue>>,
  change: (table: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => undefined,
  from: ReturnSheet = sheet,
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const bytes = await returnSheet(from);
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  const table = book.worksheets[0];
  if (!table) throw new Error('no sheet');
  for (const [cell, value] of Object.entries(cells)) table.getCell(cell).value = value;
  change(table, book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function faultsOf(bytes: Uint8Array): Promise<string[]> {
  const read = await readReturnSheet(bytes, expected);
  return 'faults' in read ? read.faults.map((one) => one.message) : [];
}

/** A part of the file rewritten as text, as only a hostile hand would. */
function withPart(bytes: Uint8Array, name: string, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(bytes);
  const xml = new TextDecoder().decode(parts[name]);
  return zipSync({ ...parts, [name]: strToU8(change(xml)) });
}

describe('the sheet that is sent out', () => {
  test('shows what is on file, offers the states, locks what is not to be changed, and prints on A4 landscape', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Uint8Array.from(await returnSheet(sheet)).buffer);
    const table = book.worksheets[0];
    const row = (at: number): unknown[] => ((table?.getRow(at).values ?? []) as unknown[]).slice(1);
    expect(table?.getCell('A1').value).toBe('《某区2023年重点工作任务》2023年第三季度督查报送表');
    expect(String(table?.getCell('A2').value)).toContain('区水务局');
    expect(row(3)).toEqual(
      '编号 任务 时限 目标 在案情况 进度状态 进展情况 目标1完成值 目标2完成值 存在问题 需协调事项'.split(' '),
    );
    expect(row(4).slice(0, 5)).toEqual([
      3,
      '修泵站',
      '2023年12月31日',
      '1. 新建泵站≥20座\n2. 投资≥20座',
      '2023年8月1日：=已开工',
    ]);
    expect(table?.getCell('F4').dataValidation.formulae).toEqual(['"已完成,超前,达到序时进度,滞后,其他"']);
    const locked = ['E4', 'F4', 'H4', 'H5', 'K5'].map((at) => table?.getCell(at).protection?.locked ?? true);
    expect(locked).toEqual([true, false, false, true, false]);
    expect([table?.getCell('A7').value, row(8).slice(0, 2)]).toEqual([
      '配合的任务（1项，由牵头单位报送，不需填写）',
      [9, '修道路'],
    ]);
    expect([table?.pageSetup.paperSize, table?.pageSetup.orientation, table?.views[0]?.state]).toEqual([
      9,
      'landscape',
      'frozen',
    ]);
    expect(book.getWorksheet('duban')?.state).toBe('veryHidden');
  });

  test('comes back whole; one sent back carries what was given before', async () => {
    const read = await readReturnSheet(await filled(whole), expected);
    const content: ReturnContent = {
      tasks: [
        {
          task: 'p/2023/3',
          state: 'on-schedule',
          progress: '完成主体',
          values: [
            { target: 0, value: 12 },
            { target: 1, value: 0.5 },
          ],
          problems: '',
          help: '',
        },
        { task: 'p/2023/7', state: 'behind', progress: '正在招标', values: [], problems: '资金未到位', help: '' },
      ],
    };
    expect(read).toEqual({ content });
    const again = { ...sheet, leads: leads.map((one, at) => ({ ...one, ...given(content, at) })) };
    expect(await readReturnSheet(new Uint8Array(await returnSheet(again)), expected)).toEqual({ content });
  });

  const given = ({ tasks }: ReturnContent, at: number) => (tasks[at] ? { given: tasks[at] } : {});

  test('whatever is filled in validly is read back equal', async () => {
    const words = fc
      .string({ unit: fc.constantFrom(...'完成=+"<&>\'\n 12，。a@𠮷_x'), minLength: 1, maxLength: 60 })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    const maybe = fc.oneof(fc.constant(''), words);
    const value = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }));
    const size = fc.record({ targets: fc.integer({ min: 0, max: 3 }), supports: fc.integer({ min: 0, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            state: fc.constantFrom(...returnStates),
            progress: words,
            problems: maybe,
            why: words,
            help: maybe,
            values: fc.array(fc.option(value), { minLength: 3, maxLength: 3 }),
            size,
          }),
          { minLength: 1, maxLength: 5 },
        ),
        async (rows) => {
          const tasks = rows.map((one, at) => ({
            task: `p/2023/${at + 1}`,
            number: at + 1,
            title: `第${at + 1}项`,
            targets: Array.from({ length: one.size.targets }, () => target),
            ...day,
          }));
          const supports = Array.from({ length: rows[0]?.size.supports ?? 0 }, (_, at) => ({
            ...tasks[0],
            ...{ task: `p/2023/${90 + at}`, number: 90 + at, title: '配合', targets: [target], ...day },
          }));
          const content: ReturnContent = {
            tasks: rows.map((one, at) => ({
              task: `p/2023/${at + 1}`,
              state: one.state,
              progress: one.progress,
              problems: one.state === 'behind' ? one.why : one.problems,
              help: one.help,
              values: one.values
                .slice(0, one.size.targets)
                .flatMap((number, slot) =>
                  number === null ? [] : [{ target: slot, value: number === 0 ? 0 : number }],
                ),
            })),
          };
          const most = Math.max(...rows.map((one) => one.size.targets));
          const bytes = await filled(
            {},
            (table) => {
              content.tasks.forEach((one, at) => {
                const row = table.getRow(4 + at);
                row.getCell(6).value = returnStateWords[one.state];
                row.getCell(7).value = one.progress;
                for (const { target: slot, value: number } of one.values) row.getCell(8 + slot).value = number;
                if (one.problems !== '') row.getCell(8 + most).value = one.problems;
                if (one.help !== '') row.getCell(9 + most).value = one.help;
              });
            },
            { ...sheet, leads: tasks, supports },
          );
          const asked = tasks.map(({ task, ...rest }) => ({ id: task, ...rest }));
          expect(await readReturnSheet(bytes, { ...expected, tasks: asked })).toEqual({ content });
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a sheet with faults', () => {
  test('names every cell at once and takes nothing', async () => {
    const cells = {
      ...whole,
      F4: '基本完成',
      G4: null,
      H4: '１２',
      I4: new Date(Date.UTC(2023, 8, 30)),
      J4: { formula: 'A1&"x"', result: 'x' },
      F5: null,
      G5: '长'.repeat(2001),
      H5: 3,
      J5: { error: '#N/A' } as ExcelJS.CellErrorValue,
      M5: '表外',
      A6: 12,
      B6: '多出来的',
      H8: 4,
    };
    // Excel gives a cell in which a date is typed the format of a date.
    const bytes = await filled(cells, (table) => {
      table.getCell('I4').numFmt = 'yyyy/m/d';
    });
    expect(await faultsOf(bytes)).toEqual([
      '单元格M5（表格以外）的“表外”不能用，不会读取，请写到表格里面再清空',
      '单元格A6的“12”不是本单位要报送的任务，要报送的任务编号为3、7；请不要增加行',
      '单元格H8（配合的任务）的“4”不能用，配合的任务由牵头单位报送，请清空',
      '单元格F4（进度状态）的“基本完成”不能用，可用：已完成、超前、达到序时进度、滞后、其他',
      '单元格J4（存在问题）是公式，不取它的结果，请改填数值或文字',
      '单元格G4没有填写进展情况',
      '单元格H4（目标1完成值）的“１２”不能用，这是文本，请改为数值格式的半角数字',
      '单元格I4（目标2完成值）的“2023-09-30”不能用，这是日期，请把单元格设为数值格式后填数字',
      '单元格F5没有填写进度状态',
      '单元格G5（进展情况）有2001个字，不得超过2000个字',
      '单元格J5（存在问题）的“#N/A”不能用，请填文字或数字',
      '单元格H5（目标1完成值）的“3”不能用，这项任务没有这个目标，请清空',
    ]);
  });

  test('moved and renamed columns, rows taken away or doubled, merged cells', async () => {
    const moved = await filled({ ...whole, J3: '需协调事项', K3: '困难', A5: 3 }, (table) => table.mergeCells('F4:G4'));
    expect(await faultsOf(moved)).toEqual([
      '单元格F4:G4合并过，请取消合并',
      '单元格J3应为“存在问题”列，现为“需协调事项”；请不要移动、改名或增删列',
      '单元格K3应为“需协调事项”列，现为“困难”；请不要移动、改名或增删列',
      '单元格A5：第3项在A4已经有一行',
      '报送表中没有第7项“清河道”的一行，请不要删除行',
    ]);
    const shifted = await filled(whole, (table) => table.spliceRows(1, 1));
    expect(await faultsOf(shifted)).toContain('报送表第3行应为表头，第一格为“编号”；请不要增删表头上方的行');
    const formula = await filled({ ...whole, H4: { formula: '6*2', result: 12 } });
    expect(await faultsOf(formula)).toEqual(['单元格H4（目标1完成值）是公式，不取它的结果，请改填数值或文字']);
  });

  test("another plan's, unit's or cycle's sheet is told apart, and one that is not ours", async () => {
    const other = await filled(whole, undefined, { ...sheet, plan: 'q', cycle: 'q/2023Q2', unit: 'roads' });
    expect(await faultsOf(other)).toEqual([
      '这份报送表是另一计划的（q），应为p，请填写对应的表格',
      '这份报送表是另一督查周期的（q/2023Q2），应为p/2023Q3，请填写对应的表格',
      '这份报送表是另一单位的（roads），应为water，请填写对应的表格',
    ]);
    const foreign = await filled(whole, (_table, book) => book.removeWorksheet('duban'));
    expect(await faultsOf(foreign)).toEqual([expect.stringContaining('不是系统发出的报送表')]);
  });
});

describe('what is no workbook, or a trap', () => {
  test('xls, csv, Word and torn files say what to hand in', async () => {
    const text = new TextEncoder().encode('编号,任务\n3,修泵站\n');
    const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.alloc(600)]);
    const word = zipSync({ 'word/document.xml': strToU8('<w/>') });
    for (const [bytes, words] of [
      [text, '文本（如 csv）'],
      [ole, '旧版 Excel 表格（xls）'],
      [word, 'Word 文档'],
      [(await filled(whole)).subarray(0, 3000), '已损坏'],
      [new Uint8Array(SHEET_LIMITS.file + 1), '超过上限5242880字节'],
    ] as const) {
      expect(await faultsOf(bytes)).toEqual([expect.stringContaining(words)]);
    }
  });

  test('a bomb is refused, and ranges over the whole sheet cost nothing', async () => {
    const bytes = await filled(whole);
    const sheet1 = 'xl/worksheets/sheet1.xml';
    const bomb = withPart(bytes, sheet1, (xml) => xml.replace('</sheetData>', `${' '.repeat(9_000_000)}</sheetData>`));
    expect(await faultsOf(bomb)).toEqual([expect.stringContaining('异常庞大')]);
    const ranges = withPart(bytes, sheet1, (xml) =>
      xml
        .replace(/<dataValidations[\s\S]*<\/dataValidations>/, '')
        .replace(/<cols>/, '<cols><col min="1" max="999999999" width="9"/>')
        .replace(
          '</sheetData>',
          '</sheetData><dataValidations count="1"><dataValidation type="whole" sqref="A1:XFD1048576"><formula1>1</formula1></dataValidation></dataValidations>',
        ),
    );
    expect(await readReturnSheet(ranges, expected)).toHaveProperty('content');
    const merged = withPart(bytes, sheet1, (xml) =>
      xml.replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    );
    expect((await faultsOf(merged))[0]).toBe('单元格A1:XFD1048576合并过，请取消合并');
    const far = withPart(bytes, sheet1, (xml) => xml.replace('</sheetData>', '<row r="4000000000"/></sheetData>'));
    expect(await faultsOf(far)).toEqual([expect.stringContaining('已损坏')]);
    const endless = withPart(bytes, sheet1, (xml) => xml.replace('</sheetData>', '<cols>'.repeat(500_000)));
    expect(await faultsOf(endless)).toHaveLength(1);
  });
});
