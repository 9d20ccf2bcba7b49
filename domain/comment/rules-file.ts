/**
 * The rules of comment periods: one YAML file with the kinds of documents and their least length, the reminders to the
 * office and the units' inner deadline. Read once, checked whole, then a plain value that a running period keeps.
 */
import { z } from 'zod';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Rung } from '../schedule/types.js';
import { readYaml, type YamlText } from '../yaml-text.js';
import type { CommentRules } from './rules.js';
import { byLine, type Misfit, misfitsOf, valueAt, wholeNumber, words } from './yaml-shape.js';

/** Whom an inner deadline's rung may tell: the unit, its head, the office, the leadership group. */
const receivers = ['lead', 'lead-head', 'office', 'leadership'] as const;
const rungKinds = { before: ['reminder'], after: ['chase', 'head-chase', 'opinion-report'] } as const;
type Phase = keyof typeof rungKinds;

const hourText = '"HH:MM" 形式的时刻，如 "09:00"';
const minimumText = '{ days: 日历日 } 或 { workdays: 工作日 }，二者取一';

function offsets(least: number, of: string) {
  return z.array(wholeNumber(least, 90, of), { error: `${of}的列表，由远及近，没有时写 []` });
}

function rungs<P extends Phase>(phase: P) {
  const kinds: readonly string[] = rungKinds[phase];
  const key = phase === 'before' ? 'days' : 'workdays';
  const list = `收信方的列表，可用：${receivers.join('、')}`;
  const kindText = `文种，可用：${kinds.join('、')}`;
  const to = z.array(z.enum(receivers, { error: list }), { error: list }).min(1, { error: list });
  const kind = z.enum(rungKinds[phase] as readonly ['reminder', ...string[]], { error: kindText });
  return z.array(
    z.strictObject(
      { [key]: wholeNumber(phase === 'before' ? 0 : 1, 90, phase === 'before' ? '日历日' : '工作日'), to, kind },
      { error: `梯级：{ ${key}: …, to: […], kind: … }` },
    ),
    { error: '梯级的列表，没有时写 []' },
  );
}

const idText = '小写字母、数字和连字符，以字母开头，不超过 40 个字符';
const kindShape = z.strictObject(
  {
    id: z.string({ error: idText }).regex(/^[a-z][a-z0-9-]{0,39}$/, { error: idText }),
    name: words(1, 60, '文件种类的名称'),
    minimum: z.union(
      [
        z.strictObject({ days: wholeNumber(1, 366, '日历日') }),
        z.strictObject({ workdays: wholeNumber(1, 250, '工作日') }),
      ],
      { error: minimumText },
    ),
    basis: words(1, 120, '最短期限的依据'),
  },
  { error: '文件种类：{ id, name, minimum, basis }' },
);

const shape = z.strictObject({
  hour: z.string({ error: hourText }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: hourText }),
  kinds: z.array(kindShape, { error: '文件种类的列表' }).min(1, { error: '至少一个文件种类' }),
  beforeEnd: offsets(0, '截止前的日历日'),
  closeOutWithin: wholeNumber(1, 60, '工作日'),
  closeOutBefore: offsets(0, '公布期限前的工作日'),
  answerWithin: wholeNumber(1, 30, '工作日'),
  unit: z.strictObject(
    { before: rungs('before'), after: rungs('after') },
    { error: '单位逾期的提醒和催办：{ before: […], after: […] }' },
  ),
});

const keys: Readonly<Record<string, readonly string[]>> = {
  kinds: ['id', 'name', 'minimum', 'basis'],
  'unit.before': ['days', 'to', 'kind'],
  'unit.after': ['workdays', 'to', 'kind'],
  unit: ['before', 'after'],
};

/**
 * Reads the rules of comment periods; seeds/comment-rules.yaml is such a file.
 * @throws DubanError with every fault of the file, each naming its line.
 */
export function readCommentRules(text: string): CommentRules {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0) {
    throw new DubanError(yaml.faults.map((f) => fault('comment-rules-yaml', { detail: f.detail }, f.line)));
  }
  const parsed = shape.safeParse(yaml.value);
  const faults = [
    ...(parsed.success ? [] : misfitsOf(parsed.error, yaml, '规则').map(faultOf)),
    ...kindFaults(yaml),
    ...orderFaults(yaml),
  ];
  if (!parsed.success || faults.length > 0) throw new DubanError(byLine(faults));
  const { hour, unit, ...rest } = parsed.data;
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  const ladder = (phase: Phase): Rung[] =>
    unit[phase].map((rung) => {
      const { to, kind, ...offset } = rung as { to: Rung['to']; kind: Rung['kind'] } & Record<string, unknown>;
      return { offset: Number(Object.values(offset)[0]), to, kind };
    });
  return { ...rest, hour: hours * 60 + minutes, before: ladder('before'), after: ladder('after') };
}

function faultOf(misfit: Misfit): Fault {
  const { line, path } = misfit;
  if (misfit.kind === 'key') {
    const known = keys[path.replace(/\.\d+$/, '')] ?? Object.keys(shape.shape);
    return fault('comment-rules-key', { at: path, key: misfit.key, allowed: known.join('、') }, line);
  }
  if (misfit.kind === 'missing') return fault('comment-rules-missing', { key: path, allowed: misfit.allowed }, line);
  return fault('comment-rules-value', { key: path, value: misfit.value, allowed: misfit.allowed }, line);
}

/** Terms name a kind by its id, so an id stands once. */
function kindFaults(yaml: YamlText): Fault[] {
  const list = valueAt(yaml.value, ['kinds']);
  const seen = new Map<unknown, number>();
  const faults: Fault[] = [];
  for (const [at, one] of (Array.isArray(list) ? list : []).entries()) {
    const id = valueAt(one, ['id']);
    const line = yaml.lineOf(['kinds', at, 'id']);
    const other = seen.get(id);
    if (other !== undefined && typeof id === 'string')
      faults.push(fault('comment-rules-twice', { value: id, other }, line));
    seen.set(id, other ?? line);
  }
  return faults;
}

/** Far to near before a day, near to far after it, and no two at one time: letters are named by their offset. */
function orderFaults(yaml: YamlText): Fault[] {
  const lists = [
    { path: ['beforeEnd'], key: null, down: true },
    { path: ['closeOutBefore'], key: null, down: true },
    { path: ['unit', 'before'], key: 'days', down: true },
    { path: ['unit', 'after'], key: 'workdays', down: false },
  ] as const;
  return lists.flatMap(({ path, key, down }) => {
    const list = valueAt(yaml.value, path);
    if (!Array.isArray(list)) return [];
    const values = list.map((one) => (key === null ? (one as unknown) : valueAt(one, [key])));
    return values.flatMap((value, at) => {
      const previous = values[at - 1];
      if (typeof value !== 'number' || typeof previous !== 'number') return [];
      if (down ? value < previous : value > previous) return [];
      const rule = down ? '应由远及近' : '应由近及远';
      return [fault('comment-rules-order', { key: path.join('.'), value, previous, rule }, yaml.lineOf([...path, at]))];
    });
  });
}
