/** A mail that a person says belongs to a period. */
import type { Received } from '../../domain/comment/comment.js';
import type { Desk } from '../desk.js';
import { sortedByPerson } from '../inbox/take-mail.js';
import type { Reception } from './receive.js';

/** @throws `not-found` for a mail that waits for nobody. */
export async function assignMail(
  desk: Pick<Desk, 'ledger'>,
  reception: Reception,
  mail: string,
  period: string,
): Promise<Received> {
  return sortedByPerson({ ledger: desk.ledger, receive: (comment) => reception.receive(comment) }, mail, period);
}
