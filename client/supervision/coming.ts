/** The supervision cycles to come, as the starter will hold them. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { listPlans, type PlanRow } from '../../activities/ledger/plans.js';
import { listCycles, putOffs } from '../../activities/ledger/supervision/cycles.js';
import { officeCalendar } from '../../activities/schedules.js';
import { daysOfPlan, dueCycle, isLive } from '../../activities/supervision.js';
import type { Calendar } from '../../domain/calendar/workdays.js';
import { addDays, type Day, dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import type { Directory } from '../../domain/org.js';
import type { OverBurdened } from '../../domain/supervision/burden.js';
import { CATCH_UP_DAYS, cyclesBetween } from '../../domain/supervision/dates.js';
import { cycleWords, readCycleKey } from '../../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import type { ComingCycle } from '../http/cycle-answers.js';

/** Cycles of one plan that are shown besides those put off. */
const AHEAD = 2;
/** Two half-years: as far as two cycles can lie ahead (days). */
const REACH = 400;

/** @param now epoch ms. */
export async function comingCycles(ledger: Ledger, now: number): Promise<readonly ComingCycle[]> {
  const [plans, calendar, held] = await Promise.all([listPlans(ledger), officeCalendar(ledger), heldBack(ledger)]);
  const found = await Promise.all(
    plans
      .filter((row) => row.status === 'executing')
      .map(async (row) => (row.supervision === null ? [] : ofPlan(ledger, row, row.supervision, calendar, now, held))),
  );
  const when = ({ request, putOff }: ComingCycle): Day => putOff?.until ?? request;
  return found.flat().toSorted((a, b) => when(a).localeCompare(when(b)));
}

async function ofPlan(
  ledger: Ledger,
  row: PlanRow,
  rules: SupervisionRules,
  calendar: Calendar,
  now: number,
  held: ReadonlyMap<string, NonNullable<ComingCycle['held']>>,
): Promise<readonly ComingCycle[]> {
  const today = dayOf(now);
  const [begun, put, due] = await Promise.all([
    listCycles(ledger, { plan: row.id }),
    putOffs(ledger, row.id),
    dueCycle(ledger, row, rules, calendar, now),
  ]);
  const live = begun.find(({ state }) => isLive(state));
  const keys = new Set(begun.map((one) => one.key));
  const between = cyclesBetween(
    addDays(today, -CATCH_UP_DAYS),
    addDays(today, REACH),
    daysOfPlan(row),
    rules,
    calendar,
  );
  const all = between
    .filter(({ key }) => !keys.has(key))
    .map(({ key, request }): ComingCycle => {
      const period = readCycleKey(key);
      const off = put.find((one) => one.key === key);
      const waitsFor = key === due?.dates.key ? (live?.id ?? null) : null;
      return {
        plan: row.id,
        planTitle: row.title,
        key,
        periodWords: period === undefined ? key : cycleWords(period),
        request,
        putOff: off === undefined ? null : { until: off.until, reason: off.reason },
        held: waitsFor === null ? stillHeld(held.get(`${row.id}/${key}`), off?.until, today) : null,
        waitsFor,
      };
    });
  const next = new Set(all.filter(({ request }) => request >= today).slice(0, AHEAD));
  return all.filter((one) => next.has(one) || one.putOff !== null || one.held !== null || one.waitsFor !== null);
}

/** What the starter held back, the newest entry of each cycle by its id. */
async function heldBack(ledger: Ledger): Promise<ReadonlyMap<string, NonNullable<ComingCycle['held']>>> {
  const [entries, directory] = await Promise.all([eventsOf(ledger, { kind: 'cycle.held' }), loadDirectory(ledger)]);
  return new Map(
    entries
      .toReversed()
      .map(({ subject, at, data }) => [
        subject.replace(/^cycle\//, ''),
        { since: dayOf(at), ceiling: Number(data['ceiling']), units: named(data['over'], directory) },
      ]),
  );
}

function named(over: unknown, directory: Directory): NonNullable<ComingCycle['held']>['units'] {
  const units = Array.isArray(over) ? (over as readonly OverBurdened[]) : [];
  return units.map(({ unit, count }) => ({ name: unitOf(directory, unit)?.name ?? unit, count }));
}

/** Put off to a day to come, or given up, it waits for nobody. */
function stillHeld(
  held: ComingCycle['held'] | undefined,
  until: Day | null | undefined,
  today: Day,
): ComingCycle['held'] {
  return held === undefined || until === null || (until !== undefined && until > today) ? null : held;
}
