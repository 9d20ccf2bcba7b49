import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays, clockOf, type Day, instantOf } from '../../../domain/day.js';
import { readLadder } from '../../../domain/schedule/ladder.js';
import { computeSteps, type StepsInput } from '../../../domain/schedule/steps.js';
import type { Ladder } from '../../../domain/schedule/types.js';

const calendar = makeCalendar(shippedYears());
const ladder = readLadder(readFileSync(new URL('../../../seeds/ladder.yaml', import.meta.url), 'utf8'));

function stepsOf(assigned: Day, due: Day, more: Partial<StepsInput> = {}) {
  return computeSteps({ assigned, assignedAt: instantOf(assigned, 600), due, ladder, calendar, ...more });
}
const days = (result: ReturnType<typeof stepsOf>, phase: string) =>
  result.steps.filter((s) => s.phase === phase).map((s) => s.day);
const rungs = (result: ReturnType<typeof stepsOf>) => result.steps.map((s) => s.rung);

describe('the steps of a task', () => {
  test('a task of the year 2023: reminders move back to working days, chases count working days', () => {
    const year = stepsOf('2023-07-17', '2023-12-31');
    expect(days(year, 'sign')).toEqual(['2023-07-19', '2023-07-21']);
    expect(days(year, 'before')).toEqual([
      '2023-12-01',
      '2023-12-15',
      '2023-12-22',
      '2023-12-28',
      '2023-12-29',
      '2023-12-29',
    ]);
    expect(days(year, 'after')).toEqual(['2024-01-02', '2024-01-04', '2024-01-10', '2024-01-22']);
    expect(year.skipped).toEqual([]);
    expect(year.unknownYears).toEqual([]);
    expect(clockOf(year.redAt)).toBe('2024-01-01 00:00');
    expect(new Set(year.steps.map((s) => clockOf(s.at).slice(11)))).toEqual(new Set(['09:00']));
    const lastDays = year.steps.filter((s) => s.day === '2023-12-29');
    expect(lastDays.map((s) => [s.rung, s.planned])).toEqual([
      ['before-1', '2023-12-30'],
      ['before-0', '2023-12-31'],
    ]);
  });

  test('a deadline inside a holiday is not moved: red the next day, chased on the first working day, a Saturday', () => {
    const quarter = stepsOf('2023-07-17', '2023-09-30');
    expect(clockOf(quarter.redAt)).toBe('2023-10-01 00:00');
    expect(days(quarter, 'after')[0]).toBe('2023-10-07');
    expect(days(quarter, 'before').at(-1)).toBe('2023-09-28');
  });

  test('launched on 20 December: what is long past is skipped and on record', () => {
    const late = stepsOf('2023-12-20', '2023-12-31');
    expect(late.skipped).toEqual([
      { rung: 'before-30', planned: '2023-12-01', reason: 'past-at-launch' },
      { rung: 'before-15', planned: '2023-12-16', reason: 'past-at-launch' },
    ]);
    expect(days(late, 'before')).toEqual(['2023-12-22', '2023-12-28', '2023-12-29', '2023-12-29']);
    expect(days(late, 'sign')).toEqual(['2023-12-22', '2023-12-26']);
  });

  test('launched on a rung’s own day: the rung still goes out that day', () => {
    const result = stepsOf('2023-12-28', '2023-12-31');
    expect(result.skipped.map((s) => s.rung)).toEqual(['before-30', 'before-15', 'before-7']);
    expect(rungs(result)).toContain('before-3');
  });

  test('launched on a Saturday before a Sunday rung: nothing goes back into the past', () => {
    const result = stepsOf('2023-12-23', '2023-12-31');
    const seven = result.steps.find((s) => s.rung === 'before-7');
    expect([seven?.planned, seven?.day]).toEqual(['2023-12-24', '2023-12-25']);
    const lastMinute = stepsOf('2023-12-30', '2023-12-31');
    expect(days(lastMinute, 'before')).toEqual([]);
    expect(lastMinute.skipped).toHaveLength(6);
  });

  test('launched after the deadline: no reminders, chases count from the launch, red since the deadline', () => {
    const past = stepsOf('2024-03-01', '2023-12-31');
    expect(days(past, 'before')).toEqual([]);
    expect(past.skipped).toHaveLength(6);
    expect(days(past, 'after')).toEqual(['2024-03-04', '2024-03-06', '2024-03-12', '2024-03-22']);
    expect(clockOf(past.redAt)).toBe('2024-01-01 00:00');
  });

  test('an extension sets new dates; rungs of the new deadline that are past by then are skipped', () => {
    const extended = stepsOf('2023-07-17', '2024-01-31', { binding: '2024-01-22' });
    expect(extended.skipped.map((s) => [s.rung, s.reason])).toEqual([
      ['before-30', 'past-at-change'],
      ['before-15', 'past-at-change'],
    ]);
    expect(days(extended, 'sign')).toEqual([]);
    expect(days(extended, 'before')).toEqual(['2024-01-24', '2024-01-26', '2024-01-30', '2024-01-31']);
    expect(days(extended, 'after')[0]).toBe('2024-02-01');
  });

  test('changed rules leave the count of an overdue task at its deadline', () => {
    const changed = stepsOf('2023-07-17', '2023-12-31', { asOf: '2024-01-08' });
    expect(days(changed, 'after')).toEqual(['2024-01-10', '2024-01-22']);
    expect(changed.skipped.map((s) => s.rung)).toEqual([
      'before-30',
      'before-15',
      'before-7',
      'before-3',
      'before-1',
      'before-0',
      'after-1',
      'after-3',
    ]);
  });

  test('a year without holiday data is named', () => {
    expect(stepsOf('2026-07-17', '2026-12-31').unknownYears).toEqual([2027]);
    expect(stepsOf('2027-07-19', '2027-12-31').unknownYears).toEqual([2027, 2028]);
  });

  test('seconds count from the assignment and the instant of the deadline', () => {
    const quick: Ladder = {
      ...ladder,
      sign: [{ offset: 2, seconds: true, to: ['unsigned'], kind: 'sign-chase' }],
      before: [
        { offset: 60, seconds: true, to: ['lead'], kind: 'reminder' },
        { offset: 3, seconds: true, to: ['lead'], kind: 'reminder' },
      ],
      after: [{ offset: 1, seconds: true, to: ['lead'], kind: 'chase' }],
      slotSeconds: 1,
    };
    const assignedAt = instantOf('2026-08-01', 600);
    const dueAt = assignedAt + 10_000;
    const result = stepsOf('2026-08-01', '2026-08-01', { assignedAt, dueAt, ladder: quick });
    expect(result.steps.map((s) => [s.rung, (s.at - assignedAt) / 1000])).toEqual([
      ['sign-2', 2],
      ['before-3', 7],
      ['after-1', 11],
    ]);
    expect(result.skipped.map((s) => s.rung)).toEqual(['before-60']);
    expect(result.redAt).toBe(dueAt);
  });

  test('whatever the days: every rung is a step or on record, steps are working days in order and none before the launch', () => {
    const offset = fc.integer({ min: 0, max: 1400 });
    fc.assert(
      fc.property(offset, fc.integer({ min: -60, max: 400 }), (start, length) => {
        const assigned = addDays('2022-01-01', start);
        const due = addDays(assigned, length);
        const result = stepsOf(assigned, due);
        const all = [...rungs(result), ...result.skipped.map((s) => s.rung)].sort();
        const expected = (['sign', 'before', 'after'] as const).flatMap((p) =>
          ladder[p].map((r) => `${p}-${r.offset}`),
        );
        expect(all).toEqual(expected.sort());
        for (const [at, step] of result.steps.entries()) {
          expect(calendar.isWorkday(step.day)).toBe(true);
          expect(step.day >= assigned).toBe(true);
          expect(step.at).toBe(instantOf(step.day, 540));
          expect(step.at >= (result.steps[at - 1]?.at ?? 0)).toBe(true);
          if (step.phase === 'before') expect(step.day <= due).toBe(true);
          if (step.phase === 'after') expect(step.at > result.redAt).toBe(true);
        }
      }),
    );
  });
});
