/** The return a signed link opens: its cycle, the unit's tasks with targets, and what is on file. */
import type { LinkClaims } from '../../activities/links.js';
import { dayOf, inChinese } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { askedTargets } from '../../domain/life/year-targets.js';
import { returnOf } from '../../domain/supervision/cycle.js';
import type { AskedTask } from '../../domain/supervision/return-faults.js';
import { readReturnId } from '../../domain/supervision/return-id.js';
import type { TaskState } from '../../domain/task.js';
import type { TaskAnswer } from './answers.js';
import type { CycleDetail, CycleUnitAnswer, ReturnAnswer } from './cycle-answers.js';
import { mayAnswer } from './link-unit.js';
import { fieldOf, type TypedTask } from './return-form.js';
import type { Site } from './site.js';

/** A task the unit reports on. */
export interface LedTask extends AskedTask {
  readonly field: string;
  readonly answer: TaskAnswer;
  /** What is on file, with its day; empty: nothing. */
  readonly onFile: string;
}

export interface AskedReturn {
  readonly id: string;
  readonly cycle: CycleDetail;
  readonly unit: CycleUnitAnswer;
  readonly tasks: readonly LedTask[];
  readonly supports: readonly TaskAnswer[];
  /** The newest version; undefined before the first. */
  readonly last: ReturnAnswer | undefined;
  /** What the form is filled in with: the last version, else what is on file. */
  readonly filled: ReadonlyMap<string, TypedTask>;
}

/** The return of a link. @throws `not-found`, also for a return of another unit than the link's. */
export async function askedReturn(site: Site, claims: LinkClaims): Promise<AskedReturn> {
  const { cycles, records } = site;
  const [id = ''] = claims.tasks;
  const name = readReturnId(id);
  const missing = () => refuse('not-found', { what: id });
  if (name === undefined || !(await mayAnswer(site, claims, name.unit))) throw missing();
  // Two rhythms can end on one day; a cycle that was given up gives way.
  const held = (await cycles.cycles(name.plan)).filter((one) => name.cycles.includes(one.id));
  const details = await Promise.all(
    held
      .toSorted((a, b) => Number(a.stage === 'skipped') - Number(b.stage === 'skipped'))
      .map((one) => cycles.cycle(one.id)),
  );
  const cycle = details.find(({ state }) => state.units.some((one) => one.unit === name.unit));
  const unit = cycle?.asked.find((one) => one.unit === name.unit);
  if (cycle === undefined || unit === undefined || returnOf(cycle.state, name.unit) !== id) throw missing();
  return askedOf({ cycles, records }, cycle, unit);
}

/** What a cycle asks of one of its units. */
export async function askedOf(
  { cycles, records }: Pick<Site, 'cycles' | 'records'>,
  cycle: CycleDetail,
  unit: CycleUnitAnswer,
): Promise<AskedReturn> {
  const [{ plan, list }, last, details2] = await Promise.all([
    records.plan(cycle.plan),
    unit.version === 0 ? undefined : cycles.return(cycle.id, unit.unit),
    // What is on file fills the form in until the unit has sent something itself.
    unit.version === 0 ? Promise.all(unit.leads.map((task) => records.task(task))) : [],
  ]);
  const answers = new Map(list.map((one) => [one.id, one]));
  const states = new Map(details2.map((one) => [one.id, one.state]));
  const tasks = unit.leads.flatMap((task): LedTask[] => {
    const answer = answers.get(task);
    if (answer === undefined) return [];
    const targets = askedTargets(answer, plan);
    const { number, title } = answer;
    return [{ id: task, number, title, targets, field: fieldOf(task), answer, onFile: onFileOf(states.get(task)) }];
  });
  const supports = unit.supports.flatMap((task) => answers.get(task) ?? []);
  const filled = new Map(tasks.map((task) => [task.id, filledOf(task, last, states.get(task.id))] as const));
  return { id: returnOf(cycle.state, unit.unit), cycle, unit, tasks, supports, last, filled };
}

function newest(state: TaskState | undefined): { readonly text: string; readonly at: number } | undefined {
  const said = [state?.progress, state?.report].filter((one) => one !== undefined);
  return said.toSorted((a, b) => a.at - b.at).at(-1);
}

function onFileOf(state: TaskState | undefined): string {
  const one = newest(state);
  return one === undefined ? '' : `${inChinese(dayOf(one.at))}${one === state?.report ? '报告' : '进展'}`;
}

function filledOf(task: LedTask, last: ReturnAnswer | undefined, state: TaskState | undefined): TypedTask {
  const said = last?.tasks.find((one) => one.task === task.id);
  if (said !== undefined) {
    const values = task.targets.map((_target, place) => {
      const value = said.targets.find((one) => one.target === place)?.value ?? null;
      return value === null ? '' : String(value);
    });
    return { state: said.state, progress: said.progress, values, problems: said.problems, help: said.help };
  }
  return {
    state: state?.stage === 'accepted' ? 'done' : '',
    progress: newest(state)?.text ?? '',
    values: task.targets.map(() => ''),
    problems: '',
    help: '',
  };
}
