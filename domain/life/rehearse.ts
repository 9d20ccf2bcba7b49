/**
 * The life of a plan in a rehearsal: what the office does to it, and what the plan asks of the office by itself. A small
 * machine beside the rounds, of the very functions its workflow runs. Pure.
 */
import type { Calendar } from '../calendar/workdays.js';
import { dayOf } from '../day.js';
import type { Fault } from '../errors.js';
import type { Actor } from '../task.js';
import { applyLifeAct, isLong, type LifeAct, type PlanLife, turnLife } from './life.js';
import { type LifeMoment, nextLifeMoment } from './moments.js';
import { lifeRefusal } from './refusal.js';

export interface LifePlay {
  life(): PlanLife;
  /** The next instant (epoch ms) at which the plan asks something of the office; infinity when nothing will. */
  next(): number;
  /** What it asks at that instant. */
  step(): Pick<LifeMoment, 'at' | 'letters'>;
  /** Carries an act out, or says what stands against it. */
  act(act: LifeAct, actor: Actor, now: number): Fault | undefined;
  taskEnded(year: number, accepted: boolean, now: number): void;
}

const system: Actor = { name: 'duban', role: 'system' };

export function playLife(begun: PlanLife, calendar: Calendar): LifePlay {
  let life = begun;
  /** Instant up to which the plan's moments were taken; from its launch on there are some. */
  let after: number | undefined;
  let moment: LifeMoment | null = null;
  const look = (now: number): void => {
    moment = after === undefined || !isLong(life) ? null : nextLifeMoment(life, after, calendar, now);
  };
  return {
    life: () => life,
    next: () => moment?.at ?? Number.POSITIVE_INFINITY,
    step() {
      const at = moment?.at ?? Number.POSITIVE_INFINITY;
      // Asked again when it has come: tasks may have ended meanwhile.
      look(at);
      if (moment === null || moment.at > at) return { at, letters: [] };
      const { letters, evaluationDue } = moment;
      after = moment.at;
      if (evaluationDue === true && life.stage === 'executing')
        ({ life } = turnLife(life, { kind: 'evaluationDue' }, system, at));
      look(at);
      return { at, letters };
    },
    act(act, actor, now) {
      const today = dayOf(now);
      const refused = lifeRefusal(life, act, today);
      if (refused) return refused;
      ({ life } = applyLifeAct(life, act, actor, now, today));
      after ??= now;
      look(now);
      return undefined;
    },
    taskEnded(year, accepted, now) {
      ({ life } = turnLife(life, { kind: 'taskEnded', year, accepted }, system, now));
    },
  };
}
