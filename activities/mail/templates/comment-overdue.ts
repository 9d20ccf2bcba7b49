/** 专报 to the leadership group: a comment period whose close-out was not published in time; weekly until it is. */
import { commentFacts } from '../../../domain/comment/office-letters.js';
import { inChinese } from '../../../domain/day.js';
import type { Template } from '../content.js';
import { lateBy, periodTitle, standingRows, waitingWords } from '../period-words.js';

export const commentOverdue: Template = {
  version: 1,
  mark: '专报',
  write({ draft, officeName }) {
    const facts = commentFacts(draft);
    const late = lateBy(facts, draft.day);
    return {
      subject: `${periodTitle(facts)}意见采纳情况逾期${late}天未公布`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'late',
          text: `${periodTitle(facts)}公开征求意见已于${inChinese(facts.lastDay)}截止，采纳情况应不迟于${inChinese(facts.closeOutDue)}向社会公布。截至${inChinese(draft.day)}仍未公布，已逾期${late}天。`,
        },
        { kind: 'paragraph', text: `未公布的原因：${waitingWords(facts)}。` },
        { kind: 'facts', rows: standingRows(facts, draft.day) },
        { kind: 'paragraph', text: `请督促${officeName}尽快办完并公布。公布之前每周报告一次。` },
      ],
    };
  },
};
