import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { toPlan } from '../../../domain/parse/draft.js';
import { readPlan } from '../../../domain/parse/read-plan.js';
import type { ReadDuty, ReadItem, Reading } from '../../../domain/parse/reading.js';
import { planSchema } from '../../../domain/plan.js';
import { labelsOf, realTest, sampleResolve } from './documents.js';

const document = 'wenchanghu-2023-key-tasks.txt';
const read = (text: string): Reading => readPlan(text, { resolve: sampleResolve });
const withFinding = (reading: Reading, code: string): (number | null)[] =>
  reading.items.filter((item) => item.findings.some((one) => one.code === code)).map((item) => item.number);

describe('the 文昌湖 key tasks of 2023', () => {
  realTest('57 tasks, and exactly the findings that reading by eye gives', document, (text) => {
    const reading = read(text);
    expect(reading.items.map((item) => item.number)).toEqual(Array.from({ length: 57 }, (_, i) => i + 1));
    const codes = new Set(reading.items.flatMap((item) => item.findings.map((one) => one.code)));
    expect(
      Object.fromEntries(
        [...codes].filter((code) => code !== 'open-list').map((code) => [code, withFinding(reading, code)]),
      ),
    ).toEqual({
      'group-word': [8, 22, 40, 53],
      'bracket-unclosed': [8, 53],
      'unit-alias': [21],
      'bracket-plain': [25, 41, 51],
      'title-open': [36],
      'no-unit': [56, 57],
    });
    expect(withFinding(reading, 'open-list')).toHaveLength(28);
    expect(reading.findings.map((one) => [one.code, one.line])).toEqual([['document-number-damaged', 7]]);
    expect(reading.items[20]?.duties.at(-1)).toMatchObject({
      unit: '市场监管局',
      role: 'support',
      resolved: { name: '区市场监管局' },
    });
  });

  realTest(
    '年内 is a date of the text, elsewhere the last day is the default; 20 and 44 come again',
    document,
    (text) => {
      const { items } = read(text);
      const fromText = items.filter((item) =>
        item.deadlines.some((one) => one.source === 'text' && one.kind === 'date'),
      );
      expect(fromText.map((item) => item.number)).toEqual([22, 25, 33, 42]);
      expect(
        items.flatMap((item) => item.deadlines.filter((one) => one.kind === 'date')).map((one) => one.due),
      ).toEqual(Array(57).fill('2023-12-31'));
      const again = items.filter((item) => item.deadlines.some((one) => one.kind === 'recurring'));
      expect(again.map((item) => [item.number, item.deadlines.length])).toEqual([
        [20, 2],
        [44, 2],
      ]);
      expect(items.flatMap((item) => item.deadlines).some((one) => one.source === 'text' && one.raw === '')).toBe(
        false,
      );
    },
  );

  realTest('the frame around the plan is kept: number, issuer, day, parts', document, (text) => {
    expect(read(text).document).toMatchObject({
      title: '文昌湖区深化新旧动能转换推动绿色低碳高质量发展2023年重点工作任务',
      number: '淄文昌管办字202315',
      issuer: '淄博文昌湖省级旅游度假区管理委员会办公室',
      issued: '2023-07-17',
      kind: 'key-tasks',
      period: [2023, 2023],
      parts: [{ kind: 'notice' }, { kind: 'plan' }, { kind: 'page' }],
    });
  });

  realTest('targets: ranges of words become operators, two values go to two metrics', document, (text) => {
    const { items } = read(text);
    const targets = (number: number): unknown[] =>
      (items[number - 1]?.targets ?? []).map(({ metric, op, value, unit }) => [metric, op, value, unit]);
    expect(targets(3)).toEqual([
      ['高新技术企业数量', '>=', 20, '家'],
      ['科技型中小企业数量', '>=', 25, '家'],
    ]);
    expect(targets(27)).toEqual([['用水总量', '<=', 1238, '万立方米']]);
    expect(targets(4)).toEqual([['新引进高校毕业生', '>=', 150, '人']]);
    expect(targets(43).at(-1)).toEqual(['免费播放公益电影', '>', 700, '场']);
    expect(targets(13)).toEqual([]);
  });

  realTest('spans quote the source', document, (text) => {
    for (const { duties, targets, findings, deadlines } of read(text).items) {
      for (const { unit, group, raw, span } of duties)
        expect([raw, text.slice(...span)]).toEqual([unit ?? group, unit ?? group]);
      for (const { raw, span } of targets) expect(text.slice(...span)).toBe(raw);
      for (const { words, span } of findings) expect(text.slice(...span)).toBe(words);
      for (const { raw, span } of deadlines) if (span) expect(text.slice(...span)).toBe(raw);
    }
  });

  realTest('the shipped plan is this document, with every blocking finding settled', document, (text) => {
    const shipped = planSchema.parse(
      parse(readFileSync(new URL('../../../seeds/plans/wenchanghu-2023.yaml', import.meta.url), 'utf8')),
    );
    const draft = toPlan(read(text), { id: 'wenchanghu-2023' });
    const settled = (number: number): boolean => [36, 56, 57].includes(number);
    expect(shipped.tasks.filter((task) => !settled(task.number))).toEqual(
      planSchema.parse(draft).tasks.filter((task) => !settled(task.number)),
    );
    expect(shipped.findings.filter((one) => one.blocking && one.settled === undefined)).toEqual([]);
    expect(shipped.findings.map((one) => one.message)).toEqual(draft.findings.map((one) => one.message));
  });

  test('every duty of the shipped plan has a unit of the sample directory', () => {
    const shipped = planSchema.parse(
      parse(readFileSync(new URL('../../../seeds/plans/wenchanghu-2023.yaml', import.meta.url), 'utf8')),
    );
    expect(
      shipped.tasks.filter((task) => task.duties.length === 0 || task.duties.some((duty) => duty.unit === null)),
    ).toEqual([]);
    expect(shipped.tasks.filter((task) => task.duties.every((duty) => duty.role === 'support'))).toEqual([]);
  });
});

interface Label {
  readonly n: number;
  readonly duties: readonly Record<'lead' | 'support' | 'responsible' | 'groups', readonly string[]>[];
}

const words = (duties: readonly ReadDuty[]): string[] =>
  duties.map(({ role, unit, group }) => (group === undefined ? `${role} ${unit}` : `group ${group}`)).sort();

describe('duties of the labelled documents', () => {
  const pairs = [
    [document, 'wenchanghu'],
    ['xuecheng-comment-draft.txt', 'xuecheng'],
    ['chiping-three-year-plan-draft.txt', 'chiping'],
    ['liaocheng-three-year-implementation-plan.txt', 'liaocheng'],
  ] as const;
  for (const [file, name] of pairs) {
    realTest(`${name}: every unit and role as labelled`, file, (text) => {
      const { items } = labelsOf(name) as { readonly items: readonly Label[] };
      const merged: (ReadItem & { all: ReadDuty[] })[] = [];
      for (const item of read(text).items) {
        if (item.sub === undefined) merged.push({ ...item, all: [...item.duties] });
        else merged.at(-1)?.all.push(...item.duties);
      }
      const expected = items.map(({ n, duties }) => [
        n,
        [
          ...new Set(
            duties.flatMap((one) => [
              ...(['lead', 'support', 'responsible'] as const).flatMap((role) =>
                one[role].map((unit) => `${role} ${unit}`),
              ),
              ...one.groups.map((group) => `group ${group}`),
            ]),
          ),
        ].sort(),
      ]);
      expect(merged.map((item) => [item.number, [...new Set(words(item.all))]])).toEqual(expected);
    });
  }
});
