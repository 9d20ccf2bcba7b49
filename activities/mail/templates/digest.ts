/** The routine letter: all of a unit's notices of a day, grouped by what is asked, the most urgent first. */
import { inChinese } from '../../../domain/day.js';
import { groupOf, noticeGroups, noticeGroupWords } from '../../../domain/letter-words.js';
import type { Block, Template, View } from '../content.js';
import { noticeRow, signAll, sortedNotices } from '../rows.js';

export const digest: Template = {
  version: 1,
  mark: '督办',
  write(view) {
    const notices = sortedNotices(view);
    const groups = noticeGroups
      .map((group) => ({
        words: noticeGroupWords[group],
        notices: notices.filter((n) => groupOf(n, view.task(n)) === group),
      }))
      .filter((group) => group.notices.length > 0);
    const missed = notices.filter((n) => n.lateFrom !== undefined).length;
    const blocks: Block[] = [
      { kind: 'paragraph', text: intro(view, new Set(notices.map((n) => n.task)).size) },
      ...(missed === 0
        ? []
        : [
            { kind: 'paragraph', text: `其中${missed}项原应更早告知，现一并补发，已逐项注明。`, tone: 'warn' } as const,
          ]),
      ...signAll(view),
    ];
    for (const group of groups) {
      blocks.push({ kind: 'heading', text: `${group.words.title}（${group.notices.length}项）` });
      blocks.push({ kind: 'tasks', rows: group.notices.map((notice) => noticeRow(view, notice)) });
    }
    return { subject: groups.map((g) => `${g.words.short}${g.notices.length}项`).join('、'), blocks };
  },
};

function intro(view: View, tasks: number): string {
  return `截至${inChinese(view.draft.day)}，贵单位有${tasks}项任务需要办理或知悉，请按各项要求办理。`;
}
