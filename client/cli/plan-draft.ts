/** `duban plan draft`, `revise`, `issue`: a plan on its way to the issue. */
import { writeFileSync } from 'node:fs';
import type { IssuedAnswer, RevisedAnswer } from '../http/plan-draft-answers.js';
import type { DraftStanding } from '../life/drafts.js';
import { nextWords, roundWords } from '../plan-draft-words.js';
import { connectApi } from './api.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { differenceLines } from './plans.js';
import { plain } from './table.js';

const pathOf = (plan: string): string => `/api/plans/${encodeURIComponent(plan)}`;

/** Prints where the draft stands and what is next. */
export async function showDraft(plan: string, io: Io): Promise<void> {
  const standing = await connectApi().get<DraftStanding>(`${pathOf(plan)}/draft`);
  const { title, stageWords, rounds, issued } = standing;
  answer(io, standing, [
    `${plain(title)}：${stageWords}`,
    ...rounds.toReversed().map(roundWords),
    ...(issued === null ? [] : [`${issued.on} 以 ${issued.number} 印发`]),
    nextWords(standing, 'commands'),
  ]);
}

export interface ReviseOptions extends ByOption {
  readonly period?: string;
  readonly out?: string;
  readonly preview?: boolean;
}

/**
 * Carries the adopted changes into the draft and takes it in; prints them.
 * @returns 0, or 1 for a preview with changes that do not fit.
 */
export async function revisePlan(plan: string, options: ReviseOptions, io: Io): Promise<number> {
  const { period, out, by } = options;
  const api = connectApi();
  const preview = options.preview === true;
  const ask = (only: boolean): Promise<RevisedAnswer> =>
    api.post<RevisedAnswer>(`${pathOf(plan)}/revise`, { period, preview: only, by });
  // Written first: where not everything fits, the rest is put right in this file by hand.
  const read = out === undefined ? undefined : await ask(true);
  if (out !== undefined && read !== undefined) {
    writeFileSync(out, /\.docx$/i.test(out) ? await api.bytes(`${pathOf(plan)}/revised.docx`, { period }) : read.text);
    io.err(`改后的草案已写到 ${out}。\n`);
  }
  const revised = preview && read !== undefined ? read : await ask(preview);
  answer(io, out === undefined ? revised : { ...revised, file: out }, lines(revised));
  return revised.faults.length === 0 ? 0 : 1;
}

function lines({ plan, period, changes, faults, imported }: RevisedAnswer): string[] {
  return [
    changes.length === 0
      ? `${period} 公布的采纳情况没有改动草案文字。`
      : `${period} 公布的采纳情况改动草案 ${changes.length} 处：`,
    ...changes.flatMap(({ where, before, after, nos, item }) => [
      plain(`${where}${item === null ? '' : `（草案第 ${item} 项）`}，意见第 ${nos.join('、')} 条`),
      plain(`  原文：${before}`),
      plain(`  改为：${after}`),
    ]),
    ...(faults.length === 0 ? [] : ['下列改动对不上，没有改：', ...faults.map((one) => `  ${plain(one.message)}`)]),
    ...(imported === null
      ? ['没有导入。']
      : [
          `改后的草案已导入：${imported.tasks} 项任务，须处理 ${imported.openFindings} 条。与前一份草稿相比：`,
          ...(imported.difference === null ? [] : differenceLines(imported.difference)),
          `登记印发：duban plan issue ${plan} --number 文号 --on 日期`,
        ]),
  ];
}

/** Puts the issue on record. */
export async function issuePlan(
  plan: string,
  { number, on, by }: ByOption & { readonly number: string; readonly on: string },
  io: Io,
): Promise<void> {
  const issued = await connectApi().post<IssuedAnswer>(`${pathOf(plan)}/issue`, { number, on, by });
  answer(io, issued, [
    `${plain(issued.title)}已登记印发：${issued.number}，${issued.on}。`,
    `启动：duban launch ${plan}`,
  ]);
}
