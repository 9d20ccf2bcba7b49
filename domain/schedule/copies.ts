/** Copies of a 督办函 for supporting units. Workflow-safe. */
import type { LetterDraft } from './types.js';

/** The draft of a copy: the same facts for another unit, under a key of its own. */
export function copyOf(draft: LetterDraft, unit: string): LetterDraft {
  return {
    ...draft,
    key: `${draft.key}/copy/${unit}`,
    unit,
    role: 'liaison',
    facts: { ...draft.facts, copyOf: draft.unit },
  };
}
