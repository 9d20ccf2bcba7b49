/**
 * 专报 to the leadership group: a comment period whose close-out was not published in time, or whose pause has outlasted
 * its last day; weekly until it is.
 */
import { type CommentFacts, commentFacts } from '../../../domain/comment/office-letters.js';
import { type Day, daysBetween, inChinese } from '../../../domain/day.js';
import { oneLine } from '../../../domain/letter-words.js';
import type { Content, Template } from '../content.js';
import { lateBy, periodTitle, standingRows, waitingWords } from '../period-words.js';

export const commentOverdue: Template = {
  version: 1,
  mark: '专报',
  write({ draft, officeName }) {
    const facts = commentFacts(draft);
    const late = lateBy(facts, draft.day);
    if (facts.suspendedOn !== undefined) return suspended(facts, facts.suspendedOn, draft.day, officeName);
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

function suspended(facts: CommentFacts, since: Day, day: Day, officeName: string): Content {
  const paused = daysBetween(since, day);
  return {
    subject: `${periodTitle(facts)}公开征求意见暂停${paused}天，原截止日已过`,
    blocks: [
      {
        kind: 'paragraph',
        tone: 'late',
        text: `${periodTitle(facts)}公开征求意见自${inChinese(since)}起暂停，原应于${inChinese(facts.lastDay)}截止。截至${inChinese(day)}已暂停${paused}天，没有恢复，也没有撤回。`,
      },
      { kind: 'paragraph', text: `暂停的理由：${oneLine(facts.suspendedReason ?? '', 200)}。` },
      { kind: 'facts', rows: standingRows(facts, day) },
      { kind: 'paragraph', text: `请督促${officeName}恢复或撤回。恢复或撤回之前每周报告一次。` },
    ],
  };
}
