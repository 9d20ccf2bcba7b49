/** What the office decides about mails that answered a letter and wait for a person. */
import { loadDirectory } from '../../activities/ledger/directory.js';
import { tasksOfLetter } from '../../activities/ledger/letters.js';
import { keepActs, loadReply, type ReplyRow, settleReply } from '../../activities/ledger/replies.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { clockOf, dayOf } from '../../domain/day.js';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { isBounce, ofHolder, type Proposal, type ReplyAct } from '../../domain/reply/reply.js';
import type { Actor } from '../../domain/task.js';
import { doneBefore } from '../../domain/unit-acts.js';
import type { Office, ReplyOffice } from '../acts.js';
import { officeEvent, permit, recordRefusal, type Desk as WholeDesk } from '../desk.js';

/** Characters that a reason may have. */
const REASON_LIMIT = 500;

type Desk = Pick<WholeDesk, 'ledger' | 'now'>;

/** @param act carries out one act on one task. */
export function createReplyOffice(desk: Desk, act: Office['act']): ReplyOffice {
  return {
    carry: (no, given, actor) => onRecord(desk, actor, no, () => carry(desk, act, no, given, actor)),
    dismiss: (no, reason, actor) => onRecord(desk, actor, no, () => dismiss(desk, no, reason, actor)),
  };
}

/** A refusal of ours leaves its trace; those of a task's act have left theirs. */
async function onRecord(desk: Desk, actor: Actor, no: number, work: () => Promise<void>): Promise<void> {
  const subject = `reply/${no}`;
  await permit(desk, actor, 'replies', subject);
  try {
    await work();
  } catch (error) {
    if (error instanceof DubanError && error.code.startsWith('reply-'))
      throw await recordRefusal(desk, actor, 'replies', subject, error);
    throw error;
  }
}

async function carry(
  desk: Desk,
  carryOut: Office['act'],
  no: number,
  given: Parameters<ReplyOffice['carry']>[1],
  actor: Actor,
): Promise<void> {
  const row = await waitingReply(desk, no, '办理');
  const faults = reasonFaults(given.reason);
  if (isBounce(row.why)) faults.push(fault('reply-not-act', { no }));
  const open: readonly Proposal[] = given.acts ?? row.acts.filter((one) => one.done === undefined);
  if (open.length === 0 && !isBounce(row.why)) faults.push(fault('reply-nothing', { no }));
  faults.push(...(await foreignTasks(desk, row, open)));
  if (faults.length > 0) throw new DubanError(faults);
  const why = `${given.reason.trim()}（第${no}号回信）`;
  let acts: readonly ReplyAct[] = row.acts.filter((one) => one.done !== undefined);
  const directory = await loadDirectory(desk.ledger);
  const today = dayOf(await desk.now());
  for (const [at, one] of open.entries()) {
    const state = await loadTask(desk.ledger, one.task);
    const { task, act } = ofHolder(one, state, directory, today);
    const again = state !== undefined && doneBefore(state, act);
    if (!again) await carryOut(task, act, { ...actor, onBehalfOf: act.unit, why });
    acts = [...acts, { task, act, done: { at: await desk.now(), ...(again ? ({ again } as const) : {}) } }];
    // What is still open stays behind it, so that the next try goes on from here.
    await keepActs(desk.ledger, no, [...acts, ...open.slice(at + 1)]);
  }
  await settle(desk, row, 'carried', given.reason, actor, {
    acts: acts.map(({ task, act }) => ({ task, act: act.kind })),
  });
}

async function dismiss(desk: Desk, no: number, reason: string, actor: Actor): Promise<void> {
  const row = await waitingReply(desk, no, '了结');
  const faults = reasonFaults(reason);
  if (faults.length > 0) throw new DubanError(faults);
  await settle(desk, row, 'dismissed', reason, actor, {});
}

async function waitingReply(desk: Desk, no: number, act: string): Promise<ReplyRow> {
  const row = await loadReply(desk.ledger, no);
  if (row === undefined) throw refuse('reply-unknown', { no });
  if (row.status !== 'waiting') throw refuse('reply-settled', { no, how: howSettled(row), act });
  return row;
}

function howSettled({ status, settled }: ReplyRow): string {
  if (settled === null) return status === 'done' ? '已按来信办理' : '正在办理';
  return `已由${settled.by}于${clockOf(settled.at)}${status === 'carried' ? '代为办理' : '了结'}`;
}

function reasonFaults(reason: string): Fault[] {
  const { length } = [...reason.trim()];
  if (length === 0) return [fault('text-missing', { field: '理由' })];
  return length > REASON_LIMIT ? [fault('text-too-long', { field: '理由', length, allowed: REASON_LIMIT })] : [];
}

/** Acts on tasks that the letter did not speak of: somebody mistook the mail. */
async function foreignTasks(desk: Desk, row: ReplyRow, acts: readonly Proposal[]): Promise<Fault[]> {
  if (row.letter === null) return [];
  const allowed = await tasksOfLetter(desk.ledger, row.letter);
  return acts
    .filter(({ task }) => !allowed.includes(task))
    .map(({ task }) => fault('reply-task', { no: row.no, task, allowed: allowed.join('、') }));
}

async function settle(
  desk: Desk,
  { no, letter, unit }: ReplyRow,
  status: 'carried' | 'dismissed',
  reason: string,
  actor: Actor,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const at = await desk.now();
  const event = officeEvent(actor, at, status === 'carried' ? 'reply.carried' : 'reply.dismissed', `reply/${no}`, {
    letter,
    unit,
    reason: reason.trim(),
    ...data,
  });
  const done = await settleReply(desk.ledger, no, { status, reason: reason.trim(), at, by: actor.name }, event);
  if (done) return;
  await waitingReply(desk, no, status === 'carried' ? '办理' : '了结');
}
