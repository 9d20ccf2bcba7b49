/** Answers a report: accepted, the task is closed (销号), letters about it stop. */
import { dayOf, daysBetween, inChinese } from '../../../domain/day.js';
import type { Template } from '../content.js';
import { reportRow, sortedNotices } from '../rows.js';

export const accepted: Template = {
  version: 1,
  mark: '办结',
  write(view) {
    const notices = sortedNotices(view);
    const task = notices[0] === undefined ? undefined : view.task(notices[0]);
    // In time is judged by the report: the office's review is not the unit's delay.
    const late = task?.report === undefined ? 0 : Math.max(0, daysBetween(task.due, dayOf(task.report.at)));
    return {
      subject: task === undefined ? '任务已办结' : `任务${task.number}已审核办结`,
      blocks: [
        {
          kind: 'paragraph',
          text: `贵单位的报告已审核通过，任务于${inChinese(view.draft.day)}办结销号，不再发送提醒。${late === 0 ? '' : `报告时已逾期${late}天。`}`,
        },
        ...(view.facts.note === undefined ? [] : [{ kind: 'facts', rows: [['审核意见', view.facts.note]] } as const]),
        { kind: 'tasks', rows: notices.map((n) => reportRow(view, n)) },
      ],
    };
  },
};
