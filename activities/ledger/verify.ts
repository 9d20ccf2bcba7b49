/** Finds what was done to the record behind the ledger's back. */
import { createHash } from 'node:crypto';
import { asc, eq, gt, sql } from 'drizzle-orm';
import type { Runner } from './chain.js';
import type { Ledger } from './connect.js';
import { chainHead, event } from './schema.js';
import { type CommentFaultKind, checkComments } from './verify-comments.js';
import { checkIndicators, type IndicatorFaultKind } from './verify-indicators.js';
import { checkLives, type LifeFaultKind } from './verify-lives.js';
import { checkSupervision, type SupervisionFaultKind } from './verify-supervision.js';

export type ChainFaultKind =
  | CommentFaultKind
  | SupervisionFaultKind
  | IndicatorFaultKind
  | LifeFaultKind
  | 'altered' // the words of this entry are not those that were recorded
  | 'removed' // entries before this place are gone; at the end: the newest ones
  | 'reordered' // this entry does not follow the one it was recorded after
  | 'head-altered' // the last entry is not the one that the head names
  | 'anchor-altered' // the entry noted down elsewhere is not the one on record
  | 'letter-without-entry' // a letter stands as sent, the chain knows nothing of it
  | 'entry-without-letter' // the chain knows a letter as sent, the letter is gone
  | 'letter-altered'; // words, address or Message-ID of a sent letter are not those recorded

export interface ChainFault {
  /** Place in the chain; 0 for what has no entry. */
  readonly seq: number;
  /** Id of the entry, key of the letter, subject of the comment or id of the return without entry, empty for an entry that is gone. */
  readonly id: string;
  readonly what: ChainFaultKind;
}

/** A state of the chain noted down elsewhere (printed, exported): later entries only follow it. */
export interface ChainAnchor {
  readonly entries: number;
  readonly hash: string;
}

export interface ChainCheck {
  readonly ok: boolean;
  readonly entries: number;
  /** Hash of the last entry; with `entries` it is an anchor to note down. */
  readonly hash: string;
  readonly lettersChecked: number;
  readonly faults: readonly ChainFault[];
}

/** An entry without its words: what is left to compare once its own hash was recomputed. */
interface Link {
  readonly seq: number;
  readonly id: string;
  readonly prev: string;
  readonly hash: string;
  readonly intact: boolean;
}

const PAGE = 5_000;
const BEFORE_FIRST = '0'.repeat(64);

/**
 * Walks the whole chain and compares every letter sent, comment, close-out, return, bulletin and plan's life with its entry. Reads one
 * state of the database, so it may run while letters leave. A chain rewritten from one entry to its end, head included, shows only against an anchor.
 */
export async function verifyChain(ledger: Ledger, anchor?: ChainAnchor): Promise<ChainCheck> {
  return ledger.db.transaction(
    async (tx) => {
      const links = await readLinks(tx);
      const [head] = await tx.select().from(chainHead).where(eq(chainHead.id, 1));
      const last = links.at(-1);
      const now: ChainAnchor = { entries: links.length, hash: last?.hash ?? BEFORE_FIRST };
      const faults = [
        ...checkLinks(links, head?.entries ?? 0),
        ...checkEnd(links, head ?? { entries: 0, hash: '' }, anchor),
        ...(await checkLetters(tx)),
        ...(await checkComments(tx)),
        ...(await checkSupervision(tx)),
        ...(await checkIndicators(tx)),
        ...(await checkLives(tx)),
      ];
      const sent = await tx.execute<{ n: number }>(sql`select count(*)::int as n from letter where status = 'sent'`);
      return { ok: faults.length === 0, ...now, lettersChecked: sent.rows[0]?.n ?? 0, faults };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function readLinks(runner: Runner): Promise<Link[]> {
  const links: Link[] = [];
  for (;;) {
    const rows = await runner
      .select({ seq: event.seq, id: event.id, prev: event.prev, hash: event.hash, body: event.body })
      .from(event)
      .where(gt(event.seq, links.at(-1)?.seq ?? 0))
      .orderBy(asc(event.seq))
      .limit(PAGE);
    for (const { body, ...row } of rows) {
      const hash = createHash('sha256').update(`${row.prev}\n${body}`).digest('hex');
      links.push({ ...row, intact: hash === row.hash && (JSON.parse(body) as { id?: unknown }).id === row.id });
    }
    if (rows.length < PAGE) return links;
  }
}

function checkLinks(links: readonly Link[], recorded: number): ChainFault[] {
  const faults: ChainFault[] = [];
  const known = new Set(links.map((link) => link.hash)).add(BEFORE_FIRST);
  let before: Pick<Link, 'seq' | 'id' | 'hash'> = { seq: 0, id: '', hash: BEFORE_FIRST };
  for (const link of links) {
    if (!link.intact) faults.push({ seq: link.seq, id: link.id, what: 'altered' });
    if (link.seq !== before.seq + 1) faults.push({ seq: link.seq, id: link.id, what: 'removed' });
    else if (link.prev !== before.hash && link.intact) {
      if (known.has(link.prev)) faults.push({ seq: link.seq, id: link.id, what: 'reordered' });
      // The entry it follows is nowhere. Where none is missing, the one before was rewritten together with its hash;
      // else it was taken out and the rest numbered anew.
      else if (links.length >= recorded) faults.push({ seq: before.seq, id: before.id, what: 'altered' });
      else faults.push({ seq: link.seq, id: link.id, what: 'removed' });
    }
    before = link;
  }
  return faults;
}

function checkEnd(links: readonly Link[], head: ChainAnchor, anchor: ChainAnchor | undefined): ChainFault[] {
  const last = links.at(-1);
  const lastSeq = last?.seq ?? 0;
  const faults: ChainFault[] = [];
  const expected = Math.max(head.entries, anchor?.entries ?? 0);
  if (lastSeq < expected) faults.push({ seq: expected, id: '', what: 'removed' });
  else if (head.entries !== lastSeq || head.hash !== (last?.hash ?? BEFORE_FIRST))
    faults.push({ seq: lastSeq, id: last?.id ?? '', what: 'head-altered' });
  const anchored = links.find((link) => link.seq === anchor?.entries);
  if (anchored !== undefined && anchored.hash !== anchor?.hash)
    faults.push({ seq: anchored.seq, id: anchored.id, what: 'anchor-altered' });
  return faults;
}

/** Letters and entries that do not agree. The newest entry of a letter counts: one sent again has several. */
async function checkLetters(runner: Runner): Promise<ChainFault[]> {
  const found = await runner.execute<{ seq: string; id: string; what: ChainFaultKind }>(sql`
    with entry as (
      select distinct on (subject) subject, seq, id, body::jsonb -> 'data' as data
      from event where kind = 'letter.sent' order by subject, event.seq desc
    )
    select coalesce(e.seq, 0) as seq, coalesce(e.id, l.key) as id,
      case when e.seq is null then 'letter-without-entry' when l.key is null then 'entry-without-letter' else 'letter-altered' end as what
    from (select * from letter where status = 'sent') l full join entry e on e.subject = l.key
    where (l.key is null and not exists (select 1 from letter other where other.key = e.subject))
      or (l.key is not null and (e.seq is null
        or e.data ->> 'to' is distinct from l.recipient
        or e.data ->> 'messageId' is distinct from l.message_id
        or e.data ->> 'content' is distinct from letter_digest(l.subject, l.text, l.html, l.ics)))
    order by 1, 2`);
  return found.rows.map((row) => ({ seq: Number(row.seq), id: row.id, what: row.what }));
}
