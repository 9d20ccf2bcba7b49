/** Reads periods for the public's pages, so that thousands of visitors are few questions to the ledger. */
import { DubanError, refuse } from '../../domain/errors.js';
import type { PeriodDetail } from './comment-answers.js';
import type { Site } from './site.js';

/** Ms for which what was read is still good enough to check a form against. */
const RECENT = 2_000;

/** Both load by id or, by plan, its latest round. @throws `route-missing` when there is none. */
export interface PublicPeriods {
  /** As it stands. Whoever asks while an answer is on its way gets that answer. */
  fresh(id: string): Promise<PeriodDetail>;
  /** As it stood at most 2 s ago. Items do not change; whether a comment is taken, the ledger says itself. */
  recent(id: string): Promise<PeriodDetail>;
}

export function publicPeriods(site: Site): PublicPeriods {
  const underway = new Map<string, Promise<PeriodDetail>>();
  const last = new Map<string, { readonly period: PeriodDetail; readonly at: number }>();
  const fresh = async (id: string): Promise<PeriodDetail> => {
    const running = underway.get(id);
    if (running !== undefined) return running;
    const loading = load(site, id).finally(() => underway.delete(id));
    underway.set(id, loading);
    const period = await loading;
    last.set(period.id, { period, at: performance.now() });
    return period;
  };
  return {
    fresh,
    async recent(id) {
      const known = last.get(id);
      return known !== undefined && performance.now() - known.at < RECENT ? known.period : fresh(id);
    },
  };
}

async function load(site: Site, id: string): Promise<PeriodDetail> {
  try {
    return await site.comments.period(id);
  } catch (error) {
    // The office's word for it lists every period; visitors are sent to the list instead.
    if (error instanceof DubanError && error.code === 'period-unknown')
      throw refuse('route-missing', { path: `/public/${id}`.slice(0, 100) });
    throw error;
  }
}
