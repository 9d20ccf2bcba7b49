/** A reorganisation in words for people. */
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
