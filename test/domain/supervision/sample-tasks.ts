/** Tasks and returns of a made-up plan, for the rules of supervision. */
import { assignTask } from '../../../domain/assign.js';
import { addDays, instantOf } from '../../../domain/day.js';
import { type ReturnVersion, returnId, type TaskReturn } from '../../../domain/supervision/return.js';
import type { TaskDuty, TaskState } from '../../../domain/task.js';

export const quarter = { from: '2023-07-01', to: '2023-09-30' } as const;
export const frame = {
  ...quarter,
  cycle: 'sample-2023/2023Q3',
  period: '2023年第三季度',
  planTitle: '某区2023年重点工作任务',
} as const;

/** A task assigned on 2023-03-06; `duties` such as `lead:water, support:roads`. */
export function sampleTask(number: number, duties: string, change: Partial<TaskState> = {}): TaskState {
  const due = change.due ?? '2023-12-31';
  const seed = {
    number,
    title: `第${number}项工作`,
    chapter: '一、总体',
    due,
    dueSource: 'text' as const,
    duties: duties.split(', ').map((duty) => {
      const [role = '', unit = ''] = duty.split(':');
      return { unit, role: role as TaskDuty['role'] };
    }),
  };
  const at = instantOf('2023-03-06', 540);
  return { ...assignTask('sample-2023', 2023, seed, '2023-03-06', at, instantOf(addDays(due, 1))), ...change };
}

export const sampleId = (number: number): string => `sample-2023/2023/${number}`;

export function taskReturn(number: number, state: TaskReturn['state'], change: Partial<TaskReturn> = {}): TaskReturn {
  const problems = state === 'behind' ? '资金未到位' : '';
  return { task: sampleId(number), state, progress: '正在推进', values: [], problems, help: '', ...change };
}

export function sampleReturn(
  unit: string,
  tasks: readonly TaskReturn[],
  change: Partial<ReturnVersion> = {},
): ReturnVersion {
  return {
    id: returnId('sample-2023', unit, quarter.to),
    cycle: frame.cycle,
    unit,
    version: 1,
    content: { tasks },
    files: [],
    via: 'link',
    at: instantOf('2023-10-10', 600),
    by: '联络员',
    onBehalf: null,
    sentBack: null,
    ...change,
  };
}
