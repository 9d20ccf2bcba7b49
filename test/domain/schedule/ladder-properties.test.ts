/** What must hold for any ladder, any deadline and any story, checked on the functions the workflows run. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedYears } from '../../../domain/calendar/holidays.js';
import { makeCalendar } from '../../../domain/calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../../../domain/day.js';
import type { Directory } from '../../../domain/org.js';
import { type Plan, planSchema } from '../../../domain/plan.js';
import {
  type Rehearsal,
  type RehearsalInput,
  type RehearsedLetter,
  rehearse,
} from '../../../domain/schedule/rehearsal.js';
import { lastTurn, scheduleOf } from '../../../domain/schedule/schedule.js';
import { type Story, silence } from '../../../domain/schedule/story.js';
import type { Audience, Ladder, Rung, Step } from '../../../domain/schedule/types.js';
import { leadsOf, supportsOf } from '../../../domain/task.js';

const calendar = makeCalendar(shippedYears());
const units = ['a', 'b', 'c', 'd'];
const directory: Directory = {
  units: [...units, 'office', 'leadership'].map((id) => ({
    id,
    name: id,
    kind: id === 'office' || id === 'leadership' ? id : 'department',
    aliases: [],
    contacts: [
      { role: 'liaison', address: `${id}@example.org` },
      { role: 'head', address: `head.${id}@example.org` },
    ],
    standIns: [],
  })),
  groups: [],
};

const offsets = (least: number, most: number, length: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: least, max: most }), { maxLength: length })
    .map((list) => list.toSorted((x, y) => x - y));
const readers = fc.subarray<Audience>(['lead', 'support', 'lead-head', 'support-head'], { minLength: 1 });

const ladders: fc.Arbitrary<Ladder> = fc.record({
  hour: fc.integer({ min: 0, max: 22 * 60 }),
  sign: offsets(1, 8, 3).chain((list) =>
    fc.tuple(
      ...list.map((offset) =>
        fc.constantFrom<Rung>(
          { offset, to: ['unsigned'], kind: 'sign-chase' },
          { offset, to: ['office'], kind: 'unsigned-report' },
        ),
      ),
    ),
  ),
  before: offsets(0, 40, 5).chain((list) =>
    fc.tuple(...list.toReversed().map((offset) => readers.map((to): Rung => ({ offset, to, kind: 'reminder' })))),
  ),
  after: offsets(1, 18, 5).chain((list) =>
    fc.tuple(
      ...list.map((offset) =>
        fc.oneof(
          readers.map((to): Rung => ({ offset, to, kind: 'chase' })),
          readers.map((to): Rung => ({ offset, to, kind: 'head-chase' })),
          fc.constantFrom<Rung>(
            { offset, to: ['lead'], kind: 'supervision-letter' },
            { offset, to: ['leadership'], kind: 'leadership-report' },
          ),
        ),
      ),
    ),
  ),
  weekly: fc.integer({ min: 1, max: 7 }),
  approvalWithin: fc.integer({ min: 1, max: 5 }),
});

const launches = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2023-01-01', n));

/** Two to four tasks with one or two leads, due from a month before the launch to half a year after. */
const inputs: fc.Arbitrary<RehearsalInput> = fc
  .record({
    ladder: ladders,
    from: launches,
    tasks: fc.array(
      fc.record({
        due: fc.integer({ min: -30, max: 150 }),
        duties: fc.shuffledSubarray(units, { minLength: 1 }),
        leads: fc.integer({ min: 1, max: 2 }),
      }),
      { minLength: 2, maxLength: 4 },
    ),
  })
  .map(({ ladder, from, tasks }) => {
    const plan: Plan = planSchema.parse({
      id: 'any',
      title: '任意计划',
      issuer: '办公室',
      issued: from,
      year: 2023,
      tasks: tasks.map(({ due, duties, leads }, at) => ({
        number: at + 1,
        title: `任务${at + 1}`,
        duties: duties.map((unit, i) => ({ role: i < leads ? 'lead' : 'support', unit, raw: unit })),
        due: addDays(from, due),
        dueSource: 'text',
      })),
    });
    const resolve: RehearsalInput['resolve'] = (words) => {
      const unit = directory.units.find((u) => u.id === words);
      return unit ? { kind: 'unit', unit, by: 'name' } : { kind: 'unknown', nearest: [] };
    };
    return { plan, directory, resolve, ladder, calendar, from, story: silence };
  });

interface Told {
  readonly kind: RehearsedLetter['draft']['kind'];
  readonly unit: string;
  readonly day: Day;
  readonly at: number;
  readonly rungs: readonly string[];
}

/** Every notice about a task, with the letter it stood in. */
function toldOf(rehearsal: Rehearsal, number: number): readonly Told[] {
  return rehearsal.letters.flatMap(({ draft }) =>
    draft.notices
      .filter((n) => n.task.endsWith(`/${number}`))
      .map((n) => ({ kind: draft.kind, unit: draft.unit, day: draft.day, at: draft.at, rungs: n.rungs })),
  );
}

type Receiver = readonly [kind: RehearsedLetter['draft']['kind'], unit: string];

/** Who must hear of a step, by kind of letter, when nobody signs. */
function receiversOf(step: Step, duties: Plan['tasks'][number]['duties']): readonly Receiver[] {
  const task = { duties: duties.map(({ role, unit }) => ({ role, unit: unit ?? '' })) };
  const [leads, supports] = [leadsOf(task), supportsOf(task)];
  return step.to.flatMap((to): readonly Receiver[] => {
    if (to === 'lead') return leads.map((unit) => ['digest', unit] as const);
    if (to === 'support') return supports.map((unit) => ['digest', unit] as const);
    if (to === 'unsigned') return [...leads, ...supports].map((unit) => ['digest', unit] as const);
    if (to === 'lead-head') return leads.map((unit) => ['head-digest', unit] as const);
    if (to === 'support-head') return supports.map((unit) => ['head-digest', unit] as const);
    return [['unsigned-report', 'office'] as const];
  });
}

function calm(rehearsal: Rehearsal): void {
  const seen = new Set<string>();
  for (const { draft } of rehearsal.letters) {
    if (!['digest', 'head-digest', 'unsigned-report', 'leadership-report', 'approval-reminder'].includes(draft.kind))
      continue;
    expect([draft.key, calendar.isWorkday(draft.day)]).toEqual([draft.key, true]);
    expect(dayOf(draft.at)).toBe(draft.day);
    const slot = `${draft.kind} ${draft.unit} ${draft.day}`;
    expect([slot, seen.has(slot)]).toEqual([slot, false]);
    seen.add(slot);
  }
  expect(new Set(rehearsal.letters.map((l) => l.draft.key)).size).toBe(rehearsal.letters.length);
}

describe('for any ladder and any deadline', () => {
  test('every rung is told once to everyone it is for on its day, or is listed as skipped', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const rehearsal = rehearse(input);
        calm(rehearsal);
        const assigned = calendar.onOrAfter(input.from);
        for (const task of input.plan.tasks) {
          const told = toldOf(rehearsal, task.number);
          const { steps } = scheduleOf(
            { assigned, assignedAt: rehearsal.launchAt, due: task.due, binding: assigned },
            input.ladder,
            calendar,
          );
          const rungs = [
            ...input.ladder.before.map((r) => `before-${r.offset}`),
            ...input.ladder.after.map((r) => `after-${r.offset}`),
            ...input.ladder.sign.map((r) => `sign-${r.offset}`),
          ];
          const skipped = rehearsal.skipped.filter((s) => s.tasks.includes(task.number)).map((s) => s.rung);
          expect([...steps.map((s) => s.rung), ...skipped].toSorted()).toEqual(rungs.toSorted());
          for (const step of steps.filter((s) => s.at < rehearsal.endAt)) {
            if (step.kind === 'supervision-letter' || step.kind === 'leadership-report') continue;
            for (const [kind, unit] of receiversOf(step, task.duties)) {
              const carried = told.filter((t) => t.kind === kind && t.unit === unit && t.rungs.includes(step.rung));
              expect([step.rung, unit, ...carried.map((t) => t.day)]).toEqual([step.rung, unit, step.day]);
            }
          }
          const formal = steps.filter((s) => s.kind === 'supervision-letter' && s.at < rehearsal.endAt);
          const leads = leadsOf({ duties: task.duties.map(({ role, unit }) => ({ role, unit: unit ?? '' })) });
          const letters = rehearsal.letters.filter(
            ({ draft }) =>
              draft.kind === 'supervision-letter' &&
              draft.facts?.copyOf === undefined &&
              draft.notices.some((n) => n.task.endsWith(`/${task.number}`)),
          );
          expect(letters.map((l) => `${l.draft.day} ${l.draft.unit}`).toSorted()).toEqual(
            formal.flatMap((s) => leads.map((unit) => `${s.day} ${unit}`)).toSorted(),
          );
          const [first] = steps.filter((s) => s.kind === 'leadership-report' && s.at < rehearsal.endAt);
          expect(told.find((t) => t.kind === 'leadership-report')?.day).toBe(first?.day);
          const assignments = told.filter((t) => t.kind === 'digest' && t.day === assigned);
          expect(assignments.map((t) => t.unit).toSorted()).toEqual(task.duties.map((d) => d.unit).toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('for any story', () => {
  const ends = fc.record({
    report: fc.integer({ min: 1, max: 150 }),
    wait: fc.integer({ min: 0, max: 10 }),
    returned: fc.boolean(),
  });

  function storyOf(acts: readonly Partial<Story['acts'][number]>[]): Story {
    return {
      ...silence,
      name: 'any',
      acts: acts.map((act) => ({
        day: 'launch+1',
        actor: 'office',
        act: 'sign',
        task: 1,
        text: '',
        approve: true,
        ...act,
      })),
    };
  }

  test('nobody hears of a task after its report was accepted; a returned report changes nothing', () => {
    fc.assert(
      fc.property(inputs, ends, (input, { report, wait, returned }) => {
        const silent = rehearse(input);
        const story = storyOf([
          { day: `launch+${report}`, actor: 'reporter', act: 'report' },
          { day: `after+${wait}`, act: returned ? 'return' : 'accept' },
        ]);
        const rehearsal = rehearse({ ...input, story });
        calm(rehearsal);
        const decided = rehearsal.cues.find(
          (c) => c.kind === 'act' && (c.played.kind === 'accept' || c.played.kind === 'return'),
        );
        const rungs = (told: readonly Told[]): readonly string[] =>
          told.filter((t) => t.rungs.length > 0).map((t) => `${t.kind} ${t.unit} ${t.day} ${t.rungs.join('+')}`);
        if (returned || !decided) {
          expect(rungs(toldOf(rehearsal, 1)).toSorted()).toEqual(rungs(toldOf(silent, 1)).toSorted());
        } else {
          const after = toldOf(rehearsal, 1).filter((t) => t.at >= decided.at && t.kind !== 'accepted');
          // The other leads still read next morning that the report was made.
          expect(after.filter((t) => t.kind !== 'digest' || t.rungs.length > 0)).toEqual([]);
        }
        for (const { number } of input.plan.tasks.slice(1))
          expect(rungs(toldOf(rehearsal, number)).toSorted()).toEqual(rungs(toldOf(silent, number)).toSorted());
      }),
      { numRuns: 60 },
    );
  });

  test('an extension moves every later step to the new date, and none is told twice', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 90 }), (input, on, more) => {
        const [task] = input.plan.tasks;
        if (!task) return;
        const assigned = calendar.onOrAfter(input.from);
        const day = calendar.addWorkdays(assigned, on);
        const to = addDays([day, task.due].toSorted().at(-1) ?? day, more);
        const story = storyOf([
          { day: `launch+${on}`, actor: 'reporter', act: 'requestExtension', to },
          { day: `launch+${on}`, act: 'decideExtension' },
        ]);
        const until = addDays(to, 60);
        const rehearsal = rehearse({ ...input, story, until });
        calm(rehearsal);
        if (!rehearsal.cues.some((c) => c.kind === 'act' && c.played.kind === 'decideExtension'))
          throw new Error(`not extended: ${rehearsal.findings.map((f) => f.message).join()}`);
        const decidedAt = instantOf(day, 630);
        const { steps } = scheduleOf(
          { assigned, assignedAt: rehearsal.launchAt, due: to, binding: day },
          input.ladder,
          calendar,
          lastTurn(decidedAt, input.ladder, calendar),
        );
        const late = toldOf(rehearsal, 1).filter((t) => t.at > decidedAt && t.rungs.some((r) => !r.startsWith('sign')));
        const expected = steps
          .filter(
            (s) =>
              s.phase !== 'sign' &&
              s.at < rehearsal.endAt &&
              s.kind !== 'supervision-letter' &&
              s.kind !== 'leadership-report',
          )
          .flatMap((s) => receiversOf(s, task.duties).map(([kind, unit]) => `${kind} ${unit} ${s.day} ${s.rung}`));
        expect(
          late
            .flatMap((t) =>
              t.rungs.filter((r) => !r.startsWith('sign')).map((rung) => `${t.kind} ${t.unit} ${t.day} ${rung}`),
            )
            .toSorted(),
        ).toEqual(expected.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  test('a suspended task is silent, and every rung missed is told once after it is resumed', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }), (input, from, length) => {
        const story = storyOf([
          { day: `launch+${from}`, act: 'suspend' },
          { day: `launch+${from + length}`, act: 'resume' },
        ]);
        const assigned = calendar.onOrAfter(input.from);
        const [suspended, resumed] = [from, from + length].map((n) =>
          instantOf(calendar.addWorkdays(assigned, n), 630),
        ) as [number, number];
        const until = addDays(calendar.addWorkdays(assigned, from + length), 60);
        const rehearsal = rehearse({ ...input, story, until });
        const silent = rehearse({ ...input, until });
        calm(rehearsal);
        expect(toldOf(rehearsal, 1).filter((t) => t.at > suspended && t.at < resumed && t.rungs.length > 0)).toEqual(
          [],
        );
        const marks = (told: readonly Told[]): readonly string[] =>
          told
            .filter((t) => t.kind === 'digest' || t.kind === 'head-digest')
            .flatMap((t) => t.rungs.map((rung) => `${t.kind} ${t.unit} ${rung}`))
            .toSorted();
        expect(marks(toldOf(rehearsal, 1))).toEqual(marks(toldOf(silent, 1)));
      }),
      { numRuns: 60 },
    );
  });
});
