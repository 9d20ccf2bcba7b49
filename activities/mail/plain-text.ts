/** The plain-text rendering of a letter: readable in any mail program, every link on a line of its own. */
import type { Block, ErrandRow, TaskRow } from './content.js';
import type { Sheet } from './sheet.js';

/** The whole text part, lines ended by \n. */
export function renderText(sheet: Sheet): string {
  return [
    sheet.greeting,
    '',
    ...sheet.blocks.flatMap((block) => [...linesOf(block), '']),
    sheet.signature,
    sheet.date,
    '',
    '——',
    ...sheet.footer,
    '',
  ].join('\n');
}

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return [`【${block.text}】`];
    case 'paragraph':
      return [block.text];
    case 'facts':
      return block.rows.map(([label, value]) => `${label}：${value}`);
    case 'tasks':
      return block.rows.flatMap((row, at) => [...(at === 0 ? [] : ['']), ...taskLines(row)]);
    case 'errands':
      return block.rows.flatMap((row, at) => [...(at === 0 ? [] : ['']), ...errandLines(row)]);
    case 'action':
      return [`${block.label}：`, block.href];
  }
}

function taskLines(row: TaskRow): readonly string[] {
  return [
    `${row.number}. ${row.title}`,
    ...(row.plan === undefined ? [] : [`   来源：${row.plan}`]),
    `   职责：${row.role}`,
    `   时限：${row.due}`,
    `   进度：${row.state}${row.remaining === '—' ? '' : `，${row.remaining}`}`,
    ...(row.ask === undefined ? [] : [`   ${row.ask}`]),
    ...row.notes.map((note) => `   ${note}`),
    ...(row.link === undefined ? [] : [`   ${row.link.label}：`, `   ${row.link.href}`]),
  ];
}

function errandLines(row: ErrandRow): readonly string[] {
  return [
    row.title,
    ...row.facts.map(([label, value]) => `   ${label}：${value}`),
    `   ${row.ask}`,
    ...row.notes.map((note) => `   ${note}`),
    ...(row.link === undefined ? [] : [`   ${row.link.label}：`, `   ${row.link.href}`]),
  ];
}
