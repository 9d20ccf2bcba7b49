/** What supervision cycles ask of calendar and ledger; results travel into the workflows as data. */
import type { Calendar } from '../domain/calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../domain/day.js';
import { DubanError } from '../domain/errors.js';
import { roundsWorkflowId } from '../domain/ids.js';
import type { Directory } from '../domain/org.js';
import type { LetterDraft } from '../domain/schedule/types.js';
import { bulletinOf } from '../domain/supervision/bulletin-of.js';
import { monthUpTo, type OverBurdened, overBurdened } from '../domain/supervision/burden.js';
import { type CycleState, requestCycle } from '../domain/supervision/cycle.js';
import { heldLetter } from '../domain/supervision/cycle-letters.js';
import { CATCH_UP_DAYS, type CycleDates, cyclesBetween, datesFrom, nextRequest } from '../domain/supervision/dates.js';
import { daysOfYears } from '../domain/supervision/rehearse.js';
import { cycleWords, readCycleKey } from '../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../domain/supervision/rules.js';
import { unitsAsked } from '../domain/supervision/units-asked.js';
import type { Actor, LedgerEvent } from '../domain/task.js';
import { appendEvents } from './ledger/chain.js';
import type { Ledger } from './ledger/connect.js';
import { loadDirectory } from './ledger/directory.js';
import { eventsOf } from './ledger/figures.js';
import { loadLetter } from './ledger/letters.js';
import { listPlans, loadPlan, type PlanRow } from './ledger/plans.js';
import { keepBulletin, loadBulletin } from './ledger/supervision/bulletins.js';
import { listCycles, loadCycle, openCycle, putOffs } from './ledger/supervision/cycles.js';
import { burdenOf } from './ledger/supervision/figures.js';
import { returnsOf } from './ledger/supervision/returns.js';
import { listTasks } from './ledger/tasks.js';

const system: Actor = { name: 'duban', role: 'system' };

/** What a cycle starts from, for the workflow. */
export interface StartableCycle {
  readonly state: CycleState;
  readonly rules: SupervisionRules;
  readonly rounds: readonly string[];
  /** It must not start: the letter that puts it before the office. */
  readonly held?: LetterDraft;
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
    // A paused plan asks nobody; what is under way goes on.
    if (row.life?.paused !== undefined) continue;
    const cycle = await startableOf(ledger, row, row.supervision, calendar, now);
    if (cycle) found.push(cycle);
  }
  return found;
}

/** A cycle whose day has come; `until`: the day it was put off to. */
interface DueCycle {
  readonly dates: CycleDates;
  readonly until?: Day;
}

/** The last cycle whose request day, or the day it was put off to, has come; undefined when none has. */
export async function dueCycle(
  ledger: Ledger,
  row: PlanRow,
  rules: SupervisionRules,
  calendar: Calendar,
  now: number,
): Promise<DueCycle | undefined> {
  const today = dayOf(now);
  const launched = dayOf(row.launchedAt ?? now);
  const earliest = addDays(today, -CATCH_UP_DAYS);
  const after = launched > earliest ? launched : earliest;
  const moved = new Map((await putOffs(ledger, row.id)).map((one) => [one.key, one.until]));
  const dates = cyclesBetween(after, today, daysOfPlan(row), rules, calendar)
    .filter(({ key }) => {
      const until = moved.get(key);
      return until === undefined || (until !== null && until <= today);
    })
    .at(-1);
  const until = moved.get(dates?.key ?? '');
  return dates && { dates, ...(until == null ? {} : { until }) };
}

async function startableOf(
  ledger: Ledger,
  row: PlanRow,
  rules: SupervisionRules,
  calendar: Calendar,
  now: number,
): Promise<StartableCycle | undefined> {
  const due = await dueCycle(ledger, row, rules, calendar, now);
  if (!due || !calendar.isWorkday(dayOf(now))) return undefined;
  const { dates } = due;
  const state = await draftCycle(ledger, row, dates, rules, calendar, now, system);
  const kept = await loadCycle(ledger, state.id);
  if (kept) return kept.state.seq === 1 ? startOf(kept.state, kept.rules) : undefined;
  if (state.units.length === 0) return undefined;
  const others = (await listCycles(ledger, { plan: row.id })).map((line) => line.state);
  // The one before is not finished: said on the page, tried again tomorrow.
  if (others.some(isLive)) return undefined;
  const over = await overCeiling(ledger, state, rules, now);
  if (over.length > 0) return holdBack(ledger, due, state, rules, over);
  const late = dayOf(now) > dates.request ? { late: await lateness(ledger, due, state, others, rules) } : {};
  try {
    await openCycle(
      ledger,
      state,
      rules,
      cycleEvent(state, system, now, 'cycle.requested', { units: state.units.length, dates, ...late }),
    );
  } catch (error) {
    // Somebody else was quicker.
    if (error instanceof DubanError && (error.code === 'cycle-overlap' || error.code === 'cycle-exists'))
      return undefined;
    throw error;
  }
  return startOf(state, rules);
}

/** True for a cycle that keeps the plan's next one from beginning. */
export const isLive = ({ stage }: CycleState): boolean => stage !== 'published' && stage !== 'skipped';

/** The units that the request of a cycle would bring over the ceiling of the month. */
export async function overCeiling(
  ledger: Ledger,
  { units }: Pick<CycleState, 'units'>,
  rules: SupervisionRules,
  now: number,
): Promise<readonly OverBurdened[]> {
  const { from, to } = monthUpTo(dayOf(now));
  const burden = await burdenOf(ledger, from, to);
  return overBurdened(
    units.map((one) => one.unit),
    burden,
    rules.burdenCeiling,
  );
}

/** One entry a cycle and day it is due on; the letter until it is on record, so that a start that stopped half-way goes on. */
async function holdBack(
  ledger: Ledger,
  { dates, until }: DueCycle,
  state: CycleState,
  rules: SupervisionRules,
  over: readonly OverBurdened[],
): Promise<StartableCycle | undefined> {
  const subject = `cycle/${state.id}`;
  const id = `cycle.held/${state.id}/${until ?? dates.request}`;
  const before = (await eventsOf(ledger, { subject, kind: 'cycle.held' })).find((one) => one.id === id);
  const at = before?.at ?? state.requestedAt;
  const data = { request: dates.request, ceiling: rules.burdenCeiling, over };
  await appendEvents(ledger, [{ id, at, actor: system, kind: 'cycle.held', subject, data }]);
  const held = heldLetter({ ...state, requestedAt: at }, over, rules.burdenCeiling);
  return (await loadLetter(ledger, held.key)) === undefined ? { ...startOf(state, rules), held } : undefined;
}

/** Why a cycle begins after its request day: it was put off, the one before was not finished, the ceiling held it back, the plan was paused, or nobody looked. */
async function lateness(
  ledger: Ledger,
  { dates, until }: DueCycle,
  { id, plan }: CycleState,
  others: readonly CycleState[],
  rules: SupervisionRules,
): Promise<{ readonly planned: Day; readonly why: 'put-off' | 'burden' | 'overlap' | 'paused' | 'stopped' }> {
  const morning = instantOf(dates.request, rules.hour);
  const endOf = ({ bulletin, skipped }: CycleState): number => skipped?.at ?? bulletin?.publishedAt ?? 0;
  const [held] = await eventsOf(ledger, { subject: `cycle/${id}`, kind: 'cycle.held', limit: 1 });
  const overlapped = others.some((one) => one.requestedAt < morning && endOf(one) > morning);
  const [resumed] = await eventsOf(ledger, { subject: plan, kind: 'plan.resume', limit: 1 });
  const rested = (resumed?.at ?? 0) > morning ? 'paused' : 'stopped';
  const why = until !== undefined ? 'put-off' : held ? 'burden' : overlapped ? 'overlap' : rested;
  return { planned: dates.request, why };
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
  const blocked = due !== undefined && (await loadCycle(ledger, `${plan}/${due.dates.key}`)) === undefined;
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
  const [tasks, returns, burden, kept] = await Promise.all([
    listTasks(ledger, { plan: state.plan }),
    returnsOf(ledger, state.id),
    burdenOf(ledger, state.dates.from, day),
    loadCycle(ledger, state.id),
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
    ...(kept === undefined ? {} : { contest: { within: kept.rules.contestWithin, answer: kept.rules.answerWithin } }),
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
