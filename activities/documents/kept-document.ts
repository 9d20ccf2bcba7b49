/** A document that goes to many receivers in one morning is written once. */

/** Documents kept: those of one morning. */
const KEEP = 4;
const kept = new Map<string, Promise<Buffer>>();

/** @param key everything the document says; equal keys give the same bytes, which nobody may change. */
export function keptDocument(key: string, write: () => Promise<Buffer>): Promise<Buffer> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const written = write();
  kept.set(key, written);
  // One that failed is tried again for the next receiver.
  written.catch(() => kept.delete(key));
  for (const old of kept.keys()) if (kept.size > KEEP) kept.delete(old);
  return written;
}
