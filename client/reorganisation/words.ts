/** A reorganisation in words for people. */
import { inChinese, isDay } from '../../domain/day.js';
import type { Directory } from '../../domain/org.js';
import type { Reorganisation } from '../../domain/reorganisation.js';
import type { ReorganisationStep } from '../../domain/reorganisation-event.js';
import type { UnitName } from '../http/answers.js';
import type { ReorganisationPreview, TakenDuty } from '../http/reorganise-answers.js';
import { nameOf } from '../letter-answer.js';

export const stepWords: Readonly<Record<ReorganisationStep, string>> = {
  decided: '登记',
  withdrawn: '撤回',
  applied: '生效，名录和计划已改',
  done: '职责全部承接',
  blocked: '未能生效',
};

/** Names of units, those that begin with the reorganisation among them. */
export function namesIn(directory: Directory, { founded }: Pick<Reorganisation, 'founded'>): (id: string) => UnitName {
  const known = nameOf(directory);
  return (id) => ({ id, name: founded.find((unit) => unit.id === id)?.name ?? known(id).name });
}

/** `区文化局、区旅游局合并为区文化和旅游局，2027年6月1日起`. */
export function reorganisationLine(change: Reorganisation, name: (id: string) => string): string {
  const list = (ids: readonly string[]): string => ids.map(name).join('、');
  const units = list(change.units);
  const on = `，${isDay(change.on) ? inChinese(change.on) : change.on}起`;
  switch (change.kind) {
    case 'rename':
      return `${units}更名为${change.name ?? ''}${on}`;
    case 'merge':
      return `${units}合并为${list(change.successors)}${on}`;
    case 'split':
      return `${units}拆分为${list(change.successors)}${on}`;
    case 'dissolve':
      return `${units}撤销，职责由${list(change.successors)}承接${on}`;
    default:
      throw new Error(`unknown kind ${JSON.stringify(change.kind satisfies never)}`);
  }
}

/** A duty as lists name it: the running task, or the task of a draft or a later year. */
export function dutyName({ task, plan, number }: Pick<TakenDuty, 'task' | 'plan' | 'number'>): string {
  return task ?? `${plan}/${number}（未启动）`;
}

/** What the former units are still asked, in one sentence; empty when nothing is. */
export function askedWords({ asked, successors }: ReorganisationPreview): readonly string[] {
  const parts = [
    [asked.letters, '封信在发送'],
    [asked.returns, '件督查报送'],
    [asked.errands, '件公众意见'],
    [asked.indicators, '件指标数值'],
  ] as const;
  const open = parts.filter(([count]) => count > 0).map(([count, words]) => `${count}${words}`);
  return open.length === 0
    ? []
    : [`在途：${open.join('，')}；今后送${successors[0]?.name ?? '原单位'}，原有链接照常可用。`];
}
