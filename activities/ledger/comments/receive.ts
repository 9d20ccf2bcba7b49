/**
 * Taking comments in (design section 7). Calls that come in together share one transaction (see batch.ts), which holds
 * the rows of their periods: serial numbers have no gaps, and what it finds of a comment sent twice is the newest.
 * Personal data stays in the table; the chain gets a digest of the words.
 */
import { randomBytes } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import type { Comment, IncomingComment, Received } from '../../../domain/comment/comment.js';
import { receiptOf } from '../../../domain/comment/receipt.js';
import { DubanError } from '../../../domain/errors.js';
import { batched } from '../batch.js';
import type { Runner } from '../chain.js';
import { commentPeriod } from '../comments-schema.js';
import type { Ledger } from '../connect.js';
import { toJson } from '../storable.js';
import { admit } from './admit.js';
import { unknownPeriod } from './periods.js';
import { canWriteTo } from './receipts.js';

/** The workflow is told of new comments at most once in so many ms: each time costs its history five events. */
const TELL_EVERY = 15 * 60_000;
/** Tries with new receipt numbers; a second one is for a chance of 2^-60 already. */
const TRIES = 3;

type Outcome = Received | DubanError;

interface Asked {
  readonly comment: IncomingComment;
  /** Epoch ms by the server's clock. */
  readonly now: number;
}

/** One comment of a batch that goes into the table; later items of the batch with its key get its answer. */
interface Admitted extends Received, Asked {}

const keyOf = (comment: IncomingComment): string => `${comment.period}\n${comment.idempotencyKey}`;

const receive = batched(async (ledger, asked: readonly Asked[]): Promise<readonly Outcome[]> => {
  for (let tries = 1; ; tries++) {
    try {
      return await ledger.db.transaction((tx) => receiveWithin(tx, asked));
    } catch (error) {
      if (tries === TRIES || !isReceiptTaken(error)) throw error;
    }
  }
});

async function receiveWithin(tx: Runner, asked: readonly Asked[]): Promise<readonly Outcome[]> {
  const comments = asked.map((one) => one.comment);
  const periods = await lockPeriods(tx, [...new Set(comments.map((comment) => comment.period))]);
  const known = await findKnown(tx, comments);
  const fresh = new Map<string, Admitted>();
  const last = new Map([...periods].map(([id, row]) => [id, row.lastNo]));
  const outcomes: Outcome[] = [];
  for (const [at, { comment, now }] of asked.entries()) {
    const before = known.get(at) ?? fresh.get(keyOf(comment));
    if (before !== undefined) {
      const { no, receipt, late, question, afterClose } = before;
      outcomes.push({ no, receipt, late, question, afterClose, again: true });
      continue;
    }
    const row = periods.get(comment.period);
    if (row === undefined) {
      outcomes.push(await unknownPeriod(tx, comment.period));
      continue;
    }
    const admission = admit(row.state, comment, row.announcedAt, now);
    if ('fault' in admission) {
      outcomes.push(new DubanError([admission.fault]));
      continue;
    }
    const no = (last.get(comment.period) ?? 0) + 1;
    last.set(comment.period, no);
    const received: Received = { no, receipt: receiptOf(randomBytes(12)), ...admission, again: false };
    fresh.set(keyOf(comment), { ...received, comment, now });
    outcomes.push(received);
  }
  if (fresh.size > 0) await write(tx, [...fresh.values()]);
  return outcomes;
}

async function lockPeriods(tx: Runner, ids: readonly string[]) {
  const { id, state, lastNo, announcedAt } = commentPeriod;
  const rows = await tx
    .select({ id, state, lastNo, announcedAt })
    .from(commentPeriod)
    .where(inArray(commentPeriod.id, [...ids]))
    .orderBy(commentPeriod.id)
    .for('update');
  return new Map(rows.map((row) => [row.id, row]));
}

/** Comments that are on record under the same key, by place in the batch. A statement of its own: it must see what others wrote before we got the lock. */
async function findKnown(
  tx: Runner,
  comments: readonly IncomingComment[],
): Promise<Map<number, Omit<Received, 'again'>>> {
  const asked = comments.map(({ period, idempotencyKey }, at) => ({ at, period, key: idempotencyKey }));
  const { rows } = await tx.execute<{
    at: number;
    no: number;
    receipt: string;
    late: boolean;
    question: Comment['question'];
    afterClose: boolean;
  }>(sql`
    select a.at, c.no, c.receipt, c.late, c.question, c.after_close as "afterClose"
    from jsonb_to_recordset(${toJson(asked)}::jsonb) as a(at int, period text, key text)
    join comment c on c.period = a.period and c.idempotency_key = a.key`);
  return new Map(rows.map(({ at, ...row }) => [at, row]));
}

async function write(tx: Runner, admitted: readonly Admitted[]): Promise<void> {
  const rows = admitted.map(({ comment: { files, ...comment }, again: _again, ...received }) => ({
    // With the time of writing beside it: `now` stands in the chain, the arrival is what is claimed of the comment.
    ...comment,
    ...received,
    files: files.map(({ name, mediaType, size, sha256 }) => ({ name, mediaType, size, sha256 })),
    suspect: comment.suspect ?? false,
    receiptStatus: comment.contact !== null && canWriteTo(comment.contact) ? 'due' : 'none',
  }));
  const files = new Map(
    admitted.flatMap(({ comment }) =>
      comment.files.map((file) => [`${comment.period}\n${file.sha256}`, { period: comment.period, ...file }]),
    ),
  );
  for (const { period, sha256, bytes } of files.values())
    await tx.execute(sql`
      insert into comment_file (period, sha256, bytes) values (${period}, ${sha256}, ${Buffer.from(bytes)})
      on conflict do nothing`);
  await tx.execute(sql`
    with asked as (
      select * from jsonb_to_recordset(${toJson(rows)}::jsonb) as x(period text, no int, receipt text, "idempotencyKey" text,
        channel text, "arrivedAt" bigint, item int, text text, name text, contact text, files jsonb, postmark text,
        late boolean, question text, "afterClose" boolean, suspect boolean, "enteredBy" text, "receiptStatus" text,
        now bigint)
    ), inserted as (
      insert into comment (period, no, receipt, idempotency_key, channel, arrived_at, item, text, name, contact, files,
        postmark, late, question, after_close, suspect, entered_by, receipt_status)
      select period, no, receipt, "idempotencyKey", channel, "arrivedAt", item, text, name, contact, files,
        postmark, late, question, "afterClose", suspect, "enteredBy", "receiptStatus" from asked
      returning *
    ), counted as (
      update comment_period p set last_no = i.no
      from (select period, max(no) as no from inserted group by period) i where p.id = i.period
      returning p.id
    )
    select append_events((select jsonb_agg(jsonb_build_object(
      'id', 'comment/' || period || '/' || no || '/received', 'at', asked.now, 'kind', 'comment.received',
      'actor', case when entered_by is null then '{"name":"公众","role":"system"}'::jsonb
        else jsonb_build_object('name', entered_by, 'role', 'office') end,
      'subject', 'comment/' || period || '/' || no,
      'data', jsonb_build_object('channel', i.channel, 'arrivedAt', arrived_at, 'late', i.late, 'item', i.item,
        'question', i.question, 'afterClose', after_close, 'digest', comment_digest(i.receipt, i.text),
        'files', jsonb_path_query_array(i.files, '$[*].sha256'))
      ) order by period, no) from inserted i join asked using (period, no))) from (select count(*) from counted) c`);
}

/** True when a new receipt number was given before. */
function isReceiptTaken(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if ('constraint' in one && one.constraint === 'comment_receipt_unique') return true;
  return false;
}

/**
 * Takes a comment in: serial number, receipt number, files, and one entry on the chain without personal data. Entered
 * twice under one idempotency key it is there once, and both get the same answer.
 * @param now epoch ms by the server's clock: the time of the entry, beside the time of arrival that is claimed.
 * @throws `period-unknown`; for the web page also `period-over`, `period-suspended` and `period-not-open`; for what the
 * office enters `comment-before-announced`.
 */
export async function receiveComment(ledger: Ledger, incoming: IncomingComment, now = Date.now()): Promise<Received> {
  const outcome = await receive(ledger, { comment: incoming, now });
  if (outcome instanceof DubanError) throw outcome;
  return outcome;
}

/**
 * Asks whether the period's workflow is to be told of new comments now.
 * @param now epoch ms.
 * @returns true at most once in a quarter of an hour, over all processes.
 */
export async function tellDue(ledger: Ledger, period: string, now: number): Promise<boolean> {
  const { rowCount } = await ledger.db.execute(sql`
    update comment_period set told_at = ${now} where id = ${period} and told_at <= ${now - TELL_EVERY}`);
  return rowCount === 1;
}
