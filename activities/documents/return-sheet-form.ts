/** The form of the Excel sheet of a return: what the writer puts where, and where the reader looks for it. */
import type { Target } from '../../domain/plan.js';
import { returnStates, returnStateWords } from '../../domain/supervision/return.js';

/** Name of the very hidden sheet that says whose sheet it is, and its keys in column A; the values stand in column B. */
export const KEY_SHEET = 'duban';
export const keyNames = ['form', 'plan', 'cycle', 'unit', 'version'] as const;
/** Raised when the form changes, so that an old sheet is not misread. */
export const SHEET_FORM = 1;

/** Row of the column headers; title and directions stand above it. */
export const HEADER_ROW = 3;
/** First words of the row below which the supported tasks stand. */
export const SUPPORT_HEADING = '配合的任务';

/** The columns before the values, read only but for the state. */
export const fixedColumns = ['编号', '任务', '时限', '目标', '在案情况', '进度状态', '进展情况'] as const;
/** The columns behind the values. */
export const lastColumns = ['存在问题', '需协调事项'] as const;

/** Header of the column for the value of the target at this place, from 0. */
export const valueColumn = (target: number): string => `目标${target + 1}完成值`;

/** All headers in order: one value column for each target of the task that has most. */
export function columnsOf(tasks: readonly { readonly targets: readonly unknown[] }[]): readonly string[] {
  const most = Math.max(0, ...tasks.map((task) => task.targets.length));
  return [...fixedColumns, ...Array.from({ length: most }, (_, at) => valueColumn(at)), ...lastColumns];
}

/** What names a task in the first column: its number, with the year where tasks of two years have the same one. Ids in, `tasks` with `task` among them. */
export function rowName(task: string, tasks: readonly string[]): string | number {
  const [year, number] = task.split('/').slice(-2);
  const alike = tasks.filter((one) => one.endsWith(`/${number}`));
  return alike.length > 1 ? `${year}-${number}` : Number(number);
}

export const stateWords: readonly string[] = returnStates.map((state) => returnStateWords[state]);

const signs: Readonly<Record<Target['op'], string>> = {
  '>=': '≥',
  '<=': '≤',
  '>': '＞',
  '<': '＜',
  '=': '',
  '~': '约',
};

/** 1. 新建泵站≥20座 */
export function targetWords(target: Pick<Target, 'metric' | 'op' | 'value' | 'unit'>, at: number): string {
  return `${at + 1}. ${target.metric}${signs[target.op]}${target.value}${target.unit}`;
}
