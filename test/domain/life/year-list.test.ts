/** The list of a year: every task of the plan has one place in it, and what the document leaves open is asked. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignTask, seedsOf } from '../../../domain/assign.js';
import { DubanError } from '../../../domain/errors.js';
import { givenYearText, readGivenYear, takeAnswers } from '../../../domain/life/year-answers.js';
import { leftWords, listFaults, settledFor, type YearList, yearList } from '../../../domain/life/year-list.js';
import { askedTargets } from '../../../domain/life/year-targets.js';
import type { Directory, Unit } from '../../../domain/org.js';
import type { Plan, PlanTask, Target } from '../../../domain/plan.js';
import type { Stage, TaskState } from '../../../domain/task.js';

const unit = (id: string, ended?: Unit['ended']): Unit => ({
  ...{ id, name: `区${id}`, kind: 'department', aliases: [], contacts: [], standIns: [] },
  ...(ended === undefined ? {} : { ended }),
});
const on = '2028-01-01';
const directory: Directory = {
  units: [
    unit('a'),
    unit('b'),
    unit('c'),
    unit('old', { on, successors: ['a'], document: '文' }),
    unit('older', { on: '2027-06-01', successors: ['old'], document: '文' }),
    unit('split', { on, successors: ['b', 'c'], document: '文' }),
  ],
  groups: [],
};
const target = (metric: string, value: number, more: Partial<Target> = {}): Target => ({
  ...{ metric, op: '>=', value, unit: '个', raw: '' },
  ...more,
});
const task = (number: number, more: Partial<PlanTask> = {}): PlanTask => ({
  ...{ number, title: `任务${number}`, chapter: '', due: '2029-12-31', dueSource: 'text', targets: [] },
  ...{ duties: [{ role: 'lead', unit: 'a', raw: 'a' }] },
  ...more,
});
const dated = (...days: readonly string[]): Partial<PlanTask> => ({
  deadlines: days.map((due) => ({ due, raw: '' })),
});
const planOf = (...tasks: readonly PlanTask[]): Plan => ({
  ...{ id: 'three', title: '三年计划', number: '', issuer: '区政府', issued: '2027-01-04', year: 2027 },
  ...{ period: [2027, 2029], tasks: [...tasks], findings: [] },
});
/** Task `number` as it ran in `year`. */
const ran = (plan: Plan, number: number, stage: Stage, year = 2027): TaskState => {
  const seed = seedsOf(plan).find((one) => one.number === number);
  if (seed === undefined) throw new Error(`no task ${number}`);
  return { ...assignTask(plan.id, year, seed, `${year}-01-04`, 0, 1), stage };
};
const listOf = (
  plan: Plan,
  year: number,
  running: readonly TaskState[] = [],
  settled = settledFor(plan, year),
): YearList => yearList(plan, year, running, settled, { directory, asOf: `${year}-01-05` });
const numbers = (list: readonly { readonly number: number }[]): number[] => list.map((one) => one.number);
const refusal = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map((one) => one.code);
    throw error;
  }
  return [];
};

describe('what the second year takes on', () => {
  const plan = planOf(
    task(1, dated('2027-12-31', '2028-12-31')),
    task(2, dated('2027-06-30')),
    task(3, { recurring: '每季度', dueSource: 'default', due: '2027-12-31' }),
    task(4, { undated: true, dueSource: 'default', due: '2027-12-31' }),
    task(5, dated('2029-06-30')),
    task(6, dated('2027-09-30')),
    task(7, { recurring: '每月', dueSource: 'default', due: '2027-12-31' }),
    task(8, dated('2027-03-31')),
  );
  const running = [
    ran(plan, 1, 'accepted'),
    ran(plan, 2, 'underway'),
    ran(plan, 3, 'accepted'),
    ran(plan, 6, 'accepted'),
    ran(plan, 7, 'cancelled'),
  ];

  test('its own dates and what recurs; open ones go on, the rest stays out with the reason', () => {
    const list = listOf(plan, 2028, running);
    expect(list.seeds.map(({ number, due, dueSource }) => [number, due, dueSource])).toEqual([
      [1, '2028-12-31', 'text'],
      [3, '2028-12-31', 'default'],
    ]);
    expect(list.carried.map((one) => one.id)).toEqual(['three/2027/2']);
    expect(list.left.map(({ number, why }) => [number, leftWords(why)])).toEqual([
      [4, '没有写明时限，需要时另选'],
      [5, '时限2029-06-30，到2029年再交办'],
      [6, '2027年已办结'],
      [7, '2027年已取消'],
      [8, '时限2027-03-31已过，没有交办过，需要时另选'],
    ]);
    expect(list.faults).toEqual([]);
  });

  test('picked tasks come as well, also those that ended; one still open cannot be picked', () => {
    const list = listOf(plan, 2028, running, {
      answers: [],
      picked: [{ task: 4 }, { task: 6 }, { task: 2 }, { task: 99 }],
    });
    expect(numbers(list.seeds)).toEqual([1, 3, 4, 6]);
    expect(list.faults.map((one) => one.code)).toEqual(['plan-task-number', 'life-year-pick-open']);
    expect(listOf(plan, 2031).faults.map((one) => one.code)).toContain('plan-year-outside');
  });

  test('every task has exactly one place, whatever became of it before', () => {
    const days = fc.constantFrom('2026-05-01', '2027-06-30', '2028-06-30', '2029-06-30');
    const one = fc.record({
      days: fc.uniqueArray(days, { maxLength: 3 }),
      recurring: fc.boolean(),
      stage: fc.option(fc.constantFrom<Stage>('assigned', 'reported', 'accepted', 'cancelled'), { nil: undefined }),
      picked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), fc.constantFrom(2027, 2028, 2029), (drawn, year) => {
        const made = planOf(
          ...drawn.map(({ days: own, recurring }, at) =>
            task(at + 1, {
              ...(own.length > 0 ? dated(...own) : recurring ? { dueSource: 'default' } : { undated: true }),
              ...(recurring ? { recurring: '每月' } : {}),
            }),
          ),
        );
        const before = drawn.flatMap(({ stage }, at) =>
          stage === undefined || year === 2027 ? [] : [ran(made, at + 1, stage, year - 1)],
        );
        const picked = drawn.flatMap((entry, at) => (entry.picked ? [{ task: at + 1 }] : []));
        const list = listOf(made, year, before, { answers: [], picked });
        const places = [...numbers(list.seeds), ...numbers(list.carried), ...numbers(list.left)];
        expect(places.toSorted((a, b) => a - b)).toEqual(numbers(made.tasks));
        expect(list.carried.every(({ number }) => before.some((state) => state.number === number))).toBe(true);
      }),
    );
  });
});

describe('targets', () => {
  const plan = planOf(
    task(1, {
      recurring: '每年',
      dueSource: 'default',
      targets: [target('绿道', 30, { year: 2027 }), target('绿道', 90, { year: 2029 })],
    }),
    task(2, {
      recurring: '每年',
      dueSource: 'default',
      targets: [target('企业', 60), target('培训', 200, { raw: '每年培训200人' })],
    }),
    task(3, { ...dated('2028-06-30'), targets: [target('学校', 3)] }),
  );
  const asked = (list: YearList): unknown[] =>
    list.questions.map((one) => ('target' in one ? [one.task, one.target, one.place] : one));

  test('are asked where the document does not say them for the year, and not in the last one', () => {
    expect(asked(listOf(plan, 2027))).toEqual([[2, '企业', 1]]);
    expect(asked(listOf(plan, 2028))).toEqual([
      [1, '绿道', 2],
      [2, '企业', 1],
    ]);
    expect(asked(listOf(plan, 2029))).toEqual([]);
    expect(listFaults(listOf(plan, 2028), (id) => id).map((one) => one.message)).toEqual([
      '计划“three”2028年清单的任务1“任务1”还要办公室确定：“绿道”在这一年的目标值（个）；文件只写了2027、2029年的目标：“绿道30个；绿道90个”',
      '计划“three”2028年清单的任务2“任务2”还要办公室确定：“企业”在这一年的目标值（个）；文件写“企业60个”，没有写明年份',
    ]);
  });

  test('answered, they travel with the seed; as the plan has them, they do not', () => {
    const given = readGivenYear(
      'plan: three\nyear: 2028\nanswers:\n  - { task: 1, target: 绿道, value: 60 }\n  - { task: 2, target: 1, value: none }\n',
      { plan: 'three', year: 2028 },
    );
    const kept = takeAnswers(plan, listOf(plan, 2028), { answers: [], picked: [] }, given, directory);
    const list = listOf({ ...plan, years: [kept] }, 2028);
    expect(list.questions).toEqual([]);
    expect(
      list.seeds.map(({ number, targets }) => [
        number,
        targets?.map(({ metric, value, year }) => [metric, value, year]),
      ]),
    ).toEqual([
      [1, [['绿道', 60, 2028]]],
      [2, [['培训', 200, undefined]]],
      [3, undefined],
    ]);
    const states = list.seeds.map((seed) => assignTask('three', 2028, seed, on, 0, 1));
    expect(states.map((state) => askedTargets(state, plan).map((one) => one.value))).toEqual([[60], [200], [3]]);
    expect(askedTargets({ ...(states[0] as TaskState), year: 2029, targets: undefined } as never, plan)).toEqual([
      target('绿道', 90, { year: 2029 }),
    ]);
  });

  test('the file for filling in is read back; every answer that does not fit is told at once', () => {
    const list = listOf(plan, 2028);
    expect(
      readGivenYear(
        givenYearText(plan, list, (id) => id),
        { plan: 'three', year: 2028 },
      ),
    ).toEqual({
      answers: [
        { task: 1, target: '绿道', value: null },
        { task: 2, target: '企业', value: null },
      ],
      pick: [],
    });
    const wrong = { task: 1, target: '隧道', value: 1 };
    const twice = { task: 2, target: '企业', value: 1 };
    expect(
      refusal(() =>
        takeAnswers(plan, list, { answers: [], picked: [] }, { answers: [wrong, twice, twice], pick: [77] }, directory),
      ),
    ).toEqual(['life-year-answer', 'life-year-answer-twice', 'plan-task-number']);
    expect(refusal(() => readGivenYear('year: 2029\nplan: x', { plan: 'three', year: 2028 }))).toEqual([
      'life-year-file',
      'life-year-file',
    ]);
    expect(() => readGivenYear('answers: [{ task: 1 }]', { plan: 'three', year: 2028 })).toThrow(
      '“第1条答复”不对：应为',
    );
  });
});

test('a unit that has ended is followed by its successor; between several the office chooses', () => {
  const plan = planOf(
    task(1, {
      recurring: '每年',
      dueSource: 'default',
      duties: [
        { role: 'lead', unit: 'older', raw: '' },
        { role: 'support', unit: 'a', raw: '' },
        { role: 'support', unit: 'split', raw: '' },
      ],
    }),
  );
  const dutiesOf = (list: YearList): unknown => list.seeds[0]?.duties.map(({ unit: id, role }) => `${role}:${id}`);
  const list = listOf(plan, 2028);
  expect(dutiesOf(list)).toEqual(['lead:a', 'support:split']);
  expect(list.questions).toEqual([{ task: 1, title: '任务1', unit: 'split', successors: ['b', 'c'] }]);
  const take = (to: string) =>
    takeAnswers(plan, list, { answers: [], picked: [] }, { answers: [{ task: 1, unit: '区split', to }] }, directory);
  expect(dutiesOf(listOf({ ...plan, years: [take('区c')] }, 2028))).toEqual(['lead:a', 'support:c']);
  expect(refusal(() => take('区a'))).toEqual(['life-year-answer-unit']);
  expect(dutiesOf(listOf(plan, 2027))).toEqual(['lead:older', 'support:a', 'support:split']);
});
