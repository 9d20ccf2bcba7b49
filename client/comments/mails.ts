/** Mails that a person puts in their place: into a period, or aside as seen. */
import { dismissMail as dismiss } from '../../activities/ledger/comments/mails.js';
import type { IncomingComment, Received } from '../../domain/comment/comment.js';
import { DubanError, fault } from '../../domain/errors.js';
import type { Actor } from '../../domain/task.js';
import { type Desk, permit } from '../desk.js';
import { sortedByPerson } from '../inbox/take-mail.js';
import type { Reception } from './receive.js';

/** @throws `mail-unknown` for a mail that waits for nobody, `mail-assigned` for one that goes to another period. */
export async function assignMail(
  desk: Pick<Desk, 'ledger'>,
  reception: Reception,
  mail: string,
  period: string,
  actor: Actor,
  now: number,
): Promise<Received> {
  const deps = { ledger: desk.ledger, receive: (comment: IncomingComment) => reception.receive(comment) };
  return sortedByPerson(deps, mail, period, actor, now);
}

/** @throws what {@link dismiss} refuses. */
export async function dismissMail(desk: Desk, mail: string, reason: string, actor: Actor): Promise<void> {
  await permit(desk, actor, 'comments', 'mails');
  await dismiss(desk.ledger, mail, reason, actor, await desk.now());
}

/** A refusal as it may stand in the chain: the id of a mail is made by the sender's machine and can hold his name. */
export function withoutMailId(error: DubanError): DubanError {
  return new DubanError(
    error.faults.map((one) => ('mail' in one.values ? fault(one.code, { ...one.values, mail: '（编号略）' }) : one)),
  );
}
