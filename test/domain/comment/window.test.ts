/** The last day of a period where holidays are not known yet, and after they were published. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar, type YearData } from '../../../domain/calendar/workdays.js';
import { announce, applyPeriodAct, type PeriodState, periodRefusal } from '../../../domain/comment/period.js';
import { readCommentRules } from '../../../domain/comment/rules-file.js';
import type { CommentTerms } from '../../../domain/comment/terms.js';
import {
  extendedWindow,
  readWindow,
  recalendaredWindow,
  resumedWindow,
  unknownYearsOf,
} from '../../../domain/comment/window.js';
import { type Day, instantOf } from '../../../domain/day.js';
import type { Actor } from '../../../domain/task.js';

const rules = readCommentRules(readFileSync(new URL('../../../seeds/comment-rules.yaml', import.meta.url), 'utf8'));
const shipped = makeCalendar(shippedYears());
const office: Actor = { name: '办公室', role: 'office' };
const published = (year: number, off: readonly Day[], work: readonly Day[] = []) =>
  makeCalendar([...shippedYears(), { year, notice: '放假安排', off, work } satisfies YearData]);

type Length = Pick<CommentTerms, 'start' | 'days' | 'workdays' | 'end'>;

function announced(length: Length): PeriodState {
  const { byCode } = readWindow(length, shipped, rules);
  const facts = { plan: 'p', round: 1, title: '计划', kind: 'normative', office: 'o', leadership: 'l' };
  const days = extendedWindow(byCode, rules, shipped);
  return announce({ ...facts, start: length.start }, days, instantOf(length.start, 600));
}
const act = (state: PeriodState, kind: 'extend' | 'resume', now: number, days: { lastDay: Day; closeOutDue: Day }) =>
  applyPeriodAct(state, { kind, to: days.lastDay, reason: '理由' }, office, now, days).state;

describe('a year whose holidays are not published', () => {
  test.each<[string, Length, Day]>([
    ['元旦, a Monday', { start: '2028-12-02', days: 30 }, '2029-01-02'],
    ['劳动节, a Tuesday and a Wednesday', { start: '2029-04-01', days: 30 }, '2029-05-03'],
    ['国庆, from a Monday to a Wednesday', { start: '2029-09-01', days: 30 }, '2029-10-04'],
    ['国庆 behind a Saturday', { start: '2028-09-01', days: 29 }, '2028-10-04'],
    ['the last of so many working days', { start: '2029-09-20', workdays: 7 }, '2029-10-04'],
    ['an end that is stated', { start: '2029-09-20', end: '2029-10-02' }, '2029-10-04'],
  ])('never ends on %s', (_, length, lastDay) => {
    expect(readWindow(length, shipped, rules).byCode).toBe(lastDay);
  });

  test('nor after an extension; a known year goes by its arrangement alone', () => {
    expect(extendedWindow('2029-10-01', rules, shipped).lastDay).toBe('2029-10-04');
    expect(extendedWindow('2026-10-01', rules, shipped).lastDay).toBe('2026-10-08');
    expect(extendedWindow('2029-10-08', rules, shipped).lastDay).toBe('2029-10-08');
  });

  test('is named although only the close-out reaches into it', () => {
    const reading = readWindow({ start: '2026-11-20', days: 30 }, shipped, rules);
    expect(reading).toMatchObject({ byCode: '2026-12-21', unknownYears: [2027] });
    expect(readWindow({ start: '2026-03-02', days: 30 }, shipped, rules).unknownYears).toEqual([]);
    const state = announced({ start: '2026-11-20', days: 30 });
    expect(unknownYearsOf(state, shipped)).toEqual([2027]);
    expect(unknownYearsOf({ ...state, stage: 'withdrawn' }, shipped)).toEqual([]);
  });
});

describe('after the holidays were published', () => {
  const recalendared = (state: PeriodState, length: Length, now: number, calendar = shipped) =>
    recalendaredWindow(state, length, now, rules, calendar);
  const noon = (day: Day): number => instantOf(day, 720);

  test('a last day that became a day off gives way, and the close-out with it', () => {
    const length = { start: '2029-03-06', days: 30 };
    const state = announced(length);
    expect(state.lastDay).toBe('2029-04-05');
    const calendar = published(2029, ['2029-04-04', '2029-04-05', '2029-04-06', '2029-05-01']);
    expect(recalendared(state, length, noon('2029-03-20'), calendar)).toEqual({
      lastDay: '2029-04-09',
      closeOutDue: '2029-05-08',
    });
    expect(recalendared(state, length, noon('2029-03-20'))).toEqual({
      lastDay: state.lastDay,
      closeOutDue: state.closeOutDue,
    });
  });

  test('what was announced is never shortened, not by a working weekend either', () => {
    // 30 days end on Saturday 7 April; announced was Monday the 9th.
    const length = { start: '2029-03-08', days: 30 };
    const calendar = published(2029, [], ['2029-04-07', '2029-04-08']);
    expect(recalendared(announced(length), length, noon('2029-03-20'), calendar).lastDay).toBe('2029-04-09');
  });

  test('working days that became days off are made up for, after an extension and a pause as well', () => {
    const length = { start: '2029-04-02', workdays: 7 };
    const calendar = published(2029, ['2029-04-05', '2029-04-06']);
    const state = announced(length);
    expect(state.lastDay).toBe('2029-04-11');
    expect(recalendared(state, length, noon('2029-04-03'), calendar).lastDay).toBe('2029-04-13');
    const longer = act(state, 'extend', noon('2029-04-03'), extendedWindow('2029-04-12', rules, shipped));
    expect(recalendared(longer, length, noon('2029-04-03'), calendar).lastDay).toBe('2029-04-13');
    const suspended = { since: noon('2029-04-03'), reason: '故障', by: '办公室' };
    const paused: PeriodState = { ...state, suspended };
    const back = act(paused, 'resume', noon('2029-04-04'), resumedWindow(paused, noon('2029-04-04'), rules, shipped));
    expect(back).toMatchObject({ lastDay: '2029-04-13' });
    const moved = recalendared(back, length, noon('2029-04-04'), calendar);
    // Two lost days, two days off more: Sunday the 15th gives way.
    expect(moved.lastDay).toBe('2029-04-16');
    const again = applyPeriodAct(back, { kind: 'recalendar', reason: '公布' }, office, noon('2029-04-04'), moved).state;
    expect(again.moved.map(({ why }) => why)).toEqual(['suspended', 'calendar']);
    expect(recalendared(again, length, noon('2029-04-04'), calendar)).toEqual(moved);
  });

  test('a pause stays a pause; once the window is over only the close-out follows', () => {
    const length = { start: '2029-03-06', days: 30 };
    const calendar = published(2029, ['2029-04-05', '2029-04-16']);
    const suspended = { since: noon('2029-03-10'), reason: '故障', by: '办公室' };
    const paused: PeriodState = { ...announced(length), suspended };
    const days = recalendared(paused, length, noon('2029-04-20'), calendar);
    expect(days.lastDay).toBe('2029-04-06');
    const moved = applyPeriodAct(
      paused,
      { kind: 'recalendar', reason: '公布' },
      office,
      noon('2029-04-20'),
      days,
    ).state;
    expect(moved.suspended).toEqual(suspended);
    const over: PeriodState = { ...announced(length), stage: 'answering' };
    expect(recalendared(over, length, noon('2029-04-10'), calendar)).toEqual({
      lastDay: '2029-04-05',
      closeOutDue: '2029-05-04',
    });
    expect(over.closeOutDue).toBe('2029-05-03');
  });
});

test('an extension by a slip of the pen is refused with the latest day that is possible', () => {
  const state = announced({ start: '2026-03-02', days: 30 });
  const at = instantOf('2026-03-10');
  const refused = periodRefusal(state, { kind: 'extend', to: '2062-04-10', reason: '意见较多' }, at);
  expect(refused?.code).toBe('period-too-late');
  expect(refused?.message).toContain('最晚可到2027-04-02');
  expect(periodRefusal(state, { kind: 'extend', to: '2027-04-02', reason: '意见较多' }, at)).toBeNull();
});
