/** The baselines in workflow code: nothing but timers, activities and updates. */
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

export const BARE_QUEUE = 'bench';

export interface BareInput {
  readonly timers: number;
  readonly activities: number;
  /** ms */
  readonly pause: number;
}

export interface BareActivities {
  nothing(): Promise<void>;
}

export const note = defineUpdate<number, []>('note');
export const end = defineSignal('end');

const { nothing } = proxyActivities<BareActivities>({ startToCloseTimeout: '1m' });

/** So many timers one after another, with the activities spread evenly over them. */
export async function bareYear({ timers, activities, pause }: BareInput): Promise<void> {
  for (let at = 0; at < timers; at++) {
    await sleep(pause);
    const many = Math.floor(((at + 1) * activities) / timers) - Math.floor((at * activities) / timers);
    await Promise.all(Array.from({ length: many }, () => nothing()));
  }
}

/** Waits until it is told to end; takes updates. */
export async function bareWait(): Promise<number> {
  let notes = 0;
  let over = false;
  setHandler(note, () => ++notes);
  setHandler(end, () => {
    over = true;
  });
  await condition(() => over);
  return notes;
}
