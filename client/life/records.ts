/** The life of a plan for pages and API: from the ledger alone, what comes next by the plan's own rules. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { listPlans, type PlanRow } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { officeCalendar } from '../../activities/schedules.js';
import type { Calendar } from '../../domain/calendar/workdays.js';
import { dayOf, daysBetween } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { lifeStageWords, type PlanLife, planEvaluationWords } from '../../domain/life/life.js';
import { mattersOf } from '../../domain/life/matters.js';
import { nextLifeMoment } from '../../domain/life/moments.js';
import { matterWords } from '../../domain/life/plan-letters.js';
import { allowedIn, endsIn } from '../../domain/life/refusal.js';
import { isOpen, type TaskState } from '../../domain/task.js';
import type { DueAnswer, KinAnswer, PlanLifeAnswer, TaskCounts, YearAnswer } from '../http/plan-life-answers.js';
import { actorWords, eventWords, planStatusWords } from '../words.js';

/** Entries of the timeline at most. */
const TIMELINE = 1000;

/** @param now epoch ms. @throws `not-found`. */
export async function readLife(ledger: Ledger, id: string, now: number): Promise<PlanLifeAnswer> {
  const rows = await listPlans(ledger);
  const row = rows.find((one) => one.id === id);
  if (row === undefined) throw refuse('not-found', { what: id });
  const above = rows.find((one) => one.id === row.plan.parent);
  const below = belowOf(row, rows);
  const [tasks, events, calendar, ...others] = await Promise.all([
    listTasks(ledger, { plan: id }),
    eventsOf(ledger, { subject: id, limit: TIMELINE }),
    officeCalendar(ledger),
    ...[...(above === undefined ? [] : [above]), ...below].map((one) => listTasks(ledger, { plan: one.id })),
  ]);
  const tasksBelow = others.slice(above === undefined ? 0 : 1);
  const { life } = row;
  const [from, to] = row.plan.period ?? [row.year, row.year];
  return {
    plan: id,
    title: row.title,
    stage: life?.stage ?? null,
    stageWords: stageOf(row),
    ...{ from: life?.from ?? from, to: life?.to ?? to },
    issued: life?.issued ?? null,
    paused: life?.paused ?? null,
    years: yearsOf(row, tasks, now),
    evaluations: (life?.evaluations ?? []).map((one) => ({ ...one, words: planEvaluationWords[one.kind] })),
    amendments: life?.amendments ?? 0,
    due: life === null ? [] : dueOf(life, calendar, now),
    next: life === null ? null : nextOf(life, calendar, now),
    possible: possibleOf(row),
    parent: above === undefined ? null : kinOf(above, others[0] ?? [], now),
    children: below.map((one, at) => kinOf(one, tasksBelow[at] ?? [], now)),
    total: countsOf([...tasks, ...tasksBelow.flat()], now),
    timeline: events
      .toReversed()
      .map((event) => ({ at: event.at, what: eventWords(event), by: actorWords(event.actor) })),
  };
}

/** Where a plan stands, in words; one without a life by its status. */
const stageOf = ({ life, status }: PlanRow): string =>
  life === null
    ? planStatusWords[status]
    : `${lifeStageWords[life.stage]}${life.paused === undefined ? '' : '（已暂停）'}`;

/** Plans below this one, and below those, in the order of their years. */
function belowOf(row: PlanRow, rows: readonly PlanRow[]): readonly PlanRow[] {
  const found = new Set<PlanRow>();
  const visit = (id: string): void => {
    for (const one of rows)
      if (one.plan.parent === id && one !== row && !found.has(one)) {
        found.add(one);
        visit(one.id);
      }
  };
  visit(row.id);
  return [...found].toSorted((a, b) => a.year - b.year || (a.id < b.id ? -1 : 1));
}

function countsOf(tasks: readonly TaskState[], now: number): TaskCounts {
  const open = tasks.filter(isOpen);
  return {
    tasks: tasks.length,
    open: open.length,
    overdue: open.filter((task) => task.redAt <= now && task.suspended === undefined).length,
    accepted: tasks.filter((task) => task.stage === 'accepted').length,
    cancelled: tasks.filter((task) => task.stage === 'cancelled').length,
  };
}

function yearsOf({ life }: PlanRow, tasks: readonly TaskState[], now: number): readonly YearAnswer[] {
  const years = new Set([...(life?.years ?? []).map((run) => run.year), ...tasks.map((task) => task.year)]);
  return [...years].sort().map((year) => {
    const run = life?.years.find((one) => one.year === year);
    const counts = countsOf(
      tasks.filter((task) => task.year === year),
      now,
    );
    return { year, launchedAt: run?.launchedAt ?? null, approval: run?.approval ?? null, ...counts };
  });
}

function dueOf(life: PlanLife, calendar: Calendar, now: number): readonly DueAnswer[] {
  const today = dayOf(now);
  return mattersOf(life, calendar)
    .filter(({ ask, until, silent }) => ask <= today && (until === undefined || until >= today) && silent !== true)
    .map(({ kind, year, due }) => ({
      ...{ kind, year, due, words: matterWords({ kind, year }) },
      late: Math.max(0, daysBetween(due, today)),
    }));
}

function nextOf(life: PlanLife, calendar: Calendar, now: number): PlanLifeAnswer['next'] {
  const moment = nextLifeMoment(life, now, calendar);
  return moment === null ? null : { what: moment.summary, at: moment.at };
}

function possibleOf({ life, status }: PlanRow): PlanLifeAnswer['possible'] {
  if (status === 'closed') return [];
  if (life === null) return status === 'executing' ? ['close'] : [];
  const { stage, paused } = life;
  return [
    ...(paused === undefined && allowedIn.pause.includes(stage) ? (['pause'] as const) : []),
    ...(paused === undefined ? [] : (['resume'] as const)),
    ...(allowedIn.evaluate.includes(stage) ? (['evaluate'] as const) : []),
    ...(endsIn.includes(stage) ? (['close'] as const) : []),
  ];
}

function kinOf(row: PlanRow, tasks: readonly TaskState[], now: number): KinAnswer {
  return { id: row.id, title: row.title, year: row.year, stageWords: stageOf(row), ...countsOf(tasks, now) };
}
