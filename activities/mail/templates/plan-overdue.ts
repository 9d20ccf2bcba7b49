/** 专报 to the leadership group: a year's list was not started, or an evaluation not made, long after it was due; monthly until it is. */

import type { PlanLetterFacts } from '../../../domain/life/plan-letters.js';
import { letterFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template } from '../content.js';
import { lifeRows, matterBlocks, planSubject } from '../plan-words.js';

export const planOverdue: Template = {
  version: 1,
  mark: '专报',
  write({ draft, officeName }) {
    const facts = letterFacts<PlanLetterFacts>(draft);
    return {
      subject: planSubject(facts, draft.day),
      blocks: [
        ...matterBlocks(facts, draft.day),
        { kind: 'facts', rows: lifeRows(facts) },
        { kind: 'paragraph', text: `请督促${officeName}尽快办理。办妥之前每月报告一次。` },
      ],
    };
  },
};
