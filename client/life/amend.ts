/** A running plan amended: what it comes to, which letters of the rest of the year change, and the act itself. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { loadDirectory } from '../../activities/ledger/directory.js';
import { eventsOf } from '../../activities/ledger/figures.js';
import { alonePlan, loadPlan } from '../../activities/ledger/plans.js';
import { listTasks } from '../../activities/ledger/tasks.js';
import { officeCalendar } from '../../activities/schedules.js';
import { dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError, refuse } from '../../domain/errors.js';
import { roundsWorkflowId } from '../../domain/ids.js';
import { amendmentOf } from '../../domain/life/amend.js';
import { changeWords } from '../../domain/life/amend-words.js';
import type { Told } from '../../domain/life/amended.js';
import type { AmendChange, AmendmentRequest } from '../../domain/life/amendment.js';
import { type ReadAmendment, readAmendment } from '../../domain/life/amendment-file.js';
import { type Amendment, lifeActWords, type PlanLife } from '../../domain/life/life.js';
import { lifeRefusal } from '../../domain/life/refusal.js';
import { type RestInput, restDifference, restOf } from '../../domain/life/rest.js';
import type { Directory } from '../../domain/org.js';
import { emptyRounds, type RoundsState } from '../../domain/schedule/table.js';
import type { Actor, TaskState } from '../../domain/task.js';
import { roundsTable } from '../../workflows/messages.js';
import { ask, type Desk, named, permit, recordRefusal } from '../desk.js';
import type { AmendedAnswer, AmendmentAnswer, AmendPreview, ToldAnswer } from '../http/plan-amend-answers.js';
import { letterLine, noticeWords } from '../rehearsal-view.js';
import { askPlan } from './ask-plan.js';
import { withoutLife } from './office.js';

/** Amendments of running plans; each is an amendment file (YAML, domain/life/amendment-file) or what one holds. */
export interface AmendOffice {
  /** What it would come to, and the letters of the rest of the year without it and with it; changes nothing. @throws every fault. */
  preview(plan: string, given: AmendmentRequest | string, actor: Actor): Promise<AmendPreview>;
  /**
   * @param seen `no`: the number that the preview gave it, where it was looked at before; refused when there was another meanwhile.
   * @throws every fault; none of the changes is carried out then.
   */
  amend(
    plan: string,
    given: AmendmentRequest | string,
    actor: Actor,
    seen?: { readonly no?: number },
  ): Promise<AmendedAnswer>;
  /** Those on record, the newest first. @throws `plan-unknown`. */
  list(plan: string): Promise<readonly AmendmentAnswer[]>;
}

/** The desk of amendments. */
export function createAmendOffice(desk: Desk): AmendOffice {
  return {
    preview: (plan, given, actor) => previewOf(desk, plan, given, actor),
    amend: (plan, given, actor, seen = {}) =>
      alonePlan(desk.ledger, plan, () => amend(desk, plan, given, actor, seen.no)),
    list: (plan) => amendmentsOf(desk, plan),
  };
}

const FOLLOWED_WITHIN_MS = 15_000;
const LIST = 1000;

/** An amendment without a fault, and what it was judged by. */
interface Judged {
  readonly life: PlanLife;
  readonly amendment: Amendment;
  readonly rest: Omit<RestInput, 'tables'>;
}

async function previewOf(
  desk: Desk,
  plan: string,
  given: AmendmentRequest | string,
  actor: Actor,
): Promise<AmendPreview> {
  await permit(desk, actor, 'amendPlan', plan);
  const { life, amendment, rest } = await judged(desk, plan, given);
  const tables = await tablesOf(desk, life);
  const { before, after, told, until } = restOf({ ...rest, tables }, { amendment, actor });
  const { added, gone, changed } = restDifference(before, after);
  const { directory } = rest;
  const line = (letter: (typeof after)[number]) => letterLine(letter, directory);
  return {
    ...answerOf(plan, life.amendments + 1, amendment, told, directory),
    until,
    before: before.map(line),
    after: after.map(line),
    added: added.map(line),
    gone: gone.map(line),
    changed: changed.map((one) => ({ before: line(one.before), after: line(one.after) })),
  };
}

async function amend(
  desk: Desk,
  plan: string,
  given: AmendmentRequest | string,
  actor: Actor,
  no: number | undefined,
): Promise<AmendedAnswer> {
  await permit(desk, actor, 'amendPlan', plan);
  let made: Judged;
  try {
    made = await judged(desk, plan, given, no);
  } catch (error) {
    if (error instanceof DubanError && !error.retryable) throw await recordRefusal(desk, actor, 'amend', plan, error);
    throw error;
  }
  const { amendment, rest } = made;
  const { told } = restOf({ ...rest, tables: await tablesOf(desk, made.life) }, { amendment, actor });
  const life = await askPlan(desk, plan, { kind: 'amend', amendment }, actor);
  await untilFollowed(desk, plan, amendment, rest.tasks);
  return { ...answerOf(plan, life.amendments, amendment, told, rest.directory), life };
}

/** @throws every fault of what was given, or why the plan cannot be amended now. */
async function judged(desk: Desk, plan: string, given: AmendmentRequest | string, no?: number): Promise<Judged> {
  const row = await loadPlan(desk.ledger, plan);
  const without = await withoutLife(desk, plan, row, lifeActWords.amend);
  if (without) throw without;
  const { life, ladder } = row ?? {};
  if (!row || !life) throw refuse('not-found', { what: plan });
  const year = life.years.at(-1)?.year ?? row.year;
  const nothing = { year, changes: [], acts: [], add: [], reason: '—', approvedBy: '—', document: '' };
  const refused = lifeRefusal(life, { kind: 'amend', amendment: nothing }, dayOf(await desk.now()));
  if (refused) throw new DubanError([refused]);
  if (!ladder) throw refuse('plan-not-launched', { plan });
  if (no !== undefined && no !== life.amendments + 1) throw refuse('amend-meanwhile', { plan, last: life.amendments });
  const [directory, own, tasks, calendar, now] = await Promise.all([
    loadDirectory(desk.ledger),
    listTasks(desk.ledger, { plan }),
    listTasks(desk.ledger, { open: true }),
    officeCalendar(desk.ledger),
    desk.now(),
  ]);
  const read: ReadAmendment =
    typeof given === 'string' ? readAmendment(given, directory) : { request: given, lines: [] };
  const { request, lines } = read;
  // Held against this plan, everything else of it would mislead.
  if (read.plan !== undefined && read.plan !== plan) throw refuse('amend-plan-other', { plan, value: read.plan });
  try {
    const ground = { plan: row.plan, year, tasks: own, directory, today: dayOf(now) };
    const amendment = amendmentOf(request, ground, lines);
    return { life, amendment, rest: { plan, tasks, ladder, calendar, directory, now } };
  } catch (error) {
    if (error instanceof DubanError) throw new DubanError(error.faults.map((one) => named(one, directory)));
    throw error;
  }
}

/** What the rounds of the office hold, all shards; empty where none run. */
async function tablesOf(desk: Desk, { office, leadership }: PlanLife): Promise<readonly RoundsState[]> {
  const table = async (shard: number): Promise<RoundsState> => {
    try {
      return await ask(desk, () => desk.client.workflow.getHandle(roundsWorkflowId(office, shard)).query(roundsTable));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return emptyRounds(office, leadership);
      throw error;
    }
  };
  const first = await table(0);
  const others = Array.from({ length: first.shards - 1 }, (_, at) => table(at + 1));
  return [first, ...(await Promise.all(others))];
}

/** Until every task has followed, so that the next look shows it; a task that takes longer follows all the same. */
async function untilFollowed(
  desk: Desk,
  plan: string,
  { acts }: Amendment,
  before: readonly TaskState[],
): Promise<void> {
  const seen = new Map(before.map((task) => [task.id, task.seq]));
  const touched = new Set(acts.map((one) => one.task));
  const deadline = Date.now() + FOLLOWED_WITHIN_MS;
  for (;;) {
    const now = await listTasks(desk.ledger, { plan });
    const waiting = now.filter(({ id, seq }) => touched.has(id) && seq <= (seen.get(id) ?? 0));
    if (waiting.length === 0 || Date.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function amendmentsOf(desk: Desk, plan: string): Promise<readonly AmendmentAnswer[]> {
  if ((await loadPlan(desk.ledger, plan)) === undefined)
    throw refuse('plan-unknown', { plan, allowed: '见 duban status' });
  const [events, directory] = await Promise.all([
    eventsOf(desk.ledger, { subject: plan, kind: 'plan.amend', limit: LIST }),
    loadDirectory(desk.ledger),
  ]);
  return events.map(({ at, actor, data }) => {
    const { no, year, reason, approvedBy, document, changes } = data as unknown as Amendment & { readonly no: number };
    return { no, year, at, reason, approvedBy, document, changes: wordsOf(changes, directory), by: actor.name };
  });
}

const nameIn =
  (directory: Directory) =>
  (unit: string): string =>
    unitOf(directory, unit)?.name ?? unit;

const wordsOf = (changes: readonly AmendChange[], directory: Directory): readonly string[] =>
  changes.map((change) => changeWords(change, nameIn(directory)));

function answerOf(
  plan: string,
  no: number,
  { year, changes, reason, approvedBy, document }: Amendment,
  told: readonly Told[],
  directory: Directory,
): Omit<AmendmentAnswer, 'at' | 'by'> & { readonly plan: string; readonly told: readonly ToldAnswer[] } {
  const name = nameIn(directory);
  return {
    ...{ plan, no, year, reason, approvedBy, document, changes: wordsOf(changes, directory) },
    told: told.map(({ unit, notices }) => ({
      unit,
      name: name(unit),
      what: notices.map(({ task, kind }) => `${noticeWords[kind]} 第${task.split('/').at(-1)}项`),
    })),
  };
}
