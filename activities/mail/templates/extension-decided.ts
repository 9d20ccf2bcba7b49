/** Answers a request for more time: granted with the new date, or refused with the reason. */
import { inChinese } from '../../../domain/day.js';
import type { Template } from '../content.js';
import { noticeRow, sortedNotices } from '../rows.js';

export const extensionDecided: Template = {
  version: 1,
  mark: '延期',
  write(view) {
    const { facts } = view;
    const notices = sortedNotices(view);
    const task = notices[0] === undefined ? undefined : view.task(notices[0]);
    const approved = facts.approve === true;
    const about = task === undefined ? '延期申请' : `任务${task.number}延期申请`;
    const text = approved
      ? `同意延期${task === undefined ? '' : `，新的时限为${inChinese(task.due)}，原定时限${inChinese(task.firstDue)}仍保留在台账中`}。附件日历已按新时限更新。`
      : `不同意延期${task === undefined ? '' : `，时限仍为${inChinese(task.due)}`}。请抓紧办理。`;
    return {
      subject: `${about}${approved ? '已同意' : '未同意'}`,
      blocks: [
        { kind: 'paragraph', tone: approved ? 'plain' : 'warn', text },
        {
          kind: 'facts',
          rows: [
            ...(facts.from === undefined || !approved ? [] : [['延期前时限', inChinese(facts.from)] as const]),
            ...(facts.due === undefined ? [] : [[approved ? '延期后时限' : '现行时限', inChinese(facts.due)] as const]),
            ...(facts.reason === undefined ? [] : [['审批意见', facts.reason] as const]),
          ],
        },
        {
          kind: 'tasks',
          rows: notices.map((n) => ({
            ...noticeRow(view, n),
            ask: task === undefined ? '' : `请按${inChinese(task.due)}的时限办理并报告。`,
          })),
        },
      ],
    };
  },
};
