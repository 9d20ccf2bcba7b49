/** `duban cycle …`: what starts, moves or ends a supervision cycle, and returns that the office enters. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { refuse } from '../../domain/errors.js';
import { type CycleState, cycleActWords, cycleStageWords } from '../../domain/supervision/cycle.js';
import type { CycleDetail } from '../http/cycle-answers.js';
import type { MadeCycleAct } from '../http/cycle-bodies.js';
import type { GivenReturn } from '../http/cycle-return.js';
import { connectApi, taskPath } from './api.js';
import { cyclePath, planCyclesPath, unitNames } from './cycle-path.js';
import { readReturnFile } from './cycle-return-file.js';
import { readTextFile } from './files.js';
import { answer, type Io } from './io.js';
import type { ByOption } from './options.js';

export interface StartOptions extends ByOption {
  readonly overrideBy?: string;
  readonly overrideWhy?: string;
}

/** Starts a cycle now; prints its days and how many units are asked. */
export async function startCycle(plan: string, key: string, options: StartOptions, io: Io): Promise<void> {
  const { by, overrideBy, overrideWhy } = options;
  const override =
    overrideBy === undefined || overrideWhy === undefined ? {} : { override: { by: overrideBy, why: overrideWhy } };
  const state = await connectApi().post<CycleState>(planCyclesPath(plan), { key, ...override, by });
  answer(
    io,
    state,
    `督查周期 ${state.id} 已开始：要求 ${state.units.length} 个单位于 ${state.dates.due} 前报送，${state.dates.compile} 起草通报。`,
  );
}

/** Puts a cycle off to a later day, or to never. */
export async function putOffCycle(
  cycle: string,
  until: string | null,
  options: ByOption & { readonly reason: string },
  io: Io,
): Promise<void> {
  const [plan = '', key = '', ...more] = cycle.split('/');
  // A key that is none is refused by the service, with all else that is wrong.
  if (plan === '' || key === '' || more.length > 0) throw refuse('cycle-key', { value: cycle });
  const { reason, by } = options;
  const done = await connectApi().post(`${planCyclesPath(plan)}/put-off`, { key, until, reason, by });
  answer(io, done, until === null ? `${cycle} 不再开始。` : `${cycle} 推迟到 ${until} 开始。`);
}

/** An act as the API takes it; a correction has its own way. */
type SentAct =
  | Exclude<MadeCycleAct, { readonly kind: 'sendBack' | 'contest' | 'correct' }>
  /** Entered for the unit: why the office does it. */
  | { readonly kind: 'contest'; readonly unit: string; readonly text: string; readonly why: string }
  /** Without a version: the newest return. */
  | { readonly kind: 'sendBack'; readonly unit: string; readonly version: number | undefined; readonly reason: string };

/** Does one act; prints the cycle's new state. */
export async function actOnCycle(cycle: string, act: SentAct, { by }: ByOption, io: Io): Promise<void> {
  const state = await connectApi().post<CycleState>(`${cyclePath(cycle)}/acts`, { ...act, by });
  answer(
    io,
    state,
    `${cycleActWords[act.kind]}：${state.id} 现为“${cycleStageWords[state.stage]}”。${tailOf(act, state)}`,
  );
}

function tailOf(act: SentAct, state: CycleState): string {
  const { number, contestBy } = state.bulletin ?? {};
  if (act.kind === 'approve' && number !== undefined) return `编号 ${number}。`;
  if (act.kind === 'publish' && contestBy !== undefined) return `各单位可在 ${contestBy} 前提出异议。`;
  if (act.kind === 'contest') {
    const last = state.contests.at(-1);
    return last === undefined ? '' : `异议编号 ${last.no}，${last.answerBy} 前由他人答复。`;
  }
  return '';
}

/** Makes a new bulletin that corrects the last one. */
export async function correctBulletin(
  cycle: string,
  { reason, by }: ByOption & { readonly reason: string },
  io: Io,
): Promise<void> {
  const state = await connectApi().post<CycleState>(`${cyclePath(cycle)}/correct`, { reason, by });
  answer(io, state, `更正通报已起草：${state.id} 现为“${cycleStageWords[state.stage]}”，要由另一人审签。`);
}

export interface ReturnOptions extends ByOption {
  readonly unit: string;
  readonly why: string;
  readonly file?: string;
  readonly sheet?: string;
  readonly evidence?: readonly string[];
  readonly confirm?: boolean;
}

/**
 * Enters a unit's return. Values that look like slips are asked back: then nothing was kept.
 * @returns 0, or 1 when doubts must be confirmed first.
 */
export async function giveReturn(cycle: string, options: ReturnOptions, io: Io): Promise<number> {
  const api = connectApi();
  const path = cyclePath(cycle);
  const name = await unitNames(api);
  const base64 = (file: string): string => bytesOf(file).toString('base64');
  const given =
    options.sheet === undefined
      ? { content: readReturnFile(readTextFile(options.file ?? ''), await taskIds(path, cycle)) }
      : { sheet: base64(options.sheet) };
  const done = await api.post<GivenReturn>(`${path}/returns`, {
    ...given,
    unit: options.unit,
    evidence: (options.evidence ?? []).map((file) => ({ name: basename(file), bytes: base64(file) })),
    onBehalf: options.why,
    confirmed: options.confirm === true,
    by: options.by,
  });
  const unit = name(options.unit);
  const lines = done.kept
    ? [
        `${unit}第 ${done.version} 次报送已登记（代报：${options.why}）。`,
        ...done.doubts.map((one) => `已确认：${one}`),
      ]
    : ['没有登记，请核对下列数值：', ...done.doubts.map((one) => `  ${one}`), '核对无误的，加 --confirm 再报。'];
  answer(io, done, lines);
  return done.kept ? 0 : 1;
}

/** The id of a task by its number among those the cycle asks about. */
async function taskIds(path: string, cycle: string): Promise<(number: number) => string> {
  const { asked, dates } = await connectApi().get<CycleDetail>(path);
  const ids = asked.flatMap((one) => one.leads);
  // One that is not asked about gets an id all the same, so that the service can say what is.
  const other = `${cycle.split('/')[0]}/${dates.to.slice(0, 4)}`;
  return (number) => ids.find((id) => id.endsWith(`/${number}`)) ?? `${other}/${number}`;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refuse('file-missing', { file });
    throw refuse('file-unreadable', { file, detail: code === 'EISDIR' ? '这是一个目录' : code });
  }
}

/** Raises a major problem with a task: the leadership is told at once. */
export async function raiseProblem(
  task: string,
  { text, by }: ByOption & { readonly text: string },
  io: Io,
): Promise<void> {
  const raised = await connectApi().post<{ readonly letter: string }>(`${taskPath(task)}/problem`, { text, by });
  answer(io, raised, `专报已发：${raised.letter}`);
}
