/**
 * The tables of the ledger (design section 7). Instants are epoch ms in bigint columns, days are `YYYY-MM-DD` text: the
 * same values as in the domain, on every host. Column names are the snake_case of the keys.
 */
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { PlanLife } from '../../domain/life/life.js';
import type { Contact, StandIn, UnitEnd, UnitKind } from '../../domain/org.js';
import type { Plan } from '../../domain/plan.js';
import type { Ladder, LetterDraft, LetterKind } from '../../domain/schedule/types.js';
import type { SupervisionRules } from '../../domain/supervision/rules.js';
import type { Stage, TaskState } from '../../domain/task.js';

const instant = () => bigint({ mode: 'number' });

export type PlanStatus = 'draft' | 'executing' | 'closed';
export type LetterStatus = 'draft' | 'claimed' | 'sending' | 'retry' | 'sent' | 'undeliverable' | 'withdrawn';
export type FormalStatus = 'draft' | 'approved' | 'withdrawn';

/** An address refused for good, with the mail server's words. */
export interface Refusal {
  readonly address: string;
  readonly reason: string;
}

/** A name a unit had until (and without) the day. */
export interface FormerName {
  readonly name: string;
  readonly until: string;
}

export const plan = pgTable('plan', {
  id: text().primaryKey(),
  title: text().notNull(),
  year: integer().notNull(),
  status: text().$type<PlanStatus>().notNull(),
  plan: jsonb().$type<Plan>().notNull(),
  /** Snapshot of the rules at launch (or at the last change of rules); null before launch. */
  ladder: jsonb().$type<Ladder>(),
  /** Rules of its supervision cycles; null: none are held. */
  supervision: jsonb().$type<SupervisionRules>(),
  /** Its life as its workflow recorded it; null for a draft that nothing was done with yet. */
  life: jsonb().$type<PlanLife>(),
  importedAt: instant().notNull(),
  launchedAt: instant(),
  launchedBy: text(),
  closedAt: instant(),
});

export const task = pgTable(
  'task',
  {
    id: text().primaryKey(),
    plan: text().notNull(),
    year: integer().notNull(),
    number: integer().notNull(),
    stage: text().$type<Stage>().notNull(),
    overdue: boolean().notNull(),
    due: text().notNull(),
    /** Every unit with a duty, for listing by unit. */
    units: text().array().notNull(),
    seq: integer().notNull(),
    state: jsonb().$type<TaskState>().notNull(),
  },
  (t) => [index().on(t.plan, t.year, t.number), index().using('gin', t.units)],
);

/**
 * The hash chain. `body` is the entry as canonical JSON (PostgreSQL's jsonb text) and is what the hash covers; kind,
 * subject and at are generated from it and cannot differ. Filled by the database function append_events only.
 */
export const event = pgTable(
  'event',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    id: text().notNull().unique(),
    prev: text().notNull(),
    hash: text().notNull(),
    body: text().notNull(),
    kind: text().notNull().generatedAlwaysAs(sql`(body::jsonb ->> 'kind')`),
    subject: text().notNull().generatedAlwaysAs(sql`(body::jsonb ->> 'subject')`),
    at: instant().notNull().generatedAlwaysAs(sql`((body::jsonb ->> 'at')::bigint)`),
  },
  (t) => [index().on(t.subject, t.seq), index().on(t.kind, t.seq)],
);

/** One row: how many entries the chain has and the hash of the last, so that a cut tail is seen. */
export const chainHead = pgTable('chain_head', {
  id: integer().primaryKey(),
  entries: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
});

export const letter = pgTable(
  'letter',
  {
    key: text().primaryKey(),
    kind: text().$type<LetterKind>().notNull(),
    office: text().notNull(),
    unit: text().notNull(),
    day: text().notNull(),
    plannedAt: instant().notNull(),
    draft: jsonb().$type<LetterDraft>().notNull(),
    status: text().$type<LetterStatus>().notNull(),
    recipient: text(),
    subject: text(),
    text: text(),
    html: text(),
    ics: text(),
    templateVersion: text(),
    messageId: text(),
    /** Attempts that failed and will be repeated. */
    tries: integer().notNull().default(0),
    lastError: text(),
    claimedAt: instant(),
    sentAt: instant(),
    response: text(),
    /** A crash fell between handing over and recording: the receiver may have it twice, with one Message-ID. */
    perhapsTwice: boolean().notNull().default(false),
    refused: jsonb().$type<readonly Refusal[]>().notNull().default([]),
  },
  // No index on the status: a letter changes it three times, which then rewrites no index.
  (t) => [index().on(t.unit, t.plannedAt), index().on(t.plannedAt)],
);

/** Which letters carried a task, and which tasks a letter carried. */
export const letterTask = pgTable('letter_task', { letterKey: text().notNull(), task: text().notNull() }, (t) => [
  primaryKey({ columns: [t.task, t.letterKey] }),
  index().on(t.letterKey),
]);

/** 督办函, from draft to number. */
export const formal = pgTable(
  'formal',
  {
    id: text().primaryKey(),
    office: text().notNull(),
    unit: text().notNull(),
    tasks: text().array().notNull(),
    copies: text().array().notNull(),
    day: text().notNull(),
    status: text().$type<FormalStatus>().notNull(),
    year: integer(),
    serial: integer(),
    number: text(),
    decidedBy: text(),
    decidedAt: instant(),
    reason: text(),
  },
  (t) => [unique().on(t.office, t.year, t.serial), index().on(t.status)],
);

/** Last serial number given, per office and year. */
export const formalSerial = pgTable(
  'formal_serial',
  { office: text().notNull(), year: integer().notNull(), last: integer().notNull() },
  (t) => [primaryKey({ columns: [t.office, t.year] })],
);

export const unit = pgTable('unit', {
  id: text().primaryKey(),
  position: integer().notNull(),
  name: text().notNull(),
  kind: text().$type<UnitKind>().notNull(),
  aliases: text().array().notNull(),
  formerNames: jsonb().$type<readonly FormerName[]>().notNull().default([]),
  /** Set by a reorganisation that ended it. */
  ended: jsonb().$type<UnitEnd>(),
  contacts: jsonb().$type<readonly Contact[]>().notNull(),
  standIns: jsonb().$type<readonly StandIn[]>().notNull(),
});

/** A group word such as 各镇街 and the units it stands for. */
export const unitGroup = pgTable('unit_group', {
  word: text().primaryKey(),
  position: integer().notNull(),
  aliases: text().array().notNull(),
  members: text().array().notNull(),
});

/** Addresses a mail server refused for good; not written to until cleared. */
export const badAddress = pgTable('bad_address', {
  address: text().primaryKey(),
  reason: text().notNull(),
  at: instant().notNull(),
});

/** Years of holidays the office loaded itself; `off` and `work` are the days that differ from Monday to Friday. */
export const calendarYear = pgTable('calendar_year', {
  year: integer().primaryKey(),
  notice: text().notNull(),
  off: text().array().notNull(),
  work: text().array().notNull(),
});
