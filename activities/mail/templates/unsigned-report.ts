/** To the office: tasks that somebody has not signed for in time, listed by unit. */
import { inChinese } from '../../../domain/day.js';
import { unsignedOf } from '../../../domain/task.js';
import type { Template } from '../content.js';
import { reportedPart } from '../errands.js';
import { onePerTask, reportRow, sortedNotices } from '../rows.js';

export const unsignedReport: Template = {
  version: 1,
  mark: '未签收',
  write(view) {
    const notices = onePerTask(sortedNotices(view));
    const byUnit = new Map<string, number[]>();
    for (const notice of notices) {
      const task = view.task(notice);
      for (const unit of unsignedOf(task)) byUnit.set(unit, [...(byUnit.get(unit) ?? []), task.number]);
    }
    const { words, blocks } = reportedPart(view);
    if (notices.length === 0 && words !== '') {
      const text = `截至${inChinese(view.draft.day)}，${words}，请电话催办。`;
      const action = { kind: 'action', label: '打开督办台', href: view.context.link({ kind: 'console' }) } as const;
      return { subject: words, blocks: [{ kind: 'paragraph', text }, action, ...blocks] };
    }
    return {
      subject: `${notices.length}项任务有单位未签收${words === '' ? '' : `，${words}`}`,
      blocks: [
        {
          kind: 'paragraph',
          text: `截至${inChinese(view.draft.day)}，${notices.length}项任务经提醒后仍有单位未签收，涉及${byUnit.size}个单位，请电话核实。未签收不影响任务时限。`,
        },
        {
          kind: 'facts',
          rows: [...byUnit].map(([unit, numbers]) => [view.name(unit), `任务${numbers.join('、')}`] as const),
        },
        { kind: 'action', label: '打开督办台', href: view.context.link({ kind: 'console' }) },
        { kind: 'heading', text: '任务' },
        { kind: 'tasks', rows: notices.map((n) => reportRow(view, n)) },
        ...blocks,
      ],
    };
  },
};
