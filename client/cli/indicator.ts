/** `duban indicator …`: five-year indicators, from who answers for them to their approved evaluation. */
import { writeFileSync } from 'node:fs';
import { cells, openingWords } from '../../activities/documents/evaluation-words.js';
import { clockOf } from '../../domain/day.js';
import { evaluationTitle, scoreWords } from '../../domain/indicators/evaluation.js';
import { type Verdict, verdictWords } from '../../domain/indicators/judge.js';
import { type EvaluationKind, evaluationWords } from '../../domain/indicators/watch.js';
import type { EvaluationAnswer, IndicatorsAnswer } from '../http/indicator-answers.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { plain, shorten, table } from './table.js';

const pathOf = (plan: string): string => `/api/indicators/${encodeURIComponent(plan)}`;

/** Prints every indicator: how it is followed, who answers for it, and its newest value. */
export async function listIndicators(plan: string, io: Io): Promise<void> {
  const found = await connectApi().get<IndicatorsAnswer>(pathOf(plan));
  const { started, over, asked, evaluations } = found;
  answer(io, found, [
    `${plain(found.title)}　${started === null ? '指标尚未开始跟踪' : `${started.from}—${started.to}年，${clockOf(started.at)}由${started.by}开始跟踪`}`,
    ...(over ? ['跟踪已结束：终期评估已经审签。'] : []),
    ...(asked === null || over
      ? []
      : [
          `${asked.year}年数值：期限 ${asked.due}，${
            asked.units
              .filter((one) => one.owed.length > 0)
              .map((one) => `${one.name}未报${one.owed.length}项`)
              .join('、') || '已报齐'
          }`,
        ]),
    ...table(
      ['序号', '指标', '性质', '基期', '目标', '路径', '责任单位', '最近'],
      found.indicators.map((one) => {
        const last = one.years.findLast((year) => year.verdict !== null);
        return [
          String(one.no),
          shorten(`${one.name}（${one.measure}）`, 44),
          one.natureWords,
          one.base,
          one.target,
          shorten(one.why === '' ? one.wayWords : one.why, 40),
          one.unitName ?? '未明确',
          last === undefined ? '' : `${last.year}年 ${last.value ?? '—'} ${last.verdictWords ?? ''}`,
        ];
      }),
    ),
    ...evaluations.map(
      (one) =>
        `${evaluationWords[one.kind]}（截至${one.year}年）：${one.approvedBy === undefined ? `待审签，起草 ${one.author === 'duban' ? '系统' : one.author}` : `${one.approvedBy}已审签`}`,
    ),
  ]);
}

/** Settles the responsible unit of one or several indicators. */
export async function assignIndicator(
  plan: string,
  nos: readonly number[],
  unit: string,
  { by }: ByOption,
  io: Io,
): Promise<void> {
  const done = await connectApi().post<{ readonly unit: string }>(`${pathOf(plan)}/assign`, { nos, unit, by });
  answer(io, done, `第${nos.join('、')}项指标由${unit}负责填报，从下一次要数起算。`);
}

/** Starts to follow a plan's indicators. */
export async function startIndicators(
  plan: string,
  options: ByOption & { readonly rules?: string },
  io: Io,
): Promise<void> {
  const rules = options.rules === undefined ? undefined : readTextFile(options.rules);
  const state = await connectApi().post<{
    readonly from: number;
    readonly to: number;
    readonly indicators: readonly unknown[];
  }>(`${pathOf(plan)}/start`, { rules, by: options.by });
  answer(
    io,
    state,
    `已开始跟踪${state.indicators.length}项指标，${state.from}—${state.to}年；每年年初向责任单位要上一年的数值。`,
  );
}

export interface GiveOptions extends ByOption {
  readonly year: number;
  readonly value: number;
  readonly source: string;
  readonly asOf: string;
  readonly note?: string;
  readonly why: string;
  readonly confirm?: boolean;
}

interface Given {
  readonly kept: boolean;
  readonly version: number;
  readonly doubts: readonly string[];
  readonly verdict?: Verdict;
  readonly why?: string;
}

/** Enters a year's value on behalf of the responsible unit. @returns 1 when it was asked back. */
export async function giveValue(plan: string, no: number, options: GiveOptions, io: Io): Promise<number> {
  const { year, value, source, asOf, note, why, confirm, by } = options;
  const done = await connectApi().post<Given>(`${pathOf(plan)}/values`, {
    ...{ no, year, value, source, asOf, note, by },
    onBehalf: why,
    confirmed: confirm === true,
  });
  answer(
    io,
    done,
    done.kept
      ? `第${no}项指标${year}年的数值已登记（第 ${done.version} 次，代报：${why}）。${done.verdict === undefined ? '' : `${verdictWords[done.verdict]}：${done.why}`}`
      : ['没有登记，请核对：', ...done.doubts.map((one) => `  ${one}`), '核对无误的，加 --confirm 再报。'],
  );
  return done.kept ? 0 : 1;
}

/** Puts a person's judgement on record where nothing can be computed. */
export async function judgeIndicator(
  plan: string,
  no: number,
  options: ByOption & { readonly year: number; readonly verdict: Verdict; readonly basis: string },
  io: Io,
): Promise<void> {
  const { year, verdict, basis, by } = options;
  const done = await connectApi().post(`${pathOf(plan)}/judgements`, { no, year, verdict, basis, by });
  answer(io, done, `第${no}项指标${year}年判断为“${verdictWords[verdict]}”：${plain(basis)}`);
}

export interface EvaluateOptions extends ByOption {
  readonly kind?: EvaluationKind | 'year';
  readonly year?: number;
  readonly docx?: string;
  /** Text file with the office's words on the evaluation that waits. */
  readonly opinion?: string;
}

/** Prints an evaluation, writes it as a Word file, or puts the office's words on the one that waits. */
export async function evaluateIndicators(plan: string, options: EvaluateOptions, io: Io): Promise<void> {
  const api = connectApi();
  const { kind, year, docx, opinion, by } = options;
  if (opinion !== undefined)
    await api.post(`${pathOf(plan)}/write`, { evaluation: kind ?? 'mid', opinion: readTextFile(opinion), by });
  const query = { kind, year: year === undefined ? undefined : String(year) };
  const found = await api.get<EvaluationAnswer>(`${pathOf(plan)}/evaluation`, query);
  if (docx !== undefined) writeFileSync(docx, await api.bytes(`${pathOf(plan)}/evaluation.docx`, query));
  const { evaluation, draft, approvedBy, names } = found;
  answer(io, found, [
    `${plain(evaluationTitle(evaluation))}（${draft ? '草稿' : `${evaluation.number === undefined ? '' : `${evaluation.number}，`}${approvedBy}已审签`}）`,
    openingWords(evaluation),
    ...(['binding', 'expected'] as const).flatMap((nature) => [
      '',
      scoreWords(nature, evaluation[nature].score),
      ...table(
        ['序号', '指标', '责任单位', '基期', '目标', '应达到', '实际', '判断', '依据'],
        evaluation[nature].rows.map((row) => [
          ...cells(row, (unit) => names[unit] ?? unit).map((cell) => shorten(cell, 40)),
          shorten(row.why, 60),
        ]),
      ),
    ]),
    ...(evaluation.opinion === '' ? [] : ['', `评估意见：${evaluation.opinion}`]),
    ...(docx === undefined ? [] : ['', `已写入 ${docx}`]),
  ]);
}

export interface ApproveOptions extends ByOption {
  readonly incomplete?: string;
}

/** Approves the evaluation that waits. */
export async function approveEvaluation(plan: string, kind: EvaluationKind, options: ApproveOptions, io: Io) {
  const body = { evaluation: kind, ...options };
  const done = await connectApi().post<{ readonly number: string | null }>(`${pathOf(plan)}/approve`, body);
  answer(io, done, `${evaluationWords[kind]}已审签，存入台账，编号 ${done.number ?? '无'}。`);
}
