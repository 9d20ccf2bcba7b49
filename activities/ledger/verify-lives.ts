/** Lives of plans held against their entries on the chain (see verify.ts). */
import { and, asc, inArray, isNotNull } from 'drizzle-orm';
import { isAsRecorded, lifeKinds, recordedLife } from '../../domain/life/recorded.js';
import type { LedgerEvent } from '../../domain/task.js';
import type { Runner } from './chain.js';
import { event, plan } from './schema.js';

/** Issue, years, amendments, evaluations or pause of a plan are not those recorded. */
export type LifeFaultKind = 'life-altered';

interface LifeFault {
  /** Place of the last entry in the chain; 0 where there is none. */
  readonly seq: number;
  /** Id of the plan. */
  readonly id: string;
  readonly what: LifeFaultKind;
}

export async function checkLives(runner: Runner): Promise<LifeFault[]> {
  const rows = await runner.select({ id: plan.id, life: plan.life }).from(plan).where(isNotNull(plan.life));
  if (rows.length === 0) return [];
  const lines = await runner
    .select({ seq: event.seq, subject: event.subject, body: event.body })
    .from(event)
    .where(
      and(
        inArray(
          event.subject,
          rows.map((row) => row.id),
        ),
        inArray(event.kind, [...lifeKinds]),
      ),
    )
    .orderBy(asc(event.seq));
  return rows.flatMap(({ id, life }): LifeFault[] => {
    const own = lines.filter((line) => line.subject === id);
    const recorded = recordedLife(own.map(({ body }) => JSON.parse(body) as LedgerEvent));
    return life === null || isAsRecorded(life, recorded)
      ? []
      : [{ seq: own.at(-1)?.seq ?? 0, id, what: 'life-altered' }];
  });
}
