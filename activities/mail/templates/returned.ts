/** Answers a report: sent back with the reason; the deadline goes on. */
import type { Template } from '../content.js';
import { noticeRow, sortedNotices } from '../rows.js';

export const returned: Template = {
  version: 1,
  mark: '退回',
  write(view) {
    const notices = sortedNotices(view);
    const task = notices[0] === undefined ? undefined : view.task(notices[0]);
    return {
      subject: task === undefined ? '报告被退回' : `任务${task.number}的报告被退回，请补充后重报`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'warn',
          text: '贵单位的报告经审核予以退回，请按退回意见补充完善后重新报告。任务时限不变，提醒和催办照常进行。',
        },
        ...(view.facts.reason === undefined
          ? []
          : [{ kind: 'facts', rows: [['退回意见', view.facts.reason]] } as const]),
        {
          kind: 'tasks',
          rows: notices.map((n) => ({ ...noticeRow(view, n), ask: '请补充完善后重新报告。' })),
        },
      ],
    };
  },
};
