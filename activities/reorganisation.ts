/** What a reorganisation asks of the ledger on its day. */
import { sql } from 'drizzle-orm';
import { type Reorganisation, successionActs } from '../domain/reorganisation.js';
import type { Act } from '../domain/task.js';
import type { Ledger } from './ledger/connect.js';
import { task } from './ledger/schema.js';
import { listTasks } from './ledger/tasks.js';

/** A duty of an open task that still lies with a former unit, with the act that hands it over. */
export interface Succession {
  readonly task: string;
  readonly act: Extract<Act, { readonly kind: 'succeed' }>;
}

/** Tasks on record from which on the rounds' table may be divided by unit: it is once, and stays so. */
const MAY_BE_DIVIDED = 1000;

/** What is left to hand over, task by task. */
export async function successionsLeft(ledger: Ledger, change: Reorganisation): Promise<readonly Succession[]> {
  const [lists, [counted]] = await Promise.all([
    Promise.all(change.units.map((unit) => listTasks(ledger, { unit, open: true }))),
    ledger.db.select({ tasks: sql<number>`count(*)::int` }).from(task),
  ]);
  const afresh = (counted?.tasks ?? 0) > MAY_BE_DIVIDED ? ({ afresh: true } as const) : {};
  const open = new Map(lists.flat().map((state) => [state.id, state]));
  return [...open.values()].flatMap((state) =>
    successionActs(change, state).map((act) => ({ task: state.id, act: { ...act, ...afresh } })),
  );
}
