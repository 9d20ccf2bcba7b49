/**
 * The rules of supervision: one YAML file with the rhythm, the days of request and return, the rungs of a silent unit
 * and the clocks of the bulletin. Read once, checked whole, then a plain value that a running cycle keeps.
 */
import { z } from 'zod';
import { byLine, type Misfit, misfitsOf, valueAt, wholeNumber } from '../comment/yaml-shape.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Rung } from '../schedule/types.js';
import { readYaml, type YamlText } from '../yaml-text.js';
import { rhythms } from './rhythm.js';
import type { SupervisionRules } from './rules.js';

/** Whom a rung may tell: the reporting unit, its head, the office, the leadership group. */
const receivers = ['lead', 'lead-head', 'office', 'leadership'] as const;
const rungKinds = { before: ['reminder'], after: ['chase', 'head-chase', 'return-report'] } as const;
type Phase = keyof typeof rungKinds;

const hourText = '"HH:MM" 形式的时刻，如 "09:00"';
const rhythmText = `督查的周期，可用：${rhythms.join('、')}`;

function rungs(phase: Phase) {
  const kinds = rungKinds[phase] as readonly [string, ...string[]];
  const key = offsetKey(phase);
  const list = `收信方的列表，可用：${receivers.join('、')}`;
  const kindText = `文种，可用：${kinds.join('、')}`;
  const to = z
    .array(z.enum(receivers, { error: list }), { error: list })
    .min(1, { error: list })
    .describe('写给谁：lead 报送单位，lead-head 该单位主要负责人，office 办公室，leadership 领导小组');
  return z.array(
    z.strictObject(
      {
        [key]: wholeNumber(phase === 'before' ? 0 : 1, 90, phase === 'before' ? '日历日' : '工作日'),
        to,
        kind: z.enum(kinds, { error: kindText }).describe('文种'),
      },
      { error: `梯级：{ ${key}: …, to: […], kind: … }` },
    ),
    { error: '梯级的列表，没有时写 []' },
  );
}

const offsetKey = (phase: Phase) => (phase === 'before' ? 'days' : 'workdays');

const shape = z.strictObject({
  hour: z
    .string({ error: hourText })
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: hourText })
    .describe('例行信件发出的时刻（北京时间）'),
  rhythm: z
    .enum(rhythms, { error: rhythmText })
    .describe('督查的周期：monthly 每月，quarterly 每季度，half-yearly 每半年'),
  // A month has at least 15 working days: the request stays within its own period.
  requestBefore: wholeNumber(0, 14, '工作日').describe('周期内最后一个工作日再往前数几个工作日发通知'),
  due: wholeNumber(1, 60, '工作日').describe('下一周期第几个工作日报送'),
  return: z
    .strictObject(
      {
        before: rungs('before').describe('报送期限前多少个日历日，遇休息日提前到工作日；由远及近'),
        after: rungs('after').describe('报送期限后第几个工作日；由近及远'),
      },
      { error: '报送的提醒和催报：{ before: […], after: […] }' },
    )
    .describe('报送的提醒、催报、报主要负责人、报办公室和领导小组'),
  sendBackWithin: wholeNumber(1, 30, '工作日').describe('退回重报的期限'),
  compileAfter: wholeNumber(1, 60, '工作日').describe('报送期限之后第几个工作日起草通报，未报送的单位在通报中点名'),
  approvalWithin: wholeNumber(1, 30, '工作日').describe('通报草稿几个工作日内审签，超过提醒办公室'),
  contestWithin: wholeNumber(1, 366, '日历日').describe('对结论有异议的，收到之日起几日内提出'),
  answerWithin: wholeNumber(1, 366, '日历日').describe('异议几日内答复'),
  burdenCeiling: wholeNumber(1, 1000, '件').describe('一个单位一个月收到的通知、表格、函件上限'),
});

const keys: Readonly<Record<string, readonly string[]>> = {
  return: ['before', 'after'],
  'return.before': [offsetKey('before'), 'to', 'kind'],
  'return.after': [offsetKey('after'), 'to', 'kind'],
};

/** JSON Schema of the rules for editors; `seeds/supervision.schema.json` holds exactly this text. */
export function supervisionJsonSchema(): string {
  return `${JSON.stringify({ title: '定期督查规则', ...z.toJSONSchema(shape) }, null, 2)}\n`;
}

/**
 * Reads the rules of supervision; seeds/supervision-rules.yaml is such a file.
 * @throws DubanError with every fault of the file, each naming its line.
 */
export function readSupervisionRules(text: string): SupervisionRules {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0) {
    throw new DubanError(yaml.faults.map((f) => fault('supervision-rules-yaml', { detail: f.detail }, f.line)));
  }
  const parsed = shape.safeParse(yaml.value);
  const faults = [
    ...(parsed.success ? [] : misfitsOf(parsed.error, yaml, '规则').map(faultOf)),
    ...orderFaults(yaml, 'before'),
    ...orderFaults(yaml, 'after'),
  ];
  if (!parsed.success || faults.length > 0) throw new DubanError(byLine(faults));
  const { hour, return: ladder, ...rest } = parsed.data;
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  const rungsOf = (phase: Phase): Rung[] =>
    ladder[phase].map((rung) => ({
      offset: Number(rung[offsetKey(phase)]),
      to: rung.to as Rung['to'],
      kind: rung.kind as Rung['kind'],
    }));
  return { ...rest, hour: hours * 60 + minutes, before: rungsOf('before'), after: rungsOf('after') };
}

function faultOf(misfit: Misfit): Fault {
  const { line, path } = misfit;
  if (misfit.kind === 'key') {
    const known = keys[path.replace(/\.\d+$/, '')] ?? Object.keys(shape.shape);
    return fault('supervision-rules-key', { at: path, key: misfit.key, allowed: known.join('、') }, line);
  }
  if (misfit.kind === 'missing') {
    return fault('supervision-rules-missing', { key: path, allowed: misfit.allowed }, line);
  }
  return fault('supervision-rules-value', { key: path, value: misfit.value, allowed: misfit.allowed }, line);
}

/** Far to near before the due day, near to far after it, and no two at one time: rungs are named by their offset. */
function orderFaults(yaml: YamlText, phase: Phase): Fault[] {
  const path = ['return', phase];
  const list = valueAt(yaml.value, path);
  if (!Array.isArray(list)) return [];
  const values = list.map((one) => valueAt(one, [offsetKey(phase)]));
  return values.flatMap((value, at) => {
    const previous = values[at - 1];
    if (typeof value !== 'number' || typeof previous !== 'number') return [];
    if (phase === 'before' ? value < previous : value > previous) return [];
    const rule = phase === 'before' ? '应由远及近' : '应由近及远';
    const line = yaml.lineOf([...path, at]);
    return [fault('supervision-rules-order', { key: path.join('.'), value, previous, rule }, line)];
  });
}
