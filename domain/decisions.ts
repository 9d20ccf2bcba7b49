/**
 * The decisions file: what the office answered to the questions of a plan document, in YAML, kept beside it. Read with
 * all its faults at once, and printed again from a plan on record.
 */
import { Document, isMap, isSeq } from 'yaml';
import { z } from 'zod';
import { resolve } from './directory.js';
import { DubanError, type Fault, fault } from './errors.js';
import { keptDecisions } from './kept-decisions.js';
import type { Directory } from './org.js';
import { type Decision, decisionSchema, type PickedTask, type Plan, pickSchema } from './plan.js';
import { foldWords } from './title-likeness.js';
import { readYaml, type YamlText } from './yaml-text.js';

/** Decisions with unit ids in place of names, and the undated tasks picked for the year. */
export interface Decisions {
  readonly decisions: readonly Decision[];
  readonly pick: readonly PickedTask[];
}

const number = z.number().int().min(1).max(9999);
const fileSchema = z.strictObject({
  plan: z.string().optional(),
  decisions: z.array(decisionSchema).max(5000).default([]),
  pick: z
    .array(z.union([number.transform((task) => ({ task })), pickSchema], '应为任务编号，或 {task: 编号, title: 题目}'))
    .default([]),
});

/** Findings that `unit` answers where the decision does not say which. */
export const unknownUnits: readonly string[] = ['unit-unknown', 'group-unknown'];

/**
 * Reads a decisions file; a bare list is taken as `decisions`.
 * @param name what the faults call the file.
 * @throws DubanError `decisions-yaml`, or every `decisions-field`, `decisions-unit` and `decisions-twice` with its line.
 */
export function readDecisions(name: string, text: string, directory: Directory): Decisions {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map((f) => fault('decisions-yaml', { file: name, detail: f.detail }, f.line)));
  const bare = Array.isArray(yaml.value);
  const value: unknown = bare ? { decisions: yaml.value } : yaml.value;
  const lineOf: YamlText['lineOf'] = (path) => yaml.lineOf(bare && path[0] === 'decisions' ? path.slice(1) : path);
  const read = fileSchema.safeParse(value);
  const faults: Fault[] = read.success
    ? []
    : read.error.issues.map((issue) =>
        fault('decisions-field', { path: issue.path.join('.') || '内容', detail: issue.message }, lineOf(issue.path)),
      );
  const entries: readonly unknown[] = isRecord(value) && Array.isArray(value['decisions']) ? value['decisions'] : [];
  for (const [at, entry] of entries.entries())
    if (isRecord(entry)) faults.push(...entryFaults(entry, at, lineOf), ...unitFaults(entry, at, directory, lineOf));
  if (!read.success) throw new DubanError(byLine(faults));

  const seen = new Map<string, number>();
  const decisions = read.data.decisions.map((one, at): Decision => {
    const line = lineOf(['decisions', at]);
    const earlier = seen.get(questionOf(one));
    if (earlier === undefined) seen.set(questionOf(one), line);
    else faults.push(fault('decisions-twice', { other: earlier }, line));
    return withUnitIds(one, directory);
  });
  if (faults.length > 0) throw new DubanError(byLine(faults));
  return { decisions, pick: read.data.pick };
}

/** What a plan on record holds, with units by their present names: the content of a decisions file. */
export function decisionsOf(
  plan: Plan,
  directory: Directory,
): { readonly plan: string; readonly decisions: readonly Decision[]; readonly pick?: readonly PickedTask[] } {
  const names = new Map(directory.units.map((unit) => [unit.id, unit.name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const decisions = keptDecisions(plan).map((one) =>
    inOrder({
      ...one,
      ...(one.duties ? { duties: one.duties.map(({ unit, role }) => ({ unit: nameOf(unit), role })) } : {}),
      ...(one.unit === undefined ? {} : { unit: nameOf(one.unit) }),
    }),
  );
  return { plan: plan.id, decisions, ...(plan.picked && plan.picked.length > 0 ? { pick: plan.picked } : {}) };
}

/** The keys as people write them: what it answers first, then the answer, then why. The ledger keeps no order. */
function inOrder(one: Decision): Decision {
  const known = Object.keys(decisionSchema.shape);
  return Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => known.indexOf(a) - known.indexOf(b)));
}

/** The same as text of a decisions file, one decision a line. */
export function decisionsYaml(value: ReturnType<typeof decisionsOf>): string {
  const doc = new Document({
    plan: value.plan,
    decisions: value.decisions,
    ...(value.pick ? { pick: value.pick } : {}),
  });
  for (const key of ['decisions', 'pick']) {
    const list = doc.get(key);
    if (isSeq(list)) for (const item of list.items) if (isMap(item)) item.flow = true;
  }
  doc.commentBefore = ' 办公室对这份计划的决定，供 duban import --decisions 使用';
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** The question a decision answers; two with the same one contradict each other. */
export function questionOf({ task, title, finding, words }: Decision): string {
  return [task ?? '', foldWords(title ?? ''), finding ?? '', foldWords(words ?? '')].join('|');
}

function entryFaults(entry: Readonly<Record<string, unknown>>, at: number, lineOf: YamlText['lineOf']): Fault[] {
  const has = (key: string): boolean => entry[key] !== undefined && entry[key] !== null;
  const wrong = (detail: string): Fault =>
    fault('decisions-field', { path: `decisions.${at}`, detail }, lineOf(['decisions', at]));
  return [
    ...(has('task') && !has('title') ? [wrong('写了任务编号 task，还要写题目 title，以便编号变动后仍能认出')] : []),
    ...(['finding', 'duties', 'unit', 'due'].some(has)
      ? []
      : [wrong('没有写明答的是什么：finding、duties、unit、due 至少写一项')]),
    ...(['duties', 'due'].some(has) && !has('title')
      ? [wrong('duties 和 due 是对一项任务的决定，要写题目 title')]
      : []),
    ...(has('unit') && !has('words') ? [wrong('unit 是 words 所指的单位，要写明 words')] : []),
    ...(has('unit') && has('duties') ? [wrong('unit 和 duties 只能写一项')] : []),
    ...(has('issued') && entry['finding'] !== 'issued-missing' ? [wrong('issued 只用于 finding: issued-missing')] : []),
  ];
}

function unitFaults(
  entry: Readonly<Record<string, unknown>>,
  at: number,
  directory: Directory,
  lineOf: YamlText['lineOf'],
): Fault[] {
  const unknown = (words: unknown, path: readonly PropertyKey[]): Fault[] => {
    const ids = typeof words === 'string' && words !== '' ? unitIds(words, directory) : [];
    return typeof ids === 'string'
      ? [fault('decisions-unit', { words: String(words), nearest: ids }, lineOf(['decisions', at, ...path]))]
      : [];
  };
  const duties: readonly unknown[] = Array.isArray(entry['duties']) ? entry['duties'] : [];
  return [
    ...unknown(entry['unit'], ['unit']),
    ...duties.flatMap((duty, i) => (isRecord(duty) ? unknown(duty['unit'], ['duties', i, 'unit']) : [])),
  ];
}

function withUnitIds(one: Decision, directory: Directory): Decision {
  const idsOf = (words: string): readonly string[] => {
    const ids = unitIds(words, directory);
    return typeof ids === 'string' ? [] : ids;
  };
  const duties = one.duties?.flatMap(({ unit, role }) => idsOf(unit).map((id) => ({ unit: id, role })));
  const units = one.unit === undefined ? [] : idsOf(one.unit);
  return {
    ...one,
    ...(duties ? { duties: duties.filter((d, i) => duties.findIndex((o) => o.unit === d.unit) === i) } : {}),
    // A group word stays a word: its members are those of the day it is applied.
    ...(units.length === 1 ? { unit: units[0] } : {}),
  };
}

/** Ids of a unit by id or name, of a group word's members; else the names that come near, as words. */
export function unitIds(words: string, directory: Directory): readonly string[] | string {
  if (directory.units.some((unit) => unit.id === words)) return [words];
  const found = resolve(directory, words);
  if (found.kind === 'unit') return [found.unit.id];
  if (found.kind === 'group') return found.group.members;
  return found.nearest.join('、') || '没有相近的名称';
}

function byLine(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
