/** Key tasks on record: the newest state of each, written only from the task's own workflow. */
import { and, arrayContains, asc, eq, notInArray, type SQL, sql } from 'drizzle-orm';
import type { LedgerEvent, Stage, TaskState } from '../../domain/task.js';
import { batched } from './batch.js';
import type { Ledger } from './connect.js';
import { prepared } from './prepared.js';
import { task } from './schema.js';
import { toJson } from './storable.js';

interface TaskRecord {
  readonly state: TaskState;
  readonly events: readonly LedgerEvent[];
}

const recordStatement = prepared(
  'record tasks',
  `with asked as (
    select distinct on (s ->> 'id') s as state from jsonb_array_elements($1::jsonb) s
    order by s ->> 'id', (s ->> 'seq')::int desc
  ), written as (
    insert into task (id, plan, year, number, stage, overdue, due, units, seq, state)
    select state ->> 'id', state ->> 'plan', (state ->> 'year')::int, (state ->> 'number')::int, state ->> 'stage',
      (state ->> 'overdue')::boolean, state ->> 'due',
      array(select distinct d ->> 'unit' from jsonb_array_elements(state -> 'duties') d), (state ->> 'seq')::int, state
    from asked
    on conflict (id) do update set stage = excluded.stage, overdue = excluded.overdue, due = excluded.due,
      units = excluded.units, seq = excluded.seq, state = excluded.state
    where task.seq < excluded.seq
  )
  select append_events($2::jsonb)`,
);

const record = batched(async (ledger, records: readonly TaskRecord[]) => {
  await recordStatement(ledger, [toJson(records.map((r) => r.state)), toJson(records.flatMap((r) => r.events))]);
  return records.map(() => undefined);
});

/**
 * Writes a task's state and the events that led to it, both or neither. A state older than the one on record (by `seq`)
 * is not written; its events are, unless their ids are on record already. Safe to repeat.
 */
export async function recordTask(ledger: Ledger, state: TaskState, events: readonly LedgerEvent[]): Promise<void> {
  await record(ledger, { state, events });
}

export interface TaskFilter {
  readonly plan?: string;
  readonly year?: number;
  /** A unit with any duty. */
  readonly unit?: string;
  readonly stage?: Stage;
  readonly overdue?: boolean;
  /** True: neither accepted nor cancelled; false: one of the two. */
  readonly open?: boolean;
}

/** Tasks in the order of plan, year and number. */
export async function listTasks(ledger: Ledger, filter: TaskFilter = {}): Promise<TaskState[]> {
  const closed: Stage[] = ['accepted', 'cancelled'];
  const where: (SQL | undefined)[] = [
    filter.plan === undefined ? undefined : eq(task.plan, filter.plan),
    filter.year === undefined ? undefined : eq(task.year, filter.year),
    filter.unit === undefined ? undefined : arrayContains(task.units, [filter.unit]),
    filter.stage === undefined ? undefined : eq(task.stage, filter.stage),
    filter.overdue === undefined ? undefined : eq(task.overdue, filter.overdue),
    filter.open === undefined
      ? undefined
      : filter.open
        ? notInArray(task.stage, closed)
        : sql`${task.stage} in ('accepted', 'cancelled')`,
  ];
  const rows = await ledger.db
    .select({ state: task.state })
    .from(task)
    .where(and(...where))
    .orderBy(asc(task.plan), asc(task.year), asc(task.number));
  return rows.map((row) => row.state);
}

/** The newest recorded state, or undefined for a task that is not on record. */
export async function loadTask(ledger: Ledger, id: string): Promise<TaskState | undefined> {
  const [row] = await ledger.db.select({ state: task.state }).from(task).where(eq(task.id, id));
  return row?.state;
}
