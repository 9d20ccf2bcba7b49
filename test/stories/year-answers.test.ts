import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listTasks } from '../../activities/ledger/tasks.js';
import { clockOf, type Day, dayOf, daysBetween, inChinese } from '../../domain/day.js';
import { light } from '../../domain/light.js';
import type { Notice } from '../../domain/schedule/types.js';
import { type Lived, lived, on, planOf, type SentLetter, workday, yearOfPlan } from './year.js';

const launch = on('03-01');
const due = on('06-10');
const reported = on('05-17');
const asked = on('05-18');
const extended = on('07-15');
const resumed = workday(due, 2);
const overdueAsked = workday(due, 4);
const overdueTo = on('07-08');

const story = `
name: answers
acts:
  - { day: launch+1, actor: every-unit, act: sign, task: [1, 2, 3, 4, 6, 7, 8, 9] }
  - { day: ${on('04-06')}, actor: office, act: transfer, task: 7, from: 区教育局, to: 区财政局, text: 职责调整 }
  - { day: launch+3, actor: office, act: suspend, task: 8, text: 等待上级批复 }
  - { day: ${reported}, actor: reporter, act: report, task: [1, 2, 6], text: 已全部完成 }
  - { day: after+1, actor: office, act: accept, task: [1, 6] }
  - { day: ${workday(reported, 1)}, actor: office, act: return, task: 2, text: 缺少佐证材料 }
  - { day: ${asked}, actor: reporter, act: requestExtension, task: 3, to: ${extended}, text: 征地尚未完成 }
  - { day: ${asked}, actor: office, act: decideExtension, task: 3, text: 情况属实 }
  - { day: ${resumed}, actor: office, act: resume, task: 8, text: 批复已到 }
  - { day: ${overdueAsked}, actor: reporter, act: requestExtension, task: 9, to: ${overdueTo}, text: 汛期停工 }
  - { day: ${overdueAsked}, actor: office, act: decideExtension, task: 9, text: 同意 }
`;

describe('a year in which units answer', () => {
  let year: Lived;

  beforeAll(async () => {
    const plan = planOf('answers', launch, [
      { title: '按期办结的任务', due, duties: 'lead:fgj support:jyj' },
      { title: '报告被退回的任务', due, duties: 'lead:fgj support:jyj' },
      { title: '延期的任务', due, duties: 'lead:zjj support:jyj' },
      { title: '签收而逾期的任务', due, duties: 'lead:jyj support:zjj' },
      { title: '未签收也逾期的任务', due, duties: 'lead:czj support:zjj' },
      { title: '两个单位牵头的任务', due, duties: 'lead:fgj lead:zjj support:jyj' },
      { title: '转办的任务', due, duties: 'lead:jyj support:fgj' },
      { title: '暂停的任务', due, duties: 'lead:qsz support:fgj' },
      { title: '逾期后延期的任务', due, duties: 'lead:fgj' },
    ]);
    year = await lived(yearOfPlan(plan, story));
  }, 90_000);
  afterAll(() => year?.stage.close());

  const about = (task: number): readonly SentLetter[] => year.letters.filter((l) => l.tasks.includes(task));
  const told = (
    task: number,
    unit: string,
  ): readonly (Notice & { readonly day: Day; readonly at: number; readonly letter: SentLetter })[] =>
    about(task)
      .filter((l) => l.unit === unit)
      .flatMap((letter) =>
        letter.notices
          .filter((n) => n.task.endsWith(`/${task}`))
          .map((n) => ({ ...n, day: letter.day, at: letter.at, letter })),
      );
  const rungDays = (task: number, unit: string) =>
    told(task, unit).flatMap((n) => n.rungs.map((rung) => [rung, n.day]));
  /** The lines of one task in a letter, from its number to the next one. */
  const lines = (letter: SentLetter | undefined, task: number): string =>
    letter?.mail.text.split(/^(?=\d+\. )/m).find((part) => part.startsWith(`${task}. `)) ?? '';

  test('no act was refused and every act is in the rehearsal', () => {
    expect(year.result.findings.filter((f) => !f.includes('放假'))).toEqual([]);
    expect(year.rehearsal.cues.filter((c) => c.kind === 'act')).toHaveLength(16 + 13);
  });

  test('reported in time and accepted: the answer goes to who reported, then silence', () => {
    const accepted = workday(reported, 1);
    const after = about(1).filter((l) => l.day >= accepted);
    expect(after.map((l) => [l.kind, l.unit, clockOf(l.at)])).toEqual([['accepted', 'fgj', `${accepted} 10:30`]]);
    expect(told(1, 'fgj').map((n) => n.rungs.join())).toContain('before-30');
  });

  test('returned: the reason goes back at once and the ladder goes on to the leadership group', () => {
    const [returned] = about(2).filter((l) => l.kind === 'returned');
    expect(returned?.mail.text).toContain('缺少佐证材料');
    expect(returned?.mail.text).toContain('任务时限不变，提醒和催办照常进行');
    expect(rungDays(2, 'fgj').filter(([rung]) => rung?.startsWith('after') || rung === 'before-0')).toEqual([
      ['before-0', due],
      ['after-1', workday(due, 1)],
      ['after-3', workday(due, 3)],
    ]);
    expect(
      about(2)
        .filter((l) => l.kind === 'supervision-letter' && l.to.startsWith('head'))
        .map((l) => l.day),
    ).toEqual([workday(due, 7)]);
    expect(about(2).find((l) => l.kind === 'leadership-report')?.day).toBe(workday(due, 15));
    expect(
      lines(
        about(2).find((l) => l.day === workday(due, 1)),
        2,
      ),
    ).toContain('报告曾被退回');
  });

  test('extended: rungs follow the new date, the first date stays in every letter and table', async () => {
    const decided = about(3).find((l) => l.kind === 'extension-decided');
    expect([decided?.unit, decided?.day]).toEqual(['zjj', asked]);
    expect(told(3, 'jyj').find((n) => n.kind === 'date-changed')?.day).toBe(workday(asked, 1));
    const after = rungDays(3, 'zjj').filter(([rung]) => rung?.startsWith('after'));
    expect(after).toEqual([
      ['after-1', workday(extended, 1)],
      ['after-3', workday(extended, 3)],
    ]);
    const between = told(3, 'zjj').filter((n) => n.day > asked && n.day < extended);
    expect(between.flatMap((n) => n.rungs)).toEqual(['before-30', 'before-15', 'before-7', 'before-3', 'before-1']);
    for (const letter of about(3).filter((l) => l.day > asked && l.kind !== 'supervision-letter'))
      expect(lines(letter, 3)).toContain(`${inChinese(extended)}（原定${inChinese(due)}）`);

    const chase = workday(extended, 1);
    expect(
      lines(
        about(3).find((l) => l.unit === 'zjj' && l.day === chase),
        3,
      ),
    ).toContain(`已逾期${daysBetween(extended, chase)}天（按原定时限已逾期${daysBetween(due, chase)}天）`);
    const [task] = (await listTasks(year.stage.ledger, { plan: 'answers' })).filter((t) => t.number === 3);
    expect([task?.due, task?.firstDue, task?.overdue]).toEqual([extended, due, true]);
    if (task)
      expect(light(task, chase).reasons).toEqual([
        `已逾期${daysBetween(extended, chase)}天`,
        `按原定时限已逾期${daysBetween(due, chase)}天`,
      ]);
  });

  test('extended: the calendar entry keeps its UID and raises its SEQUENCE, for the lead and for those who support', () => {
    const entry = (letter: SentLetter | undefined) => {
      const block =
        letter?.mail.ics
          ?.split('BEGIN:VEVENT')
          .find((part) => part.includes('task/answers/') && /UID:[^\r\n]*\/3@/.test(part)) ?? '';
      return {
        uid: /UID:(\S+)/.exec(block)?.[1],
        sequence: /SEQUENCE:(\d+)/.exec(block)?.[1],
        start: /DTSTART;VALUE=DATE:(\d+)/.exec(block)?.[1],
      };
    };
    const first = entry(about(3).find((l) => l.unit === 'zjj' && l.day === launch));
    expect(first).toEqual({ uid: expect.stringContaining('/3@'), sequence: '0', start: due.replaceAll('-', '') });
    const moved = { uid: first.uid, sequence: '1', start: extended.replaceAll('-', '') };
    expect(entry(about(3).find((l) => l.kind === 'extension-decided'))).toEqual(moved);
    expect(entry(told(3, 'jyj').find((n) => n.kind === 'date-changed')?.letter)).toEqual(moved);
  });

  test('extended when already overdue: the chase stops at the decision and starts again after the new date', () => {
    const days = told(9, 'fgj').filter((n) => n.day >= due);
    expect(days.map((n) => [n.kind, n.rungs.join('+'), n.day])).toEqual([
      ['reminder', 'before-0', due],
      ['chase', 'after-1', workday(due, 1)],
      ['head-chase', 'after-3', workday(due, 3)],
      ['decision', '', overdueAsked],
      ...[15, 7, 3, 1, 0].map((n) => ['reminder', `before-${n}`, expect.any(String)]),
      ['chase', 'after-1', workday(overdueTo, 1)],
      ['head-chase', 'after-3', workday(overdueTo, 3)],
      ['supervision-letter', '', workday(overdueTo, 7)],
    ]);
  });

  test('signed but late escalates at the very instants of an unsigned task', () => {
    const chased = (task: number, lead: string) => [
      ...told(task, lead)
        .filter((n) => n.rungs.some((r) => r.startsWith('after')) || n.kind === 'supervision-letter')
        .map((n) => [n.kind, n.rungs.join('+'), clockOf(n.at)]),
      ...about(task)
        .filter((l) => l.kind === 'leadership-report')
        .map((l) => ['leadership-report', '', clockOf(l.at)]),
    ];
    const signed = chased(4, 'jyj');
    expect(signed.length).toBeGreaterThanOrEqual(4);
    expect(chased(5, 'czj')).toEqual(signed);
    expect(told(4, 'jyj').some((n) => n.kind === 'sign-chase')).toBe(false);
    expect(told(5, 'czj').some((n) => n.kind === 'sign-chase')).toBe(true);
  });

  test('two leads: the first named reports for both, the other is told and not chased', () => {
    const reminder = told(6, 'zjj').find((n) => n.rungs.includes('before-30'));
    expect(lines(reminder?.letter, 6)).toContain('办理结果由区发展改革局统一报告');
    const notice = told(6, 'zjj').find((n) => n.kind === 'report-told');
    expect(notice?.day).toBe(workday(reported, 1));
    expect(about(6).filter((l) => l.day > workday(reported, 1))).toEqual([]);
    expect(
      about(6)
        .filter((l) => l.kind === 'accepted')
        .map((l) => l.unit),
    ).toEqual(['fgj']);
  });

  test('transferred: the new unit gets the task that day, the old one is told the next morning and hears no more', () => {
    const next = workday(on('04-06'), 1);
    const [assignment] = told(7, 'czj');
    expect([assignment?.kind, assignment?.day]).toEqual(['assignment', on('04-06')]);
    expect(lines(assignment?.letter, 7)).toContain('请签收并组织落实');
    expect(assignment?.letter.mail.ics).toContain('/7@');
    // The new unit has its own time to sign, counted from the transfer.
    const chased = told(7, 'czj').find((n) => n.kind === 'sign-chase');
    expect(chased?.day).toBe(workday(on('04-06'), 2));
    const old = told(7, 'jyj').filter((n) => n.day >= on('04-06'));
    expect(old.map((n) => [n.kind, n.day])).toEqual([['transferred', next]]);
    expect(lines(old[0]?.letter, 7)).toContain('本任务已转由其他单位办理，贵单位无需再办');
    expect(told(7, 'czj').some((n) => n.rungs.includes('after-1'))).toBe(true);
  });

  test('suspended: nothing in between; what was missed comes in one notice that says so', () => {
    const suspended = workday(launch, 3);
    const lead = told(8, 'qsz').filter((n) => n.day >= suspended);
    expect(lead[0]).toMatchObject({
      day: resumed,
      kind: 'chase',
      rungs: ['before-30', 'before-15', 'before-7', 'before-3', 'before-1', 'before-0', 'after-1'],
    });
    expect(lead.filter((n) => n.day === resumed)).toHaveLength(1);
    expect(lines(lead[0]?.letter, 8)).toContain('现予补发');
    const support = told(8, 'fgj').filter((n) => n.day >= suspended);
    expect(support[0]?.rungs).toEqual(['before-30', 'before-15', 'before-7', 'before-3', 'before-1', 'before-0']);
    expect(support[0]?.day).toBe(resumed);
    expect(dayOf(support[0]?.at ?? 0)).toBe(resumed);
    expect(rungDays(8, 'qsz').slice(-1)).toEqual([['after-3', workday(due, 3)]]);
  });
});
