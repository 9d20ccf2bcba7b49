/** What a unit returns for a cycle. Plain JSON, workflow-safe. */
import type { AttachedFile } from '../comment/comment.js';
import type { Day } from '../day.js';

export const returnStates = ['done', 'ahead', 'on-schedule', 'behind', 'other'] as const;
export type ReturnState = (typeof returnStates)[number];

export const returnStateWords: Readonly<Record<ReturnState, string>> = {
  done: '已完成',
  ahead: '超前',
  'on-schedule': '达到序时进度',
  behind: '滞后',
  other: '其他',
};

/** A value for one target of a task, in the target's unit. */
export interface TargetValue {
  /** Place of the target in the task, from 0. */
  readonly target: number;
  readonly value: number;
}

export interface TaskReturn {
  /** `{plan}/{year}/{number}` */
  readonly task: string;
  readonly state: ReturnState;
  readonly progress: string;
  readonly values: readonly TargetValue[];
  /** Behind: why; else empty. */
  readonly problems: string;
  /** Help wanted from the leadership or other units. */
  readonly help: string;
}

export interface ReturnContent {
  readonly tasks: readonly TaskReturn[];
}

export type ReturnVia = 'link' | 'console' | 'excel' | 'mail';

/** One version of a unit's return; a return sent back is followed by a new version, and all are kept. */
export interface ReturnVersion {
  /** `return/{plan}/{unit}/{yyyymmdd}` */
  readonly id: string;
  readonly cycle: string;
  readonly unit: string;
  readonly version: number;
  readonly content: ReturnContent;
  readonly files: readonly AttachedFile[];
  readonly via: ReturnVia;
  readonly at: number;
  readonly by: string;
  /** Entered by the office for the unit: who and why. */
  readonly onBehalf: { readonly by: string; readonly why: string } | null;
  readonly sentBack: { readonly reason: string; readonly at: number; readonly by: string; readonly due: Day } | null;
}

/** Id under which rounds chase a return; the number at its end lets a signed link carry it (activities/links). */
export const returnId = (plan: string, unit: string, periodEnd: Day): string =>
  `return/${plan}/${unit}/${periodEnd.replaceAll('-', '')}`;

/** True for the id of a return; tasks are named `plan/year/number`. */
export const isReturn = (id: string): boolean => id.startsWith('return/');

/** A value that is probably a slip: asked back, never refused. In words for the person, or undefined. */
export function doubtOf(
  value: number,
  target: { readonly op: string; readonly value: number; readonly unit: string },
): string | undefined {
  if (value < 0) return '数值为负，是否填错？';
  if (target.value > 0 && value >= target.value * 10)
    return `比目标高${Math.floor(value / target.value)}倍，是否为单位错误？`;
  if (target.value > 0 && value > 0 && value * 1000 <= target.value) return '不到目标的千分之一，是否为单位错误？';
  return undefined;
}
