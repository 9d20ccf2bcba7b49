/** Names of documents in running text, the same in letters, on pages and in the close-out. Pure and workflow-safe. */

/** The document's own name: quotation marks are put round it once, and none round a name that brings its own. */
export function quoted(title: string): string {
  return /[《》]/.test(title) ? title : `《${title}》`;
}
