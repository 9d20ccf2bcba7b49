import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listFormal } from '../../activities/ledger/formal.js';
import { addDays, clockOf, type Day, dayOf, daysBetween, inChinese, weekday } from '../../domain/day.js';
import { calendar, type Lived, lived, on, planOf, type SentLetter, workday, year, yearOfPlan } from './year.js';

const launch = on('03-01');
const due = on('06-10');
const later = on('06-17');

describe('nobody answers for a year', () => {
  let story: Lived;

  beforeAll(async () => {
    const plan = planOf('quiet', launch, [
      { title: '完善路网', due, duties: 'lead:zjj support:fgj support:qsz' },
      { title: '改造老旧小区', due, duties: 'lead:zjj support:qsz' },
      { title: '扩大学位供给', due, duties: 'responsible:jyj' },
      { title: '盘活闲置资产', due: later, duties: 'lead:czj' },
    ]);
    story = await lived(yearOfPlan(plan));
  }, 60_000);
  afterAll(() => story?.stage.close());

  const letters = (kind: string, unit?: string): readonly SentLetter[] =>
    story.letters.filter((l) => l.kind === kind && (unit === undefined || l.unit === unit));
  const on1 = (day: Day, unit: string, kind = 'digest'): SentLetter => {
    const [letter, second] = letters(kind, unit).filter((l) => l.day === day);
    if (!letter || second) throw new Error(`not exactly one ${kind} for ${unit} on ${day}`);
    return letter;
  };

  test('every rung goes out on its working day, to the lead and in copy to those who support', () => {
    const before = (days: number): Day => calendar.onOrBefore(addDays(due, -days));
    const reminders = [30, 15, 7, 3, 1, 0].map((days) => [before(days), `before-${days}`] as const);
    const signing = [[launch, ''] as const, [workday(launch, 2), 'sign-2'] as const];
    const days = (unit: string) => letters('digest', unit).map((l) => [l.day, l.rungs.join('+')]);
    const merged = (rows: readonly (readonly [Day, string])[]) => {
      const byDay = new Map<Day, string[]>();
      for (const [day, rung] of rows) byDay.set(day, [...(byDay.get(day) ?? []), rung]);
      return [...byDay].map(([day, rungs]) => [day, rungs.join('+')]);
    };
    expect(days('zjj')).toEqual(merged([...signing, ...reminders, [workday(due, 1), 'after-1']]));
    expect(days('qsz')).toEqual(merged([...signing, ...reminders, [workday(due, 3), 'after-3']]));
    expect(letters('unsigned-report').map((l) => [l.day, l.to, l.tasks])).toEqual([
      [workday(launch, 4), 'liaison@office.example.org', [1, 2, 3, 4]],
    ]);
    expect(letters('head-digest').map((l) => [l.day, l.to, l.tasks])).toEqual([
      [workday(due, 3), 'head@jyj.example.org', [3]],
      [workday(due, 3), 'head@zjj.example.org', [1, 2]],
      [workday(later, 3), 'head@czj.example.org', [4]],
    ]);
    for (const letter of story.letters)
      expect([letter.key, calendar.isWorkday(letter.day), letter.day]).toEqual([letter.key, true, dayOf(letter.at)]);
    for (const letter of letters('digest')) expect(clockOf(letter.at)).toBe(`${letter.day} 09:00`);
  });

  test('lead and support hear different words', () => {
    const reminder = calendar.onOrBefore(addDays(due, -15));
    expect(on1(reminder, 'zjj').mail.text).toContain(`请抓紧落实，不迟于${inChinese(due)}办结；办理结果由贵单位报告。`);
    expect(on1(reminder, 'fgj').mail.text).toContain(
      `请配合区住房城乡建设局抓紧落实，不迟于${inChinese(due)}办结。无需单独报告。`,
    );
    expect(on1(reminder, 'fgj').mail.text).not.toContain('请抓紧落实');

    const chase = workday(due, 1);
    expect(on1(chase, 'zjj').mail.text).toContain(`已逾期${daysBetween(due, chase)}天，请今日报告办理情况`);
    expect(
      story.letters.filter(
        (l) =>
          l.day === chase &&
          l.unit !== 'zjj' &&
          l.unit !== 'jyj' &&
          l.tasks.some((n) => n < 4) &&
          l.rungs.some((r) => r.startsWith('after')),
      ),
    ).toEqual([]);

    const heads = workday(due, 3);
    const late = daysBetween(due, heads);
    expect(on1(heads, 'zjj', 'head-digest').mail.text).toContain(`已逾期${late}天且尚无报告，请主要负责人过问`);
    expect(on1(heads, 'qsz').mail.text).toContain(
      `区住房城乡建设局主办的本任务已逾期${late}天，请主动配合，尽快办结。无需单独报告。`,
    );
    expect(on1(heads, 'qsz').mail.subject).toContain('逾期催办2项');
  });

  test('督办函 are drafted at nine, approved by the office, numbered without gaps, with the document attached', async () => {
    const formal = await listFormal(story.stage.ledger);
    expect(formal.map((f) => [f.day, f.unit, f.status, f.tasks.length])).toEqual(
      expect.arrayContaining([
        [workday(due, 7), 'jyj', 'approved', 1],
        [workday(due, 7), 'zjj', 'approved', 2],
        [workday(later, 7), 'czj', 'approved', 1],
      ]),
    );
    expect(formal).toHaveLength(3);
    expect(formal.map((f) => f.serial).toSorted()).toEqual([1, 2, 3]);
    expect(formal.every((f) => f.decidedBy === '区领导小组办公室')).toBe(true);
    const main = letters('supervision-letter').filter((l) => l.to.startsWith('head@'));
    expect(main.map((l) => l.unit).toSorted()).toEqual(['czj', 'jyj', 'zjj']);
    for (const letter of main) {
      const number = formal.find((f) => f.id === letter.key)?.number ?? '';
      expect(number).toMatch(new RegExp(`^领办督〔${year}〕[123]号$`));
      expect(letter.mail.subject).toContain(number);
      const [docx] = letter.mail.attachments.filter((a) => a.filename.endsWith('.docx'));
      expect(docx?.content.subarray(0, 2).toString()).toBe('PK');
    }
    expect(formal.find((f) => f.unit === 'czj')?.serial).toBe(3);
  });

  test('the leadership group gets one report with all tasks, then one a week, and never a letter per task', () => {
    const reports = letters('leadership-report');
    expect(story.letters.filter((l) => l.unit === 'leadership')).toEqual(reports);
    expect(reports[0]?.day).toBe(workday(due, 15));
    expect(reports[0]?.tasks).toEqual([1, 2, 3]);
    expect(reports[0]?.mail.text).toContain('共有3项任务逾期未办结，涉及主办单位2个');
    const days = reports.map((r) => r.day);
    expect(new Set(days).size).toBe(days.length);
    const weekly = days.filter((day) => day !== workday(due, 15) && day !== workday(later, 15));
    expect(weekly.length).toBeGreaterThanOrEqual(4);
    for (const day of weekly) expect(weekday(day)).toBe(1);
    for (const report of reports.filter((r) => r.day >= workday(later, 15))) expect(report.tasks).toEqual([1, 2, 3, 4]);
  });

  test('at most one routine letter per unit and day, and all four tasks stay open, red', () => {
    const seen = letters('digest').map((l) => `${l.unit} ${l.day}`);
    expect(new Set(seen).size).toBe(seen.length);
    expect(story.result.openAtEnd).toEqual([1, 2, 3, 4]);
  });
});
