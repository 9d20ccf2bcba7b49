/** The head of an indicator table: which column is which, told by its words and not by its place. */
import { fold } from './passage.js';
import type { TableCell } from './table-cells.js';

export type ColumnRole = 'group' | 'number' | 'name' | 'unit' | 'base' | 'between' | 'target' | 'growth' | 'nature';

export interface TableHead {
  /** Columns in order, each once per table cell of a full row. */
  readonly columns: readonly ColumnRole[];
  readonly baseYear: number | null;
  readonly targetYear: number | null;
}

type Word = Exclude<ColumnRole, 'base' | 'between' | 'target'> | 'value' | 'rest';

/** Longest head seen: group, number, name, unit, four years, growth, nature, some of them broken over lines. */
const LONGEST = 16;

const squeeze = (text: string): string => fold(text).replace(/\s+/g, '');

function wordOf(text: string): Word | null {
  const words = squeeze(text);
  if (words.length > 24 || /^\(?\d{1,3}[).、]/.test(words)) return null;
  if (/^(?:指标)?(?:属性|性质)$|^指标类型$/.test(words)) return 'nature';
  if (/^[([〔/].*[)\]〕]?$/.test(words) && words.length <= 12) return 'rest';
  if (/^(?:序号|编号)$/.test(words)) return 'number';
  if (/^(?:类别|类型|领域|分类|指标类别|一级指标)$/.test(words)) return 'group';
  if (/^(?:计量)?单位$/.test(words)) return 'unit';
  if (/年均|累计|增速|增长|年度增/.test(words)) return 'growth';
  if (/20\d\d年?|基期|基准|现状|目标|规划值|完成值/.test(words)) return 'value';
  if (/^(?:主要|核心|具体|二级|规划|发展)?指标(?:名称)?(?:\([^()]*\))?$/.test(words)) return 'name';
  return null;
}

/** The head that ends at or around `at`, a cell with the words 属性 or 性质, and the place behind it; null when none. */
export function headAround(
  cells: readonly (TableCell | null)[],
  at: number,
): { readonly head: TableHead; readonly from: number; readonly to: number } | null {
  if (wordAt(cells, at) !== 'nature') return null;
  const from = firstOf(cells, at);
  let to = at + 1;
  // Columns behind the nature begin with a year; a row's name may well hold 增速.
  if (wordAt(cells, to) === 'value')
    while (to - from < LONGEST && ['value', 'growth', 'rest'].includes(wordAt(cells, to) ?? '')) to++;
  const words = cells.slice(from, to).map((cell) => ({ word: wordOf(cell?.text ?? ''), text: cell?.text ?? '' }));
  if (!words.some(({ word }) => word === 'name') || !words.some(({ word }) => word === 'value')) return null;
  return { head: headOf(words), from, to };
}

/** Back to the name of the first column; in front of it only a number or a group may stand, not the table's title. */
function firstOf(cells: readonly (TableCell | null)[], at: number): number {
  let from = at;
  let named = false;
  while (from > 0 && at - from < LONGEST) {
    const word = wordAt(cells, from - 1);
    if (word === null || word === 'nature' || (named && word !== 'number' && word !== 'group')) break;
    named ||= word === 'name';
    from--;
  }
  return from;
}

function wordAt(cells: readonly (TableCell | null)[], at: number): Word | null {
  const cell = cells[at];
  return cell ? wordOf(cell.text) : null;
}

function headOf(words: readonly { readonly word: Word | null; readonly text: string }[]): TableHead {
  const columns: ColumnRole[] = [];
  const years: (number | null)[] = [];
  const values = words.filter(({ word }) => word === 'value').length;
  let seen = 0;
  for (const { word, text } of words) {
    if (word === null || word === 'rest') continue;
    if (word !== 'value') {
      // 年均增速/ and [累计] broken over lines are one column.
      if (columns.at(-1) !== word) columns.push(word);
      continue;
    }
    seen++;
    columns.push(seen === values ? 'target' : seen === 1 ? 'base' : 'between');
    years.push(Number(/20\d\d/.exec(squeeze(text))?.[0] ?? Number.NaN) || null);
  }
  return { columns, baseYear: values > 1 ? (years[0] ?? null) : null, targetYear: years.at(-1) ?? null };
}
