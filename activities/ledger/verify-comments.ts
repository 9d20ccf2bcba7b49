/** Comments and close-outs held against their entries on the chain (see verify.ts). */
import { type SQL, sql } from 'drizzle-orm';
import type { Runner } from './chain.js';

export type CommentFaultKind =
  | 'comment-altered' // words or files of a comment, or the unit's words on it, are not those that came in
  | 'comment-without-entry' // a comment that never came in
  | 'entry-without-comment' // the chain knows a comment, the comment is gone
  | 'close-out-altered'; // a published close-out is not the one recorded, is gone, or was never recorded

interface CommentFault {
  /** Place in the chain; 0 where there is no entry. */
  readonly seq: number;
  readonly id: string;
  readonly what: CommentFaultKind;
}

/** What was emptied on request may be empty, and nothing else. */
const comments = sql`
  with entry as (
    select distinct on (subject) subject, seq, id, body::jsonb -> 'data' as data
    from event where kind = 'comment.received' order by subject, event.seq
  ), emptied as (
    select distinct subject from event where kind = 'comment.redacted' and body::jsonb #>> '{data,text}' = 'true'
  ), masked as (
    select distinct on (subject) subject, body::jsonb #>> '{data,digest}' as digest
    from event where kind = 'comment.redacted' and body::jsonb -> 'data' ? 'digest' order by subject, event.seq desc
  ), advised as (
    select distinct on (subject) subject, body::jsonb #>> '{data,digest}' as digest
    from event where kind = 'comment.opinion' order by subject, event.seq desc
  ), kept as (
    select 'comment/' || period || '/' || no as subject, comment_digest(receipt, text) as digest,
      jsonb_path_query_array(files, '$[*].sha256') as files,
      text = '' and files = '[]' and coalesce(opinion ->> 'words', '') = '' as empty,
      comment_digest(receipt, opinion ->> 'words') as advice
    from comment
  )
  select coalesce(e.seq, 0) as seq, coalesce(e.id, c.subject) as id,
    case when e.seq is null then 'comment-without-entry' when c.subject is null then 'entry-without-comment' else 'comment-altered' end as what
  from kept c full join entry e on e.subject = c.subject left join masked m on m.subject = c.subject
    left join advised a on a.subject = c.subject
  where c.subject is null or e.seq is null
    or ((coalesce(m.digest, e.data ->> 'digest') is distinct from c.digest
        or e.data -> 'files' is distinct from c.files or coalesce(a.digest, c.advice) is distinct from c.advice)
      and not (c.empty and exists (select 1 from emptied where emptied.subject = c.subject)))
  order by 1, 2`;

const closeOuts = sql`
  with entry as (
    select distinct on (subject) subject, seq, id, body::jsonb #>> '{data,sha256}' as sha256
    from event where kind = 'comment.publish' order by subject, event.seq
  )
  select coalesce(e.seq, 0) as seq, coalesce(e.id, 'comment/' || o.period) as id, 'close-out-altered' as what
  from close_out o full join entry e on e.subject = 'comment/' || o.period
  where o.period is null or e.seq is null or e.sha256 is distinct from o.sha256
    or o.sha256 <> encode(sha256(convert_to(o.body, 'UTF8')), 'hex')
  order by 1, 2`;

/** Comments, close-outs and entries that do not agree. */
export async function checkComments(runner: Runner): Promise<CommentFault[]> {
  const found = async (statement: SQL): Promise<CommentFault[]> => {
    const { rows } = await runner.execute<{ seq: string; id: string; what: CommentFaultKind }>(statement);
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  };
  return [...(await found(comments)), ...(await found(closeOuts))];
}
