import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readDirectory } from '../../../domain/directory.js';
import { toPlan } from '../../../domain/parse/draft.js';
import { readPlan } from '../../../domain/parse/read-plan.js';
import { type Plan, planSchema } from '../../../domain/plan.js';
import { realTest, sampleResolve } from './documents.js';

const folder = new URL('../../../seeds/', import.meta.url);
const shipped = (name: string): Plan =>
  planSchema.parse(parse(readFileSync(new URL(`plans/${name}.yaml`, folder), 'utf8')));
const plans = readdirSync(new URL('plans/', folder)).map((file) => file.replace(/\.yaml$/, ''));
const directory = readDirectory(readFileSync(new URL('units.csv', folder), 'utf8'));

const pairs = [
  ['xuecheng-2023-2025', 'xuecheng-comment-draft.txt', 39],
  ['chiping-2023-2025', 'chiping-three-year-plan-draft.txt', 134],
  ['liaocheng-2023-2025', 'liaocheng-three-year-implementation-plan.txt', 31],
] as const;

describe('the plans shipped are the documents, read and settled', () => {
  for (const [name, document, count] of pairs) {
    realTest(`${name}: ${count} tasks with the duties, dates and values that are read today`, document, (text) => {
      const plan = shipped(name);
      const draft = planSchema.parse(
        toPlan(readPlan(text, { resolve: sampleResolve }), { id: plan.id, issued: plan.issued }),
      );
      const facts = ({ tasks }: Plan): unknown =>
        tasks.map(({ targets, ...task }) => ({
          ...task,
          targets: targets.map(({ op, value, unit, year }) => [op, value, unit, year]),
        }));
      expect(plan.tasks).toHaveLength(count);
      expect(facts(plan)).toEqual(facts(draft));
      const asked = (one: Plan): string[] =>
        one.findings.filter(({ code }) => code !== 'issued-missing').map(({ message }) => message);
      expect(asked(plan)).toEqual(asked(draft));
    });
  }

  realTest(
    'zhangdian-2021-2025: 21 indicators, three cells still to be confirmed',
    'zhangdian-fourteenth-five-year-outline.txt',
    (text) => {
      const plan = shipped('zhangdian-2021-2025');
      const draft = planSchema.parse(toPlan(readPlan(text, { resolve: sampleResolve }), { id: plan.id }));
      expect(plan.indicators).toEqual(draft.indicators);
      expect(plan.indicators).toHaveLength(21);
      expect(
        plan.findings.filter((one) => one.blocking && one.settled === undefined).map((one) => one.indicator),
      ).toEqual([16, 17, 18]);
    },
  );
});

describe('what is shipped can be launched', () => {
  test.each(plans.filter((name) => shipped(name).tasks.length > 0))(
    '%s: every duty has a unit, every task somebody to answer for it',
    (name) => {
      const { tasks, findings, appointment, approval } = shipped(name);
      expect(findings.filter((one) => one.blocking && one.settled === undefined)).toEqual([]);
      expect([appointment?.until, approval === undefined]).toEqual([undefined, false]);
      const known = new Set(directory.units.map((unit) => unit.id));
      expect(tasks.flatMap((task) => task.duties).filter(({ unit }) => unit === null || !known.has(unit))).toEqual([]);
      const led = tasks.filter((task) => task.duties.some((duty) => duty.role !== 'support'));
      expect(led).toHaveLength(tasks.length);
    },
  );

  test('facts only: no words longer than a title, no address outside example.org', () => {
    for (const name of plans) {
      const { tasks } = shipped(name);
      // The plan shipped first keeps the words of its targets whole.
      const words = tasks.flatMap((task) => [
        task.title,
        ...(name === 'wenchanghu-2023' ? [] : task.targets.map(({ raw }) => raw)),
      ]);
      expect(words.filter((one) => one.length > 30)).toEqual([]);
    }
    const addresses = directory.units.flatMap((unit) => unit.contacts.map((contact) => contact.address));
    expect(addresses.filter((address) => !address.endsWith('.example.org'))).toEqual([]);
    expect(
      directory.units.filter((unit) => unit.kind === 'office' || unit.kind === 'leadership').map((unit) => unit.id),
    ).toEqual(['wch-office', 'wch-leadership']);
  });

  test('a department leads in several plans under one id', () => {
    const leading = (id: string): string[] =>
      plans.filter((name) =>
        shipped(name).tasks.some((task) => task.duties.some((duty) => duty.unit === id && duty.role !== 'support')),
      );
    expect(leading('xc-fgj')).toEqual(['chiping-2023-2025', 'xuecheng-2023-2025']);
    expect(leading('wch-czj')).toContain('wenchanghu-2023');
    expect(['区发展改革局', '区发展和改革局', '区发改局'].map((words) => sampleResolve(words))).toMatchObject(
      Array(3).fill({ kind: 'unit', unit: { id: 'xc-fgj' } }),
    );
    expect(['区教育体育局', '区教育和体育局', '区教体局'].map((words) => sampleResolve(words))).toMatchObject(
      Array(3).fill({ kind: 'unit', unit: { id: 'xc-jtj' } }),
    );
  });
});
