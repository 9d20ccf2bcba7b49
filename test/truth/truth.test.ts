import { describe, expect, test } from '@jest/globals';
import { readPlan } from '../../domain/parse/read-plan.js';
import type { Reading } from '../../domain/parse/reading.js';
import { realTest, sampleResolve } from '../domain/parse/documents.js';
import { type DeadlineFact, deadlineFacts, indicatorFacts, score, type TargetFact, targetFacts } from './truth.js';

const read = (text: string): Reading => readPlan(text, { resolve: sampleResolve });
const WENCHANGHU = 'wenchanghu-2023-key-tasks.txt';
const LIAOCHENG = 'liaocheng-three-year-implementation-plan.txt';
const ZHANGDIAN = 'zhangdian-fourteenth-five-year-outline.txt';
const others = ['xuecheng-comment-draft.txt', 'chiping-three-year-plan-draft.txt'];

describe('deadlines as read by eye', () => {
  const sameDeadline = (fact: DeadlineFact, one: DeadlineFact): boolean =>
    fact.item === one.item && fact.kind === one.kind && fact.due === one.due && one.words.includes(fact.words);
  const check = (reading: Reading, name: string, byPlace: boolean): void => {
    const printed = reading.items.flatMap((item, at) =>
      item.deadlines
        .filter((one) => one.source === 'text')
        .map(
          ({ raw, kind, due }): DeadlineFact => ({
            item: byPlace ? at + 1 : (item.number ?? 0),
            kind,
            due,
            words: raw,
          }),
        ),
    );
    const facts = deadlineFacts(name);
    const { right, missed, invented } = score(facts, printed, sameDeadline);
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
    expect(right / facts.length).toBeGreaterThanOrEqual(0.98);
  };
  realTest('文昌湖: six phrases of time, the other tasks have the list’s last day as default', WENCHANGHU, (text) =>
    check(read(text), 'wenchanghu-deadlines', false),
  );
  realTest('聊城: 23 phrases, the dated targets of one item apart', LIAOCHENG, (text) =>
    check(read(text), 'liaocheng-deadlines', true),
  );
});

describe('targets as read by eye', () => {
  realTest('文昌湖: 46 values with operator and unit, no other number taken for one', WENCHANGHU, (text) => {
    const { targets, unsure } = targetFacts('wenchanghu-targets');
    const printed = read(text).items.flatMap((item) =>
      unsure.includes(item.number ?? 0)
        ? []
        : item.targets.map(
            ({ metric, op, value, unit }): TargetFact => ({ item: item.number ?? 0, metric, op, value, unit }),
          ),
    );
    const { right, missed, invented } = score(
      targets,
      printed,
      (fact, one) =>
        fact.item === one.item &&
        fact.op === one.op &&
        fact.value === one.value &&
        fact.unit === one.unit &&
        one.metric.includes(fact.metric),
    );
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
    expect(right / targets.length).toBeGreaterThanOrEqual(0.98);
  });
});

describe('indicators as read by eye', () => {
  realTest('张店: every cell of the 21 rows, 8 of them binding', ZHANGDIAN, (text) => {
    const { indicators, items } = read(text);
    expect(items).toEqual([]);
    expect(
      indicators.map(({ number, group, name, unit, base, target, growth, cumulative, nature, course }) => ({
        number,
        group,
        name,
        unit,
        base,
        target,
        growth,
        cumulative,
        nature,
        course,
      })),
    ).toMatchObject(indicatorFacts('zhangdian-indicators'));
    expect(indicators).toHaveLength(21);
    expect(indicators.filter((one) => one.nature === 'binding')).toHaveLength(8);
    expect(new Set(indicators.map((one) => [one.baseYear, one.targetYear].join()))).toEqual(new Set(['2020,2025']));
  });

  realTest(
    '张店: the rows that lost a merged cell ask, with a proposal, and nothing is filled in',
    ZHANGDIAN,
    (text) => {
      const { indicators } = read(text);
      const asking = indicators.filter((one) => one.findings.length > 0);
      expect(asking.map((one) => [one.number, one.findings.map(({ code, blocking }) => [code, blocking])])).toEqual(
        [16, 17, 18].map((number) => [number, [['indicator-cell-lost', true]]]),
      );
      expect(asking.map((one) => one.target)).toEqual(
        Array(3).fill({ raw: '', kind: 'lost', proposed: '完成市分解任务' }),
      );
      for (const { span, name } of indicators) expect(text.slice(...span).replace(/\s/g, '')).toContain(name);
    },
  );
});

describe('nothing is guessed', () => {
  for (const document of [WENCHANGHU, LIAOCHENG, ...others]) {
    realTest(`${document}: no date without a phrase, no unit without its words`, document, (text) => {
      const { items, chapters } = read(text);
      const dates = items.flatMap((item) => item.deadlines).filter((one) => one.due !== null && one.source === 'text');
      expect(dates.filter(({ raw, span }) => raw === '' || span === undefined || text.slice(...span) !== raw)).toEqual(
        [],
      );
      expect(dates.filter(({ raw }) => !/年|月|季度|上半年/.test(raw))).toEqual([]);
      const duties = [...items, ...chapters].flatMap((one) => one.duties);
      const unguessed = duties.filter(
        ({ unit, group, raw, rider }) => rider !== undefined || raw.replace(/\s/g, '') === (unit ?? group),
      );
      expect(unguessed).toHaveLength(duties.length);
      // The directory's word for it shares the printed name or lists it as an alias: never a near name.
      for (const { unit, resolved } of duties) {
        if (unit === undefined) continue;
        const found = sampleResolve(unit);
        expect([unit, found.kind === 'unit' ? found.unit.id : null]).toEqual([unit, resolved?.id ?? null]);
      }
    });
  }
});

test('the facts hold no sentences of the documents', () => {
  const words = [
    ...deadlineFacts('wenchanghu-deadlines').map((one) => one.words),
    ...deadlineFacts('liaocheng-deadlines').map((one) => one.words),
    ...targetFacts('wenchanghu-targets').targets.map((one) => one.metric),
    ...indicatorFacts('zhangdian-indicators').map((one) => one.name),
  ];
  expect(words.filter((one) => one.length > 24 || one.includes('。'))).toEqual([]);
});
