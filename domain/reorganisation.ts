/**
 * A reorganisation of units by a document of the authorities: whom it ends, who follows, from which day, and which duty
 * goes to whom. Pure and workflow-safe.
 *
 *   rename:   one unit keeps its id and gets another name
 *   merge:    several units become one, a new one or one of them
 *   split:    one unit becomes several, itself among them or not
 *   dissolve: a unit ends, its duties go to others
 */
import type { Day } from './day.js';
import type { Contact, Directory, Group, Unit, UnitEnd, UnitKind } from './org.js';
import type { DutyRole, Plan } from './plan.js';
import type { Act, TaskState } from './task.js';

export const reorganisationKinds = ['rename', 'merge', 'split', 'dissolve'] as const;
export type ReorganisationKind = (typeof reorganisationKinds)[number];

export const reorganisationWords: Readonly<Record<ReorganisationKind, string>> = {
  rename: '更名',
  merge: '合并',
  split: '拆分',
  dissolve: '撤销',
};

/** A unit that begins with a reorganisation. */
export interface FoundedUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly aliases: readonly string[];
  readonly contacts: readonly Contact[];
}

export interface Reorganisation {
  readonly id: string;
  readonly kind: ReorganisationKind;
  /** Ids of the units it is about. */
  readonly units: readonly string[];
  /** The new name, of a rename only. */
  readonly name?: string;
  /** Ids; the first takes what nobody said otherwise about. Empty for a rename. */
  readonly successors: readonly string[];
  /** Those of the successors that begin with it. */
  readonly founded: readonly FoundedUnit[];
  readonly on: Day;
  readonly document: string;
  readonly reason: string;
  /** Successor by {@link dutyKey}. */
  readonly assign: Readonly<Record<string, string>>;
}

/** Names a duty in every year of its plan: a task's number stays the same. */
export const dutyKey = ({ plan, number }: { readonly plan: string; readonly number: number }): string =>
  `${plan}/${number}`;

/** Units that are there no longer from its day on. */
export function endedBy({ kind, units, successors }: Reorganisation): readonly string[] {
  return kind === 'rename' ? [] : units.filter((unit) => !successors.includes(unit));
}

/** Who has a duty of one of its units from its day on. */
export function takerOf(
  change: Reorganisation,
  unit: string,
  duty: { readonly plan: string; readonly number: number },
): string {
  if (change.kind === 'rename' || !change.units.includes(unit)) return unit;
  const [first = unit] = change.successors;
  // A unit that another one joins keeps its own.
  if (change.kind === 'merge' && change.successors.includes(unit)) return unit;
  return change.assign[dutyKey(duty)] ?? first;
}

/** One duty that goes from one unit to another. */
export interface DutyMove {
  readonly from: string;
  readonly to: string;
}

/** What of a task's duties moves, in the order of the units. */
export function movesOf(
  change: Reorganisation,
  task: {
    readonly plan: string;
    readonly number: number;
    readonly duties: readonly { readonly unit: string | null }[];
  },
): readonly DutyMove[] {
  return change.units
    .filter((unit) => task.duties.some((duty) => duty.unit === unit))
    .map((from) => ({ from, to: takerOf(change, from, task) }))
    .filter(({ from, to }) => from !== to);
}

/** The acts by which a running task follows; none when it is not concerned. */
export function successionActs(
  change: Reorganisation,
  task: Pick<TaskState, 'plan' | 'number' | 'duties'>,
): readonly Extract<Act, { kind: 'succeed' }>[] {
  const reason = `${change.document}（${change.on}起）：${change.reason}`;
  return movesOf(change, task).map(({ from, to }) => ({ kind: 'succeed', from, to, reason }));
}

/** Duties with the successor in the former unit's place; where it stands already, the stronger role remains. */
export function succeedDuties<T extends { readonly unit: string | null; readonly role: DutyRole }>(
  duties: readonly T[],
  from: string,
  to: string,
): T[] {
  const moved = duties.map((duty) => (duty.unit === from ? { ...duty, unit: to } : duty));
  const own = moved.filter((duty) => duty.unit === to);
  const stronger = own.find((duty) => duty.role !== 'support') ?? own[0];
  return moved.filter((duty) => duty.unit !== to || duty === stronger);
}

/** A plan on record with its duties as they are from then on: drafts, and later years of running plans. */
export function planAfter(plan: Plan, change: Reorganisation): Plan {
  const tasks = plan.tasks.map((task) => {
    const moves = movesOf(change, { plan: plan.id, ...task });
    return moves.length === 0
      ? task
      : { ...task, duties: moves.reduce((duties, { from, to }) => succeedDuties(duties, from, to), [...task.duties]) };
  });
  return tasks.every((task, at) => task === plan.tasks[at]) ? plan : { ...plan, tasks };
}

/** The directory from its day on. Ended units stay in it, with their end; the old name of a rename stays an alias. */
export function directoryAfter(directory: Directory, change: Reorganisation): Directory {
  const ended = endedBy(change);
  const end: UnitEnd = { on: change.on, successors: change.successors, document: change.document };
  const units = directory.units.map((unit): Unit => {
    if (ended.includes(unit.id)) return { ...unit, ended: end };
    if (change.name === undefined || !change.units.includes(unit.id)) return unit;
    const aliases = [...unit.aliases.filter((alias) => alias !== change.name), unit.name];
    return { ...unit, name: change.name, aliases };
  });
  const founded = change.founded.map((unit): Unit => ({ ...unit, standIns: [] }));
  const all = [...units, ...founded];
  return { units: all, groups: directory.groups.map((group) => groupAfter(group, change, all)) };
}

/** A group word goes on to stand for the successors that are of the same kind as the unit that ended. */
export function groupAfter(group: Group, change: Reorganisation, units: readonly Unit[]): Group {
  const ended = endedBy(change);
  if (!group.members.some((member) => ended.includes(member))) return group;
  const kindOf = (id: string): UnitKind | undefined => units.find((unit) => unit.id === id)?.kind;
  const members = group.members.flatMap((member) =>
    ended.includes(member) ? change.successors.filter((one) => kindOf(one) === kindOf(member)) : [member],
  );
  return { ...group, members: [...new Set(members)] };
}
