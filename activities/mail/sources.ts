/**
 * What the outbox reads from the ledger at sending time. Letters that are prepared at one moment share statements (see
 * ledger/batch): each answer is read after it was asked for, so nobody gets an old contact or an old state.
 */
import { count, inArray, sql } from 'drizzle-orm';
import type { EvaluationKind } from '../../domain/indicators/watch.js';
import type { Directory } from '../../domain/org.js';
import type { TaskState } from '../../domain/task.js';
import { badAddresses, markAddressBad } from '../ledger/addresses.js';
import { batched } from '../ledger/batch.js';
import { errandsOf } from '../ledger/comments/errands.js';
import { comment, commentPeriod } from '../ledger/comments-schema.js';
import type { Ledger } from '../ledger/connect.js';
import { loadDirectory } from '../ledger/directory.js';
import { evaluationsOf } from '../ledger/indicators/evaluations.js';
import { loadWatch } from '../ledger/indicators/watches.js';
import { deliveryOf } from '../ledger/letters.js';
import { plan, task } from '../ledger/schema.js';
import { loadBulletin } from '../ledger/supervision/bulletins.js';
import { loadCycle } from '../ledger/supervision/cycles.js';
import type { ErrandFacts, PlanFacts, ReturnFacts, SentBulletin, SentEvaluation } from './compose.js';
import type { LetterSources } from './outbox.js';
import { returnFacts } from './return-facts.js';
import { valueFacts } from './value-facts.js';

/** The sources of a running service. */
export function ledgerSources(ledger: Ledger): LetterSources {
  return {
    directory: async () => (await people(ledger, undefined)).directory,
    badAddresses: async () => (await people(ledger, undefined)).bad,
    tasks: (ids) => tasks(ledger, ids),
    plans: (ids) => plans(ledger, ids),
    errands: (ids) => errands(ledger, ids),
    returns: (ids) => returns(ledger, ids),
    values: (ids) => values(ledger, ids),
    bulletin: (cycle, number) => sentBulletin(ledger, cycle, number),
    evaluation: (plan, kind) => sentEvaluation(ledger, plan, kind),
    markAddressBad: (address, reason, at) => markAddressBad(ledger, address, reason, at),
    delivered: (key) => deliveryOf(ledger, key),
  };
}

interface People {
  readonly directory: Directory;
  readonly bad: ReadonlySet<string>;
}

const people = batched(async (ledger, askers: readonly undefined[]): Promise<readonly People[]> => {
  const [directory, refused] = await Promise.all([loadDirectory(ledger), badAddresses(ledger)]);
  const found: People = { directory, bad: new Set(refused.keys()) };
  return askers.map(() => found);
});

const tasks = batched(async (ledger, asked: readonly (readonly string[])[]) => {
  const wanted = [...new Set(asked.flat())];
  if (wanted.length === 0) return asked.map(() => new Map<string, TaskState>());
  const rows = await ledger.db.select({ id: task.id, state: task.state }).from(task).where(inArray(task.id, wanted));
  const found = new Map(rows.map((row) => [row.id, row.state]));
  return asked.map((ids) => subset(found, ids));
});

const plans = batched(async (ledger, asked: readonly (readonly string[])[]) => {
  const wanted = [...new Set(asked.flat())];
  if (wanted.length === 0) return asked.map(() => new Map<string, PlanFacts>());
  // Only the printed facts: the whole plan is large, and a letter needs none of its tasks.
  const word = (key: 'number' | 'issuer') => sql<string>`coalesce(${plan.plan} ->> ${sql.raw(`'${key}'`)}, '')`;
  const rows: PlanFacts[] = await ledger.db
    .select({ id: plan.id, title: plan.title, number: word('number'), issuer: word('issuer') })
    .from(plan)
    .where(inArray(plan.id, wanted));
  const found = new Map(rows.map((row) => [row.id, row]));
  return asked.map((ids) => subset(found, ids));
});

const errands = batched(async (ledger, asked: readonly (readonly string[])[]) => {
  const rows = await errandsOf(ledger, { ids: [...new Set(asked.flat())] });
  if (rows.length === 0) return asked.map(() => new Map<string, ErrandFacts>());
  const [periods, about] = await Promise.all([
    // Without the draft, which is large.
    ledger.db
      .select({
        id: commentPeriod.id,
        items: commentPeriod.items,
        title: sql<string>`${commentPeriod.state} ->> 'title'`,
      })
      .from(commentPeriod)
      .where(inArray(commentPeriod.id, [...new Set(rows.map((row) => row.period))])),
    ledger.db
      .select({ errand: comment.errand, item: comment.item, comments: count() })
      .from(comment)
      .where(
        inArray(
          comment.errand,
          rows.map((row) => row.id),
        ),
      )
      .groupBy(comment.errand, comment.item)
      .orderBy(comment.item),
  ]);
  const found = new Map(
    rows.map(({ waiting, assignedAt: _at, closedAt: _closed, ...errand }) => {
      const period = periods.find((one) => one.id === errand.period);
      const titles = new Map(period?.items.map((item) => [item.number, item.title]));
      const items = about
        .filter((one) => one.errand === errand.id)
        .map(({ item, comments }) => ({
          number: item,
          title: item === null ? '' : (titles.get(item) ?? ''),
          comments,
        }));
      return [errand.id, { errand, title: period?.title ?? errand.period, items, waiting }] as const;
    }),
  );
  return asked.map((ids) => subset(found, ids));
});

const returns = batched(async (ledger, asked: readonly (readonly string[])[]) => {
  const found: ReadonlyMap<string, ReturnFacts> = await returnFacts(ledger, [...new Set(asked.flat())]);
  return asked.map((ids) => subset(found, ids));
});

const values = batched(async (ledger, asked: readonly (readonly string[])[]) => {
  const found = await valueFacts(ledger, [...new Set(asked.flat())]);
  return asked.map((ids) => subset(found, ids));
});

async function sentBulletin(ledger: Ledger, cycle: string, number: string): Promise<SentBulletin | undefined> {
  const [held, kept] = await Promise.all([loadCycle(ledger, cycle), loadBulletin(ledger, cycle)]);
  const one = kept.find((bulletin) => bulletin.number === number) ?? kept.at(-1);
  if (held === undefined || one === undefined) return undefined;
  const { office, leadership, units } = held.state;
  return {
    bulletin: one.bulletin,
    number: one.number,
    approvedAt: one.at,
    office,
    leadership,
    units: units.map(({ unit }) => unit),
  };
}

async function sentEvaluation(ledger: Ledger, plan: string, kind: EvaluationKind): Promise<SentEvaluation | undefined> {
  const [held, kept] = await Promise.all([loadWatch(ledger, plan), evaluationsOf(ledger, plan)]);
  const one = kept.find((approved) => approved.kind === kind);
  if (held === undefined || one === undefined) return undefined;
  const { office, leadership } = held.state;
  return { evaluation: one.evaluation, approvedAt: one.at, office, leadership };
}

function subset<T>(found: ReadonlyMap<string, T>, ids: readonly string[]): Map<string, T> {
  return new Map(
    ids.flatMap((id) => {
      const value = found.get(id);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}
