/** Values of indicators and approved evaluations held against their entries on the chain (see verify.ts). */
import { type SQL, sql } from 'drizzle-orm';
import type { Runner } from './chain.js';

export type IndicatorFaultKind =
  | 'value-altered' // a version of a value is not the one recorded, is gone, or was never recorded
  | 'evaluation-altered'; // an approved evaluation is not the one recorded, is gone, or was never recorded

interface IndicatorFault {
  /** Place in the chain; 0 where there is no entry. */
  readonly seq: number;
  readonly id: string;
  readonly what: IndicatorFaultKind;
}

const values = sql`
  with entry as (
    select seq, id, subject, body::jsonb -> 'data' as data from event where kind = 'indicator.valueSaved'
  ), kept as (
    select 'indicators/' || plan || '/' || no || '/' || year || '/' || version as id, value_digest(v.*) as digest from indicator_value v
  )
  select coalesce(e.seq, 0) as seq, coalesce(e.id, k.id) as id, 'value-altered' as what
  from kept k full join entry e on e.id = k.id
  where k.id is null or e.seq is null or e.data ->> 'digest' is distinct from k.digest
  order by 1, 2`;

const evaluations = sql`
  with entry as (
    select seq, id, body::jsonb -> 'data' as data from event where kind = 'indicator.evaluated'
  )
  select coalesce(e.seq, 0) as seq, coalesce(e.id, 'indicators/' || v.plan || '/evaluation/' || v.kind) as id, 'evaluation-altered' as what
  from indicator_evaluation v full join entry e on e.id = 'indicators/' || v.plan || '/evaluation/' || v.kind
  where v.plan is null or e.seq is null
    or not e.data @> jsonb_build_object('sha256', v.sha256, 'author', v.author, 'approvedBy', v.approved_by)
    or v.sha256 <> encode(sha256(convert_to(v.body, 'UTF8')), 'hex')
  order by 1, 2`;

/** Values, evaluations and entries that do not agree. */
export async function checkIndicators(runner: Runner): Promise<IndicatorFault[]> {
  const found = async (statement: SQL): Promise<IndicatorFault[]> => {
    const { rows } = await runner.execute<{ seq: string; id: string; what: IndicatorFaultKind }>(statement);
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  };
  return [...(await found(values)), ...(await found(evaluations))];
}
