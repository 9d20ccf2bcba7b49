/** `duban plan amend`, `amendments`: a running plan changed, and how it was. */
import { clockOf } from '../../domain/day.js';
import { letterKindWords } from '../../domain/letter-words.js';
import type { LetterKind } from '../../domain/schedule/types.js';
import type { AmendedAnswer, AmendmentAnswer, AmendPreview, ToldAnswer } from '../http/plan-amend-answers.js';
import type { LetterLine } from '../rehearsal-view.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { plain } from './table.js';

const pathOf = (plan: string): string => `/api/plans/${encodeURIComponent(plan)}/amendments`;

export interface AmendOptions extends ByOption {
  readonly preview?: boolean;
  /** The number that the preview gave it. */
  readonly nth?: number;
}

/** Amends the plan, or with `preview` prints what would come of it: who is told, which letters of the rest change. */
export async function amendPlan(
  plan: string,
  file: string,
  { preview, nth: no, by }: AmendOptions,
  io: Io,
): Promise<void> {
  const text = readTextFile(file);
  if (preview === true) {
    const seen = await connectApi().post<AmendPreview>(pathOf(plan), { text, preview, by });
    return answer(io, seen, previewLines(seen, file));
  }
  const done = await connectApi().post<AmendedAnswer>(pathOf(plan), { text, no, by });
  answer(io, done, [
    `计划 ${plan} 的第 ${done.no} 次调整已办理（${plain(done.approvedBy)}批准）：`,
    ...done.changes.map((words) => `  ${plain(words)}`),
    ...toldLines(done.told),
  ]);
}

/** Prints the amendments of a plan, the newest first. */
export async function listAmendments(plan: string, io: Io): Promise<void> {
  const found = await connectApi().get<{ readonly amendments: readonly AmendmentAnswer[] }>(pathOf(plan));
  answer(io, found, [
    ...found.amendments.flatMap((one) => [
      `第 ${one.no} 次　${clockOf(one.at)}　${plain(one.approvedBy)}批准${one.document === '' ? '' : `，${plain(one.document)}`}（${one.by}）`,
      `  理由：${plain(one.reason)}`,
      ...one.changes.map((words) => `  ${plain(words)}`),
    ]),
    ...(found.amendments.length === 0 ? ['没有调整过。'] : []),
  ]);
}

function previewLines(seen: AmendPreview, file: string): readonly string[] {
  const { added, gone, changed, after, before, until } = seen;
  const heading = (words: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', `${words}（${lines.length} 封）：`, ...lines];
  return [
    `第 ${seen.no} 次调整（预览，什么也没有改）：`,
    ...seen.changes.map((words) => `  ${plain(words)}`),
    ...toldLines(seen.told),
    ...heading('增加的信', added.map(lineOf)),
    ...heading('不再发的信', gone.map(lineOf)),
    ...heading(
      '内容有变的信',
      changed.map((one) => lineOf(one.after)),
    ),
    ...heading('调整之后到期末的全部信件', after.map(lineOf)),
    '',
    `到 ${until}，如无人办理：原 ${before.length} 封，调整后 ${after.length} 封。督办函须办公室签发，不在其中。`,
    `确认后办理：duban plan amend ${seen.plan} ${file} --nth ${seen.no}（其间有了别的调整，就不办，请再看一次）`,
  ];
}

function toldLines(told: readonly ToldAnswer[]): readonly string[] {
  if (told.length === 0) return ['', '没有要告知的单位。'];
  return ['', '随下一封例行信告知（各单位一封）：', ...told.map((one) => `  ${one.name}：${one.what.join('；')}`)];
}

function lineOf({ at, kind, unit, why }: LetterLine): string {
  return `  ${at.slice(0, 10)} ${at.slice(11, 16)}  ${letterKindWords[kind as LetterKind]}　${unit}：${why}`;
}
