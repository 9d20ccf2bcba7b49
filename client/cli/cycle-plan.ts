/** `duban cycle plan` and `duban cycle dates`: the days of supervision cycles and whom they ask, without a service. */
import { assignTask, seedsOf } from '../../domain/assign.js';
import { shippedYears } from '../../domain/calendar/holidays.js';
import { makeCalendar } from '../../domain/calendar/workdays.js';
import { addDays, inChinese, instantOf } from '../../domain/day.js';
import { readDirectory } from '../../domain/directory.js';
import { DubanError, refuse } from '../../domain/errors.js';
import type { Directory } from '../../domain/org.js';
import type { Plan } from '../../domain/plan.js';
import { firstDayOf, planOfYear } from '../../domain/plan-year.js';
import type { CycleUnit } from '../../domain/supervision/cycle.js';
import { type CycleDates, cycleDates } from '../../domain/supervision/dates.js';
import {
  type CyclePeriod,
  cycleOf,
  cycleWords,
  laterCycle,
  type Rhythm,
  readCycleKey,
  rhythmWords,
} from '../../domain/supervision/rhythm.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import { readSupervisionRules } from '../../domain/supervision/rules-file.js';
import { unitsAsked } from '../../domain/supervision/units-asked.js';
import { fromRoot } from '../../worker/root.js';
import { returnRungWords } from '../cycle-words.js';
import { planFrom } from '../rehearsal-source.js';
import { readTextFile, sampleUnits } from './files.js';
import { answer, type Io } from './io.js';

export interface CyclePlanOptions {
  readonly units?: string;
  readonly rules?: string;
}

export interface CycleDatesOptions {
  readonly rhythm?: Rhythm;
  readonly rules?: string;
}

/**
 * Prints the days of one cycle of a plan and the units it would ask if nothing of the plan were done yet.
 * @param words a plan file, a plan document, or the id of a sample plan.
 * @throws DubanError `cycle-key`, `cycle-plan-file`, `cycle-outside`, `cycle-empty`, or the faults of a file.
 */
export async function cyclePlan(words: string, key: string, options: CyclePlanOptions, io: Io): Promise<void> {
  const period = readCycleKey(key);
  if (period === undefined) throw refuse('cycle-key', { value: key });
  const rules = rulesFrom(options.rules);
  const directory = readDirectory(readTextFile(options.units ?? sampleUnits));
  const plan = planIn(words, period.key, directory);
  const [first, last] = plan.period ?? [plan.year, plan.year];
  if (period.year < first || period.year > last) {
    const days = { from: `${first}-01-01`, to: `${last}-12-31` };
    throw refuse('cycle-outside', { plan: plan.id, key: period.key, ...days });
  }
  const calendar = makeCalendar(shippedYears());
  const dates = cycleDates(period, rules, calendar);
  const asked = askedOf(planOfYear(plan, period.year), period);
  if (asked.length === 0) throw refuse('cycle-empty', { plan: plan.id, key: period.key });
  const units = asked.map((one) => ({ ...one, name: nameOf(one.unit, directory) }));
  answer(io, { plan: plan.id, ...dates, units }, [
    `${plan.title}：${cycleWords(period)}督查`,
    ...dateLines(dates),
    `要求报送的单位（${units.length}个）：`,
    ...units.map(
      ({ name, leads, supports }) =>
        `  ${name}：报送${leads.length}项（${numbers(leads)}）${supports.length === 0 ? '' : `，配合${supports.length}项（${numbers(supports)}）`}`,
    ),
    ...unknownLines(dates.unknownYears),
  ]);
}

/** The plan of a file or a sample; an id of anything else is for the command that asks the service. */
function planIn(words: string, key: string, directory: Directory): Plan {
  try {
    return planFrom(words, directory);
  } catch (error) {
    if (!(error instanceof DubanError) || error.code !== 'plan-unknown') throw error;
    const allowed = error.faults[0]?.values['allowed'] ?? '';
    throw refuse('cycle-plan-file', { plan: words, key, allowed });
  }
}

/** Prints the days of every cycle whose period lies in the year. */
export async function cycleYear(year: number, options: CycleDatesOptions, io: Io): Promise<void> {
  const rules = rulesFrom(options.rules);
  const rhythm = options.rhythm ?? rules.rhythm;
  const calendar = makeCalendar(shippedYears());
  const cycles: CycleDates[] = [];
  for (let period = cycleOf(`${year}-01-01`, rhythm); period.year === year; period = laterCycle(period, 1)) {
    cycles.push(cycleDates(period, rules, calendar));
  }
  const unknownYears = [...new Set(cycles.flatMap((one) => one.unknownYears))];
  answer(io, { year, rhythm, cycles, unknownYears }, [
    `${year}年${rhythmWords[rhythm]}督查一次：`,
    ...cycles.map(({ key, request, due, compile }) => `  ${key}：${request}发通知，${due}报送，${compile}起草通报`),
    ...unknownLines(unknownYears),
  ]);
}

const rulesFrom = (file: string | undefined): SupervisionRules =>
  readSupervisionRules(readTextFile(file ?? fromRoot('seeds', 'supervision-rules.yaml')));

/** The year's tasks as they stand on the day of a launch, with nothing answered yet. */
function askedOf(plan: Plan, period: CyclePeriod): readonly Pick<CycleUnit, 'unit' | 'leads' | 'supports'>[] {
  const assigned = firstDayOf(plan);
  const tasks = seedsOf(plan).map((seed) =>
    assignTask(plan.id, plan.year, seed, assigned, instantOf(assigned), instantOf(addDays(seed.due, 1))),
  );
  return unitsAsked(tasks, period);
}

const nameOf = (id: string, directory: Directory): string => directory.units.find((unit) => unit.id === id)?.name ?? id;

/** Task ids end with the task's number. */
const numbers = (ids: readonly string[]): string => ids.map((id) => id.slice(id.lastIndexOf('/') + 1)).join('、');

function dateLines({ from, to, request, due, rungs, compile }: CycleDates): string[] {
  return [
    `  周期：${inChinese(from)}至${inChinese(to)}`,
    `  发通知：${inChinese(request)}`,
    `  报送期限：${inChinese(due)}`,
    ...rungs.map(({ kind, day }) => `  ${returnRungWords(kind)}：${inChinese(day)}`),
    `  起草通报：${inChinese(compile)}`,
  ];
}

const unknownLines = (years: readonly number[]): string[] =>
  years.map((year) => `注意：还没有${year}年的放假安排，${year}年的日子按周一至周五推算，安排公布后会变`);
