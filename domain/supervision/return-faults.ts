/** What is wrong with a unit's return, and what looks like a slip. Pure and workflow-safe. */
import { type Fault, fault } from '../errors.js';
import type { Target } from '../plan.js';
import type { TaskState } from '../task.js';
import type { CycleUnit } from './cycle.js';
import { doubtOf, type ReturnContent, returnStates, returnStateWords, type TaskReturn } from './return.js';

/** Most characters of a text in a return. */
export const RETURN_TEXT = 2000;

/** A task as a return is checked against it: the targets come from the plan. */
export interface AskedTask extends Pick<TaskState, 'id' | 'number' | 'title'> {
  readonly targets: readonly Pick<Target, 'metric' | 'op' | 'value' | 'unit'>[];
}

/**
 * All faults of a return at once, and the doubts about its values: those are asked back, never refused, and fall silent
 * once the unit has `confirmed` them.
 * @param asked what the unit was asked; it answers for every task it reports on, and for no other.
 * @param tasks at least the tasks it reports on.
 */
export function returnFaults(
  content: ReturnContent,
  asked: Pick<CycleUnit, 'leads' | 'supports'>,
  tasks: readonly AskedTask[],
  { confirmed }: { readonly confirmed: boolean },
): { readonly faults: Fault[]; readonly doubts: string[] } {
  const own = tasks.filter((task) => asked.leads.includes(task.id));
  const faults: Fault[] = [];
  const doubts: string[] = [];
  const seen = new Set<string>();
  for (const one of content.tasks) {
    const task = own.find(({ id }) => id === one.task);
    if (task === undefined) {
      faults.push(fault('return-other-task', { task: nameOf(one.task, tasks), allowed: own.map(wordsOf).join('、') }));
      continue;
    }
    const { number, title } = task;
    if (seen.has(task.id)) faults.push(fault('return-task-twice', { number, title }));
    seen.add(task.id);
    faults.push(...textFaults(one, number), ...valueFaults(one, task));
    if (!confirmed) doubts.push(...doubtsOf(one, task));
  }
  const missing = own.filter((task) => !seen.has(task.id));
  faults.push(...missing.map(({ number, title }) => fault('return-task-missing', { number, title })));
  return { faults, doubts };
}

const wordsOf = ({ number, title }: AskedTask): string => `第${number}项“${title}”`;

function nameOf(id: string, tasks: readonly AskedTask[]): string {
  const task = tasks.find((one) => one.id === id);
  return task === undefined ? id : `${task.number} ${task.title}`;
}

function textFaults(one: TaskReturn, number: number): Fault[] {
  const known = returnStates.includes(one.state);
  const texts = [
    ['进展情况', one.progress],
    ['存在问题', one.problems],
    ['需协调事项', one.help],
  ] as const;
  return [
    ...(known ? [] : [fault('return-state', { number, value: one.state, allowed: stateList })]),
    ...(one.progress.trim() === '' ? [fault('return-text-missing', { number, field: '进展情况' })] : []),
    ...(one.state === 'behind' && one.problems.trim() === '' ? [fault('return-behind-why', { number })] : []),
    ...texts.flatMap(([field, text]) => {
      const { length } = [...text];
      return length > RETURN_TEXT ? [fault('return-text-long', { number, field, length, limit: RETURN_TEXT })] : [];
    }),
  ];
}

const stateList = returnStates.map((state) => returnStateWords[state]).join('、');

function valueFaults({ values }: TaskReturn, { number, targets }: AskedTask): Fault[] {
  return values.flatMap(({ target, value }, at) => {
    const known = targets[target];
    if (known === undefined) {
      const allowed = targets.map(({ metric }, i) => `${i + 1} ${metric}`).join('、') || '没有';
      return [fault('return-target', { number, target: target + 1, allowed })];
    }
    const { metric } = known;
    const twice = values.findIndex((other) => other.target === target) < at;
    return [
      ...(twice ? [fault('return-target-twice', { number, metric })] : []),
      ...(Number.isFinite(value) ? [] : [fault('return-value', { number, metric, value: String(value) })]),
    ];
  });
}

function doubtsOf({ values }: TaskReturn, { number, title, targets }: AskedTask): string[] {
  return values.flatMap(({ target, value }) => {
    const known = targets[target];
    const doubt = known !== undefined && Number.isFinite(value) ? doubtOf(value, known) : undefined;
    return known === undefined || doubt === undefined
      ? []
      : [`第${number}项“${title}”的“${known.metric}”填报${value}${known.unit}：${doubt}`];
  });
}
