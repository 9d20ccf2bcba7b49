import { expect, test } from '@jest/globals';
import { instantOf } from '../../../domain/day.js';
import { standingAt, unitsAsked } from '../../../domain/supervision/units-asked.js';
import { quarter, sampleId, sampleTask } from './sample-tasks.js';

const ids = (...numbers: readonly number[]): string[] => numbers.map(sampleId);

test('one unit reports for all leads, the others see the task apart, and who only supports is not asked', () => {
  const asked = unitsAsked(
    [
      sampleTask(2, 'lead:water, lead:roads, support:schools'),
      sampleTask(1, 'responsible:roads, support:water'),
      sampleTask(3, 'lead:water, lead:roads', { reporter: 'roads' }),
    ],
    quarter,
  );
  expect(asked).toEqual([
    { unit: 'roads', leads: ids(1, 3), supports: ids(2) },
    { unit: 'water', leads: ids(2), supports: ids(1, 3) },
  ]);
});

test('what was over before the period, or is cancelled, or came after it, is not asked about', () => {
  const closed = (day: string) => ({ stage: 'accepted', closedAt: instantOf(day, 600) }) as const;
  const asked = unitsAsked(
    [
      sampleTask(1, 'lead:water', closed('2023-06-30')),
      sampleTask(2, 'lead:water', closed('2023-07-01')),
      sampleTask(3, 'lead:water', { stage: 'cancelled', closedAt: instantOf('2023-08-01') }),
      sampleTask(4, 'lead:water', { assigned: '2023-10-01' }),
      sampleTask(5, 'lead:water', { stage: 'reported', overdue: true, due: '2023-05-31' }),
      // All of it is done: no paper without a question.
      sampleTask(6, 'lead:roads, support:water', closed('2023-08-01')),
    ],
    quarter,
  );
  expect(asked).toEqual([{ unit: 'water', leads: ids(2, 5), supports: [] }]);
});

test('looked at afterwards, what closed since the request day was open then, and was asked about', () => {
  const request = instantOf('2023-09-21', 540);
  const closed = (day: string, stage: 'accepted' | 'cancelled' = 'accepted') =>
    ({ stage, closedAt: instantOf(day, 600) }) as const;
  const tasks = [
    sampleTask(1, 'lead:water', closed('2023-09-20')),
    sampleTask(2, 'lead:roads', closed('2023-09-21')),
    sampleTask(3, 'lead:parks', closed('2023-12-01', 'cancelled')),
  ];
  expect(unitsAsked(tasks, quarter)).toEqual([]);
  expect(unitsAsked(standingAt(tasks, request), quarter).map((one) => one.unit)).toEqual(['roads', 'parks']);
});
