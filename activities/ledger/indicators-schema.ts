/** The tables of five-year indicators. Kept beside schema.ts, which is the ledger of plans; same conventions. */
import { bigint, doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { IndicatorRules } from '../../domain/indicators/rules.js';
import type { ValueVia } from '../../domain/indicators/value.js';
import type { EvaluationKind, WatchState } from '../../domain/indicators/watch.js';

const instant = () => bigint({ mode: 'number' });

/** Which unit answers for an indicator, as the office settled it last; the chain keeps the earlier ones. */
export const indicatorDuty = pgTable(
  'indicator_duty',
  {
    plan: text().notNull(),
    no: integer().notNull(),
    unit: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.plan, t.no] })],
);

/** Every version of every value; a row never changes. */
export const indicatorValue = pgTable(
  'indicator_value',
  {
    plan: text().notNull(),
    no: integer().notNull(),
    year: integer().notNull(),
    version: integer().notNull(),
    value: doublePrecision().notNull(),
    source: text().notNull(),
    asOf: text().notNull(),
    note: text().notNull(),
    unit: text().notNull(),
    via: text().$type<ValueVia>().notNull(),
    at: instant().notNull(),
    by: text().notNull(),
    onBehalf: text(),
  },
  (t) => [primaryKey({ columns: [t.plan, t.no, t.year, t.version] })],
);

export const indicatorWatch = pgTable('indicator_watch', {
  plan: text().primaryKey(),
  startedAt: instant().notNull(),
  startedBy: text().notNull(),
  seq: integer().notNull(),
  state: jsonb().$type<WatchState>().notNull(),
  /** Snapshot of the rules it started with. */
  rules: jsonb().$type<IndicatorRules>().notNull(),
});

/** Evaluations as approved; a row never changes. */
export const indicatorEvaluation = pgTable(
  'indicator_evaluation',
  {
    plan: text().notNull(),
    kind: text().$type<EvaluationKind>().notNull(),
    /** PostgreSQL's print of the evaluation's JSON: what the hash covers. */
    body: text().notNull(),
    sha256: text().notNull(),
    author: text().notNull(),
    approvedBy: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.plan, t.kind] })],
);
