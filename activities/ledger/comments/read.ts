/** Reading comments. Personal data is included: whoever shows them to the public leaves it out. */
import { and, asc, count, eq, gte, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { AttachedFile, Comment, CommentCounts } from '../../../domain/comment/comment.js';
import type { Runner } from '../chain.js';
import { comment, commentFile } from '../comments-schema.js';

/** The ledger, or `{ db }` of a transaction under way. */
export interface Readable {
  readonly db: Runner;
}

function commentOf(row: typeof comment.$inferSelect): Comment {
  const { idempotencyKey: _key, receiptStatus: _status, receiptAt: _at, receiptError: _error, ...rest } = row;
  return rest;
}

/** The comment whose answer this one takes; itself when it is not merged. */
const main = sql`comment m where m.period = ${comment.period} and m.no = coalesce(${comment.mergedInto}, ${comment.no})`;
const isDone = sql`(${comment.setAside} is not null or exists
  (select 1 from ${main} and (m.disposition is not null or m.set_aside is not null)))`;

export interface CommentFilter {
  /** True: neither disposed of (by itself or with the one it is merged into) nor set aside, and put down while the period lived; false: one of these. */
  readonly open?: boolean;
  /** True: only what was put down after the close-out or the withdrawal; false: none of that. */
  readonly after?: boolean;
  /** Number of the draft's item; null: on the whole. */
  readonly item?: number | null;
  /** Serial number of the first one wanted. */
  readonly from?: number;
  readonly limit?: number;
  /** Only these serial numbers. */
  readonly nos?: readonly number[];
}

/** Comments of a period by serial number. */
export async function listComments(ledger: Readable, period: string, filter: CommentFilter = {}): Promise<Comment[]> {
  const { open, after, item, from, limit, nos } = filter;
  const where: (SQL | undefined)[] = [
    eq(comment.period, period),
    open === undefined ? undefined : open ? sql`not ${isDone} and not ${comment.afterClose}` : isDone,
    after === undefined ? undefined : eq(comment.afterClose, after),
    item === undefined ? undefined : item === null ? isNull(comment.item) : eq(comment.item, item),
    from === undefined ? undefined : gte(comment.no, from),
    nos === undefined ? undefined : inArray(comment.no, [...nos]),
  ];
  const query = ledger.db
    .select()
    .from(comment)
    .where(and(...where))
    .orderBy(asc(comment.no));
  return (await (limit === undefined ? query : query.limit(limit))).map(commentOf);
}

/** One comment by serial number, or undefined. */
export async function loadComment(ledger: Readable, period: string, no: number): Promise<Comment | undefined> {
  const [row] = await listComments(ledger, period, { nos: [no] });
  return row;
}

/** One comment by its receipt number as {@link readReceipt} writes it, or undefined. */
export async function commentByReceipt(ledger: Readable, receipt: string): Promise<Comment | undefined> {
  const [row] = await ledger.db.select().from(comment).where(eq(comment.receipt, receipt));
  return row === undefined ? undefined : commentOf(row);
}

/**
 * What came in and what became of it. A merged comment counts with the one it follows; set aside counts apart, whatever
 * was decided before. `awaited`: handed to a unit, no opinion yet, and still open in its own right. What was put down
 * after the close-out or the withdrawal is in none of the counts: they stay what was published.
 */
export async function countsOf(ledger: Readable, period: string): Promise<CommentCounts> {
  const { rows } = await ledger.db.execute<{ counts: CommentCounts }>(sql`
    with one as (
      select c.channel, c.late, c.question, c.merged_into is not null as merged,
        c.set_aside is not null or m.set_aside is not null as aside,
        case when c.merged_into is null then c.disposition else m.disposition end ->> 'kind' as kind,
        c.errand is not null and c.opinion is null and c.merged_into is null as asked
      from comment c left join comment m on m.period = c.period and m.no = c.merged_into
      where c.period = ${period} and not c.after_close
    )
    select jsonb_build_object(
      'received', count(*),
      'byChannel', jsonb_build_object(
        'web', count(*) filter (where channel = 'web'), 'email', count(*) filter (where channel = 'email'),
        'phone', count(*) filter (where channel = 'phone'), 'post', count(*) filter (where channel = 'post')),
      'late', count(*) filter (where late),
      'merged', count(*) filter (where merged),
      'setAside', count(*) filter (where aside),
      'disposed', jsonb_build_object(
        'adopted', count(*) filter (where kind = 'adopted' and not aside),
        'partly', count(*) filter (where kind = 'partly' and not aside),
        'not-adopted', count(*) filter (where kind = 'not-adopted' and not aside),
        'outside', count(*) filter (where kind = 'outside' and not aside)),
      'open', count(*) filter (where kind is null and not aside),
      'questions', count(*) filter (where question is not null),
      'awaited', count(*) filter (where asked and kind is null and not aside)) as counts
    from one`);
  return (rows[0] as { counts: CommentCounts }).counts;
}

/** How many comments were put down after the close-out or the withdrawal. */
export async function afterCloseOf(ledger: Readable, period: string): Promise<number> {
  const [row] = await ledger.db
    .select({ count: count() })
    .from(comment)
    .where(and(eq(comment.period, period), comment.afterClose));
  return row?.count ?? 0;
}

/** A file of a comment with its bytes; undefined when the comment has no such file, or it was removed. */
export async function fileOf(
  ledger: Readable,
  period: string,
  no: number,
  sha256: string,
): Promise<(AttachedFile & { readonly bytes: Buffer }) | undefined> {
  const [row] = await ledger.db
    .select({ files: comment.files, bytes: commentFile.bytes })
    .from(comment)
    .innerJoin(commentFile, eq(commentFile.period, comment.period))
    .where(and(eq(comment.period, period), eq(comment.no, no), eq(commentFile.sha256, sha256)));
  const file = row?.files.find((one) => one.sha256 === sha256);
  return row === undefined || file === undefined ? undefined : { ...file, bytes: row.bytes };
}

/** Bytes that the files of a period take, those of the same content once. */
export async function fileBytesOf(ledger: Readable, period: string): Promise<number> {
  const { rows } = await ledger.db.execute<{ bytes: number }>(sql`
    select coalesce(sum(octet_length(bytes)), 0)::float8 as bytes from comment_file where period = ${period}`);
  return rows[0]?.bytes ?? 0;
}
