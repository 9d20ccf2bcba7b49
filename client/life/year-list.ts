/** A year's list from what is on record, and the office's answers to its questions. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { alonePlan, changePlan, loadPlan, type PlanRow } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { clockOf, type Day, dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { type GivenYear, takeAnswers } from '../../domain/life/year-answers.js';
import { settledFor, type YearList, yearList } from '../../domain/life/year-list.js';
import type { Directory } from '../../domain/org.js';
import type { PickedTask, PlanYear } from '../../domain/plan.js';
import type { Actor } from '../../domain/task.js';
import { type Desk, officeEvent, permit, recordRefusal } from '../desk.js';

export interface LoadedYear {
  readonly row: PlanRow;
  readonly list: YearList;
  readonly directory: Directory;
}

/**
 * @param picked tasks picked for the year; default those on record.
 * @throws `not-found`.
 */
export async function loadYear(
  ledger: Ledger,
  id: string,
  year: number,
  today: Day,
  picked?: readonly PickedTask[],
): Promise<LoadedYear> {
  const [row, running, directory] = await Promise.all([
    loadPlan(ledger, id),
    listTasks(ledger, { plan: id }),
    loadDirectory(ledger),
  ]);
  if (row === undefined) throw refuse('not-found', { what: id });
  const settled = settledFor(row.plan, year);
  const first = `${year}-01-01`;
  const list = yearList(
    row.plan,
    year,
    running,
    { ...settled, ...(picked === undefined ? {} : { picked }) },
    // Seen in December, the list is that of January.
    { directory, asOf: today > first ? today : first },
  );
  return { row, list, directory };
}

/** The printed name of a unit. */
export function namesIn(directory: Directory): (unit: string) => string {
  return (unit) => unitOf(directory, unit)?.name ?? unit;
}

/** Keeps answers for a year that has not begun. @throws DubanError with everything that stands against them; nothing is kept then. */
export async function answerYear(
  desk: Desk,
  id: string,
  year: number,
  given: GivenYear,
  actor: Actor,
): Promise<PlanYear> {
  await permit(desk, actor, 'settle', id);
  return alonePlan(desk.ledger, id, () => keepAnswers(desk, id, year, given, actor));
}

async function keepAnswers(desk: Desk, id: string, year: number, given: GivenYear, actor: Actor): Promise<PlanYear> {
  const now = await desk.now();
  const { row, list, directory } = await loadYear(desk.ledger, id, year, dayOf(now));
  try {
    const run = row.life?.years.find((one) => one.year === year);
    if (row.status === 'closed') throw refuse('plan-not-executing', { plan: id });
    if (run) throw refuse('life-year-started', { plan: id, year, at: clockOf(run.launchedAt) });
    const outside = list.faults.filter((one) => one.code === 'plan-year-outside' || one.code === 'plan-without-tasks');
    if (outside.length > 0) throw new DubanError(outside);
    const kept = takeAnswers(row.plan, list, settledFor(row.plan, year), given, directory);
    await changePlan(
      desk.ledger,
      id,
      (plan) => ({ ...plan, years: [...(plan.years ?? []).filter((one) => one.year !== year), kept] }),
      [officeEvent(actor, now, 'plan.yearAnswered', id, { ...kept })],
    );
    return kept;
  } catch (error) {
    if (error instanceof DubanError) throw await recordRefusal(desk, actor, 'settle', id, error);
    throw error;
  }
}
