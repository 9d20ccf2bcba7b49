/** `duban import`, `settle`, `launch`, `close`: a plan from a file to its end. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { clockOf } from '../../domain/day.js';
import { decisionsYaml } from '../../domain/decisions.js';
import { DubanError, fault, refuse } from '../../domain/errors.js';
import { aspectWords, isSame, type PlanDifference } from '../../domain/plan-difference.js';
import { rhythms } from '../../domain/supervision/rhythm.js';
import type { DecisionsAnswer, ImportAnswer, PlanDetail } from '../http/answers.js';
import type { Launched } from '../office.js';
import { rulesInRhythm } from '../supervision/rules.js';
import { connectApi } from './api.js';
import { archiveLines, saveArchive, tryArchive } from './archive.js';
import { readPlanText, readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption, CloseOptions, ImportOptions, LaunchOptions } from './options.js';
import { plain, shorten, table } from './table.js';

/** Sends the file's text to the service and prints what there is to settle. */
export async function importPlan(file: string, options: ImportOptions, io: Io): Promise<void> {
  const text = readPlanText(file);
  const imported = await connectApi().post<ImportAnswer>('/api/plans', {
    name: basename(file),
    text,
    mandate: options.mandate === undefined ? undefined : readTextFile(options.mandate),
    year: options.year,
    decisions: options.decisions === undefined ? undefined : readTextFile(options.decisions),
    with: options.with,
    plan: options.plan,
    parent: options.parent,
    by: options.by,
  });
  if (imported.running) return answer(io, imported, revisionLines(imported, options.out));
  const open = imported.findings.filter((f) => f.settled === undefined);
  answer(io, imported, [
    `已导入计划 ${imported.plan}：${imported.tasks} 项任务，须处理 ${imported.openFindings} 条，提示 ${open.filter((f) => !f.blocking).length} 条。启动之前不向任何人发信。`,
    ...(imported.settled > 0 ? [`按此前的决定已处理 ${imported.settled} 条，不再询问。`] : []),
    ...(imported.difference === null ? [] : ['与前一份草稿相比：', ...differenceLines(imported.difference)]),
    ...findingLines(open),
    imported.openFindings > 0
      ? `处理：duban settle ${imported.plan} ${open.find((f) => f.blocking)?.task ?? '任务编号'}=牵头单位 '#条号=已核对'；启动：duban launch ${imported.plan}`
      : `启动：duban launch ${imported.plan}`,
  ]);
}

/** Writes the amendment file where one was asked for. */
function revisionLines({ plan, difference, acts, amendment }: ImportAnswer, out: string | undefined): string[] {
  if (difference === null || isSame(difference)) return [`计划 ${plan} 正在执行，与这份文件没有差别，未作改动。`];
  return [
    `计划 ${plan} 正在执行，没有导入，也没有改动。与这份文件的差别：`,
    ...differenceLines(difference),
    ...(amendment === null ? [] : [amendmentLine(amendment, out)]),
    ...(acts.length === 0 ? [] : ['核定后用下列命令办理：', ...acts.map((act) => `  ${act}`)]),
  ];
}

function amendmentLine(amendment: string, out: string | undefined): string {
  if (out === undefined) return '这些差别可以写成一份调整文件：再执行一次，加上 --out 调整.yaml';
  writeFileSync(out, amendment);
  return `调整文件已写到 ${out}，填上批准人（approvedBy）再办理。`;
}

/** What a document says otherwise than the plan on record, line by line. */
export function differenceLines(difference: PlanDifference): string[] {
  if (isSame(difference)) return ['  没有差别。'];
  const { added, gone, changed, renumbered } = difference;
  return [
    ...added.map((one) => `  新增 ${one.number}. ${one.title}（${one.duties || '未写责任单位'}，时限 ${one.due}）`),
    ...gone.map((one) => `  删去 ${one.number}. ${one.title}`),
    ...changed.flatMap((one) => [
      `  改动 ${one.number}. ${one.title}${one.now === undefined ? '' : `（文件中改为第${one.now}项）`}`,
      ...one.changes.map((change) => `    ${aspectWords[change.what]}：${change.from || '无'} → ${change.to || '无'}`),
    ]),
    ...(renumbered.length === 0
      ? []
      : [`  只改编号 ${renumbered.length} 项：${renumbered.map((one) => `${one.from}→${one.to}`).join('、')}`]),
  ].map(plain);
}

/** Prints the decisions file of a plan. */
export async function decisions(plan: string, io: Io): Promise<void> {
  const kept = await connectApi().get<DecisionsAnswer>(`/api/plans/${encodeURIComponent(plan)}/decisions`);
  answer(io, kept, decisionsYaml(kept).trimEnd());
}

function findingLines(findings: ImportAnswer['findings']): string[] {
  if (findings.length === 0) return [];
  return table(
    ['条', '任务', '须处理', '事项'],
    findings.map((f) => [
      `#${f.index}`,
      f.task === undefined ? '' : String(f.task),
      f.blocking ? '是' : '',
      shorten(f.message, 80),
    ]),
  );
}

/** Settles findings and duties; without decisions lists the findings. */
export async function settle(
  plan: string,
  decisions: readonly string[],
  options: ByOption & { readonly note?: string; readonly mandate?: string },
  io: Io,
): Promise<void> {
  const api = connectApi();
  if (decisions.length > 0 || options.mandate !== undefined) {
    const read = decisions.map((words) => readDecision(words, options.note ?? ''));
    const mandate = options.mandate === undefined ? undefined : readTextFile(options.mandate);
    await api.post(`/api/plans/${encodeURIComponent(plan)}/settle`, { decisions: read, mandate, by: options.by });
  }
  const detail = await api.get<PlanDetail>(`/api/plans/${encodeURIComponent(plan)}`);
  const findings = detail.plan.findings.map((f, index) => ({ ...f, index }));
  const open = findings.filter((f) => f.settled === undefined);
  answer(io, { plan, openFindings: detail.openFindings, hints: detail.hints, findings }, [
    ...findingLines(open),
    detail.openFindings === 0
      ? `没有须处理的事项。启动：duban launch ${plan}`
      : `还有 ${detail.openFindings} 条须处理，处理完才能启动。`,
  ]);
}

interface SettledDuty {
  readonly unit: string;
  readonly role: 'lead' | 'support' | 'responsible';
}
type Decision =
  | { readonly task: number; readonly duties: readonly SettledDuty[]; readonly note: string }
  | { readonly finding: number; readonly note: string };

const roleOf: Readonly<Record<string, SettledDuty['role']>> = { 牵头: 'lead', 配合: 'support', 负责: 'responsible' };
const ALLOWED = '应为“56=区经济发展局”“56=牵头:甲局、配合:乙局”或“#3=已核对”';

/** Reads `56=区经济发展局`, `56=牵头:甲、配合:乙` or `#3=说明`. The first unit without a role leads, the others support. */
export function readDecision(words: string, note: string): Decision {
  const match = /^(#?)(\d{1,4})\s*[=＝]\s*(.+)$/s.exec(words.trim());
  const value = match?.[3]?.trim() ?? '';
  if (match === null || value === '') throw refuse('decision-invalid', { value: words, allowed: ALLOWED });
  const number = Number(match[2]);
  if (match[1] === '#') return { finding: number, note: value };
  const duties = value
    .split(/[、,，;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part, at): SettledDuty => {
      const [, role, unit] = /^(牵头|配合|负责)[:：](.+)$/.exec(part) ?? [];
      return {
        unit: (unit ?? part).trim(),
        role: (role === undefined ? undefined : roleOf[role]) ?? (at === 0 ? 'lead' : 'support'),
      };
    });
  if (duties.length === 0) throw refuse('decision-invalid', { value: words, allowed: ALLOWED });
  return { task: number, duties, note: note === '' ? '办公室确定责任单位' : note };
}

/** Starts the plan. */
export async function launch(plan: string, options: LaunchOptions, io: Io): Promise<void> {
  const ladder = options.ladder === undefined ? undefined : readTextFile(options.ladder);
  const launched = await connectApi().post<Launched>(`/api/plans/${encodeURIComponent(plan)}/launch`, {
    ladder,
    year: options.year,
    with: options.with,
    supervision: options.supervise === undefined ? undefined : superviseText(options.supervise),
    approval: approvalOf(options),
    skip: options.skipYears === true ? true : undefined,
    by: options.by,
  });
  answer(io, launched, [
    `计划 ${launched.plan} 已启动：${launched.tasks} 项任务交办 ${launched.units} 个单位，交办函${launched.lettersAt > Date.now() ? `于 ${clockOf(launched.lettersAt)}（工作日）发出` : '正在发出'}。`,
    ...launched.unknownYears.map((year) => `注意：还没有${year}年的放假安排，该年的日子按周一至周五推算。`),
  ]);
}

/** Nothing where none of it was written; the service says what is missing. */
function approvalOf({ approvedBy, approvedOn, document }: LaunchOptions): unknown {
  if ([approvedBy, approvedOn, document].every((part) => part === undefined)) return undefined;
  return { by: approvedBy, on: approvedOn, document };
}

/** A rhythm's word stands for the shipped rules in that rhythm, everything else is a file. */
function superviseText(words: string): string {
  const rhythm = rhythms.find((one) => one === words);
  if (rhythm === undefined) return readTextFile(words);
  return rulesInRhythm(rhythm);
}

/** Ends the plan. */
export async function closePlan(plan: string, options: CloseOptions, io: Io): Promise<void> {
  const { reason, by, archive } = options;
  // What cannot be written is told before anything is done.
  if (archive !== undefined) tryArchive(archive);
  const body = { reason, cancelOpen: options.cancelOpen === true, early: options.early === true, by };
  await connectApi().post(`/api/plans/${encodeURIComponent(plan)}/close`, body);
  const closed = `计划 ${plan} 已结束。`;
  if (archive === undefined) return answer(io, { plan, closed: true }, closed);
  const written = await saveArchive(plan, { out: archive, ...(by === undefined ? {} : { by }) }, io).catch((error) => {
    if (!(error instanceof DubanError)) throw error;
    // Its own answer, such as a wrong token, goes with it.
    throw new DubanError([fault('archive-after-close', { plan, file: archive }), ...error.faults], { cause: error });
  });
  answer(io, { plan, closed: true, archive: written }, [closed, ...archiveLines(written)]);
}
