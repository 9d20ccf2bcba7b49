/** A plan of three years: each year takes what is due in it and what recurs; undated tasks only where they are picked. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listTasks } from '../../activities/ledger/tasks.js';
import { rehearsalSource } from '../../client/rehearsal-source.js';
import { DubanError } from '../../domain/errors.js';
import type { Plan } from '../../domain/plan.js';
import { planInYear, planOfYear, planTriedIn } from '../../domain/plan-year.js';
import { realTest } from '../domain/parse/documents.js';
import { planOf } from '../stories/year.js';
import { asked, clerk, type ReadingOffice, readingOffice } from './office.js';

const document = `清源区绿色发展三年行动计划（2027—2029年）

一、重点任务

1.建设城市绿道。到2027年，建成30公里；到2028年，建成60公里；到2029年，建成90公里。（责任单位：区住房城乡建设局）

2.改造供热管网。到2029年年底，改造管网20公里。（责任单位：区住房城乡建设局）

3.完善价格机制。健全绿色价格体系。（责任单位：区发展改革局）

4.开展环保督导。每季度开展一次专项督导。（牵头单位：区发展改革局；配合单位：青山镇）

5.建设零碳校园。到2028年6月底前，建成3所。（责任单位：区教育局）

6.完善财政政策。加大支持力度。（责任单位：区财政局）
`;

let office: ReadingOffice;
let read: Plan;
const yearOf = (year: number, ...picked: readonly number[]): (readonly [number, string, string])[] =>
  planOfYear(
    read,
    year,
    picked.map((task) => ({ task })),
  ).tasks.map((t) => [t.number, t.due, t.dueSource]);

beforeAll(async () => {
  office = await readingOffice();
  await office.imports('green', document);
  read = await office.draft('green');
}, 60_000);
afterAll(() => office?.stage.close());

describe('each year of the plan', () => {
  test('takes its own date of a task that has several', () => {
    expect(yearOf(2027)).toEqual([
      [1, '2027-12-31', 'text'],
      [4, '2027-12-31', 'default'],
    ]);
    expect(yearOf(2028)).toEqual([
      [1, '2028-12-31', 'text'],
      [4, '2028-12-31', 'default'],
      [5, '2028-06-30', 'text'],
    ]);
    expect(yearOf(2029)).toEqual([
      [1, '2029-12-31', 'text'],
      [2, '2029-12-31', 'text'],
      [4, '2029-12-31', 'default'],
    ]);
  });

  test('takes undated tasks, and early those of later years, only where the office picks them', () => {
    expect(yearOf(2028, 3, 2).filter(([n]) => n === 2 || n === 3)).toEqual([
      [2, '2029-12-31', 'text'],
      [3, '2028-12-31', 'default'],
    ]);
  });

  test.each([
    ['a year it does not have', () => yearOf(2030), ['plan-year-outside']],
    ['picks it does not have, all at once', () => yearOf(2027, 40, 50), ['plan-task-number', 'plan-task-number']],
    ['a year with nothing to do', () => planOfYear({ ...read, tasks: read.tasks.slice(5) }, 2027), ['plan-year-empty']],
  ])('refuses %s', (_what, take, codes) => {
    expect(() => take()).toThrow(DubanError);
    try {
      take();
    } catch (error) {
      expect((error as DubanError).faults.map((f) => f.code)).toEqual(codes);
    }
  });

  test('tried in a year outside its period moves as a whole', () => {
    const moved = planTriedIn(read, 2031);
    expect([moved.year, moved.period, moved.tasks.map((t) => [t.number, t.due])]).toEqual([
      2031,
      [2031, 2033],
      [
        [1, '2031-12-31'],
        [4, '2031-12-31'],
      ],
    ]);
  });

  test('of a plan of one year stays a matter of moving its dates', () => {
    const plan = planOf('one', '2027-03-01', [{ title: '完善路网', due: '2027-06-10', duties: 'lead:zjj' }]);
    expect(planTriedIn(plan, 2029)).toEqual(planInYear(plan, 2029));
    expect(planTriedIn(plan, 2029).tasks[0]?.due).toBe('2029-06-10');
    expect(() => planOfYear(plan, 2029)).toThrow('没有2029年');
  });

  realTest(
    'of the three-year plan of Liaocheng is rehearsed with what is due in it',
    'liaocheng-three-year-implementation-plan.txt',
    () => {
      const file = new URL('../../../shared/documents/liaocheng-three-year-implementation-plan.txt', import.meta.url)
        .pathname;
      const { plan, from } = rehearsalSource(file, { year: 2024, with: [3] });
      const whole = rehearsalSource(file, { year: 2023 }).plan;
      expect(plan.tasks.length).toBeGreaterThan(0);
      expect(plan.tasks.every((t) => t.due.startsWith('2024') || t.number === 3)).toBe(true);
      expect(whole.tasks.length).toBeGreaterThan(plan.tasks.length - 3);
      expect(from >= '2024-01-01').toBe(true);
    },
  );
});

describe('a launch of one year', () => {
  test('starts that year’s tasks under the year’s ids, needs nothing settled for the others, and keeps the whole plan', async () => {
    const directory = {
      appointment: { by: '区委', scope: '绿色发展', from: '2020-01-01', document: '授权文件' },
      approval: { by: '区委主要负责人', on: '2020-01-01', document: '批件' },
    };
    const elsewhere = document
      .replace('区教育局', '区教育考试院')
      .replace('改造管网20公里。（责任单位：区住房城乡建设局）', '改造管网20公里。');
    const imported = await office.imports('green', elsewhere, 'pick: [6]');
    expect(asked(imported).filter((one) => !one.startsWith('全文'))).toEqual(['2 no-unit', '5 unit-unknown']);
    await office.stage.office.settle('green', [{ mandate: directory }], clerk);
    const issued = (await office.draft('green')).findings.findIndex((f) => f.code === 'issued-missing');
    if (issued >= 0) await office.settles('green', `#${issued}=已核对`);

    await expect(office.stage.office.launch('green', { year: 2028 }, clerk)).rejects.toThrow('任务5');
    await expect(office.stage.office.launch('green', { year: 2031 }, clerk)).rejects.toThrow('没有2031年');
    const launched = await office.stage.office.launch('green', { year: 2027 }, clerk);
    expect(launched.tasks).toBe(3);
    expect((await listTasks(office.stage.ledger, { plan: 'green' })).map((t) => t.id)).toEqual([
      'green/2027/1',
      'green/2027/4',
      'green/2027/6',
    ]);
    expect((await office.draft('green')).tasks).toHaveLength(6);
    await expect(office.stage.office.launch('green', {}, clerk)).rejects.toThrow('不能再次启动');

    // What is still open about a later year stands against that year only, and is settled while the plan runs.
    const against = (): Promise<readonly string[]> =>
      office.stage.office.launch('green', { year: 2028, skip: true }, clerk).then(
        () => [],
        (error: DubanError) => error.faults.map((f) => f.code),
      );
    expect(await against()).toEqual(['life-year-approval', 'plan-findings-open', 'plan-duty-open']);
    await office.settles('green', '5=区教育局');
    expect(await against()).toEqual(['life-year-approval']);
    await expect(office.settles('green', '1=区教育局')).rejects.toThrow('任务1已经交办');

    const revised = await office.imports(
      'green',
      document.replace('到2027年，建成30公里', '到2027年9月底，建成30公里').replace('改造管网20公里', '改造管网25公里'),
    );
    expect(revised.difference).toMatchObject({
      added: [],
      gone: [],
      changed: [
        { number: 1, changes: expect.arrayContaining([{ what: 'due', from: '2027-12-31', to: '2027-09-30' }]) },
      ],
    });

    // Only the target of a later year is another: the running task keeps its own, the plan has the new one for that year.
    const raised = document.replace('建成60公里', '建成65公里');
    const later = await office.imports('green', raised);
    expect(later.difference?.changed).toMatchObject([
      {
        number: 1,
        changes: [{ what: 'targets', to: expect.stringMatching(/^2027年.*=30公里；2028年.*=65公里；2029年/) }],
      },
    ]);
    const text = (later.amendment ?? '').replace('approvedBy: ""', 'approvedBy: 局务会');
    expect([text.includes('plan: green'), text.match(/20\d\d年.*=\d+公里/g)]).toEqual([
      true,
      [expect.stringContaining('65公里')],
    ]);
    const { amendments } = office.stage.office;
    await expect(amendments.amend('other', text, clerk)).rejects.toMatchObject({ code: 'plan-unknown' });
    const foreign = text.replace('plan: green', 'plan: blue');
    await expect(amendments.amend('green', foreign, clerk)).rejects.toMatchObject({ code: 'amend-plan-other' });
    expect((await amendments.amend('green', text, clerk, { no: 1 })).told).toEqual([]);
    await expect(amendments.amend('green', text, clerk, { no: 1 })).rejects.toMatchObject({ code: 'amend-meanwhile' });
    const aims = (await office.draft('green')).tasks[0]?.targets.map(({ year, value }) => [year, value]);
    expect(aims?.toSorted()).toEqual([
      [2027, 30],
      [2028, 65],
      [2029, 90],
    ]);
    const [first] = await listTasks(office.stage.ledger, { plan: 'green' });
    expect([first?.number, first?.targets, first?.amended]).toEqual([1, undefined, undefined]);
    expect((await office.imports('green', raised)).difference?.changed).toEqual([]);
  }, 60_000);
});
