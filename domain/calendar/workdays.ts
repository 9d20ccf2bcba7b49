/** Working days from the State Council's yearly arrangements. Pure: the data comes in, nothing is looked up. */
import { addDays, type Day, weekday, yearOf } from '../day.js';

/** One year's arrangement. */
export interface YearData {
  readonly year: number;
  /** Number of the notice, such as 国办发明电〔2022〕16号. */
  readonly notice: string;
  /** Days off, weekends inside a break included; may begin in December of the year before. */
  readonly off: readonly Day[];
  /** Saturdays and Sundays that are worked. */
  readonly work: readonly Day[];
}

export interface Calendar {
  isWorkday(day: Day): boolean;
  /** False: the year's arrangement is not loaded, its days are computed as Monday to Friday and must be flagged. */
  known(year: number): boolean;
  /** Notice number of the year's arrangement, undefined for an unknown year. */
  notice(year: number): string | undefined;
  /** The nth working day strictly after the day (before it when n is negative); the day itself when n is 0. */
  addWorkdays(day: Day, n: number): Day;
  /** The day itself when it is a working day, else the last one before it. */
  onOrBefore(day: Day): Day;
  /** The day itself when it is a working day, else the first one after it. */
  onOrAfter(day: Day): Day;
  /** Working days of a calendar year. */
  countWorkdays(year: number): number;
}

/** A calendar of the given years; where a year is given twice, the later one replaces the earlier. */
export function makeCalendar(years: readonly YearData[]): Calendar {
  const byYear = new Map(years.map((data) => [data.year, data]));
  const off = new Set<Day>();
  const work = new Set<Day>();
  for (const data of byYear.values()) {
    for (const day of data.off) off.add(day);
    for (const day of data.work) work.add(day);
  }

  const isWorkday = (day: Day) => work.has(day) || (weekday(day) <= 5 && !off.has(day));
  const seek = (from: Day, step: 1 | -1): Day => {
    let day = from;
    while (!isWorkday(day)) day = addDays(day, step);
    return day;
  };

  return {
    isWorkday,
    known: (year) => byYear.has(year),
    notice: (year) => byYear.get(year)?.notice,
    addWorkdays(day, n) {
      const step = n < 0 ? -1 : 1;
      let at = day;
      for (let left = Math.abs(n); left > 0; left--) at = seek(addDays(at, step), step);
      return at;
    },
    onOrBefore: (day) => seek(day, -1),
    onOrAfter: (day) => seek(day, 1),
    countWorkdays(year) {
      let count = 0;
      for (let day = `${year}-01-01`; yearOf(day) === year; day = addDays(day, 1)) if (isWorkday(day)) count++;
      return count;
    },
  };
}
