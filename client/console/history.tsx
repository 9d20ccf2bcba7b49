/** What happened to something, entry by entry of the chain. */
import type { VNode } from 'preact';
import type { LedgerEvent } from '../../domain/task.js';
import { actorWords, eventWords } from '../words.js';
import { Table, When } from './parts.js';

export interface HistoryProps {
  readonly entries: readonly LedgerEvent[];
  /** Printed name of a unit id. */
  readonly name: (unit: string) => string;
}

/** A card with time, event and actor. */
export function History({ entries, name }: HistoryProps): VNode {
  return (
    <section class="card">
      <h2>经过</h2>
      <Table
        rows={entries}
        keyOf={(event) => event.id}
        empty="还没有记录。"
        columns={[
          { head: '时间', cell: (event) => <When at={event.at} />, tight: true },
          { head: '经过', cell: (event) => eventWords(event, name) },
          { head: '谁', cell: (event) => actorWords(event.actor, name) },
        ]}
      />
    </section>
  );
}
