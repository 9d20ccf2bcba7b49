/** An act that a mail asks for, in one line. Pure. */
import { inChinese } from '../day.js';
import { oneLine } from '../letter-words.js';
import { actNames } from '../task-acts.js';
import type { UnitAct } from '../unit-acts.js';

/** Characters of a report that are repeated. */
const SHOWN = 120;

/** `报告办结：道路已通车`, `申请延期：至2027年9月30日，理由：资金未到位`. */
export function actWords(act: UnitAct): string {
  const name = actNames[act.kind];
  switch (act.kind) {
    case 'sign':
      return name;
    case 'requestExtension':
      return `${name}：至${inChinese(act.to)}，理由：${oneLine(act.reason, SHOWN)}`;
    default:
      return `${name}：${oneLine(act.text, SHOWN)}`;
  }
}

/** The number by which people call a task, from its id `{plan}/{year}/{number}`. */
export const taskNumberOf = (task: string): number => Number(task.slice(task.lastIndexOf('/') + 1));
