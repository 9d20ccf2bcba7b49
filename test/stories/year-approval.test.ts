import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../../activities/ledger/figures.js';
import { listFormal } from '../../activities/ledger/formal.js';
import { clockOf } from '../../domain/day.js';
import { officeActor } from '../../domain/schedule/rehearsal.js';
import { district, type Lived, lived, on, planOf, workday, yearOfPlan } from './year.js';

const launch = on('03-01');
const due = on('05-10');
const drafted = workday(due, 7);

const story = `
name: unapproved
approveSupervisionLetters: never
acts:
  - { day: ${drafted}, actor: reporter, act: report, task: [1, 3], text: 已补办 }
  - { day: ${drafted}, actor: office, act: accept, task: [1, 3] }
`;

describe('the office leaves its 督办函 lying', () => {
  let year: Lived;

  beforeAll(async () => {
    const plan = planOf('lying', launch, [
      { title: '完善路网', due, duties: 'lead:zjj' },
      { title: '扩大学位供给', due, duties: 'lead:jyj support:czj' },
      { title: '盘活闲置资产', due, duties: 'lead:czj' },
      { title: '压减一般性支出', due, duties: 'lead:czj' },
    ]);
    year = await lived(yearOfPlan(plan, story));
  }, 60_000);
  afterAll(() => year?.stage.close());

  const formalFor = async (unit: string) => {
    const [row] = await listFormal(year.stage.ledger, { unit });
    if (!row) throw new Error(`no 督办函 for ${unit}`);
    return row;
  };

  test('nothing leaves without approval, and no number is given', async () => {
    expect(year.letters.filter((l) => l.kind === 'supervision-letter')).toEqual([]);
    expect((await listFormal(year.stage.ledger)).map((f) => [f.day, f.number])).toEqual(
      [drafted, drafted, drafted].map((day) => [day, null]),
    );
  });

  test('after two working days the office is reminded, once', () => {
    const reminders = year.letters.filter((l) => l.kind === 'approval-reminder');
    expect(reminders.map((l) => [clockOf(l.at), l.to, l.tasks])).toEqual([
      [`${workday(drafted, 2)} 09:00`, 'liaison@office.example.org', [2, 4]],
    ]);
    expect(reminders[0]?.mail.text).toContain('督办函有2件超过规定时间尚未审批');
  });

  test('the report to the leadership group says how many wait', () => {
    const [report] = year.letters.filter((l) => l.kind === 'leadership-report');
    expect(report?.tasks).toEqual([2, 4]);
    expect(report?.mail.text).toContain('另有督办函2件尚待办公室审批发出');
  });

  test('a draft whose only task was closed is withdrawn, and approving it is refused', async () => {
    const { id, status, reason } = await formalFor('zjj');
    expect([status, reason]).toEqual(['withdrawn', '所列任务均已办结']);
    expect((await eventsOf(year.stage.ledger, { subject: id })).map((e) => e.kind)).toEqual([
      'formal.withdrawn',
      'formal.drafted',
    ]);
    await expect(year.stage.office.approveFormal(id, officeActor(district))).rejects.toThrow();
    expect((await formalFor('zjj')).number).toBeNull();
  });

  test('approved at last, the first one gets number 1 and lists only what is still open', async () => {
    const before = year.stage.mail.messages.length;
    const { id } = await formalFor('czj');
    const { number } = await year.stage.office.approveFormal(id, officeActor(district));
    expect(number).toMatch(/〔\d{4}〕1号$/);
    expect(await year.stage.office.approveFormal(id, officeActor(district))).toEqual({ number });
    await year.stage.until((await year.stage.now()) + 60_000);
    const [mail, ...more] = year.stage.mail.messages.slice(before);
    expect(more).toEqual([]);
    expect(mail?.to).toBe('head@czj.example.org');
    expect(mail?.text).toContain('4. 压减一般性支出');
    expect(mail?.text).not.toContain('盘活闲置资产');
    expect(year.stage.errors).toEqual([]);
  });
});
