/** The rules of supervision as a plain value: seeds/supervision-rules.yaml, read by rules-file.ts. Workflow-safe. */
import type { Ladder, Rung } from '../schedule/types.js';
import type { Rhythm } from './rhythm.js';

export interface SupervisionRules {
  /** Minutes after midnight at which letters leave. */
  readonly hour: number;
  readonly rhythm: Rhythm;
  /** The request goes out on the last working day but so many of the period. */
  readonly requestBefore: number;
  /** Returns are due on the so-manieth working day of the next period. */
  readonly due: number;
  /** Rungs of a return: calendar days before, working days after. */
  readonly before: readonly Rung[];
  readonly after: readonly Rung[];
  /** Working days a unit has when its return is sent back. */
  readonly sendBackWithin: number;
  /** Working days after the due day on which the bulletin is drafted with the silent units named. */
  readonly compileAfter: number;
  /** Working days the office has to approve the bulletin, and then to publish it, before it is reminded. */
  readonly approvalWithin: number;
  /** Calendar days to contest a conclusion, and to answer it (supervision regulation Art. 17). */
  readonly contestWithin: number;
  readonly answerWithin: number;
  /** Requests, forms and letters one unit may get in a month before a new request needs a named override (Art. 15). */
  readonly burdenCeiling: number;
}

/** The rungs of a return as a ladder, so that rounds compute them as they do a task's. */
export function returnLadder(rules: SupervisionRules): Ladder {
  return { hour: rules.hour, sign: [], before: rules.before, after: rules.after, weekly: 1, approvalWithin: 2 };
}
