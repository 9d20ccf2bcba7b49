/** Why an act on a plan's life cannot be done now. Pure and workflow-safe: asked by the plan's validator. */
import { clockOf } from '../day.js';
import { type Fault, type FaultValues, fault } from '../errors.js';
import {
  isLong,
  type LifeAct,
  type LifeStage,
  lifeActWords,
  lifeStageWords,
  type PlanLife,
  planEvaluationWords,
} from './life.js';

/** Stages in which an act is possible. */
export const allowedIn: Readonly<Record<LifeAct['kind'], readonly LifeStage[]>> = {
  issue: ['drafting', 'revising'],
  startYear: ['issued', 'executing'],
  amend: ['executing'],
  pause: ['executing'],
  resume: ['executing', 'evaluating'],
  evaluate: ['executing', 'evaluating'],
};

const MAX_TEXT = 2000;

/** The fault, or null. */
export function lifeRefusal(life: PlanLife, act: LifeAct): Fault | null {
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
      return yearRefusal(life, act, no);
    case 'amend': {
      const { year, reason, approvedBy } = act.amendment;
      if (!life.years.some((run) => run.year === year))
        return no('life-amend-year', { year, allowed: life.years.map((run) => run.year).join('、') });
      return textFault('调整理由', reason) ?? textFault('批准人', approvedBy);
    }
    case 'pause':
    case 'resume':
      return textFault(`${words}理由`, act.reason);
    case 'evaluate': {
      const before = life.evaluations.find((one) => one.kind === act.evaluation);
      if (before) return no('life-evaluated', { evaluation: planEvaluationWords[act.evaluation], on: before.on });
      return textFault('评估文件', act.document);
    }
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}

/** Why the plan cannot end: of several years it is evaluated first, unless it ends `early`. */
export function closeRefusal(
  life: PlanLife,
  open: number,
  options: { readonly cancelOpen: boolean; readonly early?: boolean },
): Fault | null {
  const { plan, stage } = life;
  if (stage !== 'executing' && stage !== 'evaluating') return fault('plan-not-executing', { plan });
  if (open > 0 && !options.cancelOpen) return fault('plan-has-open-tasks', { plan, count: open });
  const evaluated = life.indicators || life.evaluations.some((one) => one.kind === 'final');
  return isLong(life) && !evaluated && options.early !== true ? fault('life-evaluation-missing', { plan }) : null;
}

function yearRefusal(
  life: PlanLife,
  { year, approval }: Extract<LifeAct, { kind: 'startYear' }>,
  no: (code: Parameters<typeof fault>[0], values?: FaultValues) => Fault,
): Fault | null {
  const { years, from, to } = life;
  if (year < from || year > to)
    return no('plan-year-outside', { year, allowed: from === to ? from : `${from}至${to}` });
  const before = years.find((run) => run.year === year);
  if (before) return no('life-year-started', { year, at: clockOf(before.launchedAt) });
  const last = years.at(-1)?.year;
  if (last !== undefined && year < last) return no('life-year-order', { year, last });
  // The first year is approved with the plan itself.
  return last !== undefined && approval === undefined ? no('life-year-approval', { year }) : null;
}

function textFault(field: string, text: string): Fault | null {
  if (text.trim() === '') return fault('text-missing', { field });
  return text.length > MAX_TEXT ? fault('text-too-long', { field, length: text.length, allowed: MAX_TEXT }) : null;
}
