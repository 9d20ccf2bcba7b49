/** Terms moved to another first day, so that the terms of a former period can be used or tried again. Pure. */
import { type Day, daysBetween } from '../day.js';
import type { CommentTerms } from './terms.js';

/**
 * The same terms from another day on: the length stays, a stated last day is dropped and counted anew. Terms that state
 * a last day only keep the calendar days to it. A notice keeps its words; that its dates fit, terms-faults looks after.
 */
export function startingOn({ end, ...terms }: CommentTerms, start: Day): CommentTerms {
  const open = terms.days === undefined && terms.workdays === undefined && end !== undefined;
  return { ...terms, start, ...(open ? { days: daysBetween(terms.start, end) } : {}) };
}
