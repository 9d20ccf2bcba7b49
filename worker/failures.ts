/** Reads what was thrown without `instanceof`: errors of Node itself come from another realm under a test runner. */

/** The system's code such as ENOENT, or empty. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** The message in one piece, never empty. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return String(error.message) || codeOf(error) || String(error);
}
