/** The mornings of a period: one a working day, and what a pause makes of them. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { readCommentRules } from '../../../domain/comment/rules-file.js';
import { nextTurn, rungsOn, rungsSince } from '../../../domain/comment/turns.js';
import { addDays, type Day, instantOf } from '../../../domain/day.js';

const rules = readCommentRules(readFileSync(new URL('../../../seeds/comment-rules.yaml', import.meta.url), 'utf8'));
const calendar = makeCalendar(shippedYears());

test('the turn after a day is that of the next working day, shortly before the letters', () => {
  // 2026-04-06 is a holiday.
  expect(nextTurn('2026-04-03', rules, calendar)).toEqual({
    day: '2026-04-07',
    at: instantOf('2026-04-07', 8 * 60 + 55),
  });
  expect(nextTurn('2026-04-07', rules, calendar).day).toBe('2026-04-08');
});

test('a pause is brought up on the next working day and weekly, upward once the last day it kept back is past', () => {
  const state = {
    stage: 'open',
    start: '2026-03-02',
    lastDay: '2026-04-01',
    closeOutDue: '2026-04-30',
    // A Thursday.
    suspended: { since: instantOf('2026-03-19', 900), reason: '网页无法访问', by: '办公室' },
  } as const;
  const told: [Day, readonly string[]][] = [];
  for (let day = '2026-03-10'; day <= '2026-04-20'; day = addDays(day, 1)) {
    const rungs = calendar.isWorkday(day) ? rungsOn(day, state, rules, calendar) : [];
    if (rungs.length > 0) told.push([day, rungs]);
  }
  expect(told).toEqual([
    ['2026-03-20', ['suspended']],
    ['2026-03-23', ['suspended']],
    ['2026-03-30', ['suspended']],
    // Monday is a holiday.
    ['2026-04-07', ['suspended-late']],
    ['2026-04-13', ['suspended-late']],
    ['2026-04-20', ['suspended-late']],
  ]);
  expect(rungsSince('2026-03-19', '2026-03-24', state, rules, calendar)).toEqual(['suspended']);
});
