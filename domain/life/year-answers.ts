/** What the office answers to the questions of a year's list: read from a file or a form, checked against the list, written for filling in. */
import { z } from 'zod';
import { unitIds } from '../decisions.js';
import { DubanError, type Fault, fault } from '../errors.js';
import type { Directory } from '../org.js';
import type { PickedTask, Plan, PlanYear, YearAnswer } from '../plan.js';
import { pickFault, resolvePicks } from '../plan-year.js';
import { readYaml } from '../yaml-text.js';
import { questionWords, type YearList, type YearQuestion } from './year-list.js';

const number = z.number().int().min(1).max(9999);
const words = z.string().trim().min(1).max(80);
/** Left empty: not answered yet. */
const answerSchema = z.union(
  [
    z.strictObject({
      task: number,
      target: z.union([words, z.number().int().min(1).max(99)]),
      value: z.union([z.number(), z.literal('none')]).nullable(),
    }),
    z.strictObject({ task: number, unit: words, to: words.nullable() }),
  ],
  '应为 {task: 编号, target: 指标, value: 数值或 none}，或 {task: 编号, unit: 原单位, to: 承接单位}',
);

/** `target`: a metric or its place in the task, from 1; units by id or name. */
export type GivenAnswer = z.infer<typeof answerSchema>;

/** Answers as the office wrote them, and the undated tasks it picked for the year. */
export interface GivenYear {
  readonly answers: readonly GivenAnswer[];
  /** Absent: those picked before stay. */
  readonly pick?: readonly number[] | undefined;
}

export const givenYearSchema = z.strictObject({
  answers: z.array(answerSchema).max(2000).default([]),
  pick: z.array(number).max(500).optional(),
});

const fileSchema = givenYearSchema.extend({ plan: z.string().optional(), year: z.number().int().optional() });

/**
 * Reads an answers file (YAML).
 * @param of plan and year it is handed in for; a file that names others is refused.
 * @throws DubanError `life-year-file` for every fault, with its line.
 */
export function readGivenYear(text: string, of: { readonly plan: string; readonly year: number }): GivenYear {
  const yaml = readYaml(text);
  if (yaml.faults.length > 0)
    throw new DubanError(yaml.faults.map(({ line, detail }) => fault('life-year-file', { at: '文件', detail }, line)));
  const read = fileSchema.safeParse(yaml.value);
  if (!read.success)
    throw new DubanError(
      read.error.issues.map(({ path, message }) =>
        fault('life-year-file', { at: placeWords(path), detail: message }, yaml.lineOf(path)),
      ),
    );
  const { plan = of.plan, year = of.year, ...given } = read.data;
  const other = (at: 'plan' | 'year', value: string | number): Fault[] =>
    value === of[at]
      ? []
      : [fault('life-year-file', { at: placeWords([at]), detail: `写的是${value}，应为${of[at]}` }, yaml.lineOf([at]))];
  const faults = [...other('plan', plan), ...other('year', year)];
  if (faults.length > 0) throw new DubanError(faults);
  return given;
}

const keyWords: Readonly<Record<string, string>> = {
  answers: '答复（answers）',
  pick: '另选的编号（pick）',
  plan: '计划（plan）',
  year: '年份（year）',
};

/** `answers.0` as 第1条答复. */
function placeWords([key, at]: readonly PropertyKey[]): string {
  if (key === 'answers' && typeof at === 'number') return `第${at + 1}条答复`;
  return key === undefined ? '文件' : (keyWords[String(key)] ?? String(key));
}

/**
 * What is to be kept for the year once these answers are taken: earlier ones stay unless the same is answered again.
 * @throws DubanError with every answer that does not fit the list.
 */
export function takeAnswers(
  plan: Plan,
  list: YearList,
  before: { readonly answers: readonly YearAnswer[]; readonly picked: readonly PickedTask[] },
  given: GivenYear,
  directory: Directory,
): PlanYear {
  const asked = [...list.questions, ...list.answered];
  const faults: Fault[] = [];
  const taken: YearAnswer[] = [];
  for (const one of given.answers) {
    const answer = answerTo(one, asked, list.year, directory, faults);
    if (answer === undefined) continue;
    if (taken.some((other) => sameQuestion(other, answer)))
      faults.push(fault('life-year-answer-twice', { task: answer.task, value: subjectOf(answer) }));
    taken.push(answer);
  }
  const picks = resolvePicks(
    plan,
    (given.pick ?? []).map((task) => ({ task })),
  );
  faults.push(...picks.missing.map((one) => pickFault(plan, one)));
  if (faults.length > 0) throw new DubanError(faults);
  const kept = before.answers.filter((one) => !taken.some((other) => sameQuestion(one, other)));
  return {
    year: list.year,
    answers: [...kept, ...taken],
    picked: given.pick === undefined ? [...before.picked] : picks.found,
  };
}

/** The answers file for filling in: open questions with empty answers, those given before as they are. */
export function givenYearText(
  plan: Pick<Plan, 'id' | 'title'>,
  list: YearList,
  nameOf: (unit: string) => string,
): string {
  const line = (one: YearQuestion & { readonly value?: number | 'none'; readonly to?: string }): string[] => [
    `  # 任务${one.task}“${one.title}”：${questionWords(one, nameOf)}`,
    'target' in one
      ? `  - { task: ${one.task}, target: ${JSON.stringify(one.target)}, value: ${one.value ?? 'null'} }`
      : `  - { task: ${one.task}, unit: ${JSON.stringify(nameOf(one.unit))}, to: ${one.to === undefined ? 'null' : JSON.stringify(nameOf(one.to))} }`,
  ];
  const answers = [...list.questions, ...list.answered].flatMap(line);
  return [
    `# 《${plan.title.replaceAll(/\s+/g, ' ')}》${list.year}年清单的待定事项。value 填数值，不分解填 none；to 填承接单位。`,
    `# 填好后交回：duban plan year ${plan.id} ${list.year} --answers 本文件`,
    `plan: ${plan.id}`,
    `year: ${list.year}`,
    ...(answers.length === 0 ? ['answers: []'] : ['answers:', ...answers]),
    `# 另选的没有时限的任务（编号）`,
    `pick: [${(list.plan.picked ?? []).map((one) => one.task).join(', ')}]`,
    '',
  ].join('\n');
}

function answerTo(
  given: GivenAnswer,
  asked: readonly YearQuestion[],
  year: number,
  directory: Directory,
  faults: Fault[],
): YearAnswer | undefined {
  const own = asked.filter((one) => one.task === given.task);
  const unasked = (value: string | number): undefined => {
    const nameOf = (unit: string): string => directory.units.find(({ id }) => id === unit)?.name ?? unit;
    const allowed = own.map((one) => ('target' in one ? one.target : nameOf(one.unit))).join('、') || '无';
    faults.push(fault('life-year-answer', { year, task: given.task, value, allowed }));
  };
  if ('target' in given) {
    const found = own.find((one) => 'target' in one && (one.target === given.target || one.place === given.target));
    if (found === undefined || !('target' in found)) return unasked(given.target);
    return given.value === null ? undefined : { task: given.task, target: found.target, value: given.value };
  }
  const idOf = (name: string): string | undefined => {
    // A unit that has ended is still called by its name here.
    const exact = directory.units.find((one) => one.name === name);
    if (exact) return exact.id;
    const ids = unitIds(name, directory);
    return typeof ids !== 'string' && ids.length === 1 ? ids[0] : undefined;
  };
  const unit = idOf(given.unit);
  const found = own.find((one) => 'successors' in one && one.unit === unit);
  if (found === undefined || !('successors' in found)) return unasked(given.unit);
  if (given.to === null) return undefined;
  const to = idOf(given.to);
  if (to !== undefined && found.successors.includes(to)) return { task: given.task, unit: found.unit, to };
  const allowed = found.successors.map((id) => directory.units.find((one) => one.id === id)?.name ?? id).join('、');
  faults.push(fault('life-year-answer-unit', { task: given.task, unit: given.unit, value: given.to, allowed }));
  return undefined;
}

const subjectOf = (answer: YearAnswer): string => ('target' in answer ? answer.target : answer.unit);

function sameQuestion(a: YearAnswer, b: YearAnswer): boolean {
  return a.task === b.task && 'target' in a === 'target' in b && subjectOf(a) === subjectOf(b);
}
