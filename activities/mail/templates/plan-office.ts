/** To the office: what a plan of several years waits for: the next year's list, an evaluation. */

import type { PlanLetterFacts } from '../../../domain/life/plan-letters.js';
import { letterFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template } from '../content.js';
import { lifeRows, matterBlocks, planSubject } from '../plan-words.js';

export const planOffice: Template = {
  version: 1,
  mark: '计划推进',
  write({ draft, context }) {
    const facts = letterFacts<PlanLetterFacts>(draft);
    return {
      subject: planSubject(facts, draft.day),
      blocks: [
        ...matterBlocks(facts, draft.day),
        ...(facts.reported
          ? [{ kind: 'paragraph', text: '逾期情况今日已同时报领导小组，办妥之前每月报告一次。' } as const]
          : []),
        { kind: 'facts', rows: lifeRows(facts) },
        { kind: 'action', label: '打开督办台办理', href: context.link({ kind: 'console' }) },
      ],
    };
  },
};
