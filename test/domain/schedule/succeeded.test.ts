/** The rounds after a reorganisation: what waited for the former unit shares its successor's one letter. */
import { expect, test } from '@jest/globals';
import { instantOf } from '../../../domain/day.js';
import { admit, takeRound } from '../../../domain/schedule/rounds.js';
import { succeedUnit } from '../../../domain/schedule/succeeded.js';
import { emptyRounds, type RoundsState, type RoundsTask } from '../../../domain/schedule/table.js';
import type { Step } from '../../../domain/schedule/types.js';

const slot = (day: string) => ({
  ...{ id: day, day, from: instantOf(day, 540), to: instantOf(day, 1440), weekly: false },
  approvalBy: instantOf(day, 540) + 2 * 86_400_000,
});
const chase = (day: string): Step => ({
  ...{ at: instantOf(day, 540), day, planned: day, rung: 'after-1', phase: 'after', kind: 'chase' },
  to: ['lead'],
});
const row = (id: string, leads: readonly string[], seq = 1): RoundsTask => ({
  ...{ id, seq, open: true, suspended: false, leads, supports: [], unsigned: [], schedule: 's', due: '2027-06-01' },
});
const request = 'return/p/old/20270331';

/** On 06-02 both units have something waiting, and a return of the old one is chased on 06-03. */
function table(): RoundsState {
  const start = { ...emptyRounds('office', 'leadership'), slots: [slot('2027-06-02'), slot('2027-06-03')] };
  const tell = (task: string, unit: string) => ({ task, unit, audience: 'lead', kind: 'date-changed' }) as const;
  return admit(
    start,
    {
      schedules: { s: [chase('2027-06-03')] },
      tasks: [row('p/2027/1', ['old']), row('p/2027/2', ['new']), row('p/2027/3', ['old']), row(request, ['old'])],
      tell: [tell('p/2027/1', 'old'), tell('p/2027/2', 'new'), tell('p/2027/3', 'old')],
    },
    instantOf('2027-06-01', 1200),
  );
}

const sent = (state: RoundsState, day: string) => {
  const round = takeRound(state, instantOf(day, 540));
  return {
    state: round.state,
    letters: round.letters.map(
      (one) => `${one.unit}: ${one.notices.map((n) => `${n.task} ${n.kind} ${n.unit}`).join(', ')}`,
    ),
  };
};

test('one letter a day for the successor; tasks that another one took go to that one; what is told later follows', () => {
  const state = succeedUnit(table(), { from: 'old', to: 'new', tasks: { 'p/2027/3': 'other' } });
  const first = sent(state, '2027-06-02');
  expect(first.letters).toEqual([
    'new: p/2027/1 date-changed new, p/2027/2 date-changed new',
    'other: p/2027/3 date-changed other',
  ]);
  // The cycle goes on naming the unit it asked.
  const later = admit(first.state, { tasks: [row(request, ['old'], 2)], tell: [] }, instantOf('2027-06-02', 1000));
  expect(sent(later, '2027-06-03').letters).toEqual([
    `new: p/2027/1 chase new, p/2027/2 chase new, ${request} chase new`,
    'other: p/2027/3 chase other',
  ]);
});

test('who is succeeded in turn hands on what it took over; a unit that stands on keeps the rest; a divided table stays', () => {
  const once = succeedUnit(table(), { from: 'old', to: 'new', tasks: {} });
  const twice = succeedUnit(once, { from: 'new', to: 'newest', tasks: {} });
  expect(twice.succeeded).toEqual({ old: 'newest', new: 'newest' });
  expect(sent(twice, '2027-06-02').letters.map((line) => line.split(':')[0])).toEqual(['newest']);
  const part = succeedUnit(table(), { from: 'old', to: 'old', tasks: { 'p/2027/3': 'new' } });
  expect(part.succeeded).toBeUndefined();
  expect(sent(part, '2027-06-02').letters).toEqual([
    'new: p/2027/2 date-changed new, p/2027/3 date-changed new',
    'old: p/2027/1 date-changed old',
  ]);
  const divided = { ...table(), shards: 8 };
  expect(succeedUnit(divided, { from: 'old', to: 'new', tasks: {} })).toBe(divided);
});
