/** Why an act on a plan's life cannot be done now. Pure and workflow-safe: asked by the plan's validator. */
import { clockOf, type Day, yearOf } from '../day.js';
import { type Fault, type FaultValues, fault } from '../errors.js';
import {
  isLong,
  type LifeAct,
  type LifeStage,
  lifeActWords,
  lifeStageWords,
  middleYear,
  type PlanLife,
  planEvaluationWords,
} from './life.js';
import type { MonthDay } from './rules.js';

/** Stages in which an act is possible. */
export const allowedIn: Readonly<Record<LifeAct['kind'], readonly LifeStage[]>> = {
  // Once more while nothing runs: a wrong number or day is put right.
  issue: ['drafting', 'revising', 'issued'],
  startYear: ['issued', 'executing'],
  amend: ['executing'],
  pause: ['executing'],
  resume: ['executing', 'evaluating'],
  evaluate: ['executing', 'evaluating'],
};

const MAX_TEXT = 2000;

/** Stages in which a plan can end: one that was not launched yet is withdrawn. */
export const endsIn: readonly LifeStage[] = ['drafting', 'revising', 'issued', 'executing', 'evaluating'];

/** The fault, or null; `today` is the day of the act. */
export function lifeRefusal(life: PlanLife, act: LifeAct, today: Day): Fault | null {
  const words = lifeActWords[act.kind];
  const no = (code: Parameters<typeof fault>[0], values: FaultValues = {}): Fault =>
    fault(code, { plan: life.plan, act: words, ...values });
  const { paused, stage } = life;
  if (act.kind === 'resume' && !paused) return no('life-not-paused');
  if (!allowedIn[act.kind].includes(stage))
    return no('life-stage', {
      stage: lifeStageWords[stage],
      allowed: allowedIn[act.kind].map((one) => lifeStageWords[one]).join('、'),
    });
  if (paused && act.kind !== 'resume' && act.kind !== 'evaluate')
    return no('life-paused', { since: clockOf(paused.since), reason: paused.reason });
  switch (act.kind) {
    case 'issue':
      return textFault('文号', act.number);
    case 'startYear':
      return yearRefusal(life, act, today, no);
    case 'amend': {
      const { year, reason, approvedBy } = act.amendment;
      if (!life.years.some((run) => run.year === year))
        return no('life-amend-year', { year, allowed: life.years.map((run) => run.year).join('、') });
      return textFault('调整理由', reason) ?? textFault('批准人', approvedBy);
    }
    case 'pause':
    case 'resume':
      return textFault(`${words}理由`, act.reason);
    case 'evaluate':
      return evaluationRefusal(life, act, today, no) ?? textFault('评估文件', act.document);
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}

/** Why the plan cannot end: one of several years that was launched is evaluated first, unless it ends `early`. */
export function closeRefusal(
  life: PlanLife,
  open: number,
  options: { readonly cancelOpen: boolean; readonly early?: boolean },
): Fault | null {
  const { plan, stage } = life;
  if (stage === 'closed') return fault('plan-closed', { plan, act: '再结束' });
  if (!endsIn.includes(stage))
    return fault('life-stage', {
      ...{ plan, stage: lifeStageWords[stage], act: '结束' },
      allowed: endsIn.map((one) => lifeStageWords[one]).join('、'),
    });
  if (open > 0 && !options.cancelOpen) return fault('plan-has-open-tasks', { plan, count: open });
  const evaluated = life.indicators || life.evaluations.some((one) => one.kind === 'final');
  return isLong(life) && life.years.length > 0 && !evaluated && options.early !== true
    ? fault('life-evaluation-missing', { plan })
    : null;
}

function yearRefusal(
  life: PlanLife,
  { year, approval, skip }: Extract<LifeAct, { kind: 'startYear' }>,
  today: Day,
  no: (code: Parameters<typeof fault>[0], values?: FaultValues) => Fault,
): Fault | null {
  const { years, from, to, rules } = life;
  if (year < from || year > to)
    return no('plan-year-outside', { year, allowed: from === to ? from : `${from}至${to}` });
  const before = years.find((run) => run.year === year);
  if (before) return no('life-year-started', { year, at: clockOf(before.launchedAt) });
  const last = years.at(-1)?.year;
  if (last !== undefined && year < last) return no('life-year-order', { year, last });
  // A slip of the year costs a whole one: it could not be made up for.
  if (skip !== true) {
    const left = (last ?? from - 1) + 1;
    const skipped = last === undefined ? year > from && today < `${year}-01-01` : year > left;
    if (skipped) return no('life-year-skipped', { year, skipped: left === year - 1 ? left : `${left}至${year - 1}` });
    const ask = firstAsked(year - 1, rules.yearList.ask);
    if (last !== undefined && today < ask) return no('life-year-early', { year, ask, today });
  }
  // The first year is approved with the plan itself.
  return last !== undefined && approval === undefined ? no('life-year-approval', { year }) : null;
}

/** The day on which a list is asked for where it is a working day; without the calendar, which workflows do not have. */
function firstAsked(year: number, { month, day }: MonthDay): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Each evaluation in its time and once, unless the one on record is corrected. Indicators are evaluated by rules of their own. */
function evaluationRefusal(
  { from, to, rules, indicators, evaluations }: PlanLife,
  { evaluation, correct }: Extract<LifeAct, { kind: 'evaluate' }>,
  today: Day,
  no: (code: Parameters<typeof fault>[0], values?: FaultValues) => Fault,
): Fault | null {
  const words = planEvaluationWords[evaluation];
  const before = evaluations.find((one) => one.kind === evaluation);
  if (before && correct === undefined) return no('life-evaluated', { evaluation: words, on: before.on });
  if (correct !== undefined)
    return before ? textFault('更正理由', correct) : no('life-evaluation-none', { evaluation: words });
  if (indicators) return null;
  const span = to - from + 1;
  if (evaluation === 'mid-term' && span < rules.midTerm.years)
    return no('life-evaluation-short', { span, years: rules.midTerm.years });
  const earliest = evaluation === 'final' ? to : middleYear({ from, to });
  return yearOf(today) < earliest ? no('life-evaluation-early', { evaluation: words, earliest, today }) : null;
}

function textFault(field: string, text: string): Fault | null {
  if (text.trim() === '') return fault('text-missing', { field });
  return text.length > MAX_TEXT ? fault('text-too-long', { field, length: text.length, allowed: MAX_TEXT }) : null;
}
