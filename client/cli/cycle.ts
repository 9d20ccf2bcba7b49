/** `duban cycle list`, `show`, `bulletin`, `sheet`, `burden`: what is on record about supervision cycles. */
import { writeFileSync } from 'node:fs';
import {
  bulletinTitle,
  openingWords,
  percent,
  shareStateWords,
  totalWords,
} from '../../activities/documents/bulletin-words.js';
import { clockOf } from '../../domain/day.js';
import { letterKindWords } from '../../domain/letter-words.js';
import { returnRungWords } from '../cycle-words.js';
import type {
  BulletinAnswer,
  BurdenAnswer,
  ComingCycle,
  CycleAnswer,
  CycleDetail,
  CyclePlanAnswer,
  ReturnAnswer,
} from '../http/cycle-answers.js';
import { actorWords, eventWords, letterStatusWords } from '../words.js';
import { connectApi } from './api.js';
import { cyclePath, planCyclesPath, unitNames } from './cycle-path.js';
import { answer, type Io } from './io.js';
import { plain, shorten, table } from './table.js';

/** Prints all cycles, or those of one plan. */
export async function listCycles(options: { readonly plan?: string }, io: Io): Promise<void> {
  const listed = await connectApi().get<{
    readonly cycles: readonly CycleAnswer[];
    readonly coming: readonly ComingCycle[];
  }>('/api/cycles', { plan: options.plan });
  const begun = table(
    ['周期', '状态', '通知', '报送期限', '起草通报', '单位', '已报', '未报', '退回', '通报'],
    listed.cycles.map((one) => [
      one.id,
      one.stageWords,
      one.request,
      one.due,
      one.compile,
      ...[one.units, one.answered, one.silent, one.sentBack].map(String),
      one.bulletinNumber ?? '',
    ]),
  );
  answer(io, listed, [
    ...(listed.cycles.length === 0 ? ['还没有开始过的督查周期。'] : begun),
    ...(listed.coming.length === 0 ? [] : ['', '将要开始：', ...listed.coming.flatMap(comingLines)]),
  ]);
}

/** When a cycle to come begins, or why it does not. */
function comingLines(one: ComingCycle): string[] {
  const { plan, key, periodWords, request, putOff, held, waitsFor } = one;
  const name = `${plan}/${key}（${periodWords}）`;
  if (held !== null) return heldLines(one, held);
  if (waitsFor !== null)
    return [`  ${name}：等待上一期（原定 ${putOff?.until ?? request}），${waitsFor} 印发通报或取消后开始`];
  if (putOff === null) return [`  ${name}：${request} 发通知`];
  const when = putOff.until === null ? '不督查' : `推迟到 ${putOff.until} 发通知`;
  return [`  ${name}：${when}（原定 ${request}）：${plain(putOff.reason)}`];
}

/** A cycle that waits for a named override. */
function heldLines({ plan, key }: ComingCycle, held: NonNullable<ComingCycle['held']>): string[] {
  const units = held.units.map((one) => `${one.name}本月已收 ${one.count} 件`).join('、');
  return [
    `  待批准：${plan}/${key} 于 ${held.since} 因超过每月 ${held.ceiling} 件的上限没有发出（${units}）。`,
    `    批准后：duban cycle start ${plan} ${key} --override-by 姓名 --override-why 理由`,
  ];
}

/** Prints one cycle: days, units, contests, history and letters. */
export async function showCycle(cycle: string, io: Io): Promise<void> {
  const found = await connectApi().get<CycleDetail>(cyclePath(cycle));
  const names = new Map(found.asked.map((one) => [one.unit, one.name]));
  const name = (unit: string) => names.get(unit) ?? unit;
  answer(io, found, [
    `${plain(found.planTitle)}　${found.periodWords}（${found.id}）`,
    `状态：${found.stageWords}　通知 ${found.request}　报送期限 ${found.due}　起草通报 ${found.compile}`,
    ...(found.bulletinNumber === null ? [] : [`通报：${found.bulletinNumber}`]),
    ...(found.contestBy === null ? [] : [`提出异议的最后一天：${found.contestBy}`]),
    '',
    ...table(
      ['单位', '任务', '报送', '版本', '期限', '时间', '报送人'],
      found.asked.map((one) => [
        one.name,
        String(one.leads.length),
        one.stateWords,
        one.version === 0 ? '' : String(one.version),
        one.due,
        one.at === undefined ? '' : clockOf(one.at),
        one.by ?? '',
      ]),
    ),
    ...found.contests.flatMap((one) => [
      '',
      `异议 ${one.no}（${one.unitName}，${clockOf(one.at)}，${one.answerBy} 前答复）：${plain(one.text)}`,
      one.answer === undefined
        ? '尚未答复'
        : `${one.answer.upheld ? '异议成立' : '异议不成立'}：${plain(one.answer.text)}（${one.answer.by}）`,
    ]),
    '',
    ...table(
      ['时间', '经过', '谁'],
      found.history.map((e) => [clockOf(e.at), eventWords(e, name), actorWords(e.actor, name)]),
    ),
    '',
    ...table(
      ['日期', '信件', '状态', '收信人'],
      found.letters.map((l) => [l.day, l.subject ?? letterKindWords[l.kind], letterStatusWords[l.status], l.to ?? '']),
    ),
  ]);
}

/** Prints what the service would do in a period, past or to come; nothing of it is on record. */
export async function backfill(plan: string, key: string, io: Io): Promise<void> {
  const planned = await connectApi().get<CyclePlanAnswer>(`${planCyclesPath(plan)}/${encodeURIComponent(key)}/plan`);
  const { request, due, compile, rungs, unknownYears } = planned.dates;
  answer(io, planned, [
    `${planned.id}（${planned.periodWords}）：通知 ${request}，报送期限 ${due}，起草通报 ${compile}`,
    ...rungs.map(({ kind, day }) => `  ${day} ${returnRungWords(kind)}`),
    ...table(
      ['单位', '报送任务', '配合任务'],
      planned.units.map((one) => [one.name, String(one.leads.length), String(one.supports.length)]),
    ),
    ...unknownYears.map((year) => `注意：还没有${year}年的放假安排，该年的日子按周一至周五推算。`),
  ]);
}

/** Prints the returns of a cycle, or one unit's in full. */
export async function showReturns(
  cycle: string,
  options: { readonly unit?: string | undefined; readonly version?: number | undefined },
  io: Io,
): Promise<void> {
  const api = connectApi();
  const path = `${cyclePath(cycle)}/returns`;
  if (options.unit === undefined) {
    const found = await api.get<{ readonly returns: readonly ReturnAnswer[] }>(path);
    return answer(
      io,
      found,
      table(
        ['单位', '版本', '任务', '方式', '时间', '报送人', ''],
        found.returns.map((one) => [
          one.unitName,
          String(one.version),
          String(one.tasks.length),
          one.viaWords,
          clockOf(one.at),
          one.by,
          one.sentBack === null ? '' : `已退回：${one.sentBack.reason}`,
        ]),
      ),
    );
  }
  const found = await api.get<ReturnAnswer>(`${path}/${encodeURIComponent(options.unit)}`, {
    version: options.version === undefined ? undefined : String(options.version),
  });
  answer(io, found, [
    `${found.unitName} 第 ${found.version} 次报送（${found.viaWords}，${clockOf(found.at)}，${found.by}）`,
    ...(found.onBehalf === null ? [] : [`由办公室代报：${found.onBehalf.by}，${plain(found.onBehalf.why)}`]),
    ...(found.sentBack === null ? [] : [`已退回：${plain(found.sentBack.reason)}，${found.sentBack.due} 前重报`]),
    ...found.tasks.flatMap((task) => [
      '',
      `${task.number}. ${plain(task.title)}：${task.stateWords}`,
      ...(task.progress === '' ? [] : [`  进展：${plain(task.progress)}`]),
      ...task.targets.map(
        (one) => `  ${plain(one.name)}：${one.value ?? '未填'}${one.measure}（目标 ${one.op}${one.aim}${one.measure}）`,
      ),
      ...(task.problems === '' ? [] : [`  问题：${plain(task.problems)}`]),
      ...(task.help === '' ? [] : [`  需协调：${plain(task.help)}`]),
    ]),
    ...found.files.map((file) => `佐证材料：${plain(file.name)}（${file.size} 字节，${file.sha256}）`),
  ]);
}

/** Prints the bulletin, approved or as a draft; with `docx` writes it to a file. */
export async function bulletin(cycle: string, options: { readonly docx?: string }, io: Io): Promise<void> {
  const api = connectApi();
  const path = cyclePath(cycle);
  const read = await api.get<BulletinAnswer>(`${path}/bulletin`);
  if (options.docx !== undefined) {
    writeFileSync(options.docx, await api.bytes(`${path}/bulletin.docx`));
    const written = { file: options.docx, draft: read.draft, number: read.number };
    return answer(io, written, `已写到 ${options.docx}（${read.draft ? '草稿' : read.number}）。`);
  }
  const { bulletin: b } = read;
  const name = (unit: string) => read.names[unit] ?? unit;
  const list = (heading: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', heading, ...lines]);
  answer(io, read, [
    `${plain(bulletinTitle(b))}（${read.draft ? '草稿，尚未审签' : `${read.number}，${clockOf(read.at)} 审签`}）`,
    ...openingWords(b).map(plain),
    plain(totalWords(b)),
    ...table(
      ['进展', '项数', '占比'],
      b.shares.map((share) => [shareStateWords[share.state], String(share.count), percent(share.permille)]),
    ),
    '',
    ...table(
      ['单位', '任务', ...b.shares.map((share) => shareStateWords[share.state])],
      b.units.map((unit) => [name(unit.name), String(unit.total), ...unit.shares.map((share) => String(share.count))]),
    ),
    ...list(
      '进度滞后：',
      b.behind.map(
        (one) => `  ${one.number}. ${plain(one.title)}（${name(one.lead)}）：${shorten(plain(one.problems), 60)}`,
      ),
    ),
    ...list(
      '逾期未办结：',
      b.overdue.map(
        (one) =>
          `  ${one.number}. ${plain(one.title)}（${name(one.lead)}）：${one.due} 到期，逾期 ${one.days} 天；原定 ${one.firstDue}，逾期 ${one.daysFromFirst} 天`,
      ),
    ),
    ...list('未报送：', b.silent.length === 0 ? [] : [`  ${b.silent.map(name).join('、')}`]),
    ...list('退回后未重报：', b.sentBack.length === 0 ? [] : [`  ${b.sentBack.map(name).join('、')}`]),
  ]);
}

/** Writes a unit's Excel sheet to a file. */
export async function sheet(
  cycle: string,
  options: { readonly unit: string; readonly out: string },
  io: Io,
): Promise<void> {
  const bytes = await connectApi().bytes(`${cyclePath(cycle)}/sheet/${encodeURIComponent(options.unit)}.xlsx`);
  writeFileSync(options.out, bytes);
  answer(io, { file: options.out, unit: options.unit, size: bytes.length }, `已写到 ${options.out}。`);
}

/** Prints what was asked of units between two days. */
export async function burden(options: { readonly from: string; readonly to: string }, io: Io): Promise<void> {
  const api = connectApi();
  const found = await api.get<BurdenAnswer>('/api/burden', options);
  const name = await unitNames(api);
  answer(io, found, [
    `${found.from} 至 ${found.to} 向各单位发出的通知、表格和函件（每月上限 ${found.ceiling} 件）：`,
    ...table(
      ['单位', '通知', '表格', '函件', '合计'],
      found.units.map((one) => [name(one.unit), ...[one.requests, one.forms, one.letters, one.total].map(String)]),
    ),
  ]);
}
