/** The years of a plan of several: links to the tasks of each, and to the lists of those still to come. */
import type { VNode } from 'preact';
import type { Plan } from '../../domain/plan.js';
import { spansYears } from '../../domain/plan-year.js';
import { isOpen } from '../../domain/task.js';
import type { TaskAnswer } from '../http/answers.js';

/** Address of the list of a year. */
export const yearHref = (plan: string, year: number): string => `/plans/${encodeURIComponent(plan)}/years/${year}`;

/** One link a year; nothing for a plan of one year. */
export function YearLinks({
  plan,
  list,
  shown,
}: {
  readonly plan: Pick<Plan, 'id' | 'period'>;
  readonly list: readonly Pick<TaskAnswer, 'year' | 'stage'>[];
  /** Absent on a page about something else. */
  readonly shown?: number;
}): VNode | null {
  const { period } = plan;
  if (period === undefined || !spansYears(plan)) return null;
  const [from, to] = period;
  const years = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return (
    <p class="pages">
      {years.map((year) => {
        const tasks = list.filter((task) => task.year === year);
        const open = tasks.filter(isOpen).length;
        const words = tasks.length === 0 ? `${year}年清单` : `${year}年（${tasks.length}项，未办结${open}项）`;
        if (year === shown) return <b key={year}>{words} </b>;
        const href =
          tasks.length === 0 ? yearHref(plan.id, year) : `/plans/${encodeURIComponent(plan.id)}?year=${year}`;
        return (
          <span key={year}>
            <a href={href}>{words}</a>{' '}
          </span>
        );
      })}
    </p>
  );
}
