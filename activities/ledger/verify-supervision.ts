/** Returns, their evidence and bulletins held against their entries on the chain (see verify.ts). */
import { type SQL, sql } from 'drizzle-orm';
import type { Runner } from './chain.js';

export type SupervisionFaultKind =
  | 'return-altered' // a version of a return, or that it was sent back, is not as it was recorded
  | 'return-without-entry' // a version that never came in
  | 'entry-without-return' // the chain knows a version, the version is gone
  | 'evidence-altered' // the bytes of a file are not those that came in, or are gone
  | 'bulletin-altered'; // an approved bulletin is not the one recorded, is gone, or was never recorded

interface SupervisionFault {
  /** Place in the chain; 0 where there is no entry. */
  readonly seq: number;
  readonly id: string;
  readonly what: SupervisionFaultKind;
}

const returns = sql`
  with entry as (
    select seq, id, subject, body::jsonb -> 'data' as data from event where kind = 'cycle.returnSaved'
  ), back as (
    select subject, body::jsonb -> 'data' as data from event where kind = 'cycle.returnSentBack'
  ), kept as (
    select 'cycle/' || cycle as subject, jsonb_build_object('unit', unit, 'version', version, 'digest', return_digest(r.*),
      'files', jsonb_path_query_array(files, '$[*].sha256')) as data, id || '/' || version as id, sent_back
    from cycle_return r
  )
  select coalesce(e.seq, 0) as seq, coalesce(e.id, k.id) as id,
    case when e.seq is null then 'return-without-entry' when k.id is null then 'entry-without-return' else 'return-altered' end as what
  from kept k full join entry e
    on e.subject = k.subject and e.data -> 'unit' = k.data -> 'unit' and e.data -> 'version' = k.data -> 'version'
  left join back b
    on b.subject = k.subject and b.data -> 'unit' = k.data -> 'unit' and b.data -> 'version' = k.data -> 'version'
  where k.id is null or e.seq is null or e.data <> k.data or k.sent_back is distinct from b.data -> 'sentBack'
  order by 1, 2`;

const evidence = sql`
  select distinct 0 as seq, r.id || '/' || r.version || '#' || (file ->> 'sha256') as id, 'evidence-altered' as what
  from cycle_return r cross join jsonb_array_elements(r.files) file
  left join cycle_evidence e on e.cycle = r.cycle and e.sha256 = file ->> 'sha256'
  where e.sha256 is null or encode(sha256(e.bytes), 'hex') <> e.sha256
  order by 2`;

const bulletins = sql`
  with entry as (
    select seq, id, subject, (body::jsonb ->> 'at')::bigint as at, body::jsonb -> 'data' as data
    from event where starts_with(kind, 'cycle.') and body::jsonb -> 'data' ? 'sha256'
  )
  select coalesce(e.seq, 0) as seq, coalesce(e.id, 'cycle/' || b.cycle || '/bulletin/' || b.no) as id, 'bulletin-altered' as what
  from cycle_bulletin b full join entry e on e.subject = 'cycle/' || b.cycle and e.data ->> 'no' = b.no::text
  where b.cycle is null or e.seq is null
    or not e.data @> jsonb_build_object('sha256', b.sha256, 'number', b.number, 'author', b.author, 'approvedBy', b.approved_by)
    or b.sha256 <> encode(sha256(convert_to(b.body, 'UTF8')), 'hex')
  order by 1, 2`;

/** Returns, evidence, bulletins and entries that do not agree. */
export async function checkSupervision(runner: Runner): Promise<SupervisionFault[]> {
  const found = async (statement: SQL): Promise<SupervisionFault[]> => {
    const { rows } = await runner.execute<{ seq: string; id: string; what: SupervisionFaultKind }>(statement);
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  };
  return [...(await found(returns)), ...(await found(evidence)), ...(await found(bulletins))];
}
