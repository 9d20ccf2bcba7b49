/**
 * Storage of the outbox (design section 5): a letter is claimed, written down before it is handed over, and marked
 * after. A status is moved by one statement with its condition, so that of several who try only one gets through.
 *
 *   (new) ─claim─▶ claimed ─startSending─▶ sending ─markSent─▶ sent
 *                    ▲                       ├─noteFailure─▶ retry ─claim─▶ claimed
 *                    └──claim: perhaps twice──┘└─markUndeliverable─▶ undeliverable ─claim─▶ claimed
 *
 * Concurrent calls share statements (see batch.ts).
 */
import { sql } from 'drizzle-orm';
import { refuse } from '../../domain/errors.js';
import type { LetterDraft } from '../../domain/schedule/types.js';
import type { LedgerEvent } from '../../domain/task.js';
import { batched } from './batch.js';
import { appendWithin } from './chain.js';
import type { Ledger } from './connect.js';
import { prepared } from './prepared.js';
import type { LetterStatus, Refusal } from './schema.js';
import { toJson } from './storable.js';

/**
 * new: never tried · again: an earlier try failed, or stopped before handing over · perhaps-twice: a try stopped while
 * handing over, the receiver may have it · sent: done, do nothing.
 */
export type Claim = 'new' | 'again' | 'perhaps-twice' | 'sent';

/** A letter with its words, as it is handed to the mail server. */
export interface RenderedLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly ics?: string;
  readonly messageId: string;
  readonly templateVersion: string;
}

export interface SentMark {
  /** Address it reached. */
  readonly to: string;
  /** Epoch ms. */
  readonly sentAt: number;
  /** The mail server's answer. */
  readonly response: string;
  /** Addresses refused for good on the way, in order. */
  readonly refused: readonly Refusal[];
  readonly perhapsTwice: boolean;
}

interface Outcome {
  readonly key: string;
  readonly was: LetterStatus | null;
  readonly twice: boolean;
}

// The statements get the keys once more as an array: from it the planner sees how few rows are meant and scans no table.

/** A row that another process inserted after our snapshot is not seen; the next round sees it. */
const CLAIM_ROUNDS = 3;

const claimStatement = prepared<Outcome>(
  'claim letters',
  `with asked as (
    select d ->> 'key' as key, d as draft from jsonb_array_elements($1::jsonb) d
  ), fresh as (
    insert into letter (key, kind, office, unit, day, planned_at, draft, status, claimed_at)
    select key, draft ->> 'kind', draft ->> 'office', draft ->> 'unit', draft ->> 'day', (draft ->> 'at')::bigint, draft,
      'claimed', (extract(epoch from now()) * 1000)::bigint
    from asked order by key
    on conflict (key) do nothing returning key
  ), carried as (
    insert into letter_task (letter_key, task)
    select distinct f.key, n ->> 'task'
    from fresh f join asked a using (key) cross join jsonb_array_elements(a.draft -> 'notices') n
    on conflict do nothing
  ), held as (
    select key, status, perhaps_twice from letter where key = any($2::text[]) order by key for update
  ), taken as (
    update letter l set status = 'claimed', perhaps_twice = l.perhaps_twice or h.status = 'sending',
      claimed_at = (extract(epoch from now()) * 1000)::bigint
    from held h where l.key = h.key and l.key = any($2::text[]) and h.status in ('draft', 'sending', 'retry', 'undeliverable')
  )
  select key, null as was, false as twice from fresh
  union all select key, status, perhaps_twice or status = 'sending' from held`,
);

const claim = batched(async (ledger, drafts: readonly LetterDraft[]) => {
  const found = new Map<string, Outcome>();
  for (let round = 0; round < CLAIM_ROUNDS && drafts.some((d) => !found.has(d.key)); round++) {
    const missing = new Map(drafts.filter((d) => !found.has(d.key)).map((d) => [d.key, d]));
    const rows = await claimStatement(ledger, [toJson([...missing.values()]), [...missing.keys()]]);
    for (const row of rows) found.set(row.key, row);
  }
  return drafts.map((draft) => {
    const outcome = found.get(draft.key);
    // Whoever asks for the same letter later in this batch finds it claimed.
    if (outcome !== undefined && outcome.was !== 'sent' && outcome.was !== 'withdrawn')
      found.set(draft.key, { ...outcome, was: 'claimed' });
    return outcome;
  });
});

/**
 * Takes a letter for sending. Two who claim one letter at once may both be told to go on (the first may have crashed);
 * {@link startSending} lets one of them through.
 * @throws `letter-withdrawn` for a letter that shall not leave.
 */
export async function claimLetter(ledger: Ledger, draft: LetterDraft): Promise<Claim> {
  const outcome = await claim(ledger, draft);
  if (outcome === undefined) throw refuse('letter-taken', { key: draft.key });
  switch (outcome.was) {
    case null:
    case 'draft':
      return 'new';
    case 'sent':
      return 'sent';
    case 'withdrawn':
      throw refuse('letter-withdrawn', { key: draft.key });
    default:
      return outcome.twice ? 'perhaps-twice' : 'again';
  }
}

const startStatement = prepared<{ readonly key: string }>(
  'start sending letters',
  `update letter l set status = 'sending', recipient = a.to, subject = a.subject, text = a.text, html = a.html, ics = a.ics,
    message_id = a."messageId", template_version = a."templateVersion"
  from jsonb_to_recordset($1::jsonb)
    as a(key text, "to" text, subject text, text text, html text, ics text, "messageId" text, "templateVersion" text)
  where l.key = a.key and l.key = any($2::text[])
    and (l.status = 'claimed' or (l.status = 'sending' and l.recipient is distinct from a.to))
  returning l.key`,
);

const start = batched(async (ledger, items: readonly ({ readonly key: string } & RenderedLetter)[]) => {
  const rows = await startStatement(ledger, [toJson(items), items.map((item) => item.key)]);
  // Of two items for one letter in one batch the database takes one.
  const through = new Set(rows.map((row) => row.key));
  return items.map((item) => through.delete(item.key));
});

/**
 * Writes the words down and opens the gate to the mail server. Call it again with the next address when one was refused
 * for good.
 * @throws `letter-taken` (worth a later try) when somebody else is sending the letter or has sent it.
 */
export async function startSending(ledger: Ledger, key: string, letter: RenderedLetter): Promise<void> {
  if (!(await start(ledger, { key, ...letter }))) throw refuse('letter-taken', { key });
}

const sentStatement = prepared(
  'mark letters sent',
  `with asked as (
    select distinct on (key) * from jsonb_to_recordset($1::jsonb)
      as x(key text, "to" text, "sentAt" bigint, response text, refused jsonb, "perhapsTwice" boolean)
  ), marked as (
    update letter l set status = 'sent', recipient = a.to, sent_at = a."sentAt", response = a.response, refused = a.refused,
      perhaps_twice = l.perhaps_twice or a."perhapsTwice", last_error = null
    from asked a where l.key = a.key and l.key = any($2::text[]) and l.status <> 'sent'
    returning l.*
  )
  select append_events(coalesce(jsonb_agg(jsonb_build_object(
    'id', 'letter.sent/' || key || '/' || tries, 'at', sent_at, 'actor', '{"name":"duban","role":"system"}'::jsonb,
    'kind', 'letter.sent', 'subject', key,
    'data', jsonb_build_object('kind', kind, 'unit', unit, 'to', recipient, 'messageId', message_id, 'perhapsTwice', perhaps_twice,
      'refused', refused, 'templateVersion', template_version, 'content', letter_digest(subject, text, html, ics))
    ) order by sent_at, key), '[]'::jsonb)) from marked`,
);

const sent = batched(async (ledger, items: readonly ({ readonly key: string } & SentMark)[]) => {
  await sentStatement(ledger, [toJson(items), items.map((item) => item.key)]);
  return items.map(() => undefined);
});

/** Marks a letter as handed over and puts the delivery on the chain. A second call changes nothing. */
export async function markSent(ledger: Ledger, key: string, mark: SentMark): Promise<void> {
  await sent(ledger, { key, ...mark });
}

/** Notes a failure that is worth a later try; the letter waits for the next claim. A letter that was sent stays sent. */
export async function noteFailure(ledger: Ledger, key: string, error: string): Promise<void> {
  await ledger.db.execute(sql`
    update letter set status = 'retry', tries = tries + 1, last_error = ${error.replaceAll('\0', '')}
    where key = ${key} and status in ('claimed', 'sending')`);
}

/**
 * Nobody of the unit could be reached: the letter stops, with an entry on the chain.
 * @param at epoch ms.
 */
export async function markUndeliverable(
  ledger: Ledger,
  key: string,
  refused: readonly Refusal[],
  at: number,
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ unit: string; kind: string; tries: number }>(sql`
      update letter set status = 'undeliverable', refused = ${toJson(refused)}::jsonb
      where key = ${key} and status in ('claimed', 'sending', 'retry') returning unit, kind, tries`);
    await appendWithin(
      tx,
      rows.map(
        ({ unit, kind, tries }): LedgerEvent => ({
          id: `letter.undeliverable/${key}/${tries}`,
          at,
          actor: { name: 'duban', role: 'system' },
          kind: 'letter.undeliverable',
          subject: key,
          data: { kind, unit, refused },
        }),
      ),
    );
  });
}

/**
 * Lets a letter be claimed again on an admin's word: one that could not be delivered, waits for a retry or was sent.
 * @returns false when the letter is being sent just now, was withdrawn or does not exist.
 */
export async function reopenLetter(ledger: Ledger, key: string, event: LedgerEvent): Promise<boolean> {
  return ledger.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update letter set status = 'retry', tries = tries + 1 where key = ${key} and status in ('undeliverable', 'sent', 'retry')`);
    if (rowCount === 0) return false;
    await appendWithin(tx, [event]);
    return true;
  });
}

/** A letter that shall not leave any more. False when it is on its way or gone. */
export async function withdrawLetter(ledger: Ledger, key: string, event: LedgerEvent): Promise<boolean> {
  return ledger.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update letter set status = 'withdrawn' where key = ${key} and status in ('draft', 'claimed', 'retry', 'undeliverable')`);
    if (rowCount === 0) return false;
    await appendWithin(tx, [event]);
    return true;
  });
}
