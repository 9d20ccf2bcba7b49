/** Walks the chain of an archive: links of all entries, words of those that are about the plan. */
import { createHash } from 'node:crypto';
import type { LedgerEvent } from '../../domain/task.js';
import type { ArchiveFault } from './check.js';
import { type ChainLine, chainLineSchema, type Manifest } from './manifest.js';

const BEFORE_FIRST = '0'.repeat(64);
const EVENTS = 'ledger/events.ndjson';

/** An entry about the plan, its words as they stand (altered ones are reported apart). */
export interface ArchivedEntry {
  readonly seq: number;
  readonly event: LedgerEvent;
}

export interface ReadChain {
  readonly length: number;
  readonly hash: string;
  /** In the order of the chain. */
  readonly entries: readonly ArchivedEntry[];
  readonly faults: readonly ArchiveFault[];
}

export function readChain(words: string, { chain, planEntries }: Manifest): ReadChain {
  const faults: ArchiveFault[] = [];
  const entries: ArchivedEntry[] = [];
  const lines = words.split('\n').slice(0, -1).map(lineOf);
  const known = new Set(lines.flatMap((line) => (line === undefined ? [] : [line.hash])));
  let last: Pick<ChainLine, 'seq' | 'hash'> = { seq: 0, hash: BEFORE_FIRST };
  for (const [at, line] of lines.entries()) {
    if (line === undefined) {
      faults.push({ what: 'entry-altered', at: `${EVENTS}#${at + 1}`, seq: last.seq + 1 });
      last = { seq: last.seq + 1, hash: '' };
      continue;
    }
    const here = { at: line.id, seq: line.seq };
    const event = line.body === undefined ? undefined : eventOf(line.body);
    const intact = line.body === undefined || (hashOf(line) === line.hash && event?.id === line.id);
    if (!intact) faults.push({ what: 'entry-altered', ...here });
    if (line.seq <= last.seq) faults.push({ what: 'entry-reordered', ...here });
    else if (line.seq !== last.seq + 1) faults.push({ what: 'entry-removed', at: '', seq: last.seq + 1 });
    // After a line that cannot be read nothing can be said of the link.
    else if (line.prev !== last.hash && last.hash !== '')
      faults.push(
        known.has(line.prev)
          ? { what: 'entry-reordered', ...here }
          : { what: 'entry-altered', at: lines[at - 1]?.id ?? line.id, seq: last.seq || line.seq },
      );
    if (event !== undefined) entries.push({ seq: line.seq, event });
    last = line;
  }
  if (lines.length !== chain.entries || last.hash !== chain.hash)
    faults.push({ what: 'chain-end', at: EVENTS, seq: chain.entries });
  if (entries.length !== planEntries && lines.length === chain.entries)
    faults.push({ what: 'entry-removed', at: EVENTS });
  return { length: lines.length, hash: last.hash, entries, faults };
}

const hashOf = ({ prev, body }: ChainLine): string => createHash('sha256').update(`${prev}\n${body}`).digest('hex');

function lineOf(words: string): ChainLine | undefined {
  try {
    const read = chainLineSchema.safeParse(JSON.parse(words));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function eventOf(body: string): LedgerEvent | undefined {
  try {
    const event = JSON.parse(body) as Partial<LedgerEvent> | null;
    return typeof event?.id === 'string' && typeof event.kind === 'string' && typeof event.data === 'object'
      ? (event as LedgerEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
