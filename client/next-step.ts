/** What happens next with a task if nobody does anything, and when. Pure. */
import type { Calendar } from '../domain/calendar/workdays.js';
import { addDays, dayOf, instantOf, weekday } from '../domain/day.js';
import { scheduleOf } from '../domain/schedule/schedule.js';
import type { Ladder, StepKind } from '../domain/schedule/types.js';
import { isOpen, type TaskState, unsignedOf } from '../domain/task.js';
import type { NextStep } from './http/answers.js';

const stepWords: Readonly<Record<StepKind, string>> = {
  reminder: '到期前提醒',
  chase: '催办牵头单位',
  'sign-chase': '催签收',
  'unsigned-report': '未签收情况报办公室',
  'head-chase': '催办主要负责人',
  'supervision-letter': '拟发督办函',
  'leadership-report': '报领导小组',
  'opinion-report': '未提意见处理建议报办公室',
  'return-report': '未报送情况报办公室和领导小组',
};

/**
 * The first rung after `now` (epoch ms) that still applies: rungs for signing only while somebody has not signed. After the last
 * rung it is the weekly report. Null for a task that is closed or suspended.
 */
export function nextStep(task: TaskState, ladder: Ladder, calendar: Calendar, now: number): NextStep | null {
  if (!isOpen(task) || task.suspended !== undefined) return null;
  const unsigned = unsignedOf(task).length > 0;
  const step = scheduleOf(task, ladder, calendar).steps.find((s) => s.at > now && (s.phase !== 'sign' || unsigned));
  if (step !== undefined) return { what: stepWords[step.kind], at: step.at };
  if (!ladder.after.some((rung) => rung.kind === 'leadership-report')) return null;
  return { what: '每周报领导小组', at: nextWeekly(ladder, calendar, now) };
}

/** The first working day on or after the ladder's weekday, at its hour, that lies after `now`. */
function nextWeekly(ladder: Ladder, calendar: Calendar, now: number): number {
  // A week may be all holiday: its report falls together with the next one.
  for (let day = addDays(dayOf(now), -7); ; day = addDays(day, 1)) {
    if (weekday(day) !== ladder.weekly) continue;
    const at = instantOf(calendar.onOrAfter(day), ladder.hour);
    if (at > now) return at;
  }
}
