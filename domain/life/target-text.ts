/** Targets as people write them, such as 完成≥30个, 新增企业不少于30家 or, for one year, 2028年完成≥40个. Pure. */
import { targetsIn } from '../parse/targets.js';
import type { Target } from '../plan.js';

const signs: Readonly<Record<string, Target['op']>> = {
  '≥': '>=',
  '>=': '>=',
  '≤': '<=',
  '<=': '<=',
  '>': '>',
  '<': '<',
  '=': '=',
  '≈': '~',
  '~': '~',
};
const written = /^(.+?)\s*(≥|>=|≤|<=|>|<|=|≈|~)\s*(-?\d{1,12}(?:\.\d{1,6})?)\s*([^\d≥≤<>=≈~]{0,20})$/;
/** A year that the target is for; 2027年底前 and 2027年6月 are dates. */
const dated = /^(20\d\d) ?年 ?(?![底末前初中度以之至到起、,\d])/;

/** One target, or undefined where the words hold none or several. */
export function readTarget(words: string): Target | undefined {
  const all = words.normalize('NFKC').trim();
  const [before = '', named] = dated.exec(all) ?? [];
  const raw = all.slice(before.length);
  const year = named === undefined ? {} : { year: Number(named) };
  const [, metric = '', sign = '', value = '', unit = ''] = written.exec(raw) ?? [];
  const op = signs[sign];
  if (op !== undefined)
    return { metric: metric.trim(), op, value: Number(value), unit: unit.trim(), raw: words.trim(), ...year };
  const { targets, undecided } = targetsIn(raw);
  const [only] = targets;
  if (only === undefined || targets.length > 1 || undecided.length > 0) return undefined;
  return { metric: only.metric, op: only.op, value: only.value, unit: only.unit, raw: words.trim(), ...year };
}
