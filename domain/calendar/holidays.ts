/**
 * The State Council's arrangements that come with duban, and an office's own file for a further year.
 * Days come from the package chinese-days; a test compares every one of them with a second, independent source.
 */
// A default import: Node cannot see this CommonJS package's named exports, although the compiler can.
import chineseDays from 'chinese-days';
import { addDays, type Day, daysBetween, isDay, weekday, yearOf } from '../day.js';
import { DubanError, type ErrorCode, type Fault, type FaultValues, fault } from '../errors.js';
import { readYaml } from '../yaml-text.js';
import type { YearData } from './workdays.js';

/** Numbers of the General Office's notices 关于某年部分节假日安排的通知, by the year they arrange. */
const notices: ReadonlyMap<number, string> = new Map([
  [2021, '国办发明电〔2020〕27号'],
  [2022, '国办发明电〔2021〕11号'],
  [2023, '国办发明电〔2022〕16号'],
  [2024, '国办发明电〔2023〕7号'],
  [2025, '国办发明电〔2024〕12号'],
  [2026, '国办发明电〔2025〕7号'],
]);

let shipped: readonly YearData[] | undefined;

/** The years 2021 to 2026. The package answers for years without a notice too; those are never asked for. */
export function shippedYears(): readonly YearData[] {
  shipped ??= [...notices].map(([year, notice]) => shippedYear(year, notice));
  return shipped;
}

function shippedYear(year: number, notice: string): YearData {
  const off: Day[] = [];
  const work: Day[] = [];
  for (let day = `${year}-01-01`; yearOf(day) === year; day = addDays(day, 1)) {
    const detail = chineseDays.getDayDetail(day);
    if (detail.work && weekday(day) > 5) work.push(day);
    // A named day off is part of a break; an unnamed one is an ordinary weekend.
    if (!detail.work && (weekday(day) <= 5 || detail.name.includes(','))) off.push(day);
  }
  return { year, notice, off, work };
}

const keys = ['year', 'notice', 'off', 'work'];

/**
 * Reads an office's file for one year: YAML with `year`, `notice`, and the lists `off` and `work`, whose entries are
 * `YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD` (both days included).
 * @throws DubanError with every fault of the file, each naming its line.
 */
export function readYear(text: string): YearData {
  const yaml = readYaml(text);
  const faults: Fault[] = yaml.faults.map((f) => fault('calendar-file', { detail: f.detail }, f.line));
  if (faults.length > 0) throw new DubanError(faults);
  if (typeof yaml.value !== 'object' || yaml.value === null || Array.isArray(yaml.value)) {
    throw new DubanError([fault('calendar-file', { detail: `应有 ${keys.join('、')} 四项` })]);
  }
  const file = yaml.value as Readonly<Record<string, unknown>>;
  const add = (code: ErrorCode, values: FaultValues, path: readonly PropertyKey[]) =>
    faults.push(fault(code, values, yaml.lineOf(path)));

  for (const key of Object.keys(file)) if (!keys.includes(key)) add('calendar-key', { key }, [key]);
  const year = Number(file['year']);
  const yearRight = Number.isInteger(file['year']) && year >= 2000 && year <= 2100;
  if (!yearRight) add('calendar-year', { value: String(file['year'] ?? '') }, ['year']);
  const notice = typeof file['notice'] === 'string' ? file['notice'].trim() : '';
  if (notice === '') add('calendar-missing', { key: 'notice', allowed: '应为放假通知的文号' }, ['notice']);

  const seen = new Set<Day>();
  const daysOf = (key: 'off' | 'work'): Day[] => {
    const list = file[key];
    if (!Array.isArray(list)) {
      add('calendar-missing', { key, allowed: '应为日期的列表，没有时写 []' }, [key]);
      return [];
    }
    return list.flatMap((entry: unknown, at) => {
      const days = spanOf(entry);
      if (days.length === 0) add('calendar-day', { value: String(entry) }, [key, at]);
      for (const day of days) {
        // The notice of a year may give away the last days of the December before: 2022-12-31 belongs to 2023.
        const near = yearOf(day) === year || (yearOf(day) === year - 1 && day.slice(5, 7) === '12');
        if (yearRight && !near) add('calendar-day-year', { value: day, year }, [key, at]);
        if (seen.has(day)) add('calendar-day-twice', { day }, [key, at]);
        if (key === 'work' && weekday(day) <= 5) add('calendar-work-weekday', { day }, [key, at]);
        seen.add(day);
      }
      return days;
    });
  };
  const off = daysOf('off');
  const work = daysOf('work');
  if (faults.length > 0) throw new DubanError(faults);
  return { year, notice, off, work };
}

/** The days of one entry; none when it is not a day or not a span of at most 31 days in order. */
function spanOf(entry: unknown): Day[] {
  const [from = '', until = from, ...rest] = String(entry)
    .split('..')
    .map((part) => part.trim());
  if (rest.length > 0 || !isDay(from) || !isDay(until)) return [];
  const length = daysBetween(from, until);
  return length < 0 || length > 30 ? [] : Array.from({ length: length + 1 }, (_, i) => addDays(from, i));
}
