/** A drill: the rehearsed year lived on real servers in skipped time, then compared letter for letter. */
import { listPeriods } from '../../activities/ledger/comments/periods.js';
import { lettersOf, loadLetter } from '../../activities/ledger/letters.js';
import { verifyChain } from '../../activities/ledger/verify.js';
import type { PeriodStage } from '../../domain/comment/period.js';
import { dayOf } from '../../domain/day.js';
import { refuse } from '../../domain/errors.js';
import { commentWorkflowId, planWorkflowId, roundsWorkflowId, taskId, taskWorkflowId } from '../../domain/ids.js';
import { type RehearsalInput, rehearse } from '../../domain/schedule/rehearsal.js';
import type { Config } from '../../worker/config.js';
import { fromRoot } from '../../worker/root.js';
import { readTextFile } from '../cli/files.js';
import { officeUnits } from '../desk.js';
import { type Arrivals, compareLetters, type Difference } from './compare.js';
import { actionsOf, addCost, type Cost, costOf, noCost } from './count.js';
import { playYear } from './play.js';
import { openStage, type Stage } from './stage.js';

export interface DrillResult {
  readonly year: number;
  readonly story: string;
  readonly rehearsed: number;
  readonly sent: number;
  readonly equal: boolean;
  readonly differences: readonly Difference[];
  readonly letters: { readonly byKind: Readonly<Record<string, number>>; readonly routine: number };
  readonly events: number;
  readonly actions: number;
  /** Events and actions of planLifecycle, rounds, keyTasks and the comment period, and actions by cause. */
  readonly costs: { readonly plan: Cost; readonly rounds: Cost; readonly tasks: Cost; readonly comment?: Cost };
  /** The comment period the story played: its stage at the end, and how many comments came in. */
  readonly comment?: { readonly period: string; readonly stage: PeriodStage; readonly received: number };
  readonly chain: { readonly ok: boolean; readonly entries: number };
  readonly openAtEnd: readonly number[];
  readonly findings: readonly string[];
  /** Wall seconds of the lived year, servers being up. */
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

/** Lives the year on a stage and compares; `arrivals`, asked at the end, is what the mail server received. */
export async function liveYear(
  stage: Stage,
  input: RehearsalInput,
  arrivals: () => Arrivals,
  say: (line: string) => void,
): Promise<DrillResult> {
  const rehearsal = rehearse(input);
  const began = Date.now();
  await playYear(stage, input.plan, input.directory, rehearsal, say, playedRules(input));
  const seconds = (Date.now() - began) / 1000;
  const rows = await sentLetters(stage);
  const rehearsed = rehearsal.letters;
  const differences = compareLetters(rehearsed, rows, arrivals(), {
    plan: input.plan,
    directory: input.directory,
    publicUrl: stage.publicUrl,
  });
  const byKind: Record<string, number> = {};
  for (const row of rows) byKind[row.kind] = (byKind[row.kind] ?? 0) + 1;
  const costs = await costsOf(stage, input);
  const chain = await verifyChain(stage.ledger);
  const all = addCost(addCost(addCost(costs.plan, costs.rounds), costs.tasks), costs.comment ?? noCost);
  const [period] = await listPeriods(stage.ledger);
  return {
    year: input.plan.year,
    story: input.story.name,
    rehearsed: rehearsed.length,
    sent: rows.filter((row) => row.status === 'sent').length,
    equal: differences.length === 0,
    differences,
    letters: { byKind, routine: byKind.digest ?? 0 },
    events: all.events,
    actions: actionsOf(all),
    costs,
    ...(period === undefined
      ? {}
      : { comment: { period: period.id, stage: period.state.stage, received: period.state.counts.received } }),
    chain: { ok: chain.ok, entries: chain.entries },
    openAtEnd: rehearsal.openAtEnd,
    findings: rehearsal.findings.map((f) => f.message),
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** The rules of the cycles a story plays, as the text a launch takes. */
function playedRules({ story }: RehearsalInput): string | undefined {
  if (story.supervision === undefined) return undefined;
  return readTextFile(fromRoot('seeds', 'supervision-rules.yaml')).replace(
    /^rhythm: \S+/m,
    `rhythm: ${story.supervision.rhythm}`,
  );
}

async function sentLetters(stage: Stage): Promise<NonNullable<Awaited<ReturnType<typeof loadLetter>>>[]> {
  const lines = await lettersOf(stage.ledger, { limit: 100_000 });
  const rows = await Promise.all(lines.map((line) => loadLetter(stage.ledger, line.key)));
  return rows.filter((row) => row !== undefined);
}

async function costsOf(stage: Stage, input: RehearsalInput): Promise<DrillResult['costs']> {
  const { client } = stage.env;
  const { office } = officeUnits(input.directory);
  const tasks = await Promise.all(
    input.plan.tasks.map((task) => costOf(client, taskWorkflowId(taskId(input.plan.id, input.plan.year, task.number)))),
  );
  const first = await firstRun(stage, roundsWorkflowId(office));
  const [period] = await listPeriods(stage.ledger);
  return {
    ...(period === undefined ? {} : { comment: await costOf(client, commentWorkflowId(period.id)) }),
    plan: await costOf(client, planWorkflowId(input.plan.id)),
    rounds: await costOf(client, roundsWorkflowId(office), first),
    tasks: tasks.reduce(addCost, noCost),
  };
}

async function firstRun(stage: Stage, workflowId: string): Promise<string | undefined> {
  const history = await stage.env.client.workflow.getHandle(workflowId).fetchHistory();
  return history.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? undefined;
}
