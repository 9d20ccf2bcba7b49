/** The moments at which a plan of several years asks something of the office: waited for, and the letters sent. */
import { condition } from '@temporalio/workflow';
import type { PlanLife } from '../domain/life/life.js';
import type { LifeMoment } from '../domain/life/moments.js';
import { lifeMoment } from './proxies.js';
import { send } from './send.js';

/** What the loop needs of the plan it runs beside. */
export interface MomentSource {
  life(): PlanLife;
  /** Grows with every change of the life: the next moment is then asked for again. */
  changes(): number;
  over(): boolean;
  /** Keeps the plan from continuing as new while letters are under way. */
  working(work: () => Promise<void>): Promise<void>;
  /** Instant up to which moments were taken (epoch ms). */
  seen(): number;
  take(moment: LifeMoment): Promise<void>;
}

/** Runs until the plan is over. */
export async function followMoments(source: MomentSource): Promise<void> {
  let after = source.seen();
  while (!source.over()) {
    const before = source.changes();
    const moment = await lifeMoment(source.life(), after, Date.now());
    const moved = (): boolean => source.over() || source.changes() !== before;
    if (moment === null) {
      await condition(moved);
      continue;
    }
    const left = moment.at - Date.now();
    if (left > 0) {
      // Asked again when it has come: a year of holidays may have been loaded meanwhile, tasks may have ended.
      await condition(moved, left, { summary: moment.summary });
      continue;
    }
    after = moment.at;
    await source.working(async () => {
      await source.take(moment);
      await Promise.all(moment.letters.map((letter) => send(letter, moment.summary)));
    });
  }
}
