/** How the command line names a comment period and comments in it. */
import { InvalidArgumentError } from 'commander';
import type { PeriodDetail } from '../http/comment-answers.js';
import type { Api } from './api.js';
import { integer } from './usage.js';

const MOST = 10_000_000;
const number = integer('意见编号', 1, MOST);

/** The path of a period in the API: `plan/round`, or a plan, which is asked for its latest round. */
export async function periodPath(api: Api, period: string): Promise<string> {
  const [plan = '', round] = period.split('/');
  if (round !== undefined) return pathOf(period);
  return pathOf((await api.get<PeriodDetail>(`/api/comment-periods/${encodeURIComponent(plan)}`)).id);
}

/** The path for reading: a plan alone is its latest round there. */
export function pathOf(period: string): string {
  return `/api/comment-periods/${period.split('/').map(encodeURIComponent).join('/')}`;
}

/** A line for each year whose holidays are not published yet. */
export function unknownYearLines(years: readonly number[]): string[] {
  return years.map((year) => `注意：还没有${year}年的放假安排，该年的日子按周一至周五推算，载入后截止日遇休息日顺延。`);
}

/** Reads serial numbers such as `1,3-5` from an argument, added to those of the arguments before it; each once, in order. */
export function serialNumbers(text: string, before: readonly number[] = []): readonly number[] {
  const found = new Set(before);
  for (const part of text.split(/[,，、]/)) {
    const [, from = part.trim(), to] = /^\s*(\d+)\s*[-—~～至]\s*(\d+)\s*$/.exec(part) ?? [];
    const first = number(from);
    const last = to === undefined ? first : number(to);
    if (last < first || last - first > 5000)
      throw new InvalidArgumentError(`“${part.trim()}”不能作意见编号，应为 1,3-5 的形式，由小到大，一次不超过 5000 条`);
    for (let no = first; no <= last; no++) found.add(no);
  }
  return [...found].sort((a, b) => a - b);
}
