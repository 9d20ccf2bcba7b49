/** Typed search attributes; registered by worker/temporal.ts. No person and no address in them: they are never encrypted. */
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';

export const planKey = defineSearchAttributeKey('dubanPlan', 'KEYWORD');
export const kindKey = defineSearchAttributeKey('dubanKind', 'KEYWORD');
export const stageKey = defineSearchAttributeKey('dubanState', 'KEYWORD');
export const unitsKey = defineSearchAttributeKey('dubanUnits', 'KEYWORD_LIST');
export const dueKey = defineSearchAttributeKey('dubanDue', 'DATETIME');
export const overdueKey = defineSearchAttributeKey('dubanOverdue', 'BOOL');

/** What lists of running workflows show of a supervision cycle at its start. */
export function cycleListed({
  plan,
  stage,
  dueAt,
}: {
  readonly plan: string;
  readonly stage: string;
  readonly dueAt: number;
}): SearchAttributePair[] {
  return [
    { key: planKey, value: plan },
    { key: kindKey, value: 'cycle' },
    { key: stageKey, value: stage },
    { key: dueKey, value: new Date(dueAt) },
    { key: overdueKey, value: false },
  ];
}
