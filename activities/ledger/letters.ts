/** Letters on record, for pages, commands and comparisons. */
import { and, desc, eq, getTableColumns, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Delivery, LetterKind } from '../../domain/schedule/types.js';
import { readCycleKey } from '../../domain/supervision/rhythm.js';
import type { Ledger } from './connect.js';
import { type LetterStatus, letter, letterTask } from './schema.js';

export type LetterRow = typeof letter.$inferSelect;
/** A letter without its words, for lists. */
export type LetterLine = Omit<LetterRow, 'text' | 'html' | 'ics' | 'draft'>;

export interface LetterFilter {
  readonly task?: string;
  readonly unit?: string;
  readonly plan?: string;
  readonly status?: LetterStatus;
  readonly kind?: LetterKind;
  /** Letters about a comment period: to the office, the leadership group and the units it asks. */
  readonly period?: string;
  /** Letters about a supervision cycle: requests and chases of its units, and what the cycle itself sends. */
  readonly cycle?: string;
  /** Most rows, default 100. */
  readonly limit?: number;
  /** Letters after this one in the list (the last of the page before). */
  readonly before?: { readonly plannedAt: number; readonly key: string };
}

/** Letters by planned instant, the newest first. */
export async function lettersOf(ledger: Ledger, filter: LetterFilter = {}): Promise<LetterLine[]> {
  const { text: _text, html: _html, ics: _ics, draft: _draft, ...columns } = getTableColumns(letter);
  const carrying = (condition: SQL) =>
    inArray(letter.key, ledger.db.select({ key: letterTask.letterKey }).from(letterTask).where(condition));
  const { before } = filter;
  return ledger.db
    .select(columns)
    .from(letter)
    .where(
      and(
        filter.task === undefined ? undefined : carrying(eq(letterTask.task, filter.task)),
        filter.plan === undefined ? undefined : aboutPlan(filter.plan, carrying),
        filter.period === undefined ? undefined : aboutPeriod(filter.period, carrying),
        filter.cycle === undefined ? undefined : aboutCycle(filter.cycle, carrying),
        filter.unit === undefined ? undefined : eq(letter.unit, filter.unit),
        filter.status === undefined ? undefined : eq(letter.status, filter.status),
        filter.kind === undefined ? undefined : eq(letter.kind, filter.kind),
        before === undefined
          ? undefined
          : or(
              lt(letter.plannedAt, before.plannedAt),
              and(eq(letter.plannedAt, before.plannedAt), lt(letter.key, before.key)),
            ),
      ),
    )
    .orderBy(desc(letter.plannedAt), desc(letter.key))
    .limit(filter.limit ?? 100);
}

/** Its tasks, its units' returns and values, and what its cycles, its indicators and the plan itself send. */
function aboutPlan(plan: string, carrying: (condition: SQL) => SQL): SQL | undefined {
  const prefixes = sql`array[${`${plan}/`}, ${`return/${plan}/`}, ${`value/${plan}/`}]`;
  return or(
    carrying(sql`exists (select 1 from unnest(${prefixes}::text[]) p where starts_with(${letterTask.task}, p))`),
    sql`starts_with(${letter.draft} -> 'facts' ->> 'cycle', ${`${plan}/`})`,
    and(
      inArray(letter.kind, ['indicator-behind', 'indicator-office', 'plan-office', 'plan-overdue']),
      sql`starts_with(${letter.draft} -> 'facts' ->> 'period', ${`${plan}/`})`,
    ),
  );
}

/** What the cycle sends itself, and the letters that carry returns of its period. */
function aboutCycle(cycle: string, carrying: (condition: SQL) => SQL): SQL | undefined {
  const at = cycle.lastIndexOf('/');
  const end = readCycleKey(cycle.slice(at + 1))?.to.replaceAll('-', '') ?? '';
  const { task } = letterTask;
  return or(
    sql`${letter.draft} -> 'facts' ->> 'cycle' = ${cycle}`,
    carrying(sql`starts_with(${task}, ${`return/${cycle.slice(0, at)}/`}) and right(${task}, 9) = ${`/${end}`}`),
  );
}

function aboutPeriod(period: string, carrying: (condition: SQL) => SQL): SQL | undefined {
  return or(
    sql`${letter.kind} in ('comment-office', 'comment-overdue') and ${letter.draft} -> 'facts' ->> 'period' = ${period}`,
    carrying(sql`starts_with(${letterTask.task}, ${`opinion/${period}/`})`),
  );
}

/** One letter with its words, or undefined. */
export async function loadLetter(ledger: Ledger, key: string): Promise<LetterRow | undefined> {
  const [row] = await ledger.db.select().from(letter).where(eq(letter.key, key));
  return row;
}

/** What became of a letter; undefined while it is still to be sent. */
export async function deliveryOf(ledger: Ledger, key: string): Promise<Delivery | undefined> {
  const [row] = await ledger.db
    .select({ status: letter.status, to: letter.recipient, refused: letter.refused })
    .from(letter)
    .where(eq(letter.key, key));
  if (row?.status === 'sent')
    return { key, status: 'sent', refused: row.refused, ...(row.to === null ? {} : { to: row.to }) };
  if (row?.status === 'undeliverable') return { key, status: 'undeliverable', refused: row.refused };
  return undefined;
}

/** Ids of the tasks that a letter carried. */
export async function tasksOfLetter(ledger: Ledger, key: string): Promise<string[]> {
  const rows = await ledger.db
    .select({ task: letterTask.task })
    .from(letterTask)
    .where(eq(letterTask.letterKey, key))
    .orderBy(letterTask.task);
  return rows.map((row) => row.task);
}
