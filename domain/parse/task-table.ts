/**
 * Plans printed as a table: a head with a column of tasks and at least one of units, one task a row, chapter titles in
 * rows of their own. Each row becomes the same paragraphs that a plan in prose has, so that everything behind reads it.
 */
import { type AnnotatedParagraph, annotate } from './annotated.js';
import type { Known } from './annotation-words.js';
import { markerOf } from './marker.js';
import type { OutlineNode } from './outline.js';
import { fold, type Line, Passage, type Span, splitLines } from './passage.js';
import { cellsOfLine, type TableCell } from './table-cells.js';

type Column = 'number' | 'group' | 'task' | 'body' | 'lead' | 'support' | 'responsible' | 'time' | 'person';

export interface TaskTables {
  readonly nodes: readonly OutlineNode[];
  /** Where the tables stand, heads included. */
  readonly spans: readonly Span[];
}

const words: readonly (readonly [pattern: RegExp, column: Column])[] = [
  [/^(?:序号|编号)$/, 'number'],
  [/^(?:类别|领域|方面|板块|专项)$/, 'group'],
  [/^(?:责任人|责任领导|分管领导|牵头领导|包保领导|联系人|负责人)$/, 'person'],
  [/(?:时限|时间|期限|节点)(?:要求)?$/, 'time'],
  [/^(?:牵头|主办|主责)(?:责任|考核)?(?:单位|部门)$/, 'lead'],
  [/^(?:配合|协办|参与|协同)(?:责任)?(?:单位|部门)$/, 'support'],
  [/^(?:责任|承办|落实|实施|负责)(?:单位|部门|主体)$/, 'responsible'],
  [/^(?:重点|主要|工作|目标|改革|具体)?(?:任务|事项|项目|举措|工作)(?:名称|清单)?$/, 'task'],
  [
    /^(?:重点|主要|工作|目标|具体|任务|建设|推进)?(?:任务|事项|工作|建设)?(?:内容|措施|目标|要求|举措|成果|计划|备注)$/,
    'body',
  ],
];
/** Labels that stand before a cell's words, so that the grammar of annotations and times reads them. */
const labels: Partial<Record<Column, string>> = {
  lead: '牵头单位:',
  support: '配合单位:',
  responsible: '责任单位:',
  time: '完成时限:',
};

/** The task tables of decoded text; nodes in the order of their rows. */
export function taskTablesIn(source: string, known: Known): TaskTables {
  const nodes: OutlineNode[] = [];
  const spans: Span[] = [];
  if (!/单位|部门/.test(source) || !/[|\t]| {2,}|\u3000{2,}/.test(source)) return { nodes, spans };
  let columns: readonly Column[] | null = null;
  let span: [number, number] | null = null;
  for (const line of splitLines(source)) {
    const cells = line.text === '' ? [] : cellsOfLine(line);
    const head = cells ? headOf(cells) : null;
    if (head) {
      columns = head;
      span ??= [line.from, line.to];
    } else if (columns && cells && span) {
      const node = rowOf(cells, columns, known);
      if (node) {
        nodes.push(node);
        span[1] = line.to;
      } else if (cells.length > 0) columns = null;
    } else columns = null;
    if (!columns && span) {
      spans.push(span);
      span = null;
    }
  }
  if (span) spans.push(span);
  return { nodes, spans };
}

function headOf(cells: readonly TableCell[]): readonly Column[] | null {
  if (cells.length < 2 || cells.length > 14) return null;
  const columns = cells.map(({ text }): Column | null => {
    const squeezed = fold(text).replace(/\s+/g, '');
    return squeezed.length > 10 ? null : (words.find(([pattern]) => pattern.test(squeezed))?.[1] ?? null);
  });
  // Two columns of content: the first one names the task.
  if (!columns.includes('task')) columns[columns.indexOf('body')] = 'task';
  const units = columns.some((one) => one === 'lead' || one === 'responsible');
  const unknown = columns.filter((one) => one === null).length;
  if (!units || !columns.includes('task') || unknown * 3 > columns.length) return null;
  return columns.map((one) => one ?? 'body');
}

function rowOf(cells: readonly TableCell[], columns: readonly Column[], known: Known): OutlineNode | null {
  const filled = cells.filter(({ text }) => text !== '');
  const [only] = filled;
  if (!only) return null;
  if (filled.length === 1 && columns.length > 2) {
    const title = only.text.length <= 40 ? paragraphOf([only], known) : null;
    return title && { kind: 'chapter', paragraphs: [title] };
  }
  // Merged cells at the head of a row are lost with the white space there.
  const missing = columns.length - cells.length;
  if (missing < 0 || missing > 2) return null;
  const shift = missing > 0 && !/^\d{1,3}$/.test(fold(only.text)) ? missing : 0;
  const at = (column: Column): TableCell | null => {
    const cell = cells[columns.indexOf(column) - shift];
    return cell && cell.text !== '' ? cell : null;
  };
  const task = at('task');
  return task && { kind: 'item', paragraphs: itemOf(cells, columns, shift, task, at('number'), known) };
}

function itemOf(
  cells: readonly TableCell[],
  columns: readonly Column[],
  shift: number,
  task: TableCell,
  number: TableCell | null,
  known: Known,
): AnnotatedParagraph[] {
  const bodies = columns
    .flatMap((column, i) => (column === 'body' ? [cells[i - shift]] : []))
    .filter((cell) => cell && cell.text !== '');
  const pieces = bodies.flatMap((cell): (TableCell | string)[] => (cell ? ['。', cell] : []));
  const head = paragraphOf([task, ...pieces], known);
  const own = Number(/^\d{1,3}$/.exec(fold(number?.text ?? ''))?.[0] ?? Number.NaN);
  const marker = Number.isNaN(own) ? head.marker : { style: 'arabic' as const, number: own, length: 0 };
  const rest = columns.flatMap((column, i): AnnotatedParagraph[] => {
    const cell = cells[i - shift];
    const label = labels[column];
    return cell && label && !/^[-—–/]*$/.test(cell.text) ? [paragraphOf([label, cell], known)] : [];
  });
  const all = [{ ...head, marker }, ...rest];
  // Together the paragraphs cover the whole row, its number and empty cells included.
  const first = all[0] as AnnotatedParagraph;
  const last = all.at(-1) as AnnotatedParagraph;
  const to = Math.max(cells.at(-1)?.to ?? 0, last.span[1]);
  all[0] = { ...first, span: [cells[0]?.from ?? first.span[0], first.span[1]] };
  all[all.length - 1] = {
    ...(all.at(-1) as AnnotatedParagraph),
    span: [(all.at(-1) as AnnotatedParagraph).span[0], to],
  };
  return all;
}

/** Cells and the words put between them as one paragraph; the words have no place of their own in the source. */
function paragraphOf(pieces: readonly (TableCell | string)[], known: Known): AnnotatedParagraph {
  let at = 0;
  const first = pieces.find((piece) => typeof piece !== 'string');
  let number = typeof first === 'object' ? first.line.number : 1;
  const lines = pieces.map((piece, i): Line => {
    if (typeof piece !== 'string') {
      at = piece.to;
      number = piece.line.number;
      return { number, from: piece.from, to: piece.to, text: piece.text };
    }
    const next = pieces[i + 1];
    const from = typeof next === 'object' ? next.from : at;
    return { number, from, to: from, text: piece };
  });
  const passage = new Passage(lines);
  return annotate({ passage, marker: markerOf(passage.folded), span: [lines[0]?.from ?? 0, at] }, known);
}
