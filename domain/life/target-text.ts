/** Targets as people write them, such as 完成≥30个 or 新增企业不少于30家. Pure. */
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

/** One target, or undefined where the words hold none or several. */
export function readTarget(words: string): Target | undefined {
  const raw = words.normalize('NFKC').trim();
  const [, metric = '', sign = '', value = '', unit = ''] = written.exec(raw) ?? [];
  const op = signs[sign];
  if (op !== undefined)
    return { metric: metric.trim(), op, value: Number(value), unit: unit.trim(), raw: words.trim() };
  const { targets, undecided } = targetsIn(raw);
  const [only] = targets;
  if (only === undefined || targets.length > 1 || undecided.length > 0) return undefined;
  return { metric: only.metric, op: only.op, value: only.value, unit: only.unit, raw: words.trim() };
}
