/** What every measurement prints: one table, a ratio against a baseline of the same run, and whether the limit holds. */
import { availableParallelism } from 'node:os';
import stringWidth from 'string-width';

export interface Figure {
  readonly what: string;
  readonly value: string;
  /** The baseline's value, measured in the same run. */
  readonly against?: string;
  /** Ours ÷ the baseline's. */
  readonly ratio?: number;
  /** The limit in words, and whether it holds. */
  readonly limit?: string;
  readonly met?: boolean;
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which `share` (0 … 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Prints the table in Markdown, ready for README.md; a limit that does not hold makes the exit code 1. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  const rows = [
    ['测什么', '本次', '基准', '比值', '要求', '结论'],
    ...figures.map((f) => [
      f.what,
      f.value,
      f.against ?? '',
      f.ratio === undefined ? '' : f.ratio.toFixed(2),
      f.limit ?? '',
      f.met === undefined ? '' : f.met ? '达到' : '未达到',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => stringWidth(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell))).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const day = new Date().toISOString().slice(0, 10);
  process.stdout.write(
    `\n${title}（${day}，Node ${process.version}，${availableParallelism()} 核）\n\n${[line(head), rule, ...body.map(line)].join('\n')}\n`,
  );
  if (figures.some((f) => f.met === false)) process.exitCode = 1;
}

/** A line on the way, on stderr: the table stays alone on stdout. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Wall seconds of a piece of work. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
