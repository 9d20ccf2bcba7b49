/** The periods supervision goes by, and their names: `2023Q3`, `2023M09`, `2023H1`. Pure and workflow-safe. */
import { addDays, type Day, yearOf } from '../day.js';

export const rhythms = ['monthly', 'quarterly', 'half-yearly'] as const;
export type Rhythm = (typeof rhythms)[number];

export const rhythmWords: Readonly<Record<Rhythm, string>> = {
  monthly: '每月',
  quarterly: '每季度',
  'half-yearly': '每半年',
};

const letters: Readonly<Record<Rhythm, string>> = { monthly: 'M', quarterly: 'Q', 'half-yearly': 'H' };
const months: Readonly<Record<Rhythm, number>> = { monthly: 1, quarterly: 3, 'half-yearly': 6 };

export interface CyclePeriod {
  /** `2023Q3`, `2023M09`, `2023H1` */
  readonly key: string;
  readonly rhythm: Rhythm;
  readonly year: number;
  /** From 1. */
  readonly index: number;
  /** First and last calendar day. */
  readonly from: Day;
  readonly to: Day;
}

/** The period with this name, or undefined when there is none: `2023Q5`, `2023-3`. Lower case is read too. */
export function readCycleKey(text: string): CyclePeriod | undefined {
  const [, year = '', letter = '', index = ''] = /^(\d{4})(Q|M|H)(\d{1,2})$/.exec(text.trim().toUpperCase()) ?? [];
  const rhythm = rhythms.find((one) => letters[one] === letter);
  if (rhythm === undefined) return undefined;
  const count = 12 / months[rhythm];
  const n = Number(index);
  return n >= 1 && n <= count ? periodAt(Number(year), rhythm, n) : undefined;
}

/** The period a day lies in. */
export function cycleOf(day: Day, rhythm: Rhythm): CyclePeriod {
  return periodAt(yearOf(day), rhythm, Math.ceil(Number(day.slice(5, 7)) / months[rhythm]));
}

/** The period `n` periods later (earlier if negative). */
export function laterCycle(period: CyclePeriod, n: number): CyclePeriod {
  const count = 12 / months[period.rhythm];
  const at = period.year * count + period.index - 1 + n;
  return periodAt(Math.floor(at / count), period.rhythm, (at % count) + 1);
}

/** 2023年第三季度, 2023年9月, 2023年上半年. */
export function cycleWords(period: Pick<CyclePeriod, 'rhythm' | 'year' | 'index'>): string {
  const { year, index } = period;
  if (period.rhythm === 'monthly') return `${year}年${index}月`;
  if (period.rhythm === 'half-yearly') return `${year}年${index === 1 ? '上' : '下'}半年`;
  return `${year}年第${'一二三四'[index - 1]}季度`;
}

function periodAt(year: number, rhythm: Rhythm, index: number): CyclePeriod {
  const last = index * months[rhythm];
  const first = last - months[rhythm] + 1;
  const two = (n: number): string => String(n).padStart(2, '0');
  const next = last === 12 ? `${year + 1}-01-01` : `${year}-${two(last + 1)}-01`;
  const number = rhythm === 'monthly' ? two(index) : String(index);
  return {
    key: `${year}${letters[rhythm]}${number}`,
    rhythm,
    year,
    index,
    from: `${year}-${two(first)}-01`,
    to: addDays(next, -1),
  };
}
