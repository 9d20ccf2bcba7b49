/** `duban task …`: acts on one task and its record. */
import { clockOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { letterKindWords, stateWords } from '../../domain/letter-words.js';
import type { Act, TaskState } from '../../domain/task.js';
import { actNames } from '../../domain/task-acts.js';
import type { TaskDetail, UnitsAnswer } from '../http/answers.js';
import { actorWords, eventWords, letterStatusWords, lightWords } from '../words.js';
import { type Api, connectApi, taskPath } from './api.js';
import { answer, type Io } from './io.js';
import type { TaskOptions } from './options.js';
import { plain, table } from './table.js';

/** Does one act; a unit's own act is done on its behalf. Prints the task's new state. */
export async function actOnTask(
  id: string,
  options: TaskOptions,
  make: (unit: string, task: TaskState) => Act,
  io: Io,
): Promise<void> {
  const api = connectApi();
  const unit = options.unit === undefined ? '' : await unitId(api, options.unit);
  const { state: task } = await api.get<TaskDetail>(taskPath(id));
  const act = make(unit, task);
  const behalf = options.unit === undefined ? {} : { onBehalfOf: unit, why: options.why };
  const state = await api.post<TaskState>(`${taskPath(id)}/acts`, { act, by: options.by, ...behalf });
  answer(io, state, `${actNames[act.kind]}：任务 ${id} 现为“${stateWords(state)}”，时限 ${state.due}。`);
}

/** A unit by its id or by a name the directory knows. */
async function unitId(api: Api, words: string): Promise<string> {
  const { units } = await api.get<UnitsAnswer>('/api/units');
  const found = units.find((u) => u.id === words || u.name === words || u.aliases.includes(words));
  if (found === undefined) throw refuse('not-found', { what: words });
  return found.id;
}

/** Prints one task with history and letters. */
export async function showTask(id: string, io: Io): Promise<void> {
  const task = await connectApi().get<TaskDetail>(taskPath(id));
  const { state } = task;
  const names = new Map([...task.leads, ...task.supports].map((u) => [u.id, u.name]));
  const name = (id: string) => names.get(id) ?? id;
  answer(io, task, [
    `${task.number}. ${plain(task.title)}（${task.id}）`,
    `状态：${task.stateWords}　灯：${lightWords[task.light.colour]}${task.light.reasons.map((r) => `；${r}`).join('')}`,
    `时限：${task.due}${task.firstDue === task.due ? '' : `（原定 ${task.firstDue}）`}`,
    `牵头：${task.leads.map((u) => u.name).join('、')}${task.supports.length === 0 ? '' : `　配合：${task.supports.map((u) => u.name).join('、')}`}`,
    ...(state.report === undefined
      ? []
      : [`第 ${state.report.no} 次报告（${clockOf(state.report.at)}）：${plain(state.report.text)}`]),
    ...(state.extension === undefined
      ? []
      : [`第 ${state.extension.no} 次延期申请：延至 ${state.extension.to}，理由：${plain(state.extension.reason)}`]),
    ...(task.next === null ? [] : [`下一步：${task.next.what}，${clockOf(task.next.at)}`]),
    '',
    ...table(
      ['时间', '经过', '谁'],
      task.history.map((e) => [clockOf(e.at), eventWords(e, name), actorWords(e.actor, name)]),
    ),
    '',
    ...table(
      ['日期', '信件', '状态', '收信人'],
      task.letters.map((l) => [l.day, l.subject ?? letterKindWords[l.kind], letterStatusWords[l.status], l.to ?? '']),
    ),
  ]);
}
