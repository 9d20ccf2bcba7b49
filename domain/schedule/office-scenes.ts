/** What the office does to the plan itself in a story: amendments, reorganisations, evaluations. Pure. */
import { stringify } from 'yaml';
import type { Calendar } from '../calendar/workdays.js';
import { type Day, instantOf, isDay, yearOf } from '../day.js';
import { DubanError, fault } from '../errors.js';
import type { AmendmentRequest } from '../life/amendment.js';
import { type AmendmentFile, amendmentText, readAmendment } from '../life/amendment-file.js';
import type { PlanEvaluation } from '../life/life.js';
import type { Directory } from '../org.js';
import { readReorganisation } from '../reorganisation-file.js';
import type { ReorganisationRequest } from '../reorganisation-request.js';
import type { Story } from './story-file.js';

/** One scene at its instant. Units are read when it has come: a reorganisation may have given them other names. */
export type OfficeScene = { readonly at: number; readonly day: Day; readonly year: number } & (
  | { readonly kind: 'evaluate'; readonly evaluation: PlanEvaluation; readonly document: string }
  | { readonly kind: 'amend'; readonly read: (directory: Directory) => AmendmentRequest }
  | { readonly kind: 'reorganise'; readonly request: ReorganisationRequest }
);

/** Minutes after midnight, after the acts on tasks and the start of a year. */
const MINUTES = { evaluate: 675, amend: 690, reorganise: 705 } as const;

/**
 * The scenes of the years that are played, in order of time.
 * @param launches days of the launches, the first year first.
 * @throws `story-day`, and the faults of a reorganisation's file.
 */
export function officeScenes(story: Story, launches: readonly Day[], calendar: Calendar): readonly OfficeScene[] {
  const scenes: OfficeScene[] = [];
  const placed = <K extends keyof typeof MINUTES>(scene: { day: string; year: number }, kind: K) => {
    const launch = launches[scene.year - 1];
    if (launch === undefined) return undefined;
    const day = dayOfScene(scene.day, launch, calendar);
    return { at: instantOf(day, MINUTES[kind]), day, year: yearOf(launch), kind };
  };
  for (const { day, year, evaluation } of story.evaluate ?? []) {
    const at = placed({ day, year }, 'evaluate');
    if (at) scenes.push({ ...at, evaluation, document: `（演练）评估报告〔${at.year}〕1号` });
  }
  for (const { day, year, ...file } of story.amend ?? []) {
    const at = placed({ day, year }, 'amend');
    if (!at) continue;
    const text = amendmentText(inYear(file, at.year) as AmendmentFile);
    scenes.push({ ...at, read: (directory) => withoutLines(() => readAmendment(text, directory).request) });
  }
  for (const { day, year, ...file } of story.reorganise ?? []) {
    const at = placed({ day, year }, 'reorganise');
    if (!at) continue;
    const { request } = withoutLines(() => readReorganisation(stringify(inYear(file, at.year))));
    scenes.push({ ...at, request: { id: `drill-${at.day}`, ...request } });
  }
  return scenes.toSorted((a, b) => a.at - b.at);
}

function dayOfScene(words: string, launch: Day, calendar: Calendar): Day {
  const relative = /^launch\+(\d{1,3})$/.exec(words);
  if (relative) return calendar.addWorkdays(launch, Number(relative[1]));
  const day = completed(words, yearOf(launch));
  if (typeof day !== 'string' || !isDay(day)) throw new DubanError([fault('story-day', { value: words })]);
  return calendar.onOrAfter(day);
}

/** The value with every `MM-DD` in it made a day of the year. */
function inYear(value: unknown, year: number): unknown {
  if (Array.isArray(value)) return value.map((one) => inYear(one, year));
  if (typeof value !== 'object' || value === null) return completed(value, year);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inYear(one, year)]));
}

function completed(value: unknown, year: number): unknown {
  return typeof value === 'string' && /^\d{2}-\d{2}$/.test(value) ? `${year}-${value}` : value;
}

/** Lines are those of a text made of the scene: they would mislead. */
function withoutLines<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DubanError)) throw error;
    throw new DubanError(error.faults.map(({ code, values }) => fault(code, values)));
  }
}
