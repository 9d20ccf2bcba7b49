/**
 * The ladder of a plan: one YAML file saying who is told what, how long before and after a deadline (design section 5).
 * Read once, checked whole, then a plain value that a running case keeps.
 */
import { z } from 'zod';
import { DubanError, type Fault, fault } from '../errors.js';
import { readYaml, type YamlText } from '../yaml-text.js';
import { audiences, type Ladder, type Rung, type StepKind } from './types.js';

const phases = ['sign', 'before', 'after'] as const;
type Phase = (typeof phases)[number];

/** What a rung may send, by phase: a reminder after the deadline or a 督办函 before it would be nonsense. */
const kindsOf = {
  sign: ['sign-chase', 'unsigned-report'],
  before: ['reminder'],
  after: ['chase', 'head-chase', 'supervision-letter', 'leadership-report'],
} as const satisfies Record<Phase, readonly StepKind[]>;

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Offsets count days, or in tests that run in real time seconds. */
type Unit = 'days' | 'seconds';

const offsetKey = (phase: Phase, unit: Unit) =>
  unit === 'seconds' ? 'seconds' : phase === 'before' ? 'days' : 'workdays';

/** An integer in a range; the error says what is allowed, for it ends up in the message to the office. */
function wholeNumber(least: number, most: number, of: string) {
  const error = `${least} 至 ${most} 的整数（${of}）`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** One of the given words. */
function word<const T extends readonly [string, ...string[]]>(words: T, what: string) {
  return z.enum(words, { error: `${what}，可用：${words.join('、')}` });
}

function rungs(phase: Phase, unit: Unit, about: string) {
  const least = phase === 'before' || unit === 'seconds' ? 0 : 1;
  const offset =
    unit === 'seconds'
      ? wholeNumber(0, 86_400, '秒')
      : wholeNumber(least, 366, phase === 'before' ? '日历日' : '工作日');
  const roles = phase === 'sign' ? audiences : audiences.filter((role) => role !== 'unsigned');
  const key = offsetKey(phase, unit);
  const rung = z.strictObject(
    {
      [key]: offset.describe(about),
      to: z
        .array(word(roles as [string, ...string[]], '收信方'), { error: `收信方的列表，可用：${roles.join('、')}` })
        .min(1, { error: '至少一个收信方' })
        .describe(
          '写给谁：lead 牵头（含负责、责任单位），support 配合，-head 该单位主要负责人，unsigned 未签收的单位，office 办公室，leadership 领导小组',
        ),
      kind: word(kindsOf[phase], '文种').describe('文种'),
    },
    { error: `梯级：{${key}: …, to: […], kind: …}` },
  );
  return z.array(rung, { error: '梯级的列表，没有时写 []' });
}

/** The file's shape, and the words for every value that does not fit it. */
function fileShape(unit: Unit) {
  const hourText = '"HH:MM" 形式的时刻，如 "09:00"';
  return {
    hour: z
      .string({ error: hourText })
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: hourText })
      .describe('例行信件发出的时刻（北京时间）'),
    sign: rungs('sign', unit, '交办后第几个工作日').describe('未签收时：按交办后的工作日，由近及远'),
    before: rungs('before', unit, '到期前多少个日历日，遇休息日提前到工作日').describe('到期前：由远及近'),
    after: rungs('after', unit, '到期后第几个工作日').describe('到期后未办结时：由近及远'),
    weekly: word(weekdays, '星期').describe('报领导小组之后，每周几再报一次，遇休息日顺延'),
    approvalWithin: wholeNumber(1, 30, '工作日').describe('办公室签发督办函的期限'),
  };
}

const officeFile = z.strictObject(fileShape('days'));
const testFile = z.strictObject({ ...fileShape('seconds'), slotSeconds: wholeNumber(1, 3600, '秒') });

/** JSON Schema of the ladder file for editors; `seeds/ladder.schema.json` holds exactly this text. */
export function ladderJsonSchema(): string {
  return `${JSON.stringify({ title: '督办催办规则', ...z.toJSONSchema(officeFile) }, null, 2)}\n`;
}

/**
 * Reads a ladder file. With `testUnits` a file that has `slotSeconds` gives every offset as `seconds`; without it that
 * is refused like any unknown key, so that no office can run on seconds by accident.
 * @throws DubanError with every fault of the file, each naming its line.
 */
export function readLadder(text: string, options: { readonly testUnits?: boolean } = {}): Ladder {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0) {
    throw new DubanError(yaml.faults.map((f) => fault('ladder-syntax', { detail: f.detail }, f.line)));
  }
  const seconds = options.testUnits === true && valueAt(yaml.value, ['slotSeconds']) !== undefined;
  const unit: Unit = seconds ? 'seconds' : 'days';
  const parsed = (seconds ? testFile : officeFile).safeParse(yaml.value);
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOf(issue, yaml, unit))),
    ...phases.flatMap((phase) => orderFaults(phase, yaml, unit)),
  ];
  if (!parsed.success || faults.length > 0)
    throw new DubanError(faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));

  const file = parsed.data;
  const [hours = 0, minutes = 0] = file.hour.split(':').map(Number);
  const ladderRungs = (phase: Phase): Rung[] =>
    file[phase].map((rung) => ({
      offset: Number(rung[offsetKey(phase, unit)]),
      ...(seconds ? { seconds: true } : {}),
      to: rung.to as Rung['to'],
      kind: rung.kind as StepKind,
    }));
  return {
    hour: hours * 60 + minutes,
    sign: ladderRungs('sign'),
    before: ladderRungs('before'),
    after: ladderRungs('after'),
    weekly: weekdays.indexOf(file.weekly) + 1,
    approvalWithin: file.approvalWithin,
    ...('slotSeconds' in file ? { slotSeconds: Number(file.slotSeconds) } : {}),
  };
}

function faultsOf(issue: z.core.$ZodIssue, yaml: YamlText, unit: Unit): Fault[] {
  const [phase] = issue.path;
  const line = yaml.lineOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const isPhase = phases.find((p) => p === phase);
    const allowed = isPhase === undefined ? Object.keys(fileShape(unit)) : [offsetKey(isPhase, unit), 'to', 'kind'];
    const at = isPhase ?? '催办规则';
    return issue.keys.map((key) =>
      fault('ladder-key', { at, key, allowed: allowed.join('、') }, yaml.lineOf([...issue.path, key])),
    );
  }
  const key = issue.path.findLast((step) => typeof step === 'string') ?? '催办规则';
  const value = valueAt(yaml.value, issue.path);
  if (value === undefined) return [fault('ladder-missing', { key: String(key), allowed: issue.message }, line)];
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return [fault('ladder-value', { key: String(key), value: shown, allowed: issue.message }, line)];
}

/** Rungs stand in the order in which they fall due, and no two at one time: their names come from the offset. */
function orderFaults(phase: Phase, yaml: YamlText, unit: Unit): Fault[] {
  const list = valueAt(yaml.value, [phase]);
  if (!Array.isArray(list)) return [];
  const key = offsetKey(phase, unit);
  const lines = new Map<number, number>();
  const faults: Fault[] = [];
  let previous: number | undefined;
  for (const at of list.keys()) {
    const value = valueAt(list[at], [key]);
    if (typeof value !== 'number') continue;
    const line = yaml.lineOf([phase, at, key]);
    const other = lines.get(value);
    if (other !== undefined) {
      faults.push(fault('ladder-twice', { phase, value, other }, line));
    } else if (previous !== undefined && (phase === 'before' ? value > previous : value < previous)) {
      const rule = phase === 'before' ? '到期前的梯级由远及近排列' : '梯级由近及远排列';
      faults.push(fault('ladder-order', { phase, value, previous, rule }, line));
    }
    lines.set(value, other ?? line);
    previous = value;
  }
  return faults;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}
