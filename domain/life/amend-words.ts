/** An amendment in words: for the preview, the list of a plan's amendments, the terminal. Pure. */
import { inChinese } from '../day.js';
import { targetText } from '../plan-difference.js';
import { leadsOf, supportsOf } from '../task.js';
import type { AmendChange, NewTask } from './amendment.js';

export const amendKindWords: Readonly<Record<AmendChange['kind'], string>> = {
  add: '新增',
  drop: '取消',
  split: '拆分',
  merge: '合并',
  move: '转办',
  target: '调整目标',
  date: '调整时限',
};

/** One change in one line. `name` gives the printed name of a unit id. */
export function changeWords(change: AmendChange, name: (unit: string) => string): string {
  switch (change.kind) {
    case 'add':
      return `新增${newTaskWords(change.task, name)}`;
    case 'drop':
      return `取消第${change.task}项`;
    case 'split':
      return `第${change.task}项拆分为${change.into.map((task) => newTaskWords(task, name)).join('、')}`;
    case 'merge':
      return `第${change.tasks.join('、')}项合并为${newTaskWords(change.into, name)}`;
    case 'move':
      return `第${change.task}项由${name(change.from)}转给${name(change.to)}`;
    case 'target':
      return `第${change.task}项的目标改为${change.targets.map(targetText).join('、')}`;
    case 'date':
      return `第${change.task}项的时限改为${inChinese(change.due)}`;
    default:
      throw new Error(`unknown change ${JSON.stringify(change satisfies never)}`);
  }
}

function newTaskWords(task: NewTask, name: (unit: string) => string): string {
  const supports = supportsOf(task).map(name).join('、');
  const facts = [
    `${leadsOf(task).map(name).join('、')}牵头`,
    ...(supports === '' ? [] : [`${supports}配合`]),
    ...(task.due === undefined ? [] : [`${inChinese(task.due)}前`]),
    ...(task.targets ?? []).map(targetText),
  ];
  return `第${task.number ?? '—'}项“${task.title}”（${facts.join('，')}）`;
}
