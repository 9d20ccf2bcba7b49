import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LegalHoliday } from 'tyme4ts';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays, type Day, weekday } from '../../../domain/day.js';

const calendar = makeCalendar(shippedYears());
const day = fc.integer({ min: 0, max: 2190 }).map((n) => addDays('2021-01-01', n));

/** What tyme4ts, an independent source, says of a day. */
function witness(at: Day): boolean {
  const [y = 0, m = 0, d = 0] = at.split('-').map(Number);
  return LegalHoliday.fromYmd(y, m, d)?.isWork() ?? weekday(at) <= 5;
}

describe('working days', () => {
  test('every day of 2021 to 2026 agrees with a second source', () => {
    const differing: Day[] = [];
    for (let at = '2021-01-01'; at <= '2026-12-31'; at = addDays(at, 1)) {
      if (calendar.isWorkday(at) !== witness(at)) differing.push(at);
    }
    expect(differing).toEqual([]);
  });

  test('the years have the counted number of working days and their notices', () => {
    expect([2023, 2024, 2025, 2026].map((year) => calendar.countWorkdays(year))).toEqual([249, 251, 248, 248]);
    expect([2021, 2022, 2023, 2024, 2025, 2026].map((year) => calendar.notice(year))).toEqual([
      '国办发明电〔2020〕27号',
      '国办发明电〔2021〕11号',
      '国办发明电〔2022〕16号',
      '国办发明电〔2023〕7号',
      '国办发明电〔2024〕12号',
      '国办发明电〔2025〕7号',
    ]);
  });

  test('the days of the breaks and the make-up days stand in the data', () => {
    const y2023 = shippedYears().find((data) => data.year === 2023);
    expect(y2023?.work).toEqual([
      '2023-01-28',
      '2023-01-29',
      '2023-04-23',
      '2023-05-06',
      '2023-06-25',
      '2023-10-07',
      '2023-10-08',
    ]);
    expect(y2023?.off.filter((at) => at >= '2023-09-01')).toEqual([
      '2023-09-29',
      '2023-09-30',
      '2023-10-01',
      '2023-10-02',
      '2023-10-03',
      '2023-10-04',
      '2023-10-05',
      '2023-10-06',
    ]);
  });

  test('one working day from inside a break is the first one after it, and from the eve as well', () => {
    expect(calendar.addWorkdays('2023-10-03', 1)).toBe('2023-10-07');
    expect(calendar.addWorkdays('2023-09-28', 1)).toBe('2023-10-07');
    expect(calendar.addWorkdays('2023-10-07', -1)).toBe('2023-09-28');
    expect(calendar.addWorkdays('2026-01-30', 20)).toBe('2026-03-05');
    expect(calendar.addWorkdays('2026-09-21', 20)).toBe('2026-10-26');
  });

  test('a year without data is computed as Monday to Friday and says so', () => {
    expect(calendar.known(2026)).toBe(true);
    expect(calendar.known(2027)).toBe(false);
    expect(calendar.notice(2027)).toBeUndefined();
    expect(calendar.isWorkday('2027-10-01')).toBe(true);
    expect(calendar.countWorkdays(2027)).toBe(261);
  });

  test('a year loaded by the office replaces the one that came with the product', () => {
    const changed = makeCalendar([...shippedYears(), { year: 2026, notice: '更正', off: [], work: [] }]);
    expect(changed.notice(2026)).toBe('更正');
    expect(changed.isWorkday('2026-10-01')).toBe(true);
    expect(changed.isWorkday('2025-10-01')).toBe(false);
  });

  test('going n working days forth and back returns to a working day, and passes exactly n of them', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, n) => {
        const start = calendar.onOrAfter(from);
        const end = calendar.addWorkdays(start, n);
        let passed = 0;
        for (let at = addDays(start, 1); at <= end; at = addDays(at, 1)) if (calendar.isWorkday(at)) passed++;
        expect(passed).toBe(n);
        expect(calendar.isWorkday(end)).toBe(true);
        expect(calendar.addWorkdays(end, -n)).toBe(start);
      }),
    );
  });

  test('onOrBefore and onOrAfter enclose the day with nothing but days off between', () => {
    fc.assert(
      fc.property(day, (at) => {
        const before = calendar.onOrBefore(at);
        const after = calendar.onOrAfter(at);
        expect(before <= at && at <= after).toBe(true);
        expect(calendar.isWorkday(before) && calendar.isWorkday(after)).toBe(true);
        expect(before === at).toBe(calendar.isWorkday(at));
        if (before !== at) expect(calendar.addWorkdays(before, 1)).toBe(after);
      }),
    );
  });
});
