import { describe, expect, test } from '@jest/globals';
import { readYear, shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { DubanError } from '../../../domain/errors.js';

function faultsOf(text: string): string[] {
  try {
    readYear(text);
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((f) => f.message);
    throw error;
  }
  return [];
}

describe('an office loads a further year', () => {
  const file = `year: 2027
notice: 国办发明电〔2026〕1号
off:
  - 2026-12-31..2027-01-02
  - 2027-10-01..2027-10-07
work:
  - 2027-10-09
`;

  test('the year is known from then on, with its days in the December before', () => {
    const calendar = makeCalendar([...shippedYears(), readYear(file)]);
    expect(calendar.known(2027)).toBe(true);
    expect(calendar.isWorkday('2026-12-31')).toBe(false);
    expect(calendar.isWorkday('2027-10-01')).toBe(false);
    expect(calendar.isWorkday('2027-10-09')).toBe(true);
    expect(calendar.countWorkdays(2027)).toBe(261 - 1 - 5 + 1);
  });

  test('every fault of a bad file is told at once, with its line', () => {
    const bad = `year: 207
notice: ""
holidays: []
off:
  - 2027-02-30
  - 2027-10-07..2027-10-01
  - 2027-10-01
work:
  - 2027-10-01
`;
    expect(faultsOf(bad)).toEqual([
      '第3行：放假安排文件中的“holidays”不是规定的项，可用的项：year、notice、off、work',
      '第1行：年份“207”不对，应为 2000 至 2100 的整数',
      '第2行：放假安排文件缺少“notice”：应为放假通知的文号',
      '第5行：“2027-02-30”不是日期，应为 YYYY-MM-DD，或 YYYY-MM-DD..YYYY-MM-DD（含首尾两天）',
      '第6行：“2027-10-07..2027-10-01”不是日期，应为 YYYY-MM-DD，或 YYYY-MM-DD..YYYY-MM-DD（含首尾两天）',
      '第9行：2027-10-01 出现了两次，同一天只能列一次，也不能既放假又上班',
      '第9行：2027-10-01 本来就是工作日（周一至周五），调休上班日应为周六或周日',
    ]);
  });

  test('days of another year, broken YAML and an empty file are refused', () => {
    expect(faultsOf('year: 2027\nnotice: 某号\noff: [2026-10-01]\nwork: []\n')).toEqual([
      '第3行：“2026-10-01”不在 2027 年内',
    ]);
    expect(faultsOf('year: 2027\n\toff: []\n')[0]).toMatch(/^第\d行：放假安排文件读不懂：/);
    expect(faultsOf('')).toEqual(['放假安排文件读不懂：应有 year、notice、off、work 四项']);
  });
});
