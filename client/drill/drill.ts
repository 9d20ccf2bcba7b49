/** A drill: the rehearsed years lived on real servers in skipped time, then compared letter for letter. */
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import { type LetterRow, lettersOf, loadLetter } from '../../activities/ledger/letters.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { PeriodStage } from '../../domain/comment/period.js';
import { type Day, dayOf, yearOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { type Rehearsal, type RehearsalInput, rehearse } from '../../domain/schedule/rehearsal.js';
import { isOpen } from '../../domain/task.js';
import type { Config } from '../../worker/config.js';
import { fromRoot } from '../../worker/root.js';
import { readTextFile } from '../cli/files.js';
import { type Arrivals, compareLetters, type Difference } from './compare.js';
import { type Costs, costsOf } from './costs.js';
import { actionsOf, addCost, noCost } from './count.js';
import { playYears } from './play.js';
import { openStage, type Stage } from './stage.js';

/** What one year of a drill brought. */
export interface DrilledYear {
  readonly year: number;
  readonly story: string;
  readonly rehearsed: number;
  readonly sent: number;
  readonly equal: boolean;
  readonly differences: readonly Difference[];
  readonly letters: { readonly byKind: Readonly<Record<string, number>>; readonly routine: number };
  /** Numbers of the year's tasks. */
  readonly openAtEnd: readonly number[];
}

export interface DrillResult extends DrilledYear {
  /** Where several years were lived on one stage: each of them, by the days of the letters. */
  readonly years?: readonly DrilledYear[];
  readonly events: number;
  readonly actions: number;
  /** Events of the largest history of a single run. */
  readonly largest: number;
  /** Events and actions of planLifecycle, rounds, keyTasks, the comment period and the cycles, and actions by cause. */
  readonly costs: Costs;
  /** The comment period the story played: its stage at the end, and how many comments came in. */
  readonly comment?: { readonly period: string; readonly stage: PeriodStage; readonly received: number };
  readonly chain: { readonly ok: boolean; readonly entries: number };
  readonly findings: readonly string[];
  /** Wall seconds of the lived years, servers being up. */
  readonly seconds: number;
}

/** @throws `drill-past` when the year's launch lies behind today: skipped time only goes forward. */
export async function drillYear(
  input: RehearsalInput,
  config: Config,
  say: (line: string) => void,
): Promise<DrillResult> {
  const rehearsal = rehearse(input);
  if (rehearsal.startAt < Date.now())
    throw refuse('drill-past', { year: input.plan.year, launch: dayOf(rehearsal.startAt) });
  const stage = await openStage(config, input.directory);
  try {
    return await liveYear(stage, input, () => stage.mail.arrivals, say);
  } finally {
    await stage.close();
  }
}

/** Lives the years on a stage and compares; `arrivals`, asked at the end, is what the mail server received. */
export async function liveYear(
  stage: Stage,
  input: RehearsalInput,
  arrivals: () => Arrivals,
  say: (line: string) => void,
): Promise<DrillResult> {
  const rehearsal = rehearse(input);
  const began = Date.now();
  await playYears(stage, input, rehearsal, say, playedRules(input));
  const seconds = (Date.now() - began) / 1000;
  const rows = await sentLetters(stage);
  const differences = compareLetters(rehearsal.letters, rows, arrivals(), {
    plan: input.plan,
    publicUrl: stage.publicUrl,
  });
  const whole = partOf(input, rehearsal, { rows, differences });
  const costs = await costsOf(stage, input);
  const chain = await verifyChain(stage.ledger);
  const all = [costs.plan, costs.rounds, costs.tasks, costs.comment ?? noCost, costs.cycles ?? noCost].reduce(addCost);
  const [period] = await listPeriods(stage.ledger);
  return {
    ...whole,
    ...(input.later === undefined ? {} : { years: yearsOf(input, rehearsal, { rows, differences }) }),
    events: all.events,
    actions: actionsOf(all),
    largest: all.largest,
    costs,
    ...(period === undefined
      ? {}
      : { comment: { period: period.id, stage: period.state.stage, received: period.state.counts.received } }),
    chain: { ok: chain.ok, entries: chain.entries },
    findings: rehearsal.findings.map((f) => f.message),
    seconds: Math.round(seconds * 10) / 10,
  };
}

interface Sent {
  readonly rows: readonly LetterRow[];
  readonly differences: readonly Difference[];
}

function partOf({ plan, story }: RehearsalInput, rehearsal: Rehearsal, { rows, differences }: Sent): DrilledYear {
  const byKind: Record<string, number> = {};
  for (const row of rows) byKind[row.kind] = (byKind[row.kind] ?? 0) + 1;
  return {
    year: plan.year,
    story: story.name,
    rehearsed: rehearsal.letters.length,
    sent: rows.filter((row) => row.status === 'sent').length,
    equal: differences.length === 0,
    differences,
    letters: { byKind, routine: byKind['digest'] ?? 0 },
    openAtEnd: rehearsal.openAtEnd,
  };
}

/** Letters count in the year of their day; those after the last year with it, and mail without a letter too. */
function yearsOf(input: RehearsalInput, rehearsal: Rehearsal, { rows, differences }: Sent): readonly DrilledYear[] {
  const last = input.later?.at(-1)?.year ?? input.plan.year;
  const yearOfDay = (day: Day): number => Math.min(yearOf(day), last);
  const years = new Map([
    ...rows.map((row) => [row.key, yearOfDay(row.day)] as const),
    ...rehearsal.letters.map(({ draft }) => [draft.key, yearOfDay(draft.day)] as const),
  ]);
  return [input.plan.year, ...(input.later ?? []).map(({ year }) => year)].map((year) => {
    const own = (key: string): boolean => (years.get(key) ?? last) === year;
    return partOf(
      { ...input, plan: { ...input.plan, year } },
      {
        ...rehearsal,
        letters: rehearsal.letters.filter(({ draft }) => own(draft.key)),
        openAtEnd: rehearsal.tasks.filter((task) => task.year === year && isOpen(task)).map((task) => task.number),
      },
      { rows: rows.filter(({ key }) => own(key)), differences: differences.filter(({ key }) => own(key)) },
    );
  });
}

/** The rules of the cycles a story plays, as the text a launch takes. */
function playedRules({ story }: RehearsalInput): string | undefined {
  if (story.supervision === undefined) return undefined;
  return readTextFile(fromRoot('seeds', 'supervision-rules.yaml')).replace(
    /^rhythm: \S+/m,
    `rhythm: ${story.supervision.rhythm}`,
  );
}

async function sentLetters(stage: Stage): Promise<readonly LetterRow[]> {
  const lines = await lettersOf(stage.ledger, { limit: 100_000 });
  const rows = await Promise.all(lines.map((line) => loadLetter(stage.ledger, line.key)));
  return rows.filter((row) => row !== undefined);
}
