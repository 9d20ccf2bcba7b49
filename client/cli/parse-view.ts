/** A reading as tables an official can read: tasks, then everything that is to be settled, with words and line. */
import Table from 'cli-table3';
import stringWidth from 'string-width';
import type { Course, IndicatorCell } from '../../domain/indicator.js';
import type { ReadingFinding } from '../../domain/parse/findings.js';
import type { ReadDuty, ReadIndicator, ReadItem, Reading } from '../../domain/parse/reading.js';

const roleWords = { lead: '牵头', support: '配合', responsible: '负责' } as const;
const kindWords = {
  'key-tasks': '年度重点任务',
  'action-plan': '行动计划',
  'implementation-plan': '实施方案',
  outline: '规划纲要',
  plan: '计划',
} as const;
const operatorWords = { '>=': '≥', '<=': '≤', '>': '＞', '<': '＜', '=': '＝', '~': '约' } as const;

/** Cells of a terminal line each column may take. */
const widths = { number: 6, task: 28, duties: 40, due: 18, targets: 40, line: 6 } as const;

/** Renders a reading for the terminal; the text ends without a line break. */
export function parseView(reading: Reading): string {
  const { document, items, indicators } = reading;
  const found = [
    ...reading.findings.map((one) => ({ task: '全文', one })),
    ...items.flatMap((item) => item.findings.map((one) => ({ task: numberOf(item), one }))),
    ...indicators.flatMap((row) => row.findings.map((one) => ({ task: `指标${row.number ?? ''}`, one }))),
  ];
  const open = found.filter(({ one }) => one.blocking);
  const told = found.filter(({ one }) => !one.blocking);
  const tasks = items.filter((item) => item.sub === undefined).length;
  return [
    plain(document.title),
    [document.number, document.issuer, document.issued, kindWords[document.kind]]
      .filter((words) => words)
      .map((words) => plain(String(words)))
      .join('　'),
    '',
    ...(tasks > 0 ? [taskTable(items)] : []),
    ...(indicators.length > 0 ? [indicatorTable(indicators)] : []),
    `共${[
      ...(tasks > 0 ? [`${tasks}项任务`] : []),
      ...(indicators.length > 0 ? [`${indicators.length}项指标（${bindingCount(indicators)}项约束性）`] : []),
    ].join('、')}，${open.length}处须在启动前确认，${told.length}处说明`,
    ...(open.length > 0 ? ['', '须确认：', findingTable(open)] : []),
    ...(told.length > 0 ? ['', '说明：', findingTable(told)] : []),
  ].join('\n');
}

function taskTable(items: readonly ReadItem[]): string {
  const table = newTable(['序号', '任务', '责任单位', '时限', '目标']);
  let chapter: string | null = null;
  for (const item of items) {
    if (item.chapter !== null && item.chapter !== chapter) table.push([{ colSpan: 5, content: plain(item.chapter) }]);
    chapter = item.chapter;
    table.push([
      numberOf(item),
      wrapped(item.title, widths.task),
      wrapped(dutyLines(item.duties), widths.duties),
      wrapped(dueLines(item), widths.due),
      wrapped(targetLines(item), widths.targets),
    ]);
  }
  return table.toString();
}

const natureWords = { expected: '预期性', binding: '约束性' } as const;
const courseWords: Readonly<Record<Course, string>> = {
  path: '逐年达到',
  keep: '保持',
  floor: '不低于',
  ceiling: '不高于',
  goal: '到期达到',
  yearly: '每年达到',
  total: '五年累计',
  relative: '与另一项比较',
  assigned: '按上级分解任务',
  open: '待确认',
};

function bindingCount(indicators: readonly ReadIndicator[]): number {
  return indicators.filter((one) => one.nature === 'binding').length;
}

/** The table as printed; a lost cell shows what is proposed for it, with a question mark. */
function indicatorTable(indicators: readonly ReadIndicator[]): string {
  const { baseYear, targetYear } = indicators[0] as ReadIndicator;
  const year = (value: number | null, words: string): string => (value === null ? words : `${value}年`);
  const head = [
    '序号',
    '指标',
    '单位',
    year(baseYear, '基期'),
    year(targetYear, '目标'),
    '年均/[累计]',
    '属性',
    '跟踪方式',
  ];
  const table = newTable(head);
  let group: string | null = null;
  for (const one of indicators) {
    if (one.group !== null && one.group !== group) table.push([{ colSpan: head.length, content: plain(one.group) }]);
    group = one.group;
    table.push([
      String(one.number ?? '－'),
      wrapped(one.name, widths.task),
      plain(one.unit),
      cellWords(one.base),
      cellWords(one.target),
      cellWords(one.growth ?? one.cumulative),
      one.nature === null ? '？' : natureWords[one.nature],
      courseWords[one.course],
    ]);
  }
  return table.toString();
}

function cellWords(cell: IndicatorCell | null): string {
  if (cell === null) return '';
  return wrapped(cell.kind === 'lost' ? `${cell.proposed ?? ''}？` : cell.raw, widths.due);
}

function findingTable(found: readonly { readonly task: string; readonly one: ReadingFinding }[]): string {
  const table = newTable(['任务', '行', '原文', '说明']);
  for (const { task, one } of found) {
    const words = one.words.length > 40 ? `${one.words.slice(0, 39)}…` : one.words;
    table.push([
      task,
      String(one.line),
      wrapped(words, widths.task),
      wrapped(one.message, widths.duties + widths.targets),
    ]);
  }
  return table.toString();
}

function newTable(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}

function numberOf(item: ReadItem): string {
  return item.sub === undefined ? String(item.number ?? '－') : `${item.number ?? ''}之分项`;
}

function dutyLines(duties: readonly ReadDuty[]): string {
  if (duties.length === 0) return '（未写明）';
  return (['lead', 'responsible', 'support'] as const)
    .map((role) => ({
      role,
      names: duties
        .filter((duty) => duty.role === role)
        .map((duty) => `${duty.unit ?? duty.group ?? ''}${duty.resolved ? '' : '？'}`),
    }))
    .filter(({ names }) => names.length > 0)
    .map(
      ({ role, names }) =>
        `${roleWords[role]}：${names.join('、')}${duties.some((duty) => duty.role === role && duty.open) ? ' 等' : ''}`,
    )
    .join('\n');
}

function dueLines({ deadlines }: ReadItem): string {
  return deadlines
    .map((one) => (one.source === 'default' ? `${one.due}（默认）` : one.due ? `${one.due}` : one.raw))
    .filter((line, i, all) => all.indexOf(line) === i)
    .join('\n');
}

function targetLines({ targets }: ReadItem): string {
  return targets.map(({ metric, op, value, unit }) => `${metric} ${operatorWords[op]} ${value}${unit}`).join('\n');
}

/** No escape sequence or line break of a document reaches the terminal. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Breaks lines at so many cells; a Chinese character takes two. */
function wrapped(text: string, cells: number): string {
  return text
    .split('\n')
    .flatMap((line) => pieces(plain(line), cells))
    .join('\n');
}

function pieces(line: string, cells: number): string[] {
  const done: string[] = [];
  let open = '';
  let width = 0;
  for (const character of line) {
    const wide = stringWidth(character);
    if (width + wide > cells && open !== '') {
      done.push(open);
      open = '';
      width = 0;
    }
    open += character;
    width += wide;
  }
  return [...done, open];
}
