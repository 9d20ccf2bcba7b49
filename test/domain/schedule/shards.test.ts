import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays, instantOf } from '../../../domain/day.js';
import { admit, takeRound } from '../../../domain/schedule/rounds.js';
import { scheduleOf } from '../../../domain/schedule/schedule.js';
import { split } from '../../../domain/schedule/shards.js';
import { computeSlots } from '../../../domain/schedule/slots.js';
import { emptyRounds, type RoundsState, type RoundsTask } from '../../../domain/schedule/table.js';
import type { Ladder, LetterDraft } from '../../../domain/schedule/types.js';

const calendar = makeCalendar(shippedYears());
const ladder: Ladder = {
  hour: 540,
  sign: [{ offset: 2, to: ['unsigned'], kind: 'sign-chase' }],
  before: [{ offset: 3, to: ['lead', 'support'], kind: 'reminder' }],
  after: [
    { offset: 1, to: ['lead'], kind: 'chase' },
    { offset: 3, to: ['lead-head', 'support'], kind: 'head-chase' },
    { offset: 7, to: ['lead'], kind: 'supervision-letter' },
    { offset: 15, to: ['leadership'], kind: 'leadership-report' },
  ],
  weekly: 1,
  approvalWithin: 2,
};
const units = Array.from({ length: 12 }, (_, i) => `unit-${i}`);

describe('an office with more tasks than one table holds', () => {
  test('its shards together send exactly what one table would have sent, each receiver in one shard', () => {
    const tasks = fc.array(fc.record({ due: fc.integer({ min: 5, max: 40 }), lead: fc.nat(11), support: fc.nat(11) }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(tasks, (rows) => {
        const whole = filled(rows);
        const shards = split(whole);
        for (const unit of [...units, 'office', 'leadership']) {
          expect(
            shards.filter((s) => Object.keys(s.held).some((key) => key.endsWith(`|${unit}`))).length,
          ).toBeLessThanOrEqual(1);
        }
        const apart = shards.flatMap(year);
        const together = year(whole);
        const reminder = (l: LetterDraft): boolean => l.kind === 'approval-reminder';
        const letters = (all: readonly LetterDraft[]): string[] =>
          all
            .filter((l) => !reminder(l))
            .map(essence)
            .sort();
        expect(letters(apart)).toEqual(letters(together));
        // Each shard reminds the office of its own drafts, under a key of its own.
        const reminded = (all: readonly LetterDraft[]): string[] =>
          all
            .filter(reminder)
            .flatMap((l) => l.notices.map((n) => `${l.day} ${n.task}`))
            .sort();
        expect(reminded(apart)).toEqual(reminded(together));
        expect(new Set(apart.map((l) => l.key)).size).toBe(apart.length);
      }),
      { numRuns: 60 },
    );
  });
});

function filled(rows: readonly { due: number; lead: number; support: number }[]): RoundsState {
  const start = instantOf('2026-03-02', 540);
  const slots = computeSlots(start, start + 120 * 86_400_000, calendar, ladder);
  return rows.reduce<RoundsState>(
    (state, row, at) => {
      const { key, steps } = scheduleOf(
        { assigned: '2026-03-02', assignedAt: start, due: addDays('2026-03-02', row.due), binding: '2026-03-02' },
        ladder,
        calendar,
      );
      const leads = [`unit-${row.lead}`];
      const supports = row.support === row.lead ? [] : [`unit-${row.support}`];
      const task: RoundsTask = {
        id: `p/2026/${at + 1}`,
        due: addDays('2026-03-02', row.due),
        seq: 1,
        open: true,
        suspended: false,
        leads,
        supports,
        unsigned: [...leads, ...supports],
        schedule: key,
      };
      const tell = [...leads, ...supports].map((unit) => ({
        task: task.id,
        unit,
        audience: 'lead' as const,
        kind: 'assignment' as const,
      }));
      return admit(state, { schedules: { [key]: steps }, tasks: [task], tell }, start);
    },
    { ...emptyRounds('office', 'leadership'), slots },
  );
}

function year(state: RoundsState): LetterDraft[] {
  let now = state;
  return state.slots.flatMap((slot) => {
    const round = takeRound(now, slot.from);
    now = round.state;
    return [
      ...round.letters,
      ...round.drafts.map(
        (d): LetterDraft => ({
          key: d.id,
          kind: 'supervision-letter',
          office: 'office',
          unit: d.unit,
          role: 'head',
          day: d.day,
          at: 0,
          notices: [],
        }),
      ),
    ];
  });
}

/** Without the count of drafts waiting, which every shard knows for itself. */
function essence({ facts: _f, at: _a, ...letter }: LetterDraft): string {
  return JSON.stringify(letter);
}
