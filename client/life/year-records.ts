/** The reading side of a year's list, for pages and API: always from the ledger. */
import type { Ledger } from '../../activities/ledger/connect.js';
import { officeCalendar } from '../../activities/schedules.js';
import { dayOf } from '../../domain/day.js';
import { resolve } from '../../domain/directory.js';
import { DubanError, type Fault, fault } from '../../domain/errors.js';
import { givenYearText } from '../../domain/life/year-answers.js';
import {
  type AnsweredQuestion,
  leftWords,
  questionWords,
  settledFor,
  type YearQuestion,
} from '../../domain/life/year-list.js';
import type { Directory } from '../../domain/org.js';
import { type Rehearsal, rehearse } from '../../domain/schedule/rehearsal.js';
import { silence } from '../../domain/schedule/story.js';
import { leadsOf, supportsOf } from '../../domain/task.js';
import type { QuestionAnswer, YearListAnswer } from '../http/plan-year-answers.js';
import { launchFaults } from '../launch.js';
import { launchLadder } from '../launch-ladder.js';
import { nameOf } from '../letter-answer.js';
import { startFaults } from './launch-year.js';
import { loadYear, namesIn } from './year-list.js';

/** @param now epoch ms of the present. @throws `not-found`. */
export async function readYearList(ledger: Ledger, id: string, year: number, now: number): Promise<YearListAnswer> {
  const today = dayOf(now);
  const { row, list, directory } = await loadYear(ledger, id, year, today);
  const { life, status, plan, title } = row;
  const run = life?.years.find((one) => one.year === year);
  const name = nameOf(directory);
  const further = status === 'executing' && life !== null && life.years.length > 0;
  const approved = { by: '—', on: today, document: '—' };
  const asked = (one: YearQuestion | AnsweredQuestion): QuestionAnswer => questionAnswer(one, directory);
  return {
    plan: id,
    title,
    year,
    started: run === undefined ? null : { at: run.launchedAt, approval: run.approval ?? null },
    further,
    tasks: list.plan.tasks.map((task) => {
      const duties = task.duties.flatMap(({ unit, role }) => (unit === null ? [] : [{ unit, role }]));
      const { number, title: words, chapter, due, dueSource, recurring = null, targets } = task;
      const units = { leads: leadsOf({ duties }).map(name), supports: supportsOf({ duties }).map(name) };
      return { ...{ number, title: words, chapter, ...units, due, dueSource, recurring, targets } };
    }),
    carried: list.carried.map(({ id: task, ...rest }) => ({ task, ...rest })),
    left: list.left.map((one) => ({ ...one, words: leftWords(one.why) })),
    questions: list.questions.map(asked),
    answered: list.answered.map(asked),
    picked: settledFor(plan, year).picked,
    faults:
      run === undefined
        ? [
            ...(status === 'closed' ? [fault('plan-closed', { plan: id, act: `启动${year}年` })] : []),
            ...(further && life !== null
              ? startFaults(life, year, { approval: approved, skip: undefined }, today)
              : []),
            ...list.faults,
            ...launchFaults(list.plan, directory, today),
          ]
        : [],
    form: givenYearText(plan, list, namesIn(directory)),
  };
}

/** What the year's new tasks would bring if it began today and nobody answered; or why it cannot be rehearsed yet. */
export async function rehearseYear(
  ledger: Ledger,
  id: string,
  year: number,
  now: number,
): Promise<Rehearsal | { readonly faults: readonly Fault[] }> {
  const { row, list, directory } = await loadYear(ledger, id, year, dayOf(now));
  const calendar = await officeCalendar(ledger);
  try {
    return rehearse({
      plan: list.plan,
      directory,
      resolve: (words) => resolve(directory, words),
      ladder: row.ladder ?? (await launchLadder(undefined, false)),
      calendar,
      from: dayOf(now),
      story: silence,
    });
  } catch (error) {
    if (error instanceof DubanError) return { faults: error.faults };
    throw error;
  }
}

function questionAnswer(one: YearQuestion | AnsweredQuestion, directory: Directory): QuestionAnswer {
  const name = nameOf(directory);
  const answer = 'value' in one ? one.value : 'to' in one ? one.to : null;
  return {
    task: one.task,
    title: one.title,
    words: questionWords(one, namesIn(directory)),
    target: 'target' in one ? { name: one.target, place: one.place, measure: one.measure } : null,
    unit: 'target' in one ? null : { ...name(one.unit), successors: one.successors.map(name) },
    answer,
  };
}
