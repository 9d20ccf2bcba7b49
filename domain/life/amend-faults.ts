/** What stands against an amendment of a running plan: everything at once, each fault at its change. Pure. */
import type { TaskSeed } from '../assign.js';
import { type Day, instantOf, isDay } from '../day.js';
import { unitOf } from '../directory.js';
import { type Fault, type FaultValues, fault } from '../errors.js';
import type { Directory } from '../org.js';
import type { Plan, Target } from '../plan.js';
import { targetText } from '../plan-difference.js';
import { isOpen, type TaskState } from '../task.js';
import { applyAct, stageNames } from '../task-acts.js';
import { refusal } from '../task-refusals.js';
import { isForLater, yearsToName } from './amended-targets.js';
import { type AmendChange, type AmendmentRequest, namedIn, newTasksOf } from './amendment.js';
import type { Amendment } from './life.js';
import { askedTargets, targetsOfYear } from './year-targets.js';

/** What an amendment is judged by. */
export interface AmendGround {
  readonly plan: Plan;
  /** The running year whose list is amended; tasks of earlier years that are still open go with it. */
  readonly year: number;
  /** Every task of the plan on record, of all years, open or not. */
  readonly tasks: readonly TaskState[];
  readonly directory: Directory;
  readonly today: Day;
}

const MAX_CHANGES = 100;
const MAX_REASON = 2000;
const MAX_WORDS = 200;
/** As in the plan's own schema. */
const MAX_TITLE = 60;
const MAX_NUMBER = 9999;

type No = (code: Parameters<typeof fault>[0], values?: FaultValues) => void;

/** The task that goes by a number: of the year itself, else one of an earlier year that is still open. */
export function runningTask({ tasks, year }: AmendGround, number: number): TaskState | undefined {
  const own = tasks.filter((task) => task.number === number && task.year <= year).toSorted((a, b) => a.year - b.year);
  return own.find((task) => task.year === year) ?? own.findLast(isOpen) ?? own.at(-1);
}

/** @param made what the changes, all with numbers for their new tasks, come to: acts a change, and the new tasks. */
export function amendFaults(
  request: AmendmentRequest,
  ground: AmendGround,
  made: { readonly acts: readonly Amendment['acts'][]; readonly seeds: readonly TaskSeed[] },
  lines: readonly (number | undefined)[],
): Fault[] {
  const faults: Fault[] = wordFaults(request);
  const { changes } = request;
  if (changes.length === 0) faults.push(fault('amend-empty'));
  if (changes.length > MAX_CHANGES)
    faults.push(fault('amend-too-many', { count: changes.length, allowed: MAX_CHANGES }));
  const states = new Map(ground.tasks.map((task) => [task.id, task]));
  const clashing = clashes(changes);
  const numbers = new Set([...ground.plan.tasks, ...ground.tasks].map((task) => task.number));
  for (const [at, change] of changes.entries()) {
    const no: No = (code, values = {}) => faults.push(fault(code, values, lines[at]));
    const before = faults.length;
    for (const number of namedIn(change)) nameFaults(number, change, ground, no);
    if (clashing.has(at)) no('amend-task-twice', { task: clashing.get(at) ?? 0 });
    countFaults(change, no);
    changeFaults(change, ground, no);
    yearFaults(change, ground, no);
    // Only what is possible by itself is tried on the task.
    if (faults.length === before)
      for (const { task, act } of made.acts[at] ?? []) {
        const state = states.get(task) as TaskState;
        const refused = refusal(state, act, instantOf(ground.today));
        if (refused) no(refused.code, refused.values);
        else states.set(task, applyAct(state, act, { name: '', role: 'office' }, instantOf(ground.today)).state);
      }
    const fresh = newTasksOf(change).map((task) => task.number);
    for (const seed of made.seeds.filter(({ number }) => fresh.includes(number))) seedFaults(seed, numbers, ground, no);
  }
  return faults.filter((one, at) => faults.findIndex((other) => other.message === one.message) === at);
}

function wordFaults({ reason, approvedBy, document }: AmendmentRequest): Fault[] {
  const text = (field: string, value: string, most: number, wanted = true): Fault[] => {
    if (wanted && value.trim() === '') return [fault('text-missing', { field })];
    return value.length > most ? [fault('text-too-long', { field, length: value.length, allowed: most })] : [];
  };
  return [
    ...text('调整理由', reason, MAX_REASON),
    ...text('批准人', approvedBy, MAX_WORDS),
    ...text('依据文件', document, MAX_WORDS, false),
  ];
}

/** Places of changes that speak of a task otherwise than another change does, with the task: what ends it stands alone, what alters it comes once a kind. */
function clashes(changes: readonly AmendChange[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const seen = new Map<number, { at: number; mark: string }[]>();
  for (const [at, change] of changes.entries())
    for (const number of namedIn(change)) {
      const ends = change.kind === 'drop' || change.kind === 'split' || change.kind === 'merge';
      const mark = ends ? 'ends' : change.kind === 'move' ? `move ${change.from}` : change.kind;
      const others = seen.get(number) ?? [];
      if (others.some((other) => other.mark === mark || other.mark === 'ends' || mark === 'ends'))
        found.set(at, number);
      seen.set(number, [...others, { at, mark }]);
    }
  return found;
}

function nameFaults(number: number, change: AmendChange, ground: AmendGround, no: No): void {
  // Later years are the plan's own, whatever has become of the running year's task.
  if (isForLater(change, ground.year) && ground.plan.tasks.some((one) => one.number === number)) return;
  const task = runningTask(ground, number);
  if (task === undefined) {
    const allowed = ground.tasks.filter((one) => isOpen(one) && one.year <= ground.year).map((one) => one.number);
    no('amend-task-unknown', {
      task: number,
      year: ground.year,
      allowed: [...new Set(allowed)].join('、') || '无',
    });
    return;
  }
  if (!isOpen(task)) no('amend-task-closed', { task: number, stage: stageNames[task.stage] });
  if (!isOpen(task) || (change.kind !== 'split' && change.kind !== 'merge')) return;
  if (task.stage === 'reported') no('amend-task-pending', { task: number, what: '办结报告等待审核' });
  if (task.extension !== undefined) no('amend-task-pending', { task: number, what: '延期申请等待批复' });
}

function countFaults(change: AmendChange, no: No): void {
  if (change.kind === 'split' && change.into.length < 2)
    no('amend-split-few', { task: change.task, count: change.into.length });
  if (change.kind === 'merge' && new Set(change.tasks).size < 2)
    no('amend-merge-few', { tasks: change.tasks.join('、') || '无' });
}

function changeFaults(change: AmendChange, ground: AmendGround, no: No): void {
  if (change.kind === 'move') {
    if (change.from === change.to) no('amend-same-unit', { task: change.task, unit: change.to });
    else unitFaults(change.to, ground, no);
  }
  const task = change.kind === 'date' || change.kind === 'target' ? runningTask(ground, change.task) : undefined;
  if (change.kind === 'date') {
    if (!isDay(change.due)) no('day-invalid', { value: change.due });
    else if (task?.due === change.due) no('amend-date-same', { task: change.task, value: change.due });
  }
  if (change.kind === 'target') {
    if (change.targets.length === 0) no('amend-target-none', { task: change.task });
    else if (changesNothing(change.targets, change.task, task, ground)) no('amend-target-same', { task: change.task });
  }
}

/** Years that are over, or that the plan does not have. */
function yearFaults(change: AmendChange, { plan, year }: AmendGround, no: No): void {
  const allowed = yearsToName(plan, year);
  const targets = change.kind === 'target' ? change.targets : newTasksOf(change).flatMap((task) => task.targets ?? []);
  for (const target of targets)
    if (!allowed.includes(target.year ?? year))
      no('amend-target-year', { value: targetText(target), allowed: allowed.join('、') });
}

/** The running year's targets are the task's already, and each later year that is named has these. */
function changesNothing(
  given: readonly Target[],
  number: number,
  task: TaskState | undefined,
  { plan, year }: AmendGround,
): boolean {
  const undated = (targets: readonly Target[]) => targets.map(({ year: _y, ...target }): Target => target);
  const own = targetsOfYear({ targets: given }, year);
  const later = given.filter((target) => !own.includes(target));
  const named = new Set(later.map((target) => target.year));
  const planned = plan.tasks.find((one) => one.number === number)?.targets ?? [];
  const held = own.length === 0 || task === undefined ? own : askedTargets(task, plan);
  return (
    sameTargets(undated(own), undated(held)) &&
    sameTargets(
      later,
      planned.filter((target) => target.year !== undefined && named.has(target.year)),
    )
  );
}

function seedFaults(seed: TaskSeed, numbers: Set<number>, { directory, today }: AmendGround, no: No): void {
  const title = seed.title === '' ? `第${seed.number}项` : seed.title;
  if (seed.title === '') no('text-missing', { field: '新任务的题目' });
  if (seed.title.length > MAX_TITLE)
    no('text-too-long', {
      field: `新任务“${title.slice(0, 20)}…”的题目`,
      length: seed.title.length,
      allowed: MAX_TITLE,
    });
  if (!Number.isInteger(seed.number) || seed.number < 1 || seed.number > MAX_NUMBER || numbers.has(seed.number))
    no('amend-number-taken', { value: seed.number, title });
  numbers.add(seed.number);
  if (!isDay(seed.due)) no('day-invalid', { value: seed.due });
  else if (seed.due < today) no('date-past', { value: seed.due, today });
  if (!seed.duties.some((duty) => duty.role !== 'support')) no('amend-no-lead', { title });
  for (const [at, { unit }] of seed.duties.entries()) {
    unitFaults(unit, { directory, today }, no);
    if (seed.duties.findIndex((other) => other.unit === unit) < at) no('amend-unit-twice', { title, unit });
  }
}

function unitFaults(id: string, { directory, today }: Pick<AmendGround, 'directory' | 'today'>, no: No): void {
  const unit = unitOf(directory, id);
  if (unit === undefined) no('unit-unknown', { words: id, nearest: '无' });
  const ended = unit?.ended;
  if (unit !== undefined && ended !== undefined && ended.on <= today)
    no('amend-unit-ended', { unit: unit.name, on: ended.on, allowed: ended.successors.join('、') || '无' });
}

function sameTargets(a: readonly Target[], b: readonly Target[]): boolean {
  const mark = (targets: readonly Target[]): string =>
    targets
      .map(({ raw: _r, ...target }) => JSON.stringify(target, Object.keys(target).sort()))
      .sort()
      .join('\n');
  return mark(a) === mark(b);
}
