/**
 * The calendar part of a letter: one all-day entry per dated task, errand or return on its due day. UID and SEQUENCE are stable, so a
 * moved date moves the entry that is already in somebody's calendar (RFC 5545 3.8.7.4).
 */
import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { DateTime } from 'luxon';
import { quoted } from '../../domain/comment/quoted.js';
import { dueWords, oneLine, roleWord } from '../../domain/letter-words.js';
import type { TaskState } from '../../domain/task.js';
import type { ErrandFacts, ReturnFacts } from './content.js';

/** What falls due, and goes into the calendar. */
export interface Dated {
  readonly tasks: readonly TaskState[];
  readonly errands: readonly ErrandFacts[];
  readonly returns: readonly ReturnFacts[];
}

/**
 * ICS text with METHOD:PUBLISH for these tasks as `unit` sees them, its errands and returns; undefined when there is none. `at` (epoch ms)
 * becomes DTSTAMP. Days are given as luxon dates in Asia/Shanghai and no calendar zone is set: with JS dates or a zone
 * the generator prints the day before, or a stamp without Z, on hosts in other zones.
 */
export function calendarInvite(
  { tasks, errands, returns }: Dated,
  unit: string,
  at: number,
  host: string,
): string | undefined {
  if (tasks.length + errands.length + returns.length === 0) return undefined;
  const zone = 'Asia/Shanghai';
  const calendar = ical({
    prodId: { company: 'duban', product: 'duban', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const task of tasks) {
    calendar.createEvent({
      id: `task/${task.id}@${host}`,
      sequence: task.dueRevision,
      start: DateTime.fromISO(task.due, { zone }),
      allDay: true,
      stamp: DateTime.fromMillis(at, { zone }),
      summary: `督办时限：${task.number}. ${oneLine(task.title, 120)}`,
      description: `本单位职责：${roleWord(task, unit)}。时限：${dueWords(task)}。`,
      // A deadline does not make anybody busy.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  for (const { errand, title } of errands) {
    calendar.createEvent({
      id: `${errand.id}@${host}`,
      sequence: 0,
      start: DateTime.fromISO(errand.due, { zone }),
      allDay: true,
      stamp: DateTime.fromMillis(at, { zone }),
      summary: `意见处理时限：${quoted(oneLine(title, 120))}`,
      description: `请对${errand.comments.length}条公众意见提出处理建议。`,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  for (const { id, version, planTitle, period, due, leads } of returns) {
    calendar.createEvent({
      id: `${id}@${host}`,
      // A return sent back has another due day.
      sequence: version,
      start: DateTime.fromISO(due, { zone }),
      allDay: true,
      stamp: DateTime.fromMillis(at, { zone }),
      summary: `督查报送时限：《${oneLine(planTitle, 120)}》${period}`,
      description: `请报送所牵头的${leads.length}项任务的进展情况。`,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}
