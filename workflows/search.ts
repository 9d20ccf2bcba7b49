/** Typed search attributes; registered by worker/temporal.ts. No person and no address in them: they are never encrypted. */
import { defineSearchAttributeKey } from '@temporalio/common';

export const planKey = defineSearchAttributeKey('dubanPlan', 'KEYWORD');
export const kindKey = defineSearchAttributeKey('dubanKind', 'KEYWORD');
export const stageKey = defineSearchAttributeKey('dubanState', 'KEYWORD');
export const unitsKey = defineSearchAttributeKey('dubanUnits', 'KEYWORD_LIST');
export const dueKey = defineSearchAttributeKey('dubanDue', 'DATETIME');
export const overdueKey = defineSearchAttributeKey('dubanOverdue', 'BOOL');
