/**
 * The letters of a plan of several years to its office and, for what stays undone, to the leadership group: one a
 * receiver and day. Everything the words need travels in the facts. Pure and workflow-safe.
 */
import { type Day, instantOf } from '../day.js';
import type { LetterDraft } from '../schedule/types.js';
import { type PlanLife, planEvaluationWords } from './life.js';
import type { MatterKind, PlanMatter } from './matters.js';

/** What a letter of kind `plan-office` or `plan-overdue` says; flat, because drafts carry plain values. */
export interface PlanLetterFacts {
  readonly plan: string;
  /** `{plan}/{from}-{to}`: threads and archives go by it. */
  readonly period: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** What the letter speaks of, the earliest due first: `kind/year/due`, joined by commas. */
  readonly matters: string;
  /** Years in execution: `year/tasks/accepted/cancelled`, joined by commas. */
  readonly years: string;
  /** The leadership group gets a report the same day. */
  readonly reported: boolean;
}

/** A matter as a letter names it. */
export type ToldMatter = Pick<PlanMatter, 'kind' | 'year' | 'due'>;

/** The matters of a letter. */
export function toldMatters({ matters }: Pick<PlanLetterFacts, 'matters'>): readonly ToldMatter[] {
  return matters.split(',').map((one) => {
    const [kind = '', year = '', due = ''] = one.split('/');
    return { kind: kind as MatterKind, year: Number(year), due };
  });
}

/** The years of a letter, with how many tasks each has and how they ended. */
export function toldYears({ years }: Pick<PlanLetterFacts, 'years'>): readonly {
  readonly year: number;
  readonly tasks: number;
  readonly accepted: number;
  readonly cancelled: number;
}[] {
  return years
    .split(',')
    .filter(Boolean)
    .map((one) => {
      const [year = 0, tasks = 0, accepted = 0, cancelled = 0] = one.split('/').map(Number);
      return { year, tasks, accepted, cancelled };
    });
}

/** `2028年任务清单`, `中期评估`. */
export function matterWords({ kind, year }: Pick<ToldMatter, 'kind' | 'year'>): string {
  return kind === 'list' ? `${year}年任务清单` : planEvaluationWords[kind];
}

/**
 * The letters of a day.
 * @param open what the office has been asked for and has not done.
 * @param late those of it that the leadership group hears of that day; none: no report.
 */
export function planLetters(
  life: PlanLife,
  day: Day,
  open: readonly ToldMatter[],
  late: readonly ToldMatter[],
): readonly LetterDraft[] {
  const letter = (kind: 'plan-office' | 'plan-overdue', matters: readonly ToldMatter[]): LetterDraft => {
    const facts: PlanLetterFacts = {
      ...{ plan: life.plan, title: life.title, from: life.from, to: life.to },
      period: `${life.plan}/${life.from}-${life.to}`,
      matters: matters.map((one) => `${one.kind}/${one.year}/${one.due}`).join(','),
      years: life.years.map((run) => `${run.year}/${run.tasks}/${run.accepted}/${run.cancelled}`).join(','),
      reported: late.length > 0,
    };
    return {
      key: `${kind}/${life.plan}/${day}`,
      kind,
      office: life.office,
      unit: kind === 'plan-office' ? life.office : life.leadership,
      role: kind === 'plan-office' ? 'liaison' : 'head',
      day,
      at: instantOf(day, life.rules.hour),
      notices: [],
      facts: { ...facts },
    };
  };
  return [
    ...(open.length > 0 ? [letter('plan-office', open)] : []),
    ...(late.length > 0 ? [letter('plan-overdue', late)] : []),
  ];
}
