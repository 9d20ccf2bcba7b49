import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyChain } from '../../activities/ledger/verify.js';
import { instantOf } from '../../domain/day.js';
import { officeActor, rehearse } from '../../domain/schedule/rehearsal.js';
import type { Notice } from '../../domain/schedule/types.js';
import { type TestStage, testStage } from '../harness/stage.js';
import { district, lettersSent, on, planOf, type SentLetter, workday, yearOfPlan } from './year.js';

const launch = on('03-01');
const due = on('05-10');

describe('one office runs two plans at once', () => {
  const roads = planOf('roads', launch, [
    { title: '打通断头路', due, duties: 'lead:zjj support:qsz' },
    { title: '维修桥梁', due, duties: 'lead:zjj support:fgj' },
  ]);
  const schools = planOf('schools', launch, [
    { title: '新建小学', due, duties: 'lead:jyj support:zjj' },
    { title: '改造操场', due: on('05-17'), duties: 'lead:jyj support:qsz' },
    { title: '校车线路', due, duties: 'lead:zjj support:czj' },
  ]);
  let stage: TestStage;
  let letters: readonly SentLetter[];

  beforeAll(async () => {
    stage = await testStage(district);
    const office = officeActor(district);
    await stage.until(instantOf(launch, 9 * 60) + 1000);
    await stage.office.importPlan(roads, office);
    await stage.office.launch('roads', {}, office);
    await stage.until(instantOf(launch, 11 * 60));
    await stage.office.importPlan(schools, office);
    await stage.office.launch('schools', {}, office);
    await stage.until(instantOf(workday(due, 30)));
    letters = await lettersSent(stage);
  }, 60_000);
  afterAll(() => stage?.close());

  test('at most one routine letter per unit and working day over both plans', () => {
    const digests = letters.filter((l) => l.kind === 'digest').map((l) => `${l.unit} ${l.day}`);
    expect(new Set(digests).size).toBe(digests.length);
    const both = letters.filter((l) => l.kind === 'digest' && l.unit === 'zjj' && l.rungs.includes('before-15'));
    expect(both).toHaveLength(1);
    expect(both[0]?.notices.map((n) => n.task)).toEqual([
      `roads/${launch.slice(0, 4)}/1`,
      `roads/${launch.slice(0, 4)}/2`,
      `schools/${launch.slice(0, 4)}/1`,
      `schools/${launch.slice(0, 4)}/3`,
    ]);
    expect(both[0]?.mail.text).toContain('（roads）');
    expect(both[0]?.mail.text).toContain('（schools）');
  });

  test('the second plan’s tasks wait for the next morning where a unit had its letter, and leave at once where not', () => {
    const assigned = (unit: string) =>
      letters.filter(
        (l) => l.unit === unit && l.notices.some((n) => n.task.startsWith('schools/') && n.kind === 'assignment'),
      );
    for (const unit of ['zjj', 'qsz']) expect(assigned(unit).map((l) => l.day)).toEqual([workday(launch, 1)]);
    for (const unit of ['jyj', 'czj']) expect(assigned(unit).map((l) => l.day)).toEqual([launch]);
  });

  test('each plan’s own rehearsal is told to the last notice, each once', () => {
    const mark = (n: Notice): string => [n.task, n.unit, n.audience, n.kind, n.rungs.join('+')].join(' ');
    const told = letters
      .filter((l) => l.kind === 'digest' || l.kind === 'head-digest')
      .flatMap((l) => l.notices.map(mark));
    const until = workday(due, 29);
    const rehearsed = [roads, schools]
      .flatMap((plan) => rehearse(yearOfPlan(plan, 'name: two\napproveSupervisionLetters: never', { until })).letters)
      .filter(({ draft }) => draft.kind === 'digest' || draft.kind === 'head-digest')
      .flatMap(({ draft }) => draft.notices.map(mark));
    expect(told.toSorted()).toEqual(rehearsed.toSorted());
  });

  test('one 督办函 draft per lead unit and one report to the leadership group carry both plans', async () => {
    const plans = (letter: SentLetter | undefined) =>
      [...new Set(letter?.notices.map((n) => n.task.split('/')[0]))].toSorted();
    expect(plans(letters.find((l) => l.kind === 'approval-reminder'))).toEqual(['roads', 'schools']);
    const reports = letters.filter((l) => l.kind === 'leadership-report');
    expect(plans(reports[0])).toEqual(['roads', 'schools']);
    expect(new Set(reports.map((l) => l.day)).size).toBe(reports.length);
    expect(reports[0]?.day).toBe(workday(due, 15));
    expect(await verifyChain(stage.ledger)).toMatchObject({ ok: true });
    expect(stage.errors).toEqual([]);
  });
});
