/** The same plan in another year: every date moves by whole years. For drills of a year to come. */
import { addDays, type Day, isDay, yearOf } from './day.js';
import type { Plan } from './plan.js';

/** 02-29 becomes 02-28 where the other year has none. */
export function shiftYears(day: Day, years: number): Day {
  const moved = `${yearOf(day) + years}${day.slice(4)}`;
  return isDay(moved) ? moved : shiftYears(addDays(day, -1), years);
}

/** The plan with issue, deadlines, appointment and approval moved to `year`; the plan itself where it is that year. */
export function planInYear(plan: Plan, year: number): Plan {
  const by = year - plan.year;
  if (by === 0) return plan;
  const move = (day: Day): Day => shiftYears(day, by);
  const { appointment, approval } = plan;
  return {
    ...plan,
    year,
    issued: move(plan.issued),
    ...(plan.period ? { period: [plan.period[0] + by, plan.period[1] + by] } : {}),
    ...(appointment ? { appointment: { ...appointment, from: move(appointment.from), ...(appointment.until === undefined ? {} : { until: move(appointment.until) }) } } : {}),
    ...(approval ? { approval: { ...approval, on: move(approval.on) } } : {}),
    tasks: plan.tasks.map((task) => ({ ...task, due: move(task.due) })),
  };
}
