/**
 * Errors of the ledger without what was being written: a failed statement carries all its parameters, and among those
 * are names, addresses and words of the public, which belong in no log and no workflow history.
 */
import { DrizzleQueryError } from 'drizzle-orm';

/** SQLSTATE class 22: the value itself is the fault, and PostgreSQL repeats it. */
const DATA_EXCEPTION = /^22/;

/** The error itself, or for a failed statement a new one with the database's words and its code alone. */
export function bareError(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return withBareCause(error);
  const { code, message } = (error.cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const state = typeof code === 'string' ? code : '';
  const words = DATA_EXCEPTION.test(state) || typeof message !== 'string' ? 'statement refused' : message;
  const bare = new Error(`ledger: ${words}${state === '' ? '' : ` (${state})`}`);
  bare.name = 'LedgerError';
  // Where it happened, without the head of the stack, which repeats the message.
  const at = error.stack?.indexOf('\n    at ') ?? -1;
  bare.stack = `${bare.name}: ${bare.message}${at < 0 ? '' : error.stack?.slice(at)}`;
  return bare;
}

function withBareCause(error: unknown): unknown {
  if (!(error instanceof Error) || error.cause === undefined) return error;
  const cause = bareError(error.cause);
  if (cause === error.cause) return error;
  const copy = new Error(error.message, { cause });
  copy.name = error.name;
  copy.stack = error.stack ?? copy.message;
  return copy;
}
