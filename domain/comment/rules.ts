/** The rules of comment periods as a plain value: seeds/comment-rules.yaml, read by rules-file.ts. Workflow-safe. */
import type { Ladder, Rung } from '../schedule/types.js';

/** A kind of document and the least time it must lie open. */
export interface CommentKind {
  readonly id: string;
  readonly name: string;
  readonly minimum: { readonly days: number } | { readonly workdays: number };
  /** Where the minimum comes from. */
  readonly basis: string;
}

export interface CommentRules {
  /** Minutes after midnight at which letters to the office leave. */
  readonly hour: number;
  readonly kinds: readonly CommentKind[];
  /** Calendar days before the last day on which the office is reminded, far to near. */
  readonly beforeEnd: readonly number[];
  /** Working days after the last day within which the close-out must be published. */
  readonly closeOutWithin: number;
  /** Working days before that day on which the office is reminded, far to near. */
  readonly closeOutBefore: readonly number[];
  /** Working days a unit has to give its opinion on the comments about its items. */
  readonly answerWithin: number;
  /** Rungs of the units' inner deadline: calendar days before, working days after. */
  readonly before: readonly Rung[];
  readonly after: readonly Rung[];
}

/** The inner deadline's rungs as a ladder, so that rounds compute them as they do a task's. */
export function errandLadder(rules: CommentRules): Ladder {
  return { hour: rules.hour, sign: [], before: rules.before, after: rules.after, weekly: 1, approvalWithin: 2 };
}
