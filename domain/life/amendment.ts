/** What an office can change in a running plan, as it writes it down. */
import type { Day } from '../day.js';
import type { Target } from '../plan.js';
import type { TaskDuty } from '../task.js';

/** A task that an amendment brings in; without a date the year's end is its default. `number`: default the next free one. */
export interface NewTask {
  readonly number?: number;
  readonly title: string;
  readonly chapter?: string;
  readonly duties: readonly TaskDuty[];
  readonly due?: Day;
  readonly targets?: readonly Target[];
}

/** Tasks are named by their numbers; units by their ids. */
export type AmendChange =
  | { readonly kind: 'add'; readonly task: NewTask }
  | { readonly kind: 'drop'; readonly task: number }
  | { readonly kind: 'split'; readonly task: number; readonly into: readonly NewTask[] }
  | { readonly kind: 'merge'; readonly tasks: readonly number[]; readonly into: NewTask }
  | { readonly kind: 'move'; readonly task: number; readonly from: string; readonly to: string }
  | { readonly kind: 'target'; readonly task: number; readonly targets: readonly Target[] }
  | { readonly kind: 'date'; readonly task: number; readonly due: Day };

/** What the office hands in: the changes with one reason, who approved them and by what document. */
export interface AmendmentRequest {
  readonly changes: readonly AmendChange[];
  readonly reason: string;
  readonly approvedBy: string;
  readonly document: string;
}

/** The tasks that a change brings in, in their order. */
export function newTasksOf(change: AmendChange): readonly NewTask[] {
  if (change.kind === 'add') return [change.task];
  if (change.kind === 'split') return change.into;
  return change.kind === 'merge' ? [change.into] : [];
}

/** Numbers of the running tasks that a change names. */
export function namedIn(change: AmendChange): readonly number[] {
  if (change.kind === 'add') return [];
  return change.kind === 'merge' ? change.tasks : [change.task];
}
