import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import {
  addMonths,
  daysOfPeriod,
  endOfPeriod,
  inclusiveEnd,
  plainEnd,
  quarterEnd,
  quarterOf,
} from '../../../domain/calendar/periods.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays } from '../../../domain/day.js';

const calendar = makeCalendar(shippedYears());

describe('legal periods', () => {
  test('thirty days from an announcement: the first day is not counted, a day off gives way', () => {
    expect(endOfPeriod(calendar, '2023-07-24', { days: 30 })).toBe('2023-08-23');
    expect(inclusiveEnd('2023-07-24', 30)).toBe('2023-08-22');
    expect(plainEnd('2023-03-06', { days: 30 })).toBe('2023-04-05');
    expect(endOfPeriod(calendar, '2023-03-06', { days: 30 })).toBe('2023-04-06');
    expect(inclusiveEnd('2023-03-06', 30)).toBe('2023-04-04');
  });

  test('of the 226 working days of 2026 whose thirty days end in 2026, 91 end on a day off', () => {
    let windows = 0;
    let off = 0;
    for (let day = '2026-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
      const end = plainEnd(day, { days: 30 });
      if (!calendar.isWorkday(day) || end > '2026-12-31') continue;
      windows++;
      if (!calendar.isWorkday(end)) off++;
    }
    expect([windows, off]).toEqual([226, 91]);
  });

  test('months end on the same number or on the last day of the month', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2023-11-30', 3)).toBe('2024-02-29');
    expect(addMonths('2023-03-31', -1)).toBe('2023-02-28');
    expect(plainEnd('2024-02-29', { years: 1 })).toBe('2025-02-28');
    expect(endOfPeriod(calendar, '2023-09-01', { months: 1 })).toBe('2023-10-07');
  });

  test('a stated window is counted both ways', () => {
    expect(daysOfPeriod('2023-07-24', '2023-08-23')).toEqual({ byCode: 30, inclusive: 31 });
  });

  test('quarters end on the last day of their third month, in the holiday or not', () => {
    expect([1, 2, 3, 4].map((q) => quarterEnd(2023, q as 1 | 2 | 3 | 4))).toEqual([
      '2023-03-31',
      '2023-06-30',
      '2023-09-30',
      '2023-12-31',
    ]);
    expect(quarterOf('2023-09-30')).toEqual({ year: 2023, quarter: 3 });
    expect(quarterOf('2023-10-01')).toEqual({ year: 2023, quarter: 4 });
  });

  test('a period ends on a working day, never before its plain end and never eleven days after it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 120 }), (start, days) => {
        const from = addDays('2021-01-01', start);
        const plain = plainEnd(from, { days });
        const end = endOfPeriod(calendar, from, { days });
        expect(calendar.isWorkday(end)).toBe(true);
        expect(end >= plain && end < addDays(plain, 11)).toBe(true);
      }),
    );
  });

  test('adding months keeps the day number wherever the month has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: -60, max: 60 }), (start, months) => {
        const from = addDays('2020-01-01', start);
        const to = addMonths(from, months);
        if (to.slice(8) !== from.slice(8)) expect(addDays(to, 1).slice(8)).toBe('01');
      }),
    );
  });
});
