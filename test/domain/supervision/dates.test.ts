/** The lists below were worked out by hand from the State Council's arrangements, not by running the code. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { cycleDates } from '../../../domain/supervision/dates.js';
import { cycleWords, readCycleKey } from '../../../domain/supervision/rhythm.js';
import { readSupervisionRules } from '../../../domain/supervision/rules-file.js';

const rules = readSupervisionRules(
  readFileSync(new URL('../../../seeds/supervision-rules.yaml', import.meta.url), 'utf8'),
);
const calendar = makeCalendar(shippedYears());

function datesOf(key: string) {
  const period = readCycleKey(key);
  if (period === undefined) throw new Error(key);
  return cycleDates(period, rules, calendar);
}

describe('request and due days of supervision cycles', () => {
  test.each([
    ['2023Q1', '2023-03-24', '2023-04-10'],
    // 2023-06-25 is a Sunday that was worked after 端午.
    ['2023Q2', '2023-06-25', '2023-07-07'],
    // 2023-09-29 to 10-06 were off, 10-07 and 10-08 worked.
    ['2023Q3', '2023-09-21', '2023-10-11'],
    ['2023Q4', '2023-12-22', '2024-01-08'],
    ['2024Q1', '2024-03-22', '2024-04-08'],
    ['2024Q2', '2024-06-21', '2024-07-05'],
    // 2024-09-29, a Sunday, and 10-12, a Saturday, were worked.
    ['2024Q3', '2024-09-24', '2024-10-12'],
    ['2024Q4', '2024-12-24', '2025-01-08'],
    ['2025Q1', '2025-03-24', '2025-04-08'],
    ['2025Q2', '2025-06-23', '2025-07-07'],
    // 2025-09-28 and 10-11 were worked, 10-01 to 10-08 off.
    ['2025Q3', '2025-09-24', '2025-10-14'],
    ['2025Q4', '2025-12-24', '2026-01-08'],
    ['2026Q1', '2026-03-24', '2026-04-08'],
    ['2026Q2', '2026-06-23', '2026-07-07'],
    // 2026-09-25 to 09-27 are off, 10-10 is worked.
    ['2026Q3', '2026-09-22', '2026-10-13'],
    // No arrangement for 2027 yet: counted from Monday to Friday, and said.
    ['2026Q4', '2026-12-24', '2027-01-07'],
  ])('%s: request %s, due %s', (key, request, due) => {
    expect([datesOf(key).request, datesOf(key).due]).toEqual([request, due]);
  });

  test('every month of 2023, through 春节, 五一 and 国庆', () => {
    const months = Array.from({ length: 12 }, (_, i) => datesOf(`2023M${String(i + 1).padStart(2, '0')}`));
    expect(months.map(({ request, due }) => `${request} ${due}`)).toEqual([
      '2023-01-19 2023-02-07',
      '2023-02-21 2023-03-07',
      '2023-03-24 2023-04-10',
      '2023-04-23 2023-05-09',
      '2023-05-24 2023-06-07',
      '2023-06-25 2023-07-07',
      '2023-07-24 2023-08-07',
      '2023-08-24 2023-09-07',
      '2023-09-21 2023-10-11',
      '2023-10-24 2023-11-07',
      '2023-11-23 2023-12-07',
      '2023-12-22 2024-01-08',
    ]);
  });

  test('half-years end with their second and fourth quarter', () => {
    expect([datesOf('2025H1').request, datesOf('2025H1').due]).toEqual(['2025-06-23', '2025-07-07']);
    expect([datesOf('2025H2').request, datesOf('2025H2').due]).toEqual(['2025-12-24', '2026-01-08']);
    expect([datesOf('2025H1').from, datesOf('2025H2').to]).toEqual(['2025-01-01', '2025-12-31']);
  });

  test('the rungs of the third quarter of 2023, and the year that is not arranged yet', () => {
    const { rungs, compile, unknownYears } = datesOf('2023Q3');
    expect(rungs.map(({ kind, to, day }) => [kind, to.join(), day])).toEqual([
      ['chase', 'lead', '2023-10-12'],
      ['head-chase', 'lead-head', '2023-10-16'],
      ['return-report', 'office,leadership', '2023-10-18'],
    ]);
    expect([compile, unknownYears]).toEqual(['2023-10-18', []]);
    expect(datesOf('2026Q4').unknownYears).toEqual([2027]);
  });

  test('a name that is no period is none', () => {
    for (const key of ['2023Q5', '2023-Q3', '2023Q0', '2023M13', '2023H3', '23Q1', '2023', '']) {
      expect(readCycleKey(key)).toBeUndefined();
    }
    const words = ['2023q3', '2023M9', '2023H1'].map((key) => {
      const period = readCycleKey(key);
      return period && cycleWords(period);
    });
    expect(words).toEqual(['2023年第三季度', '2023年9月', '2023年上半年']);
  });
});
