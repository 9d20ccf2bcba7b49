/** Major problems raised at any time; each goes to the leadership group as a 专报 at once. */
import { and, asc, eq, getTableColumns, gte, isNull, lt, sql } from 'drizzle-orm';
import { addDays, instantOf } from '../../../domain/day.js';
import { refuse } from '../../../domain/errors.js';
import { readCycleKey } from '../../../domain/supervision/rhythm.js';
import type { Actor } from '../../../domain/task.js';
import { appendWithin } from '../chain.js';
import type { Ledger } from '../connect.js';
import { letter, task, unit } from '../schema.js';
import { toJson } from '../storable.js';
import { cycleProblem } from '../supervision-schema.js';

export type Problem = typeof cycleProblem.$inferSelect;

/**
 * Keeps a problem of a task.
 * @param now epoch ms.
 * @returns its id and the key under which its letter is to leave, `special-report/{office}/{task}/{n}`.
 * @throws `text-missing`, `task-unknown`.
 */
export async function raiseProblem(
  ledger: Ledger,
  raised: { readonly task: string; readonly text: string },
  actor: Actor,
  now: number,
): Promise<{ readonly id: string; readonly letter: string }> {
  if (raised.text.trim() === '') throw refuse('text-missing', { field: '内容' });
  return ledger.db.transaction(async (tx) => {
    const [of] = await tx.select({ plan: task.plan }).from(task).where(eq(task.id, raised.task)).for('update');
    if (of === undefined) throw refuse('task-unknown', { task: raised.task, allowed: 'sample/2027/1' });
    const [office] = await tx
      .select({ id: unit.id })
      .from(unit)
      .where(eq(unit.kind, 'office'))
      .orderBy(asc(unit.position))
      .limit(1);
    const [before] = await tx
      .select({ n: sql<number>`count(*)::int` })
      .from(cycleProblem)
      .where(eq(cycleProblem.task, raised.task));
    const no = (before?.n ?? 0) + 1;
    const id = `problem/${raised.task}/${no}`;
    const letter = `special-report/${office?.id ?? 'office'}/${raised.task}/${no}`;
    const by = { name: actor.name, unit: actor.unit ?? actor.onBehalfOf ?? null };
    await tx.execute(sql`
      insert into cycle_problem (id, task, no, plan, text, by, unit, at, letter)
      select ${id}, ${raised.task}, ${no}, ${of.plan}, r ->> 'text', r ->> 'name', r ->> 'unit', ${now}, ${letter}
      from (select ${toJson({ text: raised.text, ...by })}::jsonb as r) one`);
    const data = { problem: id, text: raised.text, unit: by.unit, letter };
    await appendWithin(tx, [{ id, at: now, actor, kind: 'cycle.problem', subject: raised.task, data }]);
    return { id, letter };
  });
}

/**
 * Problems raised about the plan's tasks in the period of a cycle (`{plan}/{key}`, on record or not), the oldest first.
 * @throws `cycle-key`.
 */
export async function problemsOf(ledger: Ledger, cycle: string): Promise<Problem[]> {
  const cut = cycle.lastIndexOf('/');
  const key = cycle.slice(cut + 1);
  const period = readCycleKey(key);
  if (period === undefined) throw refuse('cycle-key', { value: key });
  const { plan, at, id } = cycleProblem;
  return ledger.db
    .select()
    .from(cycleProblem)
    .where(
      and(eq(plan, cycle.slice(0, cut)), gte(at, instantOf(period.from)), lt(at, instantOf(addDays(period.to, 1)))),
    )
    .orderBy(asc(at), asc(id));
}

/** Problems whose letter is not on record, the oldest first: Temporal did not answer when they were raised. */
export async function unsentProblems(ledger: Ledger): Promise<Problem[]> {
  return ledger.db
    .select(getTableColumns(cycleProblem))
    .from(cycleProblem)
    .leftJoin(letter, eq(letter.key, cycleProblem.letter))
    .where(isNull(letter.key))
    .orderBy(asc(cycleProblem.at), asc(cycleProblem.id));
}
