/** `duban calendar`: legal periods and working days, from the arrangements that come with duban. */
import { shippedYears } from '../../domain/calendar/holidays.js';
import { endOfPeriod } from '../../domain/calendar/periods.js';
import { type Calendar, makeCalendar } from '../../domain/calendar/workdays.js';
import { type Day, inChinese, yearOf } from '../../domain/day.js';
import { answer, type Io } from './io.js';

/** Prints `{day, unknownYears}`; unknown years were computed as Monday to Friday. */
export async function calendarAdd(
  from: Day,
  days: number,
  options: { readonly workdays?: boolean },
  io: Io,
): Promise<void> {
  const calendar = makeCalendar(shippedYears());
  const end = options.workdays === true ? calendar.addWorkdays(from, days) : endOfPeriod(calendar, from, { days });
  const unknownYears = yearsBetween(from, end).filter((year) => !calendar.known(year));
  const kind = options.workdays === true ? '个工作日' : '日';
  answer(io, { day: end, unknownYears }, [
    `${inChinese(from)}起${days}${kind}：${inChinese(end)}（${end}）`,
    ...unknownYears.map((year) => unknownYear(year)),
  ]);
}

/** Prints `{year, workdays, known, notice?}`. */
export async function calendarCheck(year: number, io: Io): Promise<void> {
  const calendar: Calendar = makeCalendar(shippedYears());
  const known = calendar.known(year);
  const workdays = calendar.countWorkdays(year);
  const notice = calendar.notice(year);
  answer(
    io,
    { year, workdays, known, ...(notice === undefined ? {} : { notice }) },
    known
      ? `${year}年有${workdays}个工作日（依据${notice ?? ''}）`
      : [`${year}年按周一至周五算有${workdays}天`, unknownYear(year)],
  );
}

function unknownYear(year: number): string {
  return `注意：还没有${year}年的放假安排，${year}年的日子按周一至周五推算，安排公布后要用 duban calendar load 载入`;
}

function yearsBetween(a: Day, b: Day): number[] {
  const [first, last] = [yearOf(a), yearOf(b)].toSorted((x, y) => x - y) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
