import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { clockOf, instantOf } from '../../../domain/day.js';
import { readLadder } from '../../../domain/schedule/ladder.js';
import { computeSlots } from '../../../domain/schedule/slots.js';

const calendar = makeCalendar(shippedYears());
const ladder = readLadder(readFileSync(new URL('../../../seeds/ladder.yaml', import.meta.url), 'utf8'));

describe('slots of routine letters', () => {
  test('the autumn holiday of 2023: no slot inside, weekend work included, the weekly one moves', () => {
    const slots = computeSlots(instantOf('2023-09-28'), instantOf('2023-10-17'), calendar, ladder);
    expect(slots.map((s) => `${s.id}${s.weekly ? ' weekly' : ''}`)).toEqual([
      '2023-09-28',
      '2023-10-07 weekly',
      '2023-10-08',
      '2023-10-09 weekly',
      '2023-10-10',
      '2023-10-11',
      '2023-10-12',
      '2023-10-13',
      '2023-10-16 weekly',
    ]);
    const [first] = slots;
    expect([first?.from, first?.to, first?.approvalBy].map((at) => clockOf(at ?? 0))).toEqual([
      '2023-09-28 09:00',
      '2023-09-29 00:00',
      '2023-10-08 09:00',
    ]);
  });

  test('the slot that is running is included, the next one begins on the next working day', () => {
    const evening = instantOf('2023-07-14', 20 * 60);
    expect(computeSlots(evening, instantOf('2023-07-18'), calendar, ladder).map((s) => s.id)).toEqual([
      '2023-07-14',
      '2023-07-17',
    ]);
    expect(
      computeSlots(instantOf('2023-07-15', 600), instantOf('2023-07-18'), calendar, ladder).map((s) => s.id),
    ).toEqual(['2023-07-17']);
    expect(computeSlots(evening, evening, calendar, ladder).map((s) => s.id)).toEqual(['2023-07-14']);
  });

  test('a year has as many slots as working days, and one weekly report a week with a working day', () => {
    const slots = computeSlots(instantOf('2024-01-01'), instantOf('2025-01-01'), calendar, ladder);
    expect(slots).toHaveLength(251);
    // 2024 has 53 Mondays, and no two of them lie in one break.
    expect(slots.filter((s) => s.weekly)).toHaveLength(53);
  });

  test('in seconds the slices follow each other without a gap and repeat from any start', () => {
    const quick = { ...ladder, slotSeconds: 2 };
    const from = instantOf('2026-08-01', 600) + 500;
    const slots = computeSlots(from, from + 5000, calendar, quick);
    expect(slots).toHaveLength(3);
    for (const [at, slot] of slots.entries()) {
      if (at > 0) expect(slot.from).toBe(slots[at - 1]?.to);
      expect(slot.id).toBe(new Date(slot.from).toISOString());
      expect(slot.approvalBy - slot.from).toBe(4000);
    }
    expect(computeSlots(from + 2000, from + 5000, calendar, quick)).toEqual(slots.slice(1));
  });
});
