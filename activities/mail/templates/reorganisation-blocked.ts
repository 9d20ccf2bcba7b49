/** To the office, at once: a reorganisation did not take effect on its day. Says what stood against it and what to do. */
import { oneLine } from '../../../domain/letter-words.js';
import type { BlockedFacts } from '../../../domain/reorganisation-letter.js';
import { letterFacts } from '../../../domain/supervision/cycle-letters.js';
import type { Template } from '../content.js';

/** Longest words on the change and on what stood against it; the console has the whole. */
const wordsLimit = 200;
const whyLimit = 1000;

export const reorganisationBlocked: Template = {
  version: 1,
  mark: '机构变更',
  write({ draft, context }) {
    const facts = letterFacts<BlockedFacts>(draft);
    const words = oneLine(facts.words, wordsLimit);
    return {
      subject: `${words}，未能生效`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'late',
          text: '下列机构变更到生效日时与单位名录不符，未能生效：名录、计划和任务职责都没有改动，原单位照常收信。请更正名录后重新登记。',
        },
        {
          kind: 'facts',
          rows: [
            ['机构变更', `${words}（${oneLine(facts.reorganisation, 80)}）`],
            ['文号', oneLine(facts.document, 100)],
            ['未能生效的原因', oneLine(facts.why, whyLimit)],
          ],
        },
        { kind: 'action', label: '打开督办台办理', href: context.link({ kind: 'console' }) },
      ],
    };
  },
};
