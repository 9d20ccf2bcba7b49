/** What comes of a reorganisation: duties with their takers, what is under way, and what to look at before deciding. */
import { errandsOf } from '../../activities/ledger/comments/errands.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { listWatches } from '../../activities/ledger/indicators/watches.js';
import { lettersOf } from '../../activities/ledger/letters.js';
import { listPlans } from '../../activities/ledger/plans.js';
import { openDuties } from '../../activities/ledger/reorganisations.js';
import { listCycles } from '../../activities/ledger/supervision/cycles.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { type Day, inChinese } from '../../domain/day.js';
import { owed } from '../../domain/indicators/watch.js';
import { roleWord } from '../../domain/letter-words.js';
import type { DutyRole } from '../../domain/plan.js';
import { dutyKey, endedBy, movesOf, type Reorganisation } from '../../domain/reorganisation.js';
import { reorganisationLine } from '../../domain/reorganisation-letter.js';
import type { ReorganisationPreview, TakenDuty } from '../http/reorganise-answers.js';
import { namesIn } from './words.js';

/** Tasks that a warning names. */
const NAMED = 12;

/** Reads the ledger, changes nothing. `today`: the office's day. */
export async function previewOf(ledger: Ledger, change: Reorganisation, today: Day): Promise<ReorganisationPreview> {
  const directory = await loadDirectory(ledger);
  const name = namesIn(directory, change);
  const duties = await takenDuties(ledger, change, name);
  const ended = endedBy(change);
  return {
    change,
    words: reorganisationLine(change, (id) => name(id).name),
    ends: ended.map(name),
    successors: change.successors.map(name),
    duties,
    asked: await askedOf(ledger, ended),
    warnings: warningsOf(change, duties, today),
  };
}

async function takenDuties(
  ledger: Ledger,
  change: Reorganisation,
  name: ReturnType<typeof namesIn>,
): Promise<readonly TakenDuty[]> {
  const [open, plans, tasks] = await Promise.all([
    openDuties(ledger),
    listPlans(ledger),
    listTasks(ledger, { open: true }),
  ]);
  const titles = new Map(plans.map((row) => [row.id, row.title]));
  /** What of a task's duties is taken, `task` being its id while it runs. */
  const takenOf = (
    source: { readonly plan: string; readonly number: number; readonly title: string; readonly duties: Duties },
    task: string | null,
  ): readonly TakenDuty[] => {
    const moves = movesOf(change, source);
    return moves.map(({ from, to }) => ({
      ...{ plan: source.plan, planTitle: titles.get(source.plan) ?? source.plan, number: source.number, task },
      ...{ title: source.title, roleWords: rolesOf(source.duties, from), from: name(from), to: name(to) },
      joins: source.duties.some(({ unit }) => unit === to) || moves.some((one) => one.to === to && one.from !== from),
      byDefault: change.successors.length > 1 && !(dutyKey(source) in change.assign),
    }));
  };
  const running = tasks.flatMap((task) => takenOf(task, task.id));
  const known = new Set(running.map((one) => `${dutyKey(one)} ${one.from.id}`));
  const keys = new Set(open.map((duty) => `${dutyKey(duty)} ${duty.unit}`));
  const coming = plans
    .flatMap((row) => row.plan.tasks.flatMap((task) => takenOf({ ...task, plan: row.id }, null)))
    .filter((one) => keys.has(`${dutyKey(one)} ${one.from.id}`) && !known.has(`${dutyKey(one)} ${one.from.id}`));
  return [...running, ...coming];
}

type Duties = readonly { readonly unit: string | null; readonly role: DutyRole }[];

function rolesOf(duties: readonly { readonly unit: string | null; readonly role: DutyRole }[], unit: string): string {
  return roleWord(
    { duties: duties.flatMap(({ role, ...duty }) => (duty.unit === null ? [] : [{ role, unit: duty.unit }])) },
    unit,
  );
}

async function askedOf(ledger: Ledger, units: readonly string[]): Promise<ReorganisationPreview['asked']> {
  const [letters, cycles, errands, watches] = await Promise.all([
    Promise.all(
      units.flatMap((unit) => (['claimed', 'retry'] as const).map((status) => lettersOf(ledger, { unit, status }))),
    ),
    listCycles(ledger, { live: true }),
    errandsOf(ledger, { open: true }),
    listWatches(ledger),
  ]);
  const of = (unit: string): boolean => units.includes(unit);
  const values = watches.flatMap(({ state }) =>
    state.asked?.open === true ? state.asked.units.filter(({ unit }) => of(unit) && owed(state, unit).length > 0) : [],
  );
  return {
    letters: letters.flat().length,
    returns: cycles.flatMap(({ state }) => state.units.filter((one) => of(one.unit) && one.state !== 'returned'))
      .length,
    errands: errands.filter(({ unit }) => of(unit)).length,
    indicators: values.length,
  };
}

function warningsOf(change: Reorganisation, duties: readonly TakenDuty[], today: Day): readonly string[] {
  const free = duties.filter((duty) => duty.byDefault);
  const marks = duties.map((duty) => `${duty.task ?? dutyKey(duty)} ${duty.to.id}`);
  const shared = duties.filter((duty, at) => duty.joins && marks.indexOf(marks[at] ?? '') === at);
  const listed = (list: readonly TakenDuty[]): string =>
    `${list
      .slice(0, NAMED)
      .map((duty) => duty.task ?? dutyKey(duty))
      .join('、')}${list.length > NAMED ? '等' : ''}`;
  return [
    ...(change.on > today ? [] : [`生效日期${inChinese(change.on)}已到，登记后立即生效，不能撤回`]),
    ...(free.length === 0 ? [] : [`${free.length}项没有写明归谁，都由${free[0]?.to.name ?? ''}承接：${listed(free)}`]),
    ...(shared.length === 0 ? [] : [`${shared.length}项任务原由几个单位共同承担，今后只算一个单位：${listed(shared)}`]),
    ...(change.kind !== 'rename' && duties.length === 0 ? ['所涉单位没有未办结的职责'] : []),
  ];
}
