/** The rules of following indicators: one YAML file, read once, checked whole, then a plain value that a case keeps. */
import { z } from 'zod';
import { byLine, type Misfit, misfitsOf, wholeNumber, words } from '../comment/yaml-shape.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Rung } from '../schedule/types.js';
import { readYaml } from '../yaml-text.js';
import type { IndicatorRules } from './rules.js';

/** Whom a rung may tell: the responsible unit, its head, the office, the leadership group. */
const receivers = ['lead', 'lead-head', 'office', 'leadership'] as const;
const rungKinds = { before: ['reminder'], after: ['chase', 'head-chase', 'return-report'] } as const;
type Phase = keyof typeof rungKinds;

const offsetKey = (phase: Phase) => (phase === 'before' ? 'days' : 'workdays');

function rungs(phase: Phase) {
  const kinds = rungKinds[phase] as readonly [string, ...string[]];
  const key = offsetKey(phase);
  const list = `收信方的列表，可用：${receivers.join('、')}`;
  return z.array(
    z.strictObject(
      {
        [key]: wholeNumber(phase === 'before' ? 0 : 1, 90, phase === 'before' ? '日历日' : '工作日'),
        to: z.array(z.enum(receivers, { error: list }), { error: list }).min(1, { error: list }),
        kind: z.enum(kinds, { error: `文种，可用：${kinds.join('、')}` }),
      },
      { error: `梯级：{ ${key}: …, to: […], kind: … }` },
    ),
    { error: '梯级的列表，没有时写 []' },
  );
}

const monthDayText = '{ month: 1 至 12, workday: 1 至 15，或从月末数的 -1 至 -15 }';
const workdayError = '1 至 15，或从月末数的 -1 至 -15';
const monthDay = {
  month: wholeNumber(1, 12, '月'),
  workday: z
    .int({ error: workdayError })
    .min(-15, { error: workdayError })
    .max(15, { error: workdayError })
    .refine((n) => n !== 0, { error: workdayError }),
};
const hourText = '"HH:MM" 形式的时刻，如 "09:00"';
const percentText = '0 至 50 的数（百分之几）';

const shape = z.strictObject({
  hour: z.string({ error: hourText }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: hourText }),
  request: z.strictObject(monthDay, { error: monthDayText }),
  due: z.strictObject(monthDay, { error: monthDayText }),
  value: z.strictObject(
    { before: rungs('before'), after: rungs('after') },
    { error: '报送的提醒和催报：{ before: […], after: […] }' },
  ),
  lateWithin: wholeNumber(1, 60, '工作日'),
  chaseFor: wholeNumber(1, 120, '工作日'),
  midTerm: z.strictObject({ year: wholeNumber(2, 9, '规划期的第几年'), ...monthDay }, { error: monthDayText }),
  final: z.strictObject(monthDay, { error: monthDayText }),
  approvalWithin: wholeNumber(1, 60, '工作日'),
  about: z.number({ error: percentText }).min(0, { error: percentText }).max(50, { error: percentText }),
  decimals: wholeNumber(0, 6, '位'),
  lessIsBetter: z.array(words(1, 20, '指标名称中的字'), { error: '字词的列表，没有时写 []' }),
});

const keys: Readonly<Record<string, readonly string[]>> = {
  request: ['month', 'workday'],
  due: ['month', 'workday'],
  final: ['month', 'workday'],
  midTerm: ['year', 'month', 'workday'],
  value: ['before', 'after'],
  'value.before': ['days', 'to', 'kind'],
  'value.after': ['workdays', 'to', 'kind'],
};

/**
 * Reads the rules of indicators; seeds/indicator-rules.yaml is such a file.
 * @throws DubanError with every fault of the file, each naming its line.
 */
export function readIndicatorRules(text: string): IndicatorRules {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map((f) => fault('indicator-rules-yaml', { detail: f.detail }, f.line)));
  const parsed = shape.safeParse(yaml.value);
  if (!parsed.success) throw new DubanError(byLine(misfitsOf(parsed.error, yaml, '规则').map(faultOf)));
  const { hour, value, ...rest } = parsed.data;
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  const rungsOf = (phase: Phase): Rung[] =>
    value[phase].map((rung) => ({
      offset: Number(rung[offsetKey(phase)]),
      to: rung['to'] as Rung['to'],
      kind: rung['kind'] as Rung['kind'],
    }));
  return { ...rest, hour: hours * 60 + minutes, before: rungsOf('before'), after: rungsOf('after') };
}

function faultOf(misfit: Misfit): Fault {
  const { line, path } = misfit;
  if (misfit.kind === 'key') {
    const known = keys[path.replace(/\.\d+$/, '')] ?? Object.keys(shape.shape);
    return fault('indicator-rules-key', { at: path, key: misfit.key, allowed: known.join('、') }, line);
  }
  if (misfit.kind === 'missing') return fault('indicator-rules-missing', { key: path, allowed: misfit.allowed }, line);
  return fault('indicator-rules-value', { key: path, value: misfit.value, allowed: misfit.allowed }, line);
}
