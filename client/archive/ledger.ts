/** ledger/events.ndjson: the chain from its first entry to its last; the words of entries only where they are about the plan. */
import { asc, gt } from 'drizzle-orm';
import { listFormal } from '../../activities/ledger/formal.js';
import { event } from '../../activities/ledger/schema.js';
import type { Collecting } from './collect.js';
import type { ChainLine } from './manifest.js';

const PAGE = 2_000;

/**
 * Adds every entry of the chain.
 * @param keys of the plan's letters.
 * @returns how many entries are about the plan.
 */
export async function addLedger({ read, row, to }: Collecting, keys: readonly string[]): Promise<number> {
  const papers = (await listFormal(read)).filter((one) => one.tasks.some((task) => task.startsWith(`${row.id}/`)));
  const subjects = new Set([row.id, `indicators/${row.id}`, ...keys, ...papers.map((one) => one.id)]);
  const folders = ['', 'comment/', 'cycle/', 'opinion/', 'return/', 'value/', 'indicators/'].map(
    (kind) => `${kind}${row.id}/`,
  );
  const concerns = (subject: string): boolean =>
    subjects.has(subject) || folders.some((folder) => subject.startsWith(folder));
  let about = 0;
  async function* lines(): AsyncGenerator<string> {
    let last = 0;
    for (;;) {
      const { seq, id, prev, hash, body, subject, kind } = event;
      const rows = await read.db
        .select({ seq, id, prev, hash, body, subject, kind })
        .from(event)
        .where(gt(seq, last))
        .orderBy(asc(seq))
        .limit(PAGE);
      const words = rows.map((one) => {
        const ours = concerns(one.subject);
        if (ours) about++;
        const line: ChainLine = {
          seq: one.seq,
          // The names of entries about addresses are the addresses.
          id: ours || !one.kind.startsWith('address.') ? one.id : '',
          prev: one.prev,
          hash: one.hash,
          ...(ours ? { body: one.body } : {}),
        };
        return `${JSON.stringify(line)}\n`;
      });
      if (words.length > 0) yield words.join('');
      if (rows.length < PAGE) return;
      last = rows.at(-1)?.seq ?? last;
    }
  }
  await to.add('ledger/events.ndjson', lines());
  return about;
}
