/**
 * Phrases of time to dates. Each phrase becomes a date, a milestone (before an event), a recurring check or none;
 * no date is ever invented (design section 4). Names of documents 《…》 and lengths of time (5年内) are no deadlines.
 */
import type { Day } from '../day.js';
import { numeral } from './marker.js';

export type DeadlineKind = 'date' | 'milestone' | 'recurring' | 'none';

export interface DeadlineMatch {
  readonly from: number;
  readonly to: number;
  readonly kind: DeadlineKind;
  /** Null for recurring, milestone and none, and for a date whose year the document does not give. */
  readonly due: Day | null;
}

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Null: not a deadline after all. */
  readonly read: (match: RegExpExecArray, year: number | null) => Omit<DeadlineMatch, 'from' | 'to'> | null;
}

const YEAR = '(?<![\\d\\-—–~～至])(20\\d\\d) {0,2}年';
const BEFORE = '(?:之?前|以前)';
const REACH = '(?:截至|截止|力争到|到|至|于|在)? {0,2}';

const date = (due: Day | null): Omit<DeadlineMatch, 'from' | 'to'> => ({ kind: 'date', due });
const dayOf = (year: number | null, month: number, day?: number): Day | null => {
  if (year === null || month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day !== undefined && (day < 1 || day > last)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day ?? last).padStart(2, '0')}`;
};
const quarterEnd = (year: number | null, words: string): Day | null => dayOf(year, (numeral(words) || 4) * 3);

const rules: readonly Rule[] = [
  {
    name: 'year month day',
    pattern: new RegExp(`(${REACH})${YEAR} {0,2}(\\d{1,2}) {0,2}月 {0,2}(\\d{1,2}) {0,2}日(${BEFORE}|止|完成)?`, 'g'),
    read: (m) => (m[1]?.trim() || m[5] ? date(dayOf(Number(m[2]), Number(m[3]), Number(m[4]))) : null),
  },
  {
    name: 'year month',
    pattern: new RegExp(
      `(${REACH})${YEAR} {0,2}(\\d{1,2}) {0,2}月(?! {0,2}\\d{1,2} {0,2}日)(份?(?:底|末)?${BEFORE}?)`,
      'g',
    ),
    read: (m) => (m[1]?.trim() || /[底末前]/.test(m[4] ?? '') ? date(dayOf(Number(m[2]), Number(m[3]))) : null),
  },
  {
    name: 'year end',
    pattern: new RegExp(`${REACH}${YEAR} {0,2}(?:年?(?:底|末|终)|(?:年|之)?内)${BEFORE}?`, 'g'),
    read: (m) => date(dayOf(Number(m[1]), 12)),
  },
  {
    name: 'year quarter',
    pattern: new RegExp(`${REACH}${YEAR} {0,2}第?([一二三四1-4])季度(?:底|末|内)?${BEFORE}?`, 'g'),
    read: (m) => date(quarterEnd(Number(m[1]), m[2] ?? '')),
  },
  {
    name: 'year half',
    pattern: new RegExp(`${REACH}${YEAR} {0,2}(上半年|前三季度)(?:底|末|内)?${BEFORE}?`, 'g'),
    read: (m) => date(dayOf(Number(m[1]), m[2] === '上半年' ? 6 : 9)),
  },
  {
    name: 'until year',
    pattern: new RegExp(`(?:截至|截止|力争到|到|至) {0,2}${YEAR}(?! {0,2}\\d{1,2} {0,2}月)(?!以[来后])`, 'g'),
    read: (m) => date(dayOf(Number(m[1]), 12)),
  },
  {
    name: 'year and its end of work',
    pattern: new RegExp(`${YEAR}(?= {0,2}(?:力争|确保|全线|基本|全面|完成|达到|建成|实现))`, 'g'),
    read: (m) => date(dayOf(Number(m[1]), 12)),
  },
  {
    name: 'year as a clause',
    pattern: new RegExp(`(?<=[,。;(]|^)${YEAR}(?=,)`, 'g'),
    read: (m) => date(dayOf(Number(m[1]), 12)),
  },
  {
    name: 'end of the year',
    pattern: new RegExp(
      `(?<![\\d\\s一二三四五六七八九十百两几数多半青少老成童中壮晚])(?:今年|本年|当年)?年(?:底|末|终|内)${BEFORE}?|(?:今年|本年度|年度)内`,
      'g',
    ),
    read: (_, year) => date(dayOf(year, 12)),
  },
  {
    name: 'month day',
    pattern: new RegExp(
      `(?<![\\d年] {0,2})(?:今年|本年)? {0,2}(\\d{1,2}) {0,2}月 {0,2}(\\d{1,2}) {0,2}日${BEFORE}`,
      'g',
    ),
    read: (m, year) => date(dayOf(year, Number(m[1]), Number(m[2]))),
  },
  {
    name: 'month',
    pattern: new RegExp(
      `(?<![\\d年] {0,2})(?:今年|本年)? {0,2}(\\d{1,2}) {0,2}月份?(?:(?:底|末)${BEFORE}?|${BEFORE})`,
      'g',
    ),
    read: (m, year) => date(dayOf(year, Number(m[1]))),
  },
  {
    name: 'quarter',
    pattern: new RegExp(`(?<![前每\\d年] {0,2})(?:今年|本年)?第?([一二三四1-4])季度(?:底|末|内)?${BEFORE}?`, 'g'),
    read: (m, year) => date(quarterEnd(year, m[1] ?? '')),
  },
  {
    name: 'half year',
    pattern: new RegExp(`(?<!年 {0,2})(?:今年|本年)?(上半年|前三季度)(?:底|末|内)?${BEFORE}?`, 'g'),
    read: (m, year) => date(dayOf(year, m[1] === '上半年' ? 6 : 9)),
  },
  {
    name: 'behind a label of time',
    pattern: new RegExp(
      `(?<=(?:时限|时间|期限|节点)(?:要求)? ?: ?|\\( ?)${YEAR}(?: {0,2}(\\d{1,2}) {0,2}月份?)?(?= ?(?:[,;。)]|$))`,
      'g',
    ),
    read: (m) => date(dayOf(Number(m[1]), Number(m[2] ?? 12))),
  },
  {
    name: 'before an event',
    pattern: new RegExp(
      `(?:主汛期|汛期|供暖季|采暖季|采暖期|春节|国庆节?|中秋节?|元旦|开学|秋收|三夏|三秋|雨季|冬季|高考)(?:来临|到来|开始)?${BEFORE}`,
      'g',
    ),
    read: () => ({ kind: 'milestone', due: null }),
  },
  {
    name: 'each',
    pattern:
      /每(?:个)?(?:半年|季度|年度?|月份?|周|旬|季)(?:度)?(?!千|万)|按(?:季度?|月度?|年度|周)(?=[^报]|$)|逐[年月季](?!岁)|半年一次/g,
    read: () => ({ kind: 'recurring', due: null }),
  },
  {
    name: 'quarterly check',
    pattern: /(?<![一二三四1-4前每按] ?)季度(?=(?:动态)?(?:监测|调度|通报|评估|考核|检查|例会|报告|分析))/g,
    read: () => ({ kind: 'recurring', due: null }),
  },
  // 定期调度、定期通报 say how the plan itself is supervised, not when this task's work is due.
  {
    name: 'regularly',
    pattern: /(?<!不)定期(?!调度|督导|督查|督办|通报|考核|评估|会商|研判|存款|报告)/g,
    read: () => ({ kind: 'recurring', due: null }),
  },
  // Only as a phrase of its own: in 持续推进河道治理 the words are no time limit.
  {
    name: 'without an end',
    pattern: /(?<=[,。;:(、] ?|^)(?:持续推进|长期坚持|长期推进|长期实施|常态化推进|长期)(?= ?(?:$|[,。;)、]))/g,
    read: () => ({ kind: 'none', due: null }),
  },
];

/**
 * All phrases of time in folded text, in order, without overlap (the earlier, then the longer wins).
 * @param year the plan's own year for 年内, 6月底前; null for a plan of several years, where only a year printed
 *   earlier in the same sentence can stand in.
 */
export function deadlinesIn(folded: string, year: number | null): DeadlineMatch[] {
  const text = withoutNames(folded);
  const found: DeadlineMatch[] = [];
  for (const { pattern, read } of rules) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const value = read(match, year ?? sentenceYear(text, match.index));
      if (!value) continue;
      const from = match.index + (match[0].length - match[0].trimStart().length);
      found.push({ ...value, from, to: from + match[0].trim().length });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const kept: DeadlineMatch[] = [];
  for (const one of found) if (one.from >= (kept.at(-1)?.to ?? 0)) kept.push(one);
  return kept;
}

/** The last year printed earlier in the same sentence. */
function sentenceYear(text: string, at: number): number | null {
  const head = text.slice(Math.max(0, at - 80), at);
  const years = [...head.slice(head.lastIndexOf('。') + 1).matchAll(/(20\d\d) {0,2}年/g)];
  return years.length > 0 ? Number(years.at(-1)?.[1]) : null;
}

/** Same length, with the names of documents blotted out. */
export function withoutNames(folded: string): string {
  return folded.replace(/《[^《》]{0,120}》/g, (name) => '\ufffc'.repeat(name.length));
}
