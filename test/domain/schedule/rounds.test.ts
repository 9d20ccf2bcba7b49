import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { clockOf, type Day, instantOf } from '../../../domain/day.js';
import { admit, releaseFormal, takeRound } from '../../../domain/schedule/rounds.js';
import { computeSlots } from '../../../domain/schedule/slots.js';
import { emptyRounds, type RoundsChange, type RoundsState, type RoundsTask } from '../../../domain/schedule/table.js';
import type { Audience, Ladder, LetterDraft, Notice, Step, StepKind } from '../../../domain/schedule/types.js';
import { nextWake } from '../../../domain/schedule/wake.js';

const calendar = makeCalendar(shippedYears());
const rules: Ladder = { hour: 540, sign: [], before: [], after: [], weekly: 1, approvalWithin: 2 };
const at = (day: Day, minutes = 540): number => instantOf(day, minutes);
const slots = computeSlots(at('2023-08-30'), at('2023-11-30'), calendar, rules);

const step = (
  day: Day,
  kind: StepKind = 'reminder',
  to: readonly Audience[] = ['lead'],
  rung = `after-${day}`,
): Step => ({ at: at(day), day, planned: day, rung, phase: 'after', kind, to });
const task = (id: string, more: Partial<RoundsTask> = {}): RoundsTask => ({
  id,
  seq: 1,
  open: true,
  suspended: false,
  leads: ['a'],
  supports: [],
  unsigned: [],
  schedule: 's',
  due: '2023-09-30',
  ...more,
});
const change = (
  tasks: readonly RoundsTask[],
  steps: readonly Step[] = [],
  tell: RoundsChange['tell'] = [],
): RoundsChange => ({ schedules: { s: steps }, tasks, tell });
const fresh = (): RoundsState => ({ ...emptyRounds('office', 'leadership'), slots });
const told = (letter: LetterDraft | undefined): readonly string[] =>
  (letter?.notices ?? []).map((n) => `${n.task} ${n.kind} ${n.rungs.join('+')}`);

/** Runs the rounds to `until`, waking as the workflow does. */
function run(
  state: RoundsState,
  from: number,
  until: number,
): { readonly state: RoundsState; readonly letters: readonly LetterDraft[] } {
  const letters: LetterDraft[] = [];
  let rounds = state;
  for (let now = nextWake(rounds, from); now !== undefined && now < until; now = nextWake(rounds, now)) {
    const round = takeRound(rounds, now);
    rounds = round.state;
    letters.push(...round.letters);
  }
  return { state: rounds, letters };
}

describe('the rounds', () => {
  test('sleep over the National Day holiday and wake on the make-up Saturday', () => {
    const state = admit(fresh(), change([task('p/2023/1')], [step('2023-10-07', 'chase')]), at('2023-09-28', 600));
    expect(clockOf(nextWake(state, at('2023-09-28', 600)) ?? 0)).toBe('2023-10-07 09:00');
    expect(takeRound(state, at('2023-10-03')).letters).toEqual([]);
    expect(run(state, at('2023-09-28', 600), at('2023-10-08')).letters.map((l) => [l.key, l.day])).toEqual([
      ['digest/office/2023-10-07/a', '2023-10-07'],
    ]);
  });

  test('after an outage of a week tell everything missed in one letter, saying since when', () => {
    const state = admit(
      fresh(),
      change(
        [task('p/2023/1'), task('p/2023/2')],
        [step('2023-09-04'), step('2023-09-06', 'chase'), step('2023-09-13', 'head-chase')],
      ),
      at('2023-09-01', 600),
    );
    const { letters } = takeRound(state, at('2023-09-11', 660));
    expect(letters).toHaveLength(1);
    expect(told(letters[0])).toEqual([
      'p/2023/1 chase after-2023-09-04+after-2023-09-06',
      'p/2023/2 chase after-2023-09-04+after-2023-09-06',
    ]);
    expect(letters[0]?.notices.map((n) => n.lateFrom)).toEqual(['2023-09-04', '2023-09-04']);
  });

  test('tell nothing twice, however often they wake', () => {
    const state = admit(fresh(), change([task('p/2023/1')], [step('2023-09-04')]), at('2023-09-01', 600));
    const first = takeRound(state, at('2023-09-04'));
    expect(first.letters).toHaveLength(1);
    expect(takeRound(first.state, at('2023-09-04')).letters).toEqual([]);
    expect(takeRound(first.state, at('2023-09-05')).letters).toEqual([]);
  });

  test('never take an older row over a newer one, and drop what is closed with all it waited for', () => {
    const open = admit(
      fresh(),
      change([task('p/2023/1', { seq: 5, leads: ['b'] })], [step('2023-09-04', 'supervision-letter')]),
      at('2023-09-01', 600),
    );
    expect(admit(open, change([task('p/2023/1', { seq: 4 })]), at('2023-09-01', 601)).tasks['p/2023/1']?.leads).toEqual(
      ['b'],
    );
    const drafted = takeRound(open, at('2023-09-04'));
    expect(Object.keys(drafted.state.formal)).toEqual(['supervision-letter/office/2023-09-04/b']);
    const closed = admit(drafted.state, change([task('p/2023/1', { seq: 6, open: false })]), at('2023-09-04', 600));
    expect([closed.tasks, closed.formal, closed.schedules]).toEqual([{}, {}, {}]);
    expect(nextWake(closed, at('2023-09-04', 600))).toBeUndefined();
    expect(
      releaseFormal(
        closed,
        'supervision-letter/office/2023-09-04/b',
        '1号',
        '办公室',
        '2023-09-04',
        at('2023-09-04', 601),
      ),
    ).toBeUndefined();
  });

  test('draft a second 督办函 for a unit on one day beside the first, never in its place', () => {
    const steps = [step('2023-09-04', 'supervision-letter')];
    const state = admit(
      fresh(),
      change([task('p/2023/1'), task('p/2023/2', { suspended: true })], steps),
      at('2023-09-01', 600),
    );
    const morning = takeRound(state, at('2023-09-04'));
    const resumed = admit(morning.state, change([task('p/2023/2', { seq: 2 })], steps), at('2023-09-04', 630));
    const noon = takeRound(resumed, at('2023-09-04', 630));
    const drafted = [...morning.drafts, ...noon.drafts];
    expect(drafted.map((d) => d.tasks)).toEqual([['p/2023/1'], ['p/2023/2']]);
    expect(new Set(drafted.map((d) => d.id)).size).toBe(2);
    expect(Object.values(noon.state.formal).flatMap((f) => f.tasks)).toEqual(['p/2023/1', 'p/2023/2']);
  });

  test('let an answer to the day wait for the next morning’s digest, and a new task leave at once', () => {
    const tell = (kind: Notice['kind']): RoundsChange['tell'] => [
      { task: 'p/2023/1', unit: 'a', audience: 'lead', kind },
    ];
    const noon = at('2023-09-05', 720);
    const assigned = admit(fresh(), change([task('p/2023/1')], [], tell('assignment')), noon);
    expect(nextWake(assigned, noon)).toBe(noon);
    const moved = admit(fresh(), change([task('p/2023/1')], [], tell('date-changed')), noon);
    expect(clockOf(nextWake(moved, noon) ?? 0)).toBe('2023-09-06 09:00');
    const both = admit(takeRound(assigned, noon).state, change([], [], tell('date-changed')), noon + 1);
    expect(run(both, noon + 1, at('2023-09-08')).letters.map((l) => l.day)).toEqual(['2023-09-06']);
  });

  test('hold a paused unit’s letters and give them all in one when it is resumed', () => {
    const state = admit(
      { ...fresh(), paused: ['a'] },
      change(
        [task('p/2023/1', { supports: ['b'] })],
        [step('2023-09-04', 'reminder', ['lead', 'support']), step('2023-09-06', 'chase')],
      ),
      at('2023-09-01', 600),
    );
    const paused = run(state, at('2023-09-01', 600), at('2023-09-11'));
    expect(paused.letters.map((l) => l.unit)).toEqual(['b']);
    const resumed = run({ ...paused.state, paused: [] }, at('2023-09-11', 480), at('2023-09-13'));
    expect(resumed.letters.map((l) => [l.unit, l.day])).toEqual([['a', '2023-09-11']]);
    expect(told(resumed.letters[0])).toEqual(['p/2023/1 chase after-2023-09-04+after-2023-09-06']);
  });

  test('report weekly to the leadership group while something is open, on the first working day of the week', () => {
    const state = admit(
      fresh(),
      change([task('p/2023/1')], [step('2023-09-20', 'leadership-report', ['leadership'])]),
      at('2023-09-01', 600),
    );
    const { letters } = run(state, at('2023-09-01', 600), at('2023-10-17'));
    // Monday 10-02 lies in the holiday: its report goes on Saturday 10-07, a working day.
    expect(letters.map((l) => l.day)).toEqual(['2023-09-20', '2023-09-25', '2023-10-07', '2023-10-09', '2023-10-16']);
  });

  test('spread a morning of many letters over a window, each at an instant of its own key', () => {
    const tasks = Array.from({ length: 400 }, (_, n) => task(`p/2023/${n + 1}`, { leads: [`u${n}`] }));
    const { letters } = takeRound(
      admit(fresh(), change(tasks, [step('2023-09-04')]), at('2023-09-01', 600)),
      at('2023-09-04'),
    );
    expect(letters).toHaveLength(400);
    const offsets = letters.map((l) => l.at - at('2023-09-04'));
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...offsets)).toBeLessThan(400 * 40);
    expect(offsets).toEqual(offsets.toSorted((x, y) => x - y));
    // No quarter of the window takes more than a third of the letters.
    for (const quarter of [0, 1, 2, 3])
      expect(offsets.filter((o) => Math.floor(o / 4000) === quarter).length).toBeLessThan(134);
  });

  test('split by unit send exactly the routine letters of the whole', () => {
    const days = ['2023-09-04', '2023-09-06', '2023-09-15'];
    const units = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const rows = fc.array(fc.record({ lead: units, support: units, unsigned: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 4 }), (list, shards) => {
        const tasks = list.map(({ lead, support, unsigned }, n) =>
          task(`p/2023/${n + 1}`, {
            leads: [lead],
            supports: support === lead ? [] : [support],
            unsigned: unsigned ? [lead] : [],
          }),
        );
        const steps = [
          step(days[0] ?? '', 'sign-chase', ['unsigned']),
          step(days[1] ?? '', 'reminder', ['lead', 'support']),
          step(days[2] ?? '', 'head-chase', ['lead-head', 'support']),
        ];
        const whole = (shard: number, of: number) => {
          const state = admit(
            { ...emptyRounds('office', 'leadership', shard, of), slots },
            change(tasks, steps),
            at('2023-09-01', 600),
          );
          return run(state, at('2023-09-01', 600), at('2023-09-30')).letters.map((l) => `${l.key} ${told(l).join()}`);
        };
        const parts = Array.from({ length: shards }, (_, shard) => whole(shard, shards)).flat();
        expect(parts.toSorted()).toEqual(whole(0, 1).toSorted());
      }),
      { numRuns: 60 },
    );
  });
});

describe('what an act ends or lets rest', () => {
  const formalStep = step('2023-10-09', 'supervision-letter');
  const reportStep = step('2023-10-10', 'leadership-report', ['leadership']);

  test('a later date ends the draft of a 督办函 and the weekly report; the same date does not', () => {
    const late = takeRound(
      takeRound(
        admit(fresh(), change([task('p/2023/1')], [formalStep, reportStep]), at('2023-10-08')),
        at('2023-10-09'),
      ).state,
      at('2023-10-10'),
    );
    expect(Object.keys(late.state.formal)).toHaveLength(1);
    expect(late.state.reported).toEqual(['p/2023/1']);
    const same = admit(late.state, change([task('p/2023/1', { seq: 2, schedule: 't' })]), at('2023-10-11'));
    expect(same.reported).toEqual(['p/2023/1']);
    const extended = admit(
      late.state,
      change([task('p/2023/1', { seq: 2, schedule: 't', due: '2023-12-31' })]),
      at('2023-10-11'),
    );
    expect(extended.formal).toEqual({});
    expect(extended.reported).toEqual([]);
  });

  test('an assignment that was waiting when its task was suspended leaves after the task is resumed', () => {
    const tell = [{ task: 'p/2023/1', unit: 'a', audience: 'lead' as const, kind: 'assignment' as const }];
    const launched = admit(fresh(), change([task('p/2023/1')], [], tell), at('2023-10-08') - 86_400_000);
    const resting = admit(
      launched,
      change([task('p/2023/1', { seq: 2, suspended: true })]),
      at('2023-10-08') - 86_400_000,
    );
    const quiet = takeRound(resting, at('2023-10-09'));
    expect(quiet.letters).toEqual([]);
    expect(nextWake(quiet.state, at('2023-10-09') + 1)).not.toBe(at('2023-10-09') + 1);
    const resumed = admit(quiet.state, change([task('p/2023/1', { seq: 3 })]), at('2023-10-10'));
    expect(takeRound(resumed, at('2023-10-10')).letters.map((l) => [l.unit, l.notices[0]?.kind])).toEqual([
      ['a', 'assignment'],
    ]);
  });

  test('a weekly report whose day passed in an outage leaves on the next working day', () => {
    const reported = takeRound(
      admit(fresh(), change([task('p/2023/1')], [reportStep]), at('2023-10-08')),
      at('2023-10-10'),
    ).state;
    const monday = takeRound(reported, at('2023-10-16')).letters.map((l) => l.kind);
    const tuesday = takeRound(reported, at('2023-10-17')).letters.map((l) => l.kind);
    expect(monday).toEqual(['leadership-report']);
    expect(tuesday).toEqual(['leadership-report']);
    expect(nextWake(reported, at('2023-10-17'))).toBe(at('2023-10-17'));
  });
});
