import { expect, test } from '@jest/globals';
import { instantOf } from '../../../domain/day.js';
import { burdenIn, monthUpTo, overBurdened } from '../../../domain/supervision/burden.js';

const letter = (unit: string, day: string, notices: readonly string[] = []) => ({
  unit,
  at: instantOf(day, 540),
  notices: notices.map((task) => ({ task, unit, audience: 'lead' as const, kind: 'assignment' as const, rungs: [] })),
});

test('requests, forms and letters of the month up to the day count; one more may reach the ceiling, not pass it', () => {
  const letters = [
    letter('water', '2023-08-31'),
    letter('water', '2023-09-01'),
    letter('water', '2023-09-21', ['return/sample-2023/water/20230930', 'sample-2023/2023/1']),
    letter('roads', '2023-09-21'),
    letter('roads', '2023-09-22'),
  ];
  const cycle = {
    requestedAt: instantOf('2023-09-21', 535),
    units: [{ unit: 'water', leads: [], supports: [], state: 'asked' as const, version: 0, due: '2023-10-11', seq: 1 }],
  };
  const burden = burdenIn(letters, [cycle], monthUpTo('2023-09-21'));
  expect(burden).toEqual([
    { unit: 'water', requests: 1, forms: 1, letters: 2 },
    { unit: 'roads', requests: 0, forms: 0, letters: 1 },
  ]);
  expect(overBurdened(['roads', 'water', 'parks'], burden, 4)).toEqual([{ unit: 'water', count: 4 }]);
  expect(overBurdened(['roads', 'water', 'parks'], burden, 5)).toEqual([]);
});
