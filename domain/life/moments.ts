/** When a plan of several years asks something of the office by itself, and the letters of that moment. */
import type { Calendar } from '../calendar/workdays.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import type { LetterDraft } from '../schedule/types.js';
import type { PlanLife } from './life.js';
import { firstReport, mattersOf, nextReport, nextTold, type PlanMatter } from './matters.js';
import { matterWords, planLetters } from './plan-letters.js';

export interface LifeMoment {
  /** Epoch ms. */
  readonly at: number;
  /** For the list of timers, such as 2024年任务清单到期提醒. */
  readonly summary: string;
  readonly letters: readonly LetterDraft[];
  /** The final evaluation is asked for: the plan is being evaluated from now on. */
  readonly evaluationDue?: true;
}

/**
 * The next moment after `after` (epoch ms, the moment taken last) as the life stands now; null when nothing more will be
 * asked. Several missed ones (a pause, an outage) are one moment: it comes at once on a working day, else on the next.
 * @param now epoch ms; a moment at or before it has come.
 */
export function nextLifeMoment(life: PlanLife, after: number, calendar: Calendar, now = after): LifeMoment | null {
  if (life.paused !== undefined) return null;
  const { rules } = life;
  const here = calendar.onOrAfter(dayOf(now));
  // Up to its hour a day's moment is still to come.
  const since = after < instantOf(dayOf(after), rules.hour) ? addDays(dayOf(after), -1) : dayOf(after);
  const matters = mattersOf(life, calendar).filter(({ until }) => until === undefined || until >= here);
  const days = matters.flatMap((matter) => nextTold(matter, since, rules, calendar) ?? []);
  const [first] = days.toSorted();
  if (first === undefined) return null;
  const day = first > here ? first : here;
  const asked = matters.filter(({ ask, until }) => ask <= day && (until === undefined || until >= day));
  const told = asked.filter((matter) => matter.silent !== true);
  const final = asked.find((matter) => matter.kind === 'final');
  return {
    at: instantOf(day, rules.hour),
    summary: `${asked.map((matter) => `${matterWords(matter)}${matter.due < day ? '逾期' : ''}`).join('、')}提示`,
    letters: planLetters(life, day, told, reportedOn(day, since, told, rules, calendar)),
    ...(final !== undefined && life.stage === 'executing' ? { evaluationDue: true } : {}),
  };
}

/** What the leadership group hears of on a day: where one is due for it since `since`, all that were reported and stay undone. */
function reportedOn(
  day: Day,
  since: Day,
  told: readonly PlanMatter[],
  rules: PlanLife['rules'],
  calendar: Calendar,
): readonly PlanMatter[] {
  const isReported = (matter: PlanMatter): boolean => {
    const next = nextReport(matter, since, rules, calendar);
    return next !== undefined && next <= day;
  };
  return told.some(isReported) ? told.filter((matter) => firstReport(matter, rules, calendar) <= day) : [];
}
