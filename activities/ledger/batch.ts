/**
 * Group commit: calls that come in while a statement is under way go out together in the next one. A burst of letters
 * then costs one commit per handful instead of one each, and the chain's lock is never held across a round trip.
 */
import type { Ledger } from './connect.js';

interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: unknown) => void;
}

/** Upper bound of a batch, which keeps one statement's parameters small (letters carry their whole HTML). */
const MOST = 200;

function lane<In, Out>(run: (items: readonly In[]) => Promise<readonly Out[]>): (item: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let busy = false;

  async function settle(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outs = await run(batch.map((one) => one.item));
      for (const [at, one] of batch.entries()) one.resolve(outs[at] as Out);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      // One bad item must not fail its neighbours: each is tried again by itself.
      else for (const one of batch) await settle([one]);
    }
  }

  async function drain(): Promise<void> {
    busy = true;
    // What the same turn of the loop brings, such as the next steps of letters that were answered together, goes along.
    await new Promise(setImmediate);
    while (waiting.length > 0) await settle(waiting.splice(0, MOST));
    busy = false;
  }

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void drain();
    });
}

/**
 * Makes a write of one item out of a write of many. `run` answers in the order of its items; it must be atomic, and
 * harmless when repeated, because a failed batch is repeated item by item. One lane per ledger.
 */
export function batched<In, Out>(
  run: (ledger: Ledger, items: readonly In[]) => Promise<readonly Out[]>,
): (ledger: Ledger, item: In) => Promise<Out> {
  const lanes = new WeakMap<Ledger, (item: In) => Promise<Out>>();
  return (ledger, item) => {
    let push = lanes.get(ledger);
    if (push === undefined) {
      push = lane((items) => run(ledger, items));
      lanes.set(ledger, push);
    }
    return push(item);
  };
}
