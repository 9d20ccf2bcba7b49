/** What following indicators tells the rounds: whom to ask, remind and chase. Pure; needs the calendar. */
import type { Calendar } from '../calendar/workdays.js';
import { type Day, dayOf } from '../day.js';
import { askedNotice, askedRow } from '../schedule/asked.js';
import { scheduleOf } from '../schedule/schedule.js';
import type { RoundsChange } from '../schedule/table.js';
import type { Step } from '../schedule/types.js';
import { type IndicatorRules, valueLadder } from './rules.js';
import { valueId } from './value.js';
import { owed, type WatchState } from './watch.js';

/** Rows, steps and notices of the open request for the rounds; `asking`: these are the requests; steps up to `changedOn` have had their turn. */
export function valueChange(
  state: WatchState,
  asking: boolean,
  rules: IndicatorRules,
  calendar: Calendar,
  changedOn?: Day,
): RoundsChange {
  const { asked } = state;
  if (asked === null) return { tasks: [], tell: [] };
  const assigned = dayOf(asked.at);
  const { key, steps } = scheduleOf(
    { assigned, assignedAt: 0, due: asked.due, binding: assigned },
    valueLadder(rules),
    calendar,
    changedOn,
  );
  const schedules: Record<string, readonly Step[]> = { [key]: steps };
  const tasks = asked.units.map(({ unit, seq }) => {
    const open = asked.open && owed(state, unit).length > 0;
    return askedRow({ id: valueId(state.plan, unit, asked.year), seq, open, unit, due: asked.due }, key);
  });
  const tell = asking ? tasks.map(({ id, leads }) => askedNotice(id, leads[0] ?? '')) : [];
  return { schedules, tasks, tell };
}
