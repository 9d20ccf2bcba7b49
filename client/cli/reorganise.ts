/** `duban units reorganise …`: what comes of a reorganisation, its decision, and all there were. */
import { inChinese } from '../../domain/day.js';
import type { ReorganisationPreview, ReorganisationsAnswer, TakenDuty, UnitPast } from '../http/reorganise-answers.js';
import { askedWords, dutyName } from '../reorganisation/words.js';
import { connectApi } from './api.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';
import { shorten, table } from './table.js';

/** Decides the reorganisation of a file, or shows what would come of it. */
export async function reorganise(
  file: string,
  options: ByOption & { readonly preview?: boolean },
  io: Io,
): Promise<void> {
  const seen = await connectApi().post<ReorganisationPreview>('/api/units/reorganise', {
    text: readTextFile(file),
    preview: options.preview === true,
    by: options.by,
  });
  answer(io, seen, [
    seen.words,
    ...(seen.duties.length === 0 ? [] : dutyTable(seen.duties)),
    ...askedWords(seen),
    ...seen.warnings.map((words) => `注意：${words}。`),
    options.preview === true ? '以上是预览，没有登记。' : `已登记，编号 ${seen.change.id}。`,
  ]);
}

function dutyTable(duties: readonly TakenDuty[]): string[] {
  return table(
    ['任务', '题目', '职责', '原单位', '承接单位'],
    duties.map((duty) => [
      dutyName(duty),
      shorten(duty.title, 30),
      duty.roleWords,
      duty.from.name,
      `${duty.to.name}${duty.byDefault ? '（未指定）' : ''}`,
    ]),
  );
}

/** Lists the reorganisations, and the units with a past. */
export async function listReorganisations(io: Io): Promise<void> {
  const found = await connectApi().get<ReorganisationsAnswer>('/api/units/reorganisations');
  const { reorganisations, units } = found;
  answer(io, found, [
    ...(reorganisations.length === 0
      ? ['没有登记过机构变更。']
      : table(
          ['编号', '内容', '文号', '状态', '承接任务'],
          reorganisations.map((one) => [
            one.id,
            one.words,
            shorten(one.document, 30),
            one.stage === 'blocked' ? (one.steps.at(-1)?.words ?? one.stageWords) : one.stageWords,
            one.tasks === null ? '' : String(one.tasks),
          ]),
        )),
    ...units.map(pastWords),
  ]);
}

function pastWords({ name, formerNames, ended }: UnitPast): string {
  const names = formerNames.map((one) => `${inChinese(one.until)}以前称${one.name}`);
  const end =
    ended === null
      ? []
      : [
          `${inChinese(ended.on)}撤销，由${ended.successors.map((one) => one.name).join('、')}承接（${ended.document}）`,
        ];
  return `${name}：${[...names, ...end].join('；')}`;
}

/** Takes one back before its day. */
export async function withdrawReorganisation(
  id: string,
  options: ByOption & { readonly reason: string },
  io: Io,
): Promise<void> {
  const done = await connectApi().post('/api/units/reorganisations/withdraw', {
    id,
    reason: options.reason,
    by: options.by,
  });
  answer(io, done, `机构变更 ${id} 已撤回。`);
}
