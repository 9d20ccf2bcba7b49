/** The supervision cycles to come, as the starter will hold them. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { listPlans, type PlanRow } from '../../activities/ledger/plans.js';
import { listCycles, putOffs } from '../../activities/ledger/supervision/cycles.js';
import { officeCalendar } from '../../activities/schedules.js';
import { daysOfPlan } from '../../activities/supervision.js';
import type { Calendar } from '../../domain/calendar/workdays.js';
import { addDays, type Day, dayOf } from '../../domain/day.js';
import { cyclesBetween } from '../../domain/supervision/dates.js';
import { cycleWords, readCycleKey } from '../../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import type { ComingCycle } from '../http/cycle-answers.js';

/** Cycles of one plan that are shown besides those put off. */
const AHEAD = 2;
/** Two half-years: as far as two cycles can lie ahead (days). */
const REACH = 400;
/** Request days so long ago are not caught up any more (days). */
const BACK = 45;

/** @param now epoch ms. */
export async function comingCycles(ledger: Ledger, now: number): Promise<readonly ComingCycle[]> {
  const [plans, calendar] = await Promise.all([listPlans(ledger), officeCalendar(ledger)]);
  const found = await Promise.all(
    plans
      .filter((row) => row.status === 'executing')
      .map(async (row) => (row.supervision === null ? [] : ofPlan(ledger, row, row.supervision, calendar, dayOf(now)))),
  );
  const when = ({ request, putOff }: ComingCycle): Day => putOff?.until ?? request;
  return found.flat().toSorted((a, b) => when(a).localeCompare(when(b)));
}

async function ofPlan(
  ledger: Ledger,
  row: PlanRow,
  rules: SupervisionRules,
  calendar: Calendar,
  today: Day,
): Promise<readonly ComingCycle[]> {
  const [begun, put] = await Promise.all([listCycles(ledger, { plan: row.id }), putOffs(ledger, row.id)]);
  const keys = new Set(begun.map((one) => one.key));
  const between = cyclesBetween(addDays(today, -BACK), addDays(today, REACH), daysOfPlan(row), rules, calendar);
  const all = between
    .filter(({ key }) => !keys.has(key))
    .map(({ key, request }): ComingCycle => {
      const period = readCycleKey(key);
      const off = put.find((one) => one.key === key);
      return {
        plan: row.id,
        planTitle: row.title,
        key,
        periodWords: period === undefined ? key : cycleWords(period),
        request,
        putOff: off === undefined ? null : { until: off.until, reason: off.reason },
      };
    });
  const next = new Set(all.filter(({ request }) => request >= today).slice(0, AHEAD));
  return all.filter((one) => next.has(one) || one.putOff !== null);
}
