/** Years of holidays that the office loaded from its own file. */
import { asc } from 'drizzle-orm';
import type { YearData } from '../../domain/calendar/workdays.js';
import type { LedgerEvent } from '../../domain/task.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { calendarYear } from './schema.js';

/** Keeps a year's arrangement in place of an earlier one of that year. */
export async function saveCalendarYear(
  ledger: Ledger,
  data: YearData,
  events: readonly LedgerEvent[] = [],
): Promise<void> {
  const row = { notice: data.notice, off: [...data.off], work: [...data.work] };
  await ledger.db.transaction(async (tx) => {
    await tx
      .insert(calendarYear)
      .values({ year: data.year, ...row })
      .onConflictDoUpdate({ target: calendarYear.year, set: row });
    await appendWithin(tx, events);
  });
}

/** The loaded years, in order; they go after the shipped ones into makeCalendar. */
export async function loadCalendarYears(ledger: Ledger): Promise<YearData[]> {
  return ledger.db.select().from(calendarYear).orderBy(asc(calendarYear.year));
}
