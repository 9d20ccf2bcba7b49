/** The words of one cell of an indicator table to their meaning. Cells are read folded and without blanks. */
import type { IndicatorCell, IndicatorNature, Operator } from '../indicator.js';
import { fold } from './passage.js';

/** A cell's meaning, and whether it is printed in the brackets that mark a total over the period. */
export interface CellReading {
  readonly cell: IndicatorCell;
  readonly bracketed: boolean;
}

const heads: readonly (readonly [words: RegExp, op: Operator])[] = [
  [/^(?:不低于|不少于|不小于|至少|达到|达|≥|>=)/, '>='],
  [/^(?:不高于|不超过|不大于|不多于|控制在|降到|降至|压减到|≤|<=)/, '<='],
  [/^(?:超过|高于|大于|突破|>)/, '>'],
  [/^(?:低于|少于|小于|<)/, '<'],
  [/^(?:约|大约)/, '~'],
];
const tails: readonly (readonly [words: RegExp, op: Operator])[] = [
  [/(?:及以上|或以上|以上)$/, '>='],
  [/(?:及以下|以下|以内|之内|内)$/, '<='],
  [/(?:左右|上下)$/, '~'],
];
const NUMBER = '[+-]?\\d[\\d,]*(?:\\.\\d+)?';
const UNIT = '(?:[%‰]|个百分点|百分点|[^\\d\\s以+\\-.,()\\[\\]*|]{1,7})?';
const value = new RegExp(`^(${NUMBER})(${UNIT})$`);
const range = new RegExp(`^(${NUMBER})(?:${UNIT})[-—–~～至到](${NUMBER})(${UNIT})$`);
const NONE = /^(?:[-—–―─_/]{1,6}|无|不适用)$/;
const ASSIGNED =
  /^(?:按|依)?(?:照)?(?:完成|达到|执行)?(国家和省|省和市|国家|省级?|市级?|区级?|县级?|上级)(?:政府)?(?:分解|下达|确定|规定|要求|考核|控制)的?(?:任务|指标|目标|要求|标准)?(?:任务|指标|目标)?$/;
const TOGETHER = /^与(.{2,24}?)(?:保持)?(?:基本)?(同步|持平|一致|相当|相适应)$/;
const ABOVE = /^(高于|快于|不低于|略高于)(.{2,20}?)$/;
const UNDECIDED = /^(?:\*{1,6}|[xX×]{1,4}|待定|另定|待下达)(?:%|个百分点|亿元|万元)?$/;

/** Reads one cell. An empty cell is `lost` without a proposal: the caller knows the cells around it. */
export function readCell(printed: string): CellReading {
  const raw = printed.trim();
  const words = fold(raw).replace(/\s+/g, '');
  const inner = /^[[〔【](.+)[\]〕】]$/.exec(words)?.[1] ?? /^\((.*\d.*)\)$/.exec(words)?.[1];
  return { cell: { raw, ...meaningOf(inner ?? words) }, bracketed: inner !== undefined };
}

type Meaning<Cell> = Cell extends IndicatorCell ? Omit<Cell, 'raw'> : never;

function meaningOf(words: string): Meaning<IndicatorCell> {
  if (words === '') return { kind: 'lost', proposed: null };
  if (NONE.test(words)) return { kind: 'none' };
  if (UNDECIDED.test(words)) return { kind: 'undecided' };
  const assigned = ASSIGNED.exec(words);
  if (assigned) return { kind: 'assigned', by: (assigned[1] ?? '').replace(/级$/, '') };
  const numeric = numberOf(words);
  if (numeric) return numeric;
  const together = TOGETHER.exec(words);
  if (together) return { kind: 'relative', op: '~', than: together[1] ?? '', to: null };
  const above = ABOVE.exec(words);
  if (above && !/\d/.test(words))
    return { kind: 'relative', op: above[1] === '不低于' ? '>=' : '>', than: above[2] ?? '', to: null };
  return { kind: 'words' };
}

function numberOf(words: string): Meaning<IndicatorCell> | null {
  const head = heads.find(([pattern]) => pattern.test(words));
  const tail = tails.find(([pattern]) => pattern.test(words));
  // 60.6* and 87① carry a footnote's mark.
  const bare = words
    .replace(head?.[0] ?? /^$/, '')
    .replace(tail?.[0] ?? /^$/, '')
    .replace(/(?<=\d%?)[*①-⑩]$/, '');
  const between = range.exec(bare);
  if (between) return { kind: 'range', low: toNumber(between[1]), high: toNumber(between[2]), ...unitOf(between[3]) };
  const one = value.exec(bare);
  if (!one || /^20\d\d年/.test(bare)) return null;
  return { kind: 'value', op: tail?.[1] ?? head?.[1] ?? '=', value: toNumber(one[1]), ...unitOf(one[2]) };
}

const toNumber = (digits: string | undefined): number => Number((digits ?? '').replaceAll(',', ''));
const unitOf = (unit: string | undefined): { unit?: string } => (unit ? { unit } : {});

/** 预期性 or 约束性, the last cell of a row; null for any other words. */
export function natureOf(printed: string): IndicatorNature | null {
  const words = fold(printed).replace(/\s+/g, '');
  const nature = /^(预期|约束)性?(?:指标)?$/.exec(words)?.[1];
  return nature === undefined ? null : nature === '约束' ? 'binding' : 'expected';
}
