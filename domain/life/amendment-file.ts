/** An amendment as the office writes it down in YAML (seeds/amendments/sample.yaml): read whole with all its faults, and written again. */
import { stringify } from 'yaml';
import { z } from 'zod';
import { byLine, misfitsOf, wholeNumber, words } from '../comment/yaml-shape.js';
import { isDay } from '../day.js';
import { unitIds } from '../decisions.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Directory } from '../org.js';
import type { DutyRole, Target } from '../plan.js';
import type { TaskDuty } from '../task.js';
import { readYaml, type YamlText } from '../yaml-text.js';
import type { AmendChange, AmendmentRequest, NewTask } from './amendment.js';
import { readTarget } from './target-text.js';

const number = wholeNumber(1, 9999, '任务编号');
const dayText = 'YYYY-MM-DD 形式的日期';
const due = z.string({ error: dayText }).refine(isDay, { error: dayText }).describe('时限');
const unit = words(1, 80, '单位的名称或编号');
const unitsText = '单位，或单位的列表';
const units = z.union([unit.transform((one) => [one]), z.array(unit)], { error: unitsText });
const targets = z
  .array(words(1, 200, '目标，如 完成≥30个'), { error: '目标的列表，如 ["完成≥30个"]' })
  .describe('目标：指标、比较符号（≥ ≤ > < = ≈）、数值、单位；跨年度的计划可以在前面写以后的年份，如 2028年完成≥40个');
const taskText = '新任务：{ title, lead, support, due, targets }';

const newTask = z.strictObject(
  {
    number: number.exactOptional().describe('编号，不写则接着现有编号'),
    title: words(0, 200, '题目').describe('题目，不超过 60 个字'),
    chapter: words(0, 200, '所属章节').exactOptional(),
    lead: units.default([]).describe('牵头单位'),
    responsible: units.default([]).describe('责任单位'),
    support: units.default([]).describe('配合单位'),
    due: due.exactOptional().describe('时限，不写则为当年12月31日'),
    targets: targets.default([]),
  },
  { error: taskText },
);

/** By the word that stands first in the change. */
const shapes = {
  add: z.strictObject({ add: newTask.describe('新增一项任务') }),
  drop: z.strictObject({ drop: number.describe('取消哪一项') }),
  split: z.strictObject({
    split: number.describe('拆分哪一项'),
    into: z.array(newTask, { error: `${taskText}的列表` }).describe('拆分成的任务'),
  }),
  merge: z.strictObject({
    merge: z.array(number, { error: '任务编号的列表，如 [3, 4]' }).describe('合并哪几项'),
    into: newTask.describe('合并成的任务'),
  }),
  move: z.strictObject({
    move: number.describe('转办哪一项'),
    from: unit.describe('转出单位'),
    to: unit.describe('转入单位'),
  }),
  target: z.strictObject({ target: number.describe('哪一项调整目标'), targets }),
  date: z.strictObject({ date: number.describe('哪一项调整时限'), due }),
} as const;
type Kind = keyof typeof shapes;
const kinds = Object.keys(shapes) as Kind[];

const shape = z.strictObject(
  {
    plan: words(1, 61, '计划编号').exactOptional().describe('哪一份计划，不写就是办理时指定的那一份'),
    reason: words(0, 5000, '调整的理由').default('').describe('调整的理由，写进给单位的信'),
    approvedBy: words(0, 500, '批准人').default('').describe('谁批准'),
    document: words(0, 500, '依据的文件').default('').describe('依据的文件或会议纪要'),
    changes: z.array(z.unknown(), { error: '调整的列表' }),
  },
  { error: '一次调整：{ reason, approvedBy, document, changes }' },
);

/** What an amendment file holds, as plain values for YAML; units by names or ids. */
export interface AmendmentFile extends Pick<AmendmentRequest, 'reason' | 'approvedBy' | 'document'> {
  readonly plan?: string;
  readonly changes: readonly Readonly<Record<string, unknown>>[];
}

/** A request with the line of each of its changes. */
export interface ReadAmendment {
  readonly request: AmendmentRequest;
  /** Id of the plan it was written for, where it says so. */
  readonly plan?: string;
  readonly lines: readonly number[];
}

/** @throws DubanError with every fault of the text: `amend-file`, `amend-target`, `unit-unknown`, each with its line. */
export function readAmendment(text: string, directory: Directory): ReadAmendment {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map(({ line, detail }) => fault('amend-file', { at: '文件', detail }, line)));
  const faults: Fault[] = [];
  const head = shape.safeParse(yaml.value);
  if (!head.success) faults.push(...shapeFaults(head.error, yaml, []));
  const listed =
    typeof yaml.value === 'object' && yaml.value !== null && 'changes' in yaml.value ? yaml.value.changes : [];
  const raw: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const changes = raw.flatMap((one, at) => changeOf(one, at, yaml, directory, faults) ?? []);
  if (!head.success || faults.length > 0) throw new DubanError(byLine(faults));
  const { plan, reason, approvedBy, document } = head.data;
  return {
    request: { reason, approvedBy, document, changes },
    ...(plan === undefined ? {} : { plan }),
    lines: raw.map((_, at) => yaml.lineOf(['changes', at])),
  };
}

/** The file as text. */
export function amendmentText(file: AmendmentFile): string {
  const { plan, reason, approvedBy, document, changes } = file;
  const head = plan === undefined ? {} : { plan };
  return stringify({ ...head, reason, approvedBy, document, changes }, { lineWidth: 0 });
}

/** JSON Schema of the file for editors; `seeds/amendments/amendment.schema.json` holds exactly this text. */
export function amendmentJsonSchema(): string {
  const file = shape.extend({ changes: z.array(z.union(kinds.map((kind) => shapes[kind]))).describe('各处调整') });
  return `${JSON.stringify({ title: '计划调整', ...z.toJSONSchema(file, { io: 'input' }) }, null, 2)}\n`;
}

function shapeFaults(error: z.ZodError, yaml: YamlText, prefix: readonly PropertyKey[]): Fault[] {
  const within: YamlText = {
    ...yaml,
    value: prefix.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], yaml.value),
    lineOf: (path) => yaml.lineOf([...prefix, ...path]),
  };
  return misfitsOf(error, within, '文件').map((misfit) => {
    const at = [placeWords(prefix), misfit.path === '文件' && prefix.length > 0 ? '' : misfit.path]
      .filter((part) => part !== '')
      .join('的');
    const detail =
      misfit.kind === 'key'
        ? `不认识“${misfit.key}”`
        : misfit.kind === 'missing'
          ? `没有写，应为${misfit.allowed}`
          : `“${misfit.value}”应为${misfit.allowed}`;
    return fault('amend-file', { at, detail }, misfit.line);
  });
}

const placeWords = (path: readonly PropertyKey[]): string => (path.length === 0 ? '' : `第${Number(path[1]) + 1}处`);

/** The change, or undefined after its faults were told. */
function changeOf(
  value: unknown,
  at: number,
  yaml: YamlText,
  directory: Directory,
  faults: Faults,
): AmendChange | undefined {
  const path = ['changes', at];
  const found = kinds.filter((kind) => typeof value === 'object' && value !== null && Object.hasOwn(value, kind));
  const [kind] = found;
  if (kind === undefined || found.length > 1) {
    const detail = `应写明一种调整，也只能一种：${kinds.join('、')}`;
    faults.push(fault('amend-file', { at: placeWords(path), detail }, yaml.lineOf(path)));
    return undefined;
  }
  const read = shapes[kind].safeParse(value);
  if (!read.success) {
    faults.push(...shapeFaults(read.error, yaml, path));
    return undefined;
  }
  const names = namesIn(directory, yaml.lineOf(path), faults);
  const one = read.data;
  if ('add' in one) return { kind: 'add', task: names.task(one.add) };
  if ('drop' in one) return { kind: 'drop', task: one.drop };
  if ('split' in one) return { kind: 'split', task: one.split, into: one.into.map(names.task) };
  if ('merge' in one) return { kind: 'merge', tasks: one.merge, into: names.task(one.into) };
  if ('move' in one) return { kind: 'move', task: one.move, from: names.unit(one.from), to: names.unit(one.to) };
  if ('target' in one) return { kind: 'target', task: one.target, targets: names.targets(one.targets) };
  return { kind: 'date', task: one.date, due: one.due };
}

type Faults = Fault[];

/** Names of units become ids and words become targets; what cannot be read is told. */
function namesIn(directory: Directory, line: number, faults: Faults) {
  const ids = (name: string): readonly string[] => {
    const found = unitIds(name, directory);
    if (typeof found !== 'string') return found;
    faults.push(fault('unit-unknown', { words: name, nearest: found }, line));
    return [];
  };
  const targetsOf = (texts: readonly string[]): readonly Target[] =>
    texts.flatMap((text) => {
      const read = readTarget(text);
      if (read === undefined) faults.push(fault('amend-target', { value: text }, line));
      return read ?? [];
    });
  const duties = (role: DutyRole, names: readonly string[]): readonly TaskDuty[] =>
    names.flatMap((name) => ids(name).map((id) => ({ unit: id, role })));
  return {
    targets: targetsOf,
    unit: (name: string): string => {
      const found = ids(name);
      if (found.length > 1)
        faults.push(fault('unit-unknown', { words: name, nearest: '这是统称，请写一个单位' }, line));
      return found[0] ?? name;
    },
    task: (task: z.infer<typeof newTask>): NewTask => ({
      ...(task.number === undefined ? {} : { number: task.number }),
      title: task.title,
      ...(task.chapter === undefined ? {} : { chapter: task.chapter }),
      duties: [
        ...duties('lead', task.lead),
        ...duties('responsible', task.responsible),
        ...duties('support', task.support),
      ],
      ...(task.due === undefined ? {} : { due: task.due }),
      targets: targetsOf(task.targets),
    }),
  };
}
