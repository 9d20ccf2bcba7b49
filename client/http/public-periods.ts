/** Reads periods for the public's pages, so that thousands of visitors are few questions to the ledger. */
import { refuse } from '../../domain/errors.js';
import type { PublicAnswer, PublicDetail } from './comment-answers.js';
import type { Site } from './site.js';

/** Ms for which what was read is still good enough for a page, or to check a form against. */
const RECENT = 2_000;

/** All of one period load by id or, by plan, its latest round. @throws `route-missing` when there is none. */
export interface PublicPeriods {
  /** All periods, as they stood at most 2 s ago. */
  list(): Promise<readonly PublicAnswer[]>;
  /** For pages: as it stood at most 2 s ago; what is open the clock tells all the same. */
  shown(id: string): Promise<PublicDetail>;
  /** As it stands. Whoever asks while an answer is on its way gets that answer. */
  fresh(id: string): Promise<PublicDetail>;
  /** As it stood at most 2 s ago. Items do not change; whether a comment is taken, the ledger says itself. */
  recent(id: string): Promise<PublicDetail>;
}

export function publicPeriods(site: Site): PublicPeriods {
  const age = site.publicAge ?? RECENT;
  const lists = kept(() => site.comments.publicPeriods());
  const periods = kept(async (id) => {
    const found = await site.comments.publicPeriod(id);
    // The office's word for it lists every period; visitors are sent to the list instead.
    if (found === undefined) throw refuse('route-missing', { path: `/public/${id}`.slice(0, 100) });
    return found;
  });
  return {
    list: () => lists('', age),
    shown: (id) => periods(id, age),
    fresh: (id) => periods(id, 0),
    recent: (id) => periods(id, RECENT),
  };
}

/** Keeps what was read, by name, until it is older than the asker allows (ms); what failed is not kept. */
function kept<T>(read: (name: string) => Promise<T>): (name: string, most: number) => Promise<T> {
  const underway = new Map<string, Promise<T>>();
  // Only what exists is kept, so names that visitors make up take no room.
  const last = new Map<string, { readonly value: T; readonly at: number }>();
  return async (name, most) => {
    const known = last.get(name);
    if (known !== undefined && performance.now() - known.at < most) return known.value;
    const running = underway.get(name);
    if (running !== undefined) return running;
    const reading = read(name).finally(() => underway.delete(name));
    underway.set(name, reading);
    const value = await reading;
    last.set(name, { value, at: performance.now() });
    return value;
  };
}
