/**
 * A mail that answers a letter: what it asks for is carried out in the name of the unit when its sender belongs to that
 * unit, everything else waits for the office. Safe to repeat, also after a crash between two acts.
 */
import { createHash } from 'node:crypto';
import type { Ledger } from '../../activities/ledger/connect.js';
import {
  type AnsweredRow,
  keepActs,
  keepReply,
  type ReplyRow,
  settleTaking,
  takingReply,
} from '../../activities/ledger/replies.js';
import { loadTask } from '../../activities/ledger/tasks.js';
import { dayOf } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import { DubanError } from '../../domain/errors.js';
import { contactRoleWords } from '../../domain/letter-words.js';
import type { Directory } from '../../domain/org.js';
import { readReply } from '../../domain/reply/read.js';
import {
  isBounce,
  ofHolder,
  type ReplyAct,
  type ReplySender,
  senderIn,
  type WaitCode,
} from '../../domain/reply/reply.js';
import type { Actor, LedgerEvent, TaskState } from '../../domain/task.js';
import { doneBefore, mustSign } from '../../domain/unit-acts.js';
import type { ReadMail } from '../inbox/read-mail.js';
import { askedIn } from './answered-letter.js';
import type { ReplyDesk } from './reply-desk.js';

const system: Actor = { name: 'duban', role: 'system' };

/**
 * Takes a mail that answers `letter`, or that nobody can tell what it answers (`why`).
 * @param arrivedAt epoch ms at which our mail server took it. @param now epoch ms.
 * @returns the mail on record.
 * @throws what may pass by itself; the mail is then to be offered again.
 */
export async function takeReply(
  ledger: Ledger,
  desk: ReplyDesk,
  mail: ReadMail,
  letter: AnsweredRow | { readonly why: WaitCode },
  arrivedAt: number,
  now: number,
): Promise<ReplyRow> {
  const common = {
    mail: mail.id,
    from: mail.from,
    subject: mail.subject,
    text: mail.text,
    files: mail.files.map(({ name }) => name),
    arrivedAt,
    status: 'taking',
  } as const;
  if ('why' in letter) {
    const row = await keepReply(ledger, {
      ...common,
      letter: null,
      unit: null,
      sender: null,
      acts: [],
      why: letter.why,
    });
    // A stranger is not told that his mail came here.
    return settled(ledger, row, 'waiting', letter.why, false, now);
  }
  const { asked, tasks, directory } = await askedIn(ledger, letter);
  const sender = mail.from === null ? undefined : senderIn(directory, letter.unit, mail.from, dayOf(arrivedAt));
  const reading = readReply(mail.text, asked, dayOf(arrivedAt));
  const acts =
    'why' in reading
      ? []
      : reading.proposals
          .map((one) => ofHolder(one, tasks.get(one.task), directory, dayOf(arrivedAt)))
          .filter((one) => wanted(one, tasks));
  const why = whyWaits(desk, mail, sender) ?? ('why' in reading ? reading.why : null);
  const row = await keepReply(ledger, {
    ...common,
    letter: letter.key,
    unit: letter.unit,
    sender: sender ?? null,
    acts,
    why,
  });
  if (row.status !== 'taking') return row;
  if (row.why !== null || row.sender === null) return settled(ledger, row, 'waiting', row.why, true, now);
  const done = await carryOut(ledger, desk, row, actorOf(row.sender, directory), now);
  const refused = done.some((one) => one.refused !== undefined);
  return settled(ledger, { ...row, acts: done }, refused ? 'waiting' : 'done', refused ? 'refused' : null, true, now);
}

/**
 * A mail that no try could carry out waits for the office, with what was carried out of it.
 * @param mail its id. @param now epoch ms.
 * @returns it on record; undefined when it is none that was begun.
 */
export async function giveUpReply(ledger: Ledger, mail: string, now: number): Promise<ReplyRow | undefined> {
  const row = await takingReply(ledger, mail);
  return row && settled(ledger, row, 'waiting', row.why ?? 'stuck', row.letter !== null && !isBounce(row.why), now);
}

/** Signing where there is nothing to sign is left out; everything else is for the task to refuse. */
function wanted({ task, act }: ReplyAct, tasks: ReadonlyMap<string, TaskState>): boolean {
  const state = tasks.get(task);
  return act.kind !== 'sign' || (state !== undefined && mustSign(state, act.unit));
}

function whyWaits(desk: ReplyDesk, mail: ReadMail, sender: ReplySender | undefined): WaitCode | null {
  if (sender === undefined) return 'foreign';
  return desk.authServer === undefined || vouchedFor(mail, desk.authServer) ? null : 'unauthenticated';
}

/** True when our own mail server wrote on top that the sender's domain stands by the mail (RFC 8601, DMARC). */
function vouchedFor({ headers }: Pick<ReadMail, 'headers'>, server: string): boolean {
  const [name = '', ...results] = (headers.get('authentication-results') ?? '').split(';').map((part) => part.trim());
  return name.toLowerCase() === server.toLowerCase() && results.some((part) => /^dmarc\s*=\s*pass\b/i.test(part));
}

/** Who acts: the unit, by the role in which the directory knows the address. */
function actorOf({ unit, role, standIn }: ReplySender, directory: Directory): Actor {
  const name = unitOf(directory, unit)?.name ?? unit;
  return { name: `${name} ${contactRoleWords[role]}${standIn ? '代理' : ''}（邮件）`, role: 'unit', unit };
}

/** Carries the acts out one after the other; what became of each is on record before the next. */
async function carryOut(
  ledger: Ledger,
  desk: ReplyDesk,
  row: ReplyRow,
  actor: Actor,
  now: number,
): Promise<readonly ReplyAct[]> {
  let acts = row.acts;
  for (const [at, one] of row.acts.entries()) {
    if (one.done !== undefined || one.refused !== undefined) continue;
    acts = acts.with(at, await carriedOut(ledger, desk.office, one, actor, now));
    await keepActs(ledger, row.no, acts);
  }
  return acts;
}

/** One act with what became of it. @throws what a later try can cure. */
async function carriedOut(
  ledger: Ledger,
  office: ReplyDesk['office'],
  { task, act }: ReplyAct,
  actor: Actor,
  now: number,
): Promise<ReplyAct> {
  const state = await loadTask(ledger, task);
  if (state !== undefined && doneBefore(state, act)) return { task, act, done: { at: now, again: true } };
  try {
    await office.act(task, act, { ...actor, unit: act.unit });
    return { task, act, done: { at: now } };
  } catch (error) {
    if (!(error instanceof DubanError) || error.retryable) throw error;
    return { task, act, refused: error.message };
  }
}

async function settled(
  ledger: Ledger,
  row: ReplyRow,
  status: 'done' | 'waiting',
  why: WaitCode | null,
  answer: boolean,
  now: number,
): Promise<ReplyRow> {
  const event: LedgerEvent = {
    id: `reply/${row.no}/taken`,
    at: now,
    actor: system,
    kind: status === 'done' ? 'reply.done' : 'reply.waiting',
    subject: `reply/${row.no}`,
    // The words stand in the table: who wrote may be anybody.
    data: {
      letter: row.letter,
      unit: row.unit,
      why,
      words: createHash('sha256').update(row.text).digest('hex'),
      acts: row.acts.map(({ task, act, done }) => ({ task, act: act.kind, done: done !== undefined })),
    },
  };
  await settleTaking(ledger, row.no, { status, why, answer }, event);
  return { ...row, status, why };
}
