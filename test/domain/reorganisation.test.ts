import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignTask, seedsOf } from '../../domain/assign.js';
import { addDays, instantOf } from '../../domain/day.js';
import { readDirectory, resolve, unitOf } from '../../domain/directory.js';
import { DubanError } from '../../domain/errors.js';
import type { Directory, Unit } from '../../domain/org.js';
import { dutyRoles, type Plan } from '../../domain/plan.js';
import { directoryAfter, planAfter, reorganisationKinds, successionActs } from '../../domain/reorganisation.js';
import { readReorganisation } from '../../domain/reorganisation-file.js';
import {
  type NamedSuccessor,
  type OpenDuty,
  type ReorganisationRequest,
  reorganisationOf,
} from '../../domain/reorganisation-request.js';
import { holderOf, standingUnit } from '../../domain/successor.js';
import { leadsOf, type TaskState } from '../../domain/task.js';
import { applyAct } from '../../domain/task-acts.js';
import { refusal } from '../../domain/task-refusals.js';
import { district, planOf } from '../stories/district.js';

const today = '2027-03-01';
const standing = (directory: Directory = district, duties: readonly OpenDuty[] = []) => ({
  directory,
  duties,
  waiting: [],
  today,
});
const asked = (request: Partial<ReorganisationRequest>): ReorganisationRequest => ({
  ...{ kind: 'merge', units: [], successors: [], on: '2027-06-01', document: '清编发〔2027〕3号', reason: '机构改革' },
  assign: [],
  ...request,
});
const founded = (id: string, name: string): NamedSuccessor => ({
  ...{ id, name, kind: 'department', aliases: [] },
  contacts: [{ role: 'liaison', address: `liaison@${id}.example.org` }],
});

function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof DubanError) return error.faults.map(({ line, message, code }) => (line ? message : code));
    throw error;
  }
  return [];
}

describe('what an office writes down', () => {
  test('the sample is read; a new unit stands beside the two that end', () => {
    const directory = readDirectory(readFileSync(new URL('../../seeds/units.csv', import.meta.url), 'utf8'));
    const file = new URL('../../seeds/reorganisations/sample.yaml', import.meta.url);
    const { request, lineOf } = readReorganisation(readFileSync(file, 'utf8'));
    const change = reorganisationOf(request, standing(directory), lineOf);
    const after = directoryAfter(directory, change);
    expect(change.successors).toEqual(['wch-zrzyjs']);
    expect(unitOf(after, 'wch-cxjsj')?.ended).toEqual({
      on: change.on,
      successors: ['wch-zrzyjs'],
      document: change.document,
    });
    expect(resolve(after, '区城乡建设局')).toMatchObject({ kind: 'unit', unit: { id: 'wch-zrzyjs' }, by: 'alias' });
  });

  test('every fault at once, each with its line', () => {
    const text = `kind: split
units: [区教育, 区领导小组办公室]
successors:
  - unit: 区财政局
  - id: Xa
    name: 区财政局
    kind: township
    liaison: nope
on: 2037-01-01
document: ''
reason: 机构改革
assign:
  区税务局: [3]
  区财政局: [3, reform/2027/3, reform/2027/9]
`;
    const { request, lineOf } = readReorganisation(text);
    const duties = [{ plan: 'reform', number: 3, unit: 'office' }];
    expect(faultsOf(() => reorganisationOf(request, standing(district, duties), lineOf))).toEqual([
      '第2行：名录中没有“区教育”，最接近的是：区教育局',
      '第2行：拆分应当只写一个被拆分的单位，现有2个',
      '第2行：“区领导小组办公室”是领导小组或其办公室，信件都由它签发，不能拆分；可以更名',
      '第5行：单位编号“Xa”不对，应为小写字母、数字和连字符，以字母开头，不超过 60 个字符',
      '第6行：“区财政局”已是“区财政局”的名称或别名，一个名称只能指一个单位',
      '第8行：“nope”不是电子邮件地址（liaison）',
      '第9行：生效日期“2037-01-01”不可用，应在2026-02-28至2029-03-02之间',
      '第10行：文号不能为空',
      '第13行：任务分给了“区税务局”，它不在承接单位之列；承接单位：区财政局、区财政局',
      '第14行：任务“reform/2027/3”分给了两个单位',
      '第14行：“reform/2027/9”说不清是哪一项任务，可以写的：reform/3',
    ]);
    expect(faultsOf(() => readReorganisation('kind: splat\nunits: []\nextra: 1\non: 2027-01-01\n'))).toEqual([
      expect.stringContaining('“splat”应为rename（更名）、merge（合并）、split（拆分）、dissolve（撤销）'),
      expect.stringContaining('“document”不对'),
      expect.stringContaining('“reason”不对'),
      expect.stringContaining('至少一个单位'),
      expect.stringContaining('不认识“extra”'),
    ]);
  });

  test('what ended, what waits and what bears the name stands against it', () => {
    const first = reorganisationOf(
      asked({ units: ['zjj', '区财政局'], successors: [founded('zcj', '区住建财政局')] }),
      standing(),
    );
    const after = directoryAfter(district, first);
    const codes = (request: Partial<ReorganisationRequest>, waiting = [first].slice(1)) =>
      faultsOf(() => reorganisationOf(asked(request), { ...standing(after), waiting }));
    expect(codes({ kind: 'dissolve', units: ['zjj'], successors: [{ unit: 'fgj' }] })).toEqual(['unit-ended']);
    expect(codes({ kind: 'dissolve', units: ['区住房城乡建设局'], successors: [{ unit: 'fgj' }] })).toEqual([
      'unit-ended',
    ]);
    expect(codes({ kind: 'dissolve', units: ['fgj'], successors: [{ unit: 'czj' }] })).toEqual(['unit-ended']);
    expect(codes({ kind: 'dissolve', units: ['fgj'], successors: [{ unit: 'fgj' }] })).toEqual([
      'reorganisation-shape',
    ]);
    expect(codes({ kind: 'rename', units: ['fgj'], name: '区住建财政局' })).toEqual(['unit-name-in-use']);
    expect(codes({ kind: 'rename', units: ['office'], name: '区专班' })).toEqual([]);
    expect(
      faultsOf(() =>
        reorganisationOf(asked({ kind: 'dissolve', units: ['czj'], successors: [founded('new', '区住建财政局')] }), {
          ...standing(),
          waiting: [first],
        }),
      ),
    ).toEqual(['reorganisation-waiting', 'unit-name-in-use']);
  });

  test('the name of a unit with several successors is a question, its letters go to the first', () => {
    const split = reorganisationOf(
      asked({ kind: 'split', units: ['jyj'], successors: [founded('jtj', '区教体局'), founded('wlj', '区文旅局')] }),
      standing(),
    );
    const after = directoryAfter(district, split);
    expect(resolve(after, '区教育局')).toEqual({ kind: 'unknown', nearest: ['区教体局', '区文旅局'] });
    expect(standingUnit(after, 'jyj', '2027-05-31')?.id).toBe('jyj');
    expect(standingUnit(after, 'jyj', '2027-06-01')?.id).toBe('jtj');
    expect(holderOf(after, 'jyj', ['wlj', 'czj'], '2027-06-01')).toBe('wlj');
  });
});

const ids = ['a', 'b', 'c', 'd', 'e'];
const small: Directory = {
  units: ids.map((id): Unit => {
    const contacts = [{ role: 'liaison' as const, address: `liaison@${id}.example.org` }];
    return { id, name: `${id.toUpperCase()}局`, kind: 'department', aliases: [], contacts, standIns: [] };
  }),
  groups: [{ word: '各局', aliases: [], members: ids }],
};

/** Steps in any order; picks are taken among what stands by then. */
const sequence = fc.array(
  fc.record({
    kind: fc.constantFrom(...reorganisationKinds),
    units: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
    heirs: fc.array(fc.oneof(fc.nat(20), fc.constant(null)), { minLength: 1, maxLength: 3 }),
    assigned: fc.array(fc.record({ task: fc.nat(20), heir: fc.nat(3) }), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const duties = fc.uniqueArray(fc.record({ unit: fc.constantFrom(...ids), role: fc.constantFrom(...dutyRoles) }), {
  selector: ({ unit }) => unit,
  minLength: 1,
  maxLength: 4,
});

test('no sequence of reorganisations loses a duty or leaves one with a unit that ended', () => {
  fc.assert(
    fc.property(sequence, fc.array(duties, { minLength: 1, maxLength: 5 }), (steps, lists) => {
      const start = planOf(
        'p',
        '2027-03-08',
        lists.map((_, at) => ({ title: `任务${at}`, due: '2027-09-01', duties: 'lead:a' })),
      );
      let plan: Plan = {
        ...start,
        tasks: start.tasks.map((task, at) => ({
          ...task,
          duties: (lists[at] ?? []).map((duty, nth) => ({ ...duty, role: nth === 0 ? 'lead' : duty.role, raw: '' })),
        })),
      };
      const at = instantOf('2027-03-08', 540);
      let tasks = seedsOf(plan).map((seed) => assignTask('p', 2027, seed, '2027-03-08', at, at + 1e9));
      let directory = small;
      /** By task, the holder of each duty there was at the beginning. */
      const holders = tasks.map((task) => new Map(task.duties.map(({ unit }) => [unit, unit])));
      for (const [nth, step] of steps.entries()) {
        const on = addDays('2027-03-09', nth);
        const up = directory.units.filter(({ ended }) => ended === undefined).map(({ id }) => id);
        const pick = (n: number): string => up[n % up.length] ?? 'a';
        const successors = step.heirs.map((heir, place) =>
          heir === null ? founded(`n${nth}${place}`, `新${nth}${place}局`) : { unit: pick(heir) },
        );
        const nameAt = (n: number): string => {
          const one = successors[n % successors.length];
          return one === undefined ? '' : 'unit' in one ? one.unit : one.id;
        };
        const open = tasks.flatMap(({ plan: id, number, duties: own }) =>
          own.map(({ unit }) => ({ plan: id, number, unit })),
        );
        const request = asked({
          ...{ kind: step.kind, units: step.units.map(pick), on },
          ...(step.kind === 'rename' ? { name: `改名${nth}局`, successors: [] } : { successors }),
          assign:
            step.kind === 'rename'
              ? []
              : step.assigned.map((one) => ({ to: nameAt(one.heir), tasks: [String(1 + (one.task % tasks.length))] })),
        });
        let change: ReturnType<typeof reorganisationOf>;
        try {
          change = reorganisationOf(request, { directory, duties: open, waiting: [], today: on });
        } catch (error) {
          expect(error).toBeInstanceOf(DubanError);
          continue;
        }
        directory = directoryAfter(directory, change);
        plan = planAfter(plan, change);
        tasks = tasks.map((task, place) =>
          successionActs(change, task).reduce((state: TaskState, act) => {
            expect(refusal(state, act, at)).toBeNull();
            for (const [first, holder] of holders[place] ?? [])
              if (holder === act.from) holders[place]?.set(first, act.to);
            return applyAct(state, act, { name: '办公室', role: 'office' }, at).state;
          }, task),
        );
      }
      for (const [place, task] of tasks.entries()) {
        const units = task.duties.map(({ unit }) => unit);
        expect(units.map((unit) => unitOf(directory, unit)?.ended)).toEqual(units.map(() => undefined));
        expect(new Set(units).size).toBe(units.length);
        expect(new Set(holders[place]?.values())).toEqual(new Set(units));
        expect(leadsOf(task).length).toBeGreaterThan(0);
        expect(leadsOf(task)).toContain(task.reporter);
        expect(plan.tasks[place]?.duties.map(({ unit, role }) => ({ unit, role }))).toEqual(task.duties);
      }
      for (const member of directory.groups[0]?.members ?? []) expect(unitOf(directory, member)?.ended).toBeUndefined();
    }),
  );
});
