/** What a rehearsal or a drill runs on: plan, directory, rules, calendar and story, from files or from what duban ships. */
import { existsSync } from 'node:fs';
import { shippedYears } from '../domain/calendar/holidays.js';
import { type Calendar, makeCalendar } from '../domain/calendar/workdays.js';
import { readCommentRules } from '../domain/comment/rules-file.js';
import { type Day, dayOf } from '../domain/day.js';
import { decide } from '../domain/decided.js';
import { readDecisions } from '../domain/decisions.js';
import { readDirectory, resolve } from '../domain/directory.js';
import { refuse } from '../domain/errors.js';
import { readLifeRules } from '../domain/life/rules-file.js';
import type { Directory } from '../domain/org.js';
import type { PickedTask, Plan } from '../domain/plan.js';
import { firstDayOf, hasYear, planInYear, planOfYear, planTriedIn, spansYears } from '../domain/plan-year.js';
import { readLadder } from '../domain/schedule/ladder.js';
import type { LaterYear } from '../domain/schedule/later-years.js';
import type { RehearsalInput } from '../domain/schedule/rehearsal.js';
import { monthDayOf, readStory, type Story, silence, supervisedStory } from '../domain/schedule/story.js';
import type { Rhythm } from '../domain/supervision/rhythm.js';
import { readSupervisionRules } from '../domain/supervision/rules-file.js';
import { fromRoot } from '../worker/root.js';
import { readPlanText, readTextFile, sampleUnits } from './cli/files.js';
import { intake } from './intake.js';
import { samplePlans } from './samples.js';

export interface SourceOptions {
  readonly units?: string;
  readonly ladder?: string;
  readonly year?: number;
  /** So many years of a plan of several, one after the other; default one. */
  readonly years?: number;
  readonly from?: Day;
  readonly until?: Day;
  readonly story?: string;
  /** Supervision cycles are held in this rhythm; without it only where the story plays them. */
  readonly supervise?: Rhythm;
  /** Undated tasks taken on with the year, in a plan of several years. */
  readonly with?: readonly number[];
  /** A decisions file to apply to the plan. */
  readonly decisions?: string;
}

/**
 * @param words a plan file, a plan document, or the id of a sample plan.
 * @throws DubanError with the faults of whichever file does not fit.
 */
export function rehearsalSource(words: string, options: SourceOptions): RehearsalInput {
  const directory = readDirectory(readTextFile(options.units ?? sampleUnits));
  const drafted = decidedBy(planFrom(words, directory), options.decisions, directory);
  const year = options.year ?? drafted.year;
  const picked = options.with?.map((task) => ({ task })) ?? drafted.picked;
  const several = spansYears(drafted) && (options.years ?? 1) > 1;
  const tried = several ? wholeFrom(drafted, year, options.years ?? 1, picked) : planTriedIn(drafted, year, picked);
  const calendar: Calendar = makeCalendar(shippedYears());
  const played = storyFrom(options.story ?? 'none');
  const story = options.supervise === undefined ? played : supervisedStory(played, options.supervise);
  const launch = story.launch === undefined ? firstDayOf(tried) : monthDayOf(story.launch, tried.year);
  const plan = issuedBy(tried, launch);
  return {
    plan,
    directory,
    resolve: (name) => resolve(directory, name),
    ladder: readLadder(readTextFile(options.ladder ?? fromRoot('seeds', 'ladder.yaml'))),
    calendar,
    from: options.from ?? calendar.onOrAfter(launch),
    ...(several ? { later: laterYears(plan, options.years ?? 1, story) } : {}),
    story,
    lifeRules: readLifeRules(readTextFile(fromRoot('seeds', 'life-rules.yaml'))),
    supervisionRules: readSupervisionRules(readTextFile(fromRoot('seeds', 'supervision-rules.yaml'))),
    commentRules: readCommentRules(readTextFile(fromRoot('seeds', 'comment-rules.yaml'))),
    ...(options.until === undefined ? {} : { until: options.until }),
  };
}

/** The plan with the tasks of all its years, of which `years` are played from `first` on. @throws `plan-year-outside`, `plan-year-empty`. */
function wholeFrom(drafted: Plan, first: number, years: number, picked: readonly PickedTask[] = []): Plan {
  const whole = hasYear(drafted, first) ? { ...drafted, year: first } : planInYear(drafted, first);
  for (let year = first; year < first + years; year++) planOfYear(whole, year, year === first ? picked : []);
  return { ...whole, picked: [...picked] };
}

/** The years after the first: from the story's day of launch, else from the first of January on. */
function laterYears({ year: first }: Plan, years: number, { launch }: Story): readonly LaterYear[] {
  return Array.from({ length: years - 1 }, (_, at) => first + 1 + at).map((year) => ({
    year,
    from: monthDayOf(launch ?? '01-01', year),
  }));
}

/** A story that begins before the plan's own day moves the plan's papers to its beginning. */
function issuedBy(plan: Plan, launch: Day): Plan {
  if (launch >= plan.issued) return plan;
  const { appointment, approval } = plan;
  return {
    ...plan,
    issued: launch,
    ...(appointment === undefined ? {} : { appointment: { ...appointment, from: launch } }),
    ...(approval === undefined ? {} : { approval: { ...approval, on: launch } }),
  };
}

function decidedBy(plan: Plan, file: string | undefined, directory: Directory): Plan {
  if (file === undefined) return plan;
  const { decisions, pick } = readDecisions(file, readTextFile(file), directory);
  const { plan: decided } = decide(plan, decisions, plan.decisions ?? [], directory);
  return pick.length === 0 ? decided : { ...decided, picked: [...pick] };
}

/** A plan from a plan file, a plan document, or a sample by its id. @throws DubanError `plan-unknown` or the faults of the file. */
export function planFrom(words: string, directory: Directory): Plan {
  const sample = existsSync(words) ? undefined : samplePlans().find((plan) => plan.id === words);
  if (sample) return sample;
  if (!existsSync(words) && !/[./\\]/.test(words)) {
    throw refuse('plan-unknown', {
      plan: words,
      allowed: samplePlans()
        .map((plan) => plan.id)
        .join('、'),
    });
  }
  return intake(words, readPlanText(words), directory, dayOf(Date.now()));
}

/** `none`, a story in seeds/stories by its name, or a file. */
export function storyFrom(words: string): Story {
  if (words === 'none') return silence;
  const shipped = fromRoot('seeds', 'stories', `${words}.yaml`);
  return readStory(readTextFile(/^[\w-]+$/.test(words) && existsSync(shipped) ? shipped : words));
}
