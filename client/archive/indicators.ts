/** indicators/: how the indicators were followed, every version of every value, and the approved evaluations. */
import { asc, eq, sql } from 'drizzle-orm';
import { loadWatch } from '../../activities/ledger/indicators/watches.js';
import { indicatorEvaluation } from '../../activities/ledger/indicators-schema.js';
import type { Collecting } from './collect.js';
import { evaluationFile } from './manifest.js';

/** Adds nothing for a plan whose indicators nobody follows. */
export async function addIndicators({ read, row, to }: Collecting): Promise<void> {
  const watch = await loadWatch(read, row.id);
  if (watch === undefined) return;
  await to.json('indicators/watch.json', watch);
  // PostgreSQL's own print of each version: the sha256 of a line without its line end is the digest in the chain.
  const { rows } = await read.db.execute<{ body: string }>(sql`
    select jsonb_build_object('plan', plan, 'no', no, 'year', year, 'version', version, 'value', value, 'source', source,
      'asOf', as_of, 'note', note, 'unit', unit, 'via', via, 'at', at, 'by', by, 'onBehalf', on_behalf)::text as body
    from indicator_value where plan = ${row.id} order by no, year, version`);
  await to.add('indicators/values.ndjson', rows.map(({ body }) => `${body}\n`).join(''));
  const kept = await read.db
    .select()
    .from(indicatorEvaluation)
    .where(eq(indicatorEvaluation.plan, row.id))
    .orderBy(asc(indicatorEvaluation.at));
  for (const { kind, body } of kept) await to.add(evaluationFile(kind), body);
  if (kept.length > 0)
    await to.json(
      'indicators/evaluations.json',
      kept.map(({ body: _body, ...one }) => one),
    );
}
