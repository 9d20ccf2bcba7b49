/** The tables of supervision cycles. Kept beside schema.ts, which is the ledger of plans; same conventions. */
import { bigint, customType, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { AttachedFile } from '../../domain/comment/comment.js';
import type { CycleStage, CycleState } from '../../domain/supervision/cycle.js';
import type { ReturnContent, ReturnVersion, ReturnVia } from '../../domain/supervision/return.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';

const instant = () => bigint({ mode: 'number' });
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const supervisionCycle = pgTable(
  'supervision_cycle',
  {
    /** `{plan}/{key}` */
    id: text().primaryKey(),
    plan: text().notNull(),
    key: text().notNull(),
    stage: text().$type<CycleStage>().notNull(),
    dueAt: instant().notNull(),
    requestedAt: instant().notNull(),
    requestedBy: text().notNull(),
    seq: integer().notNull(),
    state: jsonb().$type<CycleState>().notNull(),
    /** Snapshot of the rules the cycle started with. */
    rules: jsonb().$type<SupervisionRules>().notNull(),
  },
  (t) => [unique().on(t.plan, t.key), index().on(t.stage), index().on(t.requestedAt)],
);

/** Every version of every return; a row never changes, but for `sentBack`, which is set once. */
export const cycleReturn = pgTable(
  'cycle_return',
  {
    /** `return/{plan}/{unit}/{yyyymmdd}` */
    id: text().notNull(),
    version: integer().notNull(),
    cycle: text().notNull(),
    unit: text().notNull(),
    content: jsonb().$type<ReturnContent>().notNull(),
    files: jsonb().$type<readonly AttachedFile[]>().notNull(),
    via: text().$type<ReturnVia>().notNull(),
    at: instant().notNull(),
    by: text().notNull(),
    onBehalf: jsonb().$type<NonNullable<ReturnVersion['onBehalf']>>(),
    sentBack: jsonb().$type<NonNullable<ReturnVersion['sentBack']>>(),
  },
  (t) => [primaryKey({ columns: [t.id, t.version] }), unique().on(t.cycle, t.unit, t.version)],
);

/** Bytes of evidence files, once per cycle and hash. */
export const cycleEvidence = pgTable(
  'cycle_evidence',
  { cycle: text().notNull(), sha256: text().notNull(), bytes: bytes().notNull() },
  (t) => [primaryKey({ columns: [t.cycle, t.sha256] })],
);

/** Bulletins as approved; a row never changes, a correction is a further row. */
export const cycleBulletin = pgTable(
  'cycle_bulletin',
  {
    cycle: text().notNull(),
    /** 1 is the first, corrections follow. */
    no: integer().notNull(),
    office: text().notNull(),
    number: text().notNull(),
    author: text().notNull(),
    approvedBy: text().notNull(),
    at: instant().notNull(),
    /** Canonical JSON (PostgreSQL's jsonb text), which the hash covers. */
    body: text().notNull(),
    sha256: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cycle, t.no] }), unique().on(t.office, t.number)],
);

/** Papers that are numbered at their approval. */
export type PaperKind = 'bulletin' | 'evaluation';

/** Last serial number given, per office, year and kind of paper; 督办函 have formal_serial. */
export const paperSerial = pgTable(
  'paper_serial',
  {
    office: text().notNull(),
    year: integer().notNull(),
    kind: text().$type<PaperKind>().notNull(),
    last: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.office, t.year, t.kind] })],
);

/** Cycles put off before they started: the newest word on each; earlier ones stand in the chain. */
export const cyclePutOff = pgTable(
  'cycle_put_off',
  {
    plan: text().notNull(),
    key: text().notNull(),
    /** Day on which it starts instead; null: never. */
    until: text(),
    reason: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.plan, t.key] })],
);

/** Major problems raised for a 专报; a row never changes. */
export const cycleProblem = pgTable(
  'cycle_problem',
  {
    /** `problem/{task}/{no}` */
    id: text().primaryKey(),
    task: text().notNull(),
    no: integer().notNull(),
    plan: text().notNull(),
    text: text().notNull(),
    by: text().notNull(),
    /** Unit that raised it, or for which the office did; null: the office itself. */
    unit: text(),
    at: instant().notNull(),
    /** Key of the letter that carries it to the leadership group. */
    letter: text().notNull(),
  },
  (t) => [unique().on(t.task, t.no), index().on(t.plan, t.at)],
);
