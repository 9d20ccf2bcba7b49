/** `duban plan year PLAN YEAR`: the list, and the office's answers to its questions. */
import { writeFileSync } from 'node:fs';
import { targetWords } from '../../activities/documents/return-sheet-form.js';
import { clockOf, inChinese } from '../../domain/day.js';
import type { QuestionAnswer, YearListAnswer } from '../http/plan-year-answers.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import { plain, shorten, table } from './table.js';
import type { YearOptions } from './verbs-plan-year.js';

/** Hands in answers where there are some, then shows the list; with `out` writes its questions for filling in. */
export async function planYear(plan: string, year: number, options: YearOptions, io: Io): Promise<void> {
  const api = connectApi();
  const path = `/api/plans/${encodeURIComponent(plan)}/years/${year}`;
  const { by } = options;
  if (options.answers !== undefined) await api.post(`${path}/answers`, { text: readTextFile(options.answers), by });
  if (options.with !== undefined) await api.post(`${path}/answers`, { pick: options.with, by });
  const list = await api.get<YearListAnswer>(path);
  if (options.out !== undefined) writeFileSync(options.out, list.form);
  answer(io, list, [...listLines(list), ...nextLines(list, options.out)].map(plain));
}

function listLines(list: YearListAnswer): string[] {
  const { title, year, started, tasks, carried, left } = list;
  return [
    `${title}，${year}年任务清单${started === null ? '（未启动）' : `（${clockOf(started.at)}启动${started.approval === null ? '' : `，${started.approval.by}${inChinese(started.approval.on)}批准，${started.approval.document}`}）`}`,
    '',
    `列入 ${tasks.length} 项：`,
    ...table(
      ['序号', '任务', '牵头单位', '时限', '本年目标'],
      tasks.map((task) => [
        String(task.number),
        shorten(task.title, 32),
        shorten(task.leads.map((unit) => unit.name).join('、'), 24),
        task.dueSource === 'default' ? `${task.due}（年底）` : task.due,
        shorten(task.targets.map(targetWords).join('；'), 48),
      ]),
    ),
    ...section(
      `上年未办结、继续办 ${carried.length} 项：`,
      carried.map((one) => `${one.number}. ${one.title}（${one.task}，时限 ${one.due}）`),
    ),
    ...section(
      `不列入 ${left.length} 项：`,
      left.map((one) => `${one.number}. ${one.title}：${one.words}`),
    ),
    ...section(
      '已答复：',
      list.answered.map((one) => `任务${one.task}：${one.words}　→ ${answerWords(one)}`),
    ),
    ...section(
      list.further || isClosed(list) ? '启动前要确定：' : '待定事项（首年的不影响启动，可以在启动后按调整办理）：',
      list.questions.map((one) => `任务${one.task}“${one.title}”：${one.words}`),
    ),
    ...section(
      '不能启动的原因：',
      list.faults.map((one) => one.message),
    ),
  ];
}

const isClosed = ({ faults }: Pick<YearListAnswer, 'faults'>): boolean =>
  faults.some(({ code }) => code === 'plan-closed');

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', head, ...lines.map((line) => `  ${line}`)];
}

/** The answer to a question in words. */
function answerWords({ answer: given, target, unit }: QuestionAnswer): string {
  if (target !== null) return given === 'none' ? '不分解' : `${given}${target.measure}`;
  return unit?.successors.find((one) => one.id === given)?.name ?? String(given);
}

function nextLines(
  { plan, year, started, further, questions, faults }: YearListAnswer,
  out: string | undefined,
): string[] {
  if (started !== null) return [];
  if (out !== undefined) return ['', `待定事项已写到 ${out}，填好后：duban plan year ${plan} ${year} --answers ${out}`];
  const asked =
    questions.length === 0 || isClosed({ faults })
      ? []
      : ['', `答复：duban plan year ${plan} ${year} --out 答复.yaml，填好后用 --answers 交回`];
  if (faults.length > 0 || (further && questions.length > 0)) return asked;
  return [
    ...asked,
    '',
    `启动：duban launch ${plan} --year ${year}${further ? ' --approved-by 批准人 --approved-on 日期 --document 文号' : ''}`,
  ];
}
