/** The times at which routine letters may leave. Pure; computed outside workflows, travels as data. */
import { quarterEnd, quarterOf } from '../calendar/periods.js';
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf, weekday } from '../day.js';
import type { Ladder, Slot } from './types.js';

/** In a test ladder this many slices stand for a week, as five working days do. */
const SLICES_PER_WEEK = 5;
/** Days before the end of a quarter from which the slots of the next one are included. */
const QUARTER_MARGIN_DAYS = 20;
/** Slices ahead for a test ladder in seconds. */
const TEST_SLICES = 300;

/** Slots from `now` to the end of the quarter, or of the next one when it is near: rounds continue as new each quarter. */
export function slotsFrom(now: number, ladder: Ladder, calendar: Calendar): readonly Slot[] {
  if (ladder.slotSeconds !== undefined)
    return computeSlots(now, now + TEST_SLICES * ladder.slotSeconds * 1000, calendar, ladder);
  const { year, quarter } = quarterOf(addDays(dayOf(now), QUARTER_MARGIN_DAYS));
  const end = quarterEnd(year, quarter);
  return computeSlots(now, instantOf(addDays(end, QUARTER_MARGIN_DAYS)), calendar, ladder);
}

/**
 * The slots that overlap `from` … `until` (epoch ms, end exclusive), in order: one a working day, from the ladder's
 * hour to the next midnight. The slot that is already running at `from` is included, so that what fell due today can
 * still leave today. A ladder with `slotSeconds` gives consecutive slices of that length instead.
 */
export function computeSlots(from: number, until: number, calendar: Calendar, ladder: Ladder): Slot[] {
  return ladder.slotSeconds === undefined
    ? daySlots(from, until, calendar, ladder)
    : slices(from, until, ladder.slotSeconds * 1000, ladder.approvalWithin);
}

function daySlots(from: number, until: number, calendar: Calendar, ladder: Ladder): Slot[] {
  const slots: Slot[] = [];
  let day = calendar.onOrAfter(dayOf(from));
  for (let start = instantOf(day, ladder.hour); start < until; start = instantOf(day, ladder.hour)) {
    slots.push({
      id: day,
      day,
      from: start,
      to: instantOf(addDays(day, 1)),
      weekly: isWeekly(day, calendar, ladder.weekly),
      approvalBy: instantOf(calendar.addWorkdays(day, ladder.approvalWithin), ladder.hour),
    });
    day = calendar.addWorkdays(day, 1);
  }
  return slots;
}

/** True on the ladder's weekday, or on the first working day after it when it is off. */
function isWeekly(day: Day, calendar: Calendar, wanted: number): boolean {
  const latest = addDays(day, -((weekday(day) - wanted + 7) % 7));
  return calendar.onOrAfter(latest) === day;
}

function slices(from: number, until: number, length: number, approvalWithin: number): Slot[] {
  const slots: Slot[] = [];
  for (let n = Math.floor(from / length); n * length < until; n++) {
    const start = n * length;
    slots.push({
      id: new Date(start).toISOString(),
      day: dayOf(start),
      from: start,
      to: start + length,
      weekly: n % SLICES_PER_WEEK === 0,
      approvalBy: start + approvalWithin * length,
    });
  }
  return slots;
}
