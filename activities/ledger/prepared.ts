/** Statements that run for every letter and every change of a task: parsed once per connection, not at every call. */
import type { Ledger } from './connect.js';

/**
 * Declares a statement under a name of its own.
 * @param text SQL with `$1`, `$2` …; constant, so that the name always means the same.
 */
export function prepared<Row extends object>(
  name: string,
  text: string,
): (ledger: Ledger, values: readonly (string | number | readonly string[])[]) => Promise<Row[]> {
  return async (ledger, values) => (await ledger.pool.query<Row>({ name, text, values: [...values] })).rows;
}
