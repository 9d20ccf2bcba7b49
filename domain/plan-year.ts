/**
 * A plan and its years. A plan of several years gives each year the tasks due in it and the recurring ones; undated
 * tasks only where the office picks them. And the same plan in another year, every date moved, for drills to come.
 */
import { addDays, type Day, isDay, yearOf } from './day.js';
import { DubanError, type Fault, fault, refuse } from './errors.js';
import type { PickedTask, Plan, PlanTask } from './plan.js';
import { matchTasks } from './title-likeness.js';

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
    ...(appointment
      ? {
          appointment: {
            ...appointment,
            from: move(appointment.from),
            ...(appointment.until === undefined ? {} : { until: move(appointment.until) }),
          },
        }
      : {}),
    ...(approval ? { approval: { ...approval, on: move(approval.on) } } : {}),
    tasks: plan.tasks.map((task) => ({
      ...task,
      due: move(task.due),
      ...(task.deadlines ? { deadlines: task.deadlines.map((one) => ({ ...one, due: move(one.due) })) } : {}),
      targets: task.targets.map((target) =>
        target.year === undefined ? target : { ...target, year: target.year + by },
      ),
    })),
  };
}

/** True for a plan whose period is longer than a year. */
export function spansYears(plan: Pick<Plan, 'period'>): boolean {
  return plan.period !== undefined && plan.period[1] > plan.period[0];
}

/** True where the plan has this year as one of its own, so that taking it means choosing tasks and not moving dates. */
export function hasYear({ period }: Pick<Plan, 'period'>, year: number): boolean {
  return period !== undefined && period[1] > period[0] && year >= period[0] && year <= period[1];
}

/**
 * What a launch of `year` takes on: of a plan of several years the tasks with a date in that year (the last one), the
 * recurring ones and those picked; of a plan of one year all. Findings about the other tasks stay behind.
 * A picked task keeps its next date after the year, else it gets the year's end as the default (design section 4).
 * @throws DubanError `plan-without-tasks`, `plan-year-outside`, `plan-task-number` for every pick the plan does not have, `plan-year-empty`.
 */
export function planOfYear(
  plan: Plan,
  year: number = plan.year,
  picked: readonly PickedTask[] = plan.picked ?? [],
): Plan {
  if (plan.tasks.length === 0)
    throw refuse('plan-without-tasks', { plan: plan.id, indicators: plan.indicators?.length ?? 0 });
  if (!spansYears(plan)) {
    if (year !== plan.year) throw refuse('plan-year-outside', { plan: plan.id, year, allowed: String(plan.year) });
    return plan;
  }
  const [from, until] = plan.period as readonly [number, number];
  if (!hasYear(plan, year)) throw refuse('plan-year-outside', { plan: plan.id, year, allowed: `${from}至${until}` });
  const { found, missing } = resolvePicks(plan, picked);
  if (missing.length > 0) throw new DubanError(missing.map((one) => pickFault(plan, one)));
  const numbers = new Set(found.map((one) => one.task));
  const tasks = plan.tasks.flatMap((task) => inYear(task, year, numbers.has(task.number)) ?? []);
  if (tasks.length === 0) throw refuse('plan-year-empty', { plan: plan.id, year });
  const kept = new Set(tasks.map((task) => task.number));
  const findings = plan.findings.filter(({ task }) => task === undefined || kept.has(task));
  return { ...plan, year, picked: found, tasks, findings };
}

/** What a launch would take on as things stand: the tasks of the plan's year, or all while none is due in it. */
export function takenOn(plan: Plan): Plan {
  if (!hasYear(plan, plan.year)) return plan;
  const picked = resolvePicks(plan, plan.picked ?? []).found;
  const numbers = new Set(picked.map((one) => one.task));
  return plan.tasks.some((task) => inYear(task, plan.year, numbers.has(task.number)))
    ? planOfYear(plan, plan.year, picked)
    : plan;
}

/** What must be settled before the plan's year can be launched: blocking findings and duties without a unit. */
export function openQuestions(plan: Plan): number {
  const { findings, tasks } = takenOn(plan);
  return (
    findings.filter((f) => f.blocking && f.settled === undefined).length +
    tasks.flatMap((t) => t.duties).filter((d) => d.unit === null).length
  );
}

/** Finds picked tasks again, by title where one was kept; they come back with the number and title of this plan. */
export function resolvePicks(
  plan: Pick<Plan, 'tasks'>,
  picked: readonly PickedTask[],
): { readonly found: PickedTask[]; readonly missing: PickedTask[] } {
  const titled = picked.flatMap(({ task, title }) => (title === undefined ? [] : [{ number: task, title }]));
  const matched = matchTasks(titled, plan.tasks);
  const taskOf = ({ task, title }: PickedTask): PlanTask | undefined => {
    const at = titled.findIndex((one) => one.number === task && one.title === title);
    return at < 0 ? plan.tasks.find((one) => one.number === task) : plan.tasks[matched.get(at) ?? -1];
  };
  const tasks = picked.map((one) => ({ one, task: taskOf(one) }));
  return {
    found: tasks.flatMap(({ task }) => (task ? [{ task: task.number, title: task.title }] : [])),
    missing: tasks.flatMap(({ one, task }) => (task ? [] : [one])),
  };
}

/** A picked task that the plan does not have. */
export function pickFault(plan: Plan, { task }: PickedTask): Fault {
  const allowed = plan.tasks.map((one) => one.number);
  return fault('plan-task-number', {
    plan: plan.id,
    value: task,
    allowed: allowed.length > 8 ? `${allowed[0]}至${allowed.at(-1)}` : allowed.join('、'),
  });
}

/** The plan for a rehearsal of `year`: the year's own tasks, or the whole plan moved where it has no such year. */
export function planTriedIn(plan: Plan, year: number, picked?: readonly PickedTask[]): Plan {
  if (spansYears(plan)) return planOfYear(hasYear(plan, year) ? plan : planInYear(plan, year), year, picked);
  return planInYear(plan, year);
}

/** First day on which a launch of the plan's year makes sense: the issue, in later years the year's first day. */
export function firstDayOf(plan: Pick<Plan, 'issued' | 'year' | 'period'>): Day {
  const newYear = `${plan.year}-01-01`;
  return spansYears(plan) && plan.issued < newYear ? newYear : plan.issued;
}

/** The task as a launch of `year` takes it on, with the year's date; undefined where it does not. */
export function inYear(task: PlanTask, year: number, picked: boolean): PlanTask | undefined {
  const dates = datesOf(task);
  const own = dates.findLast((day) => yearOf(day) === year);
  if (own !== undefined) return { ...task, due: own, dueSource: 'text' };
  if (task.recurring === undefined && !picked) return undefined;
  const next = task.recurring === undefined ? dates.find((day) => yearOf(day) > year) : undefined;
  return next === undefined
    ? { ...task, due: `${year}-12-31`, dueSource: 'default' }
    : { ...task, due: next, dueSource: 'text' };
}

/** The dates of a task. Without a list of them the deadline itself counts, unless it is only the default of an undated or recurring task. */
export function datesOf(task: PlanTask): Day[] {
  if (task.deadlines) return task.deadlines.map((one) => one.due).sort();
  return task.undated === true || (task.recurring !== undefined && task.dueSource === 'default') ? [] : [task.due];
}
