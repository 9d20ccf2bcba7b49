/** When a plan of several years asks something of its office: lived through on the real calendar. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../../../domain/day.js';
import { applyLifeAct, beginLife, type LifeAct, type PlanLife, turnLife } from '../../../domain/life/life.js';
import { nextLifeMoment } from '../../../domain/life/moments.js';
import { readLifeRules } from '../../../domain/life/rules-file.js';

const rules = readLifeRules(readFileSync(new URL('../../../seeds/life-rules.yaml', import.meta.url), 'utf8'));
const calendar = makeCalendar(shippedYears());
const actor = { name: '办公室', role: 'office' as const };

type Happening = readonly [day: Day, act: LifeAct];
const start = (year: number): LifeAct => ({ kind: 'startYear', year, tasks: [] });
const evaluate = (evaluation: 'mid-term' | 'final'): LifeAct => ({
  ...{ kind: 'evaluate', evaluation },
  ...{ document: '示例〔2026〕2号', opinion: '完成。' },
});

const planOf = (from: number, to: number, more: Partial<PlanLife> = {}): PlanLife => ({
  ...beginLife({
    ...{ plan: 'p', title: '计划', office: 'office', leadership: 'group', from, to },
    ...{ stage: 'issued', indicators: false, rules },
  }),
  ...more,
});

interface Told {
  readonly at: number;
  readonly day: Day;
  readonly words: string;
}

/** Lives the plan to a day; acts happen at 10:00 of their day. The next moment is asked for after each and each act, as the workflow does. */
function lived(begun: PlanLife, happenings: readonly Happening[], until: Day): readonly Told[] {
  const told: Told[] = [];
  let life = begun;
  let after = instantOf(happenings[0]?.[0] ?? until, 600);
  let now = after;
  const play = (end: number): void => {
    for (;;) {
      const moment = nextLifeMoment(life, after, calendar, now);
      if (moment === null || moment.at > end) break;
      now = Math.max(now, moment.at);
      const marks = moment.letters.map(
        ({ kind, facts = {} }) => `${kind === 'plan-overdue' ? '!' : ''}${String(facts['matters'])}`,
      );
      const words = marks.join(' ').replace(/\/\d{4}-\d\d-\d\d/g, '');
      told.push({ at: moment.at, day: dayOf(moment.at), words: `${moment.evaluationDue ? '>' : ''}${words}` });
      after = moment.at;
      if (moment.evaluationDue) life = turnLife(life, { kind: 'evaluationDue' }, actor, moment.at).life;
    }
    now = Math.max(now, end);
  };
  for (const [day, act] of happenings) {
    play(instantOf(day, 600));
    life = applyLifeAct(life, act, actor, now, day).life;
  }
  play(instantOf(until, 600));
  return told;
}

const lines = (told: readonly Told[]): string[] => told.map(({ day, words }) => `${day} ${words}`);

describe('a plan of three years', () => {
  test('whose office does everything in time is asked three times a year at most', () => {
    const told = lived(
      planOf(2023, 2025),
      [
        ['2023-02-01', start(2023)],
        ['2024-01-10', start(2024)],
        ['2024-03-20', evaluate('mid-term')],
        ['2024-12-20', start(2025)],
        ['2026-01-20', evaluate('final')],
      ],
      '2026-12-31',
    );
    expect(lines(told)).toEqual([
      '2023-12-01 list/2024',
      '2024-01-08 list/2024',
      '2024-03-01 mid-term/2024',
      // 1 December is a Sunday.
      '2024-12-02 list/2025',
      '2026-01-05 >final/2026',
    ]);
  });

  test('whose office forgets is reminded, then reported each month until the year or the plan is over', () => {
    const told = lived(planOf(2023, 2025), [['2023-02-01', start(2023)]], '2026-06-30');
    expect(lines(told)).toEqual([
      '2023-12-01 list/2024',
      '2024-01-08 list/2024',
      '2024-01-12 list/2024',
      '2024-01-16 list/2024',
      '2024-01-22 list/2024',
      '2024-01-29 list/2024 !list/2024',
      '2024-02-01 list/2024 !list/2024',
      // The mid-term evaluation comes on top: one letter a day, with all that is open.
      '2024-03-01 list/2024,mid-term/2024 !list/2024',
      '2024-04-01 list/2024,mid-term/2024 !list/2024',
      '2024-04-24 list/2024,mid-term/2024',
      '2024-04-29 list/2024,mid-term/2024',
      '2024-05-06 list/2024,mid-term/2024 !list/2024',
      '2024-05-10 list/2024,mid-term/2024',
      '2024-05-16 list/2024,mid-term/2024 !list/2024,mid-term/2024',
      ...['06-03', '07-01', '08-01', '09-02', '10-08', '11-01'].map(
        (day) => `2024-${day} list/2024,mid-term/2024 !list/2024,mid-term/2024`,
      ),
      '2024-12-02 list/2024,mid-term/2024,list/2025 !list/2024,mid-term/2024',
      // Nobody can start a list of a year that is over.
      '2025-01-02 mid-term/2024,list/2025 !mid-term/2024',
      '2025-01-08 mid-term/2024,list/2025',
      '2025-01-14 mid-term/2024,list/2025',
      '2025-01-16 mid-term/2024,list/2025',
      '2025-01-22 mid-term/2024,list/2025',
      '2025-02-05 mid-term/2024,list/2025 !mid-term/2024,list/2025',
      ...['03-03', '04-01', '05-06', '06-03', '07-01', '08-01', '09-01', '10-09', '11-03', '12-01'].map(
        (day) => `2025-${day} mid-term/2024,list/2025 !mid-term/2024,list/2025`,
      ),
      // Nor make a mid-term evaluation of a plan that has run out.
      '2026-01-05 >final/2026',
      '2026-03-24 final/2026',
      '2026-03-30 final/2026',
      '2026-04-01 final/2026',
      '2026-04-08 final/2026',
      '2026-04-15 final/2026 !final/2026',
      '2026-05-06 final/2026 !final/2026',
      '2026-06-01 final/2026 !final/2026',
    ]);
  });

  test('asks nothing while it is paused; what was missed is one letter on the day it goes on', () => {
    const paused = (resumed: Day): readonly string[] =>
      lines(
        lived(
          planOf(2023, 2025),
          [
            ['2023-02-01', start(2023)],
            ['2023-11-20', { kind: 'pause', reason: '防汛应急响应' }],
            [resumed, { kind: 'resume', reason: '响应解除', giveBack: false }],
          ],
          addDays(resumed, 25),
        ),
      );
    expect(paused('2024-01-17')).toEqual([
      '2024-01-17 list/2024',
      '2024-01-22 list/2024',
      '2024-01-29 list/2024 !list/2024',
      '2024-02-01 list/2024 !list/2024',
    ]);
    // A Saturday: on Monday. By then it was long enough overdue for the leadership group.
    expect(paused('2024-02-03')[0]).toBe('2024-02-04 list/2024 !list/2024');
  });
});

describe('a plan of five years', () => {
  test('is evaluated in its third year and after its last', () => {
    const told = lived(
      planOf(2021, 2025),
      [
        ['2021-03-01', start(2021)],
        ...[2022, 2023, 2024, 2025].map((year): Happening => [`${year - 1}-12-20`, start(year)]),
      ],
      '2026-01-31',
    );
    expect(lines(told).filter((line) => !line.includes('list'))).toEqual([
      '2023-03-01 mid-term/2023',
      '2023-04-24 mid-term/2023',
      '2023-04-28 mid-term/2023',
      '2023-05-05 mid-term/2023',
      '2023-05-10 mid-term/2023',
      '2023-05-17 mid-term/2023 !mid-term/2023',
      ...['2023-06-01', '2023-07-03', '2023-08-01', '2023-09-01', '2023-10-07', '2023-11-01'].map(
        (day) => `${day} mid-term/2023 !mid-term/2023`,
      ),
      ...['2024-01-02', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-06', '2024-06-03', '2024-07-01'].map(
        (day) => `${day} mid-term/2023 !mid-term/2023`,
      ),
      ...['2024-08-01', '2024-09-02', '2024-10-08', '2024-11-01'].map((day) => `${day} mid-term/2023 !mid-term/2023`),
      ...[
        '01-02',
        '02-05',
        '03-03',
        '04-01',
        '05-06',
        '06-03',
        '07-01',
        '08-01',
        '09-01',
        '10-09',
        '11-03',
        '12-01',
      ].map((day) => `2025-${day} mid-term/2023 !mid-term/2023`),
      '2026-01-05 >final/2026',
    ]);
  });

  test('with indicators is moved on without a letter: the watch asks for its evaluations', () => {
    const told = lived(
      planOf(2021, 2025, { indicators: true }),
      [
        ['2021-03-01', start(2021)],
        ...[2022, 2023, 2024, 2025].map((year): Happening => [`${year - 1}-11-20`, start(year)]),
      ],
      '2026-12-31',
    );
    expect(lines(told)).toEqual(['2026-01-05 >']);
  });

  test('taken over in its fourth year is not asked for the mid-term evaluation of the third', () => {
    const told = lived(
      planOf(2021, 2025),
      [
        ['2024-03-01', start(2024)],
        ['2024-11-20', start(2025)],
      ],
      '2025-12-31',
    );
    expect(told).toEqual([]);
  });
});

test('a plan of one year, a draft and an ended plan ask nothing', () => {
  const after = instantOf('2023-01-01');
  for (const life of [
    planOf(2023, 2023, { stage: 'executing' }),
    planOf(2023, 2025, { stage: 'drafting' }),
    planOf(2023, 2025, { stage: 'closed' }),
  ])
    expect(nextLifeMoment(life, after, calendar)).toBeNull();
});

test('whatever happens: one moment a day at most, on working days at the hour, and none without something to do', () => {
  const day = fc.integer({ min: 0, max: 1400 }).map((n) => addDays('2023-02-01', n));
  const what = fc.constantFrom<LifeAct['kind']>('startYear', 'pause', 'resume', 'evaluate');
  fc.assert(
    fc.property(fc.array(fc.tuple(day, what), { maxLength: 12 }), (drawn) => {
      let next = 2024;
      let paused = false;
      const made = new Set<string>();
      const happenings = drawn
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([on, kind]): Happening[] => {
          if (kind === 'startYear' && next <= 2025 && !paused && on < '2026-01-01') return [[on, start(next++)]];
          if (kind === 'pause' && !paused && on < '2026-01-01') {
            paused = true;
            return [[on, { kind, reason: '汛情' }]];
          }
          if (kind === 'resume' && paused) {
            paused = false;
            return [[on, { kind, reason: '解除', giveBack: false }]];
          }
          const evaluation = on < '2025-06-01' ? 'mid-term' : 'final';
          if (kind !== 'evaluate' || made.has(evaluation)) return [];
          made.add(evaluation);
          return [[on, evaluate(evaluation)]];
        });
      const told = lived(planOf(2023, 2025), [['2023-02-01', start(2023)], ...happenings], '2026-12-31');
      for (const [n, one] of told.entries()) {
        expect(one.at).toBeGreaterThan(told[n - 1]?.at ?? 0);
        expect(one.day).not.toBe(told[n - 1]?.day);
        expect(calendar.isWorkday(one.day)).toBe(true);
        expect(one.at).toBe(instantOf(one.day, rules.hour));
        expect(one.words).not.toBe('');
        // Nothing that was done before is still asked for.
        for (const [on, act] of happenings)
          if (on < one.day) {
            if (act.kind === 'startYear') expect(one.words).not.toContain(`list/${act.year}`);
            if (act.kind === 'evaluate') expect(one.words).not.toContain(act.evaluation);
          }
      }
    }),
    { numRuns: 40 },
  );
});
