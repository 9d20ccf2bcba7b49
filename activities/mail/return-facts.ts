/** What letters and the Excel sheet say of returns, read from the ledger: one statement a kind for many returns. */
import { inArray } from 'drizzle-orm';
import { dayOf } from '../../domain/day.js';
import { targetsOfYear } from '../../domain/life/year-targets.js';
import type { Target } from '../../domain/plan.js';
import { type CycleState, type CycleUnit, isCollecting } from '../../domain/supervision/cycle.js';
import type { ReturnContent } from '../../domain/supervision/return.js';
import { readReturnId } from '../../domain/supervision/return-id.js';
import { cycleWords, readCycleKey } from '../../domain/supervision/rhythm.js';
import type { TaskState } from '../../domain/task.js';
import type { Ledger } from '../ledger/connect.js';
import { plan, task } from '../ledger/schema.js';
import { loadCycle } from '../ledger/supervision/cycles.js';
import { loadReturn } from '../ledger/supervision/returns.js';
import type { ReturnFacts, ReturnTask } from './content.js';

/** The facts of each return that is on record, by id; others are left out. */
export async function returnFacts(ledger: Ledger, ids: readonly string[]): Promise<ReadonlyMap<string, ReturnFacts>> {
  const names = ids.flatMap((id) => {
    const name = readReturnId(id);
    return name === undefined ? [] : [{ id, ...name }];
  });
  const wanted = [...new Set(names.flatMap((name) => name.cycles))];
  const held = await Promise.all(wanted.map((id) => loadCycle(ledger, id)));
  const cycles = new Map(held.flatMap((one) => (one === undefined ? [] : [[one.state.id, one.state] as const])));
  const asked = names.flatMap(({ id, unit, cycles: candidates }) => {
    const found = candidates
      .flatMap((candidate) => cycles.get(candidate) ?? [])
      .flatMap((state) => state.units.filter((one) => one.unit === unit).map((one) => ({ id, state, unit: one })));
    // Two rhythms can end on one day; a cycle that was given up gives way.
    return found.toSorted((a, b) => Number(isSkipped(a.state)) - Number(isSkipped(b.state))).slice(0, 1);
  });
  const [tasks, targets, given] = await Promise.all([
    tasksOf(ledger, [...new Set(asked.flatMap(({ unit }) => [...unit.leads, ...unit.supports]))]),
    targetsOf(ledger, [...new Set(asked.map(({ state }) => state.plan))]),
    givenIn(ledger, asked),
  ]);
  return new Map(
    asked.map(({ id, state, unit }) => [id, factsOf(id, state, unit, tasks, targets, given.get(id))] as const),
  );
}

/**
 * The facts of one return. Pure: a rehearsal makes the same from its own cycle.
 * @param targets `{plan}/{number}` → targets of the task in its plan; a task that has some of its own is asked about those.
 * @param given what the unit returned last.
 */
export function factsOf(
  id: string,
  state: CycleState,
  unit: CycleUnit,
  tasks: ReadonlyMap<string, TaskState>,
  targets: ReadonlyMap<string, readonly Target[]>,
  given?: ReturnContent,
): ReturnFacts {
  const rows = (list: readonly string[]): ReturnTask[] =>
    list
      .flatMap((task) => tasks.get(task) ?? [])
      .map((task) => {
        const said = given?.tasks.find((one) => one.task === task.id);
        return {
          ...rowOf(task),
          targets:
            task.targets ??
            targetsOfYear({ targets: [...(targets.get(`${task.plan}/${task.number}`) ?? [])] }, task.year),
          ...(said === undefined ? {} : { given: said }),
        };
      });
  const period = readCycleKey(state.key);
  return {
    id,
    cycle: state.id,
    plan: state.plan,
    planTitle: state.title,
    unit: unit.unit,
    period: period === undefined ? state.key : cycleWords(period),
    to: state.dates.to,
    due: unit.due,
    state: unit.state,
    version: unit.version,
    open: isCollecting(state) && unit.state !== 'returned',
    leads: rows(unit.leads),
    supports: rows(unit.supports),
  };
}

/** What units have returned already, by id: sent back, it is filled in again. */
async function givenIn(
  ledger: Ledger,
  asked: readonly { readonly id: string; readonly unit: CycleUnit }[],
): Promise<ReadonlyMap<string, ReturnContent>> {
  const versions = await Promise.all(
    asked.filter(({ unit }) => unit.version > 0).map(({ id, unit }) => loadReturn(ledger, id, unit.version)),
  );
  return new Map(versions.flatMap((one) => (one === undefined ? [] : [[one.id, one.content] as const])));
}

const isSkipped = (state: CycleState): boolean => state.stage === 'skipped';

function rowOf({ id, number, title, due, firstDue, progress, report }: TaskState): Omit<ReturnTask, 'targets'> {
  const said = [
    ...(progress === undefined ? [] : [{ what: 'progress' as const, text: progress.text, at: progress.at }]),
    ...(report === undefined ? [] : [{ what: 'report' as const, text: report.text, at: report.at }]),
  ];
  const last = said.toSorted((a, b) => a.at - b.at).at(-1);
  return {
    task: id,
    number,
    title,
    due,
    firstDue,
    ...(last === undefined ? {} : { last: { what: last.what, text: last.text, day: dayOf(last.at) } }),
  };
}

async function tasksOf(ledger: Ledger, ids: readonly string[]): Promise<ReadonlyMap<string, TaskState>> {
  if (ids.length === 0) return new Map();
  const rows = await ledger.db
    .select({ id: task.id, state: task.state })
    .from(task)
    .where(inArray(task.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.state]));
}

/** `{plan}/{number}` → targets, for tasks that keep none of their own. */
async function targetsOf(ledger: Ledger, plans: readonly string[]): Promise<ReadonlyMap<string, readonly Target[]>> {
  if (plans.length === 0) return new Map();
  const rows = await ledger.db
    .select({ id: plan.id, plan: plan.plan })
    .from(plan)
    .where(inArray(plan.id, [...plans]));
  return new Map(
    rows.flatMap((row) => row.plan.tasks.map(({ number, targets }) => [`${row.id}/${number}`, targets] as const)),
  );
}
