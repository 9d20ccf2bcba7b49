/** `duban plan show`, `pause`, `resume`, `evaluate`: the life of a plan. */
import { clockOf } from '../../domain/day.js';
import { type PlanEvaluation, planEvaluationWords } from '../../domain/life/life.js';
import type { KinAnswer, PlanLifeAnswer, TaskCounts } from '../http/plan-life-answers.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { plain, shorten, table } from './table.js';

const pathOf = (plan: string): string => `/api/plans/${encodeURIComponent(plan)}`;

/** Prints the life of a plan: stage, years, evaluations, kin, what is due and when, what happened. */
export async function showLife(plan: string, io: Io): Promise<void> {
  const life = await connectApi().get<PlanLifeAnswer>(`${pathOf(plan)}/life`);
  const { parent, children, issued, paused } = life;
  answer(io, life, [
    `${plain(life.title)}（${plan}），${periodOf(life)}：${life.stageWords}`,
    ...(issued === null ? [] : [`印发：${issued.number}，${issued.on}`]),
    ...(paused === null ? [] : [`暂停：${clockOf(paused.since)} 起，${plain(paused.reason)}（${paused.by}）`]),
    ...(parent === null ? [] : [`上级计划：${kinLine(parent)}`]),
    ...(life.years.length === 0
      ? []
      : table(
          ['年度', '任务', '未办结', '逾期', '已销号', '已取消', '启动', '批准'],
          life.years.map((one) => [
            String(one.year),
            ...countCells(one),
            one.launchedAt === null ? '' : clockOf(one.launchedAt),
            one.approval === null ? '' : `${one.approval.by}，${one.approval.on}，${one.approval.document}`,
          ]),
        )),
    ...(children.length === 0
      ? []
      : [
          '下级计划：',
          ...table(
            ['计划', '名称', '年度', '状态', '任务', '未办结', '逾期', '已销号', '已取消'],
            children.map((one) => [
              one.id,
              shorten(one.title, 40),
              String(one.year),
              one.stageWords,
              ...countCells(one),
            ]),
          ),
          `连同下级计划：${totalWords(life.total)}`,
        ]),
    ...life.evaluations.map((one) => `${one.words}：${one.document}，${one.on}（${one.by}）：${plain(one.opinion)}`),
    ...(life.amendments === 0 ? [] : [`调整 ${life.amendments} 次。`]),
    ...life.due.map((one) => `待办：${one.words}，期限 ${one.due}${one.late > 0 ? `，已逾期 ${one.late} 天` : ''}`),
    ...(life.next === null ? [] : [`下一次提示：${clockOf(life.next.at)} ${life.next.what}`]),
    '',
    ...table(
      ['时间', '经过', '谁'],
      life.timeline.map((one) => [clockOf(one.at), shorten(plain(one.what), 100), one.by]),
    ),
  ]);
}

const periodOf = ({ from, to }: PlanLifeAnswer): string => (from === to ? `${from}年` : `${from}年至${to}年`);

const countCells = (one: TaskCounts): string[] =>
  [one.tasks, one.open, one.overdue, one.accepted, one.cancelled].map(String);

const totalWords = ({ tasks, open, overdue, accepted, cancelled }: TaskCounts): string =>
  `任务 ${tasks} 项，未办结 ${open} 项（逾期 ${overdue} 项），已销号 ${accepted} 项，已取消 ${cancelled} 项。`;

const kinLine = ({ id, title, stageWords }: KinAnswer): string => `${plain(title)}（${id}，${stageWords}）`;

/** Pauses a plan. */
export async function pausePlan(plan: string, body: ByOption & { readonly reason: string }, io: Io): Promise<void> {
  const { reason, by } = body;
  const life = await connectApi().post<PlanLifeAnswer>(`${pathOf(plan)}/pause`, { reason, by });
  answer(io, life, [
    `计划 ${plan} 已暂停，${life.total.open} 项未办结的任务停止计时。`,
    `恢复：duban plan resume ${plan} --reason 理由 --give-back 或 --keep-dates`,
  ]);
}

export interface ResumeOptions extends ByOption {
  readonly reason: string;
  readonly giveBack?: boolean;
  readonly keepDates?: boolean;
}

/** Lets a paused plan go on. */
export async function resumePlan(plan: string, options: ResumeOptions, io: Io): Promise<void> {
  const giveBack = options.giveBack === true;
  const body = { reason: options.reason, giveBack, by: options.by };
  const life = await connectApi().post<PlanLifeAnswer>(`${pathOf(plan)}/resume`, body);
  answer(io, life, `计划 ${plan} 已恢复，各项时限${giveBack ? '按暂停的天数顺延' : '不变'}。`);
}

export interface EvaluateOptions extends ByOption {
  readonly document: string;
  readonly opinion: string;
  /** Why the one on record is replaced. */
  readonly correct?: string;
}

/** Puts an evaluation on record. */
export async function evaluatePlan(
  plan: string,
  evaluation: PlanEvaluation,
  { document, opinion, correct, by }: EvaluateOptions,
  io: Io,
): Promise<void> {
  const body = { evaluation, document, opinion, correct, by };
  const life = await connectApi().post<PlanLifeAnswer>(`${pathOf(plan)}/evaluate`, body);
  answer(io, life, [
    `计划 ${plan} 的${planEvaluationWords[evaluation]}已${correct === undefined ? '登记' : '更正'}：${document}。`,
    ...(evaluation === 'final' ? [`结束并归档：duban close ${plan} --reason 计划到期 --archive 档案.zip`] : []),
  ]);
}
