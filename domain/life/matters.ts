/**
 * What a plan of several years waits for its office to do: start the next year's list, evaluate the plan. Each has the
 * day it is asked for, the day it is due and the days on which it is spoken of. Pure; needs the calendar, so called
 * outside workflows.
 */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf } from '../day.js';
import { isLong, middleYear, type PlanLife } from './life.js';
import type { MonthDay } from './rules.js';

export type MatterKind = 'list' | 'mid-term' | 'final';

export interface PlanMatter {
  readonly kind: MatterKind;
  /** Of a list its year; of an evaluation the year in which it is made. */
  readonly year: number;
  /** Working days: it is asked for, and it is due. */
  readonly ask: Day;
  readonly due: Day;
  /** Last day on which it is spoken of; none: until it is done. */
  readonly until?: Day;
  /** It moves the plan on, but nobody is written to: the watch of the indicators does that. */
  readonly silent?: true;
}

/** What is still to be done as the life stands, asked for already or later; nothing of a plan of one year. */
export function mattersOf(life: PlanLife, calendar: Calendar): readonly PlanMatter[] {
  if (!isLong(life) || (life.stage !== 'executing' && life.stage !== 'evaluating')) return [];
  return [...lists(life, calendar), ...evaluations(life, calendar)].toSorted((a, b) => (a.due < b.due ? -1 : 1));
}

/** Lists after the newest started; one that was never started is spoken of to the end of its year. */
function lists({ stage, years, from, to, rules }: PlanLife, calendar: Calendar): readonly PlanMatter[] {
  if (stage === 'evaluating') return [];
  const next = (years.at(-1)?.year ?? from - 1) + 1;
  return Array.from({ length: Math.max(0, to - next + 1) }, (_, at) => next + at).map((year) => ({
    ...spanOf('list', year, year - 1, rules.yearList, calendar),
    until: `${year}-12-31`,
  }));
}

function evaluations(life: PlanLife, calendar: Calendar): readonly PlanMatter[] {
  const { from, to, rules, evaluations: made } = life;
  const isMade = (kind: MatterKind): boolean => made.some((one) => one.kind === kind);
  if (isMade('final')) return [];
  const final = spanOf('final', to + 1, to + 1, rules.final, calendar);
  if (life.indicators) return life.stage === 'executing' ? [{ ...final, silent: true }] : [];
  const middle = middleYear(life);
  const midTerm = spanOf('mid-term', middle, middle, rules.midTerm, calendar);
  const launched = dayOf(life.years[0]?.launchedAt ?? 0);
  // A plan taken over in its later years had its mid-term evaluation elsewhere, if at all.
  const wanted = to - from + 1 >= rules.midTerm.years && !isMade('mid-term') && midTerm.due >= launched;
  return [...(wanted ? [{ ...midTerm, until: `${to}-12-31` }] : []), final];
}

function spanOf(
  kind: MatterKind,
  year: number,
  askedIn: number,
  { ask, due }: { readonly ask: MonthDay; readonly due: MonthDay },
  calendar: Calendar,
): PlanMatter {
  return {
    kind,
    year,
    ask: calendar.onOrAfter(dayIn(askedIn, ask)),
    due: calendar.onOrAfter(dayIn(year, due)),
  };
}

/** The day in a year; the last of the month where the month is shorter. */
function dayIn(year: number, { month, day }: MonthDay): Day {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const last = addDays(firstOfNextMonth(first), -1);
  return [addDays(first, day - 1), last].toSorted()[0] ?? last;
}

function firstOfNextMonth(day: Day): Day {
  return `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}

/** The next day after `day` on which the office hears of the matter: asked, soon due, overdue, then each month. */
export function nextTold(matter: PlanMatter, day: Day, rules: PlanLife['rules'], calendar: Calendar): Day | undefined {
  const { ask, due } = matter;
  if (matter.silent === true) return ask > day ? ask : undefined;
  const before = rules.before.map((n) => calendar.addWorkdays(due, -n)).filter((one) => one > ask);
  const after = rules.after.map((n) => calendar.addWorkdays(due, n));
  const days = [ask, ...before, ...after].filter((one) => one > day).toSorted();
  return within(matter, days[0] ?? nextReport(matter, day, rules, calendar));
}

/** The next day after `day` on which the leadership group hears that the matter stays undone. */
export function nextReport(
  matter: PlanMatter,
  day: Day,
  rules: PlanLife['rules'],
  calendar: Calendar,
): Day | undefined {
  if (matter.silent === true) return undefined;
  const first = firstReport(matter, rules, calendar);
  if (first > day) return within(matter, first);
  let month = `${day.slice(0, 7)}-01`;
  for (;;) {
    const monthly = calendar.onOrAfter(month);
    if (monthly > day) return within(matter, monthly);
    month = firstOfNextMonth(month);
  }
}

/** The day on which the leadership group hears of it first: the last of the days after it was due. */
export function firstReport({ due }: PlanMatter, { after }: PlanLife['rules'], calendar: Calendar): Day {
  return calendar.addWorkdays(due, Math.max(...after));
}

function within({ until }: PlanMatter, day: Day | undefined): Day | undefined {
  return day === undefined || (until !== undefined && day > until) ? undefined : day;
}
