/** What every office act stands on: the ledger, Temporal, the clock; and the shared ways of refusing and recording. */
import { randomUUID } from 'node:crypto';
import {
  type Client,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { appendEvents } from '../activities/ledger/chain.js';
import type { Ledger } from '../activities/ledger/connect.js';
import { loadDirectory } from '../activities/ledger/directory.js';
import {
  catalogue,
  DubanError,
  type ErrorCode,
  type Fault,
  type FaultValues,
  fault,
  refuse,
} from '../domain/errors.js';
import type { Directory } from '../domain/org.js';
import { type OfficeAct, officeActFaults } from '../domain/roles.js';
import type { Actor, LedgerEvent } from '../domain/task.js';

export interface Desk {
  readonly ledger: Ledger;
  readonly client: Client;
  /** Epoch ms. In a drill the server's skipped time. */
  readonly now: () => Promise<number>;
  /** Ladder files may count in seconds (tests with real clocks only). */
  readonly testUnits: boolean;
  /** Temporal Schedules start the supervision cycles; without them (skipped time) each plan does. */
  readonly schedules?: boolean;
}

/** How long an act waits for an answer before the caller is told that it goes on in the background. */
const ANSWER_LIMIT_MS = 20_000;
/** The code of gRPC for a request that is wrong in itself. */
const INVALID_ARGUMENT = 3;

/** Refuses what the actor's role does not allow, and keeps the refusal on record. */
export async function permit(
  desk: Pick<Desk, 'ledger' | 'now'>,
  actor: Actor,
  act: OfficeAct,
  subject: string,
): Promise<void> {
  const faults = officeActFaults(actor, act);
  if (faults.length > 0) throw await recordRefusal(desk, actor, act, subject, new DubanError(faults));
}

/** An event of the office, with an id of its own. */
export function officeEvent(
  actor: Actor,
  at: number,
  kind: string,
  subject: string,
  data: LedgerEvent['data'],
): LedgerEvent {
  return { id: `${kind}/${subject}/${randomUUID()}`, at, actor, kind, subject, data };
}

/** A refused act leaves no trace in Temporal; this is its trace. Returns the error to throw. */
export async function recordRefusal(
  desk: Pick<Desk, 'ledger' | 'now'>,
  actor: Actor,
  act: string,
  subject: string,
  error: DubanError,
): Promise<DubanError> {
  const event = officeEvent(actor, await desk.now(), 'act.refused', subject, {
    act,
    codes: error.faults.map((f) => f.code),
    message: error.message,
  });
  await appendEvents(desk.ledger, [event]);
  return error;
}

/** Runs a call to Temporal; what a workflow refused comes back as a DubanError with unit ids turned into names. */
export async function ask<T>(desk: Desk, call: () => Promise<T>): Promise<T> {
  try {
    return await desk.client.withDeadline(Date.now() + ANSWER_LIMIT_MS, call);
  } catch (error) {
    const refused = refusedBy(error);
    if (refused) throw new DubanError([named(refused, await loadDirectory(desk.ledger))], { cause: error });
    if (error instanceof WorkflowNotFoundError) throw error;
    if (isNoAnswer(error)) throw new DubanError([fault('temporal-no-answer')], { cause: error });
    throw error;
  }
}

/** Starts a workflow whose id runs at most once. @returns false when it runs, or ran where its id is used once. */
export async function startOnce(desk: Desk, start: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask(desk, start);
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** True where a call to Temporal got no answer. Clients put what the connection said behind an error of their own. */
function isNoAnswer(error: unknown): boolean {
  if (error instanceof DubanError || error instanceof WorkflowUpdateFailedError) return false;
  for (let one = error; one instanceof Error; one = one.cause) {
    // What is wrong in the request itself no later try can cure.
    if (isGrpcServiceError(one)) return one.code !== INVALID_ARGUMENT;
    if (/deadline|unavailable|shut down/i.test(one.message)) return true;
  }
  return false;
}

/** Prints a fault for people: ids of units become their names. */
export function named(one: Fault, directory: Directory): Fault {
  const names = new Map(directory.units.map((unit) => [unit.id, unit.name]));
  const values = Object.fromEntries(
    Object.entries(one.values).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? value
            .split('、')
            .map((part) => names.get(part) ?? part)
            .join('、')
        : value,
    ]),
  );
  return fault(one.code, values, one.line);
}

function refusedBy(error: unknown): Fault | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const failure = error.cause;
  if (!(failure instanceof ApplicationFailure) || typeof failure.type !== 'string' || !(failure.type in catalogue))
    return undefined;
  const detail = failure.details?.[0] as { readonly values?: FaultValues } | undefined;
  const code = failure.type as ErrorCode;
  return detail?.values ? fault(code, detail.values) : { code, message: failure.message, values: {} };
}

/** The office's unit id. @throws `directory-one-of` when the directory has none or several. */
export function officeUnits(directory: Directory): { readonly office: string; readonly leadership: string } {
  const office = directory.units.find((unit) => unit.kind === 'office');
  const leadership = directory.units.find((unit) => unit.kind === 'leadership');
  if (!office) throw refuse('directory-one-of', { kind: 'office', word: '领导小组办公室', count: 0 });
  if (!leadership) throw refuse('directory-one-of', { kind: 'leadership', word: '领导小组', count: 0 });
  return { office: office.id, leadership: leadership.id };
}
