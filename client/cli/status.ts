/** `duban status [PLAN]`. */
import { clockOf } from '../../domain/day.js';
import type { PlanDetail, StatusAnswer, TaskAnswer } from '../http/answers.js';
import { lightWords, planStatusWords } from '../words.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import { shorten, table } from './table.js';

/** All plans with counts, or one plan with its tasks. */
export async function status(plan: string | undefined, io: Io): Promise<void> {
  const api = connectApi();
  if (plan === undefined) {
    const all = await api.get<StatusAnswer>('/api/status');
    answer(io, all, statusLines(all));
    return;
  }
  const detail = await api.get<PlanDetail>(`/api/plans/${encodeURIComponent(plan)}`);
  const { plan: document, ...rest } = detail;
  const several = new Set(detail.list.map((task) => task.year)).size > 1;
  answer(io, { ...rest, findings: document.findings }, [
    `${detail.title}（${detail.id}，${planStatusWords[detail.status]}）`,
    ...table(
      ['序号', '灯', '任务', '牵头单位', '时限', '状态', '下一步'],
      detail.list.map((task) => [
        several ? `${task.year}/${task.number}` : String(task.number),
        lightWords[task.light.colour],
        shorten(task.title, 32),
        shorten(task.leads.map((u) => u.name).join('、'), 24),
        task.due === task.firstDue ? task.due : `${task.due}（原 ${task.firstDue}）`,
        task.stateWords,
        nextWords(task),
      ]),
    ),
  ]);
}

function nextWords(task: TaskAnswer): string {
  return task.next === null ? '' : `${task.next.what} ${clockOf(task.next.at)}`;
}

function statusLines(all: StatusAnswer): string[] {
  if (all.plans.length === 0) return ['还没有计划。导入：duban import 文件'];
  return [
    ...table(
      ['计划', '名称', '状态', '任务', '未办结', '红', '黄', '绿', '须处理'],
      all.plans.map((p) => [
        p.id,
        shorten(p.title, 40),
        planStatusWords[p.status],
        String(p.tasks),
        String(p.open),
        String(p.lights.red),
        String(p.lights.yellow),
        String(p.lights.green),
        String(p.openFindings),
      ]),
    ),
    ...(all.formalWaiting > 0 ? [`有 ${all.formalWaiting} 份督办函等待签发：duban formal list`] : []),
    ...(all.undeliverable > 0 ? [`有 ${all.undeliverable} 封信没有送达：duban letters --status undeliverable`] : []),
  ];
}
