/** A letter that came back: its address is not written to any more, and the letter goes to the next receiver of the unit. */
import { markAddressBad } from '../../activities/ledger/addresses.js';
import type { Ledger } from '../../activities/ledger/connect.js';
import { deliveryOf } from '../../activities/ledger/letters.js';
import { type AnsweredRow, keepReply, settleTaking } from '../../activities/ledger/replies.js';
import { keepRefused, refusedBefore } from '../../activities/mail/refusals.js';
import { DubanError } from '../../domain/errors.js';
import type { WaitCode } from '../../domain/reply/reply.js';
import type { Actor } from '../../domain/task.js';
import type { ReadMail } from '../inbox/read-mail.js';
import type { DeliveryReport } from '../inbox/read-report.js';
import type { ReplyDesk } from './reply-desk.js';

const system: Actor = { name: 'duban', role: 'system' };

/**
 * Takes the report about a letter. Delays change nothing; a final refusal of the very address that the letter reached moves it
 * up, as a refusal by our own mail server does; whatever is less clear waits for the office.
 * @param now epoch ms.
 * @throws what may pass by itself; the mail is then to be offered again.
 */
export async function takeLetterBounce(
  ledger: Ledger,
  office: Pick<ReplyDesk['office'], 'resend'>,
  mail: ReadMail,
  report: DeliveryReport,
  letter: AnsweredRow,
  arrivedAt: number,
  now: number,
): Promise<void> {
  if (!report.failed) return;
  const { key, recipient, status } = letter;
  const about = recipient !== null && report.receivers.some((one) => one.toLowerCase() === recipient.toLowerCase());
  if (!report.forGood || !about) {
    // A second report about an address that was given up says nothing new.
    const known = (await refusedBefore(ledger, key)).some(({ address }) =>
      report.receivers.some((one) => one.toLowerCase() === address.toLowerCase()),
    );
    if (!known) await wait(ledger, mail, letter, 'bounce-unclear', report, arrivedAt, now);
    return;
  }
  if (status !== 'sent' && status !== 'retry') return;
  const reason = `退信：${report.reason}`;
  const before = await refusedBefore(ledger, key);
  await markAddressBad(ledger, recipient, reason, now);
  if (!before.some(({ address }) => address === recipient))
    await keepRefused(ledger, key, [...before, { address: recipient, reason }]);
  // The letter to the office about this one left with the first refusal, and leaves once.
  const told = (await deliveryOf(ledger, `undelivered/${key}`)) !== undefined;
  try {
    await office.resend(key, system);
  } catch (error) {
    if (!(error instanceof DubanError) || error.retryable) throw error;
    await wait(ledger, mail, letter, 'bounce-stuck', report, arrivedAt, now);
    return;
  }
  if (told) await wait(ledger, mail, letter, 'bounce-again', report, arrivedAt, now);
}

/** Puts the report before the office. */
async function wait(
  ledger: Ledger,
  mail: ReadMail,
  letter: AnsweredRow,
  why: WaitCode,
  report: DeliveryReport,
  arrivedAt: number,
  now: number,
): Promise<void> {
  const row = await keepReply(ledger, {
    mail: mail.id,
    letter: letter.key,
    unit: letter.unit,
    from: mail.from,
    sender: null,
    subject: mail.subject,
    text: [report.address, report.reason].filter((word) => word !== null).join('：'),
    files: [],
    arrivedAt,
    status: 'taking',
    acts: [],
    why,
  });
  await settleTaking(
    ledger,
    row.no,
    { status: 'waiting', why, answer: false },
    {
      id: `reply/${row.no}/taken`,
      at: now,
      actor: system,
      kind: 'reply.waiting',
      subject: `reply/${row.no}`,
      data: { letter: letter.key, unit: letter.unit, why },
    },
  );
}
