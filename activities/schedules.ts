/** Computing when things fall due, outside the workflow sandbox: the results travel into workflows as data. */

import { shippedYears } from '../domain/calendar/holidays.js';
import { type Calendar, makeCalendar } from '../domain/calendar/workdays.js';
import { type Day, dayOf } from '../domain/day.js';
import { lastTurn, scheduleOf } from '../domain/schedule/schedule.js';
import type { Ladder, SkippedStep, Step } from '../domain/schedule/types.js';
import { loadCalendarYears } from './ledger/calendar-years.js';
import type { Ledger } from './ledger/connect.js';

/** At a launch a task has only its date; later it has the days it was assigned and bound on, and `moved` tells whether its date changes now. */
export interface ScheduleRequest {
  readonly id: string;
  readonly due: Day;
  readonly assigned?: Day;
  readonly assignedAt?: number;
  readonly binding?: Day;
  readonly moved?: boolean;
}

export interface ScheduledTask {
  readonly id: string;
  readonly key: string;
  readonly assigned: Day;
  readonly redAt: number;
}

export interface Schedules {
  /** Steps by key: tasks due on one day share them. */
  readonly steps: Readonly<Record<string, readonly Step[]>>;
  readonly tasks: readonly ScheduledTask[];
  readonly skipped: readonly (SkippedStep & { readonly tasks: readonly string[] })[];
  readonly unknownYears: readonly number[];
}

/** The calendar in force: the years shipped, completed or replaced by those the office loaded. */
export async function officeCalendar(ledger: Ledger): Promise<Calendar> {
  return makeCalendar([...shippedYears(), ...(await loadCalendarYears(ledger))]);
}

/** Steps of tasks as of `now` (epoch ms): at a launch from the first working day on, after a change from the next day on. */
export function schedulesOf(
  request: { readonly ladder: Ladder; readonly now: number; readonly tasks: readonly ScheduleRequest[] },
  calendar: Calendar,
): Schedules {
  const { ladder, now } = request;
  const today = dayOf(now);
  const launchDay = ladder.slotSeconds === undefined ? calendar.onOrAfter(today) : today;
  const steps: Record<string, readonly Step[]> = {};
  const skipped = new Map<string, SkippedStep & { tasks: string[] }>();
  const unknownYears = new Set<number>();
  const tasks = request.tasks.map((task): ScheduledTask => {
    const assigned = task.assigned ?? launchDay;
    const binding = task.moved === true ? today : (task.binding ?? assigned);
    const schedule = scheduleOf(
      { assigned, assignedAt: task.assignedAt ?? now, due: task.due, binding },
      ladder,
      calendar,
      task.assigned === undefined ? undefined : lastTurn(now, ladder, calendar),
    );
    steps[schedule.key] = schedule.steps;
    for (const year of schedule.unknownYears) unknownYears.add(year);
    for (const step of schedule.skipped) {
      const key = `${step.rung} ${step.planned}`;
      const entry = skipped.get(key) ?? { ...step, tasks: [] };
      entry.tasks.push(task.id);
      skipped.set(key, entry);
    }
    return { id: task.id, key: schedule.key, assigned, redAt: schedule.redAt };
  });
  return { steps, tasks, skipped: [...skipped.values()], unknownYears: [...unknownYears].sort() };
}
