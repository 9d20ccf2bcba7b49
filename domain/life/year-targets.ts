/** The targets of a task in one year of a plan of several: what the document sets for it, and what it leaves to be asked. */
import { eachYear } from '../parse/target-years.js';
import type { Plan, Target, YearAnswer } from '../plan.js';
import type { TaskState } from '../task.js';

interface Aimed {
  readonly targets: readonly Target[];
}

/** The targets of the plan that a year's task answers for: those of the year, and those without one. */
export function targetsOfYear(task: Aimed | undefined, year: number): readonly Target[] {
  return (task?.targets ?? []).filter((target) => target.year === undefined || target.year === year);
}

/** What a running task is asked about: targets of its own, else those its plan has for its year. Returns count their values by this order. */
export function askedTargets(
  state: Pick<TaskState, 'number' | 'year' | 'targets'>,
  plan: Pick<Plan, 'tasks'> | undefined,
): readonly Target[] {
  return (
    state.targets ??
    targetsOfYear(
      plan?.tasks.find((one) => one.number === state.number),
      state.year,
    )
  );
}

/** A number the office is asked for: the value of a target in the year. */
export interface TargetQuestion {
  /** Names the target within its task: its metric, with `#2` for a second one of the same metric. */
  readonly target: string;
  /** Place of the target in the task, from 1. */
  readonly place: number;
  readonly measure: string;
  /** In Chinese. */
  readonly why: string;
}

export interface YearTargets {
  readonly targets: readonly Target[];
  /** Still to be answered. */
  readonly questions: readonly TargetQuestion[];
  /** Answered already, with the answer. */
  readonly answered: readonly (TargetQuestion & { readonly value: number | 'none' })[];
}

/**
 * The task's targets in `year`. A target that the document splits by year is taken as it is; one for another year, or
 * for none, is asked about, unless it counts by the year anyway or the year is the task's last.
 * @param last last year of the task: of its last date, else of the plan.
 * @param answers those of the office for this task and year.
 */
export function yearTargets(
  task: Aimed,
  year: number,
  last: number,
  answers: readonly Extract<YearAnswer, { target: string }>[],
): YearTargets {
  const targets: Target[] = [];
  const questions: TargetQuestion[] = [];
  const answered: (TargetQuestion & { value: number | 'none' })[] = [];
  for (const { name, series } of seriesOf(task)) {
    const own = series.filter((target) => target.year === year);
    const undated = series.filter((target) => target.year === undefined);
    const later = series.filter((target) => target.year !== undefined && target.year > year);
    const main = later[0] ?? undated.at(-1);
    if (own.length > 0) targets.push(...own);
    else if (main === undefined) continue;
    else if (undated.length > 0 && (year >= last || undated.some(({ raw, metric }) => eachYear.test(raw + metric))))
      targets.push(...undated);
    else {
      const place = task.targets.indexOf(main) + 1;
      const question = { target: name, place, measure: main.unit, why: whyOf(series) };
      const answer = answers.find((one) => one.target === name);
      if (answer === undefined) {
        questions.push(question);
        targets.push(...undated);
      } else {
        answered.push({ ...question, value: answer.value });
        if (answer.value !== 'none')
          targets.push({ metric: main.metric, op: main.op, value: answer.value, unit: main.unit, raw: '', year });
      }
    }
  }
  return { targets, questions, answered };
}

/** Targets of one metric and unit belong together, whatever their years; a second metric of the same words gets a mark. */
function seriesOf({ targets }: Aimed): readonly { readonly name: string; readonly series: readonly Target[] }[] {
  const groups: { readonly metric: string; readonly unit: string; readonly series: Target[] }[] = [];
  for (const target of targets) {
    const group = groups.find(({ metric, unit }) => metric === target.metric && unit === target.unit);
    if (group === undefined) groups.push({ metric: target.metric, unit: target.unit, series: [target] });
    else group.series.push(target);
  }
  return groups.map(({ metric, series }, at) => {
    const before = groups.slice(0, at).filter((other) => other.metric === metric).length;
    return { name: before === 0 ? metric : `${metric}#${before + 1}`, series };
  });
}

function whyOf(series: readonly Target[]): string {
  const years = [...new Set(series.flatMap(({ year }) => year ?? []))].toSorted();
  const words = series
    .map(({ raw, metric, value, unit }) => (raw === '' ? `${metric}${value}${unit}` : raw))
    .slice(0, 2)
    .join('；');
  return years.length === 0 ? `文件写“${words}”，没有写明年份` : `文件只写了${years.join('、')}年的目标：“${words}”`;
}
