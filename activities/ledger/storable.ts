/** JSON that PostgreSQL takes. */

/** NUL and halves of surrogate pairs have no place in jsonb; a form field can still carry them. */
function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** JSON text of a value for a jsonb parameter; characters that PostgreSQL cannot hold become U+FFFD. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
