/** What an office writes down of a reorganisation, and what stands against it. Pure; judged against the directory in use. */
import { addDays, type Day, isDay } from './day.js';
import { resolve, unitOf } from './directory.js';
import { isAddress } from './directory-file.js';
import { endWords } from './ended-unit.js';
import { DubanError, type ErrorCode, type Fault, type FaultValues, fault } from './errors.js';
import type { Contact, Directory, UnitKind } from './org.js';
import {
  dutyKey,
  endedBy,
  type FoundedUnit,
  type Reorganisation,
  type ReorganisationKind,
  reorganisationWords,
} from './reorganisation.js';
import { foldName } from './unit-names.js';

/** Kinds of a unit that can begin or end with a reorganisation: office and leadership group stand behind every letter. */
export const foundedKinds = ['department', 'township', 'company'] as const satisfies readonly UnitKind[];

/** A successor: an existing unit by id or name, or a new one with its facts. */
export type NamedSuccessor =
  | { readonly unit: string }
  | {
      readonly id: string;
      readonly name: string;
      readonly kind: (typeof foundedKinds)[number];
      readonly aliases: readonly string[];
      readonly contacts: readonly Contact[];
    };

/** Units by id or by any name the directory knows. */
export interface ReorganisationRequest {
  readonly id?: string;
  readonly kind: ReorganisationKind;
  readonly units: readonly string[];
  readonly name?: string;
  readonly successors: readonly NamedSuccessor[];
  readonly on: string;
  readonly document: string;
  readonly reason: string;
  /** Tasks by successor: `{plan}/{year}/{number}`, `{plan}/{number}`, or the number where only one plan has it. */
  readonly assign: readonly { readonly to: string; readonly tasks: readonly string[] }[];
}

/** A duty that is open or still to come, in any plan that is not closed. */
export interface OpenDuty {
  readonly plan: string;
  readonly number: number;
  readonly unit: string;
}

export interface Standing {
  readonly directory: Directory;
  readonly duties: readonly OpenDuty[];
  /** Reorganisations whose day is still to come. */
  readonly waiting: readonly Reorganisation[];
  readonly today: Day;
}

/** Calendar days between which its day must lie: a document reaches the office late at times, never years before. */
const PAST_DAYS = 366;
const AHEAD_DAYS = 2 * 366;
const MAX_TEXT = 500;

/** Line of a place in the file the request was read from. */
export type LineOf = (path: readonly PropertyKey[]) => number | undefined;

type Add = (path: readonly PropertyKey[], code: ErrorCode, values: FaultValues) => void;

/**
 * The reorganisation that was asked for, with ids in place of names.
 * @throws DubanError with everything that stands against it, with lines where `lineOf` knows them.
 */
export function reorganisationOf(
  request: ReorganisationRequest,
  standing: Standing,
  lineOf: LineOf = () => undefined,
): Reorganisation {
  const { directory } = standing;
  const faults: Fault[] = [];
  const add: Add = (path, code, values) => faults.push(fault(code, values, lineOf(path)));
  const units = request.units.map((words, at) => known(directory, words, ['units', at], add));
  const successors = request.successors.map((one, at) =>
    'unit' in one ? known(directory, one.unit, ['successors', at, 'unit'], add) : one.id.trim(),
  );
  const founded = request.successors.flatMap((one) => ('unit' in one ? [] : [one]));
  const change: Reorganisation = {
    id: request.id ?? '',
    kind: request.kind,
    units: units.filter((id) => id !== undefined),
    ...(request.name === undefined ? {} : { name: request.name.trim() }),
    successors: successors.filter((id) => id !== undefined),
    founded,
    on: request.on,
    document: request.document.trim(),
    reason: request.reason.trim(),
    assign: assigned(request, successors, units, standing, add),
  };
  shapeFaults(request, successors, units, add);
  wordFaults(change, standing.today, add);
  for (const [at, one] of request.successors.entries()) if (!('unit' in one)) foundedFaults(one, at, founded, add);
  for (const [at, id] of units.entries()) if (id !== undefined) waitingFaults(id, ['units', at], standing, add);
  for (const [at, id] of successors.entries())
    if (id !== undefined) waitingFaults(id, ['successors', at], standing, add);
  faults.push(...standingFaults(change, withFounded(standing), lineOf));
  if (faults.length > 0) throw new DubanError(faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  return change;
}

/**
 * What the directory has against a reorganisation: units that are unknown or ended, names and ids in use, the office
 * itself. Asked when it is decided, and again on its day, because both can lie months apart.
 */
export function standingFaults(
  change: Reorganisation,
  directory: Directory,
  lineOf: LineOf = () => undefined,
): readonly Fault[] {
  const faults: Fault[] = [];
  const add: Add = (path, code, values) => faults.push(fault(code, values, lineOf(path)));
  const ended = endedBy(change);
  const act = reorganisationWords[change.kind];
  const old = [...change.units, ...change.successors].filter((id) => !change.founded.some((unit) => unit.id === id));
  for (const id of new Set(old)) {
    const at = change.units.indexOf(id);
    const path = at >= 0 ? ['units', at] : ['successors', change.successors.indexOf(id)];
    const unit = unitOf(directory, id);
    if (unit === undefined) add(path, 'unit-unknown', { words: id, nearest: '无' });
    else if (unit.ended !== undefined) add(path, 'unit-ended', { unit: unit.name, ...endWords(unit, directory), act });
    else if (ended.includes(id) && (unit.kind === 'office' || unit.kind === 'leadership'))
      add(path, 'reorganisation-office', { unit: unit.name, act });
    else if (at < 0 && unit.contacts.length === 0) add(path, 'unit-without-contact', { unit: unit.name });
  }
  for (const { id, name, aliases } of change.founded) {
    const path = ['successors', change.successors.indexOf(id)];
    const same = unitOf(directory, id);
    if (same !== undefined) add([...path, 'id'], 'reorganisation-id-used', { value: id, unit: same.name });
    for (const words of [name, ...aliases]) nameFault(words, undefined, directory, [...path, 'name'], add);
  }
  if (change.name !== undefined) nameFault(change.name, change.units[0], directory, ['name'], add);
  return faults;
}

/** The directory with the units that are still to begin: their ids and names are taken. */
function withFounded({ directory, waiting }: Standing): Directory {
  const founded = waiting.flatMap((one) => one.founded).map((unit) => ({ ...unit, standIns: [] }));
  return { ...directory, units: [...directory.units, ...founded] };
}

function known(directory: Directory, words: string, path: readonly PropertyKey[], add: Add): string | undefined {
  if (unitOf(directory, words) !== undefined) return words;
  // An ended unit is found by its own name here, so that the fault can say that it ended.
  const former = directory.units.find((unit) => unit.ended !== undefined && foldName(unit.name) === foldName(words));
  const found = resolve(directory, words);
  if (former !== undefined && (found.kind !== 'unit' || foldName(found.unit.name) !== foldName(words)))
    return former.id;
  if (found.kind === 'unit') return found.unit.id;
  add(path, 'unit-unknown', { words, nearest: (found.kind === 'unknown' && found.nearest.join('、')) || '无' });
  return undefined;
}

/** How many units each kind takes and leaves. */
function shapeFaults(
  { kind, name, units: written, successors: heirs }: ReorganisationRequest,
  successors: readonly (string | undefined)[],
  units: readonly (string | undefined)[],
  add: Add,
): void {
  const shape = (path: readonly PropertyKey[], rule: string): void =>
    add(path, 'reorganisation-shape', { act: reorganisationWords[kind], rule });
  const twice = (list: readonly (string | undefined)[], path: string): void => {
    for (const [at, id] of list.entries())
      if (id !== undefined && list.indexOf(id) !== at) add([path, at], 'reorganisation-unit-twice', { unit: id });
  };
  twice(units, 'units');
  twice(successors, 'successors');
  const own = successors.filter((id) => id !== undefined && units.includes(id)).length;
  switch (kind) {
    case 'rename':
      if (written.length !== 1) shape(['units'], `只写一个单位，现有${written.length}个`);
      if (heirs.length > 0) shape(['successors'], '不写承接单位，只写新名称（name）');
      if ((name ?? '').trim() === '') shape(['name'], '要写新名称（name）');
      break;
    case 'merge':
      if (written.length < 2) shape(['units'], `至少写两个被合并的单位，现有${written.length}个`);
      if (heirs.length !== 1) shape(['successors'], `只写一个合并后的单位，现有${heirs.length}个`);
      break;
    case 'split':
      if (written.length !== 1) shape(['units'], `只写一个被拆分的单位，现有${written.length}个`);
      if (heirs.length < 2) shape(['successors'], `至少写两个拆分后的单位，现有${heirs.length}个`);
      break;
    case 'dissolve':
      if (written.length === 0) shape(['units'], '至少写一个被撤销的单位');
      if (heirs.length === 0) shape(['successors'], '至少写一个承接单位');
      if (own > 0) shape(['successors'], '承接单位不能是被撤销的单位自己');
      break;
    default:
      throw new Error(`unknown kind ${JSON.stringify(kind satisfies never)}`);
  }
  if (kind !== 'rename' && name !== undefined) shape(['name'], '不写新名称（name），更名才写');
}

function wordFaults(change: Reorganisation, today: Day, add: Add): void {
  const { on, document, reason, name = '' } = change;
  const [from, until] = [addDays(today, -PAST_DAYS), addDays(today, AHEAD_DAYS)];
  if (!isDay(on)) add(['on'], 'day-invalid', { value: on });
  else if (on < from || on > until) add(['on'], 'reorganisation-day', { value: on, from, until });
  for (const [field, word, text] of [
    ['document', '文号', document],
    ['reason', '理由', reason],
  ] as const)
    if (text === '') add([field], 'text-missing', { field: word });
  for (const [field, word, text, allowed] of [
    ['document', '文号', document, MAX_TEXT],
    ['reason', '理由', reason, MAX_TEXT],
    ['name', '新名称', name, 60],
  ] as const)
    if (text.length > allowed) add([field], 'text-too-long', { field: word, length: text.length, allowed });
}

function foundedFaults(unit: FoundedUnit, at: number, all: readonly FoundedUnit[], add: Add): void {
  const path = ['successors', at];
  if (!/^[a-z][a-z0-9-]{0,59}$/.test(unit.id)) add([...path, 'id'], 'unit-id', { value: unit.id });
  if (unit.name.trim() === '') add([...path, 'name'], 'unit-name-missing', { id: unit.id });
  if (unit.contacts.length === 0) add(path, 'unit-without-contact', { unit: unit.name });
  for (const { role, address } of unit.contacts)
    if (!isAddress(address)) add([...path, role], 'unit-address', { value: address, column: role });
  const names = [unit.name, ...unit.aliases].map(foldName);
  const other = all.find((one) => one !== unit && [one.name, ...one.aliases].some((n) => names.includes(foldName(n))));
  if (other !== undefined && all.indexOf(other) < all.indexOf(unit))
    add([...path, 'name'], 'unit-name-in-use', { name: unit.name, unit: other.name });
}

function waitingFaults(id: string, path: readonly PropertyKey[], { waiting, directory }: Standing, add: Add): void {
  const other = waiting.find((one) => [...one.units, ...one.successors].includes(id));
  if (other === undefined) return;
  const unit = unitOf(directory, id)?.name ?? id;
  add(path, 'reorganisation-waiting', { unit, id: other.id, on: other.on, act: reorganisationWords[other.kind] });
}

/** A unit that is renamed may take one of its own aliases for its name. */
function nameFault(
  words: string,
  own: string | undefined,
  directory: Directory,
  path: readonly PropertyKey[],
  add: Add,
): void {
  const same = (list: readonly string[]): boolean => list.some((one) => foldName(one) === foldName(words));
  const unit = directory.units.find((one) =>
    one.id === own ? foldName(one.name) === foldName(words) : same([one.name, ...one.aliases]),
  );
  const bearer = unit?.name ?? directory.groups.find((group) => same([group.word, ...group.aliases]))?.word;
  if (bearer !== undefined) add(path, 'unit-name-in-use', { name: words, unit: bearer });
}

/** Who takes which duty, by {@link dutyKey}; what cannot be told is a fault. */
function assigned(
  { assign, successors: heirs }: ReorganisationRequest,
  successors: readonly (string | undefined)[],
  units: readonly (string | undefined)[],
  { duties, directory }: Standing,
  add: Add,
): Record<string, string> {
  const taken: Record<string, string> = {};
  const own = duties.filter((duty) => units.includes(duty.unit));
  const allowed = [...new Set(own.map(dutyKey))].join('、') || '无';
  for (const { to, tasks } of assign) {
    const place = heirs.findIndex((one, at) => successors[at] === to || namesOf(one, directory).includes(foldName(to)));
    const heir = successors[place];
    if (heir === undefined)
      add(['assign', to], 'reorganisation-assign-unit', {
        unit: to,
        allowed: heirs.map((one) => ('unit' in one ? one.unit : one.name)).join('、') || '无',
      });
    for (const [at, words] of tasks.entries()) {
      const path = ['assign', to, at];
      const keys = [...new Set(own.filter((duty) => isNamed(duty, words)).map(dutyKey))];
      const [key] = keys;
      if (key === undefined || keys.length > 1)
        add(path, 'reorganisation-assign-task', { value: words, allowed: keys.length > 1 ? keys.join('、') : allowed });
      else if (key in taken) add(path, 'reorganisation-assign-twice', { value: words });
      else if (heir !== undefined) taken[key] = heir;
    }
  }
  return taken;
}

function namesOf(one: NamedSuccessor, directory: Directory): readonly string[] {
  if (!('unit' in one)) return [one.id, one.name, ...one.aliases].map(foldName);
  const unit = unitOf(directory, one.unit);
  return [one.unit, ...(unit === undefined ? [] : [unit.name])].map(foldName);
}

/** `{plan}/{year}/{number}`, `{plan}/{number}` or the number. */
function isNamed({ plan, number }: OpenDuty, words: string): boolean {
  const last = words.slice(words.lastIndexOf('/') + 1);
  if (!/^\d{1,4}$/.test(last) || Number(last) !== number) return false;
  const before = words.slice(0, Math.max(0, words.lastIndexOf('/')));
  return before === '' || before === plan || before.replace(/\/\d{4}$/, '') === plan;
}
