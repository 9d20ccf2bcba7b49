import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadPlan } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { rehearsalSource } from '../../client/rehearsal-source.js';
import type { TaskState } from '../../domain/task.js';
import { calendar, type Lived, lived, type SentLetter, workday, year } from './year.js';

/** 聊城 over its three years on one stage: a list each year, seven kinds of amendments, two units that become one. */
describe(`聊城 from ${year} to ${year + 2}`, () => {
  let lives: Lived;
  let tasks: readonly TaskState[];

  beforeAll(async () => {
    lives = await lived(rehearsalSource('liaocheng-2023', { year, years: 3, story: 'three-years' }));
    tasks = await listTasks(lives.stage.ledger, { plan: 'liaocheng-2023' });
  }, 120_000);
  afterAll(() => lives?.stage.close());

  const numbers = (of: number): readonly number[] => tasks.filter((t) => t.year === of).map((t) => t.number);
  const about = (of: number, number: number): readonly SentLetter[] =>
    lives.letters.filter((l) => l.notices.some((n) => n.task === `liaocheng-2023/${of}/${number}`));
  const told = (kind: string, number: number): readonly string[] =>
    lives.letters
      .flatMap((l) => l.notices.map((n) => ({ ...n, day: l.day })))
      .filter((n) => n.kind === kind && n.task === `liaocheng-2023/${year + 2}/${number}`)
      .map((n) => `${n.day} ${n.unit}`);

  test('every letter of the three years was rehearsed, and each year is accounted for', () => {
    expect(lives.result).toMatchObject({ equal: true, differences: [] });
    expect(lives.result.findings.filter((f) => !f.includes('放假'))).toEqual([]);
    const years = lives.result.years ?? [];
    expect(years.map((one) => [one.year, one.equal])).toEqual([year, year + 1, year + 2].map((one) => [one, true]));
    expect(years.reduce((sum, one) => sum + one.sent, 0)).toBe(lives.result.sent);
    expect(lives.result.largest).toBeLessThan(10_000);
  });

  test('each year takes on its own tasks; what stayed open goes on under its own year', () => {
    expect(numbers(year)).toEqual([12, 18, 21, 32]);
    expect(numbers(year + 1)).toEqual([18, 21, 33]);
    expect(numbers(year + 2)).toEqual([1, 3, 9, 11, 14, 15, 17, 18, 19, 26, 27, 29, 34, 35, 36]);
    const late = about(year, 12).filter((l) => l.day > `${year + 1}-01-01`);
    expect(late.map((l) => l.kind)).toEqual(expect.arrayContaining(['digest', 'supervision-letter', 'accepted']));
    expect(about(year + 1, 21).at(-1)).toMatchObject({ kind: 'accepted', unit: 'lc-nysl' });
  });

  test('the new unit takes over open duties without new paper, and the former ones hear nothing more', () => {
    const day = `${year + 1}-04-01`;
    const after = lives.letters.filter((l) => l.day >= day);
    expect(after.filter((l) => ['lc-nyncj', 'lc-slj'].includes(l.unit))).toEqual([]);
    const first = after.filter((l) => l.unit === 'lc-nysl' && l.day < `${year + 2}-01-01`).flatMap((l) => l.notices);
    expect(first.filter((n) => n.kind === 'assignment').map((n) => n.task)).toEqual([`liaocheng-2023/${year + 1}/33`]);
    expect(after.filter((l) => l.unit === 'lc-nysl').every((l) => l.to.includes('@nysl.'))).toBe(true);
  });

  test('who is concerned by an amendment is told once, the morning after', async () => {
    const morning = workday(calendar.onOrAfter(`${year + 2}-03-12`), 1);
    expect(told('cancelled', 29)).toEqual([`${morning} lc-czj`, `${morning} lc-fgw`, `${morning} lc-jtj`]);
    // Units of the new tasks hear of the old one from those.
    expect(told('cancelled', 17)).toEqual([]);
    expect(told('assignment', 34)).toEqual([`${morning} lc-fgw`, `${morning} lc-nysl`]);
    expect(told('target-changed', 3)).toEqual([`${morning} lc-czj`, `${morning} lc-jtj`, `${morning} lc-kjj`]);
    expect(told('date-changed', 19)).toEqual([`${morning} lc-fgw`, `${morning} lc-nysl`]);
    expect(told('transferred', 14)).toEqual([`${morning} lc-fgw`]);
    const row = await loadPlan(lives.stage.ledger, 'liaocheng-2023');
    expect(row?.life).toMatchObject({ stage: 'evaluating', amendments: 3, evaluations: [{ kind: 'mid-term' }] });
    expect(row?.plan.tasks.map((task) => task.number).filter((number) => number > 31)).toEqual([32, 33, 34, 35, 36]);
  });

  test('the office is asked for the next list and for evaluations, and no longer once they are there', () => {
    const asked = lives.letters.filter((l) => l.kind.startsWith('plan-')).map((l) => [l.kind, l.facts?.['matters']]);
    expect(asked).toEqual([
      ['plan-office', expect.stringMatching(`^list/${year + 1}/`)],
      ['plan-office', expect.stringMatching(`^mid-term/${year + 1}/`)],
      ['plan-office', expect.stringMatching(`^list/${year + 2}/`)],
      ['plan-office', expect.stringMatching(`^final/${year + 3}/`)],
    ]);
  });
});
