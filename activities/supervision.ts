/** What supervision cycles ask of calendar and ledger; results travel into the workflows as data. */
import type { Calendar } from '../domain/calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../domain/day.js';
import { DubanError } from '../domain/errors.js';
import { roundsWorkflowId } from '../domain/ids.js';
import type { Directory } from '../domain/org.js';
import { bulletinOf } from '../domain/supervision/bulletin-of.js';
import { type CycleState, requestCycle } from '../domain/supervision/cycle.js';
import { type CycleDates, cyclesBetween, datesFrom, nextRequest } from '../domain/supervision/dates.js';
import { daysOfYears } from '../domain/supervision/rehearse.js';
import { cycleWords, readCycleKey } from '../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../domain/supervision/rules.js';
import { unitsAsked } from '../domain/supervision/units-asked.js';
import type { Actor, LedgerEvent } from '../domain/task.js';
import type { Ledger } from './ledger/connect.js';
import { loadDirectory } from './ledger/directory.js';
import { listPlans, loadPlan, type PlanRow } from './ledger/plans.js';
import { keepBulletin, loadBulletin } from './ledger/supervision/bulletins.js';
import { loadCycle, openCycle, putOffs } from './ledger/supervision/cycles.js';
import { burdenOf } from './ledger/supervision/figures.js';
import { returnsOf } from './ledger/supervision/returns.js';
import { listTasks } from './ledger/tasks.js';

const system: Actor = { name: 'duban', role: 'system' };
/** Missed cycles older than this are not caught up any more (days). */
const CATCH_UP_DAYS = 45;
/** What a cycle starts from, for the workflow. */
export interface StartableCycle {
  readonly state: CycleState;
  readonly rules: SupervisionRules;
  readonly rounds: readonly string[];
}

/** A plan's first and last day, as cycles look at them. */
export const daysOfPlan = ({ plan }: Pick<PlanRow, 'plan'>): { readonly from: Day; readonly to: Day } =>
  daysOfYears(plan);

/** The record of a cycle of a running plan, not yet kept. A request that comes late gets as many working days as one in time. */
export async function draftCycle(
  ledger: Ledger,
  row: PlanRow,
  dates: CycleDates,
  rules: SupervisionRules,
  calendar: Calendar,
  now: number,
  by: Actor,
): Promise<CycleState> {
  const today = dayOf(now);
  const tasks = await listTasks(ledger, { plan: row.id });
  const { office, leadership } = officesOf(await loadDirectory(ledger));
  const moved = datesFrom(dates, today, rules, calendar);
  return requestCycle(
    { plan: row.id, title: row.title, office, leadership, requestedBy: by.name },
    moved,
    unitsAsked(tasks, dates),
    now,
    rules.hour,
  );
}

/**
 * Keeps the cycles whose request day has come and gives them to be started; of several that were missed only the last.
 * Safe to repeat: a cycle that was kept and never moved is given again.
 */
export async function startable(
  ledger: Ledger,
  calendar: Calendar,
  now: number,
  only: string | null,
): Promise<readonly StartableCycle[]> {
  const found: StartableCycle[] = [];
  for (const row of await listPlans(ledger)) {
    if (row.status !== 'executing' || row.supervision === null || (only !== null && row.id !== only)) continue;
    const cycle = await startableOf(ledger, row, row.supervision, calendar, now);
    if (cycle) found.push(cycle);
  }
  return found;
}

/** The last cycle whose request day, or the day it was put off to, has come; undefined when none has. */
async function dueCycle(
  ledger: Ledger,
  row: PlanRow,
  rules: SupervisionRules,
  calendar: Calendar,
  now: number,
): Promise<CycleDates | undefined> {
  const today = dayOf(now);
  const launched = dayOf(row.launchedAt ?? now);
  const earliest = addDays(today, -CATCH_UP_DAYS);
  const after = launched > earliest ? launched : earliest;
  const moved = new Map((await putOffs(ledger, row.id)).map((one) => [one.key, one.until]));
  return cyclesBetween(after, today, daysOfPlan(row), rules, calendar)
    .filter(({ key }) => {
      const until = moved.get(key);
      return until === undefined || (until !== null && until <= today);
    })
    .at(-1);
}

async function startableOf(
  ledger: Ledger,
  row: PlanRow,
  rules: SupervisionRules,
  calendar: Calendar,
  now: number,
): Promise<StartableCycle | undefined> {
  const dates = await dueCycle(ledger, row, rules, calendar, now);
  if (!dates || !calendar.isWorkday(dayOf(now))) return undefined;
  const state = await draftCycle(ledger, row, dates, rules, calendar, now, system);
  const kept = await loadCycle(ledger, state.id);
  if (kept) return kept.state.seq === 1 ? startOf(kept.state, kept.rules) : undefined;
  if (state.units.length === 0) return undefined;
  try {
    await openCycle(
      ledger,
      state,
      rules,
      cycleEvent(state, system, now, 'cycle.requested', { units: state.units.length, dates }),
    );
  } catch (error) {
    // The one before is not finished: said on the page, tried again tomorrow.
    if (error instanceof DubanError && (error.code === 'cycle-overlap' || error.code === 'cycle-exists'))
      return undefined;
    throw error;
  }
  return startOf(state, rules);
}

/** What the workflow of a cycle on record starts from. */
export function startOf(state: CycleState, rules: SupervisionRules): StartableCycle {
  return { state, rules, rounds: [roundsWorkflowId(state.office)] };
}

/** The next morning on which a cycle of the plan can fall due; null when the plan is over or holds none. */
export async function nextMorning(
  ledger: Ledger,
  calendar: Calendar,
  plan: string,
  now: number,
): Promise<number | null> {
  const row = await loadPlan(ledger, plan);
  if (!row || row.supervision === null || row.status === 'closed') return null;
  const rules = row.supervision;
  const request = nextRequest(dayOf(now), rules, calendar);
  const due = await dueCycle(ledger, row, rules, calendar, now);
  const blocked = due !== undefined && (await loadCycle(ledger, `${plan}/${due.key}`)) === undefined;
  const put = (await putOffs(ledger, plan)).flatMap(({ until }) =>
    until !== null && until > dayOf(now) ? [until] : [],
  );
  // A cycle that could not start because the one before still ran is looked for each working day.
  const day = blocked ? calendar.addWorkdays(dayOf(now), 1) : [request, ...put].sort()[0];
  if (day === undefined || day > daysOfPlan(row).to) return null;
  return instantOf(day, rules.hour) - 5 * 60_000;
}

/** The bulletin of a cycle as it stands on a day. */
export async function draftBulletin(
  ledger: Ledger,
  state: CycleState,
  day: Day,
): Promise<ReturnType<typeof bulletinOf>> {
  const [tasks, returns, burden] = await Promise.all([
    listTasks(ledger, { plan: state.plan }),
    returnsOf(ledger, state.id),
    burdenOf(ledger, state.dates.from, day),
  ]);
  const period = readCycleKey(state.key);
  const frame = {
    cycle: state.id,
    period: period === undefined ? state.key : cycleWords(period),
    planTitle: state.title,
    from: state.dates.from,
    to: state.dates.to,
    units: state.units,
    ...(state.bulletin?.corrects === undefined ? {} : { corrects: state.bulletin.corrects }),
  };
  return bulletinOf(frame, tasks, returns, burden, day);
}

/** Numbers the bulletin and keeps it as it stands now; again, it gives the number it has. */
export async function approve(
  ledger: Ledger,
  state: CycleState,
  actor: Actor,
  now: number,
): Promise<{ readonly number: string }> {
  const bulletin = await draftBulletin(ledger, state, dayOf(now));
  const kept = await loadBulletin(ledger, state.id);
  const again = kept.find((one) => one.approvedBy === actor.name && one.at === now);
  const no = again?.no ?? kept.length + 1;
  return keepBulletin(
    ledger,
    { cycle: state.id, no, bulletin, author: state.bulletin?.author ?? system.name, approvedBy: actor.name, at: now },
    {
      id: `cycle.bulletin/${state.id}/${no}`,
      at: now,
      actor,
      kind: 'cycle.bulletin',
      subject: `cycle/${state.id}`,
      data: {},
    },
  );
}

function cycleEvent(state: CycleState, actor: Actor, at: number, kind: string, data: LedgerEvent['data']): LedgerEvent {
  return { id: `${kind}/${state.id}`, at, actor, kind, subject: `cycle/${state.id}`, data };
}

function officesOf(directory: Directory): { readonly office: string; readonly leadership: string } {
  const idOf = (kind: string): string => directory.units.find((unit) => unit.kind === kind)?.id ?? kind;
  return { office: idOf('office'), leadership: idOf('leadership') };
}
