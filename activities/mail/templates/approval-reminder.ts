/** To the office: a drafted 督办函 waits for approval; it gets its number and leaves only then. */
import { inChinese } from '../../../domain/day.js';
import { supportsOf } from '../../../domain/task.js';
import type { Template } from '../content.js';
import { onePerTask, reportRow, sortedNotices } from '../rows.js';

export const approvalReminder: Template = {
  version: 1,
  mark: '待签发',
  write(view) {
    const { facts } = view;
    const notices = onePerTask(sortedNotices(view));
    const units = facts.units === undefined ? [] : facts.units.split(',').map((unit) => view.name(unit.trim()));
    const count = facts.letters ?? Math.max(1, units.length);
    const copies = [...new Set(notices.flatMap((n) => supportsOf(view.task(n))))];
    return {
      subject: `督办函${count}件待签发`,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'warn',
          text: `截至${inChinese(view.draft.day)}，已拟出的督办函有${count}件超过规定时间尚未审批。审批后方可编号发出。`,
        },
        {
          kind: 'facts',
          rows: [
            ...(units.length === 0 ? [] : [['主送', units.join('、')] as const]),
            ...(copies.length === 0 ? [] : [['抄送', copies.map(view.name).join('、')] as const]),
            ['所列任务', `${notices.length}项`],
          ],
        },
        { kind: 'action', label: '打开督办台审批', href: view.context.link({ kind: 'console' }) },
        ...(notices.length === 0 ? [] : [{ kind: 'tasks', rows: notices.map((n) => reportRow(view, n)) } as const]),
      ],
    };
  },
};
