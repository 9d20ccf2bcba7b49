/** The light of a task on a day, with its reasons in words. Pure and workflow-safe; days only, never the clock. */
import { type Day, daysBetween, inChinese } from './day.js';
import { type TaskState, unsignedOf } from './task.js';

export type Colour = 'green' | 'yellow' | 'red' | 'done' | 'grey';

export interface Light {
  readonly colour: Colour;
  /** Why, for people; empty for a plain green. The reason that decides the colour comes first. */
  readonly reasons: readonly string[];
}

/** Calendar days before the deadline at which a task turns yellow. */
export const nearDays = 7;
/** Calendar days a unit may leave a task unsigned before it turns yellow. */
const unsignedDays = 2;

/** Calendar days late on `today`, from the date in force and from the first date; 0 when not late (design section 5). */
export function lateness(
  task: Pick<TaskState, 'due' | 'firstDue'>,
  today: Day,
): { readonly days: number; readonly fromFirst: number } {
  return { days: Math.max(0, daysBetween(task.due, today)), fromFirst: Math.max(0, daysBetween(task.firstDue, today)) };
}

/**
 * red: open and past the date in force, from its next day on (design section 4), whether or not a report waits;
 * yellow: due within 7 days, unsigned for more than 2 days, or a report or extension waits for the office;
 * done: accepted; grey: cancelled or suspended; green: everything else.
 */
export function light(task: TaskState, today: Day): Light {
  if (task.stage === 'accepted') return { colour: 'done', reasons: ['已办结'] };
  if (task.stage === 'cancelled') return { colour: 'grey', reasons: ['已取消'] };
  if (task.suspended !== undefined) {
    return { colour: 'grey', reasons: [`${inChinese(task.suspended.since)}起暂停：${task.suspended.reason}`] };
  }
  const red: string[] = [];
  const yellow: string[] = [];
  const plain: string[] = [];
  const late = lateness(task, today);
  const left = daysBetween(today, task.due);
  const moved = task.firstDue !== task.due;

  if (late.days > 0) red.push(`已逾期${late.days}天`);
  else if (left <= nearDays) yellow.push(left === 0 ? '今日到期' : `距时限${left}天`);
  if (moved && late.fromFirst > 0) plain.push(`按原定时限已逾期${late.fromFirst}天`);
  if (task.stage === 'reported') yellow.push('已报告，待办公室审核');
  if (task.extension !== undefined) yellow.push(`申请延期至${inChinese(task.extension.to)}，待办公室决定`);
  const unsigned = unsignedOf(task).length;
  const waited = daysBetween(task.assigned, today);
  if (unsigned > 0 && waited > unsignedDays) yellow.push(`交办${waited}天，尚有${unsigned}个单位未签收`);

  const colour = red.length > 0 ? 'red' : yellow.length > 0 ? 'yellow' : 'green';
  return { colour, reasons: [...red, ...yellow, ...plain] };
}
