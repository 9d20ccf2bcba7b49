import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantOf } from '../../../domain/day.js';
import type { BulletinGroup, Share } from '../../../domain/supervision/bulletin.js';
import { bulletinOf } from '../../../domain/supervision/bulletin-of.js';
import { shareStates, sharesOf } from '../../../domain/supervision/percentages.js';
import { returnStates } from '../../../domain/supervision/return.js';
import { frame, sampleId, sampleReturn, sampleTask, taskReturn } from './sample-tasks.js';

const day = '2023-10-18';
const sent = { reason: '没有数字', at: 1, by: '办公室', due: '2023-10-20' } as const;
const sums = (shares: readonly Share[]): number[] => [
  shares.reduce((sum, one) => sum + one.count, 0),
  shares.reduce((sum, one) => sum + one.permille, 0),
];

describe('shares', () => {
  test('three thirds are 33.4, 33.3 and 33.3', () => {
    const shares = sharesOf({ done: 1, behind: 1, 'no-return': 1 });
    expect(shares.map((one) => `${one.state} ${one.count} ${one.permille}`)).toEqual([
      'done 1 334',
      'ahead 0 0',
      'on-schedule 0 0',
      'behind 1 333',
      'other 0 0',
      'no-return 1 333',
    ]);
    expect(sharesOf({})).toEqual([]);
  });

  test('whatever the counts: they stay, shares add up to 1000, none is off by a whole tenth, none without a count', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5000 }), { minLength: 6, maxLength: 6 }), (counts) => {
        const total = counts.reduce((sum, one) => sum + one, 0);
        const shares = sharesOf(Object.fromEntries(shareStates.map((state, at) => [state, counts[at] ?? 0])));
        if (total === 0) return expect(shares).toEqual([]);
        expect(sums(shares)).toEqual([total, 1000]);
        expect(shares.map((one) => one.count)).toEqual(counts);
        for (const { count, permille } of shares) {
          expect(Math.abs(permille - (count * 1000) / total)).toBeLessThan(1);
          if (count === 0) expect(permille).toBe(0);
        }
      }),
    );
  });
});

describe('a bulletin', () => {
  const tasks = [
    sampleTask(1, 'lead:water'),
    sampleTask(2, 'lead:water', { due: '2023-09-30', firstDue: '2023-06-30', chapter: '二、水利' }),
    sampleTask(3, 'lead:roads', { due: '2023-08-31', firstDue: '2023-08-31' }),
    sampleTask(4, 'lead:schools, support:roads'),
    sampleTask(5, 'lead:schools', {
      stage: 'accepted',
      closedAt: instantOf('2023-08-10'),
      report: { no: 1, unit: 'schools', text: '已建成', at: 1, by: '联络员' },
    }),
    sampleTask(6, 'lead:parks', { stage: 'cancelled', closedAt: instantOf('2023-09-01') }),
    sampleTask(7, 'lead:parks', { assigned: '2023-10-09' }),
    sampleTask(8, 'lead:roads', {
      due: '2023-08-31',
      suspended: { since: '2023-08-01', reason: '防汛' },
    }),
  ];
  const returns = [
    sampleReturn('water', [taskReturn(1, 'ahead')], { sentBack: sent }),
    sampleReturn('water', [taskReturn(1, 'on-schedule'), taskReturn(2, 'behind')], { version: 2 }),
    sampleReturn('schools', [taskReturn(4, 'ahead')], { sentBack: sent }),
  ];
  const burden = [{ unit: 'water', requests: 1, forms: 1, letters: 4 }];
  // The leadership group got letters too; no bulletin speaks of it.
  const sentToAll = [...burden, { unit: 'leadership', requests: 0, forms: 0, letters: 9 }];
  const bulletin = bulletinOf(frame, tasks, returns, sentToAll, day);

  test('counts every task once: the newest return, what was accepted, and what did not come', () => {
    expect(bulletin.tasks.map((one) => `${one.number} ${one.lead} ${one.state} ${one.progress}`)).toEqual([
      '1 water on-schedule 正在推进',
      '2 water behind 正在推进',
      '3 roads no-return ',
      '4 schools no-return ',
      '5 schools done 已建成',
      '8 roads no-return ',
    ]);
    expect([bulletin.total, bulletin.silent, bulletin.sentBack]).toEqual([6, ['roads'], ['schools']]);
    expect(bulletin.units.map((one) => [one.name, one.total])).toEqual([
      ['water', 2],
      ['roads', 2],
      ['schools', 2],
    ]);
    expect(bulletin.chapters.map((one) => [one.name, one.tasks])).toEqual([
      ['一、总体', { 'on-schedule': [sampleId(1)], 'no-return': [3, 4, 8].map(sampleId), done: [sampleId(5)] }],
      ['二、水利', { behind: [sampleId(2)] }],
    ]);
    expect(bulletin.burden).toEqual(burden);
  });

  test('names what is behind with its reason, and what is overdue by both dates; a suspended task is not', () => {
    expect(bulletin.behind.map((one) => [one.number, one.problems])).toEqual([[2, '资金未到位']]);
    expect(bulletin.overdue.map((one) => [one.number, one.days, one.daysFromFirst])).toEqual([
      [2, 18, 110],
      [3, 48, 48],
    ]);
  });

  test('a task handed on after the request stays with the unit that was asked; one nobody was asked about is left out', () => {
    const units = [{ unit: 'water', leads: [sampleId(1)] }];
    const moved = [sampleTask(1, 'lead:roads'), sampleTask(2, 'lead:roads')];
    const made = bulletinOf({ ...frame, units }, moved, [sampleReturn('water', [taskReturn(1, 'ahead')])], [], day);
    expect(made.tasks.map((one) => [one.number, one.lead, one.state])).toEqual([[1, 'water', 'ahead']]);
    expect(made.silent).toEqual([]);
  });

  test('whatever came back: totals, chapters, units and the tasks behind every number agree', () => {
    const units = ['water', 'roads', 'schools', 'parks'];
    const task = fc.record({
      unit: fc.constantFrom(...units),
      chapter: fc.constantFrom('一、', '二、', '三、'),
      stage: fc.constantFrom('assigned', 'underway', 'reported', 'accepted', 'cancelled'),
      closed: fc.constantFrom('2023-05-01', '2023-08-01', '2023-10-12', '2023-11-01'),
      due: fc.constantFrom('2023-06-30', '2023-10-17', '2023-12-31'),
      state: fc.option(fc.constantFrom(...returnStates)),
    });
    const answered = fc.record({
      units: fc.subarray(units),
      sentBack: fc.subarray(units),
    });
    fc.assert(
      fc.property(fc.array(task, { maxLength: 30 }), answered, (list, given) => {
        const all = list.map(({ unit, chapter, stage, closed, due }, at) =>
          sampleTask(at + 1, `lead:${unit}`, {
            chapter,
            stage,
            due,
            ...(stage === 'accepted' || stage === 'cancelled' ? { closedAt: instantOf(closed) } : {}),
          }),
        );
        const versions = given.units.map((unit) =>
          sampleReturn(
            unit,
            list.flatMap((one, at) => (one.unit === unit && one.state ? [taskReturn(at + 1, one.state)] : [])),
            { sentBack: given.sentBack.includes(unit) ? sent : null },
          ),
        );
        const made = bulletinOf(frame, all, versions, [], day);
        const right = ({ total, shares, tasks: behind }: Pick<BulletinGroup, 'total' | 'shares' | 'tasks'>) => {
          expect(sums(shares)).toEqual(total === 0 ? [0, 0] : [total, 1000]);
          for (const { state, count } of shares) expect(behind[state]?.length ?? 0).toBe(count);
        };
        const idsByState = Object.fromEntries(
          shareStates.map((state) => [state, made.tasks.filter((one) => one.state === state).map((one) => one.task)]),
        );
        right({ total: made.total, shares: made.shares, tasks: idsByState });
        for (const groups of [made.chapters, made.units]) {
          groups.forEach(right);
          expect(groups.reduce((sum, one) => sum + one.total, 0)).toBe(made.total);
          for (const state of shareStates) {
            const ids = groups.flatMap((one) => one.tasks[state] ?? []).toSorted();
            expect(ids).toEqual((idsByState[state] ?? []).toSorted());
          }
        }
        expect(new Set(made.tasks.map((one) => one.task)).size).toBe(made.total);
        expect(made.behind).toHaveLength(made.shares.find((one) => one.state === 'behind')?.count ?? 0);
        for (const unit of [...made.silent, ...made.sentBack]) {
          const own = made.tasks.filter((one) => one.lead === unit);
          expect(own.every((one) => ['no-return', 'done'].includes(one.state))).toBe(true);
        }
      }),
    );
  });
});
