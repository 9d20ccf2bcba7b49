import { afterEach, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { daysBetween, inChinese } from '../../domain/day.js';
import type { Plan } from '../../domain/plan.js';
import { calendar, type Lived, lived, on, planOf, workday, year, yearOfPlan } from './year.js';

const plan = (id: string, due: string): Plan =>
  planOf(id, on('01-10'), [
    { title: '编制规划', due, duties: 'lead:fgj support:czj' },
    { title: '修缮校舍', due, duties: 'lead:jyj support:czj' },
    { title: '清淤河道', due, duties: 'lead:fgj support:qsz' },
  ]);

describe('a plan launched late', () => {
  let story: Lived | undefined;
  afterEach(() => story?.stage.close());

  /** What the ledger holds of the launch: rungs that were skipped, with their reason and tasks. */
  async function skippedOnRecord(lived: Lived, id: string): Promise<readonly unknown[]> {
    const [launched] = (await eventsOf(lived.stage.ledger, { subject: id })).filter((e) => e.kind === 'plan.launched');
    return (launched?.data.skipped ?? []) as readonly unknown[];
  }

  test('on 20 December: what is past is on record as skipped, the rest goes out, one letter per unit and day', async () => {
    const launch = on('12-20');
    const due = `${year}-12-31`;
    story = await lived(yearOfPlan(plan('december', due), undefined, { from: launch }));
    const { rehearsal, letters } = story;
    expect(rehearsal.skipped.map((s) => [s.rung, s.planned, s.reason, s.tasks])).toEqual([
      ['before-30', `${year}-12-01`, 'past-at-launch', [1, 2, 3]],
      ['before-15', `${year}-12-16`, 'past-at-launch', [1, 2, 3]],
    ]);
    expect(await skippedOnRecord(story, 'december')).toEqual(
      rehearsal.skipped.map((s) => ({ ...s, tasks: ['1', '2', '3'] })),
    );
    const digests = letters.filter((l) => l.kind === 'digest');
    expect(digests.filter((l) => l.unit === 'fgj').flatMap((l) => l.rungs)).toEqual(
      expect.arrayContaining(['sign-2', 'before-7', 'before-3', 'before-1', 'before-0', 'after-1']),
    );
    expect(new Set(digests.map((l) => `${l.unit} ${l.day}`)).size).toBe(digests.length);
    expect(digests.filter((l) => l.day === launch).map((l) => [l.unit, l.tasks])).toEqual([
      ['czj', [1, 2]],
      ['fgj', [1, 3]],
      ['jyj', [2]],
      ['qsz', [3]],
    ]);
  }, 60_000);

  test('after the deadline: one letter per unit says that it is past; rungs count from the launch, lateness from the deadline', async () => {
    const launch = on('07-01');
    const due = on('06-10');
    story = await lived(yearOfPlan(plan('past', due), undefined, { from: launch }));
    const { letters, rehearsal } = story;
    const first = letters.filter((l) => l.day === launch);
    expect(first.map((l) => [l.kind, l.unit, l.tasks])).toEqual([
      ['digest', 'czj', [1, 2]],
      ['digest', 'fgj', [1, 3]],
      ['digest', 'jyj', [2]],
      ['digest', 'qsz', [3]],
    ]);
    for (const letter of first) {
      expect(letter.mail.text).toContain(`交办时已过时限（${inChinese(due)}）`);
      expect(letter.mail.text).toContain(`已逾期${daysBetween(due, launch)}天`);
      expect(letter.notices.every((n) => n.kind === 'assignment' && n.rungs.length === 0)).toBe(true);
    }
    expect(rehearsal.skipped.map((s) => s.rung)).toEqual([
      'before-30',
      'before-15',
      'before-7',
      'before-3',
      'before-1',
      'before-0',
    ]);
    expect(await skippedOnRecord(story, 'past')).toHaveLength(6);

    const chase = letters.filter((l) => l.rungs.includes('after-1'));
    expect(chase.map((l) => [l.unit, l.day])).toEqual([
      ['fgj', workday(launch, 1)],
      ['jyj', workday(launch, 1)],
    ]);
    expect(chase[0]?.mail.text).toContain(`已逾期${daysBetween(due, workday(launch, 1))}天，请今日报告办理情况`);
    expect([...new Set(letters.filter((l) => l.kind === 'head-digest').map((l) => l.day))]).toEqual([
      workday(launch, 3),
    ]);
    expect([...new Set(letters.filter((l) => l.kind === 'supervision-letter').map((l) => l.day))]).toEqual([
      workday(launch, 7),
    ]);
    expect(letters.find((l) => l.kind === 'leadership-report')?.day).toBe(workday(launch, 15));

    const week = letters.filter((l) => l.unit === 'fgj' && l.day <= workday(launch, 4));
    expect(week.length).toBeLessThanOrEqual(4);
    for (const letter of letters) expect(calendar.isWorkday(letter.day)).toBe(true);
  }, 60_000);
});
