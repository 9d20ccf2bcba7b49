/** A plan's life: which act is possible at which stage, and that no order of acts breaks what must hold. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, instantOf } from '../../../domain/day.js';
import {
  applyLifeAct,
  beginLife,
  type LifeAct,
  type LifeTurn,
  lifeStages,
  type PlanLife,
  turnLife,
} from '../../../domain/life/life.js';
import { isAsRecorded, recordedLife } from '../../../domain/life/recorded.js';
import { closeRefusal, lifeRefusal } from '../../../domain/life/refusal.js';
import type { LedgerEvent } from '../../../domain/task.js';

const rules = {
  hour: 540,
  yearList: { ask: { month: 12, day: 1 }, due: { month: 1, day: 15 } },
  midTerm: { years: 3, ask: { month: 3, day: 1 }, due: { month: 4, day: 30 } },
  final: { ask: { month: 1, day: 5 }, due: { month: 3, day: 31 } },
  before: [5],
  after: [1],
};
const actor = { name: '办公室', role: 'office' as const };
const now = instantOf('2027-03-01', 600);

const begin = (more: Partial<PlanLife> = {}): PlanLife => ({
  ...beginLife({
    plan: 'three',
    title: '三年计划',
    office: 'office',
    leadership: 'group',
    from: 2027,
    to: 2029,
    stage: 'drafting',
    indicators: false,
    rules,
  }),
  ...more,
});
const year = (wanted: number, approved = true): LifeAct => ({
  kind: 'startYear',
  year: wanted,
  tasks: [],
  ...(approved ? { approval: { by: '局务会', on: '2027-12-20', document: '示例〔2027〕1号' } } : {}),
});
const amend: LifeAct = {
  kind: 'amend',
  amendment: { year: 2027, changes: [], acts: [], add: [], reason: '会议决定', approvedBy: '局务会', document: '' },
};
const evaluate: LifeAct = { kind: 'evaluate', evaluation: 'final', document: '示例〔2030〕2号', opinion: '完成。' };
const issue: LifeAct = { kind: 'issue', number: '示例〔2027〕1号', on: '2027-02-20' };
const pause: LifeAct = { kind: 'pause', reason: '防汛应急响应' };
const resume: LifeAct = { kind: 'resume', reason: '响应解除', giveBack: true };
/** A day on which the act is in time. */
const timeOf = (act: LifeAct): string =>
  act.kind === 'startYear' ? `${act.year}-01-05` : act.kind === 'evaluate' ? '2029-12-20' : dayOf(now);
const done = (life: PlanLife, ...acts: readonly LifeAct[]): PlanLife =>
  acts.reduce((state, act) => {
    expect(lifeRefusal(state, act, timeOf(act))).toBeNull();
    return applyLifeAct(state, act, actor, now, timeOf(act)).life;
  }, life);

describe('the road', () => {
  test('from the draft to the third year and the final evaluation', () => {
    const drafted = begin();
    const asked = turnLife(drafted, { kind: 'commentsOpened', period: 'three/1' }, actor, now).life;
    expect(lifeRefusal(asked, issue, dayOf(now))?.message).toContain('公开征求意见');
    const heard = turnLife(asked, { kind: 'commentsEnded', period: 'three/1', published: true }, actor, now).life;
    expect(heard.stage).toBe('revising');
    const executed = done(heard, issue, year(2027, false), year(2028), year(2029));
    expect(executed).toMatchObject({ stage: 'executing', issued: { number: '示例〔2027〕1号' } });
    expect(closeRefusal(executed, 0, { cancelOpen: false })?.code).toBe('life-evaluation-missing');
    expect(closeRefusal(executed, 0, { cancelOpen: false, early: true })).toBeNull();
    const evaluated = done(turnLife(executed, { kind: 'evaluationDue' }, actor, now).life, evaluate);
    expect(closeRefusal(evaluated, 0, { cancelOpen: false })).toBeNull();
    expect(closeRefusal(evaluated, 3, { cancelOpen: false })?.code).toBe('plan-has-open-tasks');
  });

  test('a withdrawn comment period leaves a draft', () => {
    const asked = turnLife(begin(), { kind: 'commentsOpened', period: 'three/1' }, actor, now).life;
    expect(turnLife(asked, { kind: 'commentsEnded', period: 'three/1', published: false }, actor, now).life.stage).toBe(
      'drafting',
    );
  });
});

test.each([
  [
    'a later year without approval',
    begin({ stage: 'issued' }),
    [year(2027, false)],
    year(2028, false),
    'life-year-approval',
  ],
  ['a year twice', begin({ stage: 'issued' }), [year(2027)], year(2027), 'life-year-started'],
  ['a year gone back', begin({ stage: 'issued' }), [year(2028)], year(2027), 'life-year-order'],
  ['a year outside', begin({ stage: 'issued' }), [], year(2030), 'plan-year-outside'],
  ['a draft launched', begin(), [], year(2027), 'life-stage'],
  ['an amendment while paused', begin({ stage: 'issued' }), [year(2027), pause], amend, 'life-paused'],
  ['a pause twice', begin({ stage: 'issued' }), [year(2027), pause], pause, 'life-paused'],
  ['resumed without a pause', begin({ stage: 'issued' }), [year(2027)], resume, 'life-not-paused'],
  ['evaluated twice', begin({ stage: 'issued' }), [year(2027), evaluate], evaluate, 'life-evaluated'],
  ['a year that was never launched', begin({ stage: 'issued' }), [year(2028)], amend, 'life-amend-year'],
] as const)('%s is refused', (_name, life, before, act, code) => {
  expect(lifeRefusal(done(life, ...before), act, timeOf(act))?.code).toBe(code);
});

const skip = (act: LifeAct): LifeAct => (act.kind === 'startYear' ? { ...act, skip: true } : act);
const midTerm: LifeAct = { kind: 'evaluate', evaluation: 'mid-term', document: '示例〔2028〕2号', opinion: '过半。' };
const short = begin({ stage: 'issued', to: 2028 });
const issued = begin({ stage: 'issued' });

test.each([
  ['a year left out', issued, [year(2027)], year(2029), '2029-01-05', 'life-year-skipped'],
  ['a year left out on purpose', issued, [year(2027)], skip(year(2029)), '2029-01-05', undefined],
  ['a later year first, the first not over', issued, [], year(2028, false), '2027-12-31', 'life-year-skipped'],
  ['the same on purpose', issued, [], skip(year(2028, false)), '2027-12-31', undefined],
  ['a later year first, the first over', issued, [], year(2028, false), '2028-01-01', undefined],
  ['the next year before its list is asked for', issued, [year(2027)], year(2028), '2027-11-30', 'life-year-early'],
  ['the same on purpose', issued, [year(2027)], skip(year(2028)), '2027-11-30', undefined],
  ['the next year from the day its list is asked for', issued, [year(2027)], year(2028), '2027-12-01', undefined],
  ['a final evaluation before the last year', issued, [year(2027)], evaluate, '2028-12-31', 'life-evaluation-early'],
  ['a mid-term evaluation in the first year', issued, [year(2027)], midTerm, '2027-12-31', 'life-evaluation-early'],
  ['a mid-term evaluation in the second', issued, [year(2027)], midTerm, '2028-01-01', undefined],
  ['a mid-term evaluation of two years', short, [year(2027)], midTerm, '2028-06-01', 'life-evaluation-short'],
  [
    'a correction of nothing',
    issued,
    [year(2027)],
    { ...evaluate, correct: '误' },
    '2029-12-20',
    'life-evaluation-none',
  ],
  ['a correction', issued, [year(2027), evaluate], { ...evaluate, correct: '误登' }, '2029-12-20', undefined],
  [
    'a correction without a reason',
    issued,
    [year(2027), evaluate],
    { ...evaluate, correct: ' ' },
    '2029-12-20',
    'text-missing',
  ],
  ['a wrong issue put right', begin(), [issue], issue, '2027-03-01', undefined],
  ['an issue once it runs', begin(), [issue, year(2027)], issue, '2027-03-01', 'life-stage'],
] as const)('in its time, once, and no year by a slip: %s', (_name, life, before, act, today, code) => {
  expect(lifeRefusal(done(life, ...before), act, today)?.code).toBe(code);
});

test('what was corrected stays on the chain, the newest counts; a plan that was not launched can be withdrawn', () => {
  const corrected = { ...evaluate, document: '示例〔2030〕3号', correct: '文号误登' } as LifeAct;
  const entries: LedgerEvent[] = [];
  const lived = [issue, { ...issue, number: '示例〔2027〕2号' }, year(2027), midTerm, evaluate, corrected].reduce(
    (life, act) => {
      const { life: next, event } = applyLifeAct(life, act, actor, now, dayOf(now));
      entries.push(event);
      return next;
    },
    begin(),
  );
  expect(lived.evaluations.map((one) => one.document)).toEqual(['示例〔2028〕2号', '示例〔2030〕3号']);
  expect(entries[1]?.data).toMatchObject({ number: '示例〔2027〕2号', former: { number: '示例〔2027〕1号' } });
  expect(entries.at(-1)?.data).toMatchObject({ correct: '文号误登' });
  const recorded = recordedLife(entries.filter((one) => one.kind !== 'plan.startYear'));
  expect(isAsRecorded(lived, recorded)).toBe(true);
  for (const stage of lifeStages) {
    const code = closeRefusal(begin({ stage }), 0, { cancelOpen: false })?.code;
    expect([stage, code]).toEqual([
      stage,
      stage === 'commenting' ? 'life-stage' : stage === 'closed' ? 'plan-closed' : undefined,
    ]);
  }
});

test('whatever comes in whatever order: seq grows, years grow, a pause ends only by resuming', () => {
  const acts = fc.constantFrom<LifeAct>(issue, year(2027), year(2028), year(2029), amend, pause, resume, evaluate);
  const turns = fc.constantFrom<LifeTurn>({ kind: 'evaluationDue' }, { kind: 'taskEnded', year: 2027, accepted: true });
  fc.assert(
    fc.property(fc.constantFrom(...lifeStages), fc.array(fc.oneof(acts, turns)), (stage, steps) => {
      let life = begin({ stage });
      for (const step of steps) {
        const before = life;
        if (step.kind === 'evaluationDue' || step.kind === 'taskEnded') {
          if (step.kind === 'evaluationDue' && life.stage !== 'executing') continue;
          life = turnLife(life, step, actor, now).life;
        } else {
          const refused = lifeRefusal(life, step as LifeAct, timeOf(step as LifeAct));
          if (refused) {
            expect(refused.message).not.toMatch(/[{}]|undefined/);
            continue;
          }
          life = applyLifeAct(life, step as LifeAct, actor, now, dayOf(now)).life;
        }
        expect(life.seq).toBe(before.seq + 1);
        expect(life.years.map((run) => run.year)).toEqual([...new Set(life.years.map((run) => run.year))].sort());
        if (before.paused) expect(life.paused === undefined).toBe(step.kind === 'resume');
        expect(life.issued === undefined && before.issued !== undefined).toBe(false);
      }
    }),
  );
});
