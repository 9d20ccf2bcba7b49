/** What the API answers about a plan before it runs; also what its page shows. */
import type { PlacedChange } from '../../domain/comment/revised.js';
import type { Day } from '../../domain/day.js';
import type { Fault } from '../../domain/errors.js';
import type { Revised } from '../life/drafts.js';
import type { ImportAnswer } from './answers.js';

export interface RevisedAnswer {
  readonly plan: string;
  readonly period: string;
  readonly changes: readonly PlacedChange[];
  /** Changes that do not fit; only a preview has any. */
  readonly faults: readonly Fault[];
  readonly text: string;
  /** Null for a preview. */
  readonly imported: Pick<ImportAnswer, 'tasks' | 'openFindings' | 'settled' | 'difference'> | null;
}

export interface IssuedAnswer {
  readonly plan: string;
  readonly title: string;
  readonly number: string;
  readonly on: Day;
}

/** A revised draft as the API tells it. */
export function revisedAnswer({ plan, period, changes, faults, text, imported }: Revised): RevisedAnswer {
  const taken = imported && {
    ...{ tasks: imported.tasks, openFindings: imported.openFindings },
    ...{ settled: imported.settled ?? 0, difference: imported.difference ?? null },
  };
  return { plan, period, changes, faults, text, imported: taken };
}
