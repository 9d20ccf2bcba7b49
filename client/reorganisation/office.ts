/** What the office decides about reorganised units: seen before, decided, withdrawn before its day. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { loadDirectory } from '../../activities/ledger/directory.js';
import {
  isWaiting,
  type KeptReorganisation,
  listReorganisations,
  openDuties,
} from '../../activities/ledger/reorganisations.js';
import { dayOf } from '../../domain/day.js';
import { DubanError, fault, refuse } from '../../domain/errors.js';
import { reorganisationWorkflowId, roundsWorkflowId } from '../../domain/ids.js';
import type { Reorganisation } from '../../domain/reorganisation.js';
import { reorganisationStageWords, reorganisationSubject } from '../../domain/reorganisation-event.js';
import { reorganisationLine } from '../../domain/reorganisation-letter.js';
import { type LineOf, type ReorganisationRequest, reorganisationOf } from '../../domain/reorganisation-request.js';
import type { Actor } from '../../domain/task.js';
import { mainQueue, type ReorganisationInput, withdrawReorganisation } from '../../workflows/messages.js';
import { kindKey } from '../../workflows/search.js';
import { ask, type Desk, officeUnits, permit, recordRefusal, startOnce } from '../desk.js';
import type { ReorganisationPreview } from '../http/reorganise-answers.js';
import { previewOf } from './preview.js';
import { stageOf } from './records.js';
import { namesIn } from './words.js';

/** `lineOf` names the lines of the file that a request was read from. */
export interface ReorganisationOffice {
  /** What would come of it; changes nothing. @throws everything that stands against it. */
  preview(request: ReorganisationRequest, lineOf?: LineOf): Promise<ReorganisationPreview>;
  /** Decides it; from 00:00 of its day it is in force, at once when that has come. @throws everything that stands against it. */
  decide(request: ReorganisationRequest, actor: Actor, lineOf?: LineOf): Promise<ReorganisationPreview>;
  /** Takes it back before its day. @throws `reorganisation-begun` afterwards. */
  withdraw(id: string, reason: string, actor: Actor): Promise<void>;
}

/** How long the caller waits until it is on record. */
const UNTIL_RECORDED_MS = 20_000;

export function createReorganisationOffice(desk: Desk): ReorganisationOffice {
  return {
    preview: async (request, lineOf) => (await judged(desk, request, lineOf)).preview,
    decide: (request, actor, lineOf) => decide(desk, request, actor, lineOf),
    withdraw: (id, reason, actor) => withdraw(desk, id, reason, actor),
  };
}

async function judged(
  desk: Desk,
  request: ReorganisationRequest,
  lineOf?: LineOf,
): Promise<{ readonly change: Reorganisation; readonly preview: ReorganisationPreview }> {
  const [directory, duties, kept] = await Promise.all([
    loadDirectory(desk.ledger),
    openDuties(desk.ledger),
    listReorganisations(desk.ledger),
  ]);
  const today = dayOf(await desk.now());
  const waiting = kept.filter(isWaiting).map(({ change }) => change);
  const asked = reorganisationOf(request, { directory, duties, waiting, today }, lineOf);
  const change = { ...asked, id: request.id ?? freeId(asked, kept) };
  return { change, preview: await previewOf(desk.ledger, change, today) };
}

async function decide(
  desk: Desk,
  request: ReorganisationRequest,
  actor: Actor,
  lineOf?: LineOf,
): Promise<ReorganisationPreview> {
  const subject = reorganisationSubject(request.id ?? request.units.join('、'));
  await permit(desk, actor, 'reorganise', subject);
  const refused = async (error: unknown): Promise<never> => {
    if (!(error instanceof DubanError) || error.retryable) throw error;
    throw await recordRefusal(desk, actor, 'reorganise', subject, error);
  };
  const { change, preview } = await judged(desk, request, lineOf).catch(refused);
  const directory = await loadDirectory(desk.ledger);
  const name = namesIn(directory, change);
  const input: ReorganisationInput = {
    change,
    names: Object.fromEntries([...change.units, ...change.successors].map((id) => [id, name(id).name])),
    decidedBy: actor,
    rounds: [roundsWorkflowId(officeUnits(directory).office)],
  };
  if (!(await run(desk, input, 'REJECT_DUPLICATE'))) return refused(refuse('reorganisation-exists', { id: change.id }));
  await untilRecorded(desk, change);
  return preview;
}

/**
 * Starts those again that are decided and not carried out, and whose workflow an operator ended. A start that Temporal did
 * not answer leaves none on record.
 * @returns how many.
 */
export async function resumeReorganisations(desk: Desk): Promise<number> {
  const { office } = officeUnits(await loadDirectory(desk.ledger));
  let resumed = 0;
  for (const one of await listReorganisations(desk.ledger)) {
    const [decided] = one.steps;
    if (decided === undefined || !['waiting', 'under-way'].includes(stageOf(one))) continue;
    const names = decided.data['names'] as ReorganisationInput['names'];
    const input = { change: one.change, names, decidedBy: decided.actor, rounds: [roundsWorkflowId(office)] };
    if (await run(desk, input, 'ALLOW_DUPLICATE_FAILED_ONLY')) resumed++;
  }
  return resumed;
}

/** @returns false when it runs, or ran where that keeps it from starting. */
function run(
  desk: Desk,
  input: ReorganisationInput,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY',
): Promise<boolean> {
  const { change, names } = input;
  return startOnce(desk, () =>
    desk.client.workflow.start('unitReorganisation', {
      taskQueue: mainQueue,
      workflowId: reorganisationWorkflowId(change.id),
      workflowIdReusePolicy,
      args: [input],
      staticSummary: reorganisationLine(change, (id) => names[id] ?? id),
      typedSearchAttributes: [{ key: kindKey, value: 'reorganisation' }],
    }),
  );
}

async function withdraw(desk: Desk, id: string, reason: string, actor: Actor): Promise<void> {
  const subject = reorganisationSubject(id);
  await permit(desk, actor, 'reorganise', subject);
  try {
    const kept = (await listReorganisations(desk.ledger)).find(({ change }) => change.id === id);
    if (kept === undefined) throw refuse('not-found', { what: id });
    if (reason.trim() === '') throw refuse('text-missing', { field: '撤回理由' });
    await ask(desk, () =>
      desk.client.workflow
        .getHandle(reorganisationWorkflowId(id))
        .executeUpdate(withdrawReorganisation, { args: [reason.trim(), actor] }),
    ).catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const stage = reorganisationStageWords[stageOf(kept)];
      throw new DubanError([fault('reorganisation-begun', { id, stage })], { cause: error });
    });
  } catch (error) {
    if (!(error instanceof DubanError) || error.retryable) throw error;
    throw await recordRefusal(desk, actor, 'reorganise', subject, error);
  }
}

/** An id of its own; one that was withdrawn or blocked may be decided again. */
function freeId(change: Reorganisation, kept: readonly KeptReorganisation[]): string {
  const plain = `${change.kind}-${change.units[0] ?? ''}-${change.on}`.slice(0, 60);
  const over = (id: string): boolean =>
    kept.some((one) => one.change.id === id && ['withdrawn', 'blocked'].includes(stageOf(one)));
  let id = plain;
  for (let nth = 2; over(id); nth++) id = `${plain}-${nth}`;
  return id;
}

/** Its day has come: the directory has followed, or stood against it. Otherwise it is on record that it will. */
async function untilRecorded(desk: Desk, { id, on }: Reorganisation): Promise<void> {
  const deadline = Date.now() + UNTIL_RECORDED_MS;
  for (;;) {
    const kept = (await listReorganisations(desk.ledger)).find(({ change }) => change.id === id);
    if (kept !== undefined && (on > dayOf(await desk.now()) || stageOf(kept) !== 'waiting')) return;
    if (Date.now() > deadline) throw refuse('temporal-no-answer');
    await sleep(100);
  }
}
