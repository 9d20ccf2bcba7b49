/** Amendments of a running plan: what they come to, what stands against them, and that no task is ever lost. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPlanFile } from '../../../client/intake.js';
import { assignTask, seedsOf } from '../../../domain/assign.js';
import { instantOf } from '../../../domain/day.js';
import { DubanError } from '../../../domain/errors.js';
import { type AmendGround, amendmentOf } from '../../../domain/life/amend.js';
import { amendPlan } from '../../../domain/life/amend-plan.js';
import { carryOut } from '../../../domain/life/amended.js';
import type { AmendChange, AmendmentRequest, NewTask } from '../../../domain/life/amendment.js';
import { amendmentJsonSchema, amendmentText, readAmendment } from '../../../domain/life/amendment-file.js';
import type { Amendment } from '../../../domain/life/life.js';
import { readTarget } from '../../../domain/life/target-text.js';
import { targetText } from '../../../domain/plan-difference.js';
import { readLadder } from '../../../domain/schedule/ladder.js';
import { type RehearsedTasks, rehearsedTasks } from '../../../domain/schedule/rehearsed-tasks.js';
import { isOpen, type TaskState } from '../../../domain/task.js';
import { fromRoot } from '../../../worker/root.js';
import { calendar, district, on, planOf, workday, year } from '../../stories/district.js';

const launch = on('03-01');
const now = instantOf(on('05-06'), 600);
const today = on('05-06');
const office = { name: '办公室', role: 'office' as const };
const ladder = readLadder(readFileSync(fromRoot('seeds', 'ladder.yaml'), 'utf8'));
const aim = readTarget('完成≥30个');
if (aim === undefined) throw new Error('no target');

const plan = planOf(
  'amended',
  launch,
  ['fgj', 'zjj', 'jyj', 'czj', 'fgj', 'zjj', 'jyj', 'czj'].map((lead, at) => ({
    title: `任务${at + 1}`,
    due: workday(launch, 60 + at),
    duties: `lead:${lead} support:qsz`,
  })),
);
const running: readonly TaskState[] = seedsOf(plan).map((seed) =>
  assignTask(plan.id, year, seed, launch, instantOf(launch, 600), instantOf(seed.due) + 86_400_000),
);
const id = (number: number): string => `amended/${year}/${number}`;
const ground = (more: Partial<AmendGround> = {}): AmendGround => ({
  ...{ plan, year, tasks: running, directory: district, today },
  ...more,
});
const request = (...changes: readonly AmendChange[]): AmendmentRequest => ({
  ...{ changes, reason: '会议决定', approvedBy: '局务会', document: '' },
});
const task = (title: string, lead: string, more: Partial<NewTask> = {}): NewTask => ({
  ...{ title, duties: [{ unit: lead, role: 'lead' }], ...more },
});
const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof DubanError)) throw error;
    return error.faults.map((one) => one.code);
  }
};
/** The tasks of the year as they stand after the amendment, and what was told. */
const world = (): RehearsedTasks =>
  rehearsedTasks({ ladder, calendar }, { office: 'office', leadership: 'leadership' }, now, {
    table: {
      ...{ office: 'office', leadership: 'leadership', shard: 0, shards: 1, slots: [], schedules: {}, tasks: {} },
      ...{ held: {}, last: {}, formal: {}, reported: [], lastReport: '', paused: [] },
    },
    tasks: running,
  });
const after = (amendment: Amendment) => {
  const played = world();
  const told = carryOut(played, plan.id, amendment, office, now);
  return { told, tasks: [...played.states().values()] };
};

describe('seven kinds of change', () => {
  const amendment = amendmentOf(
    request(
      { kind: 'add', task: task('新增任务', 'czj', { due: on('11-30'), targets: [aim] }) },
      { kind: 'drop', task: 1 },
      { kind: 'split', task: 2, into: [task('上半', 'zjj'), task('下半', 'qsz')] },
      { kind: 'merge', tasks: [3, 4], into: task('合并任务', 'jyj') },
      { kind: 'move', task: 5, from: 'fgj', to: 'czj' },
      { kind: 'target', task: 6, targets: [aim] },
      { kind: 'date', task: 7, due: on('10-15') },
    ),
    ground(),
  );

  test('become acts on running tasks, and new tasks under the next free numbers', () => {
    expect(
      amendment.acts.map(({ task: one, act }) => `${one} ${act.kind} ${'reason' in act ? act.reason : ''}`),
    ).toEqual([
      `${id(1)} cancel 会议决定`,
      `${id(2)} cancel 拆分为第10、11项：会议决定`,
      `${id(3)} cancel 第3、4项合并为第12项：会议决定`,
      `${id(4)} cancel 第3、4项合并为第12项：会议决定`,
      `${id(5)} transfer 会议决定`,
      `${id(6)} amend 会议决定`,
      `${id(7)} amend 会议决定`,
    ]);
    expect(
      amendment.add.map(({ number, due, dueSource, origin }) => [number, due, dueSource, origin?.kind, origin?.tasks]),
    ).toEqual([
      [9, on('11-30'), 'text', 'added', []],
      [10, `${year}-12-31`, 'default', 'split', [2]],
      [11, `${year}-12-31`, 'default', 'split', [2]],
      [12, `${year}-12-31`, 'default', 'merged', [3, 4]],
    ]);
  });

  test('tell each unit what it must know, and no unit of a new task that the old one ended', () => {
    const told = Object.fromEntries(
      after(amendment).told.map(({ unit, notices }) => [
        unit,
        notices.map((one) => `${one.task.split('/').at(-1)} ${one.kind}`),
      ]),
    );
    expect(told).toEqual({
      fgj: ['1 cancelled', '5 transferred'],
      qsz: ['1 cancelled', '3 cancelled', '4 cancelled', '6 target-changed', '7 date-changed', '11 assignment'],
      czj: ['4 cancelled', '5 assignment', '9 assignment'],
      zjj: ['6 target-changed', '10 assignment'],
      jyj: ['7 date-changed', '12 assignment'],
    });
  });

  test('leave a plan that says what its tasks say', () => agrees(amendment));
});

/** The plan as amended has the open tasks and no others, with their units, dates and targets. */
function agrees(amendment: Amendment): void {
  const brief = (one: {
    number: number;
    title: string;
    due: string;
    duties: readonly { unit: string | null; role: string }[];
    targets?: readonly unknown[] | undefined;
  }) => [one.number, one.title, one.due, one.duties.map(({ unit, role }) => `${role} ${unit}`), one.targets ?? []];
  const amended = amendPlan(plan, amendment).tasks.map(brief);
  const open = after(amendment)
    .tasks.filter(isOpen)
    .map(brief)
    .toSorted((a, b) => Number(a[0]) - Number(b[0]));
  expect(amended).toEqual(open);
}

test('everything that stands against an amendment is told at once', () => {
  const ended = {
    ...district,
    units: district.units.map((unit) =>
      unit.id === 'qsz' ? { ...unit, ended: { on: today, successors: ['czj'], document: '' } } : unit,
    ),
  };
  const closed = running.map((one): TaskState => (one.number === 8 ? { ...one, stage: 'accepted' } : one));
  const reported = closed.map((one): TaskState => (one.number === 7 ? { ...one, stage: 'reported' } : one));
  const codes = faultsOf(() =>
    amendmentOf(
      {
        ...request(
          { kind: 'drop', task: 99 },
          { kind: 'drop', task: 8 },
          { kind: 'date', task: 1, due: '2027-02-30' },
          { kind: 'date', task: 2, due: running[1]?.due ?? '' },
          { kind: 'date', task: 3, due: '2020-01-01' },
          { kind: 'split', task: 7, into: [task('', 'nobody', { number: 3 })] },
          { kind: 'merge', tasks: [4], into: task('并', 'qsz') },
          { kind: 'move', task: 5, from: 'fgj', to: 'fgj' },
          { kind: 'move', task: 6, from: 'jyj', to: 'czj' },
          { kind: 'target', task: 6, targets: [] },
          { kind: 'drop', task: 1 },
          {
            kind: 'add',
            task: {
              title: '长'.repeat(61),
              duties: [
                { unit: 'czj', role: 'support' },
                { unit: 'czj', role: 'support' },
              ],
            },
          },
        ),
        reason: ' ',
        approvedBy: '',
      },
      ground({ directory: ended, tasks: reported }),
    ),
  );
  expect(new Set(codes)).toEqual(
    new Set([
      'text-missing',
      'amend-task-unknown',
      'amend-task-closed',
      'day-invalid',
      'amend-date-same',
      'date-past',
      'amend-task-pending',
      'amend-split-few',
      'amend-merge-few',
      'amend-same-unit',
      'unit-not-held',
      'amend-target-none',
      'amend-task-twice',
      'text-too-long',
      'amend-number-taken',
      'unit-unknown',
      'amend-unit-ended',
      'amend-no-lead',
      'amend-unit-twice',
    ]),
  );
  expect(faultsOf(() => amendmentOf(request(), ground()))).toEqual(['amend-empty']);
});

test('a task of an earlier year that is still open is amended with the year that runs', () => {
  const next = amendmentOf(
    request({ kind: 'date', task: 2, due: `${year + 1}-06-30` }),
    ground({ year: year + 1, today: `${year + 1}-02-01` }),
  );
  expect(next.acts.map((one) => one.task)).toEqual([id(2)]);
});

test('any list of changes is refused whole, or every task stays, is amended or closed, and the plan agrees', () => {
  const number = fc.integer({ min: 1, max: 9 });
  const unit = fc.constantFrom('fgj', 'zjj', 'jyj', 'czj', 'qsz', 'nobody');
  const day = fc.constantFrom(on('06-30'), on('10-15'), '2020-01-01');
  const fresh = fc.record({
    title: fc.constantFrom('甲', '乙', ''),
    duties: fc.array(fc.record({ unit, role: fc.constantFrom('lead', 'support') }), { minLength: 1, maxLength: 3 }),
  });
  const change: fc.Arbitrary<AmendChange> = fc.oneof(
    fc.record({ kind: fc.constant('add'), task: fresh }),
    fc.record({ kind: fc.constant('drop'), task: number }),
    fc.record({ kind: fc.constant('split'), task: number, into: fc.array(fresh, { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('merge'), tasks: fc.array(number, { minLength: 1, maxLength: 3 }), into: fresh }),
    fc.record({ kind: fc.constant('move'), task: number, from: unit, to: unit }),
    fc.record({ kind: fc.constant('target'), task: number, targets: fc.constant([aim]) }),
    fc.record({ kind: fc.constant('date'), task: number, due: day }),
  ) as fc.Arbitrary<AmendChange>;
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let amendment: Amendment;
      try {
        amendment = amendmentOf(request(...changes), ground());
      } catch (error) {
        expect(error).toBeInstanceOf(DubanError);
        return;
      }
      accepted++;
      const { tasks } = after(amendment);
      expect(new Set(tasks.map((one) => one.number)).size).toBe(tasks.length);
      expect(tasks.length).toBe(running.length + amendment.add.length);
      // Every act that was promised fits its task.
      const acted = new Set(amendment.acts.map((one) => one.task));
      for (const one of tasks.filter(({ number: no }) => no <= running.length))
        expect(one.seq).toBe(1 + amendment.acts.filter((act) => act.task === one.id).length);
      for (const one of tasks) if (!acted.has(one.id)) expect(isOpen(one)).toBe(true);
      agrees(amendment);
    }),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(20);
});

describe('targets of a plan of several years', () => {
  const aimed = (text: string) => readTarget(text) as NonNullable<typeof aim>;
  const long = {
    ...plan,
    period: [year, year + 2] as [number, number],
    tasks: plan.tasks.map((one) => ({
      ...one,
      targets: [`${year}年完成≥30个`, `${year + 1}年完成≥40个`, '投资≥2亿元'].map(aimed),
    })),
  };
  const changed = (texts: readonly string[], more: Partial<AmendGround> = {}): Amendment =>
    amendmentOf(request({ kind: 'target', task: 6, targets: texts.map(aimed) }), ground({ plan: long, ...more }));
  const outcome = (amendment: Amendment) => ({
    told: amendment.acts.map(({ act }) => ('targets' in act ? act.targets?.map(targetText) : [])),
    planned: amendPlan(long, amendment)
      .tasks.find((one) => one.number === 6)
      ?.targets.map(targetText),
  });

  test('are amended each year for itself: the running task hears of its own, the plan keeps the others', () => {
    expect(outcome(changed([`${year + 1}年完成≥45个`]))).toEqual({
      told: [],
      planned: [`${year}年完成≥30个`, '投资≥2亿元', `${year + 1}年完成≥45个`],
    });
    expect(outcome(changed(['完成≥35个', '投资≥3亿元', `${year + 1}年完成≥45个`]))).toEqual({
      told: [['完成≥35个', '投资≥3亿元']],
      planned: [`${year}年完成≥35个`, '投资≥3亿元', `${year + 1}年完成≥45个`],
    });
    // A later year is the plan's, whatever has become of this year's task.
    const over = running.map((one): TaskState => (one.number === 6 ? { ...one, stage: 'accepted' } : one));
    expect(outcome(changed([`${year + 1}年完成≥45个`], { tasks: over })).told).toEqual([]);
    expect(faultsOf(() => changed(['完成≥35个'], { tasks: over }))).toEqual(['amend-task-closed']);
  });

  test('are refused for years that are over or not the plan’s, and where nothing is another', () => {
    expect(faultsOf(() => changed([`${year - 1}年完成≥45个`]))).toEqual(['amend-target-year']);
    expect(faultsOf(() => changed([`${year + 3}年完成≥45个`]))).toEqual(['amend-target-year']);
    expect(faultsOf(() => changed([`${year + 1}年完成≥45个`], { plan }))).toEqual(['amend-target-year']);
    expect(faultsOf(() => changed([`${year + 1}年完成≥40个`]))).toEqual(['amend-target-same']);
    expect(faultsOf(() => changed(['完成≥30个', '投资≥2亿元']))).toEqual(['amend-target-same']);
  });

  test('are read back from their words as they are, those of every plan we have', () => {
    const folder = fromRoot('seeds', 'plans');
    const targets = readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) =>
        readPlanFile(file, readFileSync(join(folder, file), 'utf8')).tasks.flatMap((one) => one.targets),
      );
    expect(targets.length).toBeGreaterThan(100);
    for (const target of targets)
      expect(readTarget(targetText(target))).toEqual({ ...target, raw: targetText(target) });
  });
});

describe('the file', () => {
  const sample = readFileSync(fromRoot('seeds', 'amendments', 'sample.yaml'), 'utf8');
  const text = (changes: readonly Readonly<Record<string, unknown>>[]): string =>
    amendmentText({ reason: '会议决定', approvedBy: '局务会', document: '', changes });

  test('is read with units by name, targets in words and the line of each change, as it was written', () => {
    const { request: read, lines } = readAmendment(
      text([
        {
          add: { title: '新任务', lead: '区财政局', support: ['区教育局'], targets: ['完成≥30个', '投资不少于2亿元'] },
        },
        { move: 5, from: 'fgj', to: '区财政局' },
      ]),
      district,
    );
    expect(read.changes).toEqual([
      {
        kind: 'add',
        task: {
          title: '新任务',
          duties: [
            { unit: 'czj', role: 'lead' },
            { unit: 'jyj', role: 'support' },
          ],
          targets: [aim, { metric: '投资', op: '>=', value: 2, unit: '亿元', raw: '投资不少于2亿元' }],
        },
      },
      { kind: 'move', task: 5, from: 'fgj', to: 'czj' },
    ]);
    expect(lines[0]).toBeLessThan(lines[1] ?? 0);
  });

  test('has every fault told with its line', () => {
    const wrong =
      'reason: 好\nchanges:\n  - drop: x\n  - add: {title: 甲, lead: 无此局, targets: [好]}\n  - {drop: 1, date: 2}\n  - split: 3\n';
    try {
      readAmendment(wrong, district);
      throw new Error('read');
    } catch (error) {
      if (!(error instanceof DubanError)) throw error;
      expect(error.faults.map(({ code, line }) => [code, line])).toEqual([
        ['amend-file', 3],
        ['unit-unknown', 4],
        ['amend-target', 4],
        ['amend-file', 5],
        ['amend-file', 6],
      ]);
    }
    for (const nothing of ['', '[]', 'changes: 3', 'a: : b'])
      expect(faultsOf(() => readAmendment(nothing, district))).toContain('amend-file');
  });

  test('comes with a sample of all seven kinds and a schema for editors', () => {
    expect(amendmentJsonSchema()).toBe(readFileSync(fromRoot('seeds', 'amendments', 'amendment.schema.json'), 'utf8'));
    expect(sample).toContain('$schema=amendment.schema.json');
    const kinds = sample.match(/^ {2}- (\w+)/gm)?.map((line) => line.slice(4));
    expect(kinds).toEqual(['add', 'drop', 'split', 'merge', 'move', 'target', 'date']);
  });
});
